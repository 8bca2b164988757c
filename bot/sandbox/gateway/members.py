"""Answering a request for members over the gateway, in chunks."""

from typing import Final

from bot.sandbox import intents
from bot.sandbox.gateway.session import Session
from bot.sandbox.jsontypes import Json
from bot.sandbox.state.guilds import Guild, Member
from bot.sandbox.state.world import World
from bot.sandbox.wire.guilds import render_member

CHUNK: Final = 1000
MOST_NAMED: Final = 100


def send_chunks(world: World, session: Session, asked: Json) -> None:
    """Send GUILD_MEMBERS_CHUNK events; the whole list needs the members intent."""
    if not str(asked.get("guild_id")).isdigit():
        return
    guild = world.guilds.get(int(asked["guild_id"]))
    if guild is None or world.bot.id not in guild.members:
        return
    found = _select(guild, asked, session)
    chunks = [found[at : at + CHUNK] for at in range(0, len(found), CHUNK)] or [[]]
    for index, chunk in enumerate(chunks):
        data: Json = {
            "guild_id": str(guild.id),
            "members": [render_member(each) for each in chunk],
            "chunk_index": index,
            "chunk_count": len(chunks),
            "not_found": _not_found(guild, asked),
        }
        if "nonce" in asked:
            data["nonce"] = asked["nonce"]
        session.dispatch("GUILD_MEMBERS_CHUNK", data)


def _named(asked: Json) -> list[int]:
    given = asked.get("user_ids") or []
    listed = given if isinstance(given, list) else [given]
    return [int(each) for each in listed[:MOST_NAMED] if str(each).isdigit()]


def _not_found(guild: Guild, asked: Json) -> list[str]:
    return [str(each) for each in _named(asked) if each not in guild.members]


def _select(guild: Guild, asked: Json, session: Session) -> list[Member]:
    if named := _named(asked):
        return [guild.members[each] for each in named if each in guild.members]
    query, limit = (asked.get("query") or "").lower(), asked.get("limit") or 0
    everyone = list(guild.members.values())
    if not query and not limit:
        return everyone if session.intents & intents.GUILD_MEMBERS else []
    matching = [each for each in everyone if each.user.name.lower().startswith(query)]
    return matching[: min(limit or MOST_NAMED, MOST_NAMED)]
