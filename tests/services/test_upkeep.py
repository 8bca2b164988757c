"""Daily copies: one a day, the newest kept, a failure told and tried again."""

import asyncio
import errno
from contextlib import asynccontextmanager, suppress
from datetime import timedelta

import pytest
import sqlalchemy as sa

from bot.services import upkeep as upkeep_module
from bot.services.upkeep import Upkeep, list_copies
from bot.storage import guilds
from bot.storage.backup import check
from bot.storage.tables import drafts, metadata
from tests.builders import GUILD, NOW, OTHER_CHANNEL, OTHER_GUILD
from tests.health.stands import Patient
from tests.patience import PATIENCE_SECONDS
from tests.storage.stands import set_up

_DAY = timedelta(days=1)
_HOUR = timedelta(hours=1)


@pytest.fixture
def folder(database):
    """Give the folder that copies go to; it is not made yet."""
    return database.path.parent / "backups"


@pytest.fixture
def upkeep(database, clock, folder):
    """Give upkeep that keeps three copies."""
    return Upkeep(database, clock, folder=folder, copies=3)


def instants(folder):
    """Give the instants of the copies there are, oldest first."""
    return sorted(list_copies(folder))


async def test_one_copy_a_day(upkeep, clock, folder):
    """The first at once, the next a day later, none between; each is sound."""
    assert await upkeep.look() == NOW + _DAY
    clock.advance(_DAY - _HOUR)
    assert await upkeep.look() == NOW + _DAY
    clock.advance(_HOUR)
    await upkeep.look()

    assert instants(folder) == [NOW, NOW + _DAY]
    assert upkeep.backed_up_at == NOW + _DAY
    assert all(check(path) for path in list_copies(folder).values())


async def test_a_restart_makes_no_further_copy(upkeep, database, clock, folder):
    """When the next copy is due is read off the folder, not remembered."""
    await upkeep.look()
    clock.advance(_HOUR)

    assert await Upkeep(database, clock, folder=folder, copies=3).look() == NOW + _DAY
    assert instants(folder) == [NOW]


async def test_the_newest_are_kept(upkeep, clock, folder):
    """Older copies go as new ones come; files of other names stay."""
    folder.mkdir()
    (folder / "colloquy-before-the-move.db").write_bytes(b"mine")
    for _ in range(6):
        await upkeep.look()
        clock.advance(_DAY)

    assert instants(folder) == [NOW + 3 * _DAY, NOW + 4 * _DAY, NOW + 5 * _DAY]
    assert (folder / "colloquy-before-the-move.db").exists()


async def test_a_failure_costs_no_older_copy(upkeep, clock, folder, database):
    """What cannot be written is told, tried again in an hour, and takes no older copy along."""
    for _ in range(3):
        await upkeep.look()
        clock.advance(_DAY)
    away = folder.rename(folder.with_name("away"))
    folder.write_bytes(b"a file where the folder should be")

    assert await upkeep.look() == clock.now() + _HOUR
    assert upkeep.backup_failure
    clock.advance(_HOUR / 2)
    await upkeep.look()
    assert upkeep.backups_failed == 1

    folder.unlink()
    away.rename(folder)
    assert len(instants(folder)) == 3
    clock.advance(_HOUR)
    await upkeep.look()
    assert upkeep.backup_failure is None
    assert instants(folder)[-1] == clock.now()
    assert database.path.exists()


async def test_a_clock_set_back_makes_no_gap(database, clock, folder):
    """Copies from the future keep today's neither from being made nor from being kept."""
    folder.mkdir()
    for days in range(400, 404):
        (folder / f"colloquy-{NOW + days * _DAY:%Y%m%dT%H%M%SZ}.db").write_bytes(b"to come")
    upkeep = Upkeep(database, clock, folder=folder, copies=2)

    for _ in range(3):
        await upkeep.look()
        clock.advance(_DAY)

    assert instants(folder)[:2] == [NOW + _DAY, NOW + 2 * _DAY]
    assert len(instants(folder)) == 6


