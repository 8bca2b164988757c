"""A sandbox, a server and a running bot for each test; what goes wrong unseen is fatal."""

import pytest
from structlog.testing import capture_logs

from bot.sandbox import Sandbox
from tests.e2e.troupe import MONDAY, NAMES, running
from tests.sandbox.openapi import conforms  # noqa: F401 - a fixture that looks on by itself


@pytest.fixture(autouse=True)
def logs():
    """Catch the bot's log; no test here may leave an error in it."""
    with capture_logs() as entries:
        yield entries
    assert [entry for entry in entries if entry["log_level"] in {"error", "critical"}] == []


@pytest.fixture
async def sandbox():
    """Give a fresh local Discord; every request to it must have been understood."""
    async with Sandbox(seed=1, start=MONDAY) as sandbox:
        yield sandbox
        assert sandbox.unrouted == []


@pytest.fixture
async def guild(sandbox):
    """Give a server with one channel and five members."""
    return await sandbox.control.world.add_guild("Readers", channels=["reading"], members=NAMES)


@pytest.fixture
async def troupe(sandbox, guild, database_file):
    """Give the bot, running in that server with an empty database."""
    assert guild
    async with running(sandbox, database_file) as troupe:
        yield troupe
