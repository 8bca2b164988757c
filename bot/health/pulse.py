"""The event loop's pulse: taken by the loop, felt from any thread."""

import time
from collections.abc import Callable

from bot.histogram import Histogram

BEAT_SECONDS = 1.0
_STALLED_SECONDS = 5.0
_LAGS = (0.005, 0.01, 0.02, 0.05, 0.1, 0.25, 0.5, 1.0, 5.0)  # seconds


class Pulse:
    """Knows when the loop last came round, and how late it was."""

    def __init__(self, monotonic: Callable[[], float] = time.monotonic) -> None:
        self._monotonic = monotonic
        self._beaten_at = monotonic()
        self.lags = Histogram(_LAGS)

    def beat(self) -> None:
        """Note that the loop has come round; due every `BEAT_SECONDS`."""
        now = self._monotonic()
        self.lags.observe(max(0.0, now - self._beaten_at - BEAT_SECONDS))
        self._beaten_at = now

    def stalled_for(self) -> float | None:
        """Give the seconds since the last beat where they are too many."""
        silence = self._monotonic() - self._beaten_at
        return silence if silence > _STALLED_SECONDS else None
