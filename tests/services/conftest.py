"""A running bot and its Discord."""

import pytest
import structlog

from tests.builders import CHANNEL, GUILD
from tests.fakes import FakePublisher
from tests.services.running import running


@pytest.fixture(autouse=True)
def _quiet_logs():
    """Write no logs: drawing tracebacks takes longer than the tests."""
    structlog.configure(processors=[_drop])


def _drop(_logger, _name, _event):
    raise structlog.DropEvent


@pytest.fixture
def discord(clock):
    """Give a Discord with one server that has one channel."""
    world = FakePublisher(clock)
    world.add_channel(GUILD, CHANNEL)
    return world


@pytest.fixture
async def bot(database_file, discord, clock):
    """Give a running bot over an empty database."""
    async with running(database_file, discord, clock) as started:
        yield started
