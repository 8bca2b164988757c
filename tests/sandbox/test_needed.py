"""Left out one by one, which keys of an event discord.py cannot read it without."""

import pytest

from bot.sandbox import Sandbox
from tests.sandbox.deprived import needed
from tests.sandbox.keys import EVENTS, OBJECTS, covers
from tests.sandbox.needed import NEEDED, NEEDED_OBJECTS


@pytest.fixture
async def sandbox():
    """Run a sandbox in which members and words may be asked for."""
    async with Sandbox(seed=7, privileged=["members", "message_content"]) as running:
        yield running
        assert running.unrouted == []


async def test_needed(played):
    """They are those recorded, no more and no less."""
    found = await needed(played.story)
    assert {name: " ".join(sorted(keys)) for name, keys in found.items()} == NEEDED


@pytest.mark.parametrize(
    ("name", "recorded", "keys"),
    [
        *((name, recorded, EVENTS[name]) for name, recorded in NEEDED.items()),
        *((name, recorded, OBJECTS[name]) for name, recorded in NEEDED_OBJECTS.items()),
    ],
)
def test_all_are_looked_for(name, recorded, keys):
    """Each of them is among the keys that are looked for in whatever is sent."""
    paths = [each.removeprefix("[].") for each in recorded.split()]
    assert [each for each in paths if not covers(keys, each)] == [], name
