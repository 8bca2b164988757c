"""The editor's screens for questions: one of them, and those that are not asked."""

from typing import Final

import discord

from bot.domain.article import QuestionKind, QuestionSource
from bot.domain.poll import Poll, plan_poll
from bot.domain.preparation import PreparedQuestion
from bot.ui.editor_desk import Desk, Shown, options_line
from bot.ui.editor_keys import Verb
from bot.ui.markup import escape_within
from bot.ui.panels import Choice, Item, button, page_of, paged, panel, select
from bot.ui.polls import jump_url, place_words
from bot.ui.speech import N_, _

_LONGEST_QUESTION: Final = 400
_KINDS: Final = {
    QuestionKind.YES_NO: N_("Yes or no"),
    QuestionKind.EITHER_OR: N_("Either … or"),
    QuestionKind.WH: N_("Open: who, what, how, why"),
}
_SOURCES: Final = {
    QuestionSource.BODY: N_("found in the text"),
    QuestionSource.HEADING: N_("found in a heading"),
    QuestionSource.ORGANIZER: N_("added by an organizer"),
}


def question_panel(desk: Desk) -> Shown:
    """Show a question: its words, kind and options, where it is asked, and what can be done."""
    if desk.screen.question_id is None:
        raise AssertionError(desk.screen)
    preparation = desk.kept.preparation
    question = preparation.question(desk.screen.question_id)
    question_id, section = question.question_id, preparation.section_of(question)
    stale = desk.usage.stale_polls(preparation, question_id)
    turned = 0 if question.posted else 1
    return Shown(
        desk.embed(_("Question"), _lines(desk, question)),
        panel(
            [
                button(_("Words…"), desk.key(Verb.WORDS, question_id), 0),
                button(_("Options…"), desk.key(Verb.OPTIONS, question_id), 0),
                button(_("Standard options"), desk.key(Verb.BY_KIND, question_id), 0)
                if question.options
                else None,
                button(
                    _("Do not ask") if question.posted else _("Ask it"),
                    desk.key(Verb.ASK, question_id, turned),
                    0,
                    disabled=section is None,
                ),
                button(
                    _("Correct the open poll"),
                    desk.key(Verb.CORRECT, question_id),
                    0,
                    style=discord.ButtonStyle.primary,
                )
                if stale
                else None,
                _kinds(desk, question, 1),
                _places(desk, question, 2),
                *_order(desk, question, 3),
                button(_("◀ Back to the section"), desk.key(Verb.SECTION, section.section_id), 4)
                if section
                else button(_("◀ All sections"), desk.key(Verb.HOME), 4),
                *desk.history(4),
            ]
        ),
    )


def offered_panel(desk: Desk) -> Shown:
    """Show the questions that are not asked."""
    preparation = desk.kept.preparation
    others = [question for question in preparation.questions if not question.posted]
    lines = [
        f"- {escape_within(one.words, _LONGEST_QUESTION // 4)} ({_(_SOURCES[one.source])})"
        for one in others
    ]
    choices = [Choice(one.question_id, one.words, _(_SOURCES[one.source])) for one in others]
    return Shown(
        desk.embed(
            _("Questions not asked"), lines or [_("There is none: every question is asked.")]
        ),
        panel(
            [
                select(
                    _("Choose a question"),
                    desk.key(Verb.PICK_QUESTION),
                    0,
                    paged(choices, desk.screen.page),
                )
                if choices
                else None,
                button(_("◀ All sections"), desk.key(Verb.HOME), 1),
                *desk.history(1),
            ]
        ),
    )


def _lines(desk: Desk, question: PreparedQuestion) -> list[str]:
    planned = plan_poll(question)
    section = desk.kept.preparation.section_of(question)
    place = place_words(planned.place)
    if section is None:
        where = _("Not asked: choose a section to ask it in.")
    elif question.posted:
        where = _("Asked in {section}, {place}", section=desk.heading(section), place=place)
    else:
        where = _("Not asked in {section}", section=desk.heading(section))
    lines = [
        f"**{escape_within(question.words, _LONGEST_QUESTION)}**",
        "",
        options_line(planned),
        "",
        where,
        f"{_(_KINDS[question.kind])} · {_(_SOURCES[question.source])}",
    ]
    lines += desk.told_if_missed([question])
    if question.wants_options:
        lines.append(_("It has no answers to choose from yet: write some with **Options…**"))
    lines += [
        _("[Open for votes]({url}): {state}", url=jump_url(poll), state=_may_change(desk, poll))
        for poll in desk.usage.open_polls.get(question.question_id, ())
    ]
    return lines


def _may_change(desk: Desk, poll: Poll) -> str:
    if poll.new_options is not None:
        return _("its options are being changed. If somebody votes before that is done, they stay.")
    if poll.poll_id in desk.usage.voted_on:
        return _("members have voted, so its options stay. Its words can be corrected.")
    return _("nobody has voted yet, so both its words and its options can be corrected.")


def _kinds(desk: Desk, question: PreparedQuestion, row: int) -> Item:
    choices = [
        Choice(kind, _(words), chosen=kind is question.kind) for kind, words in _KINDS.items()
    ]
    return select(_("Kind"), desk.key(Verb.KIND, question.question_id), row, choices)


def _places(desk: Desk, question: PreparedQuestion, row: int) -> Item:
    """Offer the sections, those near the one it is asked in first."""
    preparation = desk.kept.preparation
    section = preparation.section_of(question)
    place = preparation.place_of(section.section_id) if section else 0
    choices = [
        Choice(
            one.section_id,
            desk.name(one),
            _("posted already") if one.section_id in desk.usage.posted else "",
        )
        for one in preparation.sections
    ]
    page = desk.screen.page - 1 if desk.screen.page else page_of(place, len(choices))
    key = desk.key(Verb.PLACE, question.question_id)
    return select(_("Ask it in another section…"), key, row, paged(choices, page))


def _order(desk: Desk, question: PreparedQuestion, row: int) -> list[Item]:
    preparation = desk.kept.preparation
    section = preparation.section_of(question)
    asked = preparation.posted_in(section) if section else ()
    if section is None or question not in asked or len(asked) == 1:
        return []
    place = asked.index(question)
    ids = (question.question_id, section.section_id)
    return [
        button(
            _("▲ Ask earlier"),
            desk.key(Verb.ORDER, *ids, max(place - 1, 0)),
            row,
            disabled=not place,
        ),
        button(
            _("▼ Ask later"),
            desk.key(Verb.ORDER, *ids, place + 1),
            row,
            disabled=place + 1 == len(asked),
        ),
    ]
