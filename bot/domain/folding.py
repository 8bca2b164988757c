"""Folding: what people type, made comparable."""

import unicodedata
from collections.abc import Iterator

# Characters; a call on so many takes some milliseconds, in which no other thread gets a turn.
_SLICE = 20_000


def folded(text: str) -> str:
    """Lower the case and drop accents, so that "São Paulo" and "sao paulo" compare equal.

    Runs of white space become one blank, those at the ends go.
    """
    if text.isascii():
        return " ".join(text.lower().split())
    apart = unicodedata.normalize("NFKD", text)
    kept = "".join(letter for letter in apart if not unicodedata.combining(letter))
    return " ".join(kept.casefold().split())


def sliced(text: str) -> Iterator[str]:
    """Give a text in pieces that no call takes long over, cut at blanks where there are any."""
    first = 0
    while len(text) - first > _SLICE:
        stop = max(text.rfind(" ", first, first + _SLICE), text.rfind("\n", first, first + _SLICE))
        if stop <= first:
            stop = first + _SLICE
        yield text[first:stop]
        first = stop
    yield text[first:]
