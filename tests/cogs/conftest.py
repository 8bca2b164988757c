"""What the tests of commands share: a bot with every command loaded, not connected."""

import pytest

from tests.commands import command_tree


@pytest.fixture
async def tree():
    """Give the command tree as it is told to Discord."""
    async with command_tree() as commands:
        yield commands
