"""Servers with their roles, members and settings."""

from dataclasses import dataclass, field
from datetime import datetime

from bot.sandbox.jsontypes import Json
from bot.sandbox.state.channels import Channel
from bot.sandbox.state.emojis import Emoji
from bot.sandbox.state.users import User


@dataclass(slots=True, eq=False)
class Role:
    """A role; the one of everyone has the server's id. `bot_id` marks a bot's own role."""

    id: int
    name: str
    permissions: int
    position: int = 0
    bot_id: int | None = None
    colour: int = 0
    hoist: bool = False
    mentionable: bool = False


@dataclass(slots=True, eq=False)
class Member:
    """A user in a server."""

    user: User
    joined_at: datetime
    roles: list[int] = field(default_factory=list)
    nick: str | None = None
    timed_out_until: datetime | None = None


@dataclass(frozen=True, slots=True)
class Ban:
    """Somebody who may not come back, and why."""

    user: User
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class CommandPermission:
    """Whether a role, user or channel (Discord's number is its `type`) has a command."""

    id: int
    type: int
    allowed: bool


@dataclass(slots=True, eq=False)
class Guild:
    """A server; `unavailable` while it has an outage.

    `settings` are those that differ from a new server's, as the wire has them.
    `command_permissions` are kept by the id of the command, or of the application for all others.
    """

    id: int
    name: str
    owner_id: int
    roles: dict[int, Role] = field(default_factory=dict)
    members: dict[int, Member] = field(default_factory=dict)
    channels: dict[int, Channel] = field(default_factory=dict)
    threads: dict[int, Channel] = field(default_factory=dict)
    emojis: dict[int, Emoji] = field(default_factory=dict)
    bans: dict[int, Ban] = field(default_factory=dict)
    settings: Json = field(default_factory=dict)
    command_permissions: dict[int, list[CommandPermission]] = field(default_factory=dict)
    unavailable: bool = False
