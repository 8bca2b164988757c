"""The preview of an article: what would be posted, message by message, and what may be changed."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from typing import Final

import discord

from bot.domain.ballot import PollState
from bot.domain.ids import (
    ChannelId,
    DiscussionId,
    GuildId,
    PollId,
    PostId,
    SectionId,
)
from bot.domain.library import KeptArticle
from bot.domain.poll import PlannedPoll, Poll, plan_polls
from bot.domain.post import Post, PostState
from bot.domain.preparation import PreparedSection, blocks_of
from bot.domain.prompt import Prompt
from bot.domain.suggestion import (
    AskTitle,
    CutText,
    LeaveOutCall,
    MergeQuestions,
    Suggestion,
    WriteOptions,
)
from bot.domain.usage import Usage
from bot.ui.articles import preview_embeds
from bot.ui.bars import counted
from bot.ui.editor_desk import Desk, length_select
from bot.ui.editor_keys import HOME, Key, Verb
from bot.ui.excerpts import prompt_parts
from bot.ui.headings import thread_name
from bot.ui.limits import EMBED_DESCRIPTION, SELECT_OPTIONS, length
from bot.ui.markup import escape_within
from bot.ui.panels import Choice, Item, button, panel, select
from bot.ui.polls import poll_embed
from bot.ui.prompts import prompt_embed

_REFERENCE: Final = "0" * 16
_OPEN_FOR: Final = timedelta(days=7)
_LONGEST_QUOTED: Final = 120
_LONGEST_ON_BUTTON: Final = 45
_MOST_MESSAGES: Final = 30
_BUTTONS_IN_ROW: Final = 3
_FIRST_ROW: Final = 1
_NOBODY: Final = 0


def previewed(
    kept: KeptArticle, suggestions: Sequence[Suggestion]
) -> tuple[tuple[discord.Embed, ...], discord.ui.View]:
    """Show the whole series; under the last embed stand the suggestions, each with its button."""
    embeds = preview_embeds(kept)
    desk = Desk(kept=kept, usage=Usage(), screen=HOME)
    items: list[Item] = [_exactly(desk)]
    lines = []
    for number, suggestion in enumerate(suggestions, start=1):
        words, label, key = _worded(desk, suggestion)
        lines.append(f"{number}. {words}")
        row = _FIRST_ROW + (number - 1) // _BUTTONS_IN_ROW
        items.append(button(f"{number}. {label}", key, row))
    items.append(length_select(desk, 4))
    if lines:
        text = "\n".join(["**Suggestions:**", *lines])
        embeds = (*embeds, discord.Embed(description=text[:EMBED_DESCRIPTION]))
    return embeds, panel(items)


def as_posted(
    kept: KeptArticle, section_id: SectionId, *, now: datetime
) -> Iterator[tuple[str, discord.Embed]]:
    """Give a section's messages as they would be posted, each with what it is."""
    section = kept.preparation.section(section_id)
    series = kept.preparation.series
    number = series.index(section) if section in series else 0
    parts = prompt_parts(kept, section, kept.length)
    polls = plan_polls(kept, section)
    total = len(parts) + len(polls)
    for part, text in enumerate(parts):
        prompt = _prompt(kept, section, number, len(series), part, parts)
        embed = prompt_embed(prompt, reference=_REFERENCE)
        yield _head(part + 1, total, f"in the channel, {length(text):,} characters"), embed
    thread = thread_name(
        None,
        number=number + 1,
        of=len(series),
        heading=section.heading,
        title=kept.article.title,
    )
    for place, planned in enumerate(polls, start=1):
        where = f"in the {planned.place}"
        if planned.place == "thread":
            where += f" “{escape_within(thread, _LONGEST_QUOTED)}”"
        embed = poll_embed(
            _poll(planned, place, len(polls)), closes_at=now + _OPEN_FOR, reference=_REFERENCE
        )
        yield _head(len(parts) + place, total, where), embed


