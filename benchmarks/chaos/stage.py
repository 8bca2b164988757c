"""The stage: a local Discord, the bot's process on it, killed and started again, and time."""

import asyncio
import itertools
import multiprocessing
import os
import resource
import signal
import sqlite3
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, closing, suppress
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.chaos.victim import Part, Rest, Time, serve
from bot.sandbox import Sandbox

if TYPE_CHECKING:
    from multiprocessing.connection import Connection

_PATIENCE_SECONDS = 150.0
_POLL_SECONDS = 0.01
_TRIES_TO_LOCK = 500

# Its children begin with everything imported: a start costs a third of a second, not two.
_nursery = multiprocessing.get_context("forkserver")
_nursery.set_forkserver_preload(["benchmarks.chaos.victim"])


class Lost(Exception):
    """The bot ended by itself, or said nothing for so long that it must be stuck."""


class Stage:
    """The bot's process: started again whenever it is found dead."""

    def __init__(self, sandbox: Sandbox, database: Path, start: datetime) -> None:
        self.sandbox = sandbox
        self.database = database
        self.now = start
        # How far the host's clock is off.
        self.skew = timedelta()
        self._killed: set[int] = set()
        self._tellings = itertools.count(1)
        self._told = Time(0, start)
        self._process: multiprocessing.process.BaseProcess | None = None
        self._line: Connection | None = None

    @property
    def process_id(self) -> int | None:
        """The living bot's process id."""
        alive = self._process is not None and self._process.is_alive()
        return self._process.pid if alive and self._process else None

    def start(self) -> None:
        """Start the bot, unless it lives."""
        if self.process_id is not None:
            return
        part = Part(
            api_url=self.sandbox.api_url,
            token=self.sandbox.bot_token,
            database=str(self.database),
            time=self._tell(),
        )
        self._line, theirs = _nursery.Pipe()
        self._process = _nursery.Process(target=serve, args=(part, theirs))
        self._process.start()
        theirs.close()

    def kill(self) -> None:
        """End the bot's process with SIGKILL, if it lives."""
        process_id = self.process_id
        if process_id is not None:
            self._killed.add(process_id)
            with suppress(ProcessLookupError):
                os.kill(process_id, signal.SIGKILL)

    async def move(self, instant: datetime) -> None:
        """Let it be `instant`, for Discord and, give or take the skew, for the bot."""
        self.now = max(self.now, instant)
        await self.sandbox.control.world.move_clock(self.now, frozen=True)
        self.tell_time()

    def tell_time(self) -> None:
        """Set the host's clock; a bot that has just been killed is told when it starts."""
        if self._line is not None and self.process_id is not None:
            with suppress(BrokenPipeError, ConnectionResetError):
                self._line.send(self._tell())

    def _tell(self) -> Time:
        self._told = Time(next(self._tellings), self.now + self.skew)
        return self._told

    async def rest(self) -> datetime | None:
        """Wait until the bot is at rest at the present instant, starting it as often as it dies.

        Gives the next instant due, by the bot's clock. Raises `Lost`.
        """
        self.tell_time()
        try:
            async with asyncio.timeout(_PATIENCE_SECONDS):
                while True:
                    self.start()
                    said = await self._hear()
                    if said is not None and said.number == self._told.number:
                        return said.next_at
        except TimeoutError:
            raise Lost("the bot never came to rest") from None

    async def _hear(self) -> Rest | None:
        """Wait for the bot's next word; None if it was killed first."""
        assert self._process is not None and self._line is not None  # noqa: S101, PT018
        while True:
            try:
                while self._line.poll():
                    return self._line.recv()
            except (EOFError, ConnectionResetError):
                # Dead, or about to be.
                await asyncio.to_thread(self._process.join)
            if not self._process.is_alive():
                if self._process.pid not in self._killed:
                    raise Lost(f"the bot ended by itself, with {self._process.exitcode}")
                return None
            await asyncio.sleep(_POLL_SECONDS)

    async def until(self, condition: Callable[[], bool]) -> None:
        """Wait until a condition holds; raise `Lost`."""
        try:
            async with asyncio.timeout(_PATIENCE_SECONDS):
                while not condition():
                    await asyncio.sleep(_POLL_SECONDS)
        except TimeoutError:
            raise Lost("what was heard never came to be rows") from None

    def end(self, *, gently: bool = False) -> None:
        """End the bot: with SIGKILL, or gently with SIGTERM."""
        process_id = self.process_id
        if gently and process_id is not None:
            self._killed.add(process_id)
            os.kill(process_id, signal.SIGTERM)
        else:
            self.kill()
        if self._process is not None:
            self._process.join()
            self._process.close()
            self._process = None

    # ── the host's disk ───────────────────────────────────────────────────────────────────────

    @asynccontextmanager
    async def full_disk(self) -> AsyncIterator[None]:
        """Let no file of the bot's grow beyond what its database has now."""
        process_id = self.process_id
        if process_id is None or not self.database.exists():
            yield
            return
        size = max(
            file.stat().st_size for file in self.database.parent.glob(self.database.name + "*")
        )
        _, hard = resource.prlimit(process_id, resource.RLIMIT_FSIZE)
        with suppress(ProcessLookupError):
            resource.prlimit(process_id, resource.RLIMIT_FSIZE, (size, hard))
        try:
            yield
        finally:
            with suppress(ProcessLookupError):
                resource.prlimit(process_id, resource.RLIMIT_FSIZE, (hard, hard))

    @asynccontextmanager
    async def locked_database(self) -> AsyncIterator[None]:
        """Have another program write to the bot's database for a long while."""
        if not self.database.exists():
            yield
            return
        # It never waits within SQLite: a thread that does could not be interrupted.
        with closing(sqlite3.connect(self.database, isolation_level=None, timeout=0)) as connection:
            for _ in range(_TRIES_TO_LOCK):
                with suppress(sqlite3.OperationalError):
                    connection.execute("BEGIN IMMEDIATE")
                    break
                await asyncio.sleep(_POLL_SECONDS)
            # Where the bot writes without a pause, nobody else can either.
            try:
                yield
            finally:
                if connection.in_transaction:
                    connection.execute("ROLLBACK")
