"""Reading back asks little: pages for the counts of many polls, voters only where needed."""

import asyncio
from datetime import timedelta

import pytest

from bot.domain.article import QuestionKind
from bot.domain.ballot import PollState
from bot.errors import PollNotFound, PollNotOpen
from bot.services import readback as readback_module
from bot.services.reactions import Urgency
from bot.services.sweep import SWEPT_EVERY
from tests.builders import (
    CHANNEL,
    DAY,
    FIRST_SLOT,
    GUILD,
    OTHER_CHANNEL,
    OTHER_GUILD,
    make_article,
)
from tests.fakes import temporary
from tests.patience import PATIENCE_SECONDS
from tests.services.running import running

ANNA, BEN, CLEO, ROBOT = 501, 502, 503, 900
YES, NO = "✅", "❌"
YES_NO = QuestionKind.YES_NO


@pytest.fixture(autouse=True)
def _soon_again(monkeypatch):
    """Read back again at once what could not be read."""
    monkeypatch.setattr(readback_module, "_RETRY_SECONDS", 0.005)


@pytest.fixture
async def poll(bot):
    """Give an open poll of a running discussion whose votes are known to be exact."""
    await bot.begin(make_article(kinds=((YES_NO, YES_NO), (YES_NO,))))
    await bot.play(until=FIRST_SLOT)
    return (await bot.polls())[0]


async def read_back(bot):
    """Begin a new gateway session; give what was asked of Discord until all was read back."""
    bot.discord.requests.clear()
    bot.readback.ask(shard_id=0, shard_count=1)
    async with asyncio.timeout(PATIENCE_SECONDS):
        await bot.readback.settled()
    return list(bot.discord.requests)


async def sweep(bot):
    """Sweep until nothing is due; give what was read from Discord (sections may go on by then)."""
    bot.discord.requests.clear()
    while await bot.sweep.sweep_next():
        pass
    return [one for one in bot.discord.requests if one.startswith(("page ", "counts ", "voters "))]


class TestPages:
    """A page of a channel shows the counts of many polls."""

    async def test_one_page(self, bot, discord, poll):
        """Where all counts agree one page is all that is asked of a channel."""
        discord.react(ANNA, poll.message_id, YES)
        await bot.play(until=FIRST_SLOT + DAY)

        assert await read_back(bot) == [f"page {poll.poll_id}"]

    async def test_only_what_differs(self, bot, discord, poll):
        """Voters are read of the options whose counts differ, and of no other."""
        discord.react(ANNA, poll.message_id, YES)
        discord.react(BEN, poll.message_id, NO)
        discord.intake = None
        discord.unreact(BEN, poll.message_id, NO)
        discord.react(CLEO, poll.message_id, NO)
        discord.react(CLEO, poll.message_id, YES)

        assert await read_back(bot) == [f"page {poll.poll_id}", f"voters {poll.poll_id} {YES}"]
        assert await bot.held(poll) == {(ANNA, 0, True), (BEN, 1, True), (CLEO, 0, False)}

    async def test_nobody_left(self, bot, discord, poll):
        """Of an option that nobody holds any more no voters are read."""
        discord.react(ANNA, poll.message_id, YES)
        await bot.intake.flush()
        discord.intake = None
        discord.unreact(ANNA, poll.message_id, YES)

        assert await read_back(bot) == [f"page {poll.poll_id}"]
        assert await bot.held(poll) == set()

    @pytest.mark.usefixtures("poll")
    async def test_page_after_page(self, bot, discord):
        """A long channel is read page by page, each from the next poll on."""
        discord.page_size = 2
        await bot.play(until=FIRST_SLOT + 3 * DAY)
        here = [one for one in await bot.polls() if one.channel_id == CHANNEL and one.message_id]
        discord.intake = None
        for one in here:
            discord.react(ANNA, one.message_id, one.options[0].emoji)

        asked = await read_back(bot)

        pages = [name for name in asked if name.startswith("page")]
        assert 1 < len(pages) <= len(here)
        assert all([await bot.held(one) == {(ANNA, 0, False)} for one in here])

    async def test_the_soonest_to_close_first(self, bot, discord, poll, monkeypatch):
        """Channels come in the order in which their polls close."""
        monkeypatch.setattr(readback_module, "_CHANNELS_AT_ONCE", 1)
        await bot.begin(guild_id=OTHER_GUILD, channel_id=OTHER_CHANNEL)
        await bot.play(until=FIRST_SLOT + DAY)
        later = (await bot.polls(OTHER_GUILD))[0]
        assert poll.closes_at < later.closes_at

        pages = await read_back(bot)

        assert pages.index(f"page {poll.poll_id}") < pages.index(f"page {later.poll_id}")
        assert set(discord.urgencies[-len(pages) :]) == {Urgency.ABSENCE}

    async def test_hidden_history(self, bot, discord, poll):
        """Where Discord hides the channel's history its polls are not taken for gone."""
        discord.without_history.add(CHANNEL)
        discord.intake = None
        discord.react(ANNA, poll.message_id, YES)

        await read_back(bot)

        assert await bot.held(poll) == {(ANNA, 0, False)}
        assert (await bot.polls())[0].state is PollState.OPEN

    async def test_deleted(self, bot, discord, poll):
        """A poll that is on no page and not by itself is told to whoever sees to that."""
        told = []

        class Findings:
            async def messages_deleted(self, guild_id, message_ids):
                told.append((guild_id, message_ids))

        bot.readback.report_to(Findings())
        discord.lose_message(poll.message_id)

        await read_back(bot)

        assert told == [(GUILD, {poll.message_id})]


