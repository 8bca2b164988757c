"""Ids and instants: the virtual clock for all data shown, and snowflakes drawn from it."""

import random
import time
from datetime import UTC, datetime, timedelta
from typing import Any, Final

EPOCH_MILLISECONDS: Final = 1_420_070_400_000
FOUNDING_AGE: Final = timedelta(days=500)
_BEYOND: Final = 1 << 64
_MOST_DIGITS: Final = 20


class Clock:
    """What time it is in the sandbox: flows with real time from wherever it was set."""

    def __init__(self, start: datetime | None = None, *, frozen: bool = False) -> None:
        self._base = start or datetime.now(UTC)
        self._mark = time.monotonic()
        self._frozen = frozen

    def now(self) -> datetime:
        """Tell the virtual instant, aware UTC."""
        if self._frozen:
            return self._base
        return self._base + timedelta(seconds=time.monotonic() - self._mark)

    def move(self, instant: datetime | None = None, *, frozen: bool | None = None) -> None:
        """Go to `instant`; ids must keep growing, so an earlier one raises ValueError.

        None stays at the present instant. `frozen` stops (True) or restarts (False) the flow; None
        leaves that as it is.
        """
        now = self.now()
        if instant is not None and instant < now:
            raise ValueError(instant)
        self._base = (instant or now).astimezone(UTC)
        self._mark = time.monotonic()
        self._frozen = self._frozen if frozen is None else frozen

    @property
    def frozen(self) -> bool:
        """Whether the clock stands still."""
        return self._frozen


class Snowflakes:
    """Draws ids that grow with the clock and never repeat."""

    def __init__(self, clock: Clock, seed: int) -> None:
        self._clock = clock
        self._random = random.Random(seed)  # noqa: S311 - reproducible ids, not secrets
        self._last = 0
        self._founded = milliseconds(clock.now() - FOUNDING_AGE)
        self._taken: set[int] = set()

    def draw(self) -> int:
        """Make the next id; ids of one frozen instant count up in their low bits."""
        stamp = (milliseconds(self._clock.now()) - EPOCH_MILLISECONDS) << 22
        self._last = max(stamp, self._last + 1)
        return self._last

    def draw_founded(self) -> int:
        """Make an id from long ago with a millisecond of its own, so that shards differ."""
        self._founded += self._random.randint(1, 997)
        return (self._founded - EPOCH_MILLISECONDS) << 22 | self._random.getrandbits(10)

    def draw_aged(self, age: timedelta) -> int:
        """Make an id as old as `age`, as an account that has existed so long would have."""
        stamp = (milliseconds(self._clock.now() - age) - EPOCH_MILLISECONDS) << 22
        while (drawn := stamp | self._random.getrandbits(22)) in self._taken:
            pass
        self._taken.add(drawn)
        return drawn

    def draw_token(self, length: int = 32) -> str:
        """Make an opaque word that is no secret, such as a session id."""
        return f"{self._random.getrandbits(4 * length):0{length}x}"


def is_id(value: Any) -> bool:
    """Tell whether something is a whole number of 64 bits, as a number or in ASCII digits."""
    if isinstance(value, bool) or not isinstance(value, int | str):
        return False
    if isinstance(value, int):
        return 0 <= value < _BEYOND
    readable = value.isascii() and value.isdigit() and len(value) <= _MOST_DIGITS
    return readable and int(value) < _BEYOND


def read_instant(text: str) -> datetime:
    """Read an ISO 8601 timestamp, as UTC where it names no zone; raises ValueError."""
    instant = datetime.fromisoformat(text)
    return instant if instant.tzinfo else instant.replace(tzinfo=UTC)


def milliseconds(instant: datetime) -> int:
    """Turn an instant into whole Unix milliseconds."""
    return int(instant.timestamp() * 1000)


def created_at(snowflake: int) -> datetime:
    """Read the instant out of an id."""
    return datetime.fromtimestamp(((snowflake >> 22) + EPOCH_MILLISECONDS) / 1000, UTC)


def stamp(instant: datetime) -> str:
    """Write an instant as Discord does."""
    return instant.isoformat(timespec="microseconds")
