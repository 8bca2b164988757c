"""A sandbox for each test; what it did not understand is fatal."""

import pytest

from bot.sandbox import Sandbox
from tests.e2e.troupe import MONDAY


@pytest.fixture
async def sandbox():
    """Give a fresh local Discord; every request to it must have been understood."""
    async with Sandbox(seed=1, start=MONDAY) as sandbox:
        yield sandbox
        assert sandbox.unrouted == []


@pytest.fixture
async def guild(sandbox):
    """Give a server with one channel and five members."""
    return await sandbox.control.world.add_guild(
        "Readers", channels=["reading"], members=["ada", "ben", "cleo", "dov", "eve"]
    )
