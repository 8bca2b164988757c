"""Paragraphs that organizers add: their own, or lines that the reader left out of the text.

They stand in the preparation and not in the text, whose words, blocks and hash stay as they are.
"""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain

from bot.domain.article import Article, Block
from bot.domain.counterparts import form_of
from bot.domain.ids import SectionId
from bot.domain.preparation import AddedParagraph, Preparation, PreparedSection, require_at_most
from bot.errors import SectionNotFound, TooManyParagraphs, WordsWanted

MOST_ADDED = 50
LONGEST_ADDED = 20_000  # characters; each of the versions keeps all of them


@dataclass(frozen=True, slots=True)
class AddParagraphs:
    """Add paragraphs to a section, one for each line of `words`.

    They stand directly below `below`, a block's or an added paragraph's number; None is first of
    all.
    """

    section_id: SectionId
    below: int | None
    words: str

    def apply(self, preparation: Preparation) -> Preparation:
        """Add; raise `SectionNotFound`, also where the section has no such number by now.

        Raises also `WordsWanted`, `WordsTooLong` or `TooManyParagraphs`.
        """
        section = preparation.section(self.section_id)
        texts = _paragraphs(self.words)
        others = preparation.added
        if (wanted := len(others) + len(texts)) > MOST_ADDED:
            raise TooManyParagraphs(wanted=wanted, most=MOST_ADDED)
        block, above, place = self._place(preparation, section)
        next_ = min((one.number for one in others), default=0) - 1
        fresh = tuple(
            AddedParagraph(number=next_ - at, block=block, above=above, text=text)
            for at, text in enumerate(texts)
        )
        return replace(preparation, added=(*others[:place], *fresh, *others[place:]))

    def _place(self, preparation: Preparation, section: PreparedSection) -> tuple[int, bool, int]:
        """Give the block to stand at, whether above it, and the place among what is added."""
        if self.below is None and section.blocks:
            return section.blocks[0], True, 0
        if self.below is not None and self.below in section.blocks:
            return self.below, False, 0
        for place, one in enumerate(preparation.added):
            if one.number == self.below and one.block in section.blocks:
                return one.block, one.above, place + 1
        raise SectionNotFound(given=str(self.below))


@dataclass(frozen=True, slots=True)
class TakeBack:
    """Add a line that the reader left out, counted from 0; `at_end` of a section, or as `below`."""

    line: int
    section_id: SectionId
    below: int | None = None
    at_end: bool = False

    def out_of(self, article: Article, preparation: Preparation) -> AddParagraphs:
        """Give the edit; raise `SectionNotFound`, also for a line that is back already."""
        words = still_dropped(article, preparation).get(self.line)
        if words is None:
            raise SectionNotFound(given=str(self.line))
        below = self.below
        if self.at_end:
            section = preparation.section(self.section_id)
            *_, below = preparation.numbers_in(section.passages)
        return AddParagraphs(self.section_id, below, words)


@dataclass(frozen=True, slots=True)
class CorrectParagraph:
    """Give an added paragraph other words; further lines stand below it, each a paragraph."""

    number: int
    words: str

    def apply(self, preparation: Preparation) -> Preparation:
        """Correct; raise `SectionNotFound` if there is none with that number.

        Raises also what `AddParagraphs` raises.
        """
        first, *others = _paragraphs(self.words)
        old = preparation.added_paragraph(self.number)
        corrected = tuple(
            replace(one, text=first) if one.number == self.number else one
            for one in preparation.added
        )
        preparation = replace(preparation, added=corrected)
        if not others:
            return preparation
        section_id = preparation.section_with(old.block).section_id
        return AddParagraphs(section_id, self.number, "\n".join(others)).apply(preparation)


@dataclass(frozen=True, slots=True)
class RemoveParagraph:
    """Take an added paragraph away again."""

    number: int

    def apply(self, preparation: Preparation) -> Preparation:
        """Remove; raise `SectionNotFound` if there is none with that number."""
        gone = preparation.added_paragraph(self.number)
        return replace(preparation, added=tuple(one for one in preparation.added if one != gone))


def _paragraphs(words: str) -> list[str]:
    """Give each line with words in it; raise `WordsWanted` or `WordsTooLong`."""
    lines = [" ".join(line.split()) for line in words.splitlines()]
    texts = [line for line in lines if line]
    if not texts:
        raise WordsWanted
    for text in texts:
        require_at_most(text, LONGEST_ADDED)
    return texts


def still_dropped(article: Article, preparation: Preparation) -> dict[int, str]:
    """Give by its place each line that the reader left out and nobody has taken back."""
    back = Counter(one.text for one in preparation.added)
    still = {}
    for place, dropped in enumerate(article.dropped):
        line = " ".join(dropped.split())
        if back[line]:
            back[line] -= 1
        else:
            still[place] = line
    return still


def carry_added(
    old: Preparation,
    counterparts: Mapping[int, int],
    sections: Sequence[PreparedSection],
    texts: tuple[Sequence[Block], Sequence[Block]],
    posted: Collection[SectionId] = (),
) -> tuple[AddedParagraph, ...]:
    """Give the paragraphs that were added where they stand in a new text, in its `sections`.

    `texts` are the blocks of the old one and of the new one. A paragraph stays at its block, else
    at the nearest of its passage that goes on, else at the passage's end; it goes with its passage.
    What the new text has by now itself is not added to it again, nor what is posted to what is
    still to come.
    """
    after = {before: number for number, before in counterparts.items()}
    had, has = (Counter(form_of(block.text) for block in blocks) for blocks in texts)
    come = has - had
    del come[""]  # What has no words may stand anywhere.
    passages = [passage for section in old.sections for passage in section.passages]
    standing = {number: place for place, number in enumerate(old.numbers_in(passages))}
    parts = {one.passage_id: one for section in sections for one in section.passages}
    holders = {number: section.section_id for section in sections for number in section.blocks}
    carried = []
    for one in sorted(old.added, key=lambda one: standing[one.number]):
        section = old.section_with(one.block)
        passage = next(part for part in section.passages if part.first <= one.block < part.stop)
        nearest = chain(range(one.block, passage.first - 1, -1), range(one.block + 1, passage.stop))
        before = next((number for number in nearest if number in after), None)
        part = parts.get(passage.passage_id)
        if before is not None:
            above = one.above if before == one.block else before > one.block
            moved = replace(one, block=after[before], above=above)
        elif part is not None:
            moved = replace(one, block=part.stop - 1, above=False)
        else:
            continue
        is_repeated = section.section_id in posted and holders[moved.block] not in posted
        form = form_of(one.text)
        if come[form]:
            come[form] -= 1
        elif not is_repeated:
            carried.append(moved)
    return tuple(carried)
