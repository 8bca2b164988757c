"""Opening the file: its settings, and its migrations."""

import asyncio
import shutil
import sqlite3
import threading
from contextlib import closing

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext

from bot.errors import DatabaseFailed, DatabaseUnreadable
from bot.storage import database as storage
from bot.storage import guilds
from bot.storage.database import open_database
from bot.storage.tables import guilds as guild_rows
from bot.storage.tables import metadata
from tests.builders import GUILD
from tests.patience import PATIENCE_SECONDS

# Revisions are numbered, each after the one before.
_NEWEST = max(path.name for path in (storage._MIGRATIONS / "versions").glob("*.py"))[:4]

_LATER_MIGRATION = '''
"""A column more."""

import sqlalchemy as sa
from alembic import op

revision = "9001"
down_revision = "{present}"


def upgrade():
    op.add_column("guilds", sa.Column("colour", sa.Text()))
    {then}
'''


def ask(path, sql):
    """Ask a database file something, past all our own code."""
    with closing(sqlite3.connect(path)) as connection:
        return connection.execute(sql).fetchall()


@pytest.fixture
def later_version(tmp_path, monkeypatch):
    """Give a way to become a later version of the program, with one more migration."""

    def become(then="pass"):
        migrations = tmp_path / "migrations"
        shutil.copytree(storage._MIGRATIONS, migrations)
        later = migrations / "versions" / "9001_a_column_more.py"
        later.write_text(_LATER_MIGRATION.format(then=then, present=_NEWEST), encoding="utf-8")
        monkeypatch.setattr(storage, "_MIGRATIONS", migrations)

    return become


