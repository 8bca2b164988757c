"""The commands as Discord is told of them: a bot with every command loaded, not connected."""

from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import asynccontextmanager
from types import SimpleNamespace
from typing import Any

import discord
from discord import app_commands

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
    "rescheduling",
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

_OF_COMMANDS = {
    discord.AppCommandOptionType.subcommand.value,
    discord.AppCommandOptionType.subcommand_group.value,
}
# Languages are called by their own names.
_OWN_NAMES = "language"


@asynccontextmanager
async def command_tree() -> AsyncIterator[app_commands.CommandTree]:
    """Give the tree of all commands while the bot has them."""
    client = ColloquyBot(guild_ready_seconds=0.2)
    client.serve(SimpleNamespace(**dict.fromkeys(_SERVICES)))
    for extension in EXTENSIONS:
        await client.load_extension(extension)
    yield client.tree
    for extension in EXTENSIONS:
        await client.unload_extension(extension)


def option_words(told: Mapping[str, Any]) -> Iterator[str]:
    """Give the descriptions of a command's options and the names of their choices."""
    for option in told.get("options", []):
        if option["type"] not in _OF_COMMANDS:
            yield option["description"]
            if option["name"] != _OWN_NAMES:
                yield from (choice["name"] for choice in option.get("choices", []))
        yield from option_words(option)
