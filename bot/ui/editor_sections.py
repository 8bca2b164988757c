"""The editor's screens for sections: all of them, and one of them."""

from collections.abc import Iterator
from typing import Final

from bot.domain.ids import SectionId
from bot.domain.preparation import PreparedQuestion, PreparedSection
from bot.ui.bars import polls
from bot.ui.editor_desk import (
    Desk,
    Shown,
    beginning,
    length_select,
    page_buttons,
    question_line,
)
from bot.ui.editor_keys import Verb
from bot.ui.limits import EMBED_TITLE, SELECT_OPTIONS
from bot.ui.markup import escape_within
from bot.ui.panels import Choice, Item, button, paged, panel, select
from bot.ui.speech import _, ngettext

_MOST_QUESTIONS: Final = 8
_MOST_PARAGRAPHS: Final = 6


def home_panel(desk: Desk) -> Shown:
    """Show all sections, twenty-five to a page."""
    preparation = desk.kept.preparation
    number = len(preparation.sections)
    page = desk.page(number)
    shown = preparation.sections[page * SELECT_OPTIONS :][:SELECT_OPTIONS]
    lines = [f"**{desk.heading(one)}** · {desk.state(one)}" for one in shown]
    choices = [_choice(desk, section) for section in shown]
    title = escape_within(desk.kept.article.title, EMBED_TITLE)
    others = sum(not question.posted for question in preparation.questions)
    dropped = len(desk.kept.still_dropped)
    last = (number - 1) // SELECT_OPTIONS
    return Shown(
        desk.embed(title, [_("Choose a section to edit."), "", *lines]),
        panel(
            [
                select(_("Choose a section"), desk.key(Verb.PICK_SECTION, page), 0, choices),
                *page_buttons(desk, Verb.HOME, (), page, last, row=1),
                button(
                    _("What I left out ({dropped})", dropped=dropped),
                    desk.key(Verb.LINES),
                    1,
                )
                if dropped
                else None,
                button(_("Suggestions"), desk.key(Verb.ADVICE), 2),
                button(_("Title and author…"), desk.key(Verb.TITLE), 2),
                button(
                    _("Questions not asked ({others})", others=others), desk.key(Verb.OFFERED), 2
                )
                if others
                else None,
                *desk.history(2),
                length_select(desk, 3),
            ]
        ),
    )


def section_panel(desk: Desk) -> Shown:
    """Show a section: its beginnings, what is asked in it, and what can be done with it."""
    section = desk.section()
    asked = desk.kept.preparation.asked_in(section)
    place = desk.kept.preparation.place_of(section.section_id)
    return Shown(
        desk.embed(desk.heading(section), _told_of(desk, section, place, asked)),
        panel(
            [
                *_deeds(desk, section, place),
                *_moves(desk, section.section_id, place),
                button(_("As posted…"), desk.key(Verb.POSTED, section.section_id), 1),
                _questions(desk, asked, 2),
                button(_("◀ All sections"), desk.key(Verb.HOME, place // SELECT_OPTIONS), 3),
                *desk.history(3),
            ]
        ),
    )


# ── pieces ────────────────────────────────────────────────────────────────────────────────────


def _told_of(
    desk: Desk, section: PreparedSection, place: int, asked: tuple[PreparedQuestion, ...]
) -> Iterator[str]:
    yield from (desk.state(section), "", *_beginnings(desk, section), "", *_asked_in(desk, asked))
    yield from desk.told_if_empty(section)
    below = desk.kept.preparation.sections[place + 1 : place + 2]
    if below and section.skipped != below[0].skipped:
        yield ""
        yield _("**Merge with next** has both posted, also the one that is skipped.")
    if section.section_id in desk.usage.posted:
        yield ""
        yield _(
            "What is posted stays as it is. A new heading, a question or a skip counts only where "
            "the section is still to come."
        )
        yield from desk.told_if_missed(asked)


def _deeds(desk: Desk, section: PreparedSection, place: int) -> list[Item]:
    section_id = section.section_id
    is_out = section_id in desk.usage.posted
    is_last = place + 1 == len(desk.kept.preparation.sections)
    turned = 0 if section.skipped else 1
    return [
        button(
            _("Merge with next"),
            desk.key(Verb.MERGE, section_id),
            0,
            disabled=is_last or is_out,
        ),
        button(_("Paragraphs…"), desk.key(Verb.PARAGRAPHS, section_id), 0, disabled=is_out),
        button(_("Heading…"), desk.key(Verb.RENAME, section_id), 0),
        button(
            _("Include again") if section.skipped else _("Skip"),
            desk.key(Verb.SKIP, section_id, turned),
            0,
        ),
        button(_("Add a question…"), desk.key(Verb.ADD, section_id), 0),
    ]


def _choice(desk: Desk, section: PreparedSection) -> Choice:
    words = polls(len(desk.kept.preparation.posted_in(section)))
    if section.skipped:
        words = _("{words}, skipped", words=words)
    return Choice(section.section_id, desk.name(section), words)


def _questions(desk: Desk, asked: tuple[PreparedQuestion, ...], row: int) -> Item | None:
    if not asked:
        return None
    choices = [
        Choice(one.question_id, one.words, "" if one.posted else _("not asked")) for one in asked
    ]
    key = desk.key(Verb.PICK_QUESTION, (desk.screen.section_id or 0) + 1)
    return select(_("Edit a question"), key, row, paged(choices, desk.screen.page))


def _moves(desk: Desk, section_id: SectionId, place: int) -> tuple[Item, Item]:
    is_out = section_id in desk.usage.posted
    is_last = place + 1 == len(desk.kept.preparation.sections)
    earlier = desk.key(Verb.MOVE_SECTION, section_id, max(place - 1, 0))
    later = desk.key(Verb.MOVE_SECTION, section_id, place + 1)
    return (
        button(_("▲ Earlier"), earlier, 1, disabled=place == 0 or is_out),
        button(_("▼ Later"), later, 1, disabled=is_last or is_out),
    )


def _asked_in(desk: Desk, asked: tuple[PreparedQuestion, ...]) -> list[str]:
    lines = [_question(desk, question) for question in asked[:_MOST_QUESTIONS]]
    if len(asked) > _MOST_QUESTIONS:
        left_out = len(asked) - _MOST_QUESTIONS
        lines.append(
            ngettext("…and {count} more question", "…and {count} more questions", left_out)
        )
    return lines


def _question(desk: Desk, question: PreparedQuestion) -> str:
    words, options = question_line(question)
    if not question.posted:
        return _("-# Not asked: {words}", words=words)
    lines = [f"- {words}", f"  {options}"]
    if channel_id := desk.missed_in(question):
        lines.append("  " + _("*not asked in <#{channel_id}>*", channel_id=channel_id))
    return "\n".join(lines)


def _beginnings(desk: Desk, section: PreparedSection) -> list[str]:
    blocks = desk.kept.compose(section).blocks
    lines = [f"> {beginning(block.text)}" for block in blocks[:_MOST_PARAGRAPHS]]
    if len(blocks) > _MOST_PARAGRAPHS:
        left_out = len(blocks) - _MOST_PARAGRAPHS
        more = ngettext("…and {count} more paragraph", "…and {count} more paragraphs", left_out)
        lines.append(f"> {more}")
    return lines
