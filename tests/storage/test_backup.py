"""Copies of the database file: whole or not at all, and never over another file."""

import sqlite3
import stat
from contextlib import closing

import pytest

from bot.errors import (
    BackupFailed,
    CopyMissing,
    DatabaseDamaged,
    DatabaseInUse,
    DatabaseMissing,
    DatabaseTooNew,
    DatabaseUnreadable,
    FileInTheWay,
    LedgerUnreadable,
)
from bot.storage import guilds
from bot.storage.backup import back_up, check, remove_unfinished, restore
from bot.storage.database import open_database
from tests.builders import GUILD
from tests.storage.stands import set_up

_PAGE = 4096


def dump(path):
    """Give every row and table of a database file as text, past all our own code."""
    with closing(sqlite3.connect(path)) as connection:
        return list(connection.iterdump())


def names(folder):
    """Give the names of everything in a folder, hidden files too."""
    return sorted(path.name for path in folder.iterdir())


@pytest.fixture
def copy(tmp_path):
    """Give the name for a copy, in a folder where nothing else is."""
    folder = tmp_path / "copies"
    folder.mkdir()
    return folder / "copy.db"


class TestBackUp:
    """A copy of a database, in use or not."""

    async def test_is_all_there_is_while_the_database_is_in_use(self, database, copy):
        """What was committed is in it, what a transaction has only begun is not; one file, ours."""
        stand = await set_up(database)
        async with database.write() as unit:
            await guilds.set_organizer_role(unit, guild_id=GUILD, role_id=99)
            back_up(database.path, copy)

        assert names(copy.parent) == ["copy.db"]
        assert stat.S_IMODE(copy.stat().st_mode) == 0o600
        async with open_database(copy) as copied, copied.read() as unit:
            assert copied.key == database.key
            assert await guilds.get_organizer_role(unit, guild_id=GUILD) == stand.guild_id + 1

    async def test_holds_nothing_of_what_was_deleted(self, database, copy):
        """Rows that were deleted leave no trace in the bytes of a copy."""
        secret = "a-title-that-shall-be-forgotten"
        async with database.write() as unit:
            await unit.exec_driver_sql(f"CREATE TABLE notes AS SELECT '{secret}' AS words")
        async with database.write() as unit:
            await unit.exec_driver_sql("DROP TABLE notes")

        back_up(database.path, copy)

        assert secret.encode() not in copy.read_bytes()

    def test_never_writes_over_a_file(self, database_file, copy):
        """Whatever has the name keeps it and stays as it is."""
        copy.write_bytes(b"precious")

        with pytest.raises(FileInTheWay):
            back_up(database_file, copy)

        assert copy.read_bytes() == b"precious"
        assert names(copy.parent) == ["copy.db"]

    def test_needs_a_database(self, tmp_path, copy):
        """What is not there, or is not ours, is not copied."""
        with pytest.raises(DatabaseMissing):
            back_up(tmp_path / "nowhere.db", copy)
        other = tmp_path / "other.db"
        other.write_bytes(b"Dear reader, " * 1000)
        with pytest.raises(DatabaseUnreadable):
            back_up(other, copy)

        assert names(copy.parent) == []

    def test_needs_a_folder(self, database_file, tmp_path):
        """A folder that is not there is said to be missing."""
        with pytest.raises(BackupFailed):
            back_up(database_file, tmp_path / "nowhere" / "copy.db")

    async def test_of_a_damaged_database_is_none(self, database, copy):
        """A copy in which something refers to nothing is not given a name."""
        with closing(sqlite3.connect(database.path)) as connection:
            connection.execute("INSERT INTO options VALUES (99, 0, 1, 'Yes', '✅', 0)")
            connection.commit()

        with pytest.raises(DatabaseDamaged) as refusal:
            back_up(database.path, copy)

        assert refusal.value.path == database.path
        assert names(copy.parent) == []

    def test_leftovers_are_cleared_away(self, database_file, copy):
        """What a killed process left half-way goes; copies and other files stay."""
        back_up(database_file, copy)
        (copy.parent / ".copy.db.0badc0de.part").write_bytes(b"half")
        (copy.parent / ".notes.part").write_bytes(b"mine")

        remove_unfinished(copy.parent)

        assert names(copy.parent) == [".notes.part", "copy.db"]


