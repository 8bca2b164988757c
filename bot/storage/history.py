"""The record of what was done, only ever added to, and how far it has been told.

An entry with `tell_in` is to be told in that log channel; one that is to be told and has none goes
to whoever started the discussion, in a direct message. Whom that is, is looked up when it is sent.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.discussion import PauseReason
from bot.domain.history import MOST_LISTED, Deed, HistoryEntry, RecordedEntry
from bot.domain.ids import ChannelId, DiscussionId, GuildId, MemberId
from bot.storage import terms
from bot.storage.tables import articles, discussions, guilds, history

_RECORDED: Final = "colloquy_recorded"


@dataclass(frozen=True, slots=True, kw_only=True)
class ToTell:
    """An entry that is to be told; `tried_at` if a try may have gone through.

    Without a `channel_id` it is to be told in a direct message to `starter_id`, which is None where
    the starter does not agree to that, or not any more.
    """

    entry: RecordedEntry
    channel_id: ChannelId | None
    starter_id: MemberId | None
    tried_at: datetime | None
    attempts: int


async def record(unit: AsyncConnection, entry: HistoryEntry, *, told: bool = True) -> None:
    """Add an entry, in the transaction of what it tells of.

    If the server has a log channel it is told there as well, after the transaction; what asks for
    help goes to the starter who agreed where there is none, or where that one is out of reach.
    What is not to be `told` stays on record alone.
    """
    channel_id = await _log_channel(unit, entry.guild_id) if told else None
    # Behind what waits already: in order, and no sooner into a channel that refused.
    waiting = await unit.scalar(
        sa.select(sa.type_coerce(sa.func.max(history.c.tell_at), history.c.tell_at.type)).where(
            history.c.guild_id == entry.guild_id, history.c.tell_in.is_not(None)
        )
    )
    tell_at = None
    if channel_id is not None:
        tell_at = max(filter(None, [entry.done_at, waiting]))
    refusing = tell_at is not None and tell_at > entry.done_at
    if (refusing or channel_id is None) and await _may_write_of(unit, entry):
        channel_id, tell_at = None, entry.done_at
    await unit.execute(
        sa.insert(history).values(
            guild_id=entry.guild_id,
            discussion_id=entry.discussion_id,
            deed=entry.deed,
            done_by=entry.done_by,
            done_at=entry.done_at,
            detail=dict(entry.detail),
            tell_in=channel_id,
            tell_at=tell_at,
        )
    )
    if tell_at is not None:
        unit.info[_RECORDED] = True


async def _may_write_of(unit: AsyncConnection, entry: HistoryEntry) -> bool:
    """Say whether an entry asks for help that the discussion's starter agreed to be written for."""
    # Whoever removed the bot knows, and it could reach nobody any more.
    if not entry.asks_for_help or entry.detail.get("reason") == PauseReason.SERVER_LEFT:
        return False
    rows = await unit.execute(
        sa.select(discussions.c.started_by, discussions.c.terms).where(
            discussions.c.guild_id == entry.guild_id,
            discussions.c.discussion_id == entry.discussion_id,
        )
    )
    row = rows.mappings().first()
    return row is not None and _starter_to_tell(row) is not None


def _starter_to_tell(row: sa.RowMapping) -> MemberId | None:
    """Give who started a discussion, if they are still known and agree to be written to."""
    if not row["started_by"] or not terms.parse(row["terms"]).tells_starter:
        return None
    return MemberId(row["started_by"])


async def _log_channel(unit: AsyncConnection, guild_id: GuildId) -> int | None:
    found: int | None = await unit.scalar(
        sa.select(guilds.c.log_channel_id).where(
            guilds.c.guild_id == guild_id, guilds.c.left_at.is_(None)
        )
    )
    return found


def was_recorded(unit: AsyncConnection) -> bool:
    """Say, once, whether something was recorded on this connection that is to be told."""
    return bool(unit.info.pop(_RECORDED, False))


async def list_entries(
    unit: AsyncConnection,
    *,
    guild_id: GuildId,
    discussion_id: DiscussionId | None = None,
    most: int = MOST_LISTED,
) -> tuple[RecordedEntry, ...]:
    """List a server's entries, or one discussion's, the newest first."""
    chosen = _select().where(history.c.guild_id == guild_id)
    if discussion_id is not None:
        chosen = chosen.where(history.c.discussion_id == discussion_id)
    rows = await unit.execute(chosen.order_by(history.c.entry_id.desc()).limit(most))
    return tuple(_entry(row) for row in rows.mappings())


async def find_pause(
    unit: AsyncConnection, *, guild_id: GuildId, discussion_id: DiscussionId
) -> RecordedEntry | None:
    """Give the entry of a discussion's latest pause."""
    rows = await unit.execute(
        _select()
        .where(
            history.c.guild_id == guild_id,
            history.c.discussion_id == discussion_id,
            history.c.deed == Deed.PAUSED,
        )
        .order_by(history.c.entry_id.desc())
        .limit(1)
    )
    row = rows.mappings().first()
    return None if row is None else _entry(row)


