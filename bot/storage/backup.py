"""Copies of the database file: made while the bot runs, checked, put back.

A copy is one file without a log beside it. It appears under its name when it is whole, or not at
all. Everything here waits for the disk: call it in a thread where a loop must go on.
"""

import os
import secrets
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from bot.errors import (
    BackupFailed,
    CopyMissing,
    DatabaseDamaged,
    DatabaseMissing,
    DatabaseUnreadable,
    FileInTheWay,
)
from bot.storage.database import held, require_known_revision
from bot.storage.ledger import Ledger
from bot.storage.tables import installation

_PART = ".part"
_LOG = "-wal"
_OWN_TABLE = "SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = ?"


@dataclass(frozen=True, slots=True, kw_only=True)
class Soundness:
    """A database file in which nothing was found wrong; its size in bytes."""

    path: Path
    revision: str
    size: int


def back_up(source: Path, target: Path) -> None:
    """Copy a database, in use or not, as it is at one instant; erased rows leave no trace in it.

    Raises `DatabaseMissing`, `DatabaseUnreadable`, `FileInTheWay` or `BackupFailed`.
    """
    if not source.is_file():
        raise DatabaseMissing(path=source)
    _refuse_existing(target)
    part = target.with_name(f".{target.name}.{secrets.token_hex(4)}{_PART}")
    try:
        # Made here, so that nobody else may read it.
        os.close(os.open(part, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
        with _reading(source) as connection:
            connection.execute("VACUUM INTO ?", (str(part),))
        with _reading(part) as connection:
            _refuse_damaged(connection, source)
        _sync(part)
        _name(part, target)
    except FileExistsError:
        raise FileInTheWay(path=target) from None
    except (OSError, sqlite3.Error) as error:
        raise BackupFailed(path=target, reason=_reason(error)) from error
    finally:
        part.unlink(missing_ok=True)


def check(path: Path) -> Soundness:
    """Look through a whole database file, in use or not.

    Raises `DatabaseMissing`, `DatabaseUnreadable` or `DatabaseDamaged`.
    """
    if not path.is_file():
        raise DatabaseMissing(path=path)
    with _reading(path) as connection:
        try:
            _refuse_damaged(connection, path)
            (revision,) = connection.execute("SELECT version_num FROM alembic_version").fetchone()
        except sqlite3.DatabaseError as error:
            raise DatabaseDamaged(path=path, problem=_reason(error)) from error
    return Soundness(path=path, revision=str(revision), size=path.stat().st_size)


def restore(copy: Path, path: Path) -> None:
    """Put a copy where a database was, once the copy is found sound; nothing is overwritten.

    Raises `CopyMissing`, what `check` raises, `DatabaseTooNew`, `LedgerUnreadable`,
    `DatabaseInUse`, `FileInTheWay` or `BackupFailed`.
    """
    if not copy.is_file():
        raise CopyMissing(path=copy)
    require_known_revision(check(copy).revision, copy)
    # What is restored is opened at once, and does the ledger's erasures again.
    Ledger.beside(path).erasures()
    with held(path):
        file = path.resolve()
        log = file.with_name(file.name + _LOG)
        # What an old file had not taken in yet would be taken for the new one's.
        if log.exists() and log.stat().st_size:
            raise FileInTheWay(path=log)
        back_up(copy, file)


def remove_unfinished(folder: Path) -> None:
    """Remove what copying left in a folder when it was killed."""
    for part in folder.glob(f".*.db.*{_PART}"):
        part.unlink(missing_ok=True)


@contextmanager
def _reading(path: Path) -> Iterator[sqlite3.Connection]:
    """Open a database of ours for reading alone."""
    try:
        connection = sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)
    except sqlite3.Error as error:
        raise DatabaseUnreadable(path=path, reason=_reason(error)) from error
    with closing(connection):
        try:
            ours = connection.execute(_OWN_TABLE, (installation.name,)).fetchone()
        except sqlite3.Error as error:
            raise DatabaseUnreadable(path=path, reason=_reason(error)) from error
        if ours is None:
            raise DatabaseUnreadable(path=path, reason="it is no database of Colloquy's")
        yield connection


def _refuse_damaged(connection: sqlite3.Connection, path: Path) -> None:
    (problem,) = connection.execute("PRAGMA integrity_check(1)").fetchone()
    if problem != "ok":
        raise DatabaseDamaged(path=path, problem=str(problem))
    stray = connection.execute("PRAGMA foreign_key_check").fetchone()
    if stray is not None:
        raise DatabaseDamaged(path=path, problem=f"a row of {stray[0]} refers to nothing")


def _refuse_existing(target: Path) -> None:
    if target.exists() or target.is_symlink():
        raise FileInTheWay(path=target)


def _name(part: Path, target: Path) -> None:
    """Give a finished copy its name, which nothing may have by now."""
    try:
        target.hardlink_to(part)
    except FileExistsError:
        raise
    except OSError:
        # Some file systems know no second names; between these lines somebody might take it.
        _refuse_existing(target)
        part.rename(target)
    with suppress(OSError):
        _sync(target.parent)


def _sync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _reason(error: OSError | sqlite3.Error) -> str:
    return (error.strerror if isinstance(error, OSError) else None) or str(error)