class TestMarksThatAreNoVotes:
    """Discord counts them."""

    async def test_other_bots(self, bot, discord, poll):
        """Other bots' marks have voters read once; then their number is known."""
        discord.other_bots.add(ROBOT)
        discord.react(ROBOT, poll.message_id, YES)

        assert f"voters {poll.poll_id} {YES}" in await read_back(bot)
        assert await read_back(bot) == [f"page {poll.poll_id}"]

        discord.intake = None
        discord.unreact(ROBOT, poll.message_id, YES)
        discord.react(ANNA, poll.message_id, YES)
        await sweep(bot)
        assert await bot.held(poll) == {(ANNA, 0, False)}
        assert await read_back(bot) == [f"page {poll.poll_id}"]

    async def test_tones(self, bot, discord, poll):
        """Skin tones of one option are added up, and whoever holds two of them counts once."""
        discord.intake = None
        option = poll.options[0].emoji
        for emoji in (option, option + "\U0001f3fd"):
            discord.react(ANNA, poll.message_id, emoji)

        await read_back(bot)

        assert await bot.held(poll) == {(ANNA, 0, False)}
        assert await read_back(bot) == [f"page {poll.poll_id}"]


class TestMeanwhile:
    """Events that come while counts are compared."""

    async def test_a_vote_while_the_page_is_read(self, bot, discord, poll):
        """A vote seen to arrive hides no other of the same option that was missed."""
        discord.intake = None
        discord.react(ANNA, poll.message_id, YES)
        discord.intake = bot.intake
        fetch_page = discord.fetch_page

        async def with_a_vote_after(polls, urgency):
            page = await fetch_page(polls, urgency)
            discord.react(BEN, poll.message_id, YES)
            return page

        discord.fetch_page = with_a_vote_after
        await read_back(bot)

        assert await bot.held(poll) == {(ANNA, 0, False), (BEN, 0, True)}

    async def test_a_vote_before_voters_are_read(self, bot, discord, poll):
        """A vote on an option that had none when counts were read is not taken for stale."""
        fetch_counts = discord.fetch_counts

        async def with_a_vote_after(poll, urgency):
            counts = await fetch_counts(poll, urgency)
            discord.react(BEN, poll.message_id, NO)
            await bot.intake.flush()
            return counts

        discord.fetch_counts = with_a_vote_after
        await bot.readback.check(poll)

        assert await bot.held(poll) == {(BEN, 1, True)}

    async def test_dropped(self, bot, discord, poll):
        """Of a poll whose events were dropped every voter is read, whatever the counts say."""
        discord.react(ANNA, poll.message_id, YES)
        await bot.intake.flush()
        discord.intake = None
        discord.unreact(ANNA, poll.message_id, YES)
        discord.react(BEN, poll.message_id, YES)

        bot.readback.ask_poll(GUILD, poll.poll_id)
        await bot.readback.settled()

        assert await bot.held(poll) == {(BEN, 0, False)}


