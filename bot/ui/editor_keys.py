"""What the editor's buttons, selects and forms carry: all of it in their custom ids.

Nothing is kept in memory, so they work after a restart: `edit:1:<article>:<version seen>:<verb>:…`.
"""

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import Self

from bot.domain.adding import RemoveParagraph, TakeBack
from bot.domain.article import QuestionKind
from bot.domain.asking import Ask, ChangeKind, MoveQuestion, SetOptions
from bot.domain.ballot import scale
from bot.domain.editing import Edit, LeaveOut, Merge, MoveSection, Skip, Split
from bot.domain.ids import ArticleId, QuestionId, SectionId
from bot.ui.panels import page_in

_FORM = re.compile(
    r"edit:1:(?P<article>\d{1,18}):(?P<seen>\d{1,9}):(?P<verb>[a-z-]+)(?P<args>(?::\d{1,18}){0,4})"
)
_LAST = 1_000_000
BEGINNING = "beginning"  # chosen where other choices are numbers


class Verb(StrEnum):
    """What a press asks for; the numbers that follow are in brackets."""

    # To look at: all sections [page], one [id], its paragraphs [id, page], a question [id], all
    # questions that are not asked [].
    HOME = "home"
    SECTION = "section"
    PARAGRAPHS = "paragraphs"
    QUESTION = "question"
    OFFERED = "offered"
    # Suggestions [page], what the reader left out [page].
    ADVICE = "advice"
    LINES = "lines"
    # Chosen from a select; the value says which: [page], [section + 1 or 0], [id].
    PICK_SECTION = "pick-section"
    PICK_QUESTION = "pick-question"
    SPLIT = "split"
    # A paragraph, or the section's beginning, below which one is added: [section].
    BELOW = "below"
    # A line that the reader left out: [section, and where], [page]; a section for one: [line].
    TAKE_BACK = "take-back"
    PICK_LINE = "pick-line"
    LINE_TO = "line-to"
    # Also with 0 or 1 for whether it is: [section, 0 or 1, page].
    LEAVE_OUT = "leave-out"
    # An added paragraph taken away: [section, number, page]; the number without its sign.
    REMOVE = "remove"
    # Done at once: [section], [section, 0 or 1], [section, place].
    MERGE = "merge"
    SKIP = "skip"
    MOVE_SECTION = "move-section"
    # [question, 0 or 1], [question, section, place], [question], [question], [question].
    ASK = "ask"
    ORDER = "order"
    BY_KIND = "by-kind"
    KIND = "kind"
    PLACE = "place"
    CORRECT = "correct"
    # Filled in: [], [section], [section], [section, and where], [section, number of an added
    # paragraph without its sign], [question], [question].
    TITLE = "title"
    RENAME = "rename"
    ADD = "add"
    WRITE = "write"
    FIX = "fix"
    WORDS = "words"
    OPTIONS = "options"
    # A section as it would be posted: chosen [page of suggestions], [section, first message].
    EXACTLY = "exactly"
    POSTED = "posted"
    # How much is posted [].
    LENGTH = "length"
    # Suggested: to leave out [block], to skip [section], to cut [], to ask at both ends [question],
    # to merge with the next [section], to answer on a scale [question]; last the page it was on.
    DROP = "drop"
    SKIP_EMPTY = "skip-empty"
    CUT = "cut"
    TWICE = "twice"
    JOIN = "join"
    SCALE = "scale"
    # Suggested and filled in, last the page: [question], [section, block, place among those of the
    # block], [section, number of an added paragraph without its sign, place among those of it].
    ANSWERS = "answers"
    INDIRECT = "indirect"
    ASK_ADDED = "ask-added"
    # A proposed text [number].
    TAKE = "take"
    # Where one was, as `back_to` says.
    UNDO = "undo"
    REDO = "redo"


FORMS = frozenset(
    {
        *(Verb.TITLE, Verb.RENAME, Verb.ADD, Verb.WRITE, Verb.FIX, Verb.WORDS, Verb.OPTIONS),
        *(Verb.ANSWERS, Verb.INDIRECT, Verb.ASK_ADDED),
    }
)
# Forms in which a question is suggested.
ASKING = frozenset({Verb.INDIRECT, Verb.ASK_ADDED})


