"""Suggestions: what an organizer may want to change, each a press away, under the preview."""

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

import discord

from bot.domain.library import KeptArticle
from bot.domain.suggestion import (
    AskAdded,
    AskIndirect,
    AskTitle,
    CutText,
    LeaveOutCall,
    MergeQuestions,
    OfferScale,
    SkipEmpty,
    Suggestion,
    WriteOptions,
)
from bot.domain.usage import Usage
from bot.ui.articles import preview_embeds
from bot.ui.bars import polls
from bot.ui.editor_desk import Desk, Shown, length_select, question_line, undo_words
from bot.ui.editor_keys import Key, Verb
from bot.ui.editor_screens import HOME
from bot.ui.markup import escape_within
from bot.ui.panels import Choice, Item, button, paged, panel, select
from bot.ui.speech import _, number

_LONGEST_QUOTED: Final = 120
_BUTTONS_IN_ROW: Final = 3
_ON_PAGE: Final = 6


def previewed(
    kept: KeptArticle, usage: Usage, suggestions: Sequence[Suggestion]
) -> tuple[tuple[discord.Embed, ...], discord.ui.View]:
    """Show the whole series; under the last embed stand the suggestions, each with its button."""
    embeds = preview_embeds(kept)
    shown = suggestions_panel(Desk(kept=kept, usage=usage, screen=HOME), suggestions)
    return ((*embeds, shown.embed) if suggestions else embeds), shown.view


