"""The sweep: every voter of every open poll is read now and then, since equal counts prove nothing.

Polls that were in doubt since their voters were last read come soon, all others once a day.
"""

import asyncio
from contextlib import suppress
from datetime import timedelta

import structlog

from bot.clock import Clock
from bot.domain.ballot import PollState
from bot.errors import StorageError
from bot.services.checks import Checks
from bot.services.reactions import Urgency
from bot.services.readback import Readback
from bot.storage import checks, polls
from bot.storage.database import Database

SWEPT_EVERY = timedelta(days=1)
# Slow on purpose: a poll of four options takes some five of forty-five requests a second.
_PAUSE_SECONDS = 1.0
_IDLE_SECONDS = 30.0

_log = structlog.get_logger()


class Sweep:
    """Has one poll after the other checked, after everything else."""

    def __init__(
        self, database: Database, polls_checks: Checks, readback: Readback, clock: Clock
    ) -> None:
        self._database = database
        self._checks = polls_checks
        self._readback = readback
        self._clock = clock

    async def run(self) -> None:
        """Sweep, slowly, until cancelled."""
        while True:
            try:
                swept = await self.sweep_next()
            except StorageError:
                _log.exception("the sweep waits for the database")
                swept = False
            if swept:
                await asyncio.sleep(_PAUSE_SECONDS)
            else:
                await self._wait()

    async def _wait(self) -> None:
        compared = self._readback.compared
        with suppress(TimeoutError):
            async with asyncio.timeout(_IDLE_SECONDS):
                await compared.wait()
        compared.clear()

    async def sweep_next(self) -> bool:
        """Read every voter of the poll that has been due for it longest; False if none is."""
        before = self._clock.now() - SWEPT_EVERY
        limit = self._readback.put_off + 1
        async with self._database.read() as unit:
            due = await checks.list_to_sweep(unit, before=before, limit=limit)
            chosen = next((one for one in due if self._readback.may_try(one)), None)
            if chosen is None:
                return False
            poll = await polls.get(unit, guild_id=chosen.guild_id, poll_id=chosen.poll_id)
        if poll.state is PollState.OPEN:
            await self._readback.attempt(poll, self._checks.check(poll, Urgency.SWEEP))
        return True
