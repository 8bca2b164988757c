"""The editor's screens for sections: all of them, one of them, and its paragraphs."""

from typing import Final

from bot.domain.ids import SectionId
from bot.domain.preparation import PreparedQuestion, PreparedSection
from bot.ui.bars import polls
from bot.ui.editor_desk import Desk, Shown, length_select, question_line
from bot.ui.editor_keys import Verb
from bot.ui.limits import EMBED_TITLE, SELECT_OPTIONS
from bot.ui.markup import escape_within
from bot.ui.panels import Choice, Item, button, paged, panel, select
from bot.ui.speech import _, ngettext

_MOST_QUESTIONS: Final = 8
_MOST_PARAGRAPHS: Final = 6
_LONGEST_BEGINNING: Final = 90


def home_panel(desk: Desk) -> Shown:
    """Show all sections, twenty-five to a page."""
    preparation = desk.kept.preparation
    page = _page(desk, len(preparation.sections))
    shown = preparation.sections[page * SELECT_OPTIONS :][:SELECT_OPTIONS]
    lines = [f"**{desk.heading(one)}** · {desk.state(one)}" for one in shown]
    choices = [_choice(desk, section) for section in shown]
    title = escape_within(desk.kept.article.title, EMBED_TITLE)
    others = sum(not question.posted for question in preparation.questions)
    return Shown(
        desk.embed(title, [_("Choose a section to edit."), "", *lines]),
        panel(
            [
                select(_("Choose a section"), desk.key(Verb.PICK_SECTION, page), 0, choices),
                *_pages(desk, Verb.HOME, (), page, len(preparation.sections), row=1),
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
    preparation, section = desk.kept.preparation, _section(desk)
    section_id = section.section_id
    place = preparation.place_of(section_id)
    asked = preparation.asked_in(section)
    is_last = place + 1 == len(preparation.sections)
    is_out = section_id in desk.usage.posted
    lines = [desk.state(section), "", *_beginnings(desk, section), "", *_asked_in(asked)]
    if preparation.is_left_out(section) and not section.skipped:
        lines += [
            "",
            _(
                "Every paragraph is left out. Skip the section, or take one in again under "
                "**Paragraphs…**"
            ),
        ]
    if is_out:
        lines += ["", _("What is posted stays as it is; a new heading is for where it is to come.")]
    turned = 0 if section.skipped else 1
    return Shown(
        desk.embed(desk.heading(section), lines),
        panel(
            [
                button(
                    _("Merge with next"),
                    desk.key(Verb.MERGE, section_id),
                    0,
                    disabled=is_last or is_out,
                ),
                button(
                    _("Paragraphs…"),
                    desk.key(Verb.PARAGRAPHS, section_id),
                    0,
                    disabled=is_out,
                ),
                button(_("Heading…"), desk.key(Verb.RENAME, section_id), 0),
                button(
                    _("Take in again") if section.skipped else _("Skip"),
                    desk.key(Verb.SKIP, section_id, turned),
                    0,
                ),
                button(_("Add a question…"), desk.key(Verb.ADD, section_id), 0),
                *_moves(
                    desk, section_id, place, first=place == 0 or is_out, last=is_last or is_out
                ),
                button(_("As posted…"), desk.key(Verb.POSTED, section_id), 1),
                _questions(desk, asked, 2),
                button(_("◀ All sections"), desk.key(Verb.HOME, place // SELECT_OPTIONS), 3),
                *desk.history(3),
            ]
        ),
    )


def paragraphs_panel(desk: Desk) -> Shown:
    """Show a section's paragraphs, to begin a section at one or to leave one out."""
    section = _section(desk)
    section_id = section.section_id
    blocks, left_out = desk.kept.blocks, desk.kept.preparation.left_out
    page = _page(desk, len(section.blocks))
    shown = section.blocks[page * SELECT_OPTIONS :][:SELECT_OPTIONS]
    first = section.blocks[:1]
    struck = {block: "~~" if block in left_out else "" for block in shown}
    lines = [f"{mark}{_beginning(blocks[block].text)}{mark}" for block, mark in struck.items()]

    def chosen(verb: Verb, placeholder: str, row: int, among: list[int], *args: int) -> Item | None:
        choices = [Choice(block, blocks[block].text) for block in among]
        return select(placeholder, desk.key(verb, *args), row, choices) if choices else None

    return Shown(
        desk.embed(desk.heading(section), [_paragraphs_lead(section), "", *lines]),
        panel(
            [
                chosen(
                    Verb.SPLIT,
                    _("Begin a new section at…"),
                    0,
                    [block for block in shown if block not in first],
                    section_id,
                ),
                chosen(
                    Verb.LEAVE_OUT,
                    _("Leave a paragraph out…"),
                    1,
                    [block for block in shown if block not in left_out],
                    section_id,
                    1,
                ),
                chosen(
                    Verb.LEAVE_OUT,
                    _("Take a paragraph in again…"),
                    2,
                    [block for block in shown if block in left_out],
                    section_id,
                    0,
                ),
                *_pages(desk, Verb.PARAGRAPHS, (section_id,), page, len(section.blocks), row=3),
                button(_("◀ Back to the section"), desk.key(Verb.SECTION, section_id), 4),
                *desk.history(4),
            ]
        ),
    )


def _paragraphs_lead(section: PreparedSection) -> str:
    if len(section.blocks) == 1:
        return _("The section has one paragraph; it may be left out.")
    return _(
        "Where does a new section begin? A short line becomes its heading. What is not to be "
        "posted?"
    )


# ── pieces ────────────────────────────────────────────────────────────────────────────────────


def _section(desk: Desk) -> PreparedSection:
    if desk.screen.section_id is None:
        raise AssertionError(desk.screen)
    return desk.kept.preparation.section(desk.screen.section_id)


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


def _moves(
    desk: Desk, section_id: SectionId, place: int, *, first: bool, last: bool
) -> tuple[Item, Item]:
    earlier = desk.key(Verb.MOVE_SECTION, section_id, max(place - 1, 0))
    later = desk.key(Verb.MOVE_SECTION, section_id, place + 1)
    return (
        button(_("▲ Earlier"), earlier, 1, disabled=first),
        button(_("▼ Later"), later, 1, disabled=last),
    )


def _asked_in(asked: tuple[PreparedQuestion, ...]) -> list[str]:
    lines = [_question(question) for question in asked[:_MOST_QUESTIONS]]
    if len(asked) > _MOST_QUESTIONS:
        left_out = len(asked) - _MOST_QUESTIONS
        lines.append(
            ngettext("…and {count} more question", "…and {count} more questions", left_out)
        )
    return lines


def _question(question: PreparedQuestion) -> str:
    words, options = question_line(question)
    return f"- {words}\n  {options}" if question.posted else _("-# Not asked: {words}", words=words)


def _beginnings(desk: Desk, section: PreparedSection) -> list[str]:
    blocks = desk.kept.compose(section).blocks
    lines = [f"> {_beginning(block.text)}" for block in blocks[:_MOST_PARAGRAPHS]]
    if len(blocks) > _MOST_PARAGRAPHS:
        left_out = len(blocks) - _MOST_PARAGRAPHS
        more = ngettext("…and {count} more paragraph", "…and {count} more paragraphs", left_out)
        lines.append(f"> {more}")
    return lines


def _beginning(text: str) -> str:
    return escape_within(text, _LONGEST_BEGINNING) or "—"


def _page(desk: Desk, number: int) -> int:
    return max(min(desk.screen.page, (number - 1) // SELECT_OPTIONS), 0)


def _pages(
    desk: Desk, verb: Verb, args: tuple[int, ...], page: int, number: int, *, row: int
) -> list[Item]:
    last = (number - 1) // SELECT_OPTIONS
    if last <= 0:
        return []
    # Both keys must differ, also where one of the buttons is disabled.
    return [
        button(_("◀ Page"), desk.key(verb, *args, max(page - 1, 0)), row, disabled=page == 0),
        button(_("Page ▶"), desk.key(verb, *args, page + 1), row, disabled=page >= last),
    ]
