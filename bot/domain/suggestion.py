"""What an organizer may want to look at before an article is posted; each can be done at once."""

from collections.abc import Iterator
from dataclasses import dataclass

from bot.domain.article import QuestionKind, QuestionSource
from bot.domain.ids import QuestionId, SectionId
from bot.domain.library import KeptArticle
from bot.domain.preparation import PreparedSection

# A section of which so much is its own questions says little that is not asked below it.
_MOSTLY = 0.6


@dataclass(frozen=True, slots=True)
class WriteOptions:
    """An open question has no answers to choose from until somebody writes some."""

    question_id: QuestionId


@dataclass(frozen=True, slots=True)
class MergeQuestions:
    """A section is mostly its own questions; it could go with the one above."""

    section_id: SectionId
    above: SectionId


@dataclass(frozen=True, slots=True)
class LeaveOutCall:
    """A paragraph calls to comment, subscribe or share."""

    block: int


@dataclass(frozen=True, slots=True)
class SkipEmpty:
    """Every paragraph of a section is left out: it could be skipped."""

    section_id: SectionId


@dataclass(frozen=True, slots=True)
class CutText:
    """A long text without headings could be cut so that a new section begins at each block."""

    blocks: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class AskTitle:
    """The title asks something: it could open and close the discussion."""

    question_id: QuestionId


@dataclass(frozen=True, slots=True)
class AskIndirect:
    """A sentence asks indirectly ("it remains unclear whether …"): it could be put as a question.

    `words` are what could be asked, for an organizer to put right first; where they could not be
    made from the `sentence`, they are the sentence. `block` is where it stands.
    """

    section_id: SectionId
    block: int
    sentence: str
    words: str
    kind: QuestionKind


@dataclass(frozen=True, slots=True)
class AskAdded:
    """The added paragraph of this number asks something, which is not asked by itself."""

    section_id: SectionId
    number: int
    words: str


@dataclass(frozen=True, slots=True)
class OfferScale:
    """An open question asks how far or how much: it could be answered on `ballot.scale`."""

    question_id: QuestionId


Suggestion = (
    WriteOptions
    | MergeQuestions
    | LeaveOutCall
    | SkipEmpty
    | CutText
    | AskTitle
    | AskIndirect
    | AskAdded
    | OfferScale
)


def suggest(kept: KeptArticle) -> Iterator[Suggestion]:
    """Give what can be seen in an article and its preparation alone."""
    preparation = kept.preparation
    for question in preparation.questions:
        is_titles = question.source is QuestionSource.HEADING and question.passage_id is None
        if is_titles and not question.posted:
            yield AskTitle(question.question_id)
    series = preparation.series
    for place, section in enumerate(series):
        if preparation.is_left_out(section) and len(series) > 1:
            yield SkipEmpty(section.section_id)
        elif place and _is_mostly_questions(kept, section):
            above = preparation.sections[preparation.place_of(section.section_id) - 1]
            # A merge is with what stands next, and would have what is skipped posted.
            if not above.skipped:
                yield MergeQuestions(section.section_id, above.section_id)
        for question in preparation.posted_in(section):
            if question.wants_options:
                yield WriteOptions(question.question_id)


def _is_mostly_questions(kept: KeptArticle, section: PreparedSection) -> bool:
    sentences = {
        question_id: question.sentence
        for question, question_id in zip(kept.article.questions, kept.question_ids, strict=True)
        if question.source is QuestionSource.BODY
    }
    asked = sum(
        len(sentences.get(question.question_id, ""))
        for question in kept.preparation.posted_in(section)
    )
    text = kept.compose(section).text
    return bool(asked) and asked >= len(text) * _MOSTLY
