"""Moderation: what follows when something of ours, or we ourselves, are taken away."""

import asyncio

import pytest

from bot.domain.article import Article, QuestionKind
from bot.domain.ballot import PollState
from bot.domain.discussion import DiscussionState, PauseReason
from bot.domain.post import PostState
from bot.errors import ChannelUnseen
from bot.storage import guilds
from bot.storage.instants import Instant
from tests.builders import (
    CHANNEL,
    DAY,
    FIRST_SLOT,
    GUILD,
    NOW,
    ORGANIZER,
    OTHER_CHANNEL,
    OTHER_GUILD,
    make_article,
    make_section,
)
from tests.fakes import access_lost, temporary
from tests.patience import PATIENCE_SECONDS

YES_NO, WH = QuestionKind.YES_NO, QuestionKind.WH


async def states(bot, guild_id=GUILD):
    """Give the states of a server's polls."""
    return [poll.state for poll in await bot.polls(guild_id)]


@pytest.fixture
async def posted(bot):
    """Have the first of two sections posted, with a poll in the channel and one in the thread."""
    await bot.begin(make_article(kinds=((YES_NO, WH), (YES_NO,))))
    await bot.play(until=FIRST_SLOT)


async def delete(bot, discord, *messages):
    """Delete messages, and have the gateway tell of it."""
    for message in messages:
        discord.lose_message(message.message_id)
    await bot.moderation.messages_deleted(GUILD, {message.message_id for message in messages})


@pytest.mark.usefixtures("posted")
class TestMessages:
    """Deleted messages."""

    async def test_a_poll(self, bot, discord):
        """A poll whose message is deleted is withdrawn; the discussion goes on."""
        await delete(bot, discord, discord.standing("poll")[0])
        await bot.play()

        assert await states(bot) == [PollState.WITHDRAWN, PollState.CLOSED, PollState.CLOSED]
        assert (await bot.discussion()).state is DiscussionState.FINISHED
        report = await bot.reporting.tally_discussion(GUILD, 1)
        assert [counted.poll.poll_id for counted in report.polls] == [2, 3]

    async def test_votes_on_a_withdrawn_poll(self, bot, discord):
        """A withdrawn poll takes no votes any more."""
        (poll, _, _) = await bot.polls()
        message = discord.messages[poll.message_id]
        await bot.moderation.messages_deleted(GUILD, {message.message_id})

        discord.react(501, message.message_id, "✅")

        assert await bot.held(poll) == set()

    async def test_a_prompt(self, bot, discord):
        """A deleted prompt takes its polls along and pauses the discussion."""
        await delete(bot, discord, *discord.standing("prompt"))
        await bot.play()

        discussion = await bot.discussion()
        assert discussion.state is DiscussionState.PAUSED
        assert discussion.pause_reason is PauseReason.PROMPT_DELETED
        assert (await bot.posts())[0].state is PostState.WITHDRAWN
        assert await states(bot) == [
            PollState.WITHDRAWN,
            PollState.WITHDRAWN,
            PollState.PLANNED,
        ]
        assert discord.messages == {}

    async def test_a_prompt_and_then_on(self, bot, discord):
        """After a withdrawn section the next one follows when the discussion is resumed."""
        await delete(bot, discord, *discord.standing("prompt"))
        await bot.control.resume(GUILD, "1", by=ORGANIZER)
        await bot.play()

        assert [prompt.body.number for prompt in discord.standing("prompt")] == [2]
        assert (await bot.discussion()).state is DiscussionState.FINISHED
        assert set(discord.times_sent().values()) == {1}

    async def test_everything_at_once(self, bot, discord):
        """A bulk deletion of prompt and polls is the same as that of the prompt."""
        await delete(bot, discord, *list(discord.messages.values()))
        await bot.moderation.messages_deleted(GUILD, {1, 2, 3})

        assert (await bot.discussion()).pause_reason is PauseReason.PROMPT_DELETED
        assert (await bot.posts())[0].state is PostState.WITHDRAWN

    async def test_told_twice(self, bot, discord):
        """Told twice of the same deletion, nothing more happens."""
        (prompt,) = discord.standing("prompt")
        await delete(bot, discord, prompt)
        await bot.control.resume(GUILD, "1", by=ORGANIZER)

        await bot.moderation.messages_deleted(GUILD, {prompt.message_id})

        assert (await bot.discussion()).state is DiscussionState.RUNNING

    async def test_another_servers_word(self, bot, discord):
        """What another server tells of our messages is not believed."""
        everything = set(discord.messages)

        await bot.moderation.messages_deleted(OTHER_GUILD, everything)
        await bot.moderation.channel_deleted(OTHER_GUILD, CHANNEL)

        assert await states(bot) == [PollState.OPEN, PollState.OPEN, PollState.PLANNED]
        assert (await bot.discussion()).state is DiscussionState.RUNNING

    async def test_somebody_elses(self, bot):
        """Deleted messages that are none of ours are no matter."""
        await bot.moderation.messages_deleted(GUILD, {4, 5, 6})
        await bot.moderation.messages_deleted(GUILD, set())

        assert (await bot.discussion()).state is DiscussionState.RUNNING

    @pytest.mark.parametrize(("refusal", "left"), [(temporary(), 0), (access_lost(), 1)])
    async def test_polls_that_cannot_be_deleted(self, bot, discord, refusal, left):
        """A poll's message that must not be deleted keeps no other standing; else it is retried."""
        prompt, yes_no = discord.standing("prompt")[0], discord.standing("poll")[0]
        discord.refuse(f"delete {yes_no.message_id}", refusal, times=1)

        await delete(bot, discord, prompt)
        await bot.play()

        assert len(discord.messages) == left
        assert (await bot.discussion()).state is DiscussionState.PAUSED
        assert (await bot.posts())[0].taken_down_at is not None

    async def test_a_result_is_deleted(self, bot, discord):
        """A deleted result message is not sent again."""
        await bot.play()
        results = discord.standing("results")
        await delete(bot, discord, *results)
        await bot.play()

        assert discord.standing("results") == []
        assert (await bot.discussion()).state is DiscussionState.FINISHED


