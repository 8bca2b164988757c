"""Each of many requests takes its turn: none that can wait goes before what is due."""

from datetime import timedelta

import discord
import pytest

from bot.delivery.pace import Pace, Priority
from bot.delivery.reactions import DiscordReactions
from bot.delivery.sender import Letter, Sender
from bot.errors import TargetGone
from bot.sandbox import Sandbox
from bot.services.reactions import Urgency
from tests.builders import FIRST_SLOT, make_open_poll

MESSAGES = 230


class Turns(Pace):
    """A pace that notes who took a turn."""

    def __init__(self):
        super().__init__()
        self.taken = []

    async def turn(self, priority):
        """Note the turn, and wait for it."""
        self.taken.append(priority)
        await super().turn(priority)


@pytest.fixture
async def place(monkeypatch):
    """Give a client that is logged in, and a channel with many messages."""
    async with Sandbox(limits="off", start=FIRST_SLOT) as sandbox:
        monkeypatch.setattr(discord.http.Route, "BASE", sandbox.api_url)
        guild = await sandbox.control.world.add_guild("Readers", channels=["reading"])
        (channel_id,) = guild.channels.values()
        for number in range(MESSAGES):
            await sandbox.control.members.send(guild.owner_id, channel_id, f"chat {number}")
        client = discord.Client(intents=discord.Intents.none())
        await client.login(sandbox.bot_token)
        yield client, channel_id
        await client.close()


async def test_looking_for_an_earlier_try(place):
    """Each page that is looked through takes a turn, and the message after them."""
    client, channel_id = place
    turns = Turns()
    letter = Letter(reference="abcdefgh", embed=discord.Embed(description="A section"))

    await Sender(client, key="key", pace=turns).send(
        channel_id, letter, priority=Priority.POLL, since=FIRST_SLOT - timedelta(hours=1)
    )

    pages = MESSAGES // 100 + 1
    assert turns.taken == [Priority.POLL] * (pages + 1)


async def test_a_recount_waits_for_what_is_due(place):
    """Somebody waits for it, yet sections, polls and seeds of all servers go first."""
    client, channel_id = place
    turns = Turns()
    poll = make_open_poll(channel_id=channel_id, message_id=1)

    with pytest.raises(TargetGone):
        await DiscordReactions(client, pace=turns).fetch_counts(poll, Urgency.RECOUNT)

    (taken,) = turns.taken
    assert Priority.SEED < taken < Priority.READBACK
