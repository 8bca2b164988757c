"""A database that is locked for long: everything waits, and goes on when it is free again."""

import asyncio
import sqlite3
from contextlib import closing

import pytest
from structlog.testing import capture_logs

from bot.domain.index import REFRESHED_EVERY
from bot.errors import DatabaseFailed
from bot.services import indexing, intake, readback, sweep
from bot.services.upkeep import Upkeep
from bot.storage import connections
from tests.builders import FIRST_SLOT, GUILD
from tests.patience import PATIENCE_SECONDS
from tests.services.running import running

YES = "✅"


@pytest.fixture(autouse=True)
def _soon(monkeypatch):
    """Wait for a lock, and then for another try, only a moment."""
    monkeypatch.setattr(connections, "BUSY_SECONDS", 0.01)
    monkeypatch.setattr(indexing, "_VOTES_NOTED_SECONDS", 0.005)
    for module in (intake, readback):
        monkeypatch.setattr(module, "_RETRY_SECONDS", 0.005)
    monkeypatch.setattr(sweep, "_IDLE_SECONDS", 0.005)


@pytest.fixture
async def bot(database_file, discord, clock):
    """Give a running bot that waits for locks no longer than a moment."""
    async with running(database_file, discord, clock) as started:
        yield started


async def logged(entries, *events):
    """Wait until each of these was logged."""
    async with asyncio.timeout(PATIENCE_SECONDS):
        while not set(events) <= {entry["event"] for entry in entries}:
            await asyncio.sleep(0.005)


async def test_nothing_ends(bot, discord, clock, tmp_path):
    """Every work waits and says so, then does what it was kept from; no vote is forgotten."""
    await bot.begin(index=True)
    await bot.play(until=FIRST_SLOT)
    poll = (await bot.polls())[0]
    upkeep = Upkeep(bot.database, clock, folder=tmp_path / "copies", copies=0)
    with closing(sqlite3.connect(bot.database.path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with capture_logs() as entries:
            works = [asyncio.create_task(work.run()) for work in (bot.indexing, bot.sweep, upkeep)]
            discord.react(501, poll.message_id, YES)
            bot.readback.ask_guild(GUILD)
            await logged(
                entries,
                "votes wait in memory for the database; see that its disk has room",
                "indexes wait for the database; see that its disk has room",
                "reading back waits for the database",
                "old drafts wait to be deleted",
            )
        assert not any(work.done() for work in (*works, *bot._tasks))
        other.execute("ROLLBACK")
    assert await bot.held(poll) == {(501, 0, True)}
    clock.advance(REFRESHED_EVERY)

    async with asyncio.timeout(PATIENCE_SECONDS):
        while not any(index.body.entries[0].turnout for index in discord.standing("index")):
            await asyncio.sleep(0.005)
            bot.dispatch.ring()
            await bot.rest()
    for work in works:
        work.cancel()
    ends = await asyncio.gather(*works, return_exceptions=True)
    assert all(isinstance(end, asyncio.CancelledError) for end in ends)


async def test_what_was_noted_stays_noted(bot, discord, clock):
    """Votes of which an index was to be told are told of at the next try."""
    await bot.begin(index=True)
    await bot.play(until=FIRST_SLOT)
    poll = (await bot.polls())[0]
    discord.react(501, poll.message_id, YES)
    await bot.intake.flush()
    with closing(sqlite3.connect(bot.database.path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(DatabaseFailed):
            await bot.indexing.follow_votes()
        other.execute("ROLLBACK")
    await bot.indexing.follow_votes()
    bot.dispatch.ring()
    await bot.rest()
    clock.advance(REFRESHED_EVERY)
    await bot.rest()

    (index,) = discord.standing("index")
    assert index.body.entries[0].turnout == 1
