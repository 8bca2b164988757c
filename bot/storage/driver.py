"""The driver under SQLAlchemy: aiosqlite, whose thread is entered once for each statement.

Left to themselves they enter it four times (make a cursor, execute, fetch, close), and each time
wait for the thread and then for the loop: that is most of what a short statement takes.
"""

import sqlite3
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import aiosqlite
import sqlalchemy as sa
from sqlalchemy.dialects.sqlite.aiosqlite import (
    AsyncAdapt_aiosqlite_connection,
    AsyncAdapt_aiosqlite_cursor,
    AsyncAdapt_aiosqlite_dbapi,
    SQLiteDialect_aiosqlite,
)

DRIVER = "sqlite+at_once"


@dataclass(slots=True)
class _Done:
    """What came of a statement, in the place of a cursor that is closed already."""

    rows: Sequence[Any] = ()
    description: Any = None
    rowcount: int = -1
    lastrowid: int | None = None
    arraysize: int = 1

    async def close(self) -> None:
        """Do nothing."""


def _execute(connection: sqlite3.Connection, sql: str, parameters: Any) -> _Done:
    return _finish(connection.execute(sql, () if parameters is None else parameters))


def _execute_many(connection: sqlite3.Connection, sql: str, parameters: Any) -> _Done:
    return _finish(connection.executemany(sql, parameters))


def _finish(cursor: sqlite3.Cursor) -> _Done:
    rows = cursor.fetchall() if cursor.description else ()
    # How many rows were changed is only known once all that is returned was fetched.
    done = _Done(rows, cursor.description, cursor.rowcount, cursor.lastrowid)
    cursor.close()
    return done


class _Cursor(AsyncAdapt_aiosqlite_cursor):
    __slots__ = ()

    def _make_new_cursor(self, connection: Any) -> Any:
        del connection
        return _Done()

    def _aenter_cursor(self, cursor: Any) -> Any:
        return cursor

    async def _execute_async(self, operation: Any, parameters: Any) -> None:
        await self._do(_execute, operation, parameters)

    async def _executemany_async(self, operation: Any, seq_of_parameters: Any) -> None:
        await self._do(_execute_many, operation, seq_of_parameters)

    async def _do(self, work: Any, sql: str, parameters: Any) -> None:
        connection: Any = self._connection
        async with self._adapt_connection._execute_mutex:
            done = await connection._execute(work, connection._conn, sql, parameters)
            self._cursor = done
            self._rows = deque(done.rows)


class _Connection(AsyncAdapt_aiosqlite_connection):
    __slots__ = ()
    _cursor_cls = _Cursor


class _Module(AsyncAdapt_aiosqlite_dbapi):
    def connect(self, *arg: Any, **kw: Any) -> AsyncAdapt_aiosqlite_connection:
        return _Connection(self, super().connect(*arg, **kw)._connection)


class Dialect(SQLiteDialect_aiosqlite):
    """SQLite as SQLAlchemy speaks it over aiosqlite, statement by statement."""

    supports_statement_cache = True

    @classmethod
    def import_dbapi(cls) -> AsyncAdapt_aiosqlite_dbapi:
        """Give the driver's module."""
        return _Module(aiosqlite, sqlite3)


sa.dialects.registry.register(DRIVER.replace("+", "."), __name__, Dialect.__name__)
