"""Edits of sections: what an organizer may do to how an article is cut, each a value.

No edit adds, loses or repeats a block: sections are cut, joined, ordered and skipped, no more.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.domain.adding import AddParagraphs, CorrectParagraph, RemoveParagraph
from bot.domain.article import LONGEST_HEADING, Block, BlockKind
from bot.domain.asking import AddQuestion, Ask, ChangeKind, MoveQuestion, Reword, SetOptions
from bot.domain.ids import QuestionId, SectionId
from bot.domain.preparation import (
    Passage,
    Preparation,
    PreparedQuestion,
    PreparedSection,
    require_at_most,
)
from bot.errors import LastSection, NoCutHere, NoSectionBelow, SectionNotFound

# Of a line that an organizer takes for a heading.
_LONGEST_LINE = 100
_MOST_WORDS = 14
_ENDS = ".,;:…"


@dataclass(frozen=True, slots=True)
class Merge:
    """Post a section and the one below it as one; the second's heading goes on standing inside.

    It is skipped only where both were, so that no text drops out of the series unseen.
    """

    section_id: SectionId

    def apply(self, preparation: Preparation) -> Preparation:
        """Merge; raise `SectionNotFound`, or `NoSectionBelow` for the last one."""
        place = preparation.place_of(self.section_id)
        if place + 1 == len(preparation.sections):
            raise NoSectionBelow
        first, second = preparation.sections[place : place + 2]
        opening, *others = first.passages + second.passages
        opening = replace(opening, skipped=first.skipped and second.skipped)
        merged = PreparedSection(passages=(opening, *others))
        return _with(preparation, place, [merged], until=place + 2)


@dataclass(frozen=True, slots=True)
class Fit:
    """Post each of these runs of sections as one, at once; what is skipped between them stays."""

    runs: tuple[tuple[SectionId, ...], ...]

    @property
    def fewer(self) -> int:
        """How many sections fewer there are afterwards."""
        return sum(len(run) - 1 for run in self.runs)

    def apply(self, preparation: Preparation) -> Preparation:
        """Merge each run into its first section; raise `SectionNotFound`."""
        merged = {}
        gone = set()
        for first, *others in self.runs:
            parts = [preparation.section(section_id) for section_id in (first, *others)]
            passages = tuple(passage for part in parts for passage in part.passages)
            merged[first] = PreparedSection(passages=passages)
            gone |= set(others)
        sections = tuple(
            merged.get(section.section_id, section)
            for section in preparation.sections
            if section.section_id not in gone
        )
        return replace(preparation, sections=sections)


@dataclass(frozen=True, slots=True)
class Split:
    """Begin a new section at a block, under the heading that stands there, if one does.

    Where the block itself is `heading`, the section is posted under it, and the block left out.
    Both halves of what is skipped are skipped.
    """

    section_id: SectionId
    block: int
    heading: str | None = None

    def apply(self, preparation: Preparation) -> Preparation:
        """Split; raise `SectionNotFound`, or `NoCutHere` for a first block or one elsewhere."""
        place = preparation.place_of(self.section_id)
        passages = preparation.sections[place].passages
        for number, passage in enumerate(passages):
            if number and self.block == passage.first < passage.stop:
                halves = (passages[:number], passages[number:])
                break
            if passage.first < self.block < passage.stop:
                fresh_id = _fresh_id(preparation)
                above = replace(passage, stop=self.block)
                below = Passage(
                    passage_id=fresh_id, heading=self.heading, first=self.block, stop=passage.stop
                )
                preparation = _carried_below(preparation, above, below)
                halves = ((*passages[:number], above), (below, *passages[number + 1 :]))
                break
        else:
            raise NoCutHere
        above_cut, (opening, *others) = halves
        if preparation.sections[place].skipped:
            # Nobody asked for the lower half to be posted.
            opening = replace(opening, skipped=True)
        sections = [
            PreparedSection(passages=above_cut),
            PreparedSection(passages=(opening, *others)),
        ]
        preparation = _with(preparation, place, sections, until=place + 1)
        if self.heading is None:
            return preparation
        return LeaveOut(self.block, left_out=True).apply(preparation)


@dataclass(frozen=True, slots=True)
class Cut:
    """Begin a new section at each of these blocks, in whichever section they stand."""

    blocks: tuple[int, ...]

    def apply(self, preparation: Preparation) -> Preparation:
        """Split at each block; raise `NoCutHere` where one cannot begin a section."""
        for block in sorted(self.blocks):
            holders = [section for section in preparation.sections if block in section.blocks]
            if not holders:
                raise NoCutHere
            preparation = Split(holders[0].section_id, block).apply(preparation)
        return preparation


@dataclass(frozen=True, slots=True)
class Rename:
    """Give a section another heading; none if empty."""

    section_id: SectionId
    heading: str

    def apply(self, preparation: Preparation) -> Preparation:
        """Rename; raise `SectionNotFound` or `WordsTooLong`."""
        words = " ".join(self.heading.split())
        require_at_most(words, LONGEST_HEADING)
        return _with_first_passage(preparation, self.section_id, heading=words or None)


@dataclass(frozen=True, slots=True)
class Skip:
    """Leave a section out of the series, or take it in again."""

    section_id: SectionId
    skipped: bool

    def apply(self, preparation: Preparation) -> Preparation:
        """Skip or not; raise `SectionNotFound`, or `LastSection` if nothing would be left."""
        preparation = _with_first_passage(preparation, self.section_id, skipped=self.skipped)
        if not preparation.series:
            raise LastSection
        return preparation


@dataclass(frozen=True, slots=True)
class MoveSection:
    """Put a section at a place, counted from 0 among all sections; beyond the end is at the end."""

    section_id: SectionId
    place: int

    def apply(self, preparation: Preparation) -> Preparation:
        """Move; raise `SectionNotFound`."""
        moved = preparation.section(self.section_id)
        others = [section for section in preparation.sections if section is not moved]
        others.insert(max(self.place, 0), moved)
        return replace(preparation, sections=tuple(others))


@dataclass(frozen=True, slots=True)
class LeaveOut:
    """Leave a block out of what is posted, or take it in again; what it asks goes along."""

    block: int
    left_out: bool

    def apply(self, preparation: Preparation) -> Preparation:
        """Leave out or not; raise `SectionNotFound` if no section has the block."""
        if not any(self.block in section.blocks for section in preparation.sections):
            raise SectionNotFound(given=str(self.block))
        others = preparation.left_out - {self.block}
        return replace(
            preparation,
            left_out=others | {self.block} if self.left_out else others,
            questions=tuple(self._with_fate(one, preparation) for one in preparation.questions),
        )

    def _with_fate(self, question: PreparedQuestion, before: Preparation) -> PreparedQuestion:
        if question.block != self.block:
            return question
        if not self.left_out:
            is_posted = question.posted or question.left_out
            return replace(question, posted=is_posted, left_out=False)
        section = before.section_of(question)
        # One that an organizer has moved away from its paragraph stays asked there.
        if question.posted and section is not None and self.block in section.blocks:
            return replace(question, posted=False, left_out=True)
        return question


@dataclass(frozen=True, slots=True)
class AskTwice:
    """Ask a question first of all, and once more at the end under an id of its own."""

    question_id: QuestionId
    again_id: QuestionId

    def apply(self, preparation: Preparation) -> Preparation:
        """Ask twice; raise `QuestionNotFound`, or `LastSection` if nothing is posted."""
        question = preparation.question(self.question_id)
        if not preparation.series:
            raise LastSection
        first, last = preparation.series[0], preparation.series[-1]
        again = AddQuestion(
            last.section_id, self.again_id, question.words, question.kind, question.alternatives
        )
        first_of_all = MoveQuestion(self.question_id, first.section_id, 0)
        return again.apply(first_of_all.apply(preparation))


Edit = (
    Merge
    | Fit
    | Split
    | Cut
    | Rename
    | Skip
    | MoveSection
    | LeaveOut
    | AddParagraphs
    | CorrectParagraph
    | RemoveParagraph
    | Reword
    | ChangeKind
    | SetOptions
    | AddQuestion
    | Ask
    | MoveQuestion
    | AskTwice
)


def find_heading(
    blocks: Sequence[Block], preparation: Preparation, section: PreparedSection, block: int
) -> str | None:
    """Give a block as the heading of what follows in its section, where it looks like one.

    That is a short line without an end, and it asks nothing. None where a heading stands there.
    """
    passage = next((one for one in section.passages if one.first < block < one.stop - 1), None)
    asks = any(question.block == block for question in preparation.questions)
    if passage is None or asks or block in preparation.left_out:
        return None
    line = blocks[block]
    is_short = len(line.text) <= _LONGEST_LINE and len(line.text.split()) <= _MOST_WORDS
    is_plain = line.kind is BlockKind.PARAGRAPH and "\n" not in line.text
    return line.text if is_short and is_plain and line.text[-1] not in _ENDS else None


def _with(
    preparation: Preparation, place: int, sections: Sequence[PreparedSection], *, until: int
) -> Preparation:
    before, after = preparation.sections[:place], preparation.sections[until:]
    return replace(preparation, sections=(*before, *sections, *after))


def _with_first_passage(
    preparation: Preparation, section_id: SectionId, **changes: object
) -> Preparation:
    place = preparation.place_of(section_id)
    first, *others = preparation.sections[place].passages
    changed = replace(first, **changes)  # type: ignore[arg-type]
    section = PreparedSection(passages=(changed, *others))
    return _with(preparation, place, [section], until=place + 1)


def _fresh_id(preparation: Preparation) -> SectionId:
    taken = [one.passage_id for section in preparation.sections for one in section.passages]
    return SectionId(max(taken) + 1)


def _carried_below(preparation: Preparation, above: Passage, below: Passage) -> Preparation:
    """Take along the questions whose sentence stands below a new cut."""

    def goes_along(question: PreparedQuestion) -> bool:
        return (
            question.passage_id == above.passage_id
            and question.block is not None
            and below.first <= question.block < below.stop
        )

    return replace(
        preparation,
        questions=tuple(
            replace(question, passage_id=below.passage_id) if goes_along(question) else question
            for question in preparation.questions
        ),
    )
