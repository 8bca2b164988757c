"""A section as it would be posted: its messages, one by one, each with its place and its size."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Final, NamedTuple

import discord

from bot.domain.ballot import Place, PollState, placed
from bot.domain.channel import ChannelKind
from bot.domain.discussion import Discussion
from bot.domain.ids import (
    ChannelId,
    DiscussionId,
    GuildId,
    PollId,
    PostId,
    SectionId,
)
from bot.domain.language import Language
from bot.domain.library import KeptArticle
from bot.domain.poll import PlannedPoll, Poll, plan_polls
from bot.domain.post import Post, PostState
from bot.domain.preparation import PreparedSection
from bot.domain.prompt import Prompt
from bot.domain.terms import DEFAULT_TERMS, closing_time
from bot.ui.bars import characters
from bot.ui.editor_keys import Key, Verb
from bot.ui.excerpts import prompt_parts
from bot.ui.headings import thread_name
from bot.ui.limits import length
from bot.ui.markup import escape_within
from bot.ui.panels import button, panel
from bot.ui.polls import place_words, poll_embed
from bot.ui.prompts import prompt_embed
from bot.ui.speech import _, ngettext, speaking

_REFERENCE: Final = "0" * 16
_LONGEST_QUOTED: Final = 120
_NOBODY: Final = 0
MOST_AT_ONCE: Final = 10


class PreviewedMessage(NamedTuple):
    """What a message is, for whoever looks at it, and the message itself."""

    said: str
    embed: discord.Embed


def as_posted(
    kept: KeptArticle,
    section_id: SectionId,
    *,
    language: Language,
    now: datetime,
    discussion: Discussion | None = None,
) -> Iterator[PreviewedMessage]:
    """Give a section's messages as a discussion would post them; of each is said what it is.

    Without one as those that start do, in `language`. Only what is known when they are posted
    differs: the reference at their end, when a poll closes, and the line on how the section before
    stands. Raises `SectionNotFound`.
    """
    section = kept.preparation.section(section_id)
    series = kept.preparation.series
    number = series.index(section) if section in series else 0
    terms = discussion.terms if discussion else DEFAULT_TERMS
    polls = () if discussion and discussion.prompts_only else plan_polls(kept, section)
    closes_at = closing_time(terms.closing, now, awaits_next=number + 1 < len(series))
    with speaking(terms.language or language):
        parts = prompt_parts(kept, section, discussion.length if discussion else kept.length)
        embeds = [
            prompt_embed(
                _prompt(kept, section, number, len(series), part, parts), reference=_REFERENCE
            )
            for part in range(len(parts))
        ]
        embeds += [
            poll_embed(_poll(planned, place, len(polls)), closes_at=closes_at, reference=_REFERENCE)
            for place, planned in enumerate(polls, start=1)
        ]
        thread = _thread(kept, section, number, terms.thread_name)
    is_forum = discussion is not None and discussion.channel_kind is ChannelKind.FORUM
    places = [Place.CHANNEL] * len(parts)
    places += [placed(terms.placement, planned.place) for planned in polls]
    in_post = _("in the forum’s post “{name}”", name=thread)
    for place, (where, embed) in enumerate(zip(places, embeds, strict=True)):
        said = _(
            "-# Message {number} of {of} · {where}, {characters}",
            number=place + 1,
            of=len(embeds),
            where=in_post if is_forum else place_words(where),
            characters=characters(length(embed.description or "")),
        )
        beside = () if place else _beside_first(number, discussion, None if is_forum else thread)
        yield PreviewedMessage("; ".join([said, *beside]), embed)


def _beside_first(number: int, discussion: Discussion | None, thread: str | None) -> Iterator[str]:
    """Say what comes with a section's first message, and by whose terms it is all shown."""
    if number:
        yield _("above it a line on how the section before stands")
    if thread is not None:
        yield _("under it the thread “{name}”", name=thread)
    if discussion is None:
        yield _("a discussion may be set to post otherwise")
    else:
        yield _("as in {channel}", channel=f"<#{discussion.channel_id}>")


def further(
    kept: KeptArticle, section_id: SectionId, first: int, number: int
) -> tuple[str, discord.ui.View]:
    """Say that there are more messages, counted from 0 on from `first`, with a button to them."""
    left = number - first
    key = Key(
        article_id=kept.article_id,
        seen=kept.version.number,
        verb=Verb.POSTED,
        args=(section_id, first),
    )
    words = ngettext("…and {count} more message.", "…and {count} more messages.", left)
    return words, panel([button(_("Further messages"), key, 0)])


def nothing_further() -> str:
    """Say that a section, edited since its first messages were shown, has no more of them."""
    return _(
        "The section was edited meanwhile and has no further messages. To see it as it is now, "
        "show it as posted once more."
    )


def _thread(kept: KeptArticle, section: PreparedSection, number: int, template: str | None) -> str:
    name = thread_name(
        template,
        number=number + 1,
        of=len(kept.preparation.series),
        heading=section.heading,
        title=kept.article.title,
    )
    return escape_within(name, _LONGEST_QUOTED)


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
