"""Pausing, resuming and stopping: what halts, what goes on, and what has ended."""

import pytest

from bot.domain.article import QuestionKind
from bot.domain.ballot import PollState
from bot.domain.discussion import DiscussionState, PauseReason
from bot.domain.post import PostState
from bot.errors import IllegalMove, MissingPermission
from tests.builders import CHANNEL, DAY, FIRST_SLOT, GUILD, ORGANIZER, make_article
from tests.fakes import access_lost, temporary
from tests.services.running import ask_for

YES_NO = QuestionKind.YES_NO
THREE = ((YES_NO,), (YES_NO,), (YES_NO,))


class TestPausing:
    """Pause and resume."""

    async def test_halts_and_goes_on(self, bot, discord):
        """Paused, nothing is posted; resumed, the series goes on from the next slot."""
        await bot.begin(make_article(kinds=THREE))
        await bot.play(until=FIRST_SLOT)

        paused = await bot.control.pause(GUILD, "1", by=ORGANIZER)
        await bot.play(until=FIRST_SLOT + 3 * DAY)
        in_pause = len(discord.standing("prompt"))
        resumed = await bot.control.resume(GUILD, "1", by=ORGANIZER)
        await bot.play()

        assert paused.discussion.pause_reason is PauseReason.ORGANIZER
        assert paused.upcoming() == []
        assert in_pause == 1
        assert resumed.discussion.pause_reason is None
        assert resumed.next_post.due_at == FIRST_SLOT + 4 * DAY
        assert [prompt.at for prompt in discord.standing("prompt")] == [
            FIRST_SLOT,
            FIRST_SLOT + 4 * DAY,
            FIRST_SLOT + 5 * DAY,
        ]

    async def test_polls_go_on(self, bot, discord):
        """A pause stops posts, not polls: votes count and polls close in their time."""
        await bot.begin(make_article(kinds=THREE))
        await bot.play(until=FIRST_SLOT)
        await bot.control.pause(GUILD, "1", by=ORGANIZER)
        poll = (await bot.polls())[0]

        discord.react(501, poll.message_id, "✅")
        await bot.play()

        assert await bot.held(poll) == {(501, 0, True)}
        assert [one.state for one in await bot.polls()] == [
            PollState.CLOSED,
            PollState.PLANNED,
            PollState.PLANNED,
        ]
        assert len(discord.standing("results")) == 1

    async def test_what_is_being_tried(self, bot, discord):
        """A section that was refused and waits for another try is not sent during a pause."""
        await bot.begin(make_article(kinds=THREE))
        discord.refuse("prompt", temporary(), times=1)
        bot.clock.jump_to(FIRST_SLOT)
        await bot.rest()

        await bot.control.pause(GUILD, "1", by=ORGANIZER)
        await bot.play()
        in_pause = discord.standing("prompt")
        await bot.control.resume(GUILD, "1", by=ORGANIZER)
        await bot.play()

        assert in_pause == []
        assert [prompt.body.number for prompt in discord.standing("prompt")] == [1, 2, 3]
        assert (await bot.discussion()).state is DiscussionState.FINISHED

    async def test_the_last_poll_closes_in_a_pause(self, bot):
        """A paused discussion with nothing more to post ends when its last poll closes."""
        await bot.begin(make_article(kinds=((YES_NO,),)))
        await bot.play(until=FIRST_SLOT)
        await bot.control.pause(GUILD, "1", by=ORGANIZER)
        await bot.play()

        assert (await bot.discussion()).state is DiscussionState.FINISHED

    async def test_resume_without_permission(self, bot, discord):
        """Where it could not go on anyway, a discussion is not resumed."""
        await bot.begin()
        await bot.control.pause(GUILD, "1", by=ORGANIZER)
        discord.lacking[CHANNEL] = ("Send Messages",)

        with pytest.raises(MissingPermission):
            await bot.control.resume(GUILD, "1", by=ORGANIZER)

        assert (await bot.discussion()).state is DiscussionState.PAUSED

    async def test_failed_for_good_then_skipped(self, bot, discord):
        """A failed section of a discussion that is stopped is never sent."""
        await bot.begin(make_article(kinds=THREE))
        discord.refuse("prompt", access_lost())
        await bot.play()
        discord.allow_all()

        await bot.control.stop(GUILD, "1", close_polls=False, by=ORGANIZER)
        await bot.play()

        assert discord.standing("prompt") == []
        assert {post.state for post in await bot.posts()} == {PostState.SKIPPED}


