"""When polls close by their discussion's terms, the reminder before, and what is said after."""

from datetime import timedelta

import pytest

from bot.domain.article import QuestionKind
from bot.domain.ballot import PollState
from bot.domain.discussion import DiscussionState
from bot.domain.history import Deed
from bot.errors import (
    AccessLost,
    ClosingRuleWanted,
    DiscussionNotFound,
    MomentGoneBy,
    UnknownSpan,
)
from tests.builders import (
    CHANNEL,
    DAY,
    FIRST_SLOT,
    GUILD,
    NOW,
    ORGANIZER,
    OTHER_GUILD,
    WEEK,
    make_article,
)
from tests.fakes import FakePublisher, access_lost, temporary
from tests.services.running import running

ONE, TWO, THREE = (((QuestionKind.YES_NO,),) * count for count in (1, 2, 3))
HOUR = timedelta(hours=1)
HIDDEN = {"after": None, "until": None, "with_next": False}


async def set_closing(bot, *, guild_id=GUILD, **words):
    """Have an organizer say when polls close."""
    return await bot.arranging.set_closing(guild_id, "1", ORGANIZER, **HIDDEN | words)


async def remind(bot, before):
    """Have an organizer ask for reminders, or for none any more."""
    return await bot.arranging.set_reminder(GUILD, "1", ORGANIZER, before=before)


async def begin(bot, kinds=TWO, *, before=None, **closing):
    """Start a discussion whose polls close so, reminded of so long before."""
    await bot.begin(make_article(kinds=kinds))
    if closing:
        await set_closing(bot, **closing)
    if before:
        await remind(bot, before)


async def closings(bot):
    """Give when the polls closed, or are to."""
    return [poll.closed_at or poll.closes_at for poll in await bot.polls()]


async def assert_over(bot):
    """Assert that all polls have closed, and the discussion ended."""
    assert {poll.state for poll in await bot.polls()} <= {PollState.CLOSED, PollState.WITHDRAWN}
    assert (await bot.discussion()).state is not DiscussionState.RUNNING


