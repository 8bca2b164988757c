"""Requests in whose middle the bot is stopped."""

import asyncio
import re
from datetime import datetime
from pathlib import Path

from bot.sandbox import ConnectionDropped, Sandbox
from tests.e2e.troupe import running
from tests.patience import PATIENCE_SECONDS


class Cut:
    """Holds the first request that matches, so that the bot can be stopped in the middle of it."""

    def __init__(self, sandbox: Sandbox, match: str, phase: str) -> None:
        self._sandbox = sandbox
        self.reached = asyncio.Event()
        self.released = asyncio.Event()
        self._match = match
        self._phase = phase
        self._remove = sandbox.on_request(self)

    async def __call__(self, method: str, route: str, phase: str, _count: int) -> None:
        """Stand at a request; called by the sandbox."""
        if phase == self._phase and re.search(self._match, f"{method} {route}"):
            self.reached.set()
            await self.released.wait()
            raise ConnectionDropped

    def release(self) -> None:
        """Let go of what is held and hold nothing more."""
        self.released.set()
        self._remove()

    async def stop_there(self, database_file: Path, *, now: datetime, at: datetime) -> None:
        """Run the bot from `now` on, go to `at`, and end its process where it stands held."""
        async with running(self._sandbox, database_file, now=now) as troupe:
            await self._sandbox.control.world.move_clock(at, frozen=True)
            troupe.clock.jump_to(at)
            await asyncio.wait_for(self.reached.wait(), PATIENCE_SECONDS)
        self.release()
