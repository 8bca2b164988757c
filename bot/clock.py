"""What time it is: the system's clock, or the time-lapse clock of demo and tests."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Protocol


class Clock(Protocol):
    """Tells the time; whoever waits for an instant asks `delay_until` and listens for jumps."""

    def now(self) -> datetime:
        """Give the present instant, aware, UTC."""

    def delay_until(self, instant: datetime) -> float | None:
        """Give the real seconds until `instant` (0 if past); None if only a jump brings it."""

    def on_jump(self, listener: Callable[[], None]) -> None:
        """Call `listener` whenever the clock is moved by hand."""


class SystemClock:
    """The machine's clock; it never jumps by hand."""

    def now(self) -> datetime:
        """Give the machine's time."""
        return datetime.now(UTC)

    def delay_until(self, instant: datetime) -> float | None:
        """Give the real seconds until `instant`, 0 if it is past."""
        return max(0.0, (instant - self.now()).total_seconds())

    def on_jump(self, listener: Callable[[], None]) -> None:
        """Do nothing: nobody moves this clock by hand."""


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

    def advance(self, by: timedelta) -> None:
        """Move forward by `by`."""
        self.jump_to(self._now + by)
