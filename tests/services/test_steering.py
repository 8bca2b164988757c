"""Steering a series: sections skipped and taken in again, put in another order, posted at once."""

from datetime import timedelta

import pytest

from bot.domain.article import QuestionKind
from bot.domain.discussion import DiscussionState
from bot.domain.editing import Rename
from bot.errors import (
    MissingPermission,
    NoSuchSection,
    NothingToPost,
    SectionNotToCome,
    SectionStuck,
    SectionUnderWay,
)
from tests.builders import CHANNEL, DAY, FIRST_SLOT, GUILD, ORGANIZER, make_article
from tests.fakes import access_lost, temporary
from tests.services.four_sections import BY, FOUR, begin, numbers
from tests.services.running import running

YES_NO = QuestionKind.YES_NO
RUNNING, PAUSED = DiscussionState.RUNNING, DiscussionState.PAUSED
FINISHED = DiscussionState.FINISHED
HOUR = timedelta(hours=1)


class TestSkipping:
    """A section is left out, and taken in again."""

    async def test_the_next_one(self, bot, discord):
        """Those behind it move up into its slot; its polls are never put."""
        await begin(bot)

        progress, post = await bot.steering.skip(GUILD, "1", None, **BY)
        await bot.play()

        assert post.heading == "Part 2"
        assert [one.number for one in progress.posts] == [1, 0, 2, 3]
        assert [at for _, at in progress.upcoming()] == [FIRST_SLOT + DAY, FIRST_SLOT + 2 * DAY]
        assert numbers(discord) == ["1", "3", "4"]
        assert [prompt.body.number for prompt in discord.standing("prompt")] == [1, 2, 3]
        assert len(discord.standing("poll")) == 3

    async def test_a_later_one(self, bot, discord):
        """The one that comes next keeps its slot."""
        await begin(bot)

        progress, _ = await bot.steering.skip(GUILD, "1", "3", **BY)
        await bot.play()

        assert progress.next_post.due_at == FIRST_SLOT + DAY
        assert numbers(discord) == ["1", "2", "4"]

    async def test_the_line_on_the_section_before(self, bot, discord):
        """The prompt behind a skipped section opens with the one that was posted before."""
        await begin(bot)
        poll, *_ = await bot.polls()
        discord.react(501, poll.message_id, "✅")
        await bot.steering.skip(GUILD, "1", None, **BY)
        await bot.play(until=FIRST_SLOT + DAY)

        assert discord.standing("prompt")[1].body.standing.poll.poll_id == poll.poll_id

    async def test_all_that_is_left(self, bot):
        """With nothing more to come the discussion ends when its last poll closes."""
        await begin(bot)
        for _ in range(3):
            await bot.steering.skip(GUILD, "1", None, **BY)
        with pytest.raises(NothingToPost):
            await bot.steering.skip(GUILD, "1", None, **BY)
        still_on = (await bot.discussion()).state
        await bot.play()

        assert still_on is RUNNING
        assert (await bot.discussion()).state is FINISHED

    async def test_everything(self, bot, discord):
        """A discussion of which everything is skipped has finished."""
        await bot.begin(make_article(kinds=((YES_NO,), ())))
        await bot.steering.skip(GUILD, "1", "1", **BY)
        progress, _ = await bot.steering.skip(GUILD, "1", "1", **BY)
        await bot.play()

        assert progress.discussion.state is FINISHED
        assert discord.everything_sent == []

    async def test_one_that_could_not_be_posted(self, bot, discord):
        """A section that Discord refuses can be left out, so that the others come."""
        await bot.begin(make_article(kinds=FOUR))
        discord.refuse("prompt 1", access_lost())
        await bot.play()
        await bot.steering.skip(GUILD, "1", "1", **BY)

        await bot.control.resume(GUILD, "1", **BY)
        await bot.play()

        assert numbers(discord) == ["2", "3", "4"]

    @pytest.mark.parametrize("section", ["1", "#0"])
    async def test_one_that_is_out(self, bot, section):
        """What is posted stays."""
        await begin(bot)

        with pytest.raises(SectionNotToCome):
            await bot.steering.skip(GUILD, "1", section, **BY)

    async def test_taken_in_again(self, bot, discord):
        """In its place, with its polls."""
        await begin(bot)
        await bot.steering.skip(GUILD, "1", "3", **BY)
        progress, post = await bot.steering.take_in(GUILD, "1", "#2", **BY)
        await bot.play()

        assert (post.heading, post.number) == ("Part 3", 3)
        assert progress.next_post.due_at == FIRST_SLOT + DAY
        assert numbers(discord) == ["1", "2", "3", "4"]
        assert len(discord.standing("poll")) == 4

    async def test_taken_in_as_the_next(self, bot):
        """It takes over the slot of what would have come next."""
        await begin(bot)
        await bot.steering.skip(GUILD, "1", None, **BY)
        progress, _ = await bot.steering.take_in(GUILD, "1", "#1", **BY)

        assert progress.next_post.heading == "Part 2"
        assert [at for _, at in progress.upcoming()] == [
            FIRST_SLOT + number * DAY for number in (1, 2, 3)
        ]

    async def test_taken_in_behind_what_is_out_meanwhile(self, bot, discord):
        """A section whose place has gone by comes next."""
        await begin(bot)
        await bot.steering.skip(GUILD, "1", None, **BY)
        await bot.play(until=FIRST_SLOT + DAY)
        _, post = await bot.steering.take_in(GUILD, "1", "#1", **BY)
        await bot.play()

        assert post.number == 3
        assert numbers(discord) == ["1", "3", "2", "4"]
        assert [prompt.body.number for prompt in discord.standing("prompt")] == [1, 2, 3, 4]

    async def test_taken_in_after_the_last(self, bot, discord):
        """Where nothing else is to come it has the next slot of the schedule."""
        await begin(bot)
        for _ in range(3):
            await bot.steering.skip(GUILD, "1", None, **BY)
        progress, _ = await bot.steering.take_in(GUILD, "1", "#3", **BY)
        await bot.play()

        assert progress.next_post.due_at == FIRST_SLOT + DAY
        assert numbers(discord) == ["1", "4"]

    async def test_only_what_is_skipped_is_taken_in(self, bot):
        """What is to come anyway is refused, and what there is not."""
        await begin(bot)

        with pytest.raises(SectionNotToCome):
            await bot.steering.take_in(GUILD, "1", "2", **BY)
        with pytest.raises(NoSuchSection):
            await bot.steering.take_in(GUILD, "1", "9", **BY)


