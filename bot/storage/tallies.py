"""Tallies counted where the votes lie: a hundred thousand rows come back as a handful of numbers.

The counting rule is that of `domain/ballot.py`, in SQL; a property test holds the two together.
"""

import json
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.ids import PollId
from bot.domain.poll import Poll
from bot.domain.tally import Count, Tally

# SQLite joins no more than 500 selects in one statement.
_POLLS_AT_ONCE = 100

# The rows of a poll lie member by member, so that members are told apart without sorting. Whose
# poll it is is asked once, and not of every row.
_OF_POLL = "poll_id = (SELECT poll_id FROM polls WHERE poll_id = ? AND guild_id = ?)"
# Of a single choice the greatest rank counts: the latest arrival, and among those of which the
# arrival is unknown, the first option. Positions are below 32.
_LATEST = f"""
SELECT ?, count(*), count(*), {{numbers}} FROM (
  SELECT
    position,
    max(CASE WHEN arrival IS NULL THEN -32 - position ELSE (arrival << 5) - position END)
  FROM votes WHERE {_OF_POLL} AND position IN ({{options}})
  GROUP BY member_id
)"""
# Where several choices count, members are counted by themselves, for only so does SQLite see that
# they come in order. Strays on what is no option are not looked for row by row: there are none if
# the rows on options are all there are.
_EVERY = f"""
SELECT ?, count(*), (SELECT count(DISTINCT member_id) FROM votes WHERE {_OF_POLL}), {{numbers}}
FROM votes WHERE {_OF_POLL}"""
_EVERY_ON_OPTIONS = f"""
SELECT ?, count(*), count(DISTINCT member_id), {{numbers}}
FROM votes WHERE {_OF_POLL} AND position IN ({{options}})"""

_TURNOUT = """
WITH given AS MATERIALIZED (
  SELECT json_extract(value, '$[0]') AS guild_id, json_extract(value, '$[1]') AS poll_id
  FROM json_each(?)
)
SELECT (
  SELECT count(DISTINCT member_id)
  FROM given CROSS JOIN votes USING (guild_id, poll_id) WHERE member_id > 0
) + (
  SELECT coalesce(max(erased), 0) FROM (
    SELECT count(DISTINCT member_id) AS erased
    FROM given CROSS JOIN votes USING (guild_id, poll_id) WHERE member_id < 0 GROUP BY poll_id
  )
)
"""


class _Numbers(NamedTuple):
    """What a statement says of a poll: rows, voters, and rows on each of its options."""

    rows: int
    voters: int
    on_options: tuple[int, ...]


async def count(unit: AsyncConnection, polls: Sequence[Poll]) -> dict[PollId, Tally]:
    """Count polls by the counting rule, whatever their state."""
    tallies: dict[PollId, Tally] = {}
    for at in range(0, len(polls), _POLLS_AT_ONCE):
        some = polls[at : at + _POLLS_AT_ONCE]
        found = await _read(unit, some, _EVERY)
        strays = [
            poll for poll in some if found[poll.poll_id].rows > sum(found[poll.poll_id].on_options)
        ]
        if strays:
            found |= await _read(unit, strays, _EVERY_ON_OPTIONS)
        tallies |= {poll.poll_id: _tally(poll, found[poll.poll_id]) for poll in some}
    return tallies


async def count_turnout(unit: AsyncConnection, polls: Sequence[Poll]) -> int:
    """Count who voted on any of several polls, as `turnout_over` does."""
    given = json.dumps([(poll.guild_id, poll.poll_id) for poll in polls])
    return int((await unit.exec_driver_sql(_TURNOUT, (given,))).scalar_one())


async def _read(unit: AsyncConnection, polls: Sequence[Poll], every: str) -> dict[PollId, _Numbers]:
    most = max(len(poll.options) for poll in polls)
    ways = [every if poll.multiple else _LATEST for poll in polls]
    values: list[int | None] = []
    for poll, way in zip(polls, ways, strict=True):
        positions = [option.position for option in poll.options]
        whose = [poll.poll_id, poll.guild_id]
        values += [poll.poll_id, *(whose if way is _EVERY else ())]
        values += [*positions, *[None] * (most - len(positions)), *whose]
        values += () if way is _EVERY else positions
    shapes = tuple((way, len(poll.options)) for poll, way in zip(polls, ways, strict=True))
    found = await unit.exec_driver_sql(_join(shapes, most), tuple(values))
    return {
        poll_id: _Numbers(rows, voters, tuple(numbers))
        for poll_id, rows, voters, *numbers in map(tuple, found)
    }


@lru_cache(maxsize=64)
def _join(shapes: Sequence[tuple[str, int]], most: int) -> str:
    """Write one statement for polls that are counted in such ways and have so many options."""
    numbers = ", ".join(["count(*) FILTER (WHERE position = ?)"] * most)
    return "\nUNION ALL".join(
        select.format(numbers=numbers, options=", ".join("?" * options))
        for select, options in shapes
    )


def _tally(poll: Poll, numbers: _Numbers) -> Tally:
    return Tally(
        counts=tuple(
            # Beside polls with more options there are more numbers.
            Count(option=option, votes=votes)
            for option, votes in zip(poll.options, numbers.on_options, strict=False)
        ),
        turnout=numbers.voters,
    )
