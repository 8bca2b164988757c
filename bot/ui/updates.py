"""An update before it is taken: what a corrected text changes, and what to press."""

from collections.abc import Iterator, Sequence
from typing import Final

import discord

from bot.domain.carrying import Changes
from bot.domain.library import KeptArticle
from bot.domain.poll import Poll
from bot.domain.usage import Usage
from bot.ui.bars import counted
from bot.ui.editor_desk import Desk, Shown
from bot.ui.editor_keys import Verb
from bot.ui.editor_screens import HOME
from bot.ui.headings import OPENING
from bot.ui.limits import EMBED_TITLE
from bot.ui.markup import escape_label, escape_within
from bot.ui.panels import button, panel
from bot.ui.polls import jump_url

_LONGEST: Final = 120
_MOST: Final = 8


def proposed(
    kept: KeptArticle, usage: Usage, number: int, changes: Changes, closing: Sequence[Poll]
) -> Shown:
    """Show what an update would change, with a button that does it."""
    desk = Desk(kept=kept, usage=usage, screen=HOME)
    title = f"Update of {escape_within(kept.article.title, EMBED_TITLE - 10)}"
    return Shown(
        desk.embed(title, _lines(changes, closing)),
        panel(
            [
                button(
                    "Take the new text",
                    desk.key(Verb.TAKE, number),
                    0,
                    style=discord.ButtonStyle.primary,
                ),
                button("Leave it as it is", desk.key(Verb.HOME), 0),
            ]
        ),
    )


def say_text_put_back(kept: KeptArticle) -> str:
    """Say what undoing or redoing an update does, and what it cannot do."""
    return (
        f"**{escape_within(kept.article.title, EMBED_TITLE)}** has its other text again: what is "
        "still to come is posted by it. Polls that the update closed stay closed with their "
        "votes; open ones go on until their time."
    )


def _lines(changes: Changes, closing: Sequence[Poll]) -> Iterator[str]:
    yield "Nothing is changed yet."
    sections = counted(changes.kept_sections, "section")
    questions = counted(changes.kept_questions, "question")
    yield f"The same: {sections}, {questions}; their polls and votes go on."
    yield from _listed("Sections with other words", map(_heading, changes.changed_sections))
    yield from _listed("New sections", map(_heading, changes.added_sections))
    repeated = map(_heading, changes.repeated_sections)
    yield from _listed("Skipped, for it is posted already as part of another", repeated)
    yield from _listed("Sections that are gone", map(_heading, changes.removed_sections))
    pairs = (f"{_clip(old)} ▸ {_clip(new)}" for old, new in changes.changed_questions)
    yield from _listed("Questions in other words, asked anew", pairs)
    yield from _listed("New questions", map(_clip, changes.added_questions))
    yield from _listed("Questions that are gone", map(_clip, changes.removed_questions))
    polls = (f"[{escape_label(poll.question, _LONGEST)}]({jump_url(poll)})" for poll in closing)
    yield from _listed("Open polls that close with their votes", polls)
    yield ""
    yield "What is posted stays as it is, and no section is posted twice."


def _listed(head: str, texts: Iterator[str]) -> Iterator[str]:
    found = list(texts)
    if found:
        yield ""
        yield f"**{head}:**"
        yield from (f"- {text}" for text in found[:_MOST])
        if len(found) > _MOST:
            yield f"- …and {len(found) - _MOST} more"


def _heading(heading: str | None) -> str:
    return escape_within(heading or "", _LONGEST) or OPENING


def _clip(words: str) -> str:
    return escape_within(words, _LONGEST)
