"""Refusals of what is not, or no longer, there."""

from bot import errors
from bot.ui.replies.articles import get_text
from bot.ui.replies.phrases import FALLBACK, quoted
from bot.ui.speech import _


def about_missing(error: errors.NotFound) -> str:
    """Word what was not found."""
    match error:
        case errors.ArticleNotFound(given=""):
            return _(
                "That article is no longer on this server’s list. Add it again with `/article "
                "add`, or see `/article list`."
            )
        case errors.ArticleNotFound(given):
            return _(
                "This server has no article {given}. Choose one from the list that opens "
                "while you type, or see `/article list`.",
                given=quoted(given),
            )
        case errors.DiscussionNotFound(given=""):
            return _(
                "No discussion is on in this server. Start one with `/discussion start`, "
                "or choose a past one in `discussion`."
            )
        case errors.DiscussionNotFound(given):
            return _(
                "This server has no discussion {given}. Choose one from the list that "
                "opens while you type, or see `/discussion status`.",
                given=quoted(given),
            )
        case errors.NoSuchSection(given):
            return _(
                "This discussion has no section {given}. Choose one from the list that "
                "opens while you type.",
                given=quoted(given),
            )
        case errors.TextNotHere(address):
            return _(
                "This server does not have the text of this pack. {next_move}",
                next_move=get_text(address),
            )
        case errors.SectionNotFound() | errors.QuestionNotFound():
            return _(
                "The article no longer has that section, paragraph or question. See how it "
                "stands now with `/article edit`."
            )
        case _:
            return _about_poll(error)


def _about_poll(error: errors.NotFound) -> str:
    match error:
        case errors.PollNotFound(given):
            return _(
                "This server has no poll {given} to count. Choose one from the list that "
                "opens while you type.",
                given=quoted(given),
            )
        case errors.NoSectionThere():
            return _(
                "That message belongs to no section of mine. Choose the message of a section or of "
                "one of its polls."
            )
        case errors.NoPollThere():
            return _(
                "That message is no poll of mine that can be counted. Choose a poll’s "
                "message, or see `/poll list`."
            )
        case _:
            return _(FALLBACK)