class TestMoving:
    """Another order of what is to come."""

    @pytest.mark.parametrize(
        ("section", "before", "order"),
        [
            ("4", "2", ["1", "4", "2", "3"]),
            ("2", None, ["1", "3", "4", "2"]),
            ("2", "4", ["1", "3", "2", "4"]),
            ("#3", "#2", ["1", "2", "4", "3"]),
        ],
    )
    async def test_order(self, bot, discord, section, before, order):
        """A section comes before another one, or last; the next slot stays the next slot."""
        await begin(bot)

        progress, _ = await bot.steering.move(GUILD, "1", section, before, **BY)
        await bot.play()

        assert progress.next_post.due_at == FIRST_SLOT + DAY
        assert numbers(discord) == order
        assert [prompt.body.number for prompt in discord.standing("prompt")] == [1, 2, 3, 4]
        assert [prompt.at for prompt in discord.standing("prompt")] == [
            FIRST_SLOT + number * DAY for number in range(4)
        ]

    async def test_round_what_is_skipped(self, bot, discord):
        """What is skipped is in nobody's way."""
        await begin(bot)
        await bot.steering.skip(GUILD, "1", "3", **BY)
        await bot.steering.move(GUILD, "1", "#3", "#1", **BY)
        await bot.play()

        assert numbers(discord) == ["1", "4", "2"]

    async def test_an_edit_of_the_article_keeps_the_order(self, bot, discord):
        """What was put in order here is not put back by an edit of the article."""
        await begin(bot)
        await bot.steering.move(GUILD, "1", "4", "2", **BY)
        await bot.editing.edit(GUILD, 1, Rename(2, "Part 3b"), seen=0, by=ORGANIZER)
        await bot.play()

        assert numbers(discord) == ["1", "4", "2", "3b"]

    @pytest.mark.parametrize(("section", "before"), [("1", None), ("3", "1")])
    async def test_what_is_out_stays(self, bot, section, before):
        """Nothing is moved that is posted, nor before it."""
        await begin(bot)

        with pytest.raises(SectionNotToCome):
            await bot.steering.move(GUILD, "1", section, before, **BY)


