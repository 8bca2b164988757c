"""Edits of questions: words, kind, options, whether and where a question is asked; each a value."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.domain.article import (
    LONGEST_QUESTION,
    MOST_QUESTIONS,
    MOST_SECTIONS,
    QuestionKind,
    QuestionSource,
)
from bot.domain.ballot import LEAST_OPTIONS, MOST_OPTIONS, Option, normalise_emoji
from bot.domain.ids import QuestionId, SectionId
from bot.domain.preparation import Preparation, PreparedQuestion, require_at_most
from bot.domain.visibility import is_visible
from bot.errors import (
    RepeatedEmoji,
    SectionNotFound,
    TooManyToPost,
    WordsWanted,
    WrongNumberOfOptions,
)

# Leaves room for twenty of them in a poll's message.
LONGEST_LABEL = 100


@dataclass(frozen=True, slots=True)
class Reword:
    """Ask a question in other words, and as the kind of question that they are."""

    question_id: QuestionId
    words: str
    kind: QuestionKind
    alternatives: tuple[str, ...] = ()

    def apply(self, preparation: Preparation) -> Preparation:
        """Reword; raise `QuestionNotFound`, `WordsWanted` or `WordsTooLong`."""
        return _with_question(
            preparation,
            self.question_id,
            words=_worded(self.words),
            kind=self.kind,
            alternatives=self.alternatives,
        )


@dataclass(frozen=True, slots=True)
class ChangeKind:
    """Ask a question as another kind, with the options that kind calls for."""

    question_id: QuestionId
    kind: QuestionKind

    def apply(self, preparation: Preparation) -> Preparation:
        """Change the kind; raise `QuestionNotFound`."""
        return _with_question(preparation, self.question_id, kind=self.kind, options=None)


@dataclass(frozen=True, slots=True)
class SetOptions:
    """Give a question options of the organizer's; None for those its kind calls for."""

    question_id: QuestionId
    options: tuple[Option, ...] | None

    def apply(self, preparation: Preparation) -> Preparation:
        """Set the options; raise `QuestionNotFound` or what `check_options` raises."""
        if self.options is not None:
            check_options(self.options)
        return _with_question(preparation, self.question_id, options=self.options)


@dataclass(frozen=True, slots=True)
class AddQuestion:
    """Ask a question of the organizer's own, last in a section."""

    section_id: SectionId
    question_id: QuestionId
    words: str
    kind: QuestionKind
    alternatives: tuple[str, ...] = ()

    def apply(self, preparation: Preparation) -> Preparation:
        """Add; raise `SectionNotFound`, `WordsWanted`, `WordsTooLong` or `TooManyToPost`."""
        section = preparation.section(self.section_id)
        added = PreparedQuestion(
            question_id=self.question_id,
            words=_worded(self.words),
            kind=self.kind,
            source=QuestionSource.ORGANIZER,
            passage_id=section.passages[-1].passage_id,
            posted=True,
            alternatives=self.alternatives,
        )
        sources = [one.source for one in preparation.questions if one.posted]
        # Sections are as many as before, whether or not that is more than a text may have.
        require_postable(min(len(preparation.series), MOST_SECTIONS), [*sources, added.source])
        return replace(preparation, questions=(*preparation.questions, added))


@dataclass(frozen=True, slots=True)
class Ask:
    """Ask a question that is only offered, or no longer ask one."""

    question_id: QuestionId
    posted: bool

    def apply(self, preparation: Preparation) -> Preparation:
        """Ask or not; raise `QuestionNotFound`, or `SectionNotFound` if it belongs to none."""
        question = preparation.question(self.question_id)
        if self.posted and preparation.section_of(question) is None:
            raise SectionNotFound(given="")
        return _with_question(preparation, self.question_id, posted=self.posted, left_out=False)


@dataclass(frozen=True, slots=True)
class MoveQuestion:
    """Ask a question in a section, at a place counted from 0 among those asked there."""

    question_id: QuestionId
    section_id: SectionId
    place: int

    def apply(self, preparation: Preparation) -> Preparation:
        """Move; raise `QuestionNotFound` or `SectionNotFound`."""
        question = preparation.question(self.question_id)
        section = preparation.section(self.section_id)
        asked = [one for one in preparation.posted_in(section) if one != question]
        others = [one for one in preparation.questions if one != question]
        place = min(max(self.place, 0), len(asked))
        if not asked:
            passage_id, at = section.section_id, len(others)
        else:
            # Beside a neighbour, in whose passage it is then asked.
            neighbour = asked[max(place - 1, 0)]
            passage_id = neighbour.passage_id or section.section_id
            at = others.index(neighbour) + (place > 0)
        moved = replace(question, passage_id=passage_id, posted=True, left_out=False)
        others.insert(at, moved)
        return replace(preparation, questions=tuple(others))


def require_postable(sections: int, asked: Sequence[QuestionSource]) -> None:
    """Raise `TooManyToPost` for more than a text may have; `asked` is where each comes from."""
    questions = sum(source is not QuestionSource.HEADING for source in asked)
    if sections > MOST_SECTIONS or questions > MOST_QUESTIONS:
        raise TooManyToPost(sections, questions, MOST_SECTIONS, MOST_QUESTIONS)


def check_options(options: Sequence[Option]) -> None:
    """Raise `WrongNumberOfOptions`, `RepeatedEmoji`, `WordsWanted` or `WordsTooLong`."""
    if not LEAST_OPTIONS <= len(options) <= MOST_OPTIONS:
        raise WrongNumberOfOptions(given=len(options), least=LEAST_OPTIONS, most=MOST_OPTIONS)
    seen: set[str] = set()
    for option in options:
        if not is_visible(option.label):
            raise WordsWanted
        require_at_most(option.label, LONGEST_LABEL)
        form = normalise_emoji(option.emoji)
        if form in seen:
            raise RepeatedEmoji(emoji=option.emoji)
        seen.add(form)


def _worded(words: str) -> str:
    worded = " ".join(words.split())
    if not is_visible(worded):
        raise WordsWanted
    require_at_most(worded, LONGEST_QUESTION)
    return worded


def _with_question(
    preparation: Preparation, question_id: QuestionId, **changes: object
) -> Preparation:
    changed = replace(preparation.question(question_id), **changes)  # type: ignore[arg-type]
    return replace(
        preparation,
        questions=tuple(
            changed if question.question_id == question_id else question
            for question in preparation.questions
        ),
    )