async def test_a_folder_that_cannot_be_looked_into(upkeep, clock, monkeypatch):
    """A folder of another machine that went away is told like any failure, and looked at again."""
    monkeypatch.setattr(upkeep_module, "list_copies", _went_away)

    assert await upkeep.look() == NOW + _HOUR
    assert upkeep.backup_failure == "Stale file handle"
    assert upkeep.backed_up_at is None

    monkeypatch.undo()
    clock.advance(_HOUR)
    await upkeep.look()
    assert upkeep.backup_failure is None
    assert upkeep.backed_up_at == NOW + _HOUR


def _went_away(_folder):
    raise OSError(errno.ESTALE, "Stale file handle")


async def test_none_where_none_are_wanted(database, clock, folder):
    """With none to keep, none is made, and what is there stays."""
    assert await Upkeep(database, clock, folder=folder, copies=0).look() is None
    assert not folder.exists()


@asynccontextmanager
async def running(upkeep):
    """Run upkeep until the context ends."""
    task = asyncio.create_task(upkeep.run())
    try:
        yield
    finally:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task


async def test_runs_by_the_clock(upkeep, clock, folder):
    """Whoever moves the clock finds the copies of every day it was moved to."""
    async with running(upkeep), asyncio.timeout(PATIENCE_SECONDS):
        for day in range(3):
            while NOW + day * _DAY not in instants(folder):
                await asyncio.sleep(0.01)
            clock.advance(_DAY)


async def test_health_warns_of_a_failure(database, clock, folder):
    """A failed copy is no reason to restart the bot, and is seen in health all the same."""
    patient = Patient(database, clock)
    folder.write_bytes(b"in the way")
    await patient.upkeep.look()

    state = patient.health.state()
    assert state.well
    (warning,) = state.warnings
    assert "daily copy" in warning


# ── servers that were left ────────────────────────────────────────────────────────────────────


async def rows_of(database, guild_id):
    """Count the rows that bear a server's id, by table; drafts go after a day anyway."""
    async with database.read() as unit:
        return {
            table.name: number
            for table in metadata.sorted_tables
            if "guild_id" in table.columns
            and table is not drafts
            and (
                number := await unit.scalar(
                    sa.select(sa.func.count()).where(table.c.guild_id == guild_id)
                )
            )
        }


@pytest.fixture
async def left(database, clock):
    """Give two servers with something in them, the first of which has been left now."""
    mine = await set_up(database)
    theirs = await set_up(database, guild_id=OTHER_GUILD, channel_id=OTHER_CHANNEL)
    async with database.write() as unit:
        await guilds.set_left_at(unit, guild_id=GUILD, at=clock.now())
    return mine, theirs


@pytest.mark.usefixtures("left")
async def test_a_left_server_goes_after_thirty_days(upkeep, database, clock):
    """Until then nothing is missing; then nothing of it is left, and nothing of others is gone."""
    upkeep.may_purge()
    before = await rows_of(database, GUILD)
    others = await rows_of(database, OTHER_GUILD)
    assert {"articles", "votes", "polls", "guilds"} <= before.keys()

    clock.advance(30 * _DAY - _HOUR)
    await upkeep.look()
    assert await rows_of(database, GUILD) == before

    clock.advance(_HOUR)
    await upkeep.look()
    assert await rows_of(database, GUILD) == {}
    assert await rows_of(database, OTHER_GUILD) == others
    assert check(database.path)


@pytest.mark.usefixtures("left")
async def test_a_server_joined_again_stays(upkeep, database, clock):
    """Back within the time, it keeps everything for good."""
    upkeep.may_purge()
    clock.advance(29 * _DAY)
    async with database.write() as unit:
        await guilds.set_left_at(unit, guild_id=GUILD, at=None)
    before = await rows_of(database, GUILD)

    clock.advance(400 * _DAY)
    await upkeep.look()

    assert await rows_of(database, GUILD) == before


@pytest.mark.usefixtures("left")
async def test_nothing_goes_before_servers_are_known(upkeep, database, clock):
    """A bot that was away for long may have been invited back: first it looks where it is."""
    clock.advance(400 * _DAY)
    await upkeep.look()
    assert await rows_of(database, GUILD)

    upkeep.may_purge()
    await upkeep.look()
    assert not await rows_of(database, GUILD)