async def take_untold_pauses(
    unit: AsyncConnection, *, guild_id: GuildId, at: datetime
) -> tuple[RecordedEntry, ...]:
    """Give the bot's own pauses that nobody was told of, and note that they are told now.

    Those too that wait for a log channel or a direct message that was refused before.
    """
    rows = await unit.execute(
        _select()
        .where(
            history.c.guild_id == guild_id,
            history.c.deed == Deed.PAUSED,
            history.c.done_by.is_(None),
            sa.or_(history.c.tell_at.is_(None), history.c.tell_at > at),
            history.c.told_at.is_(None),
        )
        .order_by(history.c.entry_id)
    )
    entries = tuple(_entry(row) for row in rows.mappings())
    for entry in entries:
        await record_told(unit, entry=entry, at=at)
    return entries


# ── telling ───────────────────────────────────────────────────────────────────────────────────


async def next_tell_at(unit: AsyncConnection, *, after: datetime) -> datetime | None:
    """Give the next instant after `after` at which something is to be told, over all servers."""
    found: datetime | None = await unit.scalar(
        sa.select(history.c.tell_at)
        .where(history.c.tell_at > after)
        .order_by(history.c.tell_at)
        .limit(1)
    )
    return found


async def list_to_be_told(
    unit: AsyncConnection, *, now: datetime, limit: int
) -> tuple[GuildId, ...]:
    """List the servers that are to be told something now, over all servers."""
    rows = await unit.scalars(
        sa.select(history.c.guild_id).where(history.c.tell_at <= now).distinct().limit(limit)
    )
    return tuple(GuildId(guild_id) for guild_id in rows)


async def find_to_tell(unit: AsyncConnection, *, guild_id: GuildId, now: datetime) -> ToTell | None:
    """Give the first entry that a server is to be told now."""
    rows = await unit.execute(
        _select()
        .add_columns(discussions.c.started_by, discussions.c.terms)
        .where(history.c.guild_id == guild_id, history.c.tell_at <= now)
        .order_by(history.c.entry_id)
        .limit(1)
    )
    row = rows.mappings().first()
    if row is None:
        return None
    direct = row["tell_in"] is None
    return ToTell(
        entry=_entry(row),
        channel_id=None if direct else ChannelId(row["tell_in"]),
        starter_id=_starter_to_tell(row) if direct else None,
        tried_at=row["tried_at"],
        attempts=row["attempts"],
    )


async def record_tried(unit: AsyncConnection, *, entry: RecordedEntry, at: datetime) -> None:
    """Record, before it is sent, that an entry is about to be told."""
    await _update(unit, entry, tried_at=at)


async def record_told(unit: AsyncConnection, *, entry: RecordedEntry, at: datetime) -> None:
    """Record that an entry was told."""
    await _update(unit, entry, tell_at=None, told_at=at)


async def record_untold(unit: AsyncConnection, *, entry: RecordedEntry) -> None:
    """Record that an entry is not told any more."""
    await _update(unit, entry, tell_at=None)


async def put_off(unit: AsyncConnection, *, entry: RecordedEntry, until: datetime) -> None:
    """Tell a log channel nothing before an instant, beginning with this entry."""
    await _update(unit, entry, attempts=history.c.attempts + 1)
    await unit.execute(
        sa.update(history)
        .where(
            history.c.guild_id == entry.guild_id,
            history.c.tell_at.is_not(None),
            history.c.tell_in.is_not(None),
        )
        .values(tell_at=until)
    )


async def put_off_direct(unit: AsyncConnection, *, entry: RecordedEntry, until: datetime) -> None:
    """Try a direct message again at an instant."""
    await _update(unit, entry, attempts=history.c.attempts + 1, tell_at=until)


async def hand_on(unit: AsyncConnection, *, guild_id: GuildId, at: datetime) -> set[int]:
    """Have what asks for help not wait for a log channel that refuses, where a starter agreed.

    Gives the ids of the entries that go to starters now.
    """
    rows = await unit.execute(
        _select()
        .add_columns(discussions.c.started_by, discussions.c.terms)
        .where(
            history.c.guild_id == guild_id,
            history.c.deed == Deed.PAUSED,
            history.c.tell_at.is_not(None),
            history.c.tell_in.is_not(None),
        )
    )
    handed_on = set()
    for row in rows.mappings().all():
        entry = _entry(row)
        if entry.asks_for_help and _starter_to_tell(row) is not None:
            await _update(unit, entry, tell_in=None, tell_at=at, tried_at=None, attempts=0)
            handed_on.add(entry.entry_id)
    return handed_on


def _select() -> sa.Select[tuple[object, ...]]:
    return (
        sa.select(history, articles.c.title)
        .select_from(history)
        .outerjoin(discussions, discussions.c.discussion_id == history.c.discussion_id)
        .outerjoin(articles, articles.c.article_id == discussions.c.article_id)
    )


async def _update(unit: AsyncConnection, entry: RecordedEntry, **values: object) -> None:
    await unit.execute(
        sa.update(history)
        .where(history.c.guild_id == entry.guild_id, history.c.entry_id == entry.entry_id)
        .values(**values)
    )


def _entry(row: sa.RowMapping) -> RecordedEntry:
    done_by, discussion_id = row["done_by"], row["discussion_id"]
    return RecordedEntry(
        entry_id=row["entry_id"],
        guild_id=GuildId(row["guild_id"]),
        discussion_id=None if discussion_id is None else DiscussionId(discussion_id),
        title=row["title"],
        deed=Deed(row["deed"]),
        done_by=None if done_by is None else MemberId(done_by),
        done_at=row["done_at"],
        detail=row["detail"],
    )
