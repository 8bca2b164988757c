"""Discussions from the first slot to the last result, and what may come between."""

import asyncio
from datetime import timedelta

import pytest
from structlog.testing import capture_logs

from bot.clock import TimeLapseClock
from bot.domain.article import Article, QuestionKind
from bot.domain.discussion import DiscussionState
from bot.errors import DatabaseFailed
from bot.reading.worker import ReadingWorker
from bot.services import dispatch as dispatch_module
from bot.services import walks as walks_module
from bot.services.dispatch import Dispatch
from tests.builders import (
    CHANNEL,
    DAY,
    FIRST_SLOT,
    GUILD,
    NOW,
    OTHER_CHANNEL,
    OTHER_GUILD,
    WEEK,
    make_article,
    make_section,
)
from tests.fakes import FakePublisher, FlakyDatabase
from tests.patience import PATIENCE_SECONDS
from tests.services.running import RunningBot, running

YES_NO, WH, EITHER_OR = QuestionKind.YES_NO, QuestionKind.WH, QuestionKind.EITHER_OR
THREE = ((YES_NO,), (WH,), (EITHER_OR, YES_NO))


@pytest.fixture(autouse=True)
def _soon_again(monkeypatch):
    """Look again at once after trouble with the database."""
    monkeypatch.setattr(dispatch_module, "_STORAGE_PAUSE_SECONDS", 0.001)
    monkeypatch.setattr(walks_module, "_PAUSE_SECONDS", 0.001)


def times_of(messages):
    """Give the instants at which messages were sent."""
    return [message.at for message in messages]


class TestOrdinaryLife:
    """A discussion that nothing disturbs."""

    async def test_each_section_in_its_slot(self, bot, discord):
        """Every section is posted once, in its slot, in order, with its thread and polls."""
        await bot.begin(make_article(kinds=THREE))
        await bot.play()

        prompts = discord.standing("prompt")
        assert [prompt.body.number for prompt in prompts] == [1, 2, 3]
        assert times_of(prompts) == [FIRST_SLOT, FIRST_SLOT + DAY, FIRST_SLOT + 2 * DAY]
        assert set(discord.threads) == {prompt.message_id for prompt in prompts}
        assert len(discord.standing("poll")) == 4
        assert set(discord.times_sent().values()) == {1}

    async def test_where_polls_go(self, bot, discord):
        """Questions with answers to choose from go to the channel, the others to the thread."""
        await bot.begin(make_article(kinds=((YES_NO, WH),)))
        await bot.play()

        in_channel, in_thread = discord.standing("poll")
        (prompt,) = discord.standing("prompt")
        assert in_channel.channel_id == CHANNEL
        assert in_thread.channel_id == prompt.message_id
        assert discord.seeds(in_thread) == ["🔥", "👀", "💤", "❔"]

    async def test_closing(self, bot, discord):
        """After seven days a poll closes, shows its result, and its section's results are told."""
        await bot.begin(make_article(kinds=((YES_NO,),)))
        await bot.play(until=FIRST_SLOT)
        (message,) = discord.standing("poll")
        discord.react(501, message.message_id, "✅")
        discord.react(502, message.message_id, "❌")
        discord.react(502, message.message_id, "✅")

        await bot.play()

        (poll,) = await bot.polls()
        assert poll.closed_at == FIRST_SLOT + WEEK
        assert poll.closes_at == message.body[1] == FIRST_SLOT + WEEK
        assert [count.votes for count in message.result.counts] == [2, 0, 0]
        (results,) = discord.standing("results")
        assert results.channel_id in discord.threads
        assert results.body[0].tally == message.result
        (post,) = await bot.posts()
        assert post.result_message_id == results.message_id
        assert (await bot.discussion()).state is DiscussionState.FINISHED

    async def test_one_result_message_per_section(self, bot, discord):
        """A section with several polls has one result message with all of them."""
        await bot.begin(make_article(kinds=((YES_NO, EITHER_OR, WH),)))
        await bot.play()

        (results,) = discord.standing("results")
        assert len(results.body) == 3

    async def test_votes_after_closing(self, bot, discord):
        """A reaction on a closed poll changes nothing."""
        await bot.begin(make_article(kinds=((YES_NO,),)))
        await bot.play()
        (poll,) = await bot.polls()

        discord.react(501, poll.message_id, "✅")

        assert await bot.held(poll) == set()

    async def test_votes_cast_just_before_closing(self, bot, discord):
        """A vote that no event told of is found by the last reading."""
        await bot.begin(make_article(kinds=((YES_NO,),)))
        await bot.play(until=FIRST_SLOT)
        (poll,) = await bot.polls()
        discord.intake = None
        discord.react(501, poll.message_id, "❌")

        await bot.play()

        assert await bot.held(poll) == {(501, 1, False)}

    async def test_the_standing_of_the_section_before(self, bot, discord):
        """A prompt opens with the most voted poll of the section before, if it has a leader."""
        await bot.begin(make_article(kinds=((YES_NO, YES_NO), (YES_NO,), (WH,))))
        await bot.play(until=FIRST_SLOT)
        first, second = discord.standing("poll")
        discord.react(501, first.message_id, "✅")
        discord.react(501, second.message_id, "❌")
        discord.react(502, second.message_id, "❌")
        await bot.play(until=FIRST_SLOT + DAY)
        discord.react(501, discord.standing("poll")[-1].message_id, "❔")
        await bot.play()

        prompts = discord.standing("prompt")
        assert prompts[0].body.standing is None
        assert prompts[1].body.standing.poll.message_id == second.message_id
        assert prompts[1].body.standing.tally.turnout == 2
        assert prompts[2].body.standing is None

    async def test_prompts_only(self, bot, discord):
        """With prompts only there is no poll; the discussion ends with its last section."""
        await bot.begin(make_article(kinds=THREE), prompts_only=True)
        await bot.play()

        assert len(discord.standing("prompt")) == 3
        assert discord.standing("poll") == discord.standing("results") == []
        assert (await bot.discussion()).state is DiscussionState.FINISHED

    async def test_a_section_without_questions(self, bot, discord):
        """A section that asks nothing is posted without a poll and without results."""
        await bot.begin(make_article(kinds=((), (YES_NO,))))
        await bot.play()

        assert len(discord.standing("prompt")) == 2
        assert len(discord.standing("results")) == 1
        assert (await bot.discussion()).state is DiscussionState.FINISHED

    async def test_a_long_section(self, bot, discord):
        """A section too long for one message is sent in parts, in order, each once."""
        paragraphs = ["word " * 700 for _ in range(3)]
        article = Article(title="Long", sections=(make_section("Part 1", *paragraphs),))
        await bot.begin(article, prompts_only=True)
        await bot.play()

        prompts = discord.standing("prompt")
        (post,) = await bot.posts()
        assert len(prompts) > 1
        assert [prompt.body.part for prompt in prompts] == list(range(len(prompts)))
        assert post.message_ids == tuple(prompt.message_id for prompt in prompts)
        assert list(discord.threads) == [prompts[0].message_id]


