"""How often sessions may be started: so many a day, and one in five seconds for each key."""

from collections.abc import Callable
from typing import Final

SESSIONS_A_DAY: Final = 1_000
SECONDS_BETWEEN: Final = 5.0
_DAY_SECONDS: Final = 86_400.0


class Starts:
    """Counts IDENTIFYs; refuses some only where limits are on (`factor` None: off)."""

    def __init__(
        self, factor: float | None, concurrency: int, monotonic: Callable[[], float]
    ) -> None:
        self.concurrency = concurrency
        self._factor = factor
        self._monotonic = monotonic
        self._free_at: dict[int, float] = {}
        self._begun: list[float] = []

    @property
    def left(self) -> int:
        """How many sessions may still be started today."""
        since = self._monotonic() - _DAY_SECONDS
        self._begun = [each for each in self._begun if each > since]
        return max(SESSIONS_A_DAY - len(self._begun), 0)

    @property
    def reset_after(self) -> int:
        """Milliseconds until the first start of today is forgotten."""
        if not self._begun:
            return 0
        return int((self._begun[0] + _DAY_SECONDS - self._monotonic()) * 1000)

    @property
    def exhausted(self) -> bool:
        """Whether one more start would cost the bot its token."""
        return self._factor is not None and not self.left

    def admit(self, shard: int) -> bool:
        """Count a start; False where the last one of the same key was too recent."""
        now = self._monotonic()
        self._begun.append(now)
        if self._factor is None:
            return True
        key = shard % self.concurrency
        if now < self._free_at.get(key, now):
            return False
        self._free_at[key] = now + SECONDS_BETWEEN / self._factor
        return True