class TestPostingNow:
    """The next section at once."""

    async def test_the_one_behind_it_has_its_slot(self, bot, discord):
        """It is out at once, and the series goes on in the slots there are."""
        await begin(bot)
        bot.clock.advance(HOUR)

        progress, post = await bot.steering.post_now(GUILD, "1", **BY)
        await bot.play()

        assert post.heading == "Part 2"
        assert progress.next_post.due_at == FIRST_SLOT + DAY
        assert [prompt.at for prompt in discord.standing("prompt")] == [
            FIRST_SLOT,
            FIRST_SLOT + HOUR,
            FIRST_SLOT + DAY,
            FIRST_SLOT + 2 * DAY,
        ]
        assert set(discord.times_sent().values()) == {1}

    async def test_in_a_pause(self, bot, discord):
        """A paused discussion stays paused: nothing follows by itself."""
        await begin(bot)
        await bot.control.pause(GUILD, "1", **BY)
        bot.clock.advance(HOUR)
        progress, _ = await bot.steering.post_now(GUILD, "1", **BY)
        await bot.play()

        assert progress.discussion.state is PAUSED
        assert numbers(discord) == ["1", "2"]
        assert (await bot.discussion()).state is PAUSED

    async def test_over_a_crash(self, database_file, discord, clock):
        """A process that dies before it was sent leaves it to the next, which sends it once."""
        async with running(database_file, discord, clock) as bot:
            await begin(bot)
            discord.hang_at(len(discord.requests) + 2, after=True)
            await bot.steering.post_now(GUILD, "1", **BY)
            await discord.hung.wait()
        async with running(database_file, discord, clock) as bot:
            await bot.play()

        assert numbers(discord) == ["1", "2", "3", "4"]
        assert set(discord.times_sent().values()) == {1}

    async def test_in_order(self, bot, discord):
        """While one before is on its way, or stuck, the next one waits."""
        await begin(bot)
        discord.refuse("prompt", temporary(), times=1)
        bot.clock.jump_to(FIRST_SLOT + DAY)
        await bot.rest()

        with pytest.raises(SectionUnderWay):
            await bot.steering.post_now(GUILD, "1", **BY)
        discord.refuse("prompt", access_lost())
        await bot.play()
        with pytest.raises(SectionStuck) as refusal:
            await bot.steering.post_now(GUILD, "1", **BY)
        assert refusal.value.number == 2

    async def test_where_it_may_not(self, bot, discord):
        """Without a permission it is refused, which names it."""
        await begin(bot)
        discord.lacking[CHANNEL] = ("Send Messages",)

        with pytest.raises(MissingPermission):
            await bot.steering.post_now(GUILD, "1", **BY)

    async def test_the_last_slots_are_given_up(self, bot):
        """Posting early brings a schedule that ends no end sooner."""
        await begin(bot, ends="2026-03-05")
        await bot.steering.post_now(GUILD, "1", **BY)
        await bot.play()

        assert (await bot.discussion()).state is FINISHED