class TestPromises:
    """What every connection to an open database keeps."""

    async def test_durable_and_consistent(self, database):
        """Readers and writers do not block each other, commits reach the disk, references hold."""
        async with database.read() as unit:
            journal = await unit.scalar(sa.text("PRAGMA journal_mode"))
            synchronous = await unit.scalar(sa.text("PRAGMA synchronous"))
            foreign_keys = await unit.scalar(sa.text("PRAGMA foreign_keys"))

        assert (journal, synchronous, foreign_keys) == ("wal", 2, 1)

    async def test_every_connection_alike(self, database):
        """Connections opened side by side keep the same promises."""
        async with database.read() as one, database.read() as two, database.write() as three:
            for unit in (one, two, three):
                assert await unit.scalar(sa.text("PRAGMA synchronous")) == 2
                assert await unit.scalar(sa.text("PRAGMA foreign_keys")) == 1

    async def test_foreign_keys_bite(self, database):
        """A row that refers to nothing is refused."""
        with pytest.raises(DatabaseFailed):
            async with database.write() as unit:
                await unit.execute(sa.text("INSERT INTO options VALUES (99, 0, 1, 'Yes', '✅', 0)"))

    async def test_rolls_back(self, database):
        """A transaction that ends in an error leaves nothing behind."""

        async def break_off():
            async with database.write() as unit:
                await guilds.set_organizer_role(unit, guild_id=GUILD, role_id=7)
                raise ZeroDivisionError

        with pytest.raises(ZeroDivisionError):
            await break_off()

        async with database.read() as unit:
            assert await guilds.get_organizer_role(unit, guild_id=GUILD) is None

    async def test_one_state_throughout_a_reading(self, database):
        """A reading transaction does not see what is written after it began to read."""
        async with database.read() as reading:
            before = await guilds.get_organizer_role(reading, guild_id=GUILD)
            async with database.write() as unit:
                await guilds.set_organizer_role(unit, guild_id=GUILD, role_id=7)
            after = await guilds.get_organizer_role(reading, guild_id=GUILD)

        assert before is after is None

    async def test_writers_take_turns(self, database):
        """Many writers at once all succeed, one after another."""

        async def raise_role():
            async with database.write() as unit:
                role_id = await guilds.get_organizer_role(unit, guild_id=GUILD) or 0
                await asyncio.sleep(0)
                await guilds.set_organizer_role(unit, guild_id=GUILD, role_id=role_id + 1)

        await asyncio.gather(*(raise_role() for _ in range(20)))

        async with database.read() as unit:
            assert await guilds.get_organizer_role(unit, guild_id=GUILD) == 20

    async def test_a_cancelled_writer_lets_go(self, database):
        """A writer that is cancelled in the middle leaves nothing and holds up nobody."""
        begun = asyncio.Event()

        async def write_forever():
            async with database.write() as unit:
                await guilds.set_organizer_role(unit, guild_id=GUILD, role_id=7)
                begun.set()
                await asyncio.Event().wait()

        writing = asyncio.create_task(write_forever())
        await begun.wait()
        writing.cancel()
        await asyncio.wait([writing])

        async with database.write() as unit:
            assert await guilds.get_organizer_role(unit, guild_id=GUILD) is None

    async def test_at_once(self, database):
        """What is done at once keeps the same promises, and is done in order."""
        asked = []

        def note(unit):
            asked.extend(
                unit.scalar(sa.text(f"PRAGMA {name}"))
                for name in ("journal_mode", "synchronous", "foreign_keys")
            )

        def write(role_id):
            row = {"guild_id": GUILD + role_id, "organizer_role_id": role_id}
            return lambda unit: unit.execute(sa.insert(guild_rows).values(row))

        await database.write_at_once(note)
        await asyncio.gather(*(database.write_at_once(write(number)) for number in range(9)))

        assert asked == ["wal", 2, 1]
        async with database.read() as unit:
            rows = await unit.scalars(sa.select(guild_rows.c.organizer_role_id))
            assert list(rows) == list(range(9))

    async def test_at_once_or_not_at_all(self, database):
        """What fails in the middle is undone, and told as an error of our own tree."""

        def fail(unit):
            unit.execute(sa.insert(guild_rows).values(guild_id=GUILD))
            unit.execute(sa.text("DELETE FROM no_such_table"))

        with pytest.raises(DatabaseFailed):
            await database.write_at_once(fail)

        async with database.read() as unit:
            assert await unit.scalar(sa.text("SELECT count(*) FROM guilds")) == 0

    async def test_cancelled_while_opening(self, database_file):
        """Whoever is cancelled while a connection is opened leaves it open for the next."""

        async def use(database):
            async with database.read():
                raise AssertionError

        # The first connection is taken, so that another is opened.
        async with open_database(database_file) as database, database.read():
            pool = database._connections._engine.pool
            using = asyncio.create_task(use(database))
            sa.event.listen(pool, "connect", lambda *_: using.cancel())
            await asyncio.wait([using])
            assert using.cancelled()
            await asyncio.gather(*database._connections._finishing)

            assert (pool.checkedin(), pool.checkedout()) == (1, 1)

    async def test_cancelled_again_and_again(self, database_file):
        """Whoever is cancelled while their connection is being closed leaves nothing that waits."""

        async def use(database):
            async with database.write():
                raise AssertionError

        async with open_database(database_file) as database:
            async with database.write():
                using = asyncio.create_task(use(database))
                await asyncio.sleep(0.02)
                for _ in range(3):
                    using.cancel()
                    await asyncio.sleep(0)
            await asyncio.wait([using])
        left = asyncio.all_tasks() - {asyncio.current_task()}
        async with asyncio.timeout(PATIENCE_SECONDS):
            await asyncio.gather(*left, return_exceptions=True)

    async def test_closed_under_who_uses_it(self, database_file):
        """Whoever has a connection when the file is let go of is ended, and no thread stays."""
        holding = asyncio.Event()

        async def hold(database):
            async with database.read(), database.read() as unit:
                await unit.scalar(sa.select(1))
                holding.set()
                await asyncio.Event().wait()

        async with open_database(database_file) as database:
            holder = asyncio.create_task(hold(database))
            opener = asyncio.create_task(hold(database))
            await holding.wait()

        assert holder.cancelled()
        assert opener.cancelled()
        workers = [one for one in threading.enumerate() if "_connection_worker" in one.name]
        for worker in workers:
            # It may be at its very last step.
            await asyncio.to_thread(worker.join, 10)
        assert not any(worker.is_alive() for worker in workers)

    async def test_closed_for_good(self, database_file):
        """Once the file has been let go of it is not opened again by whoever comes late."""
        async with open_database(database_file) as database:
            pass

        with pytest.raises(DatabaseFailed):
            async with database.read():
                raise AssertionError

    async def test_the_drivers_errors_are_ours(self, database):
        """What the driver refuses is told as an error of our own tree."""
        with pytest.raises(DatabaseFailed) as refusal:
            async with database.write() as unit:
                await unit.execute(sa.text("DELETE FROM no_such_table"))

        assert "no_such_table" in refusal.value.reason

    async def test_waiting_in_vain_for_a_connection(self, database):
        """Where every connection is taken for too long, that is a database error of ours."""
        pool = database._connections._engine.pool
        pool._timeout = 0.01
        connections = [database.read() for _ in range(pool.size() + pool._max_overflow)]
        for connection in connections:
            await connection.__aenter__()

        with pytest.raises(DatabaseFailed):
            async with database.read():
                pass

        for connection in connections:
            await connection.__aexit__(None, None, None)


