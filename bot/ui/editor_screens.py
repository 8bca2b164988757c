"""What the editor shows, and what it shows after each press."""

from dataclasses import dataclass
from typing import Final

from bot.domain.ids import QuestionId, SectionId
from bot.ui.editor_keys import ASKING, Key, Verb, added_in, below, below_in, number_in
from bot.ui.panels import page_in


@dataclass(frozen=True, slots=True, kw_only=True)
class Screen:
    """What is shown: suggestions, a question, a section, its paragraphs, or all sections.

    `block` stands for the section that has it by then. Where one is `adding`, `below` is what the
    new paragraph follows, None for the section's beginning; the paragraphs are shown on its page.
    `added` is a paragraph that was added.
    `lines` are those that the reader left out, `line` is one of them. `done` says that it follows
    an edit; `choices_page` is a select's, beside a page of the screen.
    """

    section_id: SectionId | None = None
    block: int | None = None
    question_id: QuestionId | None = None
    paragraphs: bool = False
    adding: bool = False
    below: int | None = None
    added: int | None = None
    lines: bool = False
    line: int | None = None
    offered: bool = False
    advice: bool = False
    done: bool = False
    page: int = 0
    choices_page: int = 0


HOME: Final = Screen()
_LAST: Final = 1_000_000  # a page; there are fewer
# What somebody may have been looking at, beside sections and questions.
_ADVICE, _PARAGRAPHS, _LINES = 1, 2, 3

_OF_ALL: Final = frozenset({Verb.LENGTH, Verb.TAKE, Verb.TITLE})
_OF_SECTION: Final = frozenset(
    {
        *(Verb.SECTION, Verb.MERGE, Verb.SKIP, Verb.MOVE_SECTION),
        *(Verb.RENAME, Verb.ADD, Verb.POSTED),
    }
)
# After these the suggestions are shown anew; those of a question, with the question.
_SUGGESTED: Final = frozenset({Verb.DROP, Verb.SKIP_EMPTY, Verb.CUT, Verb.JOIN, *ASKING})
_SUGGESTED_OF_QUESTION: Final = frozenset({Verb.TWICE, Verb.SCALE, Verb.ANSWERS})


def screen_of(key: Key, chosen: str = "") -> Screen:
    """Give what is to be shown after a press, once it is done; `chosen` is a select's value."""
    page, first = page_in(chosen), key.number()
    if page is not None:
        return _turned(key, page)
    if key.verb in _OF_ALL:
        return HOME
    if key.verb in _OF_SECTION:
        return Screen(section_id=SectionId(first))
    if key.verb in _SUGGESTED:
        on_page = key.number(3 if key.verb in ASKING else 1)
        return Screen(advice=True, done=True, page=on_page)
    if key.verb in _SUGGESTED_OF_QUESTION:
        question_id = QuestionId(first)
        return Screen(advice=True, done=True, page=key.number(1), question_id=question_id)
    return _of_adding(key, chosen) or _looked_at(key, chosen)


def _of_adding(key: Key, chosen: str) -> Screen | None:
    section_id = SectionId(key.number())
    match key.verb:
        case Verb.BELOW:
            return Screen(section_id=section_id, adding=True, below=below_in(chosen))
        case Verb.LEAVE_OUT if (added := added_in(chosen)) is not None:
            return Screen(section_id=section_id, added=added)
        case Verb.FIX:
            return Screen(section_id=section_id, added=-key.number(1))
        case Verb.LEAVE_OUT | Verb.REMOVE:
            return Screen(section_id=section_id, paragraphs=True, page=key.number(2))
        case Verb.WRITE | Verb.TAKE_BACK:
            return Screen(section_id=section_id, paragraphs=True, below=below(key))
        case Verb.LINES:
            return Screen(lines=True, page=key.number())
        case Verb.PICK_LINE:
            return Screen(line=number_in(chosen))
        case Verb.LINE_TO:
            return Screen(section_id=SectionId(number_in(chosen)), paragraphs=True, page=_LAST)
        case _:
            return None


def _looked_at(key: Key, chosen: str) -> Screen:
    first = key.number()
    match key.verb:
        case Verb.HOME:
            return Screen(page=first)
        case Verb.ADVICE:
            return Screen(advice=True, page=first)
        case Verb.PICK_SECTION | Verb.EXACTLY:
            return Screen(section_id=SectionId(number_in(chosen)))
        case Verb.PICK_QUESTION:
            return Screen(question_id=QuestionId(number_in(chosen)))
        case Verb.SPLIT:
            return Screen(block=number_in(chosen))
        case Verb.PARAGRAPHS:
            return Screen(section_id=SectionId(first), paragraphs=True, page=key.number(1))
        case Verb.OFFERED:
            return Screen(offered=True)
        case Verb.UNDO | Verb.REDO:
            return _back(first, key.number(1), key.number(2))
        case _:
            return Screen(question_id=QuestionId(first))


def _turned(key: Key, page: int) -> Screen:
    """Give the screen of a select of which another page was asked for."""
    first = key.number()
    match key.verb:
        case Verb.PICK_QUESTION if first:
            return Screen(section_id=SectionId(first - 1), page=page)
        case Verb.PICK_QUESTION:
            return Screen(offered=True, page=page)
        case Verb.PLACE:
            # One more, so that 0 is the page of the section it is asked in.
            return Screen(question_id=QuestionId(first), page=page + 1)
        case Verb.TAKE_BACK:
            section_id = SectionId(first)
            return Screen(section_id=section_id, adding=True, below=below(key), page=page)
        case Verb.LINE_TO:
            return Screen(line=first, page=page)
        case _:
            return Screen(advice=True, page=first, choices_page=page)


def back_to(screen: Screen, page: int) -> tuple[int, int, int]:
    """Give as a key's numbers where somebody is; `page` is of suggestions, paragraphs or lines."""
    # Ids of sections count from 0: here they are one more, so that 0 is none.
    section = 0 if screen.section_id is None else screen.section_id + 1
    if screen.advice:
        return page, 0, _ADVICE
    if screen.paragraphs or screen.adding or screen.added is not None:
        return section, page, _PARAGRAPHS
    if screen.lines or screen.line is not None:
        return 0, page, _LINES
    return section, screen.question_id or 0, 0


def _back(first: int, second: int, kind: int) -> Screen:
    if kind == _ADVICE:
        return Screen(advice=True, page=first)
    if kind == _LINES:
        return Screen(lines=True, page=second)
    if kind == _PARAGRAPHS:
        return Screen(section_id=SectionId(first - 1), paragraphs=True, page=second)
    if second:
        return Screen(question_id=QuestionId(second))
    return Screen(section_id=SectionId(first - 1)) if first else HOME
