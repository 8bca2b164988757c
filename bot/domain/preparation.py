"""The preparation of an article: how an organizer would have it posted, apart from its text.

Between the article, which never changes, and the posts and polls made from both.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate, pairwise
from typing import Self

from bot.domain.article import (
    Article,
    Block,
    BlockKind,
    Question,
    QuestionKind,
    QuestionSource,
    Section,
)
from bot.domain.ballot import Option
from bot.domain.ids import QuestionId, SectionId
from bot.errors import QuestionNotFound, SectionNotFound, WordsTooLong


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """A run of the article's blocks, from `first` up to but not including `stop`, and its heading.

    Blocks are counted from 0 through the whole article. `skipped` matters in a section's first
    passage only: then the section is not posted.
    """

    passage_id: SectionId
    heading: str | None
    first: int
    stop: int
    skipped: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class PreparedSection:
    """Passages posted as one section; it goes by its first passage's id, heading and fate."""

    passages: tuple[Passage, ...]

    @property
    def section_id(self) -> SectionId:
        """What the section is known by, wherever it is moved."""
        return self.passages[0].passage_id

    @property
    def heading(self) -> str | None:
        """The heading the section is posted under."""
        return self.passages[0].heading

    @property
    def skipped(self) -> bool:
        """Whether the section is left out of the series."""
        return self.passages[0].skipped

    @property
    def blocks(self) -> tuple[int, ...]:
        """The numbers of its blocks, in their order."""
        return tuple(
            number for passage in self.passages for number in range(passage.first, passage.stop)
        )

    def with_fate(self, *, skipped: bool) -> Self:
        """Give the section left out of the series, or in it."""
        first, *others = self.passages
        return replace(self, passages=(replace(first, skipped=skipped), *others))


@dataclass(frozen=True, slots=True, kw_only=True)
class PreparedQuestion:
    """A question as it would be asked.

    `options` are an organizer's, None for those that kind and `alternatives` call for. It is asked
    in the section that holds passage `passage_id`, None for nowhere; `block` is where its sentence
    stands, None for a heading's or an organizer's own. Only what is `posted` gets a poll;
    `left_out` says that it would, if its paragraph were not left out.
    """

    question_id: QuestionId
    words: str
    kind: QuestionKind
    source: QuestionSource
    passage_id: SectionId | None
    posted: bool
    alternatives: tuple[str, ...] = ()
    options: tuple[Option, ...] | None = None
    block: int | None = None
    left_out: bool = False

    @property
    def wants_options(self) -> bool:
        """Whether it has no answers to choose from until an organizer writes some."""
        is_open = self.kind is QuestionKind.WH
        has_no_choice = self.kind is QuestionKind.EITHER_OR and len(self.alternatives) <= 1
        return self.options is None and (is_open or has_no_choice)


@dataclass(frozen=True, slots=True, kw_only=True)
class AddedParagraph:
    """A paragraph that an organizer has put below a block, or `above` it; the text stays as it is.

    Its number is below 0, so that it is none of a block's.
    """

    number: int
    block: int
    above: bool
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Preparation:
    """Sections in the order of posting, questions in the order of asking, blocks left unposted.

    Of several `added` paragraphs at one place the first ones stand first.
    """

    sections: tuple[PreparedSection, ...]
    questions: tuple[PreparedQuestion, ...]
    left_out: frozenset[int] = frozenset()
    added: tuple[AddedParagraph, ...] = ()

    @property
    def series(self) -> tuple[PreparedSection, ...]:
        """The sections that are posted."""
        return tuple(section for section in self.sections if not section.skipped)

    def place_of(self, section_id: SectionId) -> int:
        """Give a section's place, counted from 0; raise `SectionNotFound`."""
        for place, section in enumerate(self.sections):
            if section.section_id == section_id:
                return place
        raise SectionNotFound(given=str(section_id))

    def section(self, section_id: SectionId) -> PreparedSection:
        """Give a section; raise `SectionNotFound`."""
        return self.sections[self.place_of(section_id)]

    def question(self, question_id: QuestionId) -> PreparedQuestion:
        """Give a question; raise `QuestionNotFound`."""
        for question in self.questions:
            if question.question_id == question_id:
                return question
        raise QuestionNotFound(given=str(question_id))

    def section_with(self, block: int) -> PreparedSection:
        """Give the section that has a block; raise `SectionNotFound`."""
        for section in self.sections:
            if block in section.blocks:
                return section
        raise SectionNotFound(given=str(block))

    def section_of(self, question: PreparedQuestion) -> PreparedSection | None:
        """Give the section a question is asked in, None for nowhere."""
        for section in self.sections:
            if any(passage.passage_id == question.passage_id for passage in section.passages):
                return section
        return None

    def asked_in(self, section: PreparedSection) -> tuple[PreparedQuestion, ...]:
        """Give a section's questions in their order, passage by passage, unposted ones too."""
        return tuple(
            question
            for passage in section.passages
            for question in self.questions
            if question.passage_id == passage.passage_id
        )

    def is_left_out(self, section: PreparedSection) -> bool:
        """Say whether every block of a section is left out, so that there is no text to post."""
        return self.left_out.issuperset(section.blocks) and not self.added_to(section)

    def added_to(self, section: PreparedSection) -> tuple[AddedParagraph, ...]:
        """Give the paragraphs that an organizer has added to a section."""
        if not self.added:
            return ()
        blocks = frozenset(section.blocks)
        return tuple(one for one in self.added if one.block in blocks)

    def added_paragraph(self, number: int) -> AddedParagraph:
        """Give an added paragraph; raise `SectionNotFound`."""
        for one in self.added:
            if one.number == number:
                return one
        raise SectionNotFound(given=str(number))

    def numbers_in(self, passages: Iterable[Passage]) -> Iterator[int]:
        """Give the numbers of blocks and added paragraphs as they stand, left out or not."""
        beside: dict[tuple[int, bool], list[int]] = {}
        for one in self.added:
            beside.setdefault((one.block, one.above), []).append(one.number)
        for passage in passages:
            for block in range(passage.first, passage.stop):
                yield from beside.get((block, True), ())
                yield block
                yield from beside.get((block, False), ())

    def posted_in(self, section: PreparedSection) -> tuple[PreparedQuestion, ...]:
        """Give the questions a section is posted with."""
        return tuple(question for question in self.asked_in(section) if question.posted)


