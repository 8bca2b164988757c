"""Requests that Discord refuses: for now, and until somebody has changed something."""

import asyncio
from datetime import timedelta

import pytest

from bot.domain.article import QuestionKind
from bot.domain.ballot import PollState
from bot.domain.discussion import DiscussionState, PauseReason
from bot.domain.post import PostState
from bot.domain.walk import Phase
from bot.errors import Permanent, TargetGone
from bot.services.walks import Waiting
from tests.builders import CHANNEL, DAY, FIRST_SLOT, GUILD, ORGANIZER, make_article
from tests.fakes import access_lost, temporary
from tests.patience import PATIENCE_SECONDS

YES_NO, WH, EITHER_OR = QuestionKind.YES_NO, QuestionKind.WH, QuestionKind.EITHER_OR
THREE = ((YES_NO,), (WH,), (EITHER_OR, YES_NO))


class TestRefusedForNow:
    """Discord asks to come again."""

    async def test_pauses_grow(self, bot, discord):
        """Tries are repeated after longer and longer pauses, and then succeed."""
        await bot.begin(make_article(kinds=((YES_NO,),)))
        tried = []
        discord.refuse("prompt", temporary(), times=4)
        while not discord.standing("prompt"):
            due_at = await bot.rest()
            tried.append(due_at)
            bot.clock.jump_to(due_at)
            await bot.rest()

        seconds = [(at - FIRST_SLOT).total_seconds() for at in tried]
        assert seconds == [0, 15, 45, 105, 225]
        assert (await bot.discussion()).state is DiscussionState.RUNNING

    async def test_a_pause_is_kept_whoever_has_it_walk(self, bot, discord):
        """A look at the rows may be older than the refusal: its section is not tried at once."""
        await bot.begin(make_article(kinds=((YES_NO,),)))
        discord.refuse("prompt", temporary(), times=1)
        bot.clock.jump_to(FIRST_SLOT)
        await bot.rest()
        (post,) = await bot.posts()

        stale = Waiting(GUILD, post.discussion_id, post.post_id, fresh=False)
        bot.dispatch.walks.add(stale, Phase.SECTION)
        while bot.dispatch.walks:
            await asyncio.sleep(0)

        assert discord.standing("prompt") == []
        assert (await bot.posts())[0].attempts == 1

    async def test_stopped_while_it_is_tried(self, bot, discord):
        """What is under way when its discussion is stopped, and is refused, is not tried again."""
        await bot.begin(make_article(kinds=((YES_NO,),)))
        discord.refuse("prompt", temporary(), times=1)

        async def stop_first(prompt, *, since):
            discord.send_prompt = send_prompt
            await bot.control.stop(GUILD, "1", close_polls=True, by=ORGANIZER)
            return await send_prompt(prompt, since=since)

        send_prompt, discord.send_prompt = discord.send_prompt, stop_first
        await bot.play()

        assert discord.standing("prompt") == []
        assert {post.state for post in await bot.posts()} == {PostState.SKIPPED}

    async def test_given_up(self, bot, discord):
        """After ten tries the discussion pauses, not delivered; resumed, it goes on."""
        await bot.begin(make_article(kinds=((YES_NO,), (YES_NO,))))
        discord.refuse("prompt", temporary())
        await bot.play()
        paused = await bot.discussion()

        discord.allow_all()
        await bot.control.resume(GUILD, "1", by=ORGANIZER)
        await bot.play()

        assert paused.state is DiscussionState.PAUSED
        assert paused.pause_reason is PauseReason.NOT_DELIVERED
        assert (await bot.discussion()).state is DiscussionState.FINISHED
        assert set(discord.times_sent().values()) == {1}

    async def test_a_later_step(self, bot, discord):
        """Troubles of different steps are not added up once the section was at rest."""
        await bot.begin(make_article(kinds=((YES_NO,),)))
        discord.refuse("seed", temporary(), times=6)
        await bot.play(until=FIRST_SLOT + DAY)
        discord.refuse("counts", temporary(), times=6)
        await bot.play()

        assert (await bot.discussion()).state is DiscussionState.FINISHED

    async def test_order_is_kept(self, bot, discord):
        """A section waits while the one before it is still being tried."""
        await bot.begin(make_article(kinds=THREE), times="9:00, 9:01")
        discord.refuse("prompt 1", temporary(), times=4)
        await bot.play()

        prompts = discord.standing("prompt")
        assert [prompt.body.number for prompt in prompts] == [1, 2, 3]
        assert prompts[1].at == prompts[0].at > FIRST_SLOT + timedelta(minutes=1)

    async def test_votes_between_sending_and_knowing(self, bot, discord):
        """Votes cast on a poll whose sending was thought to have failed are not lost."""
        await bot.begin(make_article(kinds=((YES_NO,),)))
        discord.refuse("poll", temporary(), times=1, after=True)
        bot.clock.jump_to(FIRST_SLOT)
        await bot.rest()
        (message,) = discord.standing("poll")
        discord.react(501, message.message_id, "✅")
        await bot.play(until=FIRST_SLOT + timedelta(minutes=1))

        (poll,) = await bot.polls()
        assert await bot.held(poll) == {(501, 0, False)}
        assert set(discord.times_sent().values()) == {1}

    async def test_votes_while_the_answer_is_awaited(self, bot, discord):
        """A vote heard before the answer to the poll's sending counts as any other."""
        await bot.begin(make_article(kinds=((YES_NO,),)))
        clicking = asyncio.create_task(_click_at_once(discord))
        await bot.play(until=FIRST_SLOT)
        await clicking

        (poll,) = await bot.polls()
        assert await bot.held(poll) == {(501, 0, True)}