class TestClosing:
    """By the terms, from the next section on."""

    async def test_after_a_span(self, bot):
        """Each poll closes so long after it opened; what is open already keeps its time."""
        await begin(bot)
        await bot.play(until=FIRST_SLOT)
        await set_closing(bot, after="2 days")
        await bot.play()

        assert await closings(bot) == [FIRST_SLOT + WEEK, FIRST_SLOT + DAY + 2 * DAY]
        await assert_over(bot)

    async def test_at_a_moment(self, bot):
        """All close at one moment; what opens when that is over is open for a week."""
        await begin(bot, THREE, until=f"{FIRST_SLOT + DAY + 2 * HOUR:%Y-%m-%d %H:%M}")
        await bot.play()

        end = FIRST_SLOT + DAY + 2 * HOUR
        assert await closings(bot) == [end, end, FIRST_SLOT + 2 * DAY + WEEK]
        await assert_over(bot)

    async def test_with_the_next_section(self, bot, discord):
        """A section's poll closes as the next one stands; the last one's after its own span."""
        await begin(bot, THREE, with_next=True, after="3 days")
        await bot.play(until=FIRST_SLOT)
        (poll, *_) = await bot.polls()
        assert (poll.state, poll.closes_at) == (PollState.OPEN, None)

        await bot.play(until=FIRST_SLOT + DAY)
        assert (await bot.polls())[0].state is PollState.CLOSED
        assert discord.messages[poll.message_id].result is not None
        await bot.play()
        last = FIRST_SLOT + 2 * DAY
        assert await closings(bot) == [FIRST_SLOT + DAY, last, last + 3 * DAY]
        await assert_over(bot)

    async def test_the_next_opens_with_how_it_stands(self, bot, discord):
        """The next section tells of the poll before while that is still open."""
        await begin(bot, with_next=True)
        await bot.play(until=FIRST_SLOT)
        discord.react(501, discord.standing("poll")[0].message_id, "✅")
        await bot.play(until=FIRST_SLOT + DAY)

        second = discord.standing("prompt")[1]
        assert second.body.standing.poll.state is PollState.OPEN
        assert second.body.standing.tally.turnout == 1

    async def test_across_a_pause(self, bot):
        """A pause stops sections and not polls: they go on waiting for the next."""
        await begin(bot, with_next=True)
        await bot.play(until=FIRST_SLOT)
        await bot.control.pause(GUILD, "1", by=ORGANIZER)
        await bot.play(until=FIRST_SLOT + 3 * DAY)
        assert (await bot.polls())[0].state is PollState.OPEN

        await bot.control.resume(GUILD, "1", by=ORGANIZER)
        await bot.play()
        await assert_over(bot)

    @pytest.mark.parametrize("close_polls", [True, False])
    async def test_when_no_section_comes_any_more(self, bot, discord, close_polls):
        """Stopped, its polls close at once, or in the time of the last section's, as they say."""
        await begin(bot, with_next=True, after="2 days")
        await bot.play(until=FIRST_SLOT)
        await bot.control.stop(GUILD, "1", close_polls=close_polls, by=ORGANIZER)
        await bot.rest()
        if not close_polls:
            (poll,) = discord.standing("poll")
            assert poll.closes_at == FIRST_SLOT + 2 * DAY
        await bot.play()

        assert (await closings(bot))[0] == FIRST_SLOT + (timedelta(0) if close_polls else 2 * DAY)
        await assert_over(bot)

    async def test_a_poll_that_was_given_more_time(self, bot):
        """Extended, it closes at that time and not with the next section."""
        await begin(bot, with_next=True)
        await bot.play(until=FIRST_SLOT)
        (poll, *_) = await bot.polls()
        await bot.polling.extend(GUILD, str(poll.poll_id), "3 days", None, who=ORGANIZER)
        await bot.play()

        assert (await closings(bot))[0] == FIRST_SLOT + 3 * DAY

    @pytest.mark.parametrize("number", range(1, 23))
    async def test_killed(self, database_file, clock, discord, number):
        """Killed at any request, everything stands once and every poll closes in the end."""
        async with running(database_file, discord, clock) as bot:
            await begin(bot, with_next=True, before="1 hour")
            discord.hang_at(number, after=True)
            hung = await bot.play_until_hung()
        assert hung
        async with running(database_file, discord, clock) as bot:
            await bot.play()

            await assert_over(bot)
            assert set(discord.times_sent().values()) == {1}
            assert len(discord.standing("results")) == 2
            assert len(discord.standing("reminder")) == 1

    async def test_refusals(self, bot):
        """What cannot be is refused, and changes nothing; another server finds nothing."""
        await begin(bot)
        with pytest.raises(ClosingRuleWanted):
            await set_closing(bot)
        with pytest.raises(ClosingRuleWanted):
            await set_closing(bot, after="2 days", until="2027-01-01")
        with pytest.raises(UnknownSpan):
            await set_closing(bot, after="soon")
        with pytest.raises(MomentGoneBy):
            await set_closing(bot, until=f"{NOW - DAY:%Y-%m-%d}")
        with pytest.raises(DiscussionNotFound):
            await set_closing(bot, guild_id=OTHER_GUILD, after="2 days")
        assert [one.deed for one in await bot.history()] == [Deed.STARTED]


