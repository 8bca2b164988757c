"""Intake: events in any order, at any moment, become exactly the rows they should."""

import asyncio

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.domain.ballot import Option
from bot.errors import DatabaseFailed
from bot.services import intake as intake_module
from bot.services.intake import Intake
from bot.storage import polls, votes
from tests.builders import CHANNEL, GUILD, NOW, WEEK, make_open_poll
from tests.fakes import FlakyDatabase
from tests.patience import PATIENCE_SECONDS
from tests.storage.stands import set_up

ANNA, BEN = 501, 502
YES, NO, UNSURE = "✅", "❌", "❔"


@pytest.fixture(autouse=True)
def _soon_again(monkeypatch):
    """Try a failing database again at once."""
    monkeypatch.setattr(intake_module, "_RETRY_SECONDS", 0.001)


@pytest.fixture
async def stand(database):
    """Give a server with an open poll on which nobody has voted."""
    stand = await set_up(database)
    async with database.write() as unit:
        await unit.exec_driver_sql("DELETE FROM votes")
    return stand


@pytest.fixture
async def poll(stand):
    """Give the open poll."""
    return stand.polls[0]


@pytest.fixture
async def intake(database, clock, poll):
    """Give an intake that listens for the open poll."""
    listening = Intake(database, clock)
    await listening.load([poll])
    return listening


async def held(database, poll):
    """Give the rows of a poll: arrival by member and position."""
    async with database.read() as unit:
        rows = await votes.list_of_poll(unit, guild_id=GUILD, poll_id=poll.poll_id)
    return {(vote.member_id, vote.position): vote.arrival for vote in rows}


class TestEvents:
    """What a single batch makes of its events."""

    async def test_a_vote(self, intake, database, poll):
        """A reaction becomes a row."""
        intake.added(poll.message_id, NO, ANNA)
        await intake.flush()

        assert await held(database, poll) == {(ANNA, 1): 1}

    async def test_taken_back(self, intake, database, poll):
        """A reaction taken back at once leaves no row."""
        intake.added(poll.message_id, NO, ANNA)
        intake.removed(poll.message_id, NO, ANNA)
        await intake.flush()

        assert await held(database, poll) == {}

    async def test_taken_back_and_put_again(self, intake, database, poll):
        """A mark taken back and put again within one batch has its new arrival."""
        intake.added(poll.message_id, YES, ANNA)
        await intake.flush()
        intake.added(poll.message_id, NO, ANNA)
        intake.removed(poll.message_id, YES, ANNA)
        intake.added(poll.message_id, YES, ANNA)
        await intake.flush()

        assert await held(database, poll) == {(ANNA, 0): 3, (ANNA, 1): 2}

    @pytest.mark.parametrize("between", [False, True])
    async def test_put_again_after_a_gap(self, intake, database, poll, between):
        """A mark that is put again has its new arrival, though nobody told of its being taken."""
        intake.added(poll.message_id, YES, ANNA)
        intake.added(poll.message_id, NO, ANNA)
        if between:
            await intake.flush()
        intake.added(poll.message_id, YES, ANNA)
        await intake.flush()

        assert await held(database, poll) == {(ANNA, 0): 3, (ANNA, 1): 2}

    async def test_all_cleared(self, intake, database, poll):
        """Clearing all reactions takes every vote before it and none after it."""
        intake.added(poll.message_id, YES, ANNA)
        await intake.flush()
        intake.added(poll.message_id, NO, BEN)
        intake.cleared(poll.message_id)
        intake.added(poll.message_id, UNSURE, BEN)
        await intake.flush()

        assert await held(database, poll) == {(BEN, 2): 3}

    async def test_one_emoji_cleared(self, intake, database, poll):
        """Clearing one emoji takes the votes for its option only."""
        intake.added(poll.message_id, YES, ANNA)
        intake.added(poll.message_id, NO, BEN)
        intake.removed(poll.message_id, NO, ANNA)
        intake.cleared(poll.message_id, YES)
        await intake.flush()

        assert await held(database, poll) == {(BEN, 1): 2}

    async def test_another_emoji_cleared(self, intake, database, poll):
        """Clearing an emoji that is no option takes nothing."""
        intake.added(poll.message_id, YES, ANNA)
        intake.cleared(poll.message_id, "🎉")
        await intake.flush()

        assert await held(database, poll) == {(ANNA, 0): 1}

    async def test_unknown(self, intake, database, poll):
        """Reactions elsewhere, and with an emoji that is no option, are no votes."""
        intake.added(12345, YES, ANNA)
        intake.removed(12345, YES, ANNA)
        intake.cleared(12345)
        intake.added(poll.message_id, "🎉", ANNA)
        await intake.flush()

        assert await held(database, poll) == {}

    async def test_no_longer_listened_for(self, intake, database, poll):
        """After a poll has closed its reactions are not heard."""
        intake.ignore(poll)
        intake.added(poll.message_id, YES, ANNA)
        await intake.flush()

        assert await held(database, poll) == {}

    async def test_not_sent_yet(self, intake, stand):
        """A poll without a message is nothing to listen for or to ignore."""
        planned = stand.polls[1]

        intake.listen(planned)
        intake.ignore(planned)

        assert planned.message_id is None

    async def test_nothing_gathered(self, intake, database, poll):
        """Flushing nothing writes nothing."""
        await intake.flush()

        assert await held(database, poll) == {}


