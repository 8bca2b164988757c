"""The pace: the urgent first, in order of asking, never faster than allowed."""

import asyncio
from functools import partial

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.delivery.pace import REQUESTS_PER_SECOND, Pace, Priority
from tests.delivery.stepped import SteppedLoop

_SPACING = 1 / REQUESTS_PER_SECOND
_HAIR = 1e-9


def play(story, *, late_by=0.0):
    """Run a story on a loop whose time is stepped."""
    with asyncio.Runner(loop_factory=partial(SteppedLoop, late_by)) as runner:
        return runner.run(story)


async def ask_all(pace, priorities):
    """Have one ask for each priority, at once; give who had a turn when, in order."""
    turns = []
    loop = asyncio.get_running_loop()

    async def ask(name, priority):
        await pace.turn(priority)
        turns.append((name, loop.time()))

    async with asyncio.TaskGroup() as group:
        for number, priority in enumerate(priorities):
            group.create_task(ask((priority, number), priority))
    return turns


async def hold_up(pace):
    """Use up what the pace gives at once, so that those who ask next must wait."""
    for _ in range(3):
        await pace.turn(Priority.SECTION)


@given(priorities=st.lists(st.sampled_from(Priority), min_size=1, max_size=12))
def test_order(priorities):
    """Turns come by priority, and among equals in the order of asking."""

    async def story():
        pace = Pace()
        await hold_up(pace)
        return await ask_all(pace, priorities)

    names = [name for name, _ in play(story())]

    assert names == sorted(names)


@given(
    count=st.integers(2, 60),
    late_by=st.sampled_from([0.0, 0.001, _SPACING / 2, _SPACING, 10 * _SPACING]),
)
def test_never_faster(count, late_by):
    """However late timers go off, turns never come faster than the rate, one made up for."""
    turns = play(ask_all(Pace(), [Priority.POLL] * count), late_by=late_by)

    times = [at for _, at in turns]
    for first in range(count):
        for last in range(first + 1, count):
            assert times[last] - times[first] >= (last - first - 1) * _SPACING - _HAIR


def test_as_fast_as_allowed():
    """A hundred turns take no longer than the rate asks for."""
    turns = play(ask_all(Pace(), [Priority.POLL] * 100))

    assert turns[-1][1] - turns[0][1] <= 99 * _SPACING + _HAIR


def test_idle_time_is_not_saved_up():
    """After a rest no burst follows: turns not taken are gone."""

    async def story():
        pace = Pace()
        await pace.turn(Priority.SECTION)
        asyncio.get_running_loop().go_on(3600)
        return await ask_all(pace, [Priority.SECTION] * 10)

    turns = play(story())

    assert turns[-1][1] - turns[0][1] >= 8 * _SPACING - _HAIR


def test_the_urgent_overtake():
    """Whoever asks late but urgently goes before those who wait for less."""

    async def story():
        pace, turns = Pace(), []

        async def ask(name, priority):
            await pace.turn(priority)
            turns.append(name)

        await hold_up(pace)
        async with asyncio.TaskGroup() as group:
            for number in range(5):
                group.create_task(ask(number, Priority.SEED))
            await asyncio.sleep(1.5 * _SPACING)
            group.create_task(ask("urgent", Priority.CLOSING))
        return turns

    turns = play(story())

    assert turns.index("urgent") < 3
    assert [name for name in turns if name != "urgent"] == list(range(5))


def test_cancelled_waiters_take_no_turn():
    """Those who gave up waiting do not delay the others."""

    async def story():
        pace = Pace()
        loop = asyncio.get_running_loop()
        await hold_up(pace)
        gone = [asyncio.create_task(pace.turn(Priority.SECTION)) for _ in range(50)]
        await asyncio.sleep(0)
        for task in gone:
            task.cancel()
        await asyncio.wait(gone)
        before = loop.time()
        await pace.turn(Priority.SWEEP)
        return loop.time() - before

    assert play(story()) <= _SPACING + _HAIR


