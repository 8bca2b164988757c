"""Adversity: what goes wrong in a play, all of it drawn from one seed."""

import asyncio
import random
from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from benchmarks.chaos.stage import Stage
from bot.sandbox import ConnectionDropped
from bot.storage.connections import BUSY_SECONDS

# What a kill may fall between: a claim and its send, a send and its record, a seed, a reading.
_OUR_REQUESTS = r"^(POST|PUT|PATCH|GET|DELETE) /channels"
_VOTES = r"^MESSAGE_REACTION"

# Discord's own ways to fail, with the ways a line fails on the way to it.
_REQUEST_FAULTS: Sequence[dict[str, Any]] = (
    {"kind": "status", "status": 500},
    {"kind": "status", "status": 502},
    {"kind": "status", "status": 503},
    {"kind": "status", "status": 504, "phase": "after"},
    {"kind": "html", "status": 403},
    {"kind": "html", "status": 404},
    {"kind": "html", "status": 520},
    {"kind": "html", "status": 503, "phase": "after"},
    {"kind": "limit", "seconds": 0.2, "scope": "user"},
    {"kind": "limit", "seconds": 0.2, "scope": "shared"},
    {"kind": "limit", "seconds": 0.2, "scope": "global"},
    {"kind": "drop", "phase": "before"},
    {"kind": "drop", "phase": "after"},
    {"kind": "truncate"},
    {"kind": "delay", "seconds": 0.3, "phase": "after"},
)
_EVENT_FAULTS: Sequence[dict[str, Any]] = (
    {"kind": "duplicate"},
    {"kind": "abort", "phase": "before"},
    {"kind": "abort", "phase": "after"},
    {"kind": "close", "phase": "before", "code": 4000},
)
_GATEWAY: Sequence[dict[str, Any]] = (
    {"action": "abort"},
    {"action": "close", "code": 4000},
    {"action": "reconnect"},
    {"action": "invalidate", "resumable": True},
    {"action": "invalidate", "resumable": False},
    {"action": "forget"},
)
_SKEWS = [timedelta(hours=hours) for hours in (-12, -1, 0, 0, 0, 1, 12)] + [
    timedelta(seconds=-5),
    timedelta(seconds=5),
]
# Whoever votes stays farther away than that from a poll's closing.
LARGEST_SKEW = timedelta(hours=12)
# Of the kills; the others fall right before or after a request.
_KILLS_ANYWHERE = 0.3
_LONG_LOCKS = 0.05
_LONG_ABSENCES = 0.5


class Adversity:
    """Draws what goes wrong, and notes it."""

    def __init__(self, stage: Stage, seed: int, log: list[str]) -> None:
        self._stage = stage
        self._random = random.Random(seed)
        self._until_kill: int | None = None
        # Bounded, so that a slow machine, on which as much time holds less play, comes to an end.
        self._times = self._random.randint(8, 30)
        self._log = log
        # Held while all is to be well.
        self.pausing = asyncio.Lock()

    async def prepare(self) -> None:
        """Set what is going to go wrong with requests and events."""
        trouble = self._stage.sandbox.control.trouble
        for _ in range(self._random.randint(3, 8)):
            fault = self._random.choice(_REQUEST_FAULTS) | {"skip": self._random.randint(0, 40)}
            self._note("request", fault)
            await trouble.add_fault(_OUR_REQUESTS, **fault)
        for _ in range(self._random.randint(0, 4)):
            event = self._random.choice(_EVENT_FAULTS) | {"skip": self._random.randint(0, 60)}
            self._note("event", event)
            await trouble.add_event_fault(_VOTES, **event)
        self._stage.sandbox.on_request(self._stand_at_request)

    async def run(self) -> None:
        """Disturb the play again and again, at most so often."""
        for _ in range(self._times):
            await asyncio.sleep(self._random.uniform(0.05, 0.6))
            async with self.pausing:
                await self._random.choices(
                    [
                        self._break_gateway,
                        self._step_clock,
                        self._lock,
                        self._fill,
                        self._plan_kill,
                    ],
                    weights=[4, 3, 2, 1, 4],
                )[0]()

    def _note(self, what: str, how: object) -> None:
        self._log.append(f"{what} {how}")

    async def _break_gateway(self) -> None:
        how = self._random.choice(_GATEWAY)
        self._note("gateway", how)
        await self._stage.sandbox.control.trouble.gateway(**how)

    async def _step_clock(self) -> None:
        self._stage.skew = self._random.choice(_SKEWS)
        self._note("clock", self._stage.skew)
        self._stage.tell_time()

    async def _lock(self) -> None:
        # Some locks last for longer than a statement waits, and so fail it.
        seconds = self._random.uniform(0.1, 0.5)
        if self._random.random() < _LONG_LOCKS:
            seconds += BUSY_SECONDS
        self._note("locked", round(seconds, 2))
        async with self._stage.locked_database():
            await asyncio.sleep(seconds)

    async def _fill(self) -> None:
        seconds = self._random.uniform(0.1, 0.5)
        self._note("disk full", round(seconds, 2))
        async with self._stage.full_disk():
            await asyncio.sleep(seconds)

    async def _plan_kill(self) -> None:
        if self._random.random() < _KILLS_ANYWHERE:
            self._note("kill", "now")
            self._kill()
        else:
            self._until_kill = self._random.randint(1, 9)

    async def _stand_at_request(self, method: str, route: str, phase: str, _count: int) -> None:
        """Kill the bot right before or right after one of its requests took effect."""
        if self._until_kill is None or self.pausing.locked() or not route.startswith("/channels"):
            return
        self._until_kill -= 1
        if self._until_kill > 0:
            return
        self._until_kill = None
        self._note("kill", f"{phase} {method} {route}")
        self._kill()
        raise ConnectionDropped

    def _kill(self) -> None:
        """Kill the bot; half the time it is away so long that Discord forgets its nonces.

        Never while it lives: discord.py repeats a request within seconds, Discord knows the nonce
        for minutes.
        """
        self._stage.kill()
        if self._random.random() < _LONG_ABSENCES:
            self._note("nonces", "forgotten")
            self._stage.sandbox.world.nonces.clear()
