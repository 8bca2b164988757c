"""Tallies counted where the votes lie: a hundred thousand rows come back as a handful of numbers.

The counting rule is that of `domain/ballot.py`, in SQL; a property test holds the two together.
"""

import asyncio
import json
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.eligibility import NEWEST_OF_ALL
from bot.domain.ids import PollId
from bot.domain.poll import Poll
from bot.domain.tally import Count, Tally, tally
from bot.storage import exclusions

# SQLite joins no more than 500 selects in one statement.
_POLLS_AT_ONCE = 100

# The rows of a poll lie member by member, so that members are told apart without sorting. Whose
# poll it is is asked once, and not of every row. All rows are on options: others are not written,
# and options are replaced only while there are none.
_OF_POLL = (
    "FROM votes WHERE poll_id = (SELECT poll_id FROM polls WHERE poll_id = ? AND guild_id = ?) "
    "{admitted}"
)
# Of members whose accounts were too new nothing is read: ids grow with the instant they were made.
# Where every account is old enough, not to ask saves one part in fifteen.
_OLD_ENOUGH = "AND member_id <= ?"
# Of a single choice the greatest rank counts: the latest arrival, and among those of which the
# arrival is unknown, the first option. Positions are below 32.
_LATEST = f"""
SELECT ?, count(*), count(*), {{numbers}} FROM (
  SELECT
    position,
    max(CASE WHEN arrival IS NULL THEN -32 - position ELSE (arrival << 5) - position END)
  {_OF_POLL}
  GROUP BY member_id
)"""
# Where several choices count, members are counted by themselves, for only so does SQLite see that
# they come in order.
_VOTERS = f"SELECT count(DISTINCT member_id) {_OF_POLL}"
_CHOICES = f"count(*), {{numbers}} {_OF_POLL}"
_EVERY = f"""
SELECT ?, ({_VOTERS}), {_CHOICES}"""

_GIVEN = """
WITH given AS MATERIALIZED (
  SELECT
    json_extract(value, '$[0]') AS guild_id,
    json_extract(value, '$[1]') AS poll_id,
    json_extract(value, '$[2]') AS newest
  FROM json_each(?)
)
"""
_TURNOUT = f"""{_GIVEN}
SELECT (
  SELECT count(DISTINCT member_id)
  FROM given CROSS JOIN votes USING (guild_id, poll_id)
  WHERE member_id BETWEEN 1 AND newest {{admitted}}
) + (
  SELECT coalesce(max(erased), 0) FROM (
    SELECT count(DISTINCT member_id) AS erased
    FROM given CROSS JOIN votes USING (guild_id, poll_id)
    WHERE member_id < 0 {{admitted}} GROUP BY poll_id
  )
)
"""
_NOT_EXCLUDED = """AND NOT EXISTS (
  SELECT * FROM exclusions
  WHERE exclusions.poll_id = votes.poll_id AND exclusions.member_id = votes.member_id
    AND exclusions.guild_id = votes.guild_id
)"""
_TOO_NEW = f"""{_GIVEN}
SELECT poll_id, count(DISTINCT member_id)
FROM given CROSS JOIN votes USING (guild_id, poll_id)
WHERE member_id > newest
GROUP BY poll_id
"""


class _Numbers(NamedTuple):
    """What a statement says of a poll: voters, their choices, and those on each option in order.

    The last option is not among them: it has what the others leave.
    """

    voters: int
    choices: int
    on_options: tuple[int, ...]


async def count(
    unit: AsyncConnection, polls: Sequence[Poll], *, beside: AsyncConnection | None = None
) -> dict[PollId, Tally]:
    """Count polls by the counting rule, whatever their state.

    `beside`, which must see the same rows, shares the work on a poll that is counted alone.
    """
    tallies: dict[PollId, Tally] = {}
    for at in range(0, len(polls), _POLLS_AT_ONCE):
        some = polls[at : at + _POLLS_AT_ONCE]
        if beside is not None and len(some) == 1 and some[0].multiple:
            found = {some[0].poll_id: await _read_side_by_side(unit, beside, some[0])}
        else:
            found = await _read(unit, some)
        too_new = await _count_too_new(unit, some)
        excluded = await exclusions.list_votes(unit, some)
        for poll in some:
            counted = _tally(poll, found[poll.poll_id], too_new.get(poll.poll_id, 0))
            if held := excluded.get(poll.poll_id):
                counted = counted.set_apart(tally(poll.options, held, multiple=poll.multiple))
            tallies[poll.poll_id] = counted
    return tallies