class TestCheck:
    """Looking through a file."""

    async def test_finds_nothing_wrong(self, database):
        """A database in use is sound, and says how large it is and of which revision."""
        found = check(database.path)

        assert found.size == database.path.stat().st_size
        assert found.revision.isdigit()

    def test_finds_torn_pages(self, database_file):
        """Damage anywhere is found, whatever SQLite first meets."""
        torn = bytearray(database_file.read_bytes())
        for page in range(2, len(torn) // _PAGE):
            torn[page * _PAGE : page * _PAGE + 64] = b"\xa5" * 64
        database_file.write_bytes(torn)

        with pytest.raises((DatabaseDamaged, DatabaseUnreadable)):
            check(database_file)

    def test_changes_nothing(self, database_file):
        """The file is only read."""
        before = database_file.read_bytes()

        check(database_file)

        assert database_file.read_bytes() == before


class TestRestore:
    """A copy put where the database was."""

    async def test_brings_back_every_row(self, database_file, copy):
        """After the file is lost the copy takes its place, whole."""
        async with open_database(database_file) as database:
            await set_up(database)
            back_up(database_file, copy)
        before = dump(copy)
        database_file.unlink()

        restore(copy, database_file)

        assert dump(database_file) == before == dump(copy)

    def test_never_writes_over_a_database(self, database_file, copy):
        """A database that is there stays; the host must move it away first."""
        back_up(database_file, copy)
        before = database_file.read_bytes()

        with pytest.raises(FileInTheWay):
            restore(copy, database_file)

        assert database_file.read_bytes() == before

    async def test_not_while_the_bot_runs(self, database, copy):
        """Where a bot holds the database nothing is put, not even if its file was moved away."""
        back_up(database.path, copy)
        database.path.rename(database.path.with_name("moved.db"))

        with pytest.raises(DatabaseInUse):
            restore(copy, database.path)

    def test_not_beside_an_old_log(self, database_file, copy):
        """A log that was left behind would be played into the restored file."""
        back_up(database_file, copy)
        database_file.unlink()
        log = database_file.with_name(database_file.name + "-wal")
        log.write_bytes(b"old frames")

        with pytest.raises(FileInTheWay) as refusal:
            restore(copy, database_file)

        assert refusal.value.path == log
        assert not database_file.exists()

    def test_only_what_is_sound(self, tmp_path, copy):
        """A copy that is no database of ours is refused, and nothing is put in place."""
        copy.write_bytes(b"Dear reader, " * 1000)

        with pytest.raises(DatabaseUnreadable):
            restore(copy, tmp_path / "colloquy.db")
        with pytest.raises(CopyMissing):
            restore(tmp_path / "nowhere.db", tmp_path / "colloquy.db")

        assert not (tmp_path / "colloquy.db").exists()

    def test_none_of_a_later_version(self, database_file, copy):
        """A copy that this version cannot open is not put in place."""
        back_up(database_file, copy)
        database_file.unlink()
        with closing(sqlite3.connect(copy)) as connection:
            connection.execute("UPDATE alembic_version SET version_num = '9999'")
            connection.commit()

        with pytest.raises(DatabaseTooNew) as refusal:
            restore(copy, database_file)

        assert (refusal.value.path, refusal.value.revision) == (copy, "9999")
        assert not database_file.exists()

    def test_not_beside_a_ledger_that_cannot_be_read(self, database_file, copy):
        """Where erasures could not be done again nothing is put in place."""
        back_up(database_file, copy)
        database_file.unlink()
        ledger = database_file.with_name(database_file.name + ".erasures")
        ledger.mkdir()

        with pytest.raises(LedgerUnreadable) as refusal:
            restore(copy, database_file)

        assert refusal.value.path == ledger
        assert not database_file.exists()
