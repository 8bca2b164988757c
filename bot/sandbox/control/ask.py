"""One request to the control API, as its handlers see it."""

import base64
import binascii
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass, field
from itertools import count
from typing import Any

from bot.sandbox.books import Books
from bot.sandbox.errors import ClientRefusal
from bot.sandbox.faults import ON_EVENTS, Fault, Faults
from bot.sandbox.gateway.hub import Hub
from bot.sandbox.jsontypes import Json
from bot.sandbox.limits import Limiter
from bot.sandbox.pulse import Pulse
from bot.sandbox.routing import RouteTable
from bot.sandbox.rules.files import Upload
from bot.sandbox.state.channels import Channel
from bot.sandbox.state.guilds import Guild
from bot.sandbox.state.messages import Message
from bot.sandbox.state.users import User
from bot.sandbox.state.world import World

MOST_WAITING = 600.0


@dataclass(frozen=True, slots=True)
class Desk:
    """What the control API works on."""

    world: World
    hub: Hub
    books: Books
    faults: Faults
    limiter: Limiter
    pulse: Pulse
    default_bot_permissions: int
    fault_ids: Iterator[int] = field(default_factory=lambda: count(1))

    def next_fault_id(self) -> int:
        """Draw the number of the next fault."""
        return next(self.fault_ids)

    def enter_fault(self, fault: Fault) -> None:
        """Let a fault strike from now on, requests or events according to its kind."""
        (self.hub.faults if fault.kind in ON_EVENTS else self.faults).add(fault)


@dataclass(slots=True)
class Ask:
    """Path variables, query and body in one; each is read by name and type."""

    given: Json
    used: set[str] = field(default_factory=set)

    def get(self, name: str, default: Any = None) -> Any:
        """Read anything, `default` where it is absent or null."""
        self.used.add(name)
        value = self.given.get(name)
        return default if value is None else value

    def has(self, name: str) -> bool:
        """Tell whether something other than null was given."""
        return self.get(name) is not None

    def text(self, name: str, default: str | None = None) -> str:
        """Read text; without a default it must be given."""
        value = self.get(name, default)
        if not isinstance(value, str):
            raise ClientRefusal(f"{name!r} must be text.")
        return value

    def integer(self, name: str, default: int | None = None) -> int:
        """Read a whole number or id, also from text; without a default it must be given."""
        value = self.get(name, default)
        if isinstance(value, bool) or not str(value).lstrip("-").isdigit():
            raise ClientRefusal(f"{name!r} must be a whole number.")
        return int(value)

    def number(self, name: str, default: float | None = None) -> float:
        """Read a number, also from text; without a default it must be given."""
        value = self.get(name, default)
        try:
            return float(value)
        except (TypeError, ValueError):
            raise ClientRefusal(f"{name!r} must be a number.") from None

    def flag(self, name: str, *, default: bool = False) -> bool:
        """Read true or false, also as `1` or `0` from a query."""
        return self.get(name, default) in {True, "1", "true"}

    def seconds(self, default: float) -> float:
        """Read how long to wait at most, in real seconds."""
        return min(self.number("seconds", default), MOST_WAITING)

    def upload(self, given: Any) -> Upload:
        """Read a file: its name, and its bytes in base64."""
        try:
            return Upload(given["filename"], base64.b64decode(given["content"], validate=True))
        except (KeyError, TypeError, binascii.Error):
            raise ClientRefusal("A file is {filename, content (base64)}.") from None


def get_user(desk: Desk, user_id: int) -> User:
    """Find a pretend user."""
    if user_id not in desk.world.users:
        raise ClientRefusal(f"There is no user {user_id}.")
    return desk.world.users[user_id]


def get_actor(desk: Desk, ask: Ask) -> User:
    """Find who acts; the bot acts for itself."""
    user = get_user(desk, ask.integer("user_id"))
    if user is desk.world.bot:
        raise ClientRefusal("The bot acts for itself, over REST.")
    return user


def get_guild(desk: Desk, ask: Ask) -> Guild:
    """Find a server by the `guild_id` given."""
    guild_id = ask.integer("guild_id")
    if guild_id not in desk.world.guilds:
        raise ClientRefusal(f"There is no server {guild_id}.")
    return desk.world.guilds[guild_id]


def get_channel(desk: Desk, ask: Ask) -> Channel:
    """Find a channel by the `channel_id` given, seen or not."""
    channel_id = ask.integer("channel_id")
    if channel_id not in desk.world.channels:
        raise ClientRefusal(f"There is no channel {channel_id}.")
    return desk.world.channels[channel_id]


def get_message(desk: Desk, ask: Ask) -> Message:
    """Find a message by the `channel_id` and `message_id` given, ephemeral or not."""
    message = get_channel(desk, ask).messages.get(ask.integer("message_id"))
    if message is None:
        raise ClientRefusal(f"There is no message {ask.get('message_id')}.")
    return message


Answer = Json | list[Json] | list[str] | None
Handler = Callable[[Desk, Ask], Answer | Awaitable[Answer]]
ROUTES: RouteTable[Handler] = RouteTable()
