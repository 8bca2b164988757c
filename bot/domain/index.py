"""The index: one message that shows a whole discussion, and what is next to be done for it."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from bot.domain.ballot import PollState
from bot.domain.channel import ChannelKind
from bot.domain.discussion import DiscussionState
from bot.domain.ids import ChannelId, DiscussionId, GuildId, MessageId, PostId
from bot.domain.post import Pin, Post, PostState
from bot.domain.progress import Progress

# Votes come by the thousand; the index follows them no more often than this.
REFRESHED_EVERY: Final = timedelta(minutes=15)


# ── what it shows ─────────────────────────────────────────────────────────────────────────────


class EntryState(StrEnum):
    """How a section stands, as members see it."""

    TO_COME = "to come"
    POSTED = "posted"
    OPEN = "open"
    CLOSED = "closed"
    SKIPPED = "skipped"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A section in the index.

    `number` is 0 for one that is skipped; `due_at` is when it is sent if nothing comes between;
    `channel_id` and `message_id` say where it stands. `turnout` is how many members voted.
    """

    number: int
    heading: str | None
    state: EntryState
    due_at: datetime | None
    channel_id: ChannelId
    message_id: MessageId | None
    turnout: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class IndexView:
    """All that the index shows of a discussion."""

    guild_id: GuildId
    title: str
    author: str | None
    source: str | None
    state: DiscussionState
    entries: tuple[Entry, ...]

    @property
    def without_turnouts(self) -> "IndexView":
        """What it shows apart from what changes with every vote."""
        return replace(self, entries=tuple(replace(one, turnout=None) for one in self.entries))

    @property
    def standing(self) -> list[Entry]:
        """The sections that can be read, in order."""
        return [entry for entry in self.entries if entry.message_id is not None]


def view_index(
    progress: Progress,
    turnouts: Mapping[PostId, int],
    *,
    author: str | None = None,
    source: str | None = None,
) -> IndexView:
    """Show a discussion section by section; `turnouts` has those sections that had polls."""
    discussion = progress.discussion
    due = {post.post_id: at for post, at in progress.upcoming()}
    states: dict[PostId, set[PollState]] = {}
    for poll in progress.polls:
        states.setdefault(poll.post_id, set()).add(poll.state)
    entries = tuple(
        Entry(
            number=post.number,
            heading=post.heading,
            state=_state_of(post, states.get(post.post_id, ())),
            due_at=due.get(post.post_id),
            channel_id=post.home_id,
            message_id=post.message_ids[0] if _stands(post) else None,
            turnout=turnouts.get(post.post_id) if _stands(post) else None,
        )
        for post in progress.posts
    )
    return IndexView(
        guild_id=discussion.guild_id,
        title=discussion.title,
        author=author,
        source=source,
        state=discussion.state,
        entries=entries,
    )


def _stands(post: Post) -> bool:
    return post.state is PostState.POSTED and bool(post.message_ids)


def _state_of(post: Post, polls: Collection[PollState]) -> EntryState:
    match post.state:
        case PostState.PLANNED | PostState.CLAIMED | PostState.FAILED:
            return EntryState.TO_COME
        case PostState.SKIPPED:
            return EntryState.SKIPPED
        case PostState.WITHDRAWN:
            return EntryState.WITHDRAWN
        case PostState.POSTED:
            if PollState.OPEN in polls:
                return EntryState.OPEN
            return EntryState.CLOSED if PollState.CLOSED in polls else EntryState.POSTED


# ── what is next to be done ───────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True, kw_only=True)
class Index:
    """How far the index of a discussion has come.

    `channel_id` and `kind` are those of where it stands, or was last sent; `number` counts how
    often it was sent anew. `tried_at` is set before it is sent. `frame` and `shown` are digests of
    what it shows, without and with what votes change. `dismissed_at` is when somebody deleted it.
    Before `held_until` Discord is not asked again; `stale` counts changes of what it shows.
    """

    discussion_id: DiscussionId
    guild_id: GuildId
    channel_id: ChannelId
    kind: ChannelKind
    number: int = 0
    message_id: MessageId | None = None
    tried_at: datetime | None = None
    frame: str | None = None
    shown: str | None = None
    edited_at: datetime | None = None
    pin: Pin | None = None
    dismissed_at: datetime | None = None
    attempts: int = 0
    held_until: datetime | None = None
    stale: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Aim:
    """How the index is to be: where, showing what, pinned or not; `wanted` if at all."""

    wanted: bool
    channel_id: ChannelId
    is_on: bool
    frame: str
    shown: str


class SendIndex:
    """Send it."""


class EditIndex:
    """Have it show how things stand."""


class DeleteIndex:
    """Take it away: it is not wanted, or not there."""


class PinIndex:
    """Pin it."""


class UnpinIndex:
    """Take its pin away: the discussion has ended."""


@dataclass(frozen=True, slots=True)
class RestIndex:
    """Nothing to do before `until`; None for nothing at all."""

    until: datetime | None


IndexStep = SendIndex | EditIndex | DeleteIndex | PinIndex | UnpinIndex | RestIndex


def next_index_step(index: Index, aim: Aim, now: datetime) -> IndexStep:
    """Give the next step for an index by its row and how it is to be.

    One that somebody deleted is not sent again by itself; one of a discussion that has ended stays
    as a record of it, and is never begun.
    """
    if index.message_id is None:
        begins = aim.wanted and aim.is_on and index.dismissed_at is None
        return SendIndex() if begins else RestIndex(None)
    if not aim.wanted or index.channel_id != aim.channel_id:
        return DeleteIndex()
    if index.frame != aim.frame:
        return EditIndex()
    next_edit_at = (index.edited_at or now) + REFRESHED_EVERY
    if index.shown != aim.shown and next_edit_at <= now:
        return EditIndex()
    if aim.is_on and index.pin is None:
        return PinIndex()
    if not aim.is_on and index.pin is Pin.PINNED:
        return UnpinIndex()
    return RestIndex(next_edit_at if index.shown != aim.shown else None)


def under_way(posts: Sequence[Post], now: datetime) -> bool:
    """Say whether a section is just being posted: what stands of it changes in a moment anyway.

    One that waits for another try is not waited for.
    """
    return any(
        post.state in {PostState.CLAIMED, PostState.POSTED}
        and post.completed_at is None
        and post.attempts == 0
        and post.attend_at is not None
        and post.attend_at <= now
        for post in posts
    )
