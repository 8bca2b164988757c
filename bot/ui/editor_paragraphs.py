"""The editor's screens for paragraphs: those of a section, and where one is added to them."""

from collections.abc import Iterator, Sequence
from typing import Final

from bot.domain.preparation import PreparedSection
from bot.ui.editor_desk import Desk, Shown, beginning, page_buttons, question_line, say_not_asked
from bot.ui.editor_keys import BEGINNING, Verb, where
from bot.ui.limits import SELECT_OPTIONS, TEXT_INPUT
from bot.ui.markup import escape_within
from bot.ui.panels import Choice, Item, button, paged, panel, select
from bot.ui.speech import _

_ON_PAGE: Final = SELECT_OPTIONS - 1  # room for the section's beginning
_LONGEST_SHOWN: Final = 1_500


def paragraphs_panel(desk: Desk) -> Shown:
    """Show a section's paragraphs, to begin a section at one, to leave one out or to add one."""
    section = desk.section()
    section_id = section.section_id
    preparation = desk.kept.preparation
    numbers = list(preparation.numbers_in(section.passages))
    page = _page(desk, numbers)
    shown = numbers[page * _ON_PAGE :][:_ON_PAGE]
    left_out = [number for number in shown if number in preparation.left_out]
    posted = [number for number in shown if number not in preparation.left_out]
    cuts = [number for number in shown if number >= 0 and number != section.blocks[0]]
    places = [
        *([Choice(BEGINNING, _("The section’s beginning"))] if page == 0 else ()),
        *_choices(desk, shown),
    ]

    def chosen(
        verb: Verb, placeholder: str, row: int, choices: list[Choice], *args: int
    ) -> Item | None:
        return select(placeholder, desk.key(verb, *args), row, choices) if choices else None

    row, last = 4, (len(numbers) - 1) // _ON_PAGE
    return Shown(
        desk.embed(desk.heading(section), _listed(desk, section, shown)),
        panel(
            [
                chosen(
                    Verb.SPLIT, _("Begin a new section at…"), 0, _choices(desk, cuts), section_id
                ),
                chosen(
                    Verb.LEAVE_OUT,
                    _("Leave a paragraph out, or correct an added one…")
                    if any(number < 0 for number in shown)
                    else _("Leave a paragraph out…"),
                    1,
                    _choices(desk, posted, tells=True),
                    *(section_id, 1, page),
                ),
                chosen(
                    Verb.LEAVE_OUT,
                    _("Include a paragraph again…"),
                    2,
                    _choices(desk, left_out),
                    *(section_id, 0, page),
                ),
                chosen(Verb.BELOW, _("Add a paragraph below…"), 3, places, section_id),
                *page_buttons(desk, Verb.PARAGRAPHS, (section_id,), page, last, row=row),
                button(_("◀ Back to the section"), desk.key(Verb.SECTION, section_id), row),
                *desk.history(row, page),
            ]
        ),
    )


def addition_panel(desk: Desk) -> Shown:
    """Show where a paragraph is added, written or taken back; all of them where that is gone."""
    section, below = desk.section(), desk.screen.below
    args = (section.section_id, *where(below))
    page = 0 if below is None else _page_with(desk, below)
    if page is None:
        return paragraphs_panel(desk)
    choices = [Choice(at, line) for at, line in desk.kept.still_dropped.items()]
    lines = [
        _("A paragraph is added at the section’s beginning.")
        if below is None
        else _(
            "A paragraph is added below this one:\n> {words}",
            words=beginning(desk.kept.text_of(below)),
        ),
        _("Write it, or put back a line that I left out."),
        say_not_asked(),
    ]
    back = desk.key(Verb.PARAGRAPHS, section.section_id, page)
    return Shown(
        desk.embed(desk.heading(section), lines),
        panel(
            [
                button(_("Write a paragraph…"), desk.key(Verb.WRITE, *args), 0),
                select(
                    _("Put back a line that was left out…"),
                    desk.key(Verb.TAKE_BACK, *args),
                    1,
                    paged(choices, desk.screen.page),
                )
                if choices
                else None,
                button(_("◀ Back to the paragraphs"), back, 2),
                *desk.history(2, page),
            ]
        ),
    )


def added_panel(desk: Desk) -> Shown:
    """Show a paragraph that was added, to correct or to remove it; all where it is gone."""
    section, number = desk.section(), desk.screen.added
    page = None if number is None else _page_with(desk, number)
    if number is None or page is None:
        return paragraphs_panel(desk)
    text = desk.kept.text_of(number)
    is_long = len(text) > TEXT_INPUT
    lines = [
        _("This paragraph was added; it does not stand in the article’s own text:"),
        f"> {escape_within(text, _LONGEST_SHOWN)}",
    ]
    if "?" in text:
        lines += ["", say_not_asked()]
    if is_long:
        lines += ["", _("It is too long for a form. To change it, remove it and write it anew.")]
    return Shown(
        desk.embed(desk.heading(section), lines),
        panel(
            [
                button(
                    _("Correct it…"),
                    desk.key(Verb.FIX, section.section_id, -number),
                    0,
                    disabled=is_long,
                ),
                button(_("Remove it"), desk.key(Verb.REMOVE, section.section_id, -number, page), 0),
                button(
                    _("◀ Back to the paragraphs"),
                    desk.key(Verb.PARAGRAPHS, section.section_id, page),
                    1,
                ),
                *desk.history(1, page),
            ]
        ),
    )


def _page_with(desk: Desk, number: int) -> int | None:
    """Give the page that a block or an added paragraph stands on; None where it is gone."""
    numbers = list(desk.kept.preparation.numbers_in(desk.section().passages))
    return numbers.index(number) // _ON_PAGE if number in numbers else None


def _page(desk: Desk, numbers: Sequence[int]) -> int:
    below = desk.screen.below
    if below is not None and below in numbers:
        # What was added stands right below.
        return min(numbers.index(below) + 1, len(numbers) - 1) // _ON_PAGE
    return desk.page(len(numbers), _ON_PAGE)


def _choices(desk: Desk, numbers: Sequence[int], *, tells: bool = False) -> list[Choice]:
    return [
        Choice(
            number,
            desk.kept.text_of(number),
            _("added: correct it or remove it") if number < 0 and tells else "",
        )
        for number in numbers
    ]


def _listed(desk: Desk, section: PreparedSection, shown: Sequence[int]) -> Iterator[str]:
    if len(section.blocks) == 1 and not desk.kept.preparation.added_to(section):
        yield _("The section has one paragraph: leave it out, or add others with the lists below.")
    else:
        yield _(
            "With the lists below, begin a new section at a paragraph (a short line becomes its "
            "heading), leave one out, include one again, or add one."
        )
    yield ""
    preparation = desk.kept.preparation
    waiting = [question for question in preparation.questions if question.left_out]
    for number in shown:
        words = beginning(desk.kept.text_of(number))
        struck = "~~" if number in preparation.left_out else ""
        yield f"{struck}{words}{struck}" if number >= 0 else f"➕ {words}"
        for question in waiting:
            if question.block == number:
                yield _("-# Not asked: {words}", words=question_line(question)[0])
    if any(number < 0 and "?" in desk.kept.text_of(number) for number in shown):
        yield ""
        yield say_not_asked()
    yield from desk.told_if_empty(section)