class TestResuming:
    """Rows say what is still to be read."""

    async def test_after_a_crash(self, database_file, discord, clock):
        """What one process was asked for and could not do, the next one does."""
        async with running(database_file, discord, clock) as before:
            await before.begin()
            await before.play(until=FIRST_SLOT)
            poll = (await before.polls())[0]
            discord.refuse("page", temporary())
            discord.intake = None
            discord.react(ANNA, poll.message_id, YES)
            before.readback.ask_poll(GUILD, poll.poll_id)
            await before.readback.settled()
        discord.allow_all()

        async with running(database_file, discord, clock, started=False) as after:
            reading = asyncio.create_task(after.readback.run())
            async with asyncio.timeout(PATIENCE_SECONDS):
                while not await after.held(poll):
                    await asyncio.sleep(0.005)
            reading.cancel()

            assert await after.held(poll) == {(ANNA, 0, False)}


class TestSweep:
    """Every voter is read now and then."""

    async def test_swapped(self, bot, discord, poll):
        """Where others hold as many marks, counts agree and the sweep finds it."""
        discord.react(ANNA, poll.message_id, YES)
        await bot.intake.flush()
        discord.intake = None
        discord.unreact(ANNA, poll.message_id, YES)
        discord.react(BEN, poll.message_id, YES)

        assert await read_back(bot) == [f"page {poll.poll_id}"]
        assert await bot.held(poll) == {(ANNA, 0, True)}
        await sweep(bot)

        assert await bot.held(poll) == {(BEN, 0, False)}
        assert discord.urgencies[-1] is Urgency.SWEEP

    @pytest.mark.usefixtures("poll")
    async def test_once_a_day(self, bot):
        """Without a doubt each poll is swept once a day."""
        await read_back(bot)
        await sweep(bot)
        assert await sweep(bot) == []

        bot.clock.advance(SWEPT_EVERY + timedelta(seconds=1))

        assert await sweep(bot)
        assert await sweep(bot) == []

    async def test_refused(self, bot, discord, poll, monkeypatch):
        """A poll that cannot be read holds up no other, and is tried again."""
        monkeypatch.setattr(readback_module, "_RETRY_SECONDS", 3600)
        await bot.begin(guild_id=OTHER_GUILD, channel_id=OTHER_CHANNEL)
        await bot.play(until=FIRST_SLOT + DAY)
        other = (await bot.polls(OTHER_GUILD))[0]
        await read_back(bot)
        discord.refuse(f"counts {poll.poll_id}", temporary(), times=1)

        asked = await sweep(bot)

        assert asked.count(f"counts {poll.poll_id}") == 1
        assert f"counts {other.poll_id}" in asked


class TestRecount:
    """Somebody wants to be sure."""

    async def test_mends(self, bot, discord, poll):
        """Says what was missing and what was stale."""
        discord.react(ANNA, poll.message_id, YES)
        await bot.intake.flush()
        discord.intake = None
        discord.unreact(ANNA, poll.message_id, YES)
        discord.react(BEN, poll.message_id, YES)
        discord.react(CLEO, poll.message_id, NO)

        recount = await bot.readback.recount(GUILD, str(poll.poll_id))

        assert recount.check == (2, 1, True)
        assert await bot.held(poll) == {(BEN, 0, False), (CLEO, 1, False)}
        assert set(discord.urgencies[-3:]) == {Urgency.RECOUNT}

    async def test_not_open(self, bot, poll):
        """A closed poll is final; one that was never sent, or another server's, is not found."""
        planned = next(one for one in await bot.polls() if one.state is PollState.PLANNED)
        for given in (str(planned.poll_id), "0", "one", str(poll.poll_id)):
            with pytest.raises(PollNotFound):
                await bot.readback.recount(
                    OTHER_GUILD if given == str(poll.poll_id) else GUILD, given
                )
        await bot.play()
        with pytest.raises(PollNotOpen):
            await bot.readback.recount(GUILD, str(poll.poll_id))