class TestManyAtOnce:
    """Discussions side by side."""

    async def test_two_servers(self, bot, discord):
        """Two servers that discuss the same article at the same instant do not mix."""
        for guild_id, channel_id in ((GUILD, CHANNEL), (OTHER_GUILD, OTHER_CHANNEL)):
            await bot.begin(
                make_article(kinds=((YES_NO,),)), guild_id=guild_id, channel_id=channel_id
            )
        await bot.play(until=FIRST_SLOT)
        mine, theirs = await bot.polls(GUILD), await bot.polls(OTHER_GUILD)
        discord.react(501, mine[0].message_id, "✅")
        discord.react(501, theirs[0].message_id, "❌")
        await bot.play()

        for found, position, channel_id in ((mine, 0, CHANNEL), (theirs, 1, OTHER_CHANNEL)):
            assert await bot.held(found[0]) == {(501, position, True)}
            assert len(discord.standing("prompt", channel_id)) == 1
            assert len(discord.standing("poll", channel_id)) == 1

    async def test_two_in_one_channel(self, bot, discord):
        """Two discussions in one channel at the same instant both go on."""
        await bot.begin(make_article("First", kinds=((YES_NO,),)))
        await bot.begin(make_article("Second", kinds=((YES_NO,),)))
        await bot.play(until=FIRST_SLOT)

        assert {prompt.body.title for prompt in discord.standing("prompt")} == {"First", "Second"}
        assert times_of(discord.standing("prompt")) == [FIRST_SLOT] * 2

    async def test_trouble_in_one_holds_nobody_back(self, bot, discord):
        """A server where sending fails does not delay another."""
        await bot.begin(make_article(kinds=((YES_NO,),)))
        await bot.begin(
            make_article(kinds=((YES_NO,),)), guild_id=OTHER_GUILD, channel_id=OTHER_CHANNEL
        )
        discord.lose_channel(CHANNEL)
        await bot.play()

        assert len(discord.standing("prompt", OTHER_CHANNEL)) == 1
        assert (await bot.discussion()).state is DiscussionState.PAUSED
        assert (await bot.discussion(2, OTHER_GUILD)).state is DiscussionState.FINISHED

    async def test_many(self, bot, discord):
        """Eight discussions at one instant are all posted, each section once."""
        for number in range(8):
            await bot.begin(
                make_article(f"Article {number}", kinds=((YES_NO,), ())), channel_id=7000 + number
            )
        await bot.play(until=FIRST_SLOT + DAY)

        assert len(discord.standing("prompt")) == 16
        assert set(discord.times_sent().values()) == {1}


