"""Tallies in SQL: the same numbers as the counting rule itself gives."""

from dataclasses import replace

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.domain.ballot import PollState, Vote, turnout_over
from bot.domain.eligibility import Eligibility, newest_member_id
from bot.domain.guild import GuildSettings
from bot.domain.tally import tally
from bot.storage import exclusions, guilds, polls, tallies
from bot.storage.tables import polls as poll_rows
from bot.storage.tables import votes as vote_rows
from tests.builders import GUILD, NOW, ORGANIZER
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


async def hold(unit, stand, held, multiple, excluded=((), ()), days=(0, 0)):
    """Let polls of a server hold such votes; give the polls.

    Some are of several choices; of each some members are excluded, and accounts must be so old.
    """
    await unit.execute(sa.delete(vote_rows))
    for poll, marks, several, members, least in zip(
        stand.polls, held, multiple, excluded, days, strict=True
    ):
        await unit.execute(
            sa.update(poll_rows)
            .where(poll_rows.c.poll_id == poll.poll_id)
            .values(
                multiple=several, state=PollState.OPEN, opened_at=NOW, minimum_account_days=least
            )
        )
        for member_id in members:
            await exclusions.add(
                unit,
                guild_id=GUILD,
                poll_ids=[poll.poll_id],
                member_id=member_id,
                reason=None,
                by=ORGANIZER,
                at=NOW,
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
    """Whatever polls hold and whoever is set aside, SQL counts as the rule does."""
    held = [data.draw(marks_on(poll)) for poll in mine.polls]
    multiple = [data.draw(st.booleans()) for _ in mine.polls]
    excluded = [data.draw(st.sets(st.sampled_from(_MEMBERS), max_size=3)) for _ in mine.polls]
    days = [data.draw(st.sampled_from((0, 1, 365))) for _ in mine.polls]
    votes = [
        [Vote(member_id, position, arrival) for (member_id, position), arrival in marks.items()]
        for marks in held
    ]

    async with undone(database) as unit:
        found = await hold(unit, mine, held, multiple, excluded, days)
        counted = await tallies.count(unit, found)
        turnout = await tallies.count_turnout(unit, found)
        alone = await tallies.count(unit, found[:1])

    eligible = [
        Eligibility(newest=newest_member_id(least, NOW), excluded=members)
        for least, members in zip(days, excluded, strict=True)
    ]
    expected = {
        poll.poll_id: tally(poll.options, cast, multiple=poll.multiple, eligibility=whose)
        for poll, cast, whose in zip(found, votes, eligible, strict=True)
    }
    assert counted == expected
    assert alone == {found[0].poll_id: expected[found[0].poll_id]}
    assert turnout == turnout_over(
        [vote for vote in cast if whose.admits(vote.member_id)]
        for cast, whose in zip(votes, eligible, strict=True)
    )
    assert theirs.polls


@pytest.mark.parametrize("days", [0, 1])
async def test_side_by_side(database, mine, days):
    """A poll of several choices is counted alike by one transaction and by two at once."""
    (first, second, *_) = _MEMBERS
    held = [{(first, 0): 1, (first, 1): 2, (second, 1): 3, (1 << 62, 0): 4}, {}]
    async with database.write() as unit:
        await hold(unit, mine, held, [True, False], days=(days, 0))
        found = await polls.list_of_guild(unit, guild_id=GUILD, states=tuple(PollState))

    async with database.read_side_by_side() as (unit, beside):
        assert beside is not None
        shared = await tallies.count(unit, found[:1], beside=beside)
        alone = await tallies.count(unit, found[:1])

    assert shared == alone
    assert shared[found[0].poll_id].turnout == (2 if days else 3)


async def test_side_by_side_sees_the_same(database, mine):
    """Two transactions side by side see the same rows, and while somebody writes there is one."""
    (poll, *_) = mine.polls
    question = sa.select(poll_rows.c.question).where(poll_rows.c.poll_id == poll.poll_id)
    changed = sa.update(poll_rows).where(poll_rows.c.poll_id == poll.poll_id)

    async with database.read_side_by_side() as (unit, beside):
        assert beside is not None
        async with database.write() as writing:
            await writing.execute(changed.values(question="Another?"))
            async with database.read_side_by_side() as (alone, nobody):
                assert nobody is None
                assert await alone.scalar(question) == poll.question
        assert await unit.scalar(question) == poll.question
        assert await beside.scalar(question) == poll.question


async def test_the_servers_least_age(database, mine):
    """It holds while a poll is open, and a poll that has closed keeps what held then."""
    (poll, *_) = mine.polls
    too_new = (1 << 62, 0)

    async def turnout_with(days):
        server = GuildSettings(minimum_account_days=days)
        await guilds.set_settings(unit, guild_id=GUILD, settings=server)
        (found, *_) = await polls.list_of_guild(unit, guild_id=GUILD, states=tuple(PollState))
        counted = (await tallies.count(unit, [found]))[found.poll_id]
        return counted.turnout, counted.set_aside

    async with undone(database) as unit:
        (found, *_) = await hold(unit, mine, [{too_new: 1, (2, 1): 2}, {}], [False, False])
        await unit.execute(sa.update(poll_rows).values(minimum_account_days=None))

        assert await turnout_with(0) == (2, 0)
        assert await turnout_with(1) == (1, 1)
        assert await polls.record_closed(unit, poll=found, at=NOW)
        assert await turnout_with(0) == (1, 1)
        await polls.reopen(unit, poll=found, closes_at=found.closes_at)
        assert await turnout_with(0) == (2, 0)
    assert poll.minimum_account_days == 0


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
@pytest.mark.parametrize(
    ("days", "searched"), [(0, "poll_id=?"), (30, "poll_id=? AND member_id<?")]
)
async def test_no_sorting(database, mine, days, searched, multiple):
    """The rows of a poll are gone through in the order in which they lie."""
    executed = []

    def note(connection, cursor, statement, parameters, context, executemany):
        del connection, cursor, context, executemany
        executed.append((statement, parameters))

    async with undone(database) as unit:
        found = await hold(unit, mine, [{}, {}], [multiple, multiple])
        sa.event.listen(unit.sync_connection, "before_cursor_execute", note)
        await tallies.count(unit, [replace(found[0], minimum_account_days=days)])
        sa.event.remove(unit.sync_connection, "before_cursor_execute", note)
        (statement, given_values) = executed[0]
        plan = await unit.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", given_values)
        steps = [step.detail for step in plan]

    assert {step for step in steps if "votes" in step} == {
        f"SEARCH votes USING PRIMARY KEY ({searched})"
    }
    assert not [step for step in steps if "TEMP B-TREE" in step]


async def test_votes_set_aside_are_found_by_key(database, mine):
    """However many votes a poll has, only those of its excluded members are read."""
    executed = []

    def note(connection, cursor, statement, parameters, context, executemany):
        del connection, cursor, context, executemany
        executed.append((statement, parameters))

    async with undone(database) as unit:
        sa.event.listen(unit.sync_connection, "before_cursor_execute", note)
        await exclusions.list_votes(unit, mine.polls)
        sa.event.remove(unit.sync_connection, "before_cursor_execute", note)
        ((statement, given_values),) = executed
        plan = await unit.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", given_values)
        steps = [step.detail for step in plan]

    assert "SEARCH exclusions USING PRIMARY KEY (poll_id=?)" in steps
    assert "SEARCH votes USING PRIMARY KEY (poll_id=? AND member_id=?)" in steps
