"""Indexes: the one message that shows each discussion, how far it has come, when it is next due.

Triggers set `attend_at` to the beginning of time whenever rows change that an index shows, and
count that in `stale`: whoever changes them need not know of it, and what changes while an index is
being written is not slept through (decision 0016).
"""

from collections.abc import Collection
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.dialects.sqlite import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.channel import ChannelKind
from bot.domain.discussion import OPEN_STATES
from bot.domain.ids import ChannelId, DiscussionId, GuildId, MessageId, PollId
from bot.domain.index import REFRESHED_EVERY, Index
from bot.domain.post import Pin
from bot.storage.tables import discussions, indexes, polls


async def add(
    unit: AsyncConnection, *, guild_id: GuildId, discussion_id: DiscussionId, at: datetime
) -> None:
    """Begin an index for a discussion, or have the one that somebody deleted sent anew."""
    here = sa.select(
        sa.literal(discussion_id),
        sa.literal(guild_id),
        discussions.c.channel_id,
        discussions.c.channel_kind,
        sa.literal(at, indexes.c.attend_at.type),
    ).where(discussions.c.guild_id == guild_id, discussions.c.discussion_id == discussion_id)
    await unit.execute(
        insert(indexes)
        .from_select(["discussion_id", "guild_id", "channel_id", "kind", "attend_at"], here)
        .on_conflict_do_update(
            index_elements=[indexes.c.discussion_id],
            set_=_UNSENT | {"attend_at": at},
            where=indexes.c.dismissed_at.is_not(None),
        )
    )
    # Whoever asks again may have allowed meanwhile what was refused.
    await unit.execute(
        sa.update(indexes)
        .where(*_of(guild_id, discussion_id), indexes.c.pin == Pin.REFUSED)
        .values(pin=None, attend_at=at)
    )


async def find(
    unit: AsyncConnection, *, guild_id: GuildId, discussion_id: DiscussionId
) -> Index | None:
    """Give a discussion's index; None where it never had one."""
    rows = await unit.execute(sa.select(indexes).where(*_of(guild_id, discussion_id)))
    row = rows.mappings().first()
    return None if row is None else _index(row)


async def list_unpinned(unit: AsyncConnection, *, guild_id: GuildId) -> tuple[Index, ...]:
    """List a server's indexes that stand and could not be pinned."""
    rows = await unit.execute(
        sa.select(indexes).where(
            indexes.c.guild_id == guild_id,
            indexes.c.pin == Pin.REFUSED,
            indexes.c.message_id.is_not(None),
        )
    )
    return tuple(_index(row) for row in rows.mappings())


async def retry_pin(unit: AsyncConnection, *, index: Index, at: datetime) -> None:
    """Have an index pinned again that could not be."""
    await _update(unit, index, pin=None, attend_at=at)


async def list_due(
    unit: AsyncConnection, *, now: datetime, limit: int
) -> tuple[tuple[GuildId, DiscussionId], ...]:
    """List the discussions whose index is to be looked at, over all servers."""
    rows = await unit.execute(
        sa.select(indexes.c.guild_id, indexes.c.discussion_id)
        .where(indexes.c.attend_at <= now)
        .order_by(indexes.c.attend_at, indexes.c.discussion_id)
        .limit(limit)
    )
    return tuple((GuildId(guild_id), DiscussionId(one)) for guild_id, one in rows)


async def next_at(unit: AsyncConnection, *, after: datetime) -> datetime | None:
    """Give the next instant after `after` at which an index is due, over all servers."""
    found: datetime | None = await unit.scalar(
        sa.select(indexes.c.attend_at)
        .where(indexes.c.attend_at > after)
        .order_by(indexes.c.attend_at)
        .limit(1)
    )
    return found


async def refresh(unit: AsyncConnection, *, poll_ids: Collection[PollId], now: datetime) -> None:
    """Have the indexes looked at, in their time, of which polls have new votes; in any server."""
    voted = sa.select(polls.c.discussion_id).where(polls.c.poll_id.in_(poll_ids))
    await _attend_in_time(unit, indexes.c.discussion_id.in_(voted), now)


async def refresh_all(unit: AsyncConnection, *, now: datetime) -> None:
    """Have every index of what is on looked at, in its time: votes may have come meanwhile."""
    on = sa.select(discussions.c.discussion_id).where(discussions.c.state.in_(OPEN_STATES))
    await _attend_in_time(unit, indexes.c.discussion_id.in_(on), now)


