"""The pace: the urgent first, in order of asking, never faster than allowed."""

import asyncio

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.delivery.pace import REQUESTS_PER_SECOND, Pace, Priority

_QUICK = 500.0


async def ask(pace, priority, name, turns):
    """Wait for a turn and note whose it was, and when."""
    await pace.turn(priority)
    turns.append((name, asyncio.get_running_loop().time()))


async def held_up(pace):
    """Use up what the pace gives at once, so that those who ask next must wait."""
    for _ in range(3):
        await pace.turn(Priority.SECTION)


@given(priorities=st.lists(st.sampled_from(Priority), min_size=1, max_size=12))
@settings(max_examples=30, deadline=None)
async def test_order(priorities):
    """Turns come by priority, and among equals in the order of asking."""
    pace, turns = Pace(2000.0), []
    await held_up(pace)

    async with asyncio.TaskGroup() as group:
        for number, priority in enumerate(priorities):
            group.create_task(ask(pace, priority, (priority, number), turns))
        # Nobody is served before all have asked.
        pace._free_at = asyncio.get_running_loop().time() + 0.003

    assert [name for name, _ in turns] == sorted(name for name, _ in turns)


async def test_never_faster():
    """However many ask at once, turns come no faster than the rate, one made up for at most."""
    pace, turns = Pace(_QUICK), []
    async with asyncio.TaskGroup() as group:
        for number in range(25):
            group.create_task(ask(pace, Priority.POLL, number, turns))

    times = [at for _, at in turns]
    for first in range(len(times)):
        for last in range(first + 1, len(times)):
            assert times[last] - times[first] >= (last - first - 1) / _QUICK - 1e-9


async def test_idle_time_is_not_saved_up():
    """After a rest no burst follows: turns not taken are gone."""
    pace, turns = Pace(_QUICK), []
    await pace.turn(Priority.SECTION)
    await asyncio.sleep(0.03)
    async with asyncio.TaskGroup() as group:
        for number in range(10):
            group.create_task(ask(pace, Priority.SECTION, number, turns))

    assert turns[-1][1] - turns[0][1] >= 8 / _QUICK - 1e-9


async def test_the_urgent_overtake():
    """Whoever asks late but urgently goes before those who wait for less."""
    pace, turns = Pace(_QUICK), []
    await held_up(pace)
    async with asyncio.TaskGroup() as group:
        for number in range(5):
            group.create_task(ask(pace, Priority.SEED, number, turns))
        await asyncio.sleep(0)
        group.create_task(ask(pace, Priority.CLOSING, "urgent", turns))

    assert "urgent" in [name for name, _ in turns[:2]]


async def test_cancelled_waiters_take_no_turn():
    """Those who gave up waiting do not delay the others."""
    pace, turns = Pace(20.0), []
    await held_up(pace)
    gone = [asyncio.create_task(ask(pace, Priority.SECTION, n, turns)) for n in range(50)]
    await asyncio.sleep(0)
    for task in gone:
        task.cancel()
    await asyncio.wait(gone)

    async with asyncio.timeout(1):
        await pace.turn(Priority.SWEEP)

    assert turns == []


async def test_all_gone():
    """Where everybody gave up, the next who asks is served."""
    pace = Pace(_QUICK)
    await held_up(pace)
    waiting = asyncio.create_task(pace.turn(Priority.SEED))
    await asyncio.sleep(0)
    waiting.cancel()
    await asyncio.wait([waiting])
    await asyncio.sleep(0.01)

    async with asyncio.timeout(1):
        await pace.turn(Priority.SEED)


def test_below_discords_limit():
    """By default it stays under the fifty a second that Discord allows."""
    assert REQUESTS_PER_SECOND < 50
    assert Pace()._spacing == pytest.approx(1 / REQUESTS_PER_SECOND)


def test_closing_goes_first():
    """What closes goes before sections, sections before polls, polls before seeds."""
    assert sorted(Priority) == [
        Priority.CLOSING,
        Priority.SECTION,
        Priority.POLL,
        Priority.SEED,
        Priority.SWEEP,
    ]
