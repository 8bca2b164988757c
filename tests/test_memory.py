"""What has come to stay is left alone by the garbage collector, and is not kept for ever."""

import gc
import weakref

import pytest

from bot.memory import keep_what_is_there


class Ring:
    """Something that holds itself, so that only the collector can clear it away."""

    def __init__(self):
        self.itself = self


@pytest.fixture(autouse=True)
def _as_before():
    """Leave the collector with as little to do as it had."""
    yield
    gc.freeze()


def test_kept_out_of_the_rounds():
    """What is there is out of the collector's sight, garbage is cleared away."""
    gone, stays = Ring(), Ring()
    seen = weakref.ref(gone)
    del gone

    keep_what_is_there()

    assert seen() is None
    assert not any(one is stays for one in gc.get_objects())


def test_what_falls_away_later():
    """What was kept and falls away is cleared the next time."""
    held = Ring()
    seen = weakref.ref(held)
    keep_what_is_there()
    del held
    gc.collect()
    assert seen() is not None

    keep_what_is_there()

    assert seen() is None
