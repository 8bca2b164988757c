"""One pace for all the process asks of Discord: under its global limit, the urgent first.

discord.py waits for Discord's limits only after running into them; a thousand servers due at once
would lose most of their sections (measured). Limits of single channels are left to discord.py: a
request that waits for one holds nobody else up, and pays anew when it is sent at last.
"""

import asyncio
import heapq
from collections import Counter
from contextvars import ContextVar
from enum import IntEnum
from itertools import count

# Discord allows 50 a second in fixed windows; 48 still drew refusals, 45 none (measured).
REQUESTS_PER_SECOND = 45.0
# So long a turn is good for; 45 a second for a tenth more stay below 50.
_TURN_SECONDS = 0.1
# Two seconds' worth: more need not be made ready, and none of these turns is ever left unused.
_MOST_WAITING = 100

_turn_at: ContextVar[float | None] = ContextVar("turn_at", default=None)


class Priority(IntEnum):
    """Who goes first; by phase and not by server, so that every server sees its section soon.

    What nobody takes a turn for goes before all of them: what discord.py asks by itself or again.
    """

    CLOSING = 0
    SECTION = 1
    POLL = 2
    SEED = 3
    # Somebody waits, but a crowd's voters are many requests: no server's sections wait for them.
    RECOUNT = 4
    NICETY = 5
    READBACK = 6
    INDEX = 7
    SWEEP = 8


class Pace:
    """Gives turns evenly spaced, the most urgent first, else in order of asking."""

    def __init__(self, per_second: float = REQUESTS_PER_SECOND) -> None:
        self._spacing = 1 / per_second
        self._free_at = 0.0
        self._held_until = 0.0
        self._waiting: list[tuple[Priority, int, asyncio.Future[None]]] = []
        self._order = count()
        self._timer: asyncio.TimerHandle | None = None
        self._room = asyncio.Event()
        self._room.set()

    @property
    def waiting(self) -> Counter[Priority]:
        """How many requests wait for their turn, by priority."""
        return Counter(priority for priority, _, turn in self._waiting if not turn.done())

    @property
    def crowded(self) -> bool:
        """Whether anybody waits for a turn."""
        return bool(self._waiting)

    @property
    def held_until(self) -> float:
        """Until when no turns are given, on the monotonic clock; in the past if they are."""
        return self._held_until

    async def turn(self, priority: Priority) -> None:
        """Wait for a turn to make one request, now."""
        loop = asyncio.get_running_loop()
        turn: asyncio.Future[None] = loop.create_future()
        heapq.heappush(self._waiting, (priority, next(self._order), turn))
        if len(self._waiting) >= _MOST_WAITING:
            self._room.clear()
        if self._timer is None:
            self._give()
        await turn
        _turn_at.set(loop.time())

    async def room(self) -> None:
        """Wait until few wait for their turn; nobody is kept from waiting by too many others.

        What waits for Discord elsewhere does not count, so that what is in retry holds nobody up.
        """
        await self._room.wait()

    async def pay(self) -> None:
        """Wait until a request may be sent that has no turn, or had one long ago."""
        loop = asyncio.get_running_loop()
        had_at = _turn_at.get()
        _turn_at.set(None)
        if had_at is not None and loop.time() - had_at <= _TURN_SECONDS:
            return
        sent_at = max(self._free_at, loop.time())
        self._spend()
        await asyncio.sleep(sent_at - loop.time())

    def hold(self, seconds: float) -> None:
        """Give no turns for a while; what needs none goes on."""
        until = asyncio.get_running_loop().time() + seconds
        self._held_until = max(self._held_until, until)

    def _spend(self) -> None:
        # A late timer may be made up for, but never by more than one turn.
        earliest = asyncio.get_running_loop().time() - self._spacing
        self._free_at = max(self._free_at, earliest) + self._spacing

    def _give(self) -> None:
        loop = asyncio.get_running_loop()
        self._timer = None
        while self._waiting:
            free_at = max(self._free_at, self._held_until)
            if loop.time() < free_at:
                self._timer = loop.call_at(free_at, self._give)
                return
            _, _, turn = heapq.heappop(self._waiting)
            if len(self._waiting) < _MOST_WAITING:
                self._room.set()
            if not turn.done():
                turn.set_result(None)
                self._spend()
