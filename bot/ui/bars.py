"""Counts as people read them: numbers with their nouns, and bars of text."""

from bot.ui.speech import ngettext

_CELLS = 10


def bar(percent: int) -> str:
    """Draw a percentage as ten cells; whatever is more than nothing fills one at least."""
    filled = min(max(round(percent * _CELLS / 100), 1 if percent else 0), _CELLS)
    return "█" * filled + "░" * (_CELLS - filled)


def sections(number: int) -> str:
    """Say how many sections."""
    return ngettext("{count} section", "{count} sections", number)


def questions(number: int) -> str:
    """Say how many questions."""
    return ngettext("{count} question", "{count} questions", number)


def polls(number: int) -> str:
    """Say how many polls."""
    return ngettext("{count} poll", "{count} polls", number)


def characters(number: int) -> str:
    """Say how many characters."""
    return ngettext("{count} character", "{count} characters", number)


def others(number: int) -> str:
    """Say how many more there are than are shown."""
    return ngettext("…and {count} more", "…and {count} more", number)