class TestEmoji:
    """Which reactions are the same option."""

    @pytest.mark.parametrize(
        ("option", "reaction"),
        [
            ("🅰️", "🅰"),
            ("🅰", "🅰️"),
            ("⚖️", "⚖"),
            ("✋", "✋🏾"),
            ("✋🏻", "✋"),
            ("<:raven:123456789012345678>", "raven:123456789012345678"),
            ("raven:123456789012345678", "renamed:123456789012345678"),
            ("<a:dance:123456789012345678>", "dance:123456789012345678"),
            ("raven:123456789012345678", "None:123456789012345678"),
        ],
    )
    async def test_the_same(self, database, clock, stand, option, reaction):
        """Variation selectors, skin tones, notations and names of custom emoji do not matter."""
        poll = make_open_poll(
            stand.polls[0].poll_id,
            message_id=stand.polls[0].message_id,
            options=(Option(position=0, label="One", emoji=option),),
        )
        intake = Intake(database, clock)
        await intake.load([poll])

        intake.added(poll.message_id, reaction, ANNA)
        await intake.flush()

        assert await held(database, poll) == {(ANNA, 0): 1}


class TestEarly:
    """Votes that are heard before the answer to the request that sent their poll."""

    async def test_before_the_poll_is_known(self, intake, database, poll):
        """While a poll is being sent, votes on unknown messages wait to be claimed, in order."""
        intake.ignore(poll)
        with intake.expecting():
            intake.added(poll.message_id, YES, ANNA)
            intake.added(99, YES, BEN)
            intake.added(poll.message_id, NO, ANNA)
            intake.removed(poll.message_id, YES, ANNA)
            intake.listen(poll)
        await intake.flush()

        assert await held(database, poll) == {(ANNA, 1): 2}

    async def test_two_at_once(self, intake, database, poll):
        """Where two polls are being sent, the end of one does not forget the other's votes."""
        intake.ignore(poll)
        with intake.expecting():
            intake.added(poll.message_id, YES, ANNA)
            with intake.expecting():
                pass
            intake.listen(poll)
        await intake.flush()

        assert await held(database, poll) == {(ANNA, 0): 1}

    async def test_nobody_expects(self, intake, database, poll):
        """Votes on unknown messages are dropped when nothing is being sent."""
        intake.ignore(poll)
        intake.added(poll.message_id, YES, ANNA)
        with intake.expecting():
            intake.listen(poll)
        await intake.flush()

        assert await held(database, poll) == {}

    async def test_forgotten_afterwards(self, intake, database, poll):
        """What was not claimed while a poll was being sent is forgotten."""
        intake.ignore(poll)
        with intake.expecting():
            intake.added(poll.message_id, YES, ANNA)
        with intake.expecting():
            intake.listen(poll)
        await intake.flush()

        assert await held(database, poll) == {}


class TestDatabaseTrouble:
    """Votes while the database cannot write, or the process is told to end."""

    async def test_tried_again(self, database, clock, poll):
        """A batch that could not be written is written later, before what came after it."""
        trouble = [DatabaseFailed(reason="disk full")] * 3
        intake = Intake(FlakyDatabase(database, None, *trouble), clock)
        await intake.load([poll])

        intake.added(poll.message_id, YES, ANNA)
        flushing = asyncio.create_task(intake.flush())
        await asyncio.sleep(0)
        intake.removed(poll.message_id, YES, ANNA)
        intake.added(poll.message_id, NO, ANNA)
        await asyncio.gather(flushing, intake.flush())

        assert await held(database, poll) == {(ANNA, 1): 2}

    async def test_cancelled_while_writing(self, database, clock, poll):
        """Whoever is cancelled in the middle of writing leaves the votes to the next flush."""
        intake = Intake(database, clock)
        await intake.load([poll])
        async with database.write():
            intake.added(poll.message_id, YES, ANNA)
            running = asyncio.create_task(intake.run())
            await asyncio.sleep(0.03)
            running.cancel()
        await asyncio.wait([running])
        intake.added(poll.message_id, NO, BEN)

        await intake.flush()

        assert await held(database, poll) == {(ANNA, 0): 1, (BEN, 1): 2}

    async def test_written_by_itself(self, intake, database, poll):
        """While intake runs, votes become rows without anybody asking."""
        running = asyncio.create_task(intake.run())
        intake.added(poll.message_id, YES, ANNA)
        async with asyncio.timeout(PATIENCE_SECONDS):
            while not await held(database, poll):
                await asyncio.sleep(0.005)
        running.cancel()

        assert await held(database, poll) == {(ANNA, 0): 1}


