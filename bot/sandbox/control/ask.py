"""One request to the control API, as its handlers see it."""

import base64
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import count
from math import isfinite
from typing import Any, Final

from bot.sandbox.books import Books
from bot.sandbox.errors import ClientRefusal
from bot.sandbox.faults import ON_EVENTS, Fault, Faults
from bot.sandbox.gateway.hub import Hub
from bot.sandbox.jsontypes import Json
from bot.sandbox.limits import Limiter
from bot.sandbox.pulse import Pulse
from bot.sandbox.routing import Match, RouteTable
from bot.sandbox.rules.files import Upload
from bot.sandbox.state.channels import Channel
from bot.sandbox.state.guilds import Guild
from bot.sandbox.state.messages import Message
from bot.sandbox.state.users import User
from bot.sandbox.state.world import World

MOST_WAITING: Final = 600.0
_LARGEST: Final = (1 << 63) - 1
_MOST_DIGITS: Final = 19
_FLAGS: Final = {"1": True, "true": True, "True": True, "0": False, "false": False, "False": False}


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


@dataclass(frozen=True, slots=True)
class Ask:
    """Path variables, query and body in one; each is read by name and type.

    Only what is among `known` can be given. Whatever cannot be read raises ClientRefusal.
    """

    given: Json
    known: frozenset[str]

    def __post_init__(self) -> None:
        for name in self.given:
            if name not in self.known:
                raise ClientRefusal(f"There is no {name!r}; there are {sorted(self.known)}.")

    def get(self, name: str, default: Any = None) -> Any:
        """Read anything, `default` where it is absent or null."""
        if name not in self.known:
            raise LookupError(name)
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

    def integer(self, name: str, default: int | None = None, least: int = -_LARGEST) -> int:
        """Read a whole number or id, also from text; without a default it must be given."""
        return _to_integer(name, self.get(name, default), least)

    def number(self, name: str, default: float | None = None) -> float:
        """Read a number, also from text; without a default it must be given."""
        value = self.get(name, default)
        try:
            found = float(value)
        except (TypeError, ValueError, OverflowError):
            found = float("nan")
        if not isfinite(found) or isinstance(value, bool):
            raise ClientRefusal(f"{name!r} must be a number.")
        return found

    def span(self, name: str, default: timedelta) -> timedelta:
        """Read so many seconds."""
        try:
            return timedelta(seconds=self.number(name, default.total_seconds()))
        except OverflowError:
            raise ClientRefusal(f"{name!r} is too long.") from None

    def flag(self, name: str, *, default: bool = False) -> bool:
        """Read true or false, also as `1` or `0` from a query."""
        value = self.get(name, default)
        if isinstance(value, bool):
            return value
        if str(value) not in _FLAGS:
            raise ClientRefusal(f"{name!r} must be true or false.")
        return _FLAGS[str(value)]

    def items(self, name: str) -> list[Any]:
        """Read a list, empty where it is not given."""
        value = self.get(name, [])
        if not isinstance(value, list):
            raise ClientRefusal(f"{name!r} must be a list.")
        return value

    def integers(self, name: str) -> list[int]:
        """Read a list of whole numbers or ids."""
        return [_to_integer(name, each, -_LARGEST) for each in self.items(name)]

    def texts(self, name: str) -> list[str]:
        """Read a list of texts."""
        if not all(isinstance(each, str) for each in self.items(name)):
            raise ClientRefusal(f"{name!r} must be a list of texts.")
        return self.items(name)

    def mapping(self, name: str) -> Json:
        """Read an object with any names, empty where it is not given."""
        value = self.get(name, {})
        if not isinstance(value, dict):
            raise ClientRefusal(f"{name!r} must be an object.")
        return value

    def inner(self, name: str, value: Any, *known: str) -> "Ask":
        """Read an object within this one, which has these names."""
        if not isinstance(value, dict):
            raise ClientRefusal(f"{name!r} must be an object, or a list of them.")
        return Ask(value, frozenset(known))

    def seconds(self, default: float) -> float:
        """Read how long to wait at most, in real seconds."""
        return min(self.number("seconds", default), MOST_WAITING)

    def upload(self, given: Any) -> Upload:
        """Read a file: its name, and its bytes in base64."""
        try:
            return Upload(given["filename"], base64.b64decode(given["content"], validate=True))
        except (KeyError, TypeError, ValueError):
            raise ClientRefusal("A file is {filename, content (base64)}.") from None


def _to_integer(name: str, value: Any, least: int) -> int:
    text = str(value) if isinstance(value, int | str) and not isinstance(value, bool) else ""
    digits = text.removeprefix("-")
    if not (digits.isascii() and digits.isdigit() and len(digits) <= _MOST_DIGITS):
        raise ClientRefusal(f"{name!r} must be a whole number.")
    if not least <= int(text) <= _LARGEST:
        raise ClientRefusal(f"{name!r} must be between {least} and {_LARGEST}.")
    return int(text)


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


@dataclass(frozen=True, slots=True)
class Entry:
    """A handler, and the names of what it can be given besides the path's variables."""

    handle: Handler
    fields: tuple[str, ...]


class Routes:
    """The routes of the control API, entered by decorator."""

    def __init__(self) -> None:
        self._table: RouteTable[Entry] = RouteTable()
        self.entries: list[tuple[str, str, Entry]] = []

    def on(self, method: str, template: str, *fields: str) -> Callable[[Handler], Handler]:
        """Enter the decorated handler, and what it can be given in query or body."""

        def register(handle: Handler) -> Handler:
            entry = Entry(handle, fields)
            self._table.add(method, template, entry)
            self.entries.append((method, template, entry))
            return handle

        return register

    def find(self, method: str, raw_path: str) -> Match[Entry] | None:
        """Find the route of a path that is still percent-encoded."""
        return self._table.find(method, raw_path)


ROUTES: Final = Routes()