async def _attend_in_time(
    unit: AsyncConnection, which: sa.ColumnElement[bool], now: datetime
) -> None:
    edited_by = now - REFRESHED_EVERY
    for recent in (True, False):
        edited = indexes.c.edited_at > edited_by
        # Instants are whole microseconds, so that a span can be added to one.
        in_time = sa.type_coerce(indexes.c.edited_at, sa.BigInteger) + _MICROSECONDS
        await unit.execute(
            sa.update(indexes)
            .where(
                which,
                indexes.c.message_id.is_not(None),
                indexes.c.attend_at.is_(None),
                edited if recent else ~edited,
            )
            .values(attend_at=sa.type_coerce(in_time, indexes.c.attend_at.type) if recent else now)
        )


_MICROSECONDS = int(REFRESHED_EVERY.total_seconds() * 1_000_000)


async def record_tried(unit: AsyncConnection, *, index: Index, at: datetime) -> None:
    """Record, before it is sent, that it may have been, and where."""
    await _update(unit, index, tried_at=at, channel_id=index.channel_id, kind=index.kind)


async def record_sent(
    unit: AsyncConnection,
    *,
    index: Index,
    message_id: MessageId,
    frame: str,
    shown: str,
    at: datetime,
) -> None:
    """Record that it stands, and what it shows."""
    await _update(unit, index, message_id=message_id)
    await record_shown(unit, index=index, frame=frame, shown=shown, at=at)


async def record_shown(
    unit: AsyncConnection, *, index: Index, frame: str, shown: str, at: datetime
) -> None:
    """Record what it shows now."""
    values = {"frame": frame, "shown": shown, "edited_at": at}
    await _update(unit, index, **values, attempts=0, held_until=None)


async def record_removed(unit: AsyncConnection, *, index: Index) -> None:
    """Record that it does not stand any more because it was not to."""
    await _update(unit, index, **_UNSENT)


async def record_pin(unit: AsyncConnection, *, index: Index, pin: Pin | None) -> None:
    """Record whether it is pinned, or cannot be."""
    await _update(unit, index, pin=pin)


async def stands_in(
    unit: AsyncConnection, *, guild_id: GuildId, message_ids: Collection[MessageId]
) -> bool:
    """Say whether an index stands in any of these messages."""
    found = await unit.scalar(
        sa.select(indexes.c.discussion_id)
        .where(indexes.c.guild_id == guild_id, indexes.c.message_id.in_(message_ids))
        .limit(1)
    )
    return found is not None


async def dismiss(
    unit: AsyncConnection,
    *,
    guild_id: GuildId,
    message_ids: Collection[MessageId],
    at: datetime,
) -> None:
    """Record that somebody deleted it: it is not sent again unless an organizer asks."""
    await unit.execute(
        sa.update(indexes)
        .where(indexes.c.guild_id == guild_id, indexes.c.message_id.in_(message_ids))
        .values(message_id=None, dismissed_at=at, attend_at=None, pin=None)
    )


async def rest(unit: AsyncConnection, *, index: Index, until: datetime | None) -> None:
    """Record that nothing is to be done before an instant, unless something changed meanwhile."""
    await unit.execute(
        sa.update(indexes)
        .where(*_of(index.guild_id, index.discussion_id), indexes.c.stale == index.stale)
        .values(attend_at=until)
    )


async def hold(unit: AsyncConnection, *, index: Index, until: datetime) -> None:
    """Record that Discord refused, and till when it is not asked again, whatever changes."""
    await _update(unit, index, attempts=index.attempts + 1, held_until=until, attend_at=until)


_UNSENT = {
    "number": indexes.c.number + 1,
    "message_id": None,
    "tried_at": None,
    "frame": None,
    "shown": None,
    "edited_at": None,
    "pin": None,
    "dismissed_at": None,
    "attempts": 0,
    "held_until": None,
}


def _of(guild_id: GuildId, discussion_id: DiscussionId) -> tuple[sa.ColumnElement[bool], ...]:
    return indexes.c.guild_id == guild_id, indexes.c.discussion_id == discussion_id


def _index(row: sa.RowMapping) -> Index:
    message_id = row["message_id"]
    return Index(
        discussion_id=DiscussionId(row["discussion_id"]),
        guild_id=GuildId(row["guild_id"]),
        channel_id=ChannelId(row["channel_id"]),
        kind=ChannelKind(row["kind"]),
        number=row["number"],
        message_id=None if message_id is None else MessageId(message_id),
        tried_at=row["tried_at"],
        frame=row["frame"],
        shown=row["shown"],
        edited_at=row["edited_at"],
        pin=None if row["pin"] is None else Pin(row["pin"]),
        dismissed_at=row["dismissed_at"],
        attempts=row["attempts"],
        held_until=row["held_until"],
        stale=row["stale"],
    )


async def _update(unit: AsyncConnection, index: Index, **values: object) -> None:
    await unit.execute(
        sa.update(indexes).where(*_of(index.guild_id, index.discussion_id)).values(**values)
    )
