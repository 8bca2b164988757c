"""What the tests of commands share: a bot with every command loaded, not connected."""

import warnings
from types import SimpleNamespace

import pytest

with warnings.catch_warnings():
    # discord.py's voice support imports audioop, deprecated in Python 3.11 and 3.12; we have none.
    warnings.filterwarnings("ignore", message="'audioop' is deprecated")
    from bot.client import EXTENSIONS, ColloquyBot

_SERVICES = ("library", "planning", "reporting", "access")


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
