"""Files that are not opened: what is said, and that nothing about them is touched."""

import asyncio
import fcntl
import os
import sqlite3
import sys
import threading
from contextlib import closing

import pytest

from bot.errors import DatabaseBusy, DatabaseInUse, DatabaseTooNew, DatabaseUnreadable
from bot.storage import connections, guilds
from bot.storage import database as storage
from bot.storage.database import open_database
from tests.builders import GUILD

_HOLD = """
import asyncio, sys
from pathlib import Path
from bot.storage.database import open_database

async def hold():
    async with open_database(Path(sys.argv[1])):
        print("held", flush=True)
        sys.stdin.read()

asyncio.run(hold())
"""


def ask(path, sql):
    """Ask a database file something, past all our own code."""
    with closing(sqlite3.connect(path)) as connection:
        return connection.execute(sql).fetchall()


def contents(path):
    """Give a file's bytes and those of everything that SQLite keeps beside it."""
    return {
        beside.name: beside.read_bytes()
        for beside in path.parent.glob(f"{path.name}*")
        if beside.suffix != ".lock"
    }


class TestRefusals:
    """Files that are not ours to open are refused, and stay as they were."""

    async def refused(self, path, error):
        """Expect that opening `path` is refused and changes no byte."""
        before = contents(path)

        with pytest.raises(error) as refusal:
            async with open_database(path):
                pass

        assert contents(path) == before
        assert refusal.value.path == path
        return refusal.value

    async def test_newer(self, database_file):
        """A file that a later version wrote is refused, and says which revision it has."""
        with closing(sqlite3.connect(database_file)) as connection:
            connection.execute("UPDATE alembic_version SET version_num = '9999'")
            connection.commit()

        refusal = await self.refused(database_file, DatabaseTooNew)

        assert refusal.revision == "9999"

    async def test_another_programs(self, tmp_path):
        """A database of another program is refused."""
        path = tmp_path / "other.db"
        with closing(sqlite3.connect(path)) as connection:
            connection.execute("CREATE TABLE recipes (title)")

        await self.refused(path, DatabaseUnreadable)

    @pytest.mark.parametrize("revision", ["0001", "ae1027a6acf"])
    async def test_another_programs_with_migrations(self, tmp_path, revision):
        """Another program's database is refused also if it is migrated by the same tool."""
        path = tmp_path / "other.db"
        with closing(sqlite3.connect(path)) as connection:
            connection.execute("CREATE TABLE recipes (title)")
            connection.execute("CREATE TABLE alembic_version (version_num)")
            connection.execute("INSERT INTO alembic_version VALUES (?)", (revision,))
            connection.commit()

        refusal = await self.refused(path, DatabaseUnreadable)

        assert "another program" in refusal.reason

    async def test_no_database(self, tmp_path):
        """A file that is no database is refused."""
        path = tmp_path / "letter.txt"
        path.write_text("Dear reader, " * 1000, encoding="utf-8")

        await self.refused(path, DatabaseUnreadable)

    async def test_damaged(self, database_file):
        """A database whose pages are torn is refused."""
        database_file.write_bytes(database_file.read_bytes()[:5000] + b"\x00" * 3000)

        await self.refused(database_file, DatabaseUnreadable)

    async def test_locked(self, database_file, monkeypatch):
        """A file that another program has to itself may be free later on."""
        monkeypatch.setattr(connections, "BUSY_SECONDS", 0.01)
        with closing(sqlite3.connect(database_file, isolation_level=None)) as other:
            other.execute("PRAGMA locking_mode = EXCLUSIVE")
            other.execute("BEGIN EXCLUSIVE")

            await self.refused(database_file, DatabaseBusy)

    async def test_a_folder(self, tmp_path):
        """A folder is refused."""
        path = tmp_path / "folder"
        path.mkdir()

        with pytest.raises(DatabaseUnreadable):
            async with open_database(path):
                pass

    @pytest.mark.parametrize("name", [".", "/", ".."])
    async def test_no_name(self, name):
        """A path that names no file is refused."""
        path = storage.Path(name)

        with pytest.raises(DatabaseUnreadable):
            async with open_database(path):
                pass

    async def test_below_a_file(self, tmp_path):
        """A path through something that is no folder is refused."""
        (tmp_path / "file").touch()

        with pytest.raises(DatabaseUnreadable):
            async with open_database(tmp_path / "file" / "colloquy.db"):
                pass

    async def test_held_in_this_process(self, database_file):
        """A file that is open already is refused, and goes on serving whoever has it."""
        async with open_database(database_file) as database:
            with pytest.raises(DatabaseInUse):
                async with open_database(database_file):
                    pass
            async with database.read() as unit:
                assert await guilds.get_organizer_role(unit, guild_id=GUILD) is None

    async def test_looked_at_while_it_is_opened(self, database_file, monkeypatch):
        """Whoever asks whether a bot runs keeps none from starting at the same instant."""
        monkeypatch.setattr(storage, "_LOCK_SECONDS", 30.0)
        lock = database_file.with_name(f"{database_file.name}.lock").open("a")
        fcntl.flock(lock, fcntl.LOCK_EX)
        leaving = threading.Timer(0.1, lock.close)
        leaving.start()

        async with open_database(database_file) as database:
            assert storage.is_held(database.path)
        leaving.join()

    async def test_held_under_another_name(self, database_file, tmp_path):
        """A file reached by a link is the same file."""
        link = tmp_path / "link.db"
        link.symlink_to(database_file)

        async with open_database(database_file):
            with pytest.raises(DatabaseInUse):
                async with open_database(link):
                    pass

    async def test_held_by_another_process(self, database_file):
        """A file that another process holds is refused until that process is gone, however."""
        other = await asyncio.create_subprocess_exec(
            sys.executable,
            *("-c", _HOLD, str(database_file)),
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            env=os.environ | {"PYTHONPATH": "."},
        )
        assert await other.stdout.readline() == b"held\n"

        with pytest.raises(DatabaseInUse):
            async with open_database(database_file):
                pass
        other.kill()
        await other.communicate()

        async with open_database(database_file) as database:
            assert database.key
