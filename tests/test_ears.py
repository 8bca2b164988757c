"""Ears: what the gateway says of reactions becomes votes, past discord.py's own objects."""

import asyncio
from types import SimpleNamespace

import discord
import pytest
from structlog.testing import capture_logs

from bot.client import ColloquyBot
from bot.domain.language import Language
from bot.ears import hear_languages, hear_votes
from bot.ui.speech import spoken

MESSAGE, READER, OWN = 21, 42, 7


class Heard:
    """An intake that notes what it is told."""

    def __init__(self):
        self.told = []
        self.asked = []

    def hears(self, message_id):
        """Hear one message's reactions."""
        self.asked.append(message_id)
        return message_id == MESSAGE

    def added(self, *told):
        """Note a reaction."""
        self.told.append(("added", *told))

    def removed(self, *told):
        """Note a reaction that was taken back."""
        self.told.append(("removed", *told))


class Sayings:
    """A client that has never connected, and what its gateway says."""

    def __init__(self, client):
        self.client = client
        self.intake = Heard()
        hear_votes(client, self.intake)

    def say(self, name, **changes):
        """Have discord.py's gateway hand out an event."""
        event = {
            "user_id": str(READER),
            "message_id": str(MESSAGE),
            "channel_id": "3",
            "guild_id": "4",
            "emoji": {"id": None, "name": "✅"},
            "burst": False,
            "type": 0,
            "member": {"user": {"id": str(READER), "bot": False}, "roles": []},
        }
        self.client._connection.parsers[name](event | changes)


@pytest.fixture
def sayings():
    """Give a client, heard on, that knows who it is."""
    client = ColloquyBot(guild_ready_seconds=0)
    client._connection.user = SimpleNamespace(id=OWN)
    return Sayings(client)


ADD, REMOVE = "MESSAGE_REACTION_ADD", "MESSAGE_REACTION_REMOVE"


@pytest.mark.parametrize(("name", "told"), [(ADD, "added"), (REMOVE, "removed")])
@pytest.mark.parametrize(
    ("emoji", "named"),
    [
        ({"id": None, "name": "✅"}, "✅"),
        ({"name": "✅"}, "✅"),
        ({"id": "81", "name": "raven"}, "raven:81"),
        ({"id": "81", "name": None}, "None:81"),
    ],
)
def test_a_reaction(sayings, name, told, emoji, named):
    """A reaction put or taken back is told with its message, its emoji and its member."""
    sayings.say(name, emoji=emoji)

    assert sayings.intake.told == [(told, MESSAGE, named, READER)]


@pytest.mark.parametrize("name", [ADD, REMOVE])
def test_elsewhere(sayings, name):
    """Of a reaction on a message that is no poll, nothing but the message's id is looked at."""
    sayings.say(name, message_id="22", user_id=None, emoji=None, member=None)

    assert (sayings.intake.told, sayings.intake.asked) == ([], [22])


@pytest.mark.parametrize(
    "changes",
    [
        {"user_id": str(OWN)},
        {"user_id": str(OWN), "member": None},
        {"member": {"user": {"id": str(READER), "bot": True}, "roles": []}},
    ],
)
def test_bots_do_not_vote(sayings, changes):
    """The bot's own marks and those of other bots are no votes."""
    sayings.say(ADD, **changes)

    assert sayings.intake.told == []


@pytest.mark.parametrize("changes", [{"member": None}, {"member": {"user": {"id": "42"}}}])
def test_a_bare_member(sayings, changes):
    """Who is not said to be a bot is none."""
    sayings.say(ADD, **changes)

    assert len(sayings.intake.told) == 1


def test_trouble_is_told_and_goes_no_further(sayings):
    """An event that makes no sense is logged; the gateway goes on."""
    with capture_logs() as logs:
        sayings.say(ADD, user_id="nobody")
    sayings.say(ADD)

    assert [entry["log_level"] for entry in logs] == ["error"]
    assert len(sayings.intake.told) == 1


def test_nobody_else_hears(sayings, monkeypatch):
    """discord.py makes neither an event nor a task of a vote."""
    dispatched = []
    monkeypatch.setattr(sayings.client, "dispatch", lambda name, *_: dispatched.append(name))
    sayings.say(ADD)
    sayings.say(REMOVE)

    assert dispatched == []


def test_parsed_elsewhere():
    """Where discord.py no longer keeps its parsers there, the bot does not start deaf."""
    client = ColloquyBot(guild_ready_seconds=0)
    del client._connection.parsers[REMOVE]

    with pytest.raises(RuntimeError, match=discord.__version__):
        hear_votes(client, Heard())


def test_discord_py_still_asks_those_parsers(sayings):
    """The gateway's own code looks its parsers up in the dictionary that was changed."""
    names = discord.gateway.DiscordWebSocket.received_message.__code__.co_names
    starting = discord.gateway.DiscordWebSocket.from_client.__code__.co_names

    assert "_discord_parsers" in names
    assert {"_discord_parsers", "_connection", "parsers"} <= set(starting)
    assert ADD in sayings.client._connection.parsers


async def test_tasks_speak_as_their_person(sayings):
    """Whatever discord.py makes of an interaction speaks the language of whoever acted."""
    parsers = sayings.client._connection.parsers
    heard = []

    async def answer():
        await asyncio.sleep(0)
        heard.append(spoken())

    tasks = []
    parsers["INTERACTION_CREATE"] = lambda _event: tasks.append(asyncio.create_task(answer()))
    hear_languages(sayings.client)
    for locale in ("de", "es-419", "ja", None):
        parsers["INTERACTION_CREATE"]({"locale": locale} if locale else {})
    await asyncio.gather(*tasks)

    assert heard == [Language.GERMAN, Language.SPANISH, Language.ENGLISH, Language.ENGLISH]
    assert spoken() is Language.ENGLISH
