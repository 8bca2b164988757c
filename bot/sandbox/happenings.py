"""What can happen in the sandbox's world; the gateway, the books and waiting tests are told."""

from dataclasses import dataclass
from enum import StrEnum

from bot.sandbox.state.channels import Channel
from bot.sandbox.state.emojis import Emoji
from bot.sandbox.state.guilds import Guild, Member, Role
from bot.sandbox.state.interactions import Interaction
from bot.sandbox.state.invites import Invite
from bot.sandbox.state.messages import Message, Reaction
from bot.sandbox.state.users import User


class Change(StrEnum):
    """What happened to a thing."""

    CREATED = "CREATE"
    UPDATED = "UPDATE"
    DELETED = "DELETE"


@dataclass(frozen=True, slots=True)
class GuildCame:
    """The bot was invited (`joined`), or an outage ended."""

    guild: Guild
    joined: bool


@dataclass(frozen=True, slots=True)
class GuildWent:
    """The bot was removed, or an outage began."""

    guild: Guild
    outage: bool


@dataclass(frozen=True, slots=True)
class GuildChanged:
    """A server got another name, owner or setting."""

    guild: Guild


@dataclass(frozen=True, slots=True)
class BanChanged:
    """Somebody was banned from a server, or let in again."""

    guild: Guild
    user: User
    banned: bool


@dataclass(frozen=True, slots=True)
class RoleChanged:
    """A role was made, changed or deleted."""

    guild: Guild
    role: Role
    change: Change


@dataclass(frozen=True, slots=True)
class EmojisChanged:
    """A server's custom emojis are no longer what they were."""

    guild: Guild


@dataclass(frozen=True, slots=True)
class MemberChanged:
    """Somebody came, left, or got other roles."""

    guild: Guild
    member: Member
    change: Change


@dataclass(frozen=True, slots=True)
class ChannelChanged:
    """A channel that is no thread was made, changed or deleted."""

    channel: Channel
    change: Change


@dataclass(frozen=True, slots=True)
class ThreadChanged:
    """A thread was made, changed or deleted."""

    thread: Channel
    change: Change


@dataclass(frozen=True, slots=True)
class ThreadMembersChanged:
    """Members joined or left a thread."""

    thread: Channel
    added: tuple[int, ...] = ()
    removed: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class ThreadEntered:
    """The bot became a member of a thread that was there already."""

    thread: Channel


@dataclass(frozen=True, slots=True)
class ThreadMemberTold:
    """A thread was opened again, so its members are told of their membership."""

    thread: Channel


@dataclass(frozen=True, slots=True)
class MessageChanged:
    """A message was posted, edited or deleted."""

    message: Message
    change: Change


@dataclass(frozen=True, slots=True)
class MessagesPurged:
    """Several messages of a channel were deleted at once."""

    channel: Channel
    messages: tuple[Message, ...]


@dataclass(frozen=True, slots=True)
class ReactionAdded:
    """Somebody put an emoji on a message."""

    message: Message
    user: User
    emoji: Emoji
    burst: bool


@dataclass(frozen=True, slots=True)
class ReactionRemoved:
    """Somebody's emoji was taken off a message, by them or by a moderator."""

    message: Message
    user_id: int
    emoji: Emoji
    burst: bool


@dataclass(frozen=True, slots=True)
class ReactionsCleared:
    """A moderator cleared one emoji (`emoji`) or all; `gone` is what members had held."""

    message: Message
    emoji: Emoji | None
    gone: tuple[Reaction, ...]


@dataclass(frozen=True, slots=True)
class PollVoted:
    """Somebody voted for an answer of a native poll, or took that back."""

    message: Message
    user_id: int
    answer_id: int
    added: bool


@dataclass(frozen=True, slots=True)
class PinsChanged:
    """A message was pinned or unpinned."""

    channel: Channel


@dataclass(frozen=True, slots=True)
class InviteChanged:
    """Somebody made an invite, or one was taken back or used up."""

    invite: Invite
    created: bool


@dataclass(frozen=True, slots=True)
class InteractionBegan:
    """A member did something that the bot must answer."""

    interaction: Interaction


@dataclass(frozen=True, slots=True)
class InteractionAnswered:
    """The bot answered an interaction, or changed its answer."""

    interaction: Interaction


@dataclass(frozen=True, slots=True)
class CommandsRegistered:
    """The bot replaced its commands, global (None) or of one server."""

    guild_id: int | None


@dataclass(frozen=True, slots=True)
class CommandAllowed:
    """A moderator said who may use a command, or all (`target_id` is the application's)."""

    guild: Guild
    target_id: int


Happening = (
    GuildCame
    | GuildWent
    | GuildChanged
    | BanChanged
    | RoleChanged
    | EmojisChanged
    | MemberChanged
    | ChannelChanged
    | ThreadChanged
    | ThreadMembersChanged
    | ThreadEntered
    | ThreadMemberTold
    | MessageChanged
    | MessagesPurged
    | ReactionAdded
    | ReactionRemoved
    | ReactionsCleared
    | PollVoted
    | PinsChanged
    | InviteChanged
    | InteractionBegan
    | InteractionAnswered
    | CommandsRegistered
    | CommandAllowed
)
