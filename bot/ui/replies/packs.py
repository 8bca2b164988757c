"""Refusals of discussion packs: files that are none, and those made for another text."""

from bot import errors
from bot.ui.replies.articles import get_text
from bot.ui.replies.phrases import megabytes, quoted
from bot.ui.speech import _


def about_pack(error: errors.InvalidInput) -> str | None:
    """Word what is wrong with a pack; None for another error."""
    match error:
        case errors.PackTooLarge(name, size, limit):
            return _(
                "{name} has {size}; a discussion pack has up to {limit}. Give me the "
                "file that `/article export-pack` made.",
                name=quoted(name),
                size=megabytes(size),
                limit=megabytes(limit),
            )
        case errors.PackTooNew(name):
            return _(
                "{name} was made by a newer version of me than this one. Ask whoever "
                "hosts me to update me, or for a pack made by this version.",
                name=quoted(name),
            )
        case errors.UnreadablePack(name):
            return _(
                "{name} is no discussion pack I can read. Give me the file that "
                "`/article export-pack` made, as it was made.",
                name=quoted(name),
            )
        case errors.UnusablePack():
            return _(
                "The parts of this discussion pack do not fit together, so nothing was "
                "changed. Ask for it again where it was made with `/article export-pack`."
            )
        case _:
            return _about_other_text(error)


def _about_other_text(error: errors.InvalidInput) -> str | None:
    match error:
        case errors.PackOfAnotherText(title, address):
            return _(
                "This discussion pack was made for another text than {title}. {next_move}",
                title=quoted(title),
                next_move=get_text(address),
            )
        case errors.PackOfAnotherReading(title):
            return _(
                "This discussion pack was made for the text of {title}, but by another version of "
                "me, which found other paragraphs or questions in it. Update both bots and export "
                "the pack again, or prepare the article with `/article edit`.",
                title=quoted(title),
            )
        case errors.PackWithoutText(title):
            return _(
                "All that this discussion pack would post of {title} are paragraphs that its "
                "organizer had added, and packs have no text. Nothing was changed; prepare the "
                "article with `/article edit`.",
                title=quoted(title),
            )
        case errors.PageOfAnotherText(title, address):
            return _(
                "The page at {address}, now {title}, no longer has the text that this "
                "discussion pack was made for. Ask whoever made the pack for that text, "
                "add it with `/article add`, then give me the pack again.",
                address=quoted(address),
                title=quoted(title),
            )
        case _:
            return None
