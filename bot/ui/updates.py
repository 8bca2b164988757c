"""An update before it is taken: what a corrected text changes, and what to press."""

from collections.abc import Iterator, Sequence
from typing import Final

import discord

from bot.domain.changes import Changes
from bot.domain.library import KeptArticle
from bot.domain.poll import Poll
from bot.domain.usage import Usage
from bot.ui.bars import others, questions, sections
from bot.ui.editor_desk import Desk, Shown
from bot.ui.editor_keys import Verb
from bot.ui.editor_screens import HOME
from bot.ui.headings import OPENING
from bot.ui.limits import EMBED_TITLE
from bot.ui.markup import escape_label, escape_within
from bot.ui.panels import button, panel
from bot.ui.polls import jump_url
from bot.ui.speech import _, ngettext

_LONGEST: Final = 120
_MOST: Final = 8


def proposed(
    kept: KeptArticle, usage: Usage, number: int, changes: Changes, closing: Sequence[Poll]
) -> Shown:
    """Show what an update would change, with a button that does it."""
    desk = Desk(kept=kept, usage=usage, screen=HOME)
    title = escape_within(_("Update of {title}", title=kept.article.title), EMBED_TITLE)
    return Shown(
        desk.embed(title, _lines(changes, closing)),
        panel(
            [
                button(
                    _("Use the new text"),
                    desk.key(Verb.TAKE, number),
                    0,
                    style=discord.ButtonStyle.primary,
                ),
                button(_("Leave it as it is"), desk.key(Verb.HOME), 0),
            ]
        ),
    )


def say_taking() -> str:
    """Say at once that a text is being taken, before it is."""
    return _(
        "⏳ Putting the new text in place. For a book this takes a while; if nothing follows here, "
        "look at the article with `/article edit`."
    )


def say_proposed_anew() -> str:
    """Say what is shown to whoever wanted to take a text after somebody's edit."""
    return _("Above is what your text would change now. Use it if that is still right.")


def say_text_put_back(kept: KeptArticle) -> str:
    """Say what undoing or redoing an update does, and what it cannot do."""
    return _(
        "**{title}** has its other text again: what is still to come is posted by it. "
        "Polls that the update closed stay closed with their votes; open ones go on "
        "until their time.",
        title=escape_within(kept.article.title, EMBED_TITLE),
    )


def _lines(changes: Changes, closing: Sequence[Poll]) -> Iterator[str]:
    yield _("Nothing is changed yet.")
    yield _(
        "The same: {sections}, {questions}; their polls and votes go on.",
        sections=sections(changes.kept_sections),
        questions=questions(changes.kept_questions),
    )
    if changes.kept_paragraphs:
        yield ngettext(
            "{count} added paragraph stays.",
            "{count} added paragraphs stay.",
            changes.kept_paragraphs,
        )
    if changes.title:
        yield from _listed(_("Another title"), iter([_pair(changes.title)]))
    if changes.author:
        yield from _listed(_("Another author"), iter([_pair(changes.author)]))
    renamed = (f"{_heading(old)} ▸ {_heading(new)}" for old, new in changes.renamed_sections)
    yield from _listed(_("Sections with another heading"), renamed)
    moved = map(_heading, changes.moved_sections)
    yield from _listed(_("Sections in another place"), moved)
    if changes.keeps_order:
        yield ""
        yield _("The text has its sections in another order. You moved some, so your order stays.")
    yield from _listed(_("Sections with other words"), map(_heading, changes.changed_sections))
    yield from _listed(_("New sections"), map(_heading, changes.added_sections))
    repeated = map(_heading, changes.repeated_sections)
    yield from _listed(
        _("Skipped, because it is posted already as part of another section"), repeated
    )
    yield from _listed(_("Sections that are gone"), map(_heading, changes.removed_sections))
    yield from _paragraphs(changes)
    pairs = map(_pair, changes.changed_questions)
    yield from _listed(_("Questions in other words, asked anew"), pairs)
    yield from _listed(_("New questions"), map(_clip, changes.added_questions))
    yield from _listed(_("Questions that are gone"), map(_clip, changes.removed_questions))
    polls = (f"[{escape_label(poll.question, _LONGEST)}]({jump_url(poll)})" for poll in closing)
    yield from _listed(_("Open polls that close with their votes"), polls)
    yield ""
    yield _("What is posted stays as it is, and no section is posted twice.")


def _paragraphs(changes: Changes) -> Iterator[str]:
    """Say which of the paragraphs that were added in the editor do not stay."""
    has_itself = map(_clip, changes.paragraphs_it_has_itself)
    yield from _listed(_("Added paragraphs that the new text has itself"), has_itself)
    lost = map(_clip, changes.lost_paragraphs)
    yield from _listed(_("Added paragraphs that are gone"), lost)


def _listed(head: str, texts: Iterator[str]) -> Iterator[str]:
    found = list(texts)
    if found:
        yield ""
        yield f"**{head}:**"
        yield from (f"- {text}" for text in found[:_MOST])
        if len(found) > _MOST:
            yield f"- {others(len(found) - _MOST)}"


def _heading(heading: str | None) -> str:
    return escape_within(heading or "", _LONGEST) or _(OPENING)


def _pair(words: tuple[str | None, str | None]) -> str:
    old, new = (_clip(one or "") or "—" for one in words)
    return f"{old} ▸ {new}"


def _clip(words: str) -> str:
    return escape_within(words, _LONGEST)
