"""One pace for all the process asks of Discord: under its global limit, the urgent first.

discord.py waits for Discord's limits only after running into them; a thousand servers due at once
would lose most of their sections (measured). Limits of single channels are left to discord.py.
"""

import asyncio
import heapq
from collections import Counter
from enum import IntEnum
from itertools import count

# Discord allows 50 a second in fixed windows; 48 still drew refusals, 45 none (measured).
REQUESTS_PER_SECOND = 45.0


class Priority(IntEnum):
    """Who goes first; by phase and not by server, so that every server sees its section soon."""

    COMMAND = 0
    CLOSING = 1
    SECTION = 2
    POLL = 3
    SEED = 4
    READBACK = 5
    SWEEP = 6


class Pace:
    """Gives turns evenly spaced, the most urgent first, else in order of asking."""

    def __init__(self, per_second: float = REQUESTS_PER_SECOND) -> None:
        self._spacing = 1 / per_second
        self._free_at = 0.0
        self._waiting: list[tuple[Priority, int, asyncio.Future[None]]] = []
        self._order = count()
        self._timer: asyncio.TimerHandle | None = None

    @property
    def waiting(self) -> Counter[Priority]:
        """How many requests wait for their turn, by priority."""
        return Counter(priority for priority, _, turn in self._waiting if not turn.done())

    async def turn(self, priority: Priority) -> None:
        """Wait for a turn to make one request."""
        loop = asyncio.get_running_loop()
        turn: asyncio.Future[None] = loop.create_future()
        heapq.heappush(self._waiting, (priority, next(self._order), turn))
        if self._timer is None:
            self._give()
        await turn

    def _give(self) -> None:
        loop = asyncio.get_running_loop()
        self._timer = None
        while self._waiting:
            if loop.time() < self._free_at:
                self._timer = loop.call_at(self._free_at, self._give)
                return
            _, _, turn = heapq.heappop(self._waiting)
            if not turn.done():
                turn.set_result(None)
                # A late timer may be made up for, but never by more than one turn.
                self._free_at = max(self._free_at, loop.time() - self._spacing) + self._spacing
