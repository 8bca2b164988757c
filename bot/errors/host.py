"""Errors that only the host can mend: storage, upkeep, configuration."""

from dataclasses import dataclass
from pathlib import Path

from bot.errors.root import ColloquyError


class StorageError(ColloquyError):
    """The database could not do its work."""


@dataclass(eq=False)
class DatabaseFailed(StorageError):
    """The database refused a statement: disk full, locked, damaged."""

    reason: str


class UpkeepError(ColloquyError):
    """What was asked of the database file cannot be; nothing was changed."""


@dataclass(eq=False)
class DatabaseMissing(UpkeepError):
    """There is no such file."""

    path: Path


@dataclass(eq=False)
class CopyMissing(UpkeepError):
    """There is no such copy to restore."""

    path: Path


@dataclass(eq=False)
class DatabaseDamaged(UpkeepError):
    """The file is ours and something in it is wrong; `problem` in SQLite's words."""

    path: Path
    problem: str


@dataclass(eq=False)
class FileInTheWay(UpkeepError):
    """There is a file already where one was to be written."""

    path: Path


@dataclass(eq=False)
class BackupFailed(UpkeepError):
    """The copy could not be written."""

    path: Path
    reason: str


class Unavailable(ColloquyError):
    """Something that is needed cannot be had just now; time may mend it; exit code 75."""


@dataclass(eq=False)
class ApiUnreachable(Unavailable):
    """Nobody answers at the API's address."""

    url: str


@dataclass(eq=False)
class PortTaken(Unavailable):
    """The loopback port for health cannot be had."""

    port: int
    reason: str


@dataclass(eq=False)
class DatabaseBusy(Unavailable):
    """The file cannot be opened just now: it is locked, or its disk is full."""

    path: Path
    reason: str


@dataclass(eq=False)
class DatabaseInUse(Unavailable):
    """Another process of ours holds the file."""

    path: Path


class ConfigurationError(ColloquyError):
    """The process cannot start as it is set up; exit code 78."""


@dataclass(eq=False)
class BadSetting(ConfigurationError):
    """A setting has a value that cannot be used; `name` as in the environment."""

    name: str
    reason: str


class TokenMissing(ConfigurationError):
    """No bot token was given."""


class TokenRefused(ConfigurationError):
    """Discord did not accept the bot token."""


@dataclass(eq=False)
class DatabaseUnreadable(ConfigurationError):
    """The file cannot be opened as our database."""

    path: Path
    reason: str


@dataclass(eq=False)
class LedgerUnreadable(ConfigurationError):
    """The ledger of erasures beside the database cannot be read, or has lost its key."""

    path: Path
    reason: str


@dataclass(eq=False)
class DatabaseTooNew(ConfigurationError):
    """The file was written by a later version of Colloquy."""

    path: Path
    revision: str


@dataclass(eq=False)
class DatabaseTooOld(ConfigurationError):
    """The file is of an earlier revision and was opened for reading alone."""

    path: Path
