"""The one file that holds all rows: opening, migrating and locking it, and transactions.

Opening brings the file to the present revision (after a copy is made beside it) and holds it for
this process alone, since two bots on one file would both post.
"""

import asyncio
import errno
import fcntl
import sqlite3
import time
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, closing, contextmanager
from pathlib import Path
from typing import IO

import sqlalchemy as sa
from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as NoConnectionFree
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.errors import (
    DatabaseBusy,
    DatabaseFailed,
    DatabaseInUse,
    DatabaseMissing,
    DatabaseTooNew,
    DatabaseTooOld,
    DatabaseUnreadable,
)
from bot.storage.connections import Connections
from bot.storage.history import was_recorded
from bot.storage.ledger import Ledger
from bot.storage.tables import installation

_MIGRATIONS = Path(__file__).parent / "migrations"
_LOCK_SECONDS, _LOCK_PAUSE_SECONDS = 1.0, 0.02
_PASSING = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EIO, errno.ESTALE})
_PASSING_IN_SQLITE = frozenset({sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED, sqlite3.SQLITE_FULL})
_PRIMARY = 0xFF  # SQLite's codes bear details above the first byte

_KEY = sa.select(installation.c.key)

# An open transaction, on the loop or on a thread, for those who hand it on without knowing SQL.
Unit = AsyncConnection
UnitAtOnce = sa.Connection


class Database:
    """An open database; readers do not wait for writers, writers wait in line for each other.

    `key` is random and the file's own: what tells two installations apart in nonces. The `ledger`
    of erasures lies beside the file.
    """

    def __init__(self, connections: Connections, path: Path, key: str, ledger: Ledger) -> None:
        self._connections = connections
        self.path = path
        self.key = key
        self.ledger = ledger
        self._listeners: list[Callable[[], None]] = []
        # SQLite lets whoever asks at the right moment go first; here all have their turn.
        self._writing = asyncio.Lock()

    def on_record(self, listener: Callable[[], None]) -> None:
        """Call `listener` after each transaction in which something to be told was recorded."""
        self._listeners.append(listener)

    @asynccontextmanager
    async def read(self) -> AsyncIterator[AsyncConnection]:
        """Open a transaction that only reads; it sees one state of the rows throughout."""
        with _translated():
            async with self._connections.connect() as connection, connection.begin():
                yield connection

    @asynccontextmanager
    async def read_side_by_side(
        self,
    ) -> AsyncIterator[tuple[AsyncConnection, AsyncConnection | None]]:
        """Open two transactions that see the same rows, to read much of them on two threads.

        While somebody writes there is one alone: a second might see other rows. Only for whoever
        holds the file.
        """
        async with self.read() as first, self.read() as second:
            if self._writing.locked():
                yield first, None
                return
            with _translated():
                # A transaction sees the rows as they are when it first reads.
                async with self._writing:
                    await first.execute(_KEY)
                    await second.execute(_KEY)
            yield first, second

    @asynccontextmanager
    async def write(self) -> AsyncIterator[AsyncConnection]:
        """Open a transaction that may write; it commits at the end, or rolls back on an error."""
        with _translated():
            async with self._writing, self._connections.connect(writes=True) as connection:
                # What a transaction that was rolled back recorded is not told.
                was_recorded(connection)
                async with connection.begin():
                    yield connection
                if was_recorded(connection):
                    for listener in self._listeners:
                        listener()

    async def prove_writable(self) -> None:
        """Write a row as it stands: reading alone does not show that nothing can be written.

        Raises `DatabaseUnreadable` where the file is for reading alone, else `DatabaseFailed`.
        """
        try:
            async with self.write() as unit:
                await unit.execute(sa.update(installation).values(key=installation.c.key))
        except DatabaseFailed as error:
            if _code_of(error.__cause__) == sqlite3.SQLITE_READONLY:
                raise DatabaseUnreadable(path=self.path, reason=error.reason) from error
            raise

    async def write_at_once(self, work: Callable[[UnitAtOnce], None]) -> None:
        """Do work in a transaction that may write, in one go on a thread: for what comes often.

        Through the loop, each statement waits several times for a loop that may be busy. What is
        done so is done in order; whoever is cancelled does not know whether it was.
        """
        with _translated():
            async with self._writing:
                await self._connections.do_at_once(work)


@asynccontextmanager
async def open_database(path: Path) -> AsyncIterator[Database]:
    """Open `path` (made if absent), bring it to the present revision and hold it until the end.

    Raises `DatabaseUnreadable`, `DatabaseTooNew`, `DatabaseInUse` or `DatabaseBusy`.
    """
    with held(path):
        ledger = Ledger.beside(path)
        connections = Connections(path, ledger)
        try:
            try:
                async with connections.connect() as connection:
                    await connection.run_sync(_migrate, path)
                    await connection.run_sync(_log_ahead)
                    key = await connection.scalar(_KEY)
            except (DBAPIError, sqlite3.Error) as error:
                raise _not_opened(path, error) from error
            yield Database(connections, path, str(key), ledger)
        finally:
            await connections.close()


@asynccontextmanager
async def open_for_reading(path: Path) -> AsyncIterator[Database]:
    """Open `path` beside whoever holds it; nothing can be written.

    Raises `DatabaseMissing`, `DatabaseUnreadable`, `DatabaseTooNew`, `DatabaseTooOld` or
    `DatabaseBusy`.
    """
    _require_file(path)
    ledger = Ledger.beside(path)
    connections = Connections(path, ledger, reading=True)
    try:
        try:
            async with connections.connect() as connection:
                await connection.run_sync(_require_present, path)
                key = await connection.scalar(_KEY)
        except (DBAPIError, sqlite3.Error) as error:
            raise _not_opened(path, error) from error
        yield Database(connections, path, str(key), ledger)
    finally:
        await connections.close()