def blocks_of(article: Article) -> tuple[Block, ...]:
    """Give the article's blocks as a preparation counts them."""
    return tuple(block for section in article.sections for block in section.blocks)


def compose(article: Article, preparation: Preparation, section: PreparedSection) -> Section:
    """Give a section as it is posted: its blocks, and within it the headings of what was merged."""
    return compose_from(blocks_of(article), preparation, section)


def compose_from(
    blocks: Sequence[Block], preparation: Preparation, section: PreparedSection
) -> Section:
    """Give a section as `compose` does, from the article's blocks."""
    added = {one.number: one.text for one in preparation.added}

    def posted() -> Iterator[Block]:
        for place, passage in enumerate(section.passages):
            if place and passage.heading:
                yield Block(kind=BlockKind.HEADING, text=passage.heading)
            for number in preparation.numbers_in([passage]):
                if number in added:
                    yield Block(kind=BlockKind.PARAGRAPH, text=added[number])
                elif number not in preparation.left_out:
                    yield blocks[number]

    return Section(heading=section.heading, blocks=tuple(posted()))


def require_at_most(words: str, limit: int) -> None:
    """Raise `WordsTooLong` for more than `limit` characters."""
    if len(words) > limit:
        raise WordsTooLong(given=words, length=len(words), limit=limit)


def prepare(article: Article, question_ids: Sequence[QuestionId]) -> Preparation:
    """Prepare an article as it was read; `question_ids` run along its questions.

    A question in a heading is posted only if its section asks nothing else; the title's is only
    offered.
    """
    bounds = list(pairwise(accumulate((len(part.blocks) for part in article.sections), initial=0)))
    asking = {one.section for one in article.questions if one.source is QuestionSource.BODY}
    return Preparation(
        sections=tuple(
            PreparedSection(
                passages=(
                    Passage(
                        passage_id=SectionId(place),
                        heading=part.heading,
                        first=first,
                        stop=stop,
                    ),
                )
            )
            for place, (part, (first, stop)) in enumerate(
                zip(article.sections, bounds, strict=True)
            )
        ),
        questions=tuple(
            _prepared(question, question_id, article, bounds, asking=asking)
            for question, question_id in zip(article.questions, question_ids, strict=True)
        ),
    )


def _prepared(
    question: Question,
    question_id: QuestionId,
    article: Article,
    bounds: Sequence[tuple[int, int]],
    *,
    asking: set[int | None],
) -> PreparedQuestion:
    place = question.section
    is_body = question.source is QuestionSource.BODY
    block = None
    if place is not None and is_body and place < len(bounds):
        block = _block_with(question.sentence, article.sections[place].blocks, bounds[place][0])
    return PreparedQuestion(
        question_id=question_id,
        words=question.shown,
        kind=question.kind,
        source=question.source,
        passage_id=None if place is None else SectionId(place),
        posted=place is not None and (is_body or place not in asking),
        alternatives=question.alternatives,
        block=block,
    )


def _block_with(sentence: str, blocks: Iterable[Block], first: int) -> int | None:
    for number, block in enumerate(blocks, start=first):
        if sentence in block.text:
            return number
    return None
