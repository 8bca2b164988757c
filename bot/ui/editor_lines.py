"""The editor's screens for what the reader left out: all lines, and one that is taken back."""

from typing import Final

from bot.errors import SectionNotFound
from bot.ui.editor_desk import Desk, Shown, beginning, page_buttons, say_not_asked
from bot.ui.editor_keys import Verb
from bot.ui.markup import escape_within
from bot.ui.panels import Choice, button, paged, panel, select
from bot.ui.speech import _

_ON_PAGE: Final = 15
_LONGEST_LINE: Final = 180
_LONGEST_SHOWN: Final = 1_500


def lines_panel(desk: Desk) -> Shown:
    """Show the lines that are in the text and not in the series, fifteen to a page."""
    lines = desk.kept.still_dropped
    last = (len(lines) - 1) // _ON_PAGE
    page = desk.page(len(lines), _ON_PAGE)
    shown = list(lines.items())[page * _ON_PAGE :][:_ON_PAGE]
    lead = _(
        "These lines of the text are not posted, because they looked like a byline, navigation, "
        "comments and the like. Choose one to put it back."
    )
    choices = [Choice(place, line) for place, line in shown]
    return Shown(
        desk.embed(
            _("What I left out"),
            [
                lead if lines else _("Nothing was left out."),
                "",
                *(f"- {beginning(line, _LONGEST_LINE)}" for _place, line in shown),
            ],
        ),
        panel(
            [
                select(_("Put a line back…"), desk.key(Verb.PICK_LINE, page), 0, choices)
                if choices
                else None,
                *page_buttons(desk, Verb.LINES, (), page, last, row=1),
                button(_("◀ All sections"), desk.key(Verb.HOME), 2),
                *desk.history(2, page),
            ]
        ),
    )


def line_panel(desk: Desk) -> Shown:
    """Show a line that was left out, and ask where it comes back; raise `SectionNotFound`."""
    line, lines = desk.screen.line, desk.kept.still_dropped
    if line is None or line not in lines:
        raise SectionNotFound(given=str(line))
    choices = [
        Choice(section.section_id, desk.name(section))
        for section in desk.kept.preparation.sections
        if section.section_id not in desk.usage.posted
    ]
    page = list(lines).index(line) // _ON_PAGE
    where = (
        _(
            "At the end of which section should it stand? To put it elsewhere, open that section, "
            "then **Paragraphs…** and **Add a paragraph below…**"
        )
        if choices
        else _("Every section is posted, and what is posted stays as it is.")
    )
    return Shown(
        desk.embed(
            _("Put a line back"),
            [f"> {escape_within(lines[line], _LONGEST_SHOWN)}", "", where, say_not_asked()],
        ),
        panel(
            [
                select(
                    _("Put it at the end of…"),
                    desk.key(Verb.LINE_TO, line),
                    0,
                    paged(choices, desk.screen.page),
                )
                if choices
                else None,
                button(_("◀ Back to what was left out"), desk.key(Verb.LINES, page), 1),
                *desk.history(1, page),
            ]
        ),
    )
