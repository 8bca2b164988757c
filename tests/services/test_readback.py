"""Reading back: rows come to show what Discord shows, and newer events are not overruled."""

import asyncio

import pytest

from bot.domain.ballot import PollState
from bot.errors import DatabaseFailed
from bot.services import readback as readback_module
from bot.services.checks import Checks
from bot.services.intake import Intake
from bot.services.readback import Readback
from bot.storage import overview, polls, votes
from tests.builders import DAY, FIRST_SLOT, GUILD, OTHER_CHANNEL, OTHER_GUILD
from tests.fake_discord import BOT
from tests.fakes import FlakyDatabase, access_lost, temporary
from tests.patience import PATIENCE_SECONDS
from tests.services.running import running

ANNA, BEN, CLEO, DAN, ROBOT = 501, 502, 503, 504, 900
YES, NO, UNSURE = "✅", "❌", "❔"


@pytest.fixture(autouse=True)
def _soon_again(monkeypatch):
    """Read back again at once what could not be read."""
    monkeypatch.setattr(readback_module, "_RETRY_SECONDS", 0.005)


@pytest.fixture
async def poll(bot):
    """Give an open poll of a running discussion."""
    await bot.begin()
    await bot.play(until=FIRST_SLOT)
    return (await bot.polls())[0]


async def read_back(bot):
    """Begin a new gateway session and wait until everything was read back."""
    bot.readback.ask(shard_id=0, shard_count=1)
    async with asyncio.timeout(PATIENCE_SECONDS):
        await bot.readback.settled()


class TestAway:
    """What happened while nobody listened."""

    async def test_cast_withdrawn_changed(self, bot, discord, poll):
        """Votes cast, withdrawn and changed meanwhile are found; those that stayed keep order."""
        discord.react(ANNA, poll.message_id, YES)
        discord.react(BEN, poll.message_id, YES)
        discord.react(CLEO, poll.message_id, NO)
        await bot.intake.flush()
        discord.intake = None

        discord.react(900_000_000_000_000_001, poll.message_id, UNSURE)
        discord.unreact(BEN, poll.message_id, YES)
        discord.unreact(CLEO, poll.message_id, NO)
        discord.react(CLEO, poll.message_id, YES)
        discord.react(DAN, poll.message_id, YES)
        await read_back(bot)

        assert await bot.held(poll) == {
            (ANNA, 0, True),
            (CLEO, 0, False),
            (DAN, 0, False),
            (900_000_000_000_000_001, 2, False),
        }

    async def test_over_a_restart(self, database_file, discord, clock):
        """A new process reads back by itself what happened between it and the one before."""
        async with running(database_file, discord, clock) as before:
            await before.begin()
            await before.play(until=FIRST_SLOT)
            (poll, _) = await before.polls()
        discord.react(ANNA, poll.message_id, NO)

        async with running(database_file, discord, clock) as after:
            await after.rest()

            assert await after.held(poll) == {(ANNA, 1, False)}

    async def test_bots_do_not_vote(self, bot, discord, poll):
        """Neither the bot's own seeds nor other bots' reactions are votes."""
        discord.other_bots.add(ROBOT)
        discord.react(ROBOT, poll.message_id, YES)

        await read_back(bot)

        assert discord.messages[poll.message_id].reactions[YES] == {BOT, ROBOT}
        assert await bot.held(poll) == set()

    async def test_other_emoji(self, bot, discord, poll):
        """A reaction that is no option is no vote."""
        discord.intake = None
        discord.react(ANNA, poll.message_id, "🎉")

        await read_back(bot)

        assert await bot.held(poll) == set()

    async def test_agreement(self, bot, discord, poll):
        """Where rows and Discord agree nothing changes, and the order of arrival stays."""
        discord.react(ANNA, poll.message_id, YES)
        discord.react(ANNA, poll.message_id, NO)

        assert await bot.readback.check(poll) == (0, 0, True)

        assert await bot.held(poll) == {(ANNA, 0, True), (ANNA, 1, True)}


