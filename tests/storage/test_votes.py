"""Votes as rows: batches against a model, and what a batch may not touch."""

import asyncio

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.domain.ballot import PollState, Vote
from bot.storage import polls, votes
from bot.storage.votes import Addition, Clearing, Mark
from tests.builders import GUILD, NOW, OTHER_GUILD
from tests.storage.stands import undone

_MEMBERS = (7, 8, 1 << 62)
_POSITIONS = range(3)


async def held_on(unit, stand):
    """Give the marks that rows hold on a server's polls, with their arrivals."""
    return {
        Mark(stand.guild_id, poll.poll_id, vote.position, vote.member_id): vote.arrival
        for poll in stand.polls
        for vote in await votes.list_of_poll(unit, guild_id=stand.guild_id, poll_id=poll.poll_id)
    }


def batches(poll_ids):
    """Give strategies for batches over these polls, some of them for the wrong server."""
    marks = st.builds(
        Mark,
        st.sampled_from([GUILD, GUILD, GUILD, OTHER_GUILD]),
        st.sampled_from(poll_ids),
        st.sampled_from(_POSITIONS),
        st.sampled_from(_MEMBERS),
    )
    clearings = st.builds(
        Clearing,
        st.sampled_from([GUILD, GUILD, OTHER_GUILD]),
        st.sampled_from(poll_ids),
        st.none() | st.sampled_from(_POSITIONS),
    )
    additions = st.builds(Addition, marks, st.none() | st.integers(1, 50))
    batch = st.fixed_dictionaries(
        {
            "clearings": st.lists(clearings, max_size=2),
            "removals": st.lists(marks, max_size=4),
            "additions": st.lists(additions, max_size=6),
        }
    )
    return st.lists(batch, min_size=1, max_size=5)


def model(held, batch, open_polls):
    """Apply a batch to a dictionary, in the plainest words."""
    for clearing in batch["clearings"]:
        for mark in list(held):
            same = (mark.guild_id, mark.poll_id) == (clearing.guild_id, clearing.poll_id)
            if same and clearing.position in {None, mark.position} and mark.poll_id in open_polls:
                del held[mark]
    for mark in batch["removals"]:
        if mark.poll_id in open_polls:
            held.pop(mark, None)
    for mark, arrival in batch["additions"]:
        if mark.poll_id in open_polls and mark.guild_id == GUILD:
            held[mark] = held.get(mark) if arrival is None else arrival


