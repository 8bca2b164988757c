"""Counts as people read them: numbers with their nouns, and bars of text."""

_CELLS = 10


def bar(percent: int) -> str:
    """Draw a percentage as ten cells; whatever is more than nothing fills one at least."""
    filled = min(max(round(percent * _CELLS / 100), 1 if percent else 0), _CELLS)
    return "█" * filled + "░" * (_CELLS - filled)


def counted(number: int, noun: str) -> str:
    """Give a number with its noun: "1 vote", "1,200 votes"."""
    return f"{number:,} {noun if number == 1 else noun + 's'}"
