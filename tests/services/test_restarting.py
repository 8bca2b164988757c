"""A discussion that has ended is begun once more, as it was or changed."""

import pytest

from bot.domain.article import QuestionKind
from bot.domain.schedule_words import ScheduleWords
from bot.errors import ArticleNotFound, IllegalMove
from bot.services.drafting import RestartRequest
from bot.ui.replies import explain
from tests.builders import CHANNEL, DAY, FIRST_SLOT, GUILD, ORGANIZER, WEEK, make_article

YES_NO = QuestionKind.YES_NO
FOUR = ((YES_NO,), (YES_NO,), (), (YES_NO, YES_NO))
BY = {"by": ORGANIZER}


def begin_again(**changes):
    """Ask for the first discussion once more."""
    values = {"discussion": "1", "channel_id": None, "when": ScheduleWords()}
    return RestartRequest(started_by=ORGANIZER, **values | changes)


class TestOnceMore:
    """A discussion that has ended is begun again."""

    async def test_as_before(self, bot, discord):
        """The same article, days and terms, from now on."""
        await bot.begin(make_article(kinds=FOUR), days="mon", prompts_only=True, quiet="22-7")
        await bot.play()

        plan = await bot.drafting.draft_again(GUILD, begin_again())
        await bot.starting.confirm(GUILD, plan.draft.draft_id, **BY)
        await bot.play()

        assert plan.draft.prompts_only
        assert plan.draft.schedule.quiet is not None
        assert plan.sections[0].slot.instant == FIRST_SLOT + 4 * WEEK
        assert len(discord.standing("prompt")) == 8

    async def test_in_another_channel(self, bot, discord):
        """With another beginning; what stands stays."""
        discord.add_channel(GUILD, CHANNEL + 1)
        await bot.begin(make_article(kinds=FOUR), ends="2026-03-06")
        await bot.control.stop(GUILD, "1", close_polls=True, **BY)
        bot.clock.jump_to(FIRST_SLOT + 9 * DAY)

        words = ScheduleWords(starts="2026-04-01", times="18:00")
        plan = await bot.drafting.draft_again(
            GUILD, begin_again(channel_id=CHANNEL + 1, when=words)
        )
        progress = await bot.starting.confirm(GUILD, plan.draft.draft_id, **BY)

        assert progress.discussion.channel_id == CHANNEL + 1
        assert f"{progress.next_post.due_at:%Y-%m-%d %H:%M}" == "2026-04-01 18:00"
        assert progress.schedule.ends_on is None

    async def test_weeks_are_counted_anew(self, bot):
        """Every second week begins with the new first day."""
        await bot.begin(make_article(kinds=FOUR), days="2 weeks")
        await bot.control.stop(GUILD, "1", close_polls=True, **BY)

        words = ScheduleWords(starts="2026-03-12")
        plan = await bot.drafting.draft_again(GUILD, begin_again(when=words))

        days = [f"{section.slot.shown:%m-%d}" for section in plan.sections]
        assert days == ["03-12", "03-26", "04-09", "04-23"]

    async def test_while_it_is_on(self, bot):
        """What is on is not begun again."""
        await bot.begin()

        with pytest.raises(IllegalMove):
            await bot.drafting.draft_again(GUILD, begin_again())

    async def test_without_its_article(self, bot):
        """An article that was removed has to be added first."""
        await bot.begin()
        await bot.control.stop(GUILD, "1", close_polls=True, **BY)
        await bot.library.remove(GUILD, "On reading")

        with pytest.raises(ArticleNotFound) as refusal:
            await bot.drafting.draft_again(GUILD, begin_again())
        assert "no longer on this server’s list" in explain(refusal.value)