class TestMeanwhile:
    """What happens while the reactions are being read."""

    async def test_events_win(self, bot, discord, poll):
        """What an event says of a mark while it is read is newer than the reading."""
        discord.react(BEN, poll.message_id, YES)

        async def change(_poll):
            discord.while_reading = None
            discord.unreact(BEN, poll.message_id, YES)
            discord.react(ANNA, poll.message_id, NO)

        discord.while_reading = change
        await bot.readback.check(poll)

        assert await bot.held(poll) == {(ANNA, 1, True)}

    async def test_put_and_taken_back(self, bot, discord, poll):
        """A vote that comes and goes while it is read leaves nothing."""
        discord.intake = None
        discord.react(ANNA, poll.message_id, YES)
        discord.intake = bot.intake

        async def change(_poll):
            discord.while_reading = None
            discord.unreact(ANNA, poll.message_id, YES)

        discord.while_reading = change
        await bot.readback.check(poll)

        assert await bot.held(poll) == set()

    async def test_cleared(self, bot, discord, poll):
        """Reactions cleared while they were read do not come back; they are read once more."""
        discord.intake = None
        discord.react(ANNA, poll.message_id, YES)
        discord.intake = bot.intake

        async def change(_poll):
            discord.while_reading = None
            discord.clear(poll.message_id)
            discord.react(BEN, poll.message_id, NO)

        discord.while_reading = change
        await bot.readback.check(poll)

        assert await bot.held(poll) == {(BEN, 1, True)}

    async def test_read_twice_at_once(self, bot, discord, poll):
        """Two readings of a poll at once hear the same events and do no harm to each other."""
        discord.intake = None
        discord.react(ANNA, poll.message_id, YES)
        discord.intake = bot.intake

        async def change(_poll):
            discord.while_reading = None
            discord.react(BEN, poll.message_id, NO)

        discord.while_reading = change
        await asyncio.gather(*(bot.readback.check(poll) for _ in range(3)))

        assert await bot.held(poll) == {(ANNA, 0, False), (BEN, 1, True)}

    async def test_closed(self, bot, discord, poll):
        """A poll that closed while it was being read is left as it was closed."""
        discord.react(ANNA, poll.message_id, YES)
        await bot.intake.flush()

        async def close(_poll):
            discord.while_reading = None
            async with bot.database.write() as unit:
                await polls.record_closed(unit, poll=poll, at=FIRST_SLOT)
            bot.intake.ignore(poll)

        discord.intake = None
        discord.unreact(ANNA, poll.message_id, YES)
        discord.react(BEN, poll.message_id, NO)
        discord.while_reading = close
        await bot.readback.check(poll)

        async with bot.database.read() as unit:
            rows = await votes.list_of_poll(unit, guild_id=GUILD, poll_id=poll.poll_id)
        assert [(vote.member_id, vote.position) for vote in rows] == [(ANNA, 0)]


class TestTrouble:
    """When Discord or the database will not answer."""

    async def test_refused_for_now(self, bot, discord, poll):
        """What cannot be read now is read later."""
        discord.intake = None
        discord.react(ANNA, poll.message_id, YES)
        discord.refuse("page", temporary(), times=3)

        bot.readback.ask(shard_id=0, shard_count=1)
        async with asyncio.timeout(PATIENCE_SECONDS):
            while not await bot.held(poll):
                await asyncio.sleep(0.005)

        assert await bot.held(poll) == {(ANNA, 0, False)}

    async def test_refused_for_good(self, bot, discord, poll):
        """What may not be read is left alone; its rows and its state stay."""
        discord.react(ANNA, poll.message_id, YES)
        discord.refuse("page", access_lost())

        await read_back(bot)

        assert await bot.held(poll) == {(ANNA, 0, True)}
        assert (await bot.polls())[0].state is PollState.OPEN

    async def test_message_gone(self, bot, discord, poll):
        """A poll whose message is gone is withdrawn, and holds up no other poll."""
        await bot.begin(guild_id=OTHER_GUILD, channel_id=OTHER_CHANNEL)
        await bot.play(until=FIRST_SLOT + DAY)
        (other, _) = await bot.polls(OTHER_GUILD)
        discord.lose_message(poll.message_id)
        discord.intake = None
        discord.react(ANNA, other.message_id, YES)

        await read_back(bot)

        assert await bot.held(other) == {(ANNA, 0, False)}
        assert (await bot.polls())[0].state is PollState.WITHDRAWN

    async def test_database_trouble(self, bot, discord, poll, clock):
        """A failing database is waited for, and does not end the bot."""
        flaky = FlakyDatabase(bot.database, DatabaseFailed(reason="locked"))
        intake = Intake(bot.database, clock)
        readback = Readback(flaky, Checks(bot.database, discord, intake, clock), clock)
        discord.intake = None
        discord.react(ANNA, poll.message_id, YES)
        running_readback = asyncio.create_task(readback.run())

        readback.ask(shard_id=0, shard_count=1)
        async with asyncio.timeout(PATIENCE_SECONDS):
            while not await bot.held(poll):
                await asyncio.sleep(0.005)
        running_readback.cancel()

        assert await bot.held(poll) == {(ANNA, 0, False)}

    @pytest.mark.parametrize("method", ["fetch_page", "fetch_voters"])
    async def test_an_answer_that_nobody_understands(self, bot, discord, poll, method):
        """It ends nothing: the polls of other channels are read, by whoever reads them."""
        await bot.begin(guild_id=OTHER_GUILD, channel_id=OTHER_CHANNEL)
        await bot.play(until=FIRST_SLOT + DAY)
        other = (await bot.polls(OTHER_GUILD))[0]
        discord.intake = None
        for one in (poll, other):
            discord.react(ANNA, one.message_id, YES)
        fetch = getattr(discord, method)

        async def garbled(asked, *rest):
            if poll in (asked if method == "fetch_page" else [asked]):
                raise TypeError("string indices must be integers")
            return await fetch(asked, *rest)

        setattr(discord, method, garbled)
        await read_back(bot)
        assert await bot.held(poll) == set()
        assert await bot.held(other) == {(ANNA, 0, False)}
        setattr(discord, method, fetch)
        await read_back(bot)

        assert await bot.held(poll) == {(ANNA, 0, False)}

    async def test_database_trouble_when_a_poll_was_sent(self, bot, discord, poll, clock):
        """Votes that nobody heard before a poll was known stay in doubt until they are read."""
        flaky = FlakyDatabase(bot.database, DatabaseFailed(reason="full"))
        readback = Readback(bot.database, Checks(flaky, discord, bot.intake, clock), clock)
        discord.intake = None
        discord.react(ANNA, poll.message_id, YES)

        await readback.catch_up(poll)

        running_readback = asyncio.create_task(readback.run())
        async with asyncio.timeout(PATIENCE_SECONDS):
            await readback.settled()
        running_readback.cancel()
        assert await bot.held(poll) == {(ANNA, 0, False)}

    async def test_what_was_put_off_is_forgotten(self, bot, discord, poll):
        """A poll that nobody asks for any more does not stay among those that are put off."""
        assert discord.guilds
        bot.readback._put_off(poll.poll_id, 0.005)
        async with asyncio.timeout(PATIENCE_SECONDS):
            while bot.readback.put_off:
                await asyncio.sleep(0.005)


