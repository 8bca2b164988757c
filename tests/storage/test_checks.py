"""Checks that are awaited: asked for, answered, and never by a check that began before."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from bot.domain.ballot import PollState
from bot.storage import checks, polls, tables
from bot.storage.checks import Asking
from tests.builders import FIRST_SLOT, GUILD, OTHER_CHANNEL, OTHER_GUILD
from tests.storage.stands import set_up

LATER = FIRST_SLOT + timedelta(hours=1)
DAY = timedelta(days=1)


@pytest.fixture
async def poll(database):
    """Give an open poll, in doubt since its first session."""
    stand = await set_up(database)
    return stand.polls[0]


async def awaited(database):
    """List the polls that wait for a check and whether every voter is to be read."""
    async with database.read() as unit:
        found = await checks.list_awaited(unit)
    return [(one.poll_id, one.asked, one.thorough) for one in found]


async def ask(database, **asking):
    """Ask for a check."""
    async with database.write() as unit:
        await checks.ask(unit, Asking(**asking))


async def answer(database, poll, asked, *, every=False, at=LATER, uncounted=()):
    """Record a check."""
    async with database.write() as unit:
        await checks.record_voters(
            unit, poll=poll, asked=asked, at=at, uncounted=dict(uncounted), every=every
        )


async def to_sweep(database, before=FIRST_SLOT):
    """List the polls whose voters are to be read."""
    async with database.read() as unit:
        return [one.poll_id for one in await checks.list_to_sweep(unit, before=before, limit=9)]


async def test_answered(database, poll):
    """A check answers what was asked for before it began, and nothing later."""
    assert await awaited(database) == [(poll.poll_id, 1, False)]
    await ask(database, guild_id=poll.guild_id)
    await answer(database, poll, 1)
    assert await awaited(database) == [(poll.poll_id, 2, False)]
    await answer(database, poll, 2)

    assert await awaited(database) == []


async def test_counts_answer_too(database, poll):
    """Counts that agree are an answer, and do not take back a later one."""
    await answer(database, poll, 1)
    async with database.write() as unit:
        await checks.record_counts(unit, guild_id=poll.guild_id, asked={poll.poll_id: 0}, at=LATER)

    assert await awaited(database) == []


async def test_every_voter(database, poll):
    """Where events were dropped only every voter is an answer, whatever is asked for later."""
    await ask(database, guild_id=poll.guild_id, poll_ids=[poll.poll_id], thorough=True)
    await ask(database, guild_id=poll.guild_id)
    assert await awaited(database) == [(poll.poll_id, 3, True)]
    await answer(database, poll, 3, every=True)
    await ask(database, guild_id=poll.guild_id)

    assert await awaited(database) == [(poll.poll_id, 4, False)]


async def test_whose(database, poll):
    """A shard's, a server's or one poll's check is asked for, and no other's."""
    other = (await set_up(database, guild_id=OTHER_GUILD, channel_id=OTHER_CHANNEL)).polls[0]
    before = {poll_id: asked for poll_id, asked, _ in await awaited(database)}
    shard = (GUILD >> 22) % 2
    assert shard != (OTHER_GUILD >> 22) % 2
    await ask(database, shard=(shard, 2))
    await ask(database, guild_id=other.guild_id)
    await ask(database, guild_id=other.guild_id, poll_ids=[other.poll_id])
    await ask(database, guild_id=other.guild_id, poll_ids=[poll.poll_id])

    asked = {poll_id: number - before[poll_id] for poll_id, number, _ in await awaited(database)}
    assert asked == {poll.poll_id: 1, other.poll_id: 2}


async def test_closed(database, poll):
    """A poll that has closed waits for nothing."""
    async with database.write() as unit:
        await polls.record_closed(unit, poll=poll, at=LATER)

    assert await awaited(database) == []
    assert await to_sweep(database, LATER + DAY) == []


async def test_doubted(database, poll):
    """While a check is awaited it is known as of when votes were exact."""

    async def doubted():
        async with database.read() as unit:
            return await checks.list_doubted(unit, guild_id=poll.guild_id, poll_ids=[poll.poll_id])

    assert await doubted() == {poll.poll_id: poll.opened_at}
    await answer(database, poll, 1, at=LATER)
    assert await doubted() == {}
    await ask(database, guild_id=poll.guild_id, exact_until=LATER + DAY)
    await ask(database, guild_id=poll.guild_id, exact_until=LATER + 2 * DAY)

    assert await doubted() == {poll.poll_id: LATER + DAY}


async def test_sweep(database, poll):
    """Every voter is read soon after a doubt, else when the last time is long ago."""
    assert await to_sweep(database) == []
    await answer(database, poll, 1)
    assert await to_sweep(database) == [poll.poll_id]
    await answer(database, poll, 1, every=True, at=LATER)

    assert await to_sweep(database, LATER) == []
    assert await to_sweep(database, LATER + timedelta(seconds=1)) == [poll.poll_id]


async def test_never_in_doubt(database, poll):
    """A poll that nobody ever asked about is swept by the time it was opened."""
    async with database.write() as unit:
        await unit.exec_driver_sql("DELETE FROM poll_checks")

    assert await to_sweep(database, poll.opened_at) == []
    assert await to_sweep(database, poll.opened_at + DAY) == [poll.poll_id]
    await answer(database, poll, 0, every=True)
    assert await to_sweep(database, poll.opened_at + DAY) == [poll.poll_id]
    assert await to_sweep(database, LATER) == []


async def test_uncounted(database, poll):
    """Marks that are no votes are remembered by position, each from its last reading."""
    await answer(database, poll, 1, uncounted={0: 2, 1: 1})
    await answer(database, poll, 1, uncounted={1: 0, 2: 4})

    async with database.read() as unit:
        known = await checks.list_uncounted(unit, guild_id=poll.guild_id, poll_ids=[poll.poll_id])
    assert known == {poll.poll_id: {0: 2, 2: 4}}
    assert poll.state is PollState.OPEN


async def test_what_has_no_end_waits(database, poll):
    """What closes soonest goes first, and what nobody said the end of goes last."""
    other = (await set_up(database, guild_id=OTHER_GUILD, channel_id=OTHER_CHANNEL)).polls[0]
    async with database.write() as unit:
        for poll_id, closes_at in ((poll.poll_id, None), (other.poll_id, LATER)):
            await unit.execute(
                sa.update(tables.polls)
                .where(tables.polls.c.poll_id == poll_id)
                .values(closes_at=closes_at)
            )

    assert [poll_id for poll_id, *_ in await awaited(database)] == [other.poll_id, poll.poll_id]
