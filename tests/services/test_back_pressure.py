"""Intake while the database cannot keep up: memory is bounded, and no vote is lost."""

import asyncio
import sqlite3
from contextlib import closing

import pytest

from bot.services import early_events, intake, readback
from tests.builders import FIRST_SLOT, GUILD
from tests.patience import PATIENCE_SECONDS

YES, NO = "✅", "❌"
CROWD = range(501, 561)


@pytest.fixture(autouse=True)
def _small(monkeypatch):
    """Have little room, small batches, and no long waits."""
    monkeypatch.setattr(intake, "_MOST_WAITING", 20)
    monkeypatch.setattr(intake, "_MOST_IN_BATCH", 8)
    monkeypatch.setattr(intake, "_RETRY_SECONDS", 0.005)
    monkeypatch.setattr(readback, "_RETRY_SECONDS", 0.005)


@pytest.fixture
async def poll(bot):
    """Give an open poll of a running discussion."""
    await bot.begin()
    await bot.play(until=FIRST_SLOT)
    return (await bot.polls())[0]


async def settled(bot):
    """Wait until what is waiting is written and what was dropped is read back."""
    async with asyncio.timeout(PATIENCE_SECONDS):
        while bot.intake.waiting or bot.intake._dropped:
            await asyncio.sleep(0.005)
        await bot.readback.settled()


async def test_a_locked_database(bot, discord, poll):
    """While another program locks the database, memory is bounded; then every vote is found."""
    with closing(sqlite3.connect(bot.database.path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        for member_id in CROWD:
            discord.react(member_id, poll.message_id, YES)
            await asyncio.sleep(0)
        for member_id in CROWD[:5]:
            discord.unreact(member_id, poll.message_id, YES)
            discord.react(member_id, poll.message_id, NO)
        assert bot.intake.waiting <= 20 + 8
        assert bot.intake.dropped == len(CROWD) + 10 - bot.intake.waiting
        other.execute("ROLLBACK")
    await settled(bot)

    held = {(member_id, position) for member_id, position, _ in await bot.held(poll)}
    assert held == {(member_id, 1 if member_id in CROWD[:5] else 0) for member_id in CROWD}
    discord.react(900, poll.message_id, NO)
    assert (900, 1, True) in await bot.held(poll)


async def test_only_those_polls(bot, discord, poll):
    """Once there is room, polls of which nothing was dropped are not read back."""
    async with bot.database.write():
        for member_id in CROWD:
            discord.react(member_id, poll.message_id, YES)
    discord.requests.clear()
    await settled(bot)

    assert discord.requests[0] == f"page {poll.poll_id}"
    assert {name.split()[1] for name in discord.requests} == {str(poll.poll_id)}
    assert len(await bot.held(poll)) == len(CROWD)


async def test_dropped_while_it_is_read(bot, discord, poll):
    """A reading during which events are dropped is done once more."""
    first, *rest = CROWD
    discord.react(first, poll.message_id, YES)
    await bot.intake.flush()

    async def crowd_in(_poll):
        discord.while_reading = None
        async with bot.database.write():
            for member_id in rest:
                discord.react(member_id, poll.message_id, YES)
            discord.unreact(first, poll.message_id, YES)
        assert bot.intake.dropped

    discord.while_reading = crowd_in
    await bot.readback.check(poll)

    assert {member_id for member_id, _, _ in await bot.held(poll)} == set(rest)


async def test_a_crowd_does_not_hold_a_flush(bot, discord, poll):
    """A flush writes what was heard before it, in batches of bounded size, and returns."""
    for member_id in CROWD[:19]:
        discord.react(member_id, poll.message_id, YES)
    assert max(map(len, bot.intake._unwritten)) <= 8
    await bot.intake.flush()

    assert bot.intake.waiting == 0
    assert len(await bot.held(poll)) == 19


async def test_clearings_without_end(bot, discord, poll):
    """However often reactions are cleared meanwhile, no more is held than there are options."""
    async with bot.database.write():
        for _ in range(100):
            for option in poll.options:
                bot.intake.cleared(poll.message_id, option.emoji)
            bot.intake.cleared(poll.message_id)
        assert bot.intake.waiting == len(poll.options) + 1
    await bot.intake.flush()

    assert discord.guilds
    assert bot.intake.dropped == 0


async def test_early_events(bot, discord, poll, monkeypatch):
    """Events on messages that may become polls are bounded too; what was missed is read back."""
    monkeypatch.setattr(early_events, "_MOST", 2)
    with bot.intake.expecting():
        for message_id in range(5):
            bot.intake.added(message_id, YES, 501)

        assert not bot.intake.listen(poll)
    with bot.intake.expecting():
        assert bot.intake.listen(poll)
    assert discord.guilds
    assert poll.guild_id == GUILD
