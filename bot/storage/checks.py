"""Checks of polls against Discord: which are awaited, and as of when votes are known to be exact.

Askings for a check are numbered, so that a check answers those it knew of and no later one.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.dialects.sqlite import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.ballot import PollState
from bot.domain.ids import ChannelId, GuildId, PollId
from bot.domain.poll import Poll
from bot.storage.tables import discussions, guilds, poll_checks, polls, posts

_GUILD_SHIFT = 22  # a server's shard is its id above the low 22 bits, modulo the shard count

_AWAITED = poll_checks.c.asked > poll_checks.c.answered
_THOROUGH = poll_checks.c.thorough > poll_checks.c.swept


@dataclass(frozen=True, slots=True, kw_only=True)
class Asking:
    """Whose open polls are to be checked: a shard's (its number and their count), a server's, some.

    `thorough` if counts are not enough; `exact_until` where it is known when votes were last sure.
    """

    shard: tuple[int, int] | None = None
    guild_id: GuildId | None = None
    poll_ids: Collection[PollId] | None = None
    thorough: bool = False
    exact_until: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Awaited:
    """A poll that waits for a check; `asked` is the asking that the check will answer."""

    poll_id: PollId
    guild_id: GuildId
    channel_id: ChannelId
    asked: int
    thorough: bool


async def ask(unit: AsyncConnection, asking: Asking) -> None:
    """Have open polls checked, once more where they wait for a check already."""
    concerned = _concerned(asking)
    await _insert(unit, *concerned)
    number = poll_checks.c.asked + 1
    values: dict[str, object] = {"asked": number}
    if asking.thorough:
        values["thorough"] = number
    if asking.exact_until is not None:
        # One that waits already was in doubt before.
        until = sa.literal(asking.exact_until, poll_checks.c.exact_at.type)
        values["exact_at"] = sa.case((_AWAITED, poll_checks.c.exact_at), else_=until)
    await unit.execute(
        sa.update(poll_checks)
        .where(
            poll_checks.c.poll_id.in_(
                sa.select(polls.c.poll_id).where(polls.c.state == PollState.OPEN, *concerned)
            )
        )
        .values(**values)
    )


def _concerned(asking: Asking) -> list[sa.ColumnElement[bool]]:
    found: list[sa.ColumnElement[bool]] = []
    if asking.shard is not None:
        number, count = asking.shard
        found.append(polls.c.guild_id.op(">>")(_GUILD_SHIFT) % count == number)
    if asking.guild_id is not None:
        found.append(polls.c.guild_id == asking.guild_id)
    if asking.poll_ids is not None:
        found.append(polls.c.poll_id.in_(asking.poll_ids))
    return found


async def list_awaited(unit: AsyncConnection) -> tuple[Awaited, ...]:
    """List the open polls that wait for a check, those that close first first.

    They are of all servers that the bot is in: of one it has left, nothing can be read.
    """
    rows = await unit.execute(
        _select_polls()
        .where(_AWAITED, polls.c.state == PollState.OPEN)
        .order_by(polls.c.closes_at.nulls_last(), polls.c.poll_id)
    )
    return tuple(map(_awaited, rows.mappings()))


async def list_to_sweep(
    unit: AsyncConnection, *, before: datetime, limit: int
) -> tuple[Awaited, ...]:
    """List open polls of all servers but left ones whose voters are due to be read, longest first.

    Those that were in doubt since they were last read go first, then those that were read, or
    opened, before an instant.
    """
    in_doubt = sa.func.coalesce(poll_checks.c.asked > poll_checks.c.swept, sa.false())
    swept_at = sa.func.coalesce(poll_checks.c.swept_at, polls.c.opened_at)
    rows = await unit.execute(
        _select_polls()
        .where(
            polls.c.state == PollState.OPEN,
            sa.not_(sa.func.coalesce(_AWAITED, sa.false())),
            in_doubt | (swept_at < sa.literal(before, polls.c.opened_at.type)),
        )
        .order_by(in_doubt.desc(), swept_at, polls.c.poll_id)
        .limit(limit)
    )
    return tuple(map(_awaited, rows.mappings()))


def _select_polls() -> sa.Select[tuple[object, ...]]:
    left = sa.select(guilds.c.guild_id).where(guilds.c.left_at.is_not(None))
    return (
        sa.select(
            polls.c.poll_id,
            polls.c.guild_id,
            polls.c.channel_id,
            sa.func.coalesce(poll_checks.c.asked, 0).label("asked"),
            sa.func.coalesce(_THOROUGH, sa.false()).label("thorough"),
        )
        .join_from(polls, poll_checks, poll_checks.c.poll_id == polls.c.poll_id, isouter=True)
        .where(polls.c.guild_id.not_in(left))
    )


def _awaited(row: sa.RowMapping) -> Awaited:
    return Awaited(
        poll_id=row["poll_id"],
        guild_id=row["guild_id"],
        channel_id=row["channel_id"],
        asked=row["asked"],
        thorough=bool(row["thorough"]),
    )


async def list_homes(unit: AsyncConnection, *, guild_id: GuildId) -> dict[PollId, ChannelId]:
    """Give a server's open polls with the channel on whose permissions it depends to see them."""
    rows = await unit.execute(
        sa.select(polls.c.poll_id, sa.func.coalesce(posts.c.channel_id, discussions.c.channel_id))
        .join_from(polls, posts, posts.c.post_id == polls.c.post_id)
        .join(discussions, discussions.c.discussion_id == polls.c.discussion_id)
        .where(polls.c.guild_id == guild_id, polls.c.state == PollState.OPEN)
    )
    return {PollId(poll_id): ChannelId(channel_id) for poll_id, channel_id in rows}


