"""Votes: the reactions members hold on polls, written in batches and read for tallies.

A batch is at most three statements whatever its size, each given its rows as one JSON array, so
that the database is entered once and not once per vote.
"""

import json
from collections.abc import Collection, Sequence
from datetime import datetime
from typing import NamedTuple

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.ballot import Vote
from bot.domain.ids import GuildId, MemberId, PollId
from bot.storage.instants import Instant
from bot.storage.tables import polls, votes

# So many marks are read at once: what is made of them keeps the loop for a few milliseconds.
_MARKS_A_PART = 2_000
_BEFORE_ALL = (-(1 << 63), -1)


class Mark(NamedTuple):
    """One member's reaction for one option of one poll."""

    guild_id: int
    poll_id: int
    position: int
    member_id: int


class Addition(NamedTuple):
    """A mark that was put, with its place in the order of arrival (None where unknown)."""

    mark: Mark
    arrival: int | None


class Clearing(NamedTuple):
    """All marks of a poll taken away at once; `position` None means for every option."""

    guild_id: int
    poll_id: int
    position: int | None


_MARKS = """
WITH given AS (
  SELECT
    json_extract(value, '$[0]') AS guild_id,
    json_extract(value, '$[1]') AS poll_id,
    json_extract(value, '$[2]') AS position,
    json_extract(value, '$[3]') AS member_id,
    json_extract(value, '$[4]') AS arrival
  FROM json_each(?1)
)
"""

# Only an open poll's votes change, in either direction: a member who changes their mind while the
# poll closes must not have the old mark taken away and the new one refused.
# CROSS JOIN holds SQLite to the order in which the joins are written: each mark finds its poll by
# key. Left to itself it goes through all open polls, and reads the whole batch for each of them.
_CLEAR = f"""{_MARKS}
DELETE FROM votes
-- Each poll is gone through once, however many of its options were cleared: the plus keeps SQLite
-- from doing so for each of them.
WHERE poll_id IN (SELECT poll_id FROM given)
  AND (+poll_id, position, guild_id) IN (
    SELECT options.poll_id, options.position, options.guild_id
    FROM given
    CROSS JOIN polls USING (guild_id, poll_id)
    -- And this one from going through all options of the server.
    CROSS JOIN options ON options.poll_id = given.poll_id AND +options.guild_id = given.guild_id
    WHERE polls.state = 'open' AND options.position = coalesce(given.position, options.position)
  )
"""

_REMOVE = f"""{_MARKS}
DELETE FROM votes
WHERE (poll_id, member_id, position, guild_id) IN (
  SELECT poll_id, member_id, position, guild_id
  FROM given CROSS JOIN polls USING (guild_id, poll_id)
  WHERE polls.state = 'open'
)
"""

# A mark that is held already takes its new arrival: that it was taken back must have been missed,
# for what Discord tells again after a lost connection comes with all that followed, in order. One
# that was read back has no arrival to give: known is better than unknown.
# The joins also keep an event from reaching another server's poll, or an option that was replaced
# since it was heard. What is read back of a member
# who was erased is left out; whoever reacts anew is heard, with an arrival.
_ADD = f"""{_MARKS}
INSERT INTO votes (guild_id, poll_id, position, member_id, arrival, at)
SELECT given.guild_id, given.poll_id, given.position, member_id, arrival, ?2
FROM given
CROSS JOIN polls ON polls.poll_id = given.poll_id AND polls.guild_id = given.guild_id
CROSS JOIN options ON options.poll_id = given.poll_id AND options.position = given.position
WHERE polls.state = 'open'
  AND (
    arrival IS NOT NULL
    OR (given.poll_id, keyed_hash(given.guild_id, member_id)) NOT IN (
      SELECT poll_id, hash FROM erased_voters
    )
  )
ON CONFLICT (poll_id, member_id, position)
  DO UPDATE SET arrival = excluded.arrival WHERE excluded.arrival IS NOT NULL
"""


async def apply(
    unit: AsyncConnection,
    *,
    clearings: Collection[Clearing] = (),
    removals: Collection[Mark] = (),
    additions: Collection[Addition] = (),
    at: datetime,
) -> None:
    """Apply a batch, as `apply_at_once` does, where a transaction is open on the loop."""
    await unit.run_sync(
        apply_at_once, clearings=clearings, removals=removals, additions=additions, at=at
    )


