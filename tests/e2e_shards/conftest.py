"""What the bot and its sandbox say to each other over several shards is looked at, too."""

from tests.sandbox.openapi import conforms  # noqa: F401 - a fixture that looks on by itself