async def _click_at_once(discord):
    async with asyncio.timeout(PATIENCE_SECONDS):
        while not discord.standing("poll"):
            await asyncio.sleep(0)
    discord.react(501, discord.standing("poll")[0].message_id, "✅")


class TestRefusedForGood:
    """Discord says that somebody must change something first."""

    @pytest.mark.parametrize("step", ["prompt", "poll", "seed", "counts", "result "])
    async def test_permission_lost(self, bot, discord, step):
        """Without a permission the discussion pauses; resumed it goes on where it stopped."""
        await bot.begin(make_article(kinds=((YES_NO,), (YES_NO,))))
        discord.refuse(step, access_lost())
        await bot.play()
        paused = await bot.discussion()
        requests = len(discord.requests)
        await bot.play()
        assert len(discord.requests) == requests

        discord.allow_all()
        await bot.control.resume(GUILD, "1", by=ORGANIZER)
        await bot.play()

        assert paused.state is DiscussionState.PAUSED
        assert paused.pause_reason is PauseReason.PERMISSION
        assert (await bot.discussion()).state is DiscussionState.FINISHED
        assert [prompt.body.number for prompt in discord.standing("prompt")] == [1, 2]
        assert len(discord.standing("results")) == 2
        assert all(message.result for message in discord.standing("poll"))
        assert set(discord.times_sent().values()) == {1}

    @pytest.mark.parametrize("refusal", [access_lost(), temporary()])
    async def test_polls_close_without_their_seeds(self, bot, discord, refusal):
        """Polls whose seeds are never put close at the instant they name, with their results."""
        await bot.begin(make_article(kinds=((YES_NO, WH), (YES_NO,))))
        discord.refuse("seed", refusal)
        await bot.play(until=FIRST_SLOT)
        discord.react(501, discord.standing("poll")[0].message_id, "✅")
        await bot.play()

        paused, polls = await bot.discussion(), await bot.polls()
        assert paused.state is DiscussionState.PAUSED
        assert [poll.state for poll in polls] == [PollState.CLOSED] * 2 + [PollState.PLANNED]
        assert all(poll.closed_at == poll.closes_at for poll in polls[:2])
        assert await bot.held(polls[0]) == {(501, 0, True)}
        assert all(message.result for message in discord.standing("poll"))

        discord.allow_all()
        await bot.control.resume(GUILD, "1", by=ORGANIZER)
        await bot.play()
        assert (await bot.discussion()).state is DiscussionState.FINISHED
        assert set(discord.times_sent().values()) == {1}

    @pytest.mark.parametrize(
        ("refusal", "reason"),
        [
            (access_lost(), PauseReason.PERMISSION),
            (TargetGone(reason="404 10003"), PauseReason.CHANNEL_GONE),
            (Permanent(reason="400 50035"), PauseReason.NOT_DELIVERED),
        ],
    )
    async def test_the_reason_is_told(self, bot, discord, refusal, reason):
        """The pause bears the reason that an organizer can do something about."""
        await bot.begin()
        discord.refuse("prompt", refusal)
        await bot.play()

        assert (await bot.discussion()).pause_reason is reason
        assert (await bot.posts())[0].state is PostState.FAILED

    @pytest.mark.parametrize("refusal", [access_lost(), Permanent(reason="400 160006")])
    async def test_no_thread(self, bot, discord, refusal):
        """Where no thread may be opened the polls stand in the channel, and the results too."""
        await bot.begin(make_article(kinds=((YES_NO, WH),)))
        discord.refuse("thread", refusal)
        await bot.play()

        assert discord.threads == {}
        assert {message.channel_id for message in discord.messages.values()} == {CHANNEL}
        assert len(discord.standing("poll")) == 2
        assert len(discord.standing("results")) == 1
        assert (await bot.discussion()).state is DiscussionState.FINISHED

    @pytest.mark.parametrize("gone", [True, False])
    async def test_the_thread_takes_no_poll(self, bot, discord, gone):
        """A poll that its thread does not take, gone or not allowed, stands in the channel."""
        await bot.begin(make_article(kinds=((WH,),)))
        refusal = TargetGone(reason="404 10003") if gone else access_lost()
        discord.refuse("poll", refusal, times=1)
        await bot.play(until=FIRST_SLOT)

        (poll,) = discord.standing("poll")
        assert poll.channel_id == CHANNEL
        assert (await bot.discussion()).state is DiscussionState.RUNNING

    async def test_no_thread_and_no_channel(self, bot, discord):
        """Where neither thread nor channel takes a poll the discussion pauses, and is quiet."""
        await bot.begin(make_article(kinds=((WH,),)))
        discord.refuse("thread", access_lost())
        discord.refuse("poll", TargetGone(reason="404 10003"))
        await bot.play()

        assert (await bot.discussion()).pause_reason is PauseReason.CHANNEL_GONE
        assert len([name for name in discord.requests if name.startswith("poll")]) == 1

    async def test_a_locked_thread(self, bot, discord):
        """A thread that takes no result any more does not stop the series."""
        await bot.begin(make_article(kinds=((WH,), (YES_NO,))))
        discord.refuse("result 1", access_lost())
        discord.refuse("results 1", access_lost())
        await bot.play()

        assert (await bot.discussion()).state is DiscussionState.FINISHED
        assert [message.reference for message in discord.standing("results")] == [("results", 2)]

    async def test_the_thread_is_deleted_before_the_results(self, bot, discord):
        """Where the thread is gone the results go into the channel, and the discussion ends."""
        await bot.begin(make_article(kinds=((YES_NO,),)))
        await bot.play(until=FIRST_SLOT)
        (thread_id,) = discord.threads
        discord.lose_channel(thread_id)
        await bot.play()

        (results,) = discord.standing("results")
        assert results.channel_id == discord.standing("prompt")[0].channel_id
        assert discord.standing("poll")[0].result is not None
        assert (await bot.discussion()).state is DiscussionState.FINISHED

    async def test_a_stopped_discussion_closes_its_polls_when_it_may(self, bot, discord):
        """A closing that is refused after a stop is tried again until Discord allows it."""
        discussion_id = await bot.begin(make_article(kinds=((YES_NO,),)))
        await bot.play(until=FIRST_SLOT)
        await bot.control.stop(GUILD, str(discussion_id), close_polls=False, by=ORGANIZER)
        discord.refuse("counts", access_lost(), times=3)
        await bot.play()

        assert [poll.state for poll in await bot.polls()] == [PollState.CLOSED]
        assert discord.standing("poll")[0].result is not None

    @pytest.mark.parametrize("when", ["before seeding", "before closing"])
    async def test_the_poll_is_deleted(self, bot, discord, when):
        """A poll whose message is gone is withdrawn; the rest of the section goes on."""
        await bot.begin(make_article(kinds=((YES_NO, YES_NO),)))
        if when == "before seeding":
            discord.refuse("seed 1", temporary(), times=1)
            bot.clock.jump_to(FIRST_SLOT)
            await bot.rest()
        else:
            await bot.play(until=FIRST_SLOT)
        discord.lose_message(discord.standing("poll")[0].message_id)
        await bot.play()

        assert [poll.state for poll in await bot.polls()] == [
            PollState.WITHDRAWN,
            PollState.CLOSED,
        ]
        (results,) = discord.standing("results")
        assert [counted.poll.poll_id for counted in results.body] == [2]
        assert (await bot.discussion()).state is DiscussionState.FINISHED

    async def test_the_prompt_is_deleted_before_its_thread(self, bot, discord):
        """A prompt that was deleted unnoticed counts as withdrawn; the others can go on."""
        await bot.begin(make_article(kinds=((YES_NO,), (YES_NO,))))
        discord.refuse("thread", temporary(), times=1)
        bot.clock.jump_to(FIRST_SLOT)
        await bot.rest()
        discord.lose_message(discord.standing("prompt")[0].message_id)
        await bot.play()
        paused = await bot.discussion()
        await bot.control.resume(GUILD, "1", by=ORGANIZER)
        await bot.play()

        assert paused.pause_reason is PauseReason.PROMPT_DELETED
        assert [post.state for post in await bot.posts()] == [
            PostState.WITHDRAWN,
            PostState.POSTED,
        ]
        assert (await bot.discussion()).state is DiscussionState.FINISHED