def test_all_gone():
    """Where everybody gave up, the next who asks is served."""

    async def story():
        pace = Pace()
        await hold_up(pace)
        waiting = asyncio.create_task(pace.turn(Priority.SEED))
        await asyncio.sleep(0)
        waiting.cancel()
        await asyncio.wait([waiting])
        await asyncio.sleep(10 * _SPACING)
        await pace.turn(Priority.SEED)
        return True

    assert play(story())


def test_below_discords_limit():
    """By default it stays under the fifty a second that Discord allows."""
    assert REQUESTS_PER_SECOND < 50
    assert Pace()._spacing == pytest.approx(_SPACING)


def test_who_goes_first():
    """What closes, sections, polls, seeds, then recounts for people; what can wait comes last."""
    assert [priority.name for priority in sorted(Priority)] == [
        *("CLOSING", "SECTION", "POLL", "SEED", "RECOUNT", "NICETY", "READBACK", "INDEX", "SWEEP")
    ]


@given(paying=st.lists(st.booleans(), min_size=2, max_size=40))
def test_what_is_sent_without_a_turn_is_paid_for(paying):
    """Turns and what needs none together never come faster than the rate."""

    async def story():
        pace, times = Pace(), []
        loop = asyncio.get_running_loop()

        async def send(*, without):
            if not without:
                await pace.turn(Priority.POLL)
            await pace.pay()
            times.append(loop.time())

        async with asyncio.TaskGroup() as group:
            for without in paying:
                group.create_task(send(without=without))
        return times

    times = sorted(play(story()))

    for first, at in enumerate(times):
        for last in range(first + 1, len(times)):
            assert times[last] - at >= (last - first - 1) * _SPACING - _HAIR


def test_a_turn_is_paid_for_once():
    """A turn is good for one request, at once; who waited elsewhere pays anew."""

    async def story():
        pace = Pace()
        loop = asyncio.get_running_loop()
        await hold_up(pace)
        await pace.turn(Priority.POLL)
        before = loop.time()
        await pace.pay()
        paid_by_the_turn = loop.time() - before
        await pace.pay()
        asked_again = loop.time() - before
        await pace.turn(Priority.POLL)
        loop.go_on(5)
        for _ in range(3):
            await pace.pay()
        return paid_by_the_turn, asked_again, loop.time() - before

    paid_by_the_turn, asked_again, waited_elsewhere = play(story())

    assert paid_by_the_turn == 0
    assert asked_again == pytest.approx(_SPACING)
    assert waited_elsewhere == pytest.approx(5 + 3 * _SPACING, abs=_SPACING)


def test_held():
    """While it is held nobody has a turn, but what needs none goes on."""

    async def story():
        pace = Pace()
        loop = asyncio.get_running_loop()
        began = loop.time()
        pace.hold(600)
        pace.hold(60)
        waiting = asyncio.create_task(pace.turn(Priority.RECOUNT))
        await asyncio.sleep(0)
        await pace.pay()
        paid_at = loop.time()
        await waiting
        return paid_at - began, loop.time() - began

    paid_after, turn_after = play(story())

    assert paid_after <= _SPACING
    assert turn_after == pytest.approx(600)


def test_room():
    """There is room while few wait; who needs no turn and who gave up take none of it."""

    async def story():
        pace = Pace()
        await hold_up(pace)
        many = [asyncio.create_task(pace.turn(Priority.SECTION)) for _ in range(300)]
        await asyncio.sleep(0)
        waiting = asyncio.create_task(pace.room())
        await asyncio.sleep(_SPACING)
        crowded = not waiting.done()
        for task in many[:250]:
            task.cancel()
        await asyncio.sleep(60 * _SPACING)
        await waiting
        await pace.room()
        return crowded, sum(not task.done() for task in many)

    crowded, left = play(story())

    assert crowded
    assert left == 0