class TestReminder:
    """In the thread, once, some time before polls close."""

    async def test_once_and_in_time(self, bot, discord):
        """It comes so long before the first poll closes, in the thread, with what is open."""
        await begin(bot, ONE, before="6 hours")
        await bot.play(until=FIRST_SLOT + WEEK - 7 * HOUR)
        assert not discord.standing("reminder")
        await bot.play(until=FIRST_SLOT + WEEK - 6 * HOUR)

        (reminder,) = discord.standing("reminder")
        assert reminder.channel_id in discord.threads
        assert [poll.state for poll in reminder.body] == [PollState.OPEN]
        await bot.play()
        assert len(discord.standing("reminder")) == 1
        await assert_over(bot)

    async def test_off_unless_asked_for(self, bot, discord):
        """Nobody is reminded by default."""
        await begin(bot)
        await bot.play()

        assert not discord.standing("reminder")

    async def test_holds_for_what_is_open(self, bot, discord):
        """Asked for in mid-series it holds at once; taken back, too."""
        await begin(bot, ONE)
        await bot.play(until=FIRST_SLOT)
        await remind(bot, "1 day")
        await remind(bot, None)
        await bot.play(until=FIRST_SLOT + WEEK - HOUR)
        assert not discord.standing("reminder")
        await remind(bot, "1 day")
        await bot.rest()

        assert len(discord.standing("reminder")) == 1

    async def test_not_of_what_is_open_for_less(self, bot, discord):
        """A poll that opens later than it would be reminded of is not reminded of."""
        await begin(bot, ONE, after="2 hours", before="2 hours")
        await bot.play()

        assert not discord.standing("reminder")
        await assert_over(bot)

    async def test_follows_a_poll_that_was_given_more_time(self, bot, discord):
        """Extended before it was reminded of, it is reminded of later; afterwards not again."""
        await begin(bot, ONE, before="1 hour")
        await bot.play(until=FIRST_SLOT)
        (poll,) = await bot.polls()
        await bot.polling.extend(GUILD, str(poll.poll_id), "1 day", None, who=ORGANIZER)
        await bot.play(until=FIRST_SLOT + WEEK)
        assert not discord.standing("reminder")
        await bot.play(until=FIRST_SLOT + WEEK + DAY - HOUR)
        assert len(discord.standing("reminder")) == 1

        await bot.polling.extend(GUILD, str(poll.poll_id), "1 day", None, who=ORGANIZER)
        await bot.play()
        assert len(discord.standing("reminder")) == 1

    @pytest.mark.parametrize("error", [access_lost, temporary])
    async def test_refused(self, bot, discord, error):
        """Refused for good or for now it stops nothing: polls close, the series goes on."""
        discord.refuse("reminder", error())
        await begin(bot, before="1 hour")
        await bot.play()

        assert not discord.standing("reminder")
        assert (await bot.discussion()).state is DiscussionState.FINISHED


class TestResults:
    """What is said of them."""

    async def test_hidden_from_the_next_section(self, bot, discord):
        """The next section keeps silent on the one before; its own result is shown all the same."""
        await begin(bot)
        await bot.play(until=FIRST_SLOT)
        discord.react(501, discord.standing("poll")[0].message_id, "✅")
        await bot.arranging.set_results_hidden(GUILD, "1", ORGANIZER, hidden=True)
        await bot.play()

        assert [prompt.body.standing for prompt in discord.standing("prompt")] == [None, None]
        assert discord.standing("poll")[0].result.turnout == 1

    async def test_one_message_where_the_thread_refused(self, bot, discord):
        """Sent to the channel, they are written anew there, though the thread takes them again."""
        await begin(bot, ONE)
        await bot.play(until=FIRST_SLOT)
        (thread_id,) = discord.threads
        sending = discord.send_results

        async def refuse(post, results, *, channel_id, since):
            if channel_id == thread_id:
                raise AccessLost(reason="locked")
            return await sending(post, results, channel_id=channel_id, since=since)

        discord.send_results = refuse
        await bot.play()
        discord.send_results = sending
        (poll,) = await bot.polls()
        await bot.polling.reopen(GUILD, str(poll.poll_id), "1 day", None, who=ORGANIZER)
        await bot.play()

        (results,) = discord.standing("results")
        assert results.channel_id == CHANNEL
        assert discord.times_sent()["results", 1] == 1


@pytest.fixture
def discord(clock):
    """Give a Discord that knows no repeats, so that sending without looking is found out."""
    world = FakePublisher(clock, repeats_known_for=timedelta(0))
    world.add_channel(GUILD, CHANNEL)
    return world
