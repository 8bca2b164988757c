"""Control: what is done in bulk, to put a load on the bot: many servers, many reactions."""

import asyncio
from collections.abc import Iterator
from typing import Final

from bot.sandbox.control.ask import ROUTES, Ask, Desk, get_user
from bot.sandbox.control.building import GUILD, found
from bot.sandbox.errors import ClientRefusal
from bot.sandbox.jsontypes import Json
from bot.sandbox.permissions import READ_MESSAGE_HISTORY
from bot.sandbox.rules import access, emojis, reactions
from bot.sandbox.state.emojis import Emoji
from bot.sandbox.state.users import User

# After so many the loop turns, and the connections write what they were given.
_BREATH: Final = 50


@ROUTES.on("POST", "/crowd/guilds", "count", "first", *GUILD)
async def add_guilds(desk: Desk, ask: Ask) -> list[str]:
    """Make `count` alike servers; `{n}` in the names is each one's number."""
    ids = []
    first, name = ask.integer("first", 1), ask.text("name")
    for number in range(first, first + ask.integer("count", least=0)):
        given = {**ask.given, "name": name.replace("{n}", str(number))}
        ids.append(str(found(desk, Ask(given, ask.known)).id))
        if number % _BREATH == 0:
            await _breathe(desk)
    return ids


@ROUTES.on("POST", "/crowd/reactions", "user_ids", "channel_id", "message_id", "emojis", "add")
async def react(desk: Desk, ask: Ask) -> Json:
    """Have each user put each emoji on a message, or take it back; users within emoji."""
    actors = [get_user(desk, each) for each in ask.integers("user_ids")]
    if not actors or desk.world.bot in actors:
        raise ClientRefusal("'user_ids' must name members, and not the bot.")
    channel = access.get_channel(
        desk.world, actors[0], ask.integer("channel_id"), READ_MESSAGE_HISTORY
    )
    message = access.get_message(channel, ask.integer("message_id"))
    wanted = [emojis.parse(desk.world, each, message) for each in ask.texts("emojis")]
    act = reactions.add if ask.flag("add", default=True) else reactions.take_back
    for number, (actor, emoji) in enumerate(_each(actors, wanted), 1):
        act(desk.world, actor, channel, message, emoji)
        if number % _BREATH == 0:
            await _breathe(desk)
    return {"done": len(actors) * len(wanted)}


def _each(actors: list[User], wanted: list[Emoji]) -> Iterator[tuple[User, Emoji]]:
    return ((actor, emoji) for emoji in wanted for actor in actors)


async def _breathe(desk: Desk) -> None:
    """Let the connections write; a client that lags far behind is waited for."""
    await asyncio.sleep(0)
    for session in desk.hub.connected:
        if session.connection is not None:
            await session.connection.room()
