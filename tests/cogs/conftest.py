"""What the tests of commands share: a bot with every command loaded, not connected."""

from types import SimpleNamespace

import pytest

from bot.client import EXTENSIONS, ColloquyBot

_SERVICES = (
    "intake",
    "library",
    "editing",
    "correcting",
    "packing",
    "updating",
    "planning",
    "drafting",
    "starting",
    "control",
    "steering",
    "reporting",
    "arranging",
    "access",
    "setup",
    "doctor",
    "readback",
    "polling",
    "excluding",
    "moderation",
    "privacy",
)


@pytest.fixture
async def tree():
    """Give the command tree as it is told to Discord."""
    client = ColloquyBot(guild_ready_seconds=0.2)
    client.serve(SimpleNamespace(**dict.fromkeys(_SERVICES)))
    for extension in EXTENSIONS:
        await client.load_extension(extension)
    yield client.tree
    for extension in EXTENSIONS:
        await client.unload_extension(extension)
