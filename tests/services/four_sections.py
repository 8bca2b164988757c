"""A discussion of four sections, the first of which is out, and what Discord shows of it."""

from bot.domain.article import QuestionKind
from tests.builders import FIRST_SLOT, ORGANIZER, make_article

YES_NO = QuestionKind.YES_NO
FOUR = ((YES_NO,),) * 4
BY = {"by": ORGANIZER}


async def begin(bot, **words):
    """Start a discussion of four sections and play until the first is out."""
    await bot.begin(make_article(kinds=FOUR), **words)
    await bot.play(until=FIRST_SLOT)


def numbers(discord):
    """Give the headings that were posted, in order, without their common word."""
    return [prompt.body.heading.removeprefix("Part ") for prompt in discord.standing("prompt")]
