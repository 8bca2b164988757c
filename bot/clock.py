"""What time it is: the system's clock, or the time-lapse clock of demo and tests."""

import asyncio
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Protocol

_LOOK_EVERY_SECONDS = 5.0
# Adjustments as small as this are a time server's daily work.
_SMALLEST_STEP_SECONDS = 1.0


class Clock(Protocol):
    """Tells the time; whoever waits for an instant asks `delay_until` and listens for jumps."""

    def now(self) -> datetime:
        """Give the present instant, aware, UTC."""

    def delay_until(self, instant: datetime) -> float | None:
        """Give the real seconds until `instant` (0 if past); None if only a jump brings it."""

    def on_jump(self, listener: Callable[[], None]) -> None:
        """Call `listener` whenever the clock was set."""

    async def watch(self) -> None:
        """Notice, until cancelled, that the clock was set by others."""


class SystemClock:
    """The machine's clock, which a host or a time server may set, forward or back."""

    def __init__(self, wall: Callable[[], float] = time.time) -> None:
        self._wall = wall
        self._listeners: list[Callable[[], None]] = []
        self._ahead = self._reckon_ahead()

    def now(self) -> datetime:
        """Give the machine's time."""
        return datetime.fromtimestamp(self._wall(), UTC)

    def delay_until(self, instant: datetime) -> float | None:
        """Give the real seconds until `instant`, 0 if it is past."""
        return max(0.0, (instant - self.now()).total_seconds())

    def on_jump(self, listener: Callable[[], None]) -> None:
        """Call `listener` whenever the clock was found to have been set."""
        self._listeners.append(listener)

    async def watch(self) -> None:
        """Look every few seconds, until cancelled, whether the clock was set."""
        while True:
            await asyncio.sleep(_LOOK_EVERY_SECONDS)
            self.look()

    def look(self) -> None:
        """Tell the listeners if the clock was set since the last look."""
        ahead = self._reckon_ahead()
        if abs(ahead - self._ahead) >= _SMALLEST_STEP_SECONDS:
            self._ahead = ahead
            for listener in self._listeners:
                listener()

    def _reckon_ahead(self) -> float:
        # The other clock has no date, but nobody can set it.
        return self._wall() - time.monotonic()


class TimeLapseClock:
    """A clock that stands still until moved: demo and tests jump to what is due next."""

    def __init__(self, start: datetime) -> None:
        self._now = start
        self._listeners: list[Callable[[], None]] = []

    def now(self) -> datetime:
        """Give the instant the clock was last moved to."""
        return self._now

    def delay_until(self, instant: datetime) -> float | None:
        """Give 0 for what is due, None for the future: no real waiting brings it."""
        return 0.0 if instant <= self._now else None

    def on_jump(self, listener: Callable[[], None]) -> None:
        """Call `listener` after every jump."""
        self._listeners.append(listener)

    def jump_to(self, instant: datetime) -> None:
        """Move to `instant`; earlier instants are ignored, time never runs backwards here."""
        if instant <= self._now:
            return
        self._now = instant
        for listener in self._listeners:
            listener()

    async def watch(self) -> None:
        """Wait until cancelled: whoever moves this clock tells at once."""
        await asyncio.Event().wait()

    def advance(self, by: timedelta) -> None:
        """Move forward by `by`."""
        self.jump_to(self._now + by)
