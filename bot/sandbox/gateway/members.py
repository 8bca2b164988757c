"""Answering requests for members over the gateway, in chunks, and not too often."""

from collections.abc import Callable, Iterator
from typing import Any, Final

from bot.sandbox import intents
from bot.sandbox.gateway.event import Event
from bot.sandbox.gateway.session import Session
from bot.sandbox.jsontypes import Json
from bot.sandbox.snowflakes import is_id
from bot.sandbox.state.guilds import Guild, Member
from bot.sandbox.state.world import World
from bot.sandbox.wire.guilds import render_member
from bot.sandbox.wire.presences import render_presence

REQUEST_MEMBERS: Final = 8
CHUNK: Final = 1000
MOST_FOUND: Final = 100
LONGEST_NONCE: Final = 32
SECONDS_BETWEEN: Final = 30.0


class MemberRequests:
    """Answers requests; a server's whole list once in 30 seconds, whichever session asks.

    That is only watched over where limits are on (`factor` None: off).
    """

    def __init__(self, world: World, factor: float | None, monotonic: Callable[[], float]) -> None:
        self._world = world
        self._factor = factor
        self._monotonic = monotonic
        self._free_at: dict[int, float] = {}

    def answer(self, session: Session, asked: Json) -> Iterator[Event]:
        """Give GUILD_MEMBERS_CHUNK events, or RATE_LIMITED; ValueError if it cannot be read."""
        _refuse_unreadable(asked)
        guild = self._world.guilds.get(int(asked["guild_id"]))
        if guild is None or self._world.bot.id not in guild.members or not session.holds(guild.id):
            return
        nonce = asked.get("nonce")
        named = {"nonce": nonce} if _is_nonce(nonce) else {}
        if _wants_all(asked) and (wait := self._wait(guild.id)):
            meta = {"guild_id": str(guild.id), **named}
            told = {"opcode": REQUEST_MEMBERS, "retry_after": wait, "meta": meta}
            yield Event("RATE_LIMITED", told, guild.id)
            return
        for chunk in _chunks(guild, asked, session.intents):
            yield Event("GUILD_MEMBERS_CHUNK", {**chunk, **named}, guild.id)

    def _wait(self, guild_id: int) -> float:
        """Tell how long to wait for a server's whole list; 0 grants it."""
        if self._factor is None:
            return 0.0
        now = self._monotonic()
        free_at = self._free_at.get(guild_id, now)
        if free_at > now:
            return round(free_at - now, 3)
        self._free_at[guild_id] = now + SECONDS_BETWEEN / self._factor
        return 0.0


def _refuse_unreadable(asked: Json) -> None:
    readable = is_id(asked.get("guild_id")) and isinstance(asked.get("limit", 0), int)
    if isinstance(asked.get("query"), str):
        readable = readable and asked.get("limit", -1) >= 0
    elif not asked.get("user_ids"):
        readable = False
    if not readable:
        raise ValueError(asked)


def _is_nonce(value: Any) -> bool:
    return isinstance(value, str) and len(value.encode()) <= LONGEST_NONCE


def _wants_all(asked: Json) -> bool:
    return not asked.get("user_ids") and not asked["query"] and not asked["limit"]


def _chunks(guild: Guild, asked: Json, wanted: int) -> list[Json]:
    found = _select(guild, asked, wanted)
    pages = [found[at : at + CHUNK] for at in range(0, len(found), CHUNK)] or [[]]
    common: Json = {"guild_id": str(guild.id), "chunk_count": len(pages)}
    if asked.get("user_ids"):
        common["not_found"] = [
            str(each) for each in _named(asked) if not is_id(each) or int(each) not in guild.members
        ]
    chunks = []
    for index, page in enumerate(pages):
        chunk = {**common, "chunk_index": index, "members": [render_member(each) for each in page]}
        if asked.get("presences") and wanted & intents.GUILD_PRESENCES:
            chunk["presences"] = [render_presence(guild, each) for each in page]
        chunks.append(chunk)
    return chunks


def _named(asked: Json) -> list[Any]:
    given = asked["user_ids"]
    return (given if isinstance(given, list) else [given])[:MOST_FOUND]


def _select(guild: Guild, asked: Json, wanted: int) -> list[Member]:
    """Find the members who are asked for; the list without a prefix needs the members intent."""
    if asked.get("user_ids"):
        known = [int(each) for each in _named(asked) if is_id(each)]
        return [guild.members[each] for each in known if each in guild.members]
    query, limit = asked["query"].lower(), asked["limit"]
    if not query and not wanted & intents.GUILD_MEMBERS:
        return []
    matching = [m for m in guild.members.values() if m.user.name.lower().startswith(query)]
    return matching if _wants_all(asked) else matching[: min(limit or MOST_FOUND, MOST_FOUND)]