async def test_a_part_of_a_prompt(bot, discord):
    """Where one part of a long prompt is deleted, the others go too."""
    paragraphs = ["word " * 700 for _ in range(3)]
    await bot.begin(
        Article(title="Long", sections=(make_section("One", *paragraphs),)), prompts_only=True
    )
    await bot.play(until=FIRST_SLOT)
    parts = discord.standing("prompt")
    assert len(parts) > 1

    await delete(bot, discord, parts[1])
    await bot.rest()

    assert discord.messages == {}


class TestAmidTheWalk:
    """A moderator is quicker than the bot."""

    @pytest.mark.parametrize(
        ("at", "after"), [(number, after) for number in range(2, 6) for after in (False, True)]
    )
    async def test_the_prompt_is_deleted(self, bot, discord, at, after):
        """A prompt deleted while its thread, polls or seeds are made takes all of them along."""
        await bot.begin(make_article(kinds=((YES_NO, YES_NO), (YES_NO,))))
        lingering = _Lingering(discord, at, after=after)
        bot.clock.jump_to(FIRST_SLOT)
        await lingering.reached()

        await delete(bot, discord, *discord.standing("prompt"))
        lingering.go_on()
        await bot.play()

        assert discord.standing("poll") == []
        assert (await bot.posts())[0].state is PostState.WITHDRAWN
        assert (await states(bot))[:2] == [PollState.WITHDRAWN] * 2
        assert (await bot.discussion()).pause_reason is PauseReason.PROMPT_DELETED

    async def test_stopped(self, bot, discord):
        """A discussion stopped while a section is being made puts no further poll."""
        await bot.begin(make_article(kinds=((YES_NO, YES_NO), (YES_NO,))))
        lingering = _Lingering(discord, 1, after=True)
        bot.clock.jump_to(FIRST_SLOT)
        await lingering.reached()

        await bot.control.stop(GUILD, "1", close_polls=True, by=ORGANIZER)
        lingering.go_on()
        await bot.play()

        assert len(discord.standing("prompt")) == 1
        assert discord.standing("poll") == []
        assert (await bot.discussion()).state is DiscussionState.STOPPED

    async def test_closing_asked_for_while_seeding(self, bot, discord):
        """Polls that are told to close while the section is still being made close soon."""
        await bot.begin(make_article(kinds=((YES_NO,),)))
        lingering = _Lingering(discord, 6, after=True)
        bot.clock.jump_to(FIRST_SLOT)
        await lingering.reached()

        await bot.control.stop(GUILD, "1", close_polls=True, by=ORGANIZER)
        lingering.go_on()
        await bot.rest()

        assert await states(bot) == [PollState.CLOSED]

    async def test_reactions_cleared_while_seeding(self, bot, discord):
        """Seeds cleared while others are being put are put again."""
        await bot.begin(make_article(kinds=((YES_NO,),)))
        lingering = _Lingering(discord, 5, after=True)
        bot.clock.jump_to(FIRST_SLOT)
        await lingering.reached()
        (message,) = discord.standing("poll")

        poll_id = discord.clear(message.message_id)
        await bot.moderation.reactions_cleared(GUILD, poll_id)
        lingering.go_on()
        await bot.rest()

        assert set(discord.seeds(message)) == {"✅", "❌", "❔"}


class _Lingering:
    """Holds the answer to the n-th request back until told to go on."""

    def __init__(self, discord, number, *, after):
        self._reached, self._going_on = asyncio.Event(), asyncio.Event()
        discord.refuse_at(number, None, after=after)
        discord._strike = self._wait

    async def _wait(self, _fault):
        self._reached.set()
        await self._going_on.wait()

    async def reached(self):
        """Wait until the request is under way."""
        async with asyncio.timeout(PATIENCE_SECONDS):
            await self._reached.wait()

    def go_on(self):
        """Let the request be answered."""
        self._going_on.set()