async def count_turnout(unit: AsyncConnection, polls: Sequence[Poll]) -> int:
    """Count who voted on any of several polls, as `turnout_over` does."""
    anybody = await exclusions.list_votes(unit, polls)
    turnout = _TURNOUT.format(admitted=_NOT_EXCLUDED if anybody else "")
    return int((await unit.exec_driver_sql(turnout, (_given(polls),))).scalar_one())


async def _count_too_new(unit: AsyncConnection, polls: Sequence[Poll]) -> dict[PollId, int]:
    """Count the members whose votes do not count for the age of their accounts."""
    some = [poll for poll in polls if _has_minimum(poll)]
    if not some:
        return {}
    return dict(map(tuple, await unit.exec_driver_sql(_TOO_NEW, (_given(some),))))


def _has_minimum(poll: Poll) -> bool:
    return poll.newest_member_id < NEWEST_OF_ALL


def _given(polls: Sequence[Poll]) -> str:
    return json.dumps([(poll.guild_id, poll.poll_id, poll.newest_member_id) for poll in polls])


async def _read(unit: AsyncConnection, polls: Sequence[Poll]) -> dict[PollId, _Numbers]:
    most = max(len(poll.options) for poll in polls) - 1
    ways = tuple((poll.multiple, _has_minimum(poll)) for poll in polls)
    values: list[int | None] = []
    for poll in polls:
        positions = _positions(poll)
        whose = _whose(poll)
        values += [poll.poll_id, *(whose if poll.multiple else ())]
        values += [*positions, *[None] * (most - len(positions)), *whose]
    found = await unit.exec_driver_sql(_join(ways, most), tuple(values))
    return {
        poll_id: _Numbers(voters, choices, tuple(numbers))
        for poll_id, voters, choices, *numbers in map(tuple, found)
    }


async def _read_side_by_side(
    unit: AsyncConnection, beside: AsyncConnection, poll: Poll
) -> _Numbers:
    """Read a poll of which several choices count, whose rows are gone through twice."""
    admitted = _admitted(has_minimum=_has_minimum(poll))
    choices = _CHOICES.format(numbers=_numbers(len(poll.options) - 1), admitted=admitted)
    reading = (
        beside.exec_driver_sql(_VOTERS.format(admitted=admitted), tuple(_whose(poll))),
        unit.exec_driver_sql(f"SELECT {choices}", (*_positions(poll), *_whose(poll))),
    )
    rows: list[tuple[int, ...]] = []
    for read in await asyncio.gather(*reading, return_exceptions=True):
        # By now both have ended, so that neither connection is still at work.
        if isinstance(read, BaseException):
            raise read
        rows.append(tuple(read.one()))
    of_voters, of_choices = rows
    return _Numbers(of_voters[0], of_choices[0], of_choices[1:])


def _positions(poll: Poll) -> list[int]:
    return [option.position for option in poll.options[:-1]]


def _whose(poll: Poll) -> list[int]:
    return [poll.poll_id, poll.guild_id, *([poll.newest_member_id] if _has_minimum(poll) else [])]


def _numbers(most: int) -> str:
    return ", ".join(["count(*) FILTER (WHERE position = ?)"] * most)


def _admitted(*, has_minimum: bool) -> str:
    return _OLD_ENOUGH if has_minimum else ""


@lru_cache(maxsize=64)
def _join(ways: Sequence[tuple[bool, bool]], most: int) -> str:
    """Write one statement for polls of which so many options are counted.

    `ways` say of each whether several choices count, and whether accounts may be too new.
    """
    numbers = _numbers(most)
    return "\nUNION ALL".join(
        (_EVERY if multiple else _LATEST).format(
            numbers=numbers, admitted=_admitted(has_minimum=has_minimum)
        )
        for multiple, has_minimum in ways
    )


def _tally(poll: Poll, numbers: _Numbers, set_aside: int) -> Tally:
    # Beside polls with more options there are more numbers.
    first = numbers.on_options[: len(poll.options) - 1]
    votes = (*first, numbers.choices - sum(first))
    return Tally(
        counts=tuple(
            Count(option=option, votes=number)
            for option, number in zip(poll.options, votes, strict=True)
        ),
        turnout=numbers.voters,
        set_aside=set_aside,
    )