class TestStopping:
    """The end by an organizer's hand."""

    async def test_polls_go_on(self, bot, discord):
        """Stopped without closing polls, nothing more is posted and polls close in their time."""
        await bot.begin(make_article(kinds=THREE))
        await bot.play(until=FIRST_SLOT)

        stopped = await bot.control.stop(GUILD, "1", close_polls=False, by=ORGANIZER)
        open_at_first = stopped.open_polls
        await bot.play()

        assert open_at_first == 1
        (poll, *_) = await bot.polls()
        assert (poll.state, poll.closed_at) == (PollState.CLOSED, FIRST_SLOT + 7 * DAY)
        assert len(discord.standing("prompt")) == len(discord.standing("results")) == 1
        assert (await bot.discussion()).state is DiscussionState.STOPPED

    async def test_polls_close_now(self, bot, discord):
        """Stopped with closing polls, results are shown at once."""
        await bot.begin(make_article(kinds=THREE))
        await bot.play(until=FIRST_SLOT + DAY)
        discord.react(501, (await bot.polls())[1].message_id, "✅")

        await bot.control.stop(GUILD, "1", close_polls=True, by=ORGANIZER)
        await bot.rest()

        assert {poll.state for poll in await bot.polls()} == {
            PollState.CLOSED,
            PollState.WITHDRAWN,
        }
        assert [message.result.turnout for message in discord.standing("poll")] == [0, 1]
        assert len(discord.standing("results")) == 2
        assert await bot.rest() is None

    async def test_what_is_being_tried(self, bot, discord):
        """A section that was refused and waits for another try is not sent after the end."""
        await bot.begin(make_article(kinds=THREE))
        discord.refuse("prompt", temporary(), times=1)
        bot.clock.jump_to(FIRST_SLOT)
        await bot.rest()

        await bot.control.stop(GUILD, "1", close_polls=True, by=ORGANIZER)
        await bot.play()

        assert discord.standing("prompt") == []

    async def test_half_made(self, bot, discord):
        """A section whose polls are not all out when it ends puts no further ones."""
        await bot.begin(make_article(kinds=((YES_NO, YES_NO), (YES_NO,))))
        discord.refuse("poll 2", temporary(), times=1)
        bot.clock.jump_to(FIRST_SLOT)
        await bot.rest()

        await bot.control.stop(GUILD, "1", close_polls=True, by=ORGANIZER)
        await bot.play()

        assert [message.reference for message in discord.standing("poll")] == [("poll", 1)]
        assert (await bot.polls())[0].state is PollState.CLOSED

    async def test_from_a_pause(self, bot):
        """A paused discussion can be stopped."""
        await bot.begin()
        await bot.control.pause(GUILD, "1", by=ORGANIZER)

        stopped = await bot.control.stop(GUILD, "1", close_polls=False, by=ORGANIZER)

        assert stopped.discussion.state is DiscussionState.STOPPED

    async def test_what_has_ended_stays_ended(self, bot):
        """A discussion that has ended can be neither paused, resumed nor stopped."""
        await bot.begin()
        await bot.control.stop(GUILD, "1", close_polls=True, by=ORGANIZER)

        with pytest.raises(IllegalMove):
            await bot.control.pause(GUILD, "1", by=ORGANIZER)
        with pytest.raises(IllegalMove):
            await bot.control.resume(GUILD, "1", by=ORGANIZER)
        with pytest.raises(IllegalMove):
            await bot.control.stop(GUILD, "1", close_polls=True, by=ORGANIZER)

    async def test_once_more(self, bot, discord):
        """After it has ended, the same article can be discussed in the channel again."""
        await bot.begin(make_article(kinds=((YES_NO,),)))
        await bot.play()

        await bot.ask(GUILD, ask_for("On reading"))
        await bot.play()

        assert len(discord.standing("prompt")) == 2
        assert set(discord.times_sent().values()) == {1}
