"""Refusals of what is not, or no longer, there."""

from bot import errors
from bot.ui.replies.articles import get_text
from bot.ui.replies.phrases import FALLBACK, quoted


def about_missing(error: errors.NotFound) -> str:
    """Word what was not found."""
    match error:
        case errors.ArticleNotFound(given):
            return (
                f"This server has no article {quoted(given)}. "
                "Choose one from the list that opens while you type, or see `/article list`."
            )
        case errors.DiscussionNotFound(given=""):
            return (
                "No discussion is on in this server. Start one with `/discussion start`, "
                "or choose a past one in `discussion`."
            )
        case errors.DiscussionNotFound(given):
            return (
                f"This server has no discussion {quoted(given)}. "
                "Choose one from the list that opens while you type, or see `/discussion status`."
            )
        case errors.NoSuchSection(given):
            return (
                f"This discussion has no section {quoted(given)}. "
                "Choose one from the list that opens while you type."
            )
        case errors.TextNotHere(address):
            return f"This server does not have the text of this pack. {get_text(address)}"
        case errors.SectionNotFound() | errors.QuestionNotFound():
            return (
                "The article has that section or question no longer. "
                "See how it stands now with `/article edit`."
            )
        case errors.PollNotFound(given):
            return (
                f"This server has no poll {quoted(given)} to count. "
                "Choose one from the list that opens while you type."
            )
        case errors.NoPollThere():
            return (
                "That message is no poll of mine that can be counted. "
                "Choose a poll’s message, or see `/poll list`."
            )
        case _:
            return FALLBACK