class TestMigrating:
    """A file is brought to the present revision when it is opened."""

    async def test_a_new_file(self, tmp_path):
        """A file that is not there is made, with its folder, at the present revision."""
        path = tmp_path / "deep" / "down" / "colloquy.db"

        async with open_database(path):
            pass

        assert ask(path, "SELECT version_num FROM alembic_version") == [(_NEWEST,)]
        assert not list(path.parent.glob("*.before-leaving-*"))

    async def test_an_empty_file(self, tmp_path):
        """An empty file is as good as none."""
        path = tmp_path / "colloquy.db"
        path.touch()

        async with open_database(path) as database:
            assert database.key

    async def test_the_tables_are_the_migrations(self, database):
        """The tables that queries use are exactly those that the migrations make."""

        def differences(connection):
            context = MigrationContext.configure(connection, opts={"compare_type": True})
            return compare_metadata(context, metadata)

        async with database.read() as unit:
            assert await unit.run_sync(differences) == []

    async def test_each_file_has_a_key(self, tmp_path):
        """A file keeps its key for good, and no other file has it."""
        keys = []
        for name in ("one.db", "one.db", "two.db"):
            async with open_database(tmp_path / name) as database:
                keys.append(database.key)

        assert keys[0] == keys[1] != keys[2]

    async def test_a_name_with_signs(self, tmp_path):
        """Signs that mean something elsewhere mean nothing in a file's name."""
        path = tmp_path / "100% of it? #1 & more.db"

        async with open_database(path):
            pass

        assert path.exists()

    async def test_an_older_file_is_copied_first(self, database_file, later_version):
        """An older file is migrated after a copy was made beside it, uncommitted log included."""
        async with open_database(database_file) as database, database.write() as unit:
            await guilds.set_organizer_role(unit, guild_id=GUILD, role_id=7)
        later_version()

        async with open_database(database_file):
            pass

        copy = database_file.with_name(f"colloquy.db.before-leaving-{_NEWEST}")
        assert ask(copy, "SELECT version_num FROM alembic_version") == [(_NEWEST,)]
        assert ask(copy, "SELECT organizer_role_id FROM guilds") == [(7,)]
        assert ask(database_file, "SELECT version_num FROM alembic_version") == [("9001",)]
        assert ask(database_file, "SELECT organizer_role_id, colour FROM guilds") == [(7, None)]

    async def test_a_copy_is_renewed(self, database_file, later_version):
        """A copy left by an earlier attempt does not stand in the way."""
        copy = database_file.with_name(f"colloquy.db.before-leaving-{_NEWEST}")
        copy.write_bytes(b"left over")
        later_version()

        async with open_database(database_file):
            pass

        assert ask(copy, "SELECT version_num FROM alembic_version") == [(_NEWEST,)]

    async def test_a_failing_migration_changes_nothing(self, database_file, later_version):
        """A migration that breaks off half-way leaves the file as it was."""
        later_version(then='op.execute("INSERT INTO nowhere VALUES (1)")')

        with pytest.raises(DatabaseUnreadable):
            async with open_database(database_file):
                pass

        assert ask(database_file, "SELECT version_num FROM alembic_version") == [(_NEWEST,)]
        assert "colour" not in str(ask(database_file, "SELECT sql FROM sqlite_master"))
