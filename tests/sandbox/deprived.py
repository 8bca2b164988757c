"""Which keys discord.py cannot do without: it reads what was sent, one key short each time.

Nothing of discord.py is replaced: a client without a connection is given the frames as its own
gateway connection would take them off the socket. A key is needed where without it reading raises,
or something that is told then has attributes that cannot be read.
"""

import asyncio
import json
from collections.abc import Awaitable, Callable, Iterator

import discord
from discord.gateway import DiscordWebSocket
from discord.http import HTTPClient

Frame = tuple[str, dict]
Path = tuple[str | int, ...]
Ask = Callable[[discord.Client], Awaitable[object]]
DEPRECATED = {"interaction"}
MAKING = {
    "GUILD_ROLE_CREATE",
    "GUILD_MEMBER_ADD",
    "CHANNEL_CREATE",
    "THREAD_CREATE",
    "MESSAGE_CREATE",
}


def paths(value: object, path: Path = ()) -> Iterator[Path]:
    """Walk through every key at any depth."""
    pairs = value.items() if isinstance(value, dict) else ()
    pairs = enumerate(value) if isinstance(value, list) else pairs
    for key, inner in pairs:
        if isinstance(value, dict):
            yield (*path, key)
        yield from paths(inner, (*path, key))


def without(value: object, path: Path) -> object:
    """Copy as much as is needed to leave one key out."""
    head, *rest = path
    if isinstance(value, list):
        return [without(each, tuple(rest)) if at == head else each for at, each in enumerate(value)]
    if not rest:
        return {key: inner for key, inner in value.items() if key != head}
    return {**value, head: without(value[head], tuple(rest))}


def named(path: Path) -> str:
    """Write a path as the lists of keys do; any id is `*`, since objects are filed under them."""
    found = ""
    for part in path:
        if isinstance(part, int):
            found += "[]"
        else:
            found += "." + ("*" if part.isdigit() else part)
    return found.removeprefix(".")


class Answers(HTTPClient):
    """Answers every request with the same."""

    answer: object = None

    async def request(self, *_, **__):
        """Give the answer, as fresh as if it came over the wire."""
        return json.loads(json.dumps(self.answer))


class Reader(discord.Client):
    """A client that is not connected, and notes what it is told."""

    def __init__(self) -> None:
        super().__init__(intents=discord.Intents.all(), chunk_guilds_at_startup=False)
        self.told: list[tuple[str, tuple]] = []
        self._line = DiscordWebSocket(None, loop=asyncio.get_running_loop())
        self._line._connection = self._connection
        self._line._discord_parsers = self._connection.parsers
        self._line._dispatch = lambda *_: None
        self._line.shard_id = None

    def dispatch(self, event, /, *args, **kwargs):  # noqa: ARG002
        """Note what is told."""
        self.told.append((event, args))

    async def read(self, frame: str) -> None:
        """Read a frame; raises what discord.py raises."""
        await self._line.received_message(frame)
        if (ready := self._connection._ready_task) is not None:
            # Nobody waits for more servers, so each is told as it comes.
            ready.cancel()
            self._connection._ready_task = None
            del self._connection._ready_state

    async def after(self, frames: list[str]) -> "Reader":
        """Read frames from the beginning; READY makes the client forget what it read before."""
        self._connection.application_id = None
        for each in frames:
            await self.read(each)
        return self

    async def shows(self, frame: str) -> set[str] | None:
        """Read a frame; gives what was told that can be read, None where the frame cannot."""
        self.told = []
        try:
            await self.read(frame)
        except Exception:  # noqa: BLE001 - whatever it is, it could not be read
            return None
        return {line for event, args in self.told for line in (event, *_shown(event, args))}

    async def makes_of(self, answer: object, ask: Ask) -> set[str] | None:
        """Ask for something that REST answers so; gives what can be read, None if nothing can."""
        self.http = self._connection.http = Answers(self._line.loop)
        self.http.answer = answer
        try:
            return set(_shown("", await ask(self)))
        except Exception:  # noqa: BLE001 - likewise
            return None


def _shown(event: str, told: object) -> Iterator[str]:
    listed = told if isinstance(told, list | tuple) else [told]
    for number, each in enumerate(listed):
        yield from (f"{event} {number} {name}" for name in _readable(each))


def _readable(told: object) -> Iterator[str]:
    """Name the attributes of something that can be read."""
    for name in dir(type(told)):
        if not name.startswith("_") and name not in DEPRECATED:
            try:
                getattr(told, name)
            except Exception:  # noqa: BLE001, S112 - likewise
                continue
            yield name


async def needed(story: list[Frame]) -> dict[str, set[str]]:
    """Find the keys that discord.py cannot do without, by event.

    Each is left out of each frame that has it and is like no other, after what the frame is about
    has been read.
    """
    found: dict[str, set[str]] = {}
    seen = set()
    reader = Reader()
    for at, (name, data) in enumerate(story):
        like = (name, data.get("type"), *sorted({named(each) for each in paths(data)}))
        if like in seen:
            continue
        seen.add(like)
        written = _write(name, data)
        before = [_write(*each) for each in story[:at] if _bears_on(each, written)]
        whole = await (await reader.after(before)).shows(written)
        missed = found.setdefault(name, set())
        for path in paths(data):
            if named(path) not in missed:
                shown = await (await reader.after(before)).shows(_write(name, without(data, path)))
                if shown is None or not whole <= shown:
                    missed.add(named(path))
    return found


async def needed_of(answer: object, ask: Ask, story: list[Frame]) -> set[str]:
    """Find the keys of an answer that discord.py cannot do without, once it has read a story."""
    before = [_write(*each) for each in story]
    reader = Reader()
    whole = await (await reader.after(before)).makes_of(answer, ask)
    assert whole
    missed = set()
    for path in paths(answer):
        if named(path) not in missed:
            shown = await (await reader.after(before)).makes_of(without(answer, path), ask)
            if shown is None or not whole <= shown:
                missed.add(named(path))
    return missed


def _bears_on(earlier: Frame, written: str) -> bool:
    """Tell whether a frame made something that another one names."""
    name, data = earlier
    if name in {"READY", "GUILD_CREATE"}:
        return True
    made = data.get("role") or data.get("user") or data
    return name in MAKING and f'"{made["id"]}"' in written


def _write(name: str, data: object) -> str:
    return json.dumps({"op": 0, "t": name, "s": 1, "d": data})
