"""Every object that REST answers has the keys discord.py needs, and no other is one of those."""

from datetime import timedelta

import discord
import pytest

from bot.sandbox import intents, permissions
from tests.sandbox.deprived import needed_of
from tests.sandbox.keys import OBJECTS, POLL, lacking
from tests.sandbox.needed import NEEDED_OBJECTS
from tests.sandbox.puppet import Rest
from tests.sandbox.raw import identified


def _in_channel(ask):
    return lambda client: ask(client.guilds[0].text_channels[0])


async def _all(found):
    return [each async for each in found]


async def _reactors(channel):
    data = {"emoji": {"name": "✅"}, "count": 1, "me": True}
    reaction = discord.Reaction(message=channel.get_partial_message(1), data=data)
    return await _all(reaction.users())


async def _voters(channel):
    data = {"answer_id": 1, "poll_media": {"text": "a"}}
    poll = discord.Poll("?", timedelta(hours=1))
    answer = discord.PollAnswer(message=channel.get_partial_message(1), poll=poll, data=data)
    return await _all(answer.voters(limit=9))


async def _commands(client):
    client._connection._command_tree = None
    return await discord.app_commands.CommandTree(client).fetch_commands()


async def _myself(client):
    data = await client.http.request()
    return discord.ClientUser(state=client._connection, data=data)


# How discord.py is asked for each.
ASKS = {
    "/users/@me": _myself,
    "/users/{ada}": lambda client: client.fetch_user(1),
    "/oauth2/applications/@me": lambda client: client.application_info(),
    "/gateway/bot": lambda client: client.http.get_bot_gateway(),
    "/guilds/{guild}": lambda client: client.fetch_guild(1, with_counts=False),
    "/guilds/{guild}?with_counts=1": lambda client: client.fetch_guild(1),
    "/guilds/{guild}/channels": lambda client: client.guilds[0].fetch_channels(),
    "/guilds/{guild}/roles": lambda client: client.guilds[0].fetch_roles(),
    "/guilds/{guild}/members?limit=10": lambda c: _all(c.guilds[0].fetch_members(limit=10)),
    "/guilds/{guild}/members/{ada}": lambda client: client.guilds[0].fetch_member(1),
    "/guilds/{guild}/threads/active": lambda client: client.guilds[0].active_threads(),
    "/channels/{forum}": lambda client: client.fetch_channel(1),
    "/channels/{voice}": lambda client: client.fetch_channel(1),
    "/channels/{thread}": lambda client: client.fetch_channel(1),
    "/channels/{dm}": lambda client: client.create_dm(discord.Object(1)),
    "/channels/{general}/messages/{message}": _in_channel(lambda c: c.fetch_message(1)),
    "/channels/{general}/messages?limit=5": _in_channel(lambda c: _all(c.history(limit=5))),
    "/channels/{general}/messages/pins": _in_channel(lambda c: _all(c.pins())),
    "/channels/{general}/messages/{message}/reactions/%E2%9C%85": _in_channel(_reactors),
    "/channels/{general}/messages/{poll}": _in_channel(lambda c: c.fetch_message(1)),
    "/channels/{general}/polls/{poll}/answers/1": _in_channel(_voters),
    "/applications/{bot}/commands": _commands,
}


@pytest.fixture
async def answers(sandbox, control, guild):
    """Have one of everything, and ask REST for it."""
    sandbox.world.privileged_intents = intents.GUILD_MEMBERS
    bits = permissions.ALL & ~permissions.ADMINISTRATOR
    await control.world.invite_bot(guild.id, bits)
    await control.world.add_emoji(guild.id, "owl")
    rest, ada, general = Rest(sandbox), guild.members["ada"], guild.channels["general"]
    path, bot = f"/channels/{general}/messages", sandbox.world.bot.id
    message = (await rest.ok("POST", path, {"content": "x"}, files=[("a.txt", b"a")]))["id"]
    poll = (await rest.ok("POST", path, {"poll": POLL}))["id"]
    await control.members.vote(ada, general, int(poll), [1])
    await rest.ok("PUT", f"{path}/{message}/reactions/%E2%9C%85/@me")
    await rest.ok("PUT", f"{path}/pins/{message}")
    choices = [{"name": "a", "value": "b"}]
    option = {"type": 3, "name": "a", "description": "x", "choices": choices}
    command = {"name": "go", "description": "x", "options": [option]}
    await rest.ok("PUT", f"/applications/{bot}/commands", [command])
    names = {
        "bot": bot,
        "ada": ada,
        "guild": guild.id,
        "general": general,
        "message": message,
        "poll": poll,
        "thread": (await rest.ok("POST", f"{path}/{message}/threads", {"name": "t"}))["id"],
        "forum": await control.world.add_channel(guild.id, "forum", "forum", tags=["a"]),
        "voice": await control.world.add_channel(guild.id, "voice", "voice"),
        "dm": (await rest.ok("POST", "/users/@me/channels", {"recipient_id": str(ada)}))["id"],
    }
    return {template: await rest.ok("GET", template.format(**names)) for template in OBJECTS}


async def test_objects(answers):
    """Every object that REST answers has every key that discord.py needs."""
    missing = {}
    for template, keys in OBJECTS.items():
        shown = answers[template]
        if found := lacking(shown if isinstance(shown, list) else [shown], keys):
            missing[template] = found
    assert missing == {}


async def test_needed(sandbox, dial, answers):
    """Left out one by one, the keys without which discord.py cannot read are those recorded."""
    raw, ready = await identified(sandbox, dial)
    story = [(each["t"], each["d"]) for each in (ready, await raw.hear())]
    found = {
        template: await needed_of(answers[template], ask, story) for template, ask in ASKS.items()
    }
    assert {name: " ".join(sorted(keys)) for name, keys in found.items()} == NEEDED_OBJECTS
