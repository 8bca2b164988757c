"""How an installation stands: what its host sees of all servers, without what anybody wrote."""

from dataclasses import dataclass
from datetime import datetime

from bot.domain.ids import ChannelId, DiscussionId, GuildId, PostId


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenDiscussion:
    """A running or paused discussion; `next_at` is its next slot, None where none is appointed."""

    guild_id: GuildId
    channel_id: ChannelId
    discussion_id: DiscussionId
    title: str
    state: str
    pause_reason: str | None
    sections: int
    sections_posted: int
    open_polls: int
    next_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Failure:
    """A section that could not be sent or finished; `next_try_at` None where it was given up."""

    guild_id: GuildId
    post_id: PostId
    title: str
    section: int
    reason: str
    attempts: int
    next_try_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Disk:
    """The database file, its write-ahead log and the room beside them, in bytes."""

    database: int
    log: int
    free: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Status:
    """All of it as of `at`; `servers` are those with anything of theirs, left ones apart."""

    at: datetime
    running: bool
    servers: int
    servers_left: int
    articles: int
    discussions: tuple[OpenDiscussion, ...]
    discussions_ended: int
    open_polls: int
    polls_awaiting_check: int
    overdue_since: datetime | None
    failures: tuple[Failure, ...]
    disk: Disk
    backed_up_at: datetime | None