def suggestions_panel(desk: Desk, suggestions: Sequence[Suggestion]) -> Shown:
    """Show a page of the suggestions, and ways to look at sections and to edit them."""
    last = max(len(suggestions) - 1, 0) // _ON_PAGE
    page = min(desk.screen.page, last)
    offered = list(_offers(desk, suggestions, page))[page * _ON_PAGE :][:_ON_PAGE]
    first = page * _ON_PAGE + 1
    lines = [f"{number}. {one.words}" for number, one in enumerate(offered, start=first)]
    buttons = [
        button(f"{first + place}. {one.label}", one.key, 1 + place // _BUTTONS_IN_ROW)
        for place, one in enumerate(offered)
    ]
    turning = [
        # Both keys must differ, also where one of the buttons is disabled.
        button(_("◀ Page"), desk.key(Verb.ADVICE, max(page - 1, 0)), 3, disabled=page == 0),
        button(_("Page ▶"), desk.key(Verb.ADVICE, page + 1), 3, disabled=page >= last),
    ]
    return Shown(
        desk.embed(
            _("Suggestions"), [*_done(desk), *(lines or [_("There is nothing to suggest.")])]
        ),
        panel(
            [
                _exactly(desk, page),
                *buttons,
                *(turning if last else ()),
                button(_("Edit…"), desk.key(Verb.HOME), 3),
                *desk.history(3, page),
                length_select(desk, 4),
            ]
        ),
    )


def _done(desk: Desk) -> Iterator[str]:
    """Say what the press has done that brought this screen about."""
    if not desk.screen.done or desk.kept.version.undo_to is None:
        return
    yield _("✓ Done. **{undo}** takes it back.", undo=undo_words(desk.kept.version.edit))
    if desk.screen.question_id is not None:
        question = desk.kept.preparation.question(desk.screen.question_id)
        words, options = question_line(question)
        yield f"> {words}"
        yield f"> {options}"
        yield from desk.told_if_missed([question])
    yield ""


def _exactly(desk: Desk, page: int) -> Item | None:
    preparation = desk.kept.preparation
    choices = [
        Choice(
            section.section_id,
            desk.name(section),
            polls(len(preparation.posted_in(section))),
        )
        for section in preparation.series
    ]
    if not choices:
        # An update may leave nothing to post that is not posted already.
        return None
    shown = paged(choices, desk.screen.choices_page)
    return select(_("See a section as posted…"), desk.key(Verb.EXACTLY, page), 0, shown)


# ── each of them ──────────────────────────────────────────────────────────────────────────────


class _Offer(NamedTuple):
    """A suggestion's words, its button's, and what the button carries."""

    words: str
    label: str
    key: Key


def _offers(desk: Desk, suggestions: Sequence[Suggestion], page: int) -> Iterator[_Offer]:
    """Give them all; after each `page` is shown again."""
    seen: Counter[int] = Counter()
    for suggestion in suggestions:
        if isinstance(suggestion, AskIndirect | AskAdded):
            at = suggestion.number if isinstance(suggestion, AskAdded) else suggestion.block
            yield _to_ask(desk, suggestion, seen[at], page)
            seen[at] += 1
        elif isinstance(suggestion, WriteOptions | OfferScale | AskTitle):
            yield _about_question(desk, suggestion, page)
        else:
            yield _about_text(desk, suggestion, page)


def _about_question(
    desk: Desk, suggestion: WriteOptions | OfferScale | AskTitle, page: int
) -> _Offer:
    question_id = suggestion.question_id
    words = _quoted(desk.kept.preparation.question(question_id).words)
    match suggestion:
        case WriteOptions():
            return _Offer(
                _("{words} has no answers to choose from: write some.", words=words),
                _("Write options…"),
                desk.key(Verb.ANSWERS, question_id, page),
            )
        case OfferScale():
            return _Offer(
                _("{words} asks for a degree: it could be answered on a scale.", words=words),
                _("Offer a scale"),
                desk.key(Verb.SCALE, question_id, page),
            )
        case AskTitle():
            return _Offer(
                _(
                    "The title asks: {words} It could be asked first of all, and again at the end.",
                    words=words,
                ),
                _("Ask it first and last"),
                desk.key(Verb.TWICE, question_id, page),
            )


def _about_text(
    desk: Desk, suggestion: MergeQuestions | LeaveOutCall | SkipEmpty | CutText, page: int
) -> _Offer:
    match suggestion:
        case MergeQuestions(section_id, above):
            heading = desk.heading(desk.kept.preparation.section(section_id))
            return _Offer(
                _(
                    "Section {heading} consists mostly of its questions: post it together with the "
                    "one above.",
                    heading=heading,
                ),
                _("Merge with above"),
                desk.key(Verb.JOIN, above, page),
            )
        case LeaveOutCall(block):
            words = _quoted(desk.kept.blocks[block].text)
            return _Offer(
                _(
                    "{words} speaks to the readers of the page it comes from, not to yours: leave "
                    "it out.",
                    words=words,
                ),
                _("Leave it out"),
                desk.key(Verb.DROP, block, page),
            )
        case SkipEmpty(section_id):
            heading = desk.heading(desk.kept.preparation.section(section_id))
            return _Offer(
                _("Section {heading} has nothing left to post: skip it.", heading=heading),
                _("Skip it"),
                desk.key(Verb.SKIP_EMPTY, section_id, page),
            )
        case CutText(blocks):
            return _Offer(
                _(
                    "There are no headings: cut the text into {count} sections of about the same "
                    "length.",
                    count=number(len(blocks) + 1),
                ),
                _("Cut it so"),
                desk.key(Verb.CUT),
            )


def _to_ask(desk: Desk, suggestion: AskIndirect | AskAdded, place: int, page: int) -> _Offer:
    section_id = suggestion.section_id
    heading = desk.heading(desk.kept.preparation.section(section_id))
    if isinstance(suggestion, AskAdded):
        key = desk.key(Verb.ASK_ADDED, section_id, -suggestion.number, place, page)
        said = _(
            "{words} stands in a paragraph that was added to {heading}: ask it.",
            words=_quoted(suggestion.words),
            heading=heading,
        )
    else:
        key = desk.key(Verb.INDIRECT, section_id, suggestion.block, place, page)
        said = _(
            "{sentence} leaves something open, in {heading}: ask about it.",
            sentence=_quoted(suggestion.sentence),
            heading=heading,
        )
    return _Offer(said, _("Ask it…"), key)


def _quoted(words: str) -> str:
    return _("“{given}”", given=escape_within(words, _LONGEST_QUOTED))
