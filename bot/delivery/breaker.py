"""The breaker: stops what the bot does by itself before Discord bans it for invalid requests.

Discord counts answers of 401, 403 and 429 and bans an address that drew 10,000 in ten minutes
(support-dev.discord.com, articles/6223003921559). A 429 for a limit that is shared with others does
not count.
"""

import asyncio
from collections import Counter, deque

import structlog

from bot.delivery.pace import Pace

INVALID = frozenset({401, 403, 429})
WINDOW_SECONDS = 600.0
# Half of what Discord bears, for what is under way, and for another process on this address.
MOST_INVALID = 5_000

_log = structlog.get_logger()


class Breaker:
    """Holds the pace once too many answers were invalid, until they are forgotten."""

    def __init__(self, pace: Pace, *, most: int = MOST_INVALID) -> None:
        self._pace = pace
        self._most = most
        self._invalid: deque[tuple[float, int]] = deque()

    @property
    def invalid(self) -> int:
        """How many answers of the last ten minutes were invalid, or since the last hold."""
        self._forget()
        return len(self._invalid)

    def note(self, status: int, *, shared: bool = False) -> None:
        """Count an answer where it was invalid."""
        if status not in INVALID or shared:
            return
        self._invalid.append((asyncio.get_running_loop().time(), status))
        self._forget()
        if len(self._invalid) >= self._most:
            self._hold()

    def _forget(self) -> None:
        now = asyncio.get_running_loop().time()
        while self._invalid and self._invalid[0][0] <= now - WINDOW_SECONDS:
            self._invalid.popleft()

    def _hold(self) -> None:
        by_status = Counter(status for _, status in self._invalid)
        self._invalid.clear()
        self._pace.hold(WINDOW_SECONDS)
        _log.error(
            "too many requests were refused: nothing but answers to commands is sent for ten "
            "minutes, or Discord would ban this address; look above for what was refused, give "
            "the bot its permissions back, and see that nothing else runs with its token",
            unauthorized=by_status[401],
            forbidden=by_status[403],
            too_many=by_status[429],
        )
