"""A section in hand while it walks: its rows as last read, and what they are made from."""

import asyncio
from dataclasses import dataclass, replace
from datetime import datetime

from bot.domain.article import Article
from bot.domain.ballot import Place, PollState, placed
from bot.domain.channel import ChannelKind
from bot.domain.discussion import OPEN_STATES, Discussion
from bot.domain.ids import ChannelId, GuildId, PostId
from bot.domain.language import Language
from bot.domain.length import PromptLength
from bot.domain.library import KeptArticle
from bot.domain.poll import Poll
from bot.domain.post import Post, PostState
from bot.domain.terms import WEEK
from bot.domain.thread import NewThread
from bot.domain.walk import NO_WISHES, Step, Wishes, next_step
from bot.storage import articles, discussions, guilds, polls, posts
from bot.storage.database import Unit
from bot.ui.excerpts import prompt_parts
from bot.ui.headings import thread_name
from bot.ui.speech import speaking


@dataclass(frozen=True, slots=True)
class Section:
    """What a section's steps are decided and made from.

    `of` is how many sections the series has; `since` is when an unrecorded earlier try may have
    begun, None if there was none. What has its prompt and thread has no need of what is `kept`.
    """

    post: Post
    polls: tuple[Poll, ...]
    discussion: Discussion
    kept: KeptArticle | None
    parts: tuple[str, ...]
    of: int
    since: datetime | None
    language: Language = Language.ENGLISH
    wants_thread: bool = True
    wishes: Wishes = NO_WISHES

    def next_step(self, now: datetime) -> Step:
        """Give the next step by the section's rows."""
        return next_step(
            self.post,
            self.polls,
            parts=len(self.parts),
            wants_thread=self.wants_thread,
            now=now,
            wishes=self.wishes,
        )

    @property
    def article(self) -> Article:
        """The article; only for a section of which prompt or thread is still to be made."""
        if self.kept is None:
            raise AssertionError(self.post)
        return self.kept.article

    @property
    def is_forum_post(self) -> bool:
        """Whether everything of it stands in a post of its own."""
        return self.post.channel_kind is ChannelKind.FORUM

    def place_of(self, poll: Poll) -> Place:
        """Say where a poll belongs by the discussion's terms."""
        return placed(self.discussion.terms.placement, poll.place)

    def channel_of(self, place: Place) -> ChannelId:
        """Give the channel or thread for what belongs in `place`; a forum's post holds it all."""
        if place is Place.THREAD and self.wants_thread and self.post.thread_id:
            return self.post.thread_id
        return self.post.home_id

    def has_apart(self, poll: Poll) -> bool:
        """Say whether a poll stands in the thread and not beside its prompt."""
        return poll.channel_id != self.post.home_id

    @property
    def thread(self) -> NewThread:
        """How its thread is opened; one that holds a poll stays open for as long as it may."""
        terms = self.discussion.terms
        holds_polls = self.is_forum_post or any(
            self.place_of(poll) is Place.THREAD
            for poll in self.polls
            if poll.state in {PollState.PLANNED, PollState.OPEN}
        )
        return NewThread(
            name=thread_name(
                terms.thread_name,
                number=self.post.number,
                of=self.of,
                heading=self.post.heading,
                title=self.article.title,
            ),
            auto_archive=WEEK if holds_polls else terms.auto_archive,
            slow_mode=terms.slow_mode,
            tag_ids=terms.forum_tag_ids if self.is_forum_post else (),
        )


async def load_section(unit: Unit, guild_id: GuildId, post_id: PostId, *, fresh: bool) -> Section:
    """Read a section; `fresh` if nothing was ever tried for it before."""
    post = await posts.get(unit, guild_id=guild_id, post_id=post_id)
    discussion = await discussions.get(unit, guild_id=guild_id, discussion_id=post.discussion_id)
    kept = None
    # A whole book perhaps: not read where nothing is made of it any more.
    if post.completed_at is None and (post.posted_at is None or post.thread_id is None):
        kept = await articles.get(unit, guild_id=guild_id, article_id=discussion.article_id)
    language = await language_of(unit, discussion)
    with speaking(language):
        parts = await _parts(kept, post, discussion.length) if kept else ()
    section = Section(
        post=post,
        polls=await polls.list_of_post(unit, guild_id=guild_id, post_id=post_id),
        discussion=discussion,
        kept=kept,
        parts=parts,
        of=await posts.count_series(unit, guild_id=guild_id, discussion_id=post.discussion_id),
        since=None if fresh else post.claimed_at,
        language=language,
    )
    return replace(section, wishes=await _wishes(unit, section))


async def language_of(unit: Unit, discussion: Discussion) -> Language:
    """Give the language a discussion is spoken in: its own, else the server's, else English."""
    if discussion.terms.language is not None:
        return discussion.terms.language
    return await language_of_server(unit, discussion.guild_id)


async def language_of_server(unit: Unit, guild_id: GuildId) -> Language:
    """Give the language of what is said to a whole server; English where it has set none."""
    settings = await guilds.get_settings(unit, guild_id=guild_id)
    return settings.language or Language.ENGLISH


async def _parts(kept: KeptArticle, post: Post, length: PromptLength) -> tuple[str, ...]:
    """Give the prompt's parts; none for one that stands, whose section may be gone by now."""
    if post.state is not PostState.CLAIMED:
        return ()
    section = kept.preparation.section(post.section_id)
    # Off the loop: a section may be a whole book.
    return await asyncio.to_thread(prompt_parts, kept, section, length)


async def read_anew(unit: Unit, section: Section) -> Section:
    """Read a section's rows again: moderators and organizers are at them too."""
    guild_id, post_id = section.post.guild_id, section.post.post_id
    section = replace(
        section,
        post=await posts.get(unit, guild_id=guild_id, post_id=post_id),
        polls=await polls.list_of_post(unit, guild_id=guild_id, post_id=post_id),
    )
    return replace(section, wishes=await _wishes(unit, section))


async def _wishes(unit: Unit, section: Section) -> Wishes:
    """Read what a section would be nicer with, once all else of it stands."""
    post = section.post
    if post.completed_at is None:
        return NO_WISHES
    guild_id, discussion_id = post.guild_id, post.discussion_id
    # Anew: terms change and discussions end while their sections walk.
    discussion = await discussions.get(unit, guild_id=guild_id, discussion_id=discussion_id)
    terms = discussion.terms
    publishes = terms.publishes and post.channel_kind is ChannelKind.ANNOUNCEMENT
    wishes = Wishes(publishes=publishes, remind_before=terms.remind_before)
    # A forum has one pin, which its index takes.
    taken = post.channel_kind is ChannelKind.FORUM and terms.index
    if not terms.pins or taken or discussion.state not in OPEN_STATES:
        return wishes
    newest = await posts.find_newest(unit, guild_id=guild_id, discussion_id=discussion_id)
    if post.section != newest:
        return wishes
    pinned = await posts.list_pinned(unit, guild_id=guild_id, discussion_id=discussion_id)
    return replace(wishes, pins=True, pinned=pinned)
