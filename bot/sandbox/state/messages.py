"""Messages, what hangs on them, and the reactions that members hold."""

from dataclasses import dataclass, field
from datetime import datetime

from bot.sandbox.jsontypes import Json
from bot.sandbox.state.emojis import Emoji
from bot.sandbox.state.polls import Poll
from bot.sandbox.state.users import User

CROSSPOSTED = 1 << 0
SUPPRESS_EMBEDS = 1 << 2
HAS_THREAD = 1 << 5
EPHEMERAL = 1 << 6
LOADING = 1 << 7
SUPPRESS_NOTIFICATIONS = 1 << 12
COMPONENTS_V2 = 1 << 15

# The types of messages that somebody wrote; all others are Discord's own.
WRITTEN = frozenset({0, 19, 20, 23})


@dataclass(slots=True, eq=False)
class Attachment:
    """A file that was uploaded; the bytes lie in the world's store under its id."""

    id: int
    channel_id: int
    filename: str
    size: int
    content_type: str
    description: str | None = None


@dataclass(slots=True, eq=False)
class Reaction:
    """Who holds one emoji on one message, each with the world's order number of the moment."""

    emoji: Emoji
    normal: dict[int, int] = field(default_factory=dict)
    burst: dict[int, int] = field(default_factory=dict)

    def held_by(self, user_id: int) -> bool:
        """Tell whether a user holds it, plainly or as a super reaction."""
        return user_id in self.normal or user_id in self.burst

    @property
    def count(self) -> int:
        """How many users hold it."""
        return len(self.normal) + len(self.burst)


@dataclass(slots=True, eq=False)
class Message:
    """One message; `visible_to` names the only reader of an ephemeral one."""

    id: int
    channel_id: int
    guild_id: int | None
    author: User
    type: int = 0
    content: str = ""
    embeds: list[Json] = field(default_factory=list)
    components: list[Json] = field(default_factory=list)
    attachments: list[Attachment] = field(default_factory=list)
    reactions: dict[str, Reaction] = field(default_factory=dict)
    mentions: list[User] = field(default_factory=list)
    mention_roles: list[int] = field(default_factory=list)
    mention_everyone: bool = False
    flags: int = 0
    tts: bool = False
    nonce: str | int | None = None
    reference: Json | None = None
    replied_to: "Message | None" = None
    interaction: Json | None = None
    poll: Poll | None = None
    application_id: int | None = None
    edited_at: datetime | None = None
    visible_to: int | None = None
    deleted: bool = False