def _head(number: int, total: int, what: str) -> str:
    return f"-# Message {number} of {total} · {what}"


def _exactly(desk: Desk) -> Item:
    preparation = desk.kept.preparation
    choices = [
        Choice(
            section.section_id,
            desk.name(section),
            counted(len(preparation.posted_in(section)), "poll"),
        )
        for section in preparation.series[:SELECT_OPTIONS]
    ]
    return select(
        "See a section exactly as it would be posted…", desk.key(Verb.EXACTLY), 0, choices
    )


# ── suggestions ───────────────────────────────────────────────────────────────────────────────


def _worded(desk: Desk, suggestion: Suggestion) -> tuple[str, str, Key]:
    """Give a suggestion's words, its button's, and what the button carries."""
    preparation = desk.kept.preparation
    match suggestion:
        case WriteOptions(question_id):
            words = _quoted(preparation.question(question_id).words)
            return (
                f"{words} has no answers to choose from: write some.",
                "Write options…",
                desk.key(Verb.OPTIONS, question_id),
            )
        case MergeQuestions(section_id, above):
            heading = desk.heading(preparation.section(section_id))
            return (
                f"Section {heading} is mostly its own questions: post it with the one above.",
                "Merge with above",
                desk.key(Verb.MERGE, above),
            )
        case LeaveOutCall(block):
            words = _quoted(blocks_of(desk.kept.article)[block].text)
            return (
                f"{words} calls on the page’s readers, not on yours: leave it out.",
                "Leave it out",
                desk.key(Verb.DROP, block),
            )
        case CutText(blocks):
            return (
                f"There are no headings: cut the text into {len(blocks) + 1} like sections.",
                "Cut it so",
                desk.key(Verb.CUT),
            )
        case AskTitle(question_id):
            words = _quoted(preparation.question(question_id).words)
            return (
                f"The title asks: {words} Put it to the members first of all, and at the end.",
                "Ask it first and last",
                desk.key(Verb.TWICE, question_id),
            )


def _quoted(words: str) -> str:
    return f"“{escape_within(words, _LONGEST_QUOTED)}”"


# ── as if it were posted ──────────────────────────────────────────────────────────────────────


def _prompt(
    kept: KeptArticle,
    section: PreparedSection,
    number: int,
    of: int,
    part: int,
    parts: Sequence[str],
) -> Prompt:
    article = kept.article
    return Prompt(
        post=_post(section),
        part=part,
        parts=len(parts),
        text=parts[part],
        title=article.title,
        author=article.author,
        source=article.source,
        heading=section.heading,
        number=number + 1,
        of=of,
        standing=None,
    )


def _post(section: PreparedSection) -> Post:
    return Post(
        post_id=PostId(_NOBODY),
        guild_id=GuildId(_NOBODY),
        discussion_id=DiscussionId(_NOBODY),
        channel_id=ChannelId(_NOBODY),
        section=0,
        section_id=section.section_id,
        heading=section.heading,
        state=PostState.PLANNED,
        due_at=None,
        claimed_at=None,
        posted_at=None,
        completed_at=None,
        concluded_at=None,
        message_ids=(),
        thread_id=None,
        attempts=0,
        result_message_id=None,
    )


def _poll(planned: PlannedPoll, number: int, of: int) -> Poll:
    return Poll(
        poll_id=PollId(_NOBODY),
        guild_id=GuildId(_NOBODY),
        discussion_id=DiscussionId(_NOBODY),
        post_id=PostId(_NOBODY),
        question_id=planned.question_id,
        number=number,
        of=of,
        question=planned.question,
        kind=planned.kind,
        options=planned.options,
        multiple=False,
        place=planned.place,
        state=PollState.PLANNED,
        channel_id=None,
        message_id=None,
        seeded_at=None,
        opened_at=None,
        closes_at=None,
        closed_at=None,
        shown_at=None,
    )
