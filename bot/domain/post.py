"""A post: one section sent, or to be sent, in a slot of its discussion."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import NamedTuple

from bot.domain.channel import ChannelKind
from bot.domain.ids import ChannelId, DiscussionId, GuildId, MessageId, PostId, SectionId


class PostState(StrEnum):
    """planned ▶ claimed ▶ posted | failed; the row is written before the send (law 3).

    `WITHDRAWN` is a prompt a moderator took away; `SKIPPED` one that will not be sent.
    """

    PLANNED = "planned"
    CLAIMED = "claimed"
    POSTED = "posted"
    FAILED = "failed"
    SKIPPED = "skipped"
    WITHDRAWN = "withdrawn"


class Pin(StrEnum):
    """Whether a prompt is pinned; what was refused is not tried again for that section."""

    PINNED = "pinned"
    REFUSED = "refused"


class SectionLabel(NamedTuple):
    """As much of a section as it takes to choose it from a list; 0 numbers one that is skipped."""

    section_id: SectionId
    number: int
    heading: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Post:
    """One section of a discussion and how far it has come.

    `section` is its place; places may have gaps. `number` is what people call it, counted from 1
    among those that are not skipped, which have none: 0.
    `due_at` is None while earlier sections have not been claimed; `message_ids` grow part by part;
    `completed_at` is set when thread, polls and seeds stand too, `concluded_at` when all its polls
    have closed and the result message is sent. The heading is the one it is posted under.
    `attend_at` is when something is next to be done for it: for a planned one, when it is sent.
    `published` counts those of its messages that have been published, or given up; `archived` says
    that its thread was archived although a poll in it is open. Channel and kind are the
    discussion's until the post is claimed, then stay what they were. `reminded_at` is when its
    thread was reminded that its polls close soon, or that was given up; `taken_down_at` is
    when what stood of a withdrawn one was deleted.
    """

    post_id: PostId
    guild_id: GuildId
    discussion_id: DiscussionId
    channel_id: ChannelId
    channel_kind: ChannelKind = ChannelKind.TEXT
    section: int
    number: int = 0
    section_id: SectionId
    heading: str | None
    state: PostState
    due_at: datetime | None
    claimed_at: datetime | None
    posted_at: datetime | None
    completed_at: datetime | None
    concluded_at: datetime | None
    message_ids: tuple[MessageId, ...]
    thread_id: ChannelId | None
    attempts: int
    result_message_id: MessageId | None
    attend_at: datetime | None = None
    pin: Pin | None = None
    published: int = 0
    archived: bool = False
    reminded_at: datetime | None = None
    taken_down_at: datetime | None = None

    @property
    def home_id(self) -> ChannelId:
        """Where its prompt stands: in the channel, or in its own post of a forum."""
        if self.channel_kind is ChannelKind.FORUM and self.thread_id is not None:
            return self.thread_id
        return self.channel_id
