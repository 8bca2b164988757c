"""Tallies in SQL: the same numbers as the counting rule itself gives."""

from dataclasses import replace

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.domain.ballot import PollState, Vote, turnout_over
from bot.domain.tally import tally
from bot.storage import polls, tallies
from bot.storage.tables import polls as poll_rows
from bot.storage.tables import votes as vote_rows
from tests.builders import GUILD, NOW
from tests.storage.stands import undone

# Who was erased has a negative id, another on every poll.
_MEMBERS = (1, 2, 3, 1 << 62, -1, -2)


def marks_on(poll):
    """Draw marks on a poll's options, for whose order of arrival anything is possible."""
    positions = [option.position for option in poll.options]
    return st.dictionaries(
        st.tuples(st.sampled_from(_MEMBERS), st.sampled_from(positions)),
        # Equal arrivals never happen; the rule knows what to make of them all the same.
        st.none() | st.integers(0, 4) | st.integers(1, 1 << 57),
        max_size=12,
    )


async def hold(unit, stand, held, multiple):
    """Let polls of a server, some of several choices, hold such votes; give the polls."""
    await unit.execute(sa.delete(vote_rows))
    for poll, marks, several in zip(stand.polls, held, multiple, strict=True):
        await unit.execute(
            sa.update(poll_rows)
            .where(poll_rows.c.poll_id == poll.poll_id)
            .values(multiple=several, state=PollState.OPEN)
        )
        rows = [
            {
                "guild_id": GUILD,
                "poll_id": poll.poll_id,
                "member_id": member_id,
                "position": position,
                "arrival": arrival,
                "at": NOW,
            }
            for (member_id, position), arrival in marks.items()
        ]
        if rows:
            await unit.execute(sa.insert(vote_rows), rows)
    return await polls.list_of_guild(unit, guild_id=GUILD, states=tuple(PollState))


@given(data=st.data())
@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
async def test_the_counting_rule(database, mine, theirs, data):
    """Whatever polls hold, SQL counts as the rule does, together and each by itself."""
    held = [data.draw(marks_on(poll)) for poll in mine.polls]
    multiple = [data.draw(st.booleans()) for _ in mine.polls]
    votes = [
        [Vote(member_id, position, arrival) for (member_id, position), arrival in marks.items()]
        for marks in held
    ]

    async with undone(database) as unit:
        found = await hold(unit, mine, held, multiple)
        counted = await tallies.count(unit, found)
        turnout = await tallies.count_turnout(unit, found)
        alone = await tallies.count(unit, found[:1])

    expected = {
        poll.poll_id: tally(poll.options, cast, multiple=poll.multiple)
        for poll, cast in zip(found, votes, strict=True)
    }
    assert counted == expected
    assert alone == {found[0].poll_id: expected[found[0].poll_id]}
    assert turnout == turnout_over(votes)
    assert theirs.polls


async def test_more_than_one_statement_holds(database, mine, monkeypatch):
    """However many polls there are, each has its own numbers."""
    monkeypatch.setattr(tallies, "_POLLS_AT_ONCE", 1)
    async with undone(database) as unit:
        found = await hold(unit, mine, [{(1, 0): 1, (2, 1): 2}, {(1, 1): 1}], [False, True])
        counted = await tallies.count(unit, found)

    assert [[count.votes for count in counted[poll.poll_id].counts][:2] for poll in found] == [
        [1, 1],
        [0, 1],
    ]


async def test_nothing_to_count(database):
    """Where there are no polls there is no tally, and nobody voted."""
    async with database.read() as unit:
        assert await tallies.count(unit, []) == {}
        assert await tallies.count_turnout(unit, []) == 0


async def test_another_servers_poll(database, mine, theirs):
    """A poll is counted in its own server only."""
    (poll, *_) = mine.polls
    astray = replace(poll, guild_id=theirs.guild_id)
    async with database.read() as unit:
        counted = await tallies.count(unit, [astray])

        assert counted[poll.poll_id].turnout == 0
        assert await tallies.count_turnout(unit, [astray]) == 0


@pytest.mark.parametrize("multiple", [False, True])
async def test_no_sorting(database, mine, multiple):
    """The rows of a poll are gone through in the order in which they lie."""
    executed = []

    def note(connection, cursor, statement, parameters, context, executemany):
        del connection, cursor, context, executemany
        executed.append((statement, parameters))

    async with undone(database) as unit:
        found = await hold(unit, mine, [{}, {}], [multiple, multiple])
        sa.event.listen(unit.sync_connection, "before_cursor_execute", note)
        await tallies.count(unit, found[:1])
        sa.event.remove(unit.sync_connection, "before_cursor_execute", note)
        ((statement, given_values),) = executed
        plan = await unit.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", given_values)
        steps = [step.detail for step in plan]

    assert {step for step in steps if "votes" in step} == {
        "SEARCH votes USING PRIMARY KEY (poll_id=?)"
    }
    assert not [step for step in steps if "TEMP B-TREE" in step]