@pytest.mark.usefixtures("posted")
class TestReactionsCleared:
    """A moderator clears a poll's reactions."""

    async def test_seeds_come_back(self, bot, discord):
        """The bot's marks are put again; the votes are gone."""
        (poll, _, _) = await bot.polls()
        discord.react(501, poll.message_id, "✅")

        poll_id = discord.clear(poll.message_id)
        await bot.moderation.reactions_cleared(GUILD, poll_id)
        await bot.rest()

        assert discord.seeds(discord.messages[poll.message_id]) == ["✅", "❌", "❔"]
        assert await bot.held(poll) == set()

    async def test_one_emoji(self, bot, discord):
        """Also where only one emoji was cleared."""
        (poll, _, _) = await bot.polls()

        poll_id = discord.clear(poll.message_id, "✅")
        await bot.moderation.reactions_cleared(GUILD, poll_id)
        await bot.rest()

        assert set(discord.seeds(discord.messages[poll.message_id])) == {"✅", "❌", "❔"}

    async def test_on_a_closed_poll(self, bot, discord):
        """A closed poll gets no new marks."""
        await bot.play()
        (poll, _, _) = await bot.polls()
        discord.messages[poll.message_id].reactions.clear()

        await bot.moderation.reactions_cleared(GUILD, poll.poll_id)
        await bot.rest()

        assert discord.seeds(discord.messages[poll.message_id]) == []


@pytest.mark.usefixtures("posted")
class TestChannels:
    """Deleted channels and threads."""

    async def test_the_channel(self, bot, discord):
        """A deleted channel pauses its discussions and withdraws its polls."""
        discord.lose_channel(CHANNEL)
        await bot.moderation.channel_deleted(GUILD, CHANNEL)
        await bot.play()

        discussion = await bot.discussion()
        assert discussion.state is DiscussionState.PAUSED
        assert discussion.pause_reason is PauseReason.CHANNEL_GONE
        # Those in its thread too: Discord does not tell of each.
        assert set((await states(bot))[:2]) == {PollState.WITHDRAWN}
        with pytest.raises(ChannelUnseen):
            await bot.control.resume(GUILD, "1", by=ORGANIZER)

    async def test_the_thread(self, bot, discord):
        """A deleted thread takes the polls in it; the discussion goes on."""
        (thread_id,) = discord.threads
        discord.lose_channel(thread_id)
        await bot.moderation.channel_deleted(GUILD, thread_id)
        await bot.play()

        assert await states(bot) == [PollState.CLOSED, PollState.WITHDRAWN, PollState.CLOSED]
        assert (await bot.discussion()).state is DiscussionState.FINISHED

    async def test_another_channel(self, bot):
        """A channel without a discussion is no matter."""
        await bot.moderation.channel_deleted(GUILD, CHANNEL + 5)

        assert (await bot.discussion()).state is DiscussionState.RUNNING

    async def test_unnoticed(self, bot, discord):
        """A channel deleted while nobody listened is noticed when it is next needed."""
        discord.lose_channel(CHANNEL)
        await bot.play()

        assert (await bot.discussion()).pause_reason is PauseReason.CHANNEL_GONE


@pytest.mark.usefixtures("posted")
class TestServers:
    """The bot is removed from a server, and comes back."""

    async def test_left_and_rejoined(self, bot, discord):
        """Removed, it pauses that server's discussions; back and resumed, they go on."""
        await bot.begin(guild_id=OTHER_GUILD, channel_id=OTHER_CHANNEL)
        for step in ("prompt", "counts", "find"):
            discord.refuse(step, access_lost(), times=1)
        await bot.moderation.guild_left(GUILD)
        left = await bot.discussion()
        noted = await self.left_at(bot)
        bot.clock.advance(DAY)
        discord.allow_all()

        await bot.moderation.guild_joined(GUILD)
        back = await self.left_at(bot)
        still = await bot.discussion()
        await bot.control.resume(GUILD, "1", by=ORGANIZER)
        await bot.play()

        assert (left.state, left.pause_reason) == (
            DiscussionState.PAUSED,
            PauseReason.SERVER_LEFT,
        )
        assert still.state is DiscussionState.PAUSED
        assert (noted, back) == (Instant().process_bind_param(FIRST_SLOT, None), None)
        assert (await bot.discussion()).state is DiscussionState.FINISHED
        assert (await bot.discussion(2, OTHER_GUILD)).state is DiscussionState.FINISHED

    async def left_at(self, bot):
        """Give when the bot left the server, as the row has it."""
        async with bot.database.read() as unit:
            row = await unit.exec_driver_sql(
                "SELECT left_at FROM guilds WHERE guild_id = ?", (GUILD,)
            )
            return row.scalar_one_or_none()

    async def test_the_organizer_role_stays(self, bot):
        """A server that the bot left and rejoined has kept its settings."""
        async with bot.database.write() as unit:
            await guilds.set_organizer_role(unit, guild_id=GUILD, role_id=7)

        await bot.moderation.guild_left(GUILD)
        await bot.moderation.guild_joined(GUILD)

        async with bot.database.read() as unit:
            assert await guilds.get_organizer_role(unit, guild_id=GUILD) == 7
        assert bot.clock.now() > NOW
