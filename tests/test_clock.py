"""Clocks: the system's goes by itself, the time-lapse clock goes where it is sent."""

import time
from datetime import UTC, datetime, timedelta

import pytest

from bot.clock import SystemClock, TimeLapseClock

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)


class TestSystemClock:
    """The machine's clock."""

    def test_it_tells_the_machines_time(self):
        """The present lies between the machine's time before and after asking."""
        before = datetime.now(UTC)
        now = SystemClock().now()
        after = datetime.now(UTC)

        assert before <= now <= after
        assert now.tzinfo is UTC

    def test_the_future_takes_its_real_time(self):
        """An instant an hour ahead is close to an hour of real seconds away."""
        clock = SystemClock()

        delay = clock.delay_until(clock.now() + HOUR)

        assert delay == pytest.approx(3600, abs=60)

    def test_the_past_is_due_at_once(self):
        """What is past needs no waiting, and never a negative one."""
        assert SystemClock().delay_until(NOON - timedelta(days=9999)) == 0

    @pytest.mark.parametrize("step", [HOUR, -HOUR])
    def test_being_set_is_noticed_once(self, step):
        """Whoever listens hears once that the machine's clock was set; else nothing is heard."""
        set_by = timedelta()
        calls = []
        clock = SystemClock(lambda: time.time() + set_by.total_seconds())
        clock.on_jump(lambda: calls.append(clock.now()))
        clock.look()
        assert calls == []

        set_by = step
        clock.look()
        clock.look()

        assert len(calls) == 1
        assert abs(calls[0] - datetime.now(UTC) - step) < timedelta(minutes=1)


class TestTimeLapseClock:
    """The clock of demo and tests."""

    def test_it_stands_still(self):
        """Unmoved, it tells the same instant again and again."""
        clock = TimeLapseClock(NOON)

        assert clock.now() == clock.now() == NOON

    def test_it_jumps_and_advances(self):
        """It tells the instant it was moved to, by date or by distance."""
        clock = TimeLapseClock(NOON)

        clock.jump_to(NOON + HOUR)
        clock.advance(HOUR)

        assert clock.now() == NOON + 2 * HOUR

    @pytest.mark.parametrize("instant", [NOON, NOON - HOUR])
    def test_it_never_runs_backwards(self, instant):
        """Moved to the past or to where it stands, it stays and tells nobody."""
        calls = []
        clock = TimeLapseClock(NOON)
        clock.on_jump(lambda: calls.append(clock.now()))

        clock.jump_to(instant)

        assert clock.now() == NOON
        assert calls == []

    def test_every_listener_hears_every_jump_when_it_is_done(self):
        """Listeners are called in order, after the move, so that they see the new time."""
        calls = []
        clock = TimeLapseClock(NOON)
        clock.on_jump(lambda: calls.append(("first", clock.now())))
        clock.on_jump(lambda: calls.append(("second", clock.now())))

        clock.advance(HOUR)
        clock.advance(HOUR)

        assert calls == [
            ("first", NOON + HOUR),
            ("second", NOON + HOUR),
            ("first", NOON + 2 * HOUR),
            ("second", NOON + 2 * HOUR),
        ]

    def test_only_a_jump_brings_the_future(self):
        """What is due needs no waiting; what is ahead comes by no waiting at all."""
        clock = TimeLapseClock(NOON)

        assert clock.delay_until(NOON - HOUR) == 0
        assert clock.delay_until(NOON) == 0
        assert clock.delay_until(NOON + HOUR) is None

        clock.advance(HOUR)

        assert clock.delay_until(NOON + HOUR) == 0