async def test_only_the_shard_that_reconnected(bot, discord):
    """A shard's new session has only its own servers' polls read."""
    await bot.begin()
    await bot.begin(guild_id=OTHER_GUILD, channel_id=OTHER_CHANNEL)
    await bot.play(until=FIRST_SLOT)
    (mine, _), (theirs, _) = await bot.polls(GUILD), await bot.polls(OTHER_GUILD)
    discord.requests.clear()

    for shard_id in (0, 1):
        bot.readback.ask(shard_id=shard_id, shard_count=2)
        async with asyncio.timeout(PATIENCE_SECONDS):
            await bot.readback.settled()

        expected = {GUILD: mine, OTHER_GUILD: theirs}[
            next(guild for guild in (GUILD, OTHER_GUILD) if (guild >> 22) % 2 == shard_id)
        ]
        assert discord.requests[0] == f"page {expected.poll_id}"
        discord.requests.clear()


async def test_only_the_server_that_came_back(bot, discord):
    """Invited again, a server has its polls read, and no other server has."""
    await bot.begin()
    await bot.begin(guild_id=OTHER_GUILD, channel_id=OTHER_CHANNEL)
    await bot.play(until=FIRST_SLOT)
    (theirs, _) = await bot.polls(OTHER_GUILD)
    discord.requests.clear()

    bot.readback.ask_guild(OTHER_GUILD)
    async with asyncio.timeout(PATIENCE_SECONDS):
        await bot.readback.settled()

    assert discord.requests[0] == f"page {theirs.poll_id}"


async def test_nothing_of_a_server_that_was_left(bot, discord, poll):
    """A server that was left has nothing read, by counts or by voters, until it is back."""
    discord.intake = None
    discord.react(ANNA, poll.message_id, YES)
    await bot.moderation.guild_left(GUILD)
    discord.requests.clear()

    await read_back(bot)
    assert not await bot.sweep.sweep_next()
    async with bot.database.read() as unit:
        seen = await overview.survey(unit, now=bot.clock.now())
    assert (discord.requests, seen.polls_awaiting_check) == ([], 0)

    for guild_id in await bot.moderation.guilds_present({GUILD}):
        bot.readback.ask_guild(guild_id)
    async with asyncio.timeout(PATIENCE_SECONDS):
        await bot.readback.settled()
    assert await bot.held(poll) == {(ANNA, 0, False)}


class TestClearedInTheGap:
    """Between reading and writing there is a wait for the database."""

    async def test_cleared_before_the_rows_are_written(self, bot, discord, poll):
        """What is cleared while the reading waits to be written does not come back."""
        discord.intake = None
        discord.react(ANNA, poll.message_id, YES)
        discord.intake = bot.intake
        read = asyncio.Event()

        async def note(_poll):
            read.set()

        discord.while_reading = note
        async with bot.database.write():
            checking = asyncio.create_task(bot.readback.check(poll))
            await read.wait()
            await asyncio.sleep(0)
            discord.clear(poll.message_id)
        await checking

        assert await bot.held(poll) == set()


async def test_a_vote_right_before_closing(bot, discord, poll):
    """What is heard when all voters have been read counts, if the poll is not closed yet."""
    check = bot.readback.check

    async def with_a_vote_after(closing):
        found = await check(closing)
        if closing.poll_id == poll.poll_id:
            discord.react(ANNA, poll.message_id, YES)
        return found

    bot.readback.check = with_a_vote_after
    await bot.play()

    assert await bot.held(poll) == {(ANNA, 0, True)}
