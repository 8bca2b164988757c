"""Channels and threads, and the order of the messages in them."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from enum import IntEnum

from bot.sandbox.jsontypes import Json
from bot.sandbox.state.messages import Message
from bot.sandbox.state.users import User


class ChannelType(IntEnum):
    """Discord's numbers for kinds of channels."""

    TEXT = 0
    PRIVATE = 1
    VOICE = 2
    CATEGORY = 4
    ANNOUNCEMENT = 5
    ANNOUNCEMENT_THREAD = 10
    PUBLIC_THREAD = 11
    PRIVATE_THREAD = 12
    FORUM = 15
    MEDIA = 16


THREADS = frozenset(
    {ChannelType.ANNOUNCEMENT_THREAD, ChannelType.PUBLIC_THREAD, ChannelType.PRIVATE_THREAD}
)
FORUMS = frozenset({ChannelType.FORUM, ChannelType.MEDIA})


@dataclass(slots=True)
class Overwrite:
    """What a channel allows and denies to one role or one member."""

    target_id: int
    for_member: bool
    allow: int = 0
    deny: int = 0


@dataclass(slots=True, eq=False)
class Tag:
    """A label that posts of a forum can carry."""

    id: int
    name: str
    moderated: bool = False
    emoji_name: str | None = None
    emoji_id: int | None = None


@dataclass(slots=True, eq=False)
class Thread:
    """What a thread has besides being a channel."""

    owner_id: int
    auto_archive_minutes: int
    changed_at: datetime
    active_at: datetime
    archived: bool = False
    locked: bool = False
    invitable: bool = True
    tags: list[int] = field(default_factory=list)
    members: dict[int, datetime] = field(default_factory=dict)
    message_count: int = 0
    total_sent: int = 0


class Timeline:
    """The messages of a channel, oldest first."""

    __slots__ = ("_by_id", "_ids")

    def __init__(self) -> None:
        self._ids: list[int] = []
        self._by_id: dict[int, Message] = {}

    def __iter__(self) -> Iterator[Message]:
        return iter(self._by_id.values())

    def __len__(self) -> int:
        return len(self._ids)

    def get(self, message_id: int) -> Message | None:
        """Find a message that was not deleted."""
        return self._by_id.get(message_id)

    def add(self, message: Message) -> None:
        """Append a message; ids only grow."""
        self._ids.append(message.id)
        self._by_id[message.id] = message

    def remove(self, message_id: int) -> None:
        """Forget a message; unknown ids raise KeyError."""
        del self._by_id[message_id]
        del self._ids[bisect_left(self._ids, message_id)]

    def before(self, message_id: int) -> Iterator[Message]:
        """Walk from just before an id towards the oldest."""
        for position in range(bisect_left(self._ids, message_id) - 1, -1, -1):
            yield self._by_id[self._ids[position]]

    def after(self, message_id: int) -> Iterator[Message]:
        """Walk from just after an id towards the newest."""
        for position in range(bisect_right(self._ids, message_id), len(self._ids)):
            yield self._by_id[self._ids[position]]


@dataclass(slots=True, eq=False)
class Channel:
    """A channel of any type; `thread` is set for threads, `recipients` for private ones.

    `spoke` and `opened` are when each member wrote and opened a thread last, for slow mode;
    `thread_slowmode` is that of new threads. `extras` is what else REST was told of it, as told.
    """

    id: int
    type: ChannelType
    name: str
    guild_id: int | None = None
    parent_id: int | None = None
    position: int = 0
    topic: str | None = None
    slowmode: int = 0
    thread_slowmode: int = 0
    flags: int = 0
    nsfw: bool = False
    default_archive_minutes: int | None = None
    spoke: dict[int, datetime] = field(default_factory=dict)
    opened: dict[int, datetime] = field(default_factory=dict)
    extras: Json = field(default_factory=dict)
    overwrites: dict[int, Overwrite] = field(default_factory=dict)
    tags: list[Tag] = field(default_factory=list)
    recipients: list[User] = field(default_factory=list)
    thread: Thread | None = None
    messages: Timeline = field(default_factory=Timeline)
    pins: dict[int, datetime] = field(default_factory=dict)
    last_message_id: int | None = None
