"""Servers with something in every table."""

import pytest

from tests.builders import OTHER_CHANNEL, OTHER_GUILD
from tests.storage.stands import set_up


@pytest.fixture
async def mine(database):
    """Give a server with a discussion."""
    return await set_up(database)


@pytest.fixture
async def theirs(database, mine):
    """Give another server with a discussion of the same article, beside `mine`."""
    return await set_up(database, guild_id=OTHER_GUILD, channel_id=OTHER_CHANNEL, voter=mine.voter)