def apply_at_once(
    unit: sa.Connection,
    *,
    clearings: Collection[Clearing] = (),
    removals: Collection[Mark] = (),
    additions: Collection[Addition] = (),
    at: datetime,
) -> None:
    """Apply a batch in that order: clearings, removals, additions; only open polls are touched.

    A mark taken away and put again within the batch stands in both, and so takes its new arrival.
    """
    if clearings:
        unit.exec_driver_sql(_CLEAR, (json.dumps(list(clearings)),))
    if removals:
        unit.exec_driver_sql(_REMOVE, (json.dumps(list(removals)),))
    if additions:
        added = [[*mark, arrival] for mark, arrival in additions]
        instant = Instant().process_bind_param(at, unit.dialect)
        unit.exec_driver_sql(_ADD, (json.dumps(added), instant))


async def last_arrival(unit: AsyncConnection) -> int:
    """Give the greatest arrival number in use, 0 if none: new ones go on from there."""
    return await unit.scalar(sa.select(sa.func.max(votes.c.arrival))) or 0


async def list_of_poll(unit: AsyncConnection, *, guild_id: GuildId, poll_id: PollId) -> list[Vote]:
    """List every mark held on a poll."""
    rows = await unit.execute(
        sa.select(votes.c.member_id, votes.c.position, votes.c.arrival).where(
            votes.c.guild_id == guild_id, votes.c.poll_id == poll_id
        )
    )
    return [Vote._make(row) for row in rows]


async def list_part(
    unit: AsyncConnection,
    *,
    guild_id: GuildId,
    poll_id: PollId,
    after: tuple[int, int] = _BEFORE_ALL,
) -> Sequence[tuple[MemberId, int]]:
    """List who holds which position of a poll, two thousand from `after` on, in the rows' order."""
    rows = await unit.execute(
        sa.select(votes.c.member_id, votes.c.position)
        .where(
            votes.c.guild_id == guild_id,
            votes.c.poll_id == poll_id,
            sa.tuple_(votes.c.member_id, votes.c.position) > after,
        )
        .order_by(votes.c.member_id, votes.c.position)
        .limit(_MARKS_A_PART)
    )
    return [(MemberId(member_id), position) for member_id, position in rows]


async def are_anonymous(unit: AsyncConnection, *, guild_id: GuildId, poll_id: PollId) -> bool:
    """Say whether some votes on a poll are those of members who were erased since."""
    found: int | None = await unit.scalar(
        sa.select(sa.func.count()).where(
            votes.c.guild_id == guild_id,
            votes.c.poll_id == poll_id,
            votes.c.member_id < 0,
        )
    )
    return bool(found)


async def count_marks(
    unit: AsyncConnection, *, guild_id: GuildId, poll_ids: Collection[PollId]
) -> dict[PollId, dict[int, int]]:
    """Count the marks held on polls, by poll and position; without a mark there is no entry."""
    rows = await unit.execute(
        sa.select(votes.c.poll_id, votes.c.position, sa.func.count())
        .where(votes.c.guild_id == guild_id, votes.c.poll_id.in_(poll_ids))
        .group_by(votes.c.poll_id, votes.c.position)
    )
    counted: dict[PollId, dict[int, int]] = {}
    for poll_id, position, marks in rows:
        counted.setdefault(PollId(poll_id), {})[position] = marks
    return counted


async def list_of_member(
    unit: AsyncConnection, *, guild_id: GuildId, member_id: MemberId
) -> dict[PollId, list[Vote]]:
    """Give one member's marks in a server, by poll."""
    rows = await unit.execute(
        sa.select(votes.c.poll_id, votes.c.position, votes.c.arrival)
        .join_from(polls, votes, votes.c.poll_id == polls.c.poll_id)
        .where(
            polls.c.guild_id == guild_id,
            votes.c.guild_id == guild_id,
            votes.c.member_id == member_id,
        )
        .order_by(votes.c.poll_id, votes.c.position)
    )
    held: dict[PollId, list[Vote]] = {}
    for poll_id, position, arrival in rows:
        held.setdefault(PollId(poll_id), []).append(Vote(member_id, position, arrival))
    return held
