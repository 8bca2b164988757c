"""Counterparts: which blocks of a corrected text go on from which of the old one.

The same block, wherever it stands now, else one that is much the same.
"""

import re
from collections.abc import Collection, Iterator, Sequence
from difflib import SequenceMatcher
from functools import lru_cache

from bot.domain.article import Article
from bot.domain.folding import folded, sliced
from bot.domain.preparation import blocks_of

_POINTS = re.compile(r"[\W_]+")
_VERY_LONG = 2_000  # blocks
# Of the words of two blocks so much must be shared, repeats aside.
_MUCH = 0.6
# Pairs of changed blocks that are compared by their words; beyond that only those in like places.
_MOST_PAIRS = 10_000
_NEAR = 5
_COMPARED = 64  # words of a block


def form_of(words: str) -> str:
    """Give the form in which words are the same, however they are spaced, cased or pointed."""
    forms = (_POINTS.sub(" ", folded(piece)).strip() for piece in sliced(words))
    return " ".join(form for form in forms if form)


def find_counterparts(old: Article, new: Article) -> dict[int, int]:
    """Give for blocks of the new text those of the old one that they go on from."""
    before = [form_of(block.text) for block in blocks_of(old)]
    after = [form_of(block.text) for block in blocks_of(new)]
    # Of very long texts with blocks that come again and again those are left to `_moved`.
    matcher = SequenceMatcher(None, before, after, autojunk=len(after) > _VERY_LONG)
    found = {
        place.b + offset: place.a + offset
        for place in matcher.get_matching_blocks()
        for offset in range(place.size)
    }
    found |= _moved(before, after, found)
    return found | _reworded(before, after, found)


def _moved(before: Sequence[str], after: Sequence[str], found: dict[int, int]) -> dict[int, int]:
    """Pair blocks with the same words in other places."""
    taken = set(found.values())
    waiting: dict[str, list[int]] = {}
    for number, form in enumerate(before):
        if number not in taken and form:
            waiting.setdefault(form, []).append(number)
    return {
        number: waiting[form].pop(0)
        for number, form in enumerate(after)
        if number not in found and waiting.get(form)
    }


def _reworded(before: Sequence[str], after: Sequence[str], found: dict[int, int]) -> dict[int, int]:
    """Pair blocks that share most of their words, the likest first."""
    taken = set(found.values())
    gone = {number: form for number, form in enumerate(before) if number not in taken}
    come = {number: form for number, form in enumerate(after) if number not in found}
    pairs: dict[int, int] = {}
    used: set[int] = set()
    for _, number, earlier in sorted(_alike(gone, come)):
        if number not in pairs and earlier not in used:
            pairs[number] = earlier
            used.add(earlier)
    return pairs


def _words(form: str) -> set[str]:
    return set(form.split(maxsplit=_COMPARED)[:_COMPARED])


def _alike(gone: dict[int, str], come: dict[int, str]) -> Iterator[tuple[float, int, int]]:
    """Give how unlike two blocks are, with their numbers, where they are alike enough."""
    all_of_them = list(gone)
    near = len(gone) * len(come) > _MOST_PAIRS
    # Sets are made as they are needed: tens of thousands would be long in the collector's way.
    words_of = lru_cache(len(gone) if not near else 2 * _NEAR)(
        lambda earlier: _words(gone[earlier])
    )
    for place, (number, form) in enumerate(come.items()):
        words = _words(form)
        among: Collection[int] = all_of_them
        if near:
            middle = place * len(gone) // len(come)
            among = all_of_them[max(middle - _NEAR, 0) : middle + _NEAR]
        for earlier in among:
            every = words | words_of(earlier)
            shared = len(words & words_of(earlier)) / len(every) if every else 0.0
            if shared >= _MUCH:
                yield 1 - shared, number, earlier
