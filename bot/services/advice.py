"""Advice: what an organizer may want to change, from the preparation and from the words."""

from collections.abc import Iterator
from itertools import islice

from bot.domain.library import KeptArticle
from bot.domain.preparation import blocks_of
from bot.domain.suggestion import CutText, LeaveOutCall, Suggestion, suggest
from bot.reading.furniture import is_call
from bot.reading.proposals import propose_cuts

# More could neither be shown nor be done one by one.
MOST_SUGGESTIONS = 9


def advise(kept: KeptArticle) -> tuple[Suggestion, ...]:
    """Give the first few suggestions, those about the text before those about questions."""
    return tuple(islice(_all(kept), MOST_SUGGESTIONS))


def _all(kept: KeptArticle) -> Iterator[Suggestion]:
    if len(kept.preparation.sections) == 1:
        cuts = propose_cuts(kept.article)
        if cuts:
            yield CutText(cuts)
    yield from _calls(kept)
    yield from suggest(kept)


def _calls(kept: KeptArticle) -> Iterator[Suggestion]:
    blocks, left_out = blocks_of(kept.article), kept.preparation.left_out
    for section in kept.preparation.series:
        for number in section.blocks:
            if number not in left_out and is_call(blocks[number].text):
                yield LeaveOutCall(number)