class TestMissedSlots:
    """The bot was away when a slot came."""

    @pytest.mark.parametrize(
        ("late", "posted_at"),
        [
            (timedelta(hours=1), FIRST_SLOT + timedelta(hours=1)),
            (timedelta(hours=12), FIRST_SLOT + timedelta(hours=12)),
            (timedelta(hours=12, microseconds=1), FIRST_SLOT + DAY),
            (timedelta(days=3, hours=14), FIRST_SLOT + 4 * DAY),
        ],
    )
    async def test_shift(self, database_file, discord, late, posted_at):
        """At most twelve hours late it is posted at once, else in the next slot; all else moves."""
        async with running(database_file, discord, TimeLapseClock(NOW)) as bot:
            await bot.begin(make_article(kinds=((YES_NO,), (YES_NO,))))
        clock = TimeLapseClock(FIRST_SLOT + late)
        discord = FakePublisher(clock)
        discord.add_channel(GUILD, CHANNEL)

        async with running(database_file, discord, clock) as bot:
            await bot.play()

        prompts = discord.standing("prompt")
        next_slot = FIRST_SLOT + DAY * (1 + (posted_at - FIRST_SLOT) // DAY)
        assert [prompt.body.number for prompt in prompts] == [1, 2]
        assert times_of(prompts) == [posted_at, next_slot]

    async def test_many_slots_missed(self, database_file, discord, clock):
        """After a month away no section is lost and none hurries: one per slot from now on."""
        async with running(database_file, discord, clock) as bot:
            await bot.begin(make_article(kinds=THREE))
            await bot.play(until=FIRST_SLOT)
        clock.advance(timedelta(days=30, hours=3))

        async with running(database_file, discord, clock) as bot:
            await bot.play()

        first, second, third = times_of(discord.standing("prompt"))
        assert first == FIRST_SLOT
        assert second == FIRST_SLOT + 31 * DAY
        assert third == FIRST_SLOT + 32 * DAY
        assert set(discord.times_sent().values()) == {1}


class TestTroubleInside:
    """The database fails, or we have a bug."""

    async def test_the_database_fails_at_any_time(self, database, discord, clock):
        """Failing now and then, the database delays a discussion and loses nothing."""
        trouble = [None, None, DatabaseFailed(reason="locked")]
        flaky = FlakyDatabase(database)
        bot = RunningBot(flaky, ReadingWorker(), discord, clock)
        await bot.start()
        await bot.begin(make_article(kinds=((YES_NO, WH), (YES_NO,))))

        for _ in range(12):
            due_at = await bot.rest()
            if due_at is None:
                break
            flaky.errors = trouble * 8
            bot.clock.jump_to(due_at)
            async with asyncio.timeout(PATIENCE_SECONDS):
                await bot.dispatch._at_rest.wait()
            flaky.errors = []
        state = (await bot.discussion()).state
        await bot.end()

        assert state is DiscussionState.FINISHED
        assert set(discord.times_sent().values()) == {1}

    async def test_an_outage_of_the_database_is_told_once(self, database, discord, clock):
        """The log gets a line when it begins, saying what to do, and one when it is over."""
        flaky = FlakyDatabase(database)
        bot = RunningBot(flaky, ReadingWorker(), discord, clock)
        await bot.start()
        await bot.begin()
        due_at = await bot.rest()
        with capture_logs() as entries:
            flaky.errors = [DatabaseFailed(reason="locked")] * 12
            bot.clock.jump_to(due_at)
            bot.dispatch.ring()
            async with asyncio.timeout(PATIENCE_SECONDS):
                while flaky.errors:
                    await asyncio.sleep(0.001)
                    assert bot.dispatch.failing_since is not None or len(flaky.errors) == 12
            await bot.rest()
        await bot.end()

        told = [entry for entry in entries if "due" in entry["event"]]
        assert [entry["log_level"] for entry in told] == ["error", "info"]
        assert "see that its disk has room" in told[0]["event"]
        assert bot.dispatch.failing_since is None

    async def test_a_bug_in_one_section(self, bot, discord):
        """A section that stumbles over a bug of ours is taken up again, and the others go on."""
        await bot.begin(make_article("First", kinds=((YES_NO,),)))
        await bot.begin(make_article("Second", kinds=((YES_NO,),)))
        discord.refuse("prompt 1", ZeroDivisionError(), times=2)
        await bot.play(until=FIRST_SLOT)

        assert len(discord.standing("prompt")) == 2

    async def test_nobody_rings_twice(self, bot, discord):
        """However often it is rung, dispatch sends nothing twice."""
        await bot.begin()
        bot.clock.jump_to(FIRST_SLOT)
        for _ in range(50):
            bot.dispatch.ring()
            await asyncio.sleep(0)
        await bot.play()

        assert set(discord.times_sent().values()) == {1}

    def test_is_an_alarms_listener(self, bot):
        """Dispatch hears the alarm it was given."""
        assert isinstance(bot.dispatch, Dispatch)
        assert bot.alarm._listeners == [bot.dispatch.ring]