@dataclass(frozen=True, slots=True, kw_only=True)
class Key:
    """A press in the editor of an article, of which version `seen` was shown."""

    article_id: ArticleId
    seen: int
    verb: Verb
    args: tuple[int, ...] = ()

    def __str__(self) -> str:
        return ":".join(map(str, ["edit", 1, self.article_id, self.seen, self.verb, *self.args]))

    @classmethod
    def parse(cls, custom_id: str) -> Self | None:
        """Read a custom id; None if it is none of the editor's."""
        found = _FORM.fullmatch(custom_id)
        if found is None or found["verb"] not in set(Verb):
            return None
        return cls(
            article_id=ArticleId(int(found["article"])),
            seen=int(found["seen"]),
            verb=Verb(found["verb"]),
            args=tuple(map(int, found["args"].split(":")[1:])),
        )

    def number(self, place: int = 0) -> int:
        """Give one of the numbers, 0 if there is none."""
        return self.args[place] if place < len(self.args) else 0


def edit_of(key: Key, chosen: str) -> Edit | None:
    """Give the edit that a press asks for, with a select's value; None where it is no edit."""
    if page_in(chosen) is not None:
        return None
    first, second = key.number(), key.number(1)
    section_id, question_id = SectionId(first), QuestionId(first)
    match key.verb:
        case Verb.MERGE | Verb.JOIN:
            return Merge(section_id)
        case Verb.SPLIT:
            return Split(section_id, number_in(chosen))
        case Verb.SKIP_EMPTY:
            return Skip(section_id, skipped=True)
        case Verb.SKIP:
            return Skip(section_id, skipped=second > 0)
        case Verb.MOVE_SECTION:
            return MoveSection(section_id, second)
        case Verb.REMOVE:
            return RemoveParagraph(-second)
        case Verb.LEAVE_OUT if added_in(chosen) is None:
            return LeaveOut(number_in(chosen), left_out=second > 0)
        case Verb.DROP:
            return LeaveOut(first, left_out=True)
        case _:
            return _edit_of_question(key, question_id, chosen)


def _edit_of_question(key: Key, question_id: QuestionId, chosen: str) -> Edit | None:
    match key.verb:
        case Verb.ASK:
            return Ask(question_id, posted=key.number(1) > 0)
        case Verb.ORDER:
            return MoveQuestion(question_id, SectionId(key.number(1)), key.number(2))
        case Verb.PLACE:
            return MoveQuestion(question_id, SectionId(number_in(chosen)), _LAST)
        case Verb.KIND if chosen in set(QuestionKind):
            return ChangeKind(question_id, QuestionKind(chosen))
        case Verb.BY_KIND:
            return SetOptions(question_id, None)
        case Verb.SCALE:
            return SetOptions(question_id, scale())
        case _:
            return None


def line_of(key: Key, chosen: str) -> TakeBack | None:
    """Give what a press takes back of what the reader left out; None where it takes nothing."""
    if page_in(chosen) is not None:
        return None
    match key.verb:
        case Verb.TAKE_BACK:
            return TakeBack(number_in(chosen), SectionId(key.number()), below(key))
        case Verb.LINE_TO:
            return TakeBack(key.number(), SectionId(number_in(chosen)), at_end=True)
        case _:
            return None


def where(below: int | None) -> tuple[int, int]:
    """Give as a key's second and third number below what something stands; None is at first."""
    return (0, 0) if below is None else (1, below) if below >= 0 else (2, -below)


def below(key: Key) -> int | None:
    """Give below what something is to stand, which `where` has put into a key."""
    kind, number = key.number(1), key.number(2)
    return None if not kind else number if kind == 1 else -number


def below_in(chosen: str) -> int | None:
    """Give below what something is to stand, as it was chosen; None at the section's beginning."""
    if chosen == BEGINNING:
        return None
    is_added = chosen.startswith("-")
    number = number_in(chosen.removeprefix("-"))
    return -number if is_added else number


def added_in(chosen: str) -> int | None:
    """Give the number of the added paragraph that was chosen; None for anything else."""
    number = below_in(chosen)
    return None if number is None or number >= 0 else number


def number_in(chosen: str) -> int:
    """Give the number that was chosen; one that stands for nothing where none was."""
    # What no select of ours offers finds nothing.
    return int(chosen) if chosen.isascii() and chosen.isdecimal() else _LAST
