"""What the editor's buttons, selects and forms carry: all of it in their custom ids.

Nothing is kept in memory, so they work after a restart: `edit:1:<article>:<version seen>:<verb>:…`.
"""

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import Self

from bot.domain.article import QuestionKind
from bot.domain.asking import Ask, ChangeKind, MoveQuestion, SetOptions
from bot.domain.editing import Edit, LeaveOut, Merge, MoveSection, Skip, Split
from bot.domain.ids import ArticleId, QuestionId, SectionId

_FORM = re.compile(
    r"edit:1:(?P<article>\d{1,18}):(?P<seen>\d{1,9}):(?P<verb>[a-z-]+)(?P<args>(?::\d{1,18}){0,3})"
)
_LAST = 1_000_000


class Verb(StrEnum):
    """What a press asks for; the numbers that follow are in brackets."""

    # To look at: all sections [page], one [id], its paragraphs [id, page], a question [id], all
    # questions that are not asked [].
    HOME = "home"
    SECTION = "section"
    PARAGRAPHS = "paragraphs"
    QUESTION = "question"
    OFFERED = "offered"
    # Chosen from a select; the value says which: [page], [], [id].
    PICK_SECTION = "pick-section"
    PICK_QUESTION = "pick-question"
    SPLIT = "split"
    # Also with 0 or 1 for whether it is: [section, 0 or 1].
    LEAVE_OUT = "leave-out"
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
    # Filled in: [section], [section], [question], [question].
    RENAME = "rename"
    ADD = "add"
    WORDS = "words"
    OPTIONS = "options"
    # From the preview: a section to see [], a block [block], [], a question [question].
    EXACTLY = "exactly"
    # From there and from all sections: how much is posted [].
    LENGTH = "length"
    DROP = "drop"
    CUT = "cut"
    TWICE = "twice"
    # A proposed text [number].
    TAKE = "take"
    # [section + 1 or 0, question or 0]: where one was.
    UNDO = "undo"
    REDO = "redo"


FORMS = frozenset({Verb.RENAME, Verb.ADD, Verb.WORDS, Verb.OPTIONS})


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Screen:
    """What the editor shows: a question, a section, its paragraphs, or all sections."""

    section_id: SectionId | None = None
    question_id: QuestionId | None = None
    paragraphs: bool = False
    offered: bool = False
    page: int = 0


HOME = Screen()


def screen_of(key: Key, chosen: str = "") -> Screen:
    """Give what is to be shown after a press, once it is done; `chosen` is a select's value."""
    first = key.number()
    match key.verb:
        case Verb.HOME:
            return Screen(page=first)
        case Verb.DROP | Verb.CUT | Verb.TWICE | Verb.LENGTH | Verb.TAKE:
            return HOME
        case Verb.PICK_SECTION | Verb.EXACTLY:
            return Screen(section_id=SectionId(_number(chosen)))
        case Verb.PICK_QUESTION:
            return Screen(question_id=QuestionId(_number(chosen)))
        case Verb.PARAGRAPHS:
            return Screen(section_id=SectionId(first), paragraphs=True, page=key.number(1))
        case Verb.OFFERED:
            return Screen(offered=True)
        case Verb.UNDO | Verb.REDO:
            # Ids of sections count from 0: here they are one more, so that 0 is none.
            return _where(first - 1, key.number(1))
        case Verb.SECTION | Verb.SPLIT | Verb.MERGE | Verb.SKIP | Verb.MOVE_SECTION:
            return Screen(section_id=SectionId(first))
        case Verb.RENAME | Verb.ADD | Verb.LEAVE_OUT:
            return Screen(section_id=SectionId(first))
        case _:
            return Screen(question_id=QuestionId(first))


def _where(section: int, question: int) -> Screen:
    if question:
        return Screen(question_id=QuestionId(question))
    return Screen(section_id=SectionId(section)) if section >= 0 else HOME


def edit_of(key: Key, chosen: str) -> Edit | None:
    """Give the edit that a press asks for, with a select's value; None where it is no edit."""
    first, second = key.number(), key.number(1)
    section_id, question_id = SectionId(first), QuestionId(first)
    match key.verb:
        case Verb.MERGE:
            return Merge(section_id)
        case Verb.SPLIT:
            return Split(section_id, _number(chosen))
        case Verb.SKIP:
            return Skip(section_id, skipped=second > 0)
        case Verb.MOVE_SECTION:
            return MoveSection(section_id, second)
        case Verb.LEAVE_OUT:
            return LeaveOut(_number(chosen), left_out=second > 0)
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
            return MoveQuestion(question_id, SectionId(_number(chosen)), _LAST)
        case Verb.KIND if chosen in set(QuestionKind):
            return ChangeKind(question_id, QuestionKind(chosen))
        case Verb.BY_KIND:
            return SetOptions(question_id, None)
        case _:
            return None


def _number(chosen: str) -> int:
    # What no select of ours offers finds nothing.
    return int(chosen) if chosen.isascii() and chosen.isdecimal() else _LAST