@given(data=st.data())
@settings(
    max_examples=30,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
async def test_batches_against_a_model(database, mine, data):
    """Any batches leave exactly the marks, with the arrivals, that a plain model leaves."""
    open_id, planned_id = (poll.poll_id for poll in mine.polls)
    given_batches = data.draw(batches([open_id, planned_id]))

    async with undone(database) as unit:
        expected = await held_on(unit, mine)
        for batch in given_batches:
            await votes.apply(unit, **batch, at=NOW)
            model(expected, batch, {open_id})

        assert await held_on(unit, mine) == expected


class TestApplying:
    """The points of a batch that are easily got wrong."""

    async def test_nothing(self, database, mine):
        """An empty batch is no trouble."""
        async with undone(database) as unit:
            before = await held_on(unit, mine)

            await votes.apply(unit, at=NOW)

            assert await held_on(unit, mine) == before

    async def test_told_again(self, database, mine):
        """A mark that is told again has its last arrival: its removal must have been missed."""
        mark = Mark(GUILD, mine.polls[0].poll_id, 0, mine.voter)

        async with undone(database) as unit:
            await votes.apply(unit, additions=[Addition(mark, 40)], at=NOW)

            assert await held_on(unit, mine) == {mark: 40}

    async def test_put_again(self, database, mine):
        """A mark taken away and put again in one batch has its new arrival."""
        mark = Mark(GUILD, mine.polls[0].poll_id, 0, mine.voter)

        async with undone(database) as unit:
            await votes.apply(unit, removals=[mark], additions=[Addition(mark, 40)], at=NOW)

            assert await held_on(unit, mine) == {mark: 40}

    @pytest.mark.parametrize("arrival", [7, None])
    async def test_no_option(self, database, mine, arrival):
        """A mark on what its poll does not offer is not written: tallies count on that."""
        (poll, *_) = mine.polls
        astray = Mark(GUILD, poll.poll_id, len(poll.options), 99)

        async with undone(database) as unit:
            before = await held_on(unit, mine)

            await votes.apply(unit, additions=[Addition(astray, arrival)], at=NOW)

            assert await held_on(unit, mine) == before

    async def test_read_back_then_heard(self, database, mine):
        """A mark that was read back takes the arrival of its late event; not the other way."""
        mark = Mark(GUILD, mine.polls[0].poll_id, 1, 99)

        async with undone(database) as unit:
            for arrival in (None, 12, None):
                await votes.apply(unit, additions=[Addition(mark, arrival)], at=NOW)

            assert (await held_on(unit, mine))[mark] == 12

    @pytest.mark.parametrize(
        "late",
        [
            {"additions": [(1, 5)]},
            {"removals": [0]},
            {"clearings": [None]},
            {"removals": [0], "additions": [(1, 5)]},
        ],
    )
    @pytest.mark.parametrize("end", ["closed", "withdrawn"])
    async def test_what_is_closed_stays(self, database, mine, late, end):
        """No late event changes a poll that no longer takes votes, neither adding nor removing."""
        poll = mine.polls[0]

        def mark(position):
            return Mark(GUILD, poll.poll_id, position, mine.voter)

        async with undone(database) as unit:
            record = polls.record_closed if end == "closed" else polls.record_withdrawn
            await record(unit, poll=poll, at=NOW)
            await votes.apply(
                unit,
                clearings=[
                    Clearing(GUILD, poll.poll_id, position)
                    for position in late.get("clearings", ())
                ],
                removals=[mark(position) for position in late.get("removals", ())],
                additions=[
                    Addition(mark(position), arrival)
                    for position, arrival in late.get("additions", ())
                ],
                at=NOW,
            )

            assert await held_on(unit, mine) == {mark(0): 1}

    async def test_many(self, database, mine):
        """A batch of ten thousand is one batch."""
        poll_id = mine.polls[0].poll_id
        additions = [Addition(Mark(GUILD, poll_id, n % 3, n), n) for n in range(100, 10_100)]

        async with undone(database) as unit:
            await votes.apply(unit, additions=additions, at=NOW)

            assert len(await held_on(unit, mine)) == 10_001
            assert await votes.last_arrival(unit) == 10_099


class TestReading:
    """Votes as they are handed to the tally."""

    async def test_of_a_member(self, database, mine, theirs):
        """A member's marks come by poll, from one server only."""
        poll_id = mine.polls[0].poll_id
        async with database.write() as unit:
            await votes.apply(
                unit, additions=[Addition(Mark(GUILD, poll_id, 2, mine.voter), None)], at=NOW
            )

            held = await votes.list_of_member(unit, guild_id=GUILD, member_id=mine.voter)

        assert held == {poll_id: [Vote(mine.voter, 0, 1), Vote(mine.voter, 2, None)]}
        assert theirs.voter == mine.voter

    async def test_in_parts(self, database, mine, monkeypatch):
        """Part by part come all marks of a poll, each once, those of erased members too."""
        monkeypatch.setattr(votes, "_MARKS_A_PART", 3)
        (poll, *_) = mine.polls
        members = [*range(100, 107), mine.voter]
        async with undone(database) as unit:
            marks = [Mark(GUILD, poll.poll_id, position, m) for m in members for position in (0, 2)]
            stand_in = Mark(GUILD, poll.poll_id, 1, -5)
            additions = [Addition(mark, None) for mark in (*marks, stand_in)]
            await votes.apply(unit, additions=additions, at=NOW)
            found = []
            part = await votes.list_part(unit, guild_id=GUILD, poll_id=poll.poll_id)
            while part:
                found += part
                assert len(part) <= 3
                part = await votes.list_part(
                    unit, guild_id=GUILD, poll_id=poll.poll_id, after=part[-1]
                )

        assert found == sorted({(mark.member_id, mark.position) for mark in (*marks, stand_in)})

    async def test_no_arrivals_yet(self, database):
        """Where nobody has voted, arrivals begin at nought."""
        async with database.read() as unit:
            assert await votes.last_arrival(unit) == 0

    async def test_only_read_back_marks(self, database, mine):
        """Marks without an arrival do not count as the last one."""
        poll_id = mine.polls[0].poll_id
        async with undone(database) as unit:
            await votes.apply(
                unit,
                clearings=[Clearing(GUILD, poll_id, None)],
                additions=[Addition(Mark(GUILD, poll_id, 0, 5), None)],
                at=NOW,
            )

            assert await votes.last_arrival(unit) == 0

    async def test_writers_side_by_side(self, database, mine):
        """Batches from side by side all arrive."""
        poll_id = mine.polls[0].poll_id

        async def add(member_id):
            async with database.write() as unit:
                addition = Addition(Mark(GUILD, poll_id, 0, member_id), member_id)
                await votes.apply(unit, additions=[addition], at=NOW)

        await asyncio.gather(*(add(member_id) for member_id in range(200, 220)))

        async with database.read() as unit:
            held = await votes.list_of_poll(unit, guild_id=GUILD, poll_id=poll_id)
        assert {vote.member_id for vote in held} == {mine.voter, *range(200, 220)}
        assert (await _state_of(database, mine)) is PollState.OPEN


async def _state_of(database, stand):
    async with database.read() as unit:
        poll = await polls.get(unit, guild_id=GUILD, poll_id=stand.polls[0].poll_id)
    return poll.state
