"""Connections to the one file: prepared alike, opened wholly or not at all, closed with the rest.

Most work goes through the loop, statement by statement. What comes by the thousand each second is
done `at_once`, on a thread, which is entered once for a whole transaction.
"""

import asyncio
import sqlite3
from collections.abc import AsyncIterator, Callable, Coroutine
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from functools import partial
from pathlib import Path

import aiosqlite
import sqlalchemy as sa
from sqlalchemy import event
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as NoConnectionFree
from sqlalchemy.ext.asyncio import AsyncConnection, create_async_engine

from bot.errors import DatabaseFailed
from bot.storage.driver import DRIVER
from bot.storage.ledger import Ledger

BUSY_SECONDS = 10.0
_ROWS_AT_ONCE = 64
# A poll's rows are gone through twice for a tally; those of a hundred thousand votes fit.
_CACHE_KIB = 8_192


class _Driver(aiosqlite.Connection):
    """A connection of the driver that ends once, however often it is told to.

    SQLAlchemy closes a connection in whose midst somebody is cancelled, and stops it besides where
    they are cancelled once more meanwhile; the driver would wait for ever for the second end.
    """

    def __init__(self, connector: Callable[[], sqlite3.Connection]) -> None:
        super().__init__(connector, iter_chunk_size=_ROWS_AT_ONCE)
        # What is left open when the process ends does not hold it up, as in SQLAlchemy.
        self._thread.daemon = True
        self._ends = False

    def stop(self) -> asyncio.Future[None] | None:
        """Stop the thread, the first time."""
        if self._ends:
            return None
        self._ends = True
        return super().stop()

    async def close(self) -> None:
        """Close the connection, unless it was stopped, which closes it too."""
        if not self._ends:
            await super().close()


class Connections:
    """Opens connections to a file, on the loop and on a thread, and keeps some of them open."""

    def __init__(self, path: Path, ledger: Ledger, *, reading: bool = False) -> None:
        open_one = partial(_open, path, ledger, reading=reading)

        async def open_driver() -> aiosqlite.Connection:
            return await _Driver(open_one)

        # Hidden, parameters do not stand in tracebacks: articles, and who voted for what. The file
        # is named so that the engines know that it is one.
        name = str(path.absolute())
        self._engine = create_async_engine(
            sa.URL.create(DRIVER, database=name),
            async_creator=open_driver,
            hide_parameters=True,
            # Whoever comes next has the connection that was used last, and the rows in its cache.
            pool_use_lifo=True,
        )
        self._engine_at_once = sa.create_engine(
            sa.URL.create("sqlite", database=name),
            creator=open_one,
            hide_parameters=True,
            pool_size=1,
        ).execution_options(colloquy_writes=True)
        # A single one: what is done at once is done in the order in which it was asked for.
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="at once")
        # Who has a connection, once for each, and what is done whoever is cancelled.
        self._using: list[asyncio.Task[object] | None] = []
        self._finishing = set[asyncio.Task[None]]()
        self._closed = False
        for engine in (self._engine.sync_engine, self._engine_at_once):
            event.listen(engine, "begin", _begin)

    @asynccontextmanager
    async def connect(self, *, writes: bool = False) -> AsyncIterator[AsyncConnection]:
        """Give a connection; if it `writes`, its transactions begin by taking the write lock.

        Raises `DatabaseFailed` once they are closed: nobody holds the file any more.
        """
        if self._closed:
            raise DatabaseFailed(reason="it is closed")
        user = asyncio.current_task()
        self._using.append(user)
        try:
            async with self._opened(writes=writes) as connection:
                yield connection
        finally:
            self._using.remove(user)

    @asynccontextmanager
    async def _opened(self, *, writes: bool) -> AsyncIterator[AsyncConnection]:
        opening = asyncio.ensure_future(self._engine.connect().start())
        try:
            # SQLAlchemy forgets a connection whose opening is cancelled, and nobody closes it. So
            # it is opened to the end all the same, and kept for the next.
            connection = await asyncio.shield(opening)
        except asyncio.CancelledError:
            self._finish(_return(opening))
            raise
        try:
            if writes:
                await connection.execution_options(colloquy_writes=True)
            yield connection
        finally:
            await asyncio.shield(self._finish(connection.close()))

    def _finish(self, work: Coroutine[None, None, None]) -> asyncio.Task[None]:
        """Do what must be done to its end, whoever is cancelled."""
        task = asyncio.create_task(work)
        self._finishing.add(task)
        task.add_done_callback(self._finishing.discard)
        return task

    async def do_at_once(self, work: Callable[[sa.Connection], None]) -> None:
        """Do work in one transaction that may write, on a thread.

        Whoever is cancelled meanwhile does not know whether it was done; but what is asked for
        afterwards is done after it.
        """
        await asyncio.get_running_loop().run_in_executor(self._thread, self._do, work)

    def _do(self, work: Callable[[sa.Connection], None]) -> None:
        with self._engine_at_once.begin() as connection:
            work(connection)

    async def close(self) -> None:
        """Close every connection; who still has one is cancelled, and what ends is waited for."""
        self._closed = True
        users = {user for user in self._using if user and user is not asyncio.current_task()}
        for user in users:
            user.cancel()
        await asyncio.gather(*users, return_exceptions=True)
        await asyncio.gather(*self._finishing)
        await asyncio.to_thread(self._thread.shutdown)
        self._engine_at_once.dispose()
        await self._engine.dispose()


async def _return(opening: asyncio.Future[AsyncConnection]) -> None:
    """Wait for an opening that nobody waits for any more, and give the connection back."""
    try:
        connection = await opening
    except (DBAPIError, NoConnectionFree):
        # There is none to give back, and whoever wanted it has gone.
        return
    await connection.close()


def _open(path: Path, ledger: Ledger, *, reading: bool) -> sqlite3.Connection:
    # It is told when to begin a transaction and how, and does not do so by itself. Each connection
    # has a thread of its own, but not always the one that opened it.
    connection = sqlite3.connect(
        f"{path.resolve().as_uri()}?mode={'ro' if reading else 'rwc'}",
        uri=True,
        timeout=BUSY_SECONDS,
        isolation_level=None,
        check_same_thread=False,
    )
    try:
        # A vote that was acknowledged must outlive a power cut; through a thread FULL costs little.
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute("PRAGMA foreign_keys = ON")
        connection.execute(f"PRAGMA cache_size = -{_CACHE_KIB}")
        connection.create_function("keyed_hash", 2, ledger.hash_member, deterministic=True)
    except sqlite3.Error:
        # The file is none of ours, or damaged.
        connection.close()
        raise
    return connection


def _begin(connection: sa.Connection) -> None:
    # A transaction that began by reading cannot always be raised to writing: say it at once.
    writes = connection.get_execution_options().get("colloquy_writes", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