class TestPauses:
    """How often the database is written to."""

    async def test_one_transaction_at_a_time(self, intake, database, poll, monkeypatch):
        """A first vote is written at once; those after it wait for each other a while."""
        monkeypatch.setattr(intake_module, "_APART_SECONDS", 3600)
        intake.added(poll.message_id, YES, ANNA)
        await intake.flush()
        assert await held(database, poll) == {(ANNA, 0): 1}
        intake.added(poll.message_id, NO, ANNA)
        running = asyncio.create_task(intake.run())
        await asyncio.sleep(0.03)
        intake.added(poll.message_id, NO, BEN)

        assert await held(database, poll) == {(ANNA, 0): 1}
        running.cancel()
        await asyncio.wait([running])
        monkeypatch.setattr(intake_module, "_APART_SECONDS", 0)
        await intake.flush()

        assert await held(database, poll) == {(ANNA, 0): 1, (ANNA, 1): 2, (BEN, 1): 3}


class TestArrivals:
    """The order of votes over the life of the database."""

    async def test_go_on_after_a_restart(self, intake, database, clock, poll):
        """After a restart arrivals go on above all that are held."""
        intake.added(poll.message_id, YES, ANNA)
        intake.added(poll.message_id, YES, BEN)
        await intake.flush()
        after = Intake(database, clock)
        await after.load([poll])

        after.added(poll.message_id, NO, ANNA)
        await after.flush()

        rows = await held(database, poll)
        assert rows[ANNA, 1] > max(rows[ANNA, 0], rows[BEN, 0])


_events = st.one_of(
    st.tuples(st.just("add"), st.sampled_from([0, 1]), st.integers(0, 2), st.integers(1, 3)),
    st.tuples(st.just("remove"), st.sampled_from([0, 1]), st.integers(0, 2), st.integers(1, 3)),
    st.tuples(st.just("clear"), st.sampled_from([0, 1]), st.none() | st.integers(0, 2)),
    st.tuples(st.just("flush")),
    st.tuples(st.just("restart")),
)


@given(events=st.lists(_events, max_size=25))
@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
async def test_any_events(database, clock, stand, events):
    """Any sequence of events, however batched, gives the rows and the order of a plain model."""
    async with database.write() as unit:
        await unit.exec_driver_sql("DELETE FROM votes")
        await polls.record_opened(
            unit,
            poll=stand.polls[1],
            channel_id=CHANNEL,
            message_id=GUILD + 3000,
            at=NOW,
            closes_at=NOW + WEEK,
        )
        open_polls = [
            await polls.get(unit, guild_id=GUILD, poll_id=poll.poll_id) for poll in stand.polls
        ]
    emoji = [[option.emoji for option in poll.options] for poll in open_polls]
    intake = Intake(database, clock)
    await intake.load(open_polls)

    model: dict[tuple[int, int, int], int] = {}
    for count, event in enumerate(events, start=1):
        match event:
            case ("add", which, position, member):
                intake.added(open_polls[which].message_id, emoji[which][position], member)
                model[(which, member, position)] = count
            case ("remove", which, position, member):
                intake.removed(open_polls[which].message_id, emoji[which][position], member)
                model.pop((which, member, position), None)
            case ("clear", which, position):
                named = None if position is None else emoji[which][position]
                intake.cleared(open_polls[which].message_id, named)
                for key in list(model):
                    if key[0] == which and position in {None, key[2]}:
                        del model[key]
            case ("flush",):
                await intake.flush()
            case ("restart",):
                await intake.flush()
                intake = Intake(database, clock)
                await intake.load(open_polls)
    await intake.flush()

    rows = {
        (which, *key): arrival
        for which, poll in enumerate(open_polls)
        for key, arrival in (await held(database, poll)).items()
    }
    assert sorted(rows, key=rows.get) == sorted(model, key=model.get)