async def last_asking(unit: AsyncConnection, *, guild_id: GuildId, poll_id: PollId) -> int:
    """Give the number of the last asking for a check of a poll, 0 if there was none."""
    asked: int | None = await unit.scalar(
        sa.select(poll_checks.c.asked).where(
            poll_checks.c.guild_id == guild_id, poll_checks.c.poll_id == poll_id
        )
    )
    return asked or 0


async def list_uncounted(
    unit: AsyncConnection, *, guild_id: GuildId, poll_ids: Collection[PollId]
) -> dict[PollId, dict[int, int]]:
    """Give by poll and position how many marks are shown that are no votes."""
    rows = await unit.execute(
        sa.select(poll_checks.c.poll_id, poll_checks.c.uncounted).where(
            poll_checks.c.guild_id == guild_id, poll_checks.c.poll_id.in_(poll_ids)
        )
    )
    return {
        PollId(poll_id): {int(position): count for position, count in uncounted.items()}
        for poll_id, uncounted in rows
    }


async def list_doubted(
    unit: AsyncConnection, *, guild_id: GuildId, poll_ids: Collection[PollId]
) -> dict[PollId, datetime]:
    """Give those of a server's open polls that wait for a check: as of when they were exact."""
    exact_at = sa.func.coalesce(poll_checks.c.exact_at, polls.c.opened_at)
    rows = await unit.execute(
        sa.select(polls.c.poll_id, sa.type_coerce(exact_at, polls.c.opened_at.type))
        .join_from(polls, poll_checks, poll_checks.c.poll_id == polls.c.poll_id)
        .where(
            polls.c.guild_id == guild_id,
            polls.c.poll_id.in_(poll_ids),
            polls.c.state == PollState.OPEN,
            _AWAITED,
        )
    )
    return {PollId(poll_id): at for poll_id, at in rows}


async def record_counts(
    unit: AsyncConnection, *, guild_id: GuildId, asked: Mapping[PollId, int], at: datetime
) -> None:
    """Record that polls' votes agree with the counts shown at an instant, up to these askings."""
    await unit.execute(
        sa.update(poll_checks)
        .where(poll_checks.c.guild_id == guild_id, poll_checks.c.poll_id == sa.bindparam("of_poll"))
        .values(
            answered=sa.func.max(poll_checks.c.answered, sa.bindparam("up_to")),
            exact_at=at,
        ),
        [{"of_poll": poll_id, "up_to": number} for poll_id, number in asked.items()],
    )


async def record_voters(
    unit: AsyncConnection,
    *,
    poll: Poll,
    asked: int,
    at: datetime,
    uncounted: Mapping[int, int],
    every: bool,
) -> None:
    """Record that a poll's votes are those of the voters shown, `every` one or at some positions.

    `uncounted` tells of the positions that were read.
    """
    before = await list_uncounted(unit, guild_id=poll.guild_id, poll_ids=[poll.poll_id])
    merged = {**before.get(poll.poll_id, {}), **uncounted}
    now: dict[str, object] = {
        "answered": sa.func.max(poll_checks.c.answered, sa.literal(asked)),
        "exact_at": at,
        "uncounted": {str(position): count for position, count in merged.items() if count},
    }
    if every:
        now |= {"swept": sa.func.max(poll_checks.c.swept, sa.literal(asked)), "swept_at": at}
    await _insert(unit, polls.c.guild_id == poll.guild_id, polls.c.poll_id == poll.poll_id)
    await unit.execute(
        sa.update(poll_checks)
        .where(poll_checks.c.guild_id == poll.guild_id, poll_checks.c.poll_id == poll.poll_id)
        .values(**now)
    )


async def _insert(unit: AsyncConnection, *concerned: sa.ColumnElement[bool]) -> None:
    """Give open polls that were never in doubt a row that says so."""
    fresh = {"asked": 0, "answered": 0, "thorough": 0, "swept": 0}
    values = [sa.literal(number) for number in fresh.values()]
    await unit.execute(
        insert(poll_checks)
        .from_select(
            ["poll_id", "guild_id", *fresh, "uncounted"],
            sa.select(
                polls.c.poll_id,
                polls.c.guild_id,
                *values,
                sa.literal({}, poll_checks.c.uncounted.type),
            ).where(polls.c.state == PollState.OPEN, *concerned),
        )
        .on_conflict_do_nothing()
    )
