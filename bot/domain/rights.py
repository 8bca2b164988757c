"""Rights: which permissions of Discord's a discussion needs, and which would merely be nice.

Permissions go by the names of Discord's API; how its client calls them is `ui/`'s to know.
"""

from dataclasses import dataclass
from enum import StrEnum

from bot.domain.channel import ChannelKind
from bot.domain.ids import ChannelId
from bot.domain.terms import Terms

_TO_POST = ("view_channel", "send_messages", "embed_links", "read_message_history")


@dataclass(frozen=True, slots=True)
class Right:
    """A permission by name; without a required one the discussion cannot go on."""

    name: str
    required: bool = True


@dataclass(frozen=True, slots=True)
class Finding:
    """Whether the bot has a right."""

    right: Right
    granted: bool


class Purpose(StrEnum):
    """What a channel is for."""

    DISCUSSION = "discussion"
    START = "start"
    LOG = "log"


@dataclass(frozen=True, slots=True, kw_only=True)
class Checkup:
    """What the bot may do in a channel, for one purpose of it.

    `title` is the article's that is discussed there. Without a `kind` the channel is gone, or it is
    none that serves the purpose. `silent_role_id` is a role that is to be pinged and cannot be.
    """

    channel_id: ChannelId
    purpose: Purpose
    title: str | None = None
    kind: ChannelKind | None
    findings: tuple[Finding, ...] = ()
    silent_role_id: int | None = None

    @property
    def lacking(self) -> tuple[Right, ...]:
        """The rights that are missing, required ones first."""
        missing = [one.right for one in self.findings if not one.granted]
        return tuple(sorted(missing, key=lambda right: not right.required))


def rights_for(kind: ChannelKind, terms: Terms, *, asks: bool = True) -> tuple[Right, ...]:
    """Give what a discussion needs in a channel of that kind; `asks` says that it has polls."""
    rights = [Right(name) for name in _TO_POST]
    if kind is ChannelKind.FORUM:
        rights.append(Right("send_messages_in_threads"))
    if asks:
        rights.append(Right("add_reactions"))
    if kind is not ChannelKind.FORUM:
        rights += [
            Right("create_public_threads", required=False),
            Right("send_messages_in_threads", required=False),
        ]
    if terms.pins or terms.index:
        rights.append(Right(right_to_pin(kind), required=False))
    return tuple(rights)


def right_to_pin(kind: ChannelKind) -> str:
    """Name the right to pin in a channel of that kind."""
    return "manage_threads" if kind is ChannelKind.FORUM else "pin_messages"


def rights_to_log() -> tuple[Right, ...]:
    """Give what telling things in a log channel needs."""
    return (Right("view_channel"), Right("send_messages"), Right("embed_links"))
