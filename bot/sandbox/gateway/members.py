"""Answering a request for members over the gateway, in chunks."""

from typing import Any, Final

from bot.sandbox import intents
from bot.sandbox.gateway.session import Session
from bot.sandbox.jsontypes import Json
from bot.sandbox.state.guilds import Guild, Member
from bot.sandbox.state.world import World
from bot.sandbox.wire.guilds import render_member

CHUNK: Final = 1000
MOST_NAMED: Final = 100


def send_chunks(world: World, session: Session, asked: Any) -> None:
    """Send GUILD_MEMBERS_CHUNK events; the whole list needs the members intent."""
    if not isinstance(asked, dict) or not str(asked.get("guild_id")).isdigit():
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
            "not_found": [],
        }
        if "nonce" in asked:
            data["nonce"] = asked["nonce"]
        session.dispatch("GUILD_MEMBERS_CHUNK", data)


def _select(guild: Guild, asked: Json, session: Session) -> list[Member]:
    wanted = asked.get("user_ids")
    if wanted:
        named = wanted if isinstance(wanted, list) else [wanted]
        ids = [int(each) for each in named[:MOST_NAMED]]
        return [guild.members[each] for each in ids if each in guild.members]
    query, limit = (asked.get("query") or "").lower(), asked.get("limit") or 0
    everyone = list(guild.members.values())
    if not query and not limit:
        return everyone if session.intents & intents.GUILD_MEMBERS else []
    matching = [each for each in everyone if each.user.name.lower().startswith(query)]
    return matching[: min(limit or MOST_NAMED, MOST_NAMED)]
