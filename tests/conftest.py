"""What tests of storage, services and delivery share: a migrated database, quickly made."""

import gc
import os
import shutil
import sqlite3
import tempfile
import warnings
from contextlib import closing
from pathlib import Path

import pytest
import pytest_asyncio
import sqlalchemy as sa
import structlog
from hypothesis import settings

from bot.clock import TimeLapseClock
from bot.storage.database import open_database
from tests.builders import NOW

with warnings.catch_warnings():
    # Its voice support imports audioop, deprecated in Python 3.11 and 3.12; we have no voice.
    warnings.filterwarnings("ignore", message="'audioop' is deprecated")
    import discord  # noqa: F401

# Whoever runs the tests draws the same, so that no change is refused for another's fault; what else
# can be drawn is looked for by `make explore`.
settings.register_profile("repeatable", derandomize=True)
settings.register_profile("exploring", derandomize=False, print_blob=True)
settings.load_profile("repeatable")

# Every commit waits for the disk; where memory can be had as one, tests wait less.
_QUICK_DISK = next((disk for disk in ["/dev/shm"] if os.access(disk, os.W_OK)), None)  # noqa: S108


class _Statements(dict):
    """Statements as they were compiled, whichever engine of a dialect did so."""

    def get(self, key, default=None):
        """Look a statement up; the key begins with the engine's own dialect."""
        return super().get((type(key[0]), *key[1:]), default)

    def __setitem__(self, key, compiled):
        super().__setitem__((type(key[0]), *key[1:]), compiled)


_STATEMENTS = _Statements()


@sa.event.listens_for(sa.Engine, "engine_connect")
def _share_statements(connection):
    """Compile each statement once and not in every test: that took a sixth of their time."""
    connection.execution_options(compiled_cache=_STATEMENTS)


def pytest_collection_finish():
    """Keep what thousands of tests brought in out of the collector's rounds: they took a tenth."""
    gc.collect()
    gc.freeze()


@pytest.fixture(autouse=True)
def _logs_apart():
    """Leave every test with the logging it found."""
    before = structlog.get_config()
    yield
    structlog.configure(**before)


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def migrated_file(tmp_path_factory):
    """Make one migrated, empty database file; tests take copies, since migrating takes time."""
    path = tmp_path_factory.mktemp("migrated") / "colloquy.db"
    async with open_database(path):
        pass
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return path


@pytest.fixture
def database_file(migrated_file):
    """Give a migrated, empty database file of the test's own."""
    with tempfile.TemporaryDirectory(dir=_QUICK_DISK) as folder:
        yield shutil.copy(migrated_file, Path(folder) / "colloquy.db")


@pytest.fixture
async def database(database_file):
    """Open a migrated, empty database."""
    async with open_database(database_file) as opened:
        yield opened


@pytest.fixture
def clock():
    """Give a clock that stands at NOW until moved."""
    return TimeLapseClock(NOW)
