"""A bot whose health is looked at."""

import pytest

from tests.health.stands import Patient


@pytest.fixture
async def patient(database, clock):
    """Give a bot with nothing wrong."""
    return Patient(database, clock)