def _require_file(path: Path) -> None:
    if not path.is_file():
        raise DatabaseMissing(path=path)


def is_held(path: Path) -> bool:
    """Say whether a bot runs on the file."""
    lock = path.resolve().with_name(path.resolve().name + ".lock")
    if not lock.exists():
        return False
    with lock.open("rb") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            return True
    return False


def _migrations(connection: sa.Connection) -> tuple[Config, ScriptDirectory]:
    config = Config(attributes={"connection": connection})
    config.set_main_option("script_location", str(_MIGRATIONS).replace("%", "%%"))
    return config, ScriptDirectory.from_config(config)


def require_known_revision(revision: str, path: Path) -> None:
    """Raise `DatabaseTooNew` unless this version of Colloquy can open a file of the revision."""
    _require_known(ScriptDirectory(str(_MIGRATIONS)), revision, path)


def _require_known(script: ScriptDirectory, present: str, path: Path) -> None:
    if present not in {revision.revision for revision in script.walk_revisions()}:
        raise DatabaseTooNew(path=path, revision=present)


def _require_present(connection: sa.Connection, path: Path) -> None:
    """Raise unless the file is of the present revision."""
    _, script = _migrations(connection)
    present = _present_revision(connection, path)
    if present != script.get_current_head():
        if present is not None:
            _require_known(script, present, path)
        raise DatabaseTooOld(path=path)


def _migrate(connection: sa.Connection, path: Path) -> None:
    config, script = _migrations(connection)
    present = _present_revision(connection, path)
    if present == script.get_current_head():
        return
    if present is not None:
        _require_known(script, present, path)
        _copy_beside(path, present)
    connection.execution_options(colloquy_writes=True)
    with connection.begin():
        command.upgrade(config, "head")


def _present_revision(connection: sa.Connection, path: Path) -> str | None:
    """Give the file's revision, None for a new file; another program's file is refused."""
    with connection.begin():
        tables = sa.inspect(connection).get_table_names()
        if tables and installation.name not in tables:
            raise DatabaseUnreadable(path=path, reason="it belongs to another program")
        return MigrationContext.configure(connection).get_current_revision()


def _log_ahead(connection: sa.Connection) -> None:
    """Let readers and writers go side by side; the file remembers it, so this comes last."""
    # Past SQLAlchemy, which would open a transaction, in which the mode cannot be changed.
    cursor = connection.connection.cursor()
    cursor.execute("PRAGMA journal_mode = WAL")
    cursor.close()


def _copy_beside(path: Path, revision: str) -> None:
    """Keep the file as it was, write-ahead log included, in case the host wants to go back."""
    copy = path.with_name(f"{path.name}.before-leaving-{revision}")
    copy.unlink(missing_ok=True)
    with closing(sqlite3.connect(path)) as source:
        source.execute("VACUUM INTO ?", (str(copy),))


@contextmanager
def held(path: Path) -> Iterator[None]:
    """Hold `path` for this process; the system lets go of it however the process ends."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        # A link is another name for the same file.
        file = path.resolve()
        if file.is_dir():
            raise DatabaseUnreadable(path=path, reason="it is a folder")
        lock = file.with_name(file.name + ".lock").open("a", encoding="utf-8")
    except OSError as error:
        raise _not_opened(path, error) from error
    with lock:
        try:
            _lock(lock)
        except BlockingIOError as error:
            raise DatabaseInUse(path=path) from error
        except OSError as error:
            raise DatabaseUnreadable(path=path, reason=error.strerror or str(error)) from error
        yield


def _lock(file: IO[str]) -> None:
    """Lock a file, waiting a little: whoever only looks whether a bot runs locks it for a moment.

    Raises `BlockingIOError`.
    """
    until = time.monotonic() + _LOCK_SECONDS
    while True:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if time.monotonic() >= until:
                raise
            time.sleep(_LOCK_PAUSE_SECONDS)
        else:
            return


@contextmanager
def _translated() -> Iterator[None]:
    """Turn what the driver raises into our own tree.

    A broken constraint that means something is caught where it is met, within the transaction.
    """
    try:
        yield
    except (DBAPIError, NoConnectionFree) as error:
        raise DatabaseFailed(reason=_reason(error)) from error


def _not_opened(path: Path, error: Exception) -> DatabaseBusy | DatabaseUnreadable:
    """Tell what time or some room on the disk mends from what somebody must change."""
    cause = getattr(error, "orig", None) or error
    if isinstance(cause, OSError):
        passing = cause.errno in _PASSING
    else:
        passing = _code_of(cause) in _PASSING_IN_SQLITE
    kind = DatabaseBusy if passing else DatabaseUnreadable
    return kind(path=path, reason=_reason(error))


def _code_of(error: BaseException | None) -> int:
    """Give SQLite's code for an error, of which the first byte says what it is about."""
    return int(getattr(getattr(error, "orig", None) or error, "sqlite_errorcode", 0)) & _PRIMARY


def _reason(error: Exception) -> str:
    cause = getattr(error, "orig", None) or error
    return (cause.strerror if isinstance(cause, OSError) else None) or str(cause)
