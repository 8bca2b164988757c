"""The alarm: it rings when its instant has come on the bot's clock, and only then."""

import asyncio
from datetime import UTC, datetime, timedelta

import pytest

from bot.alarm import Alarm
from bot.clock import SystemClock, TimeLapseClock
from tests.builders import DAY, NOW
from tests.patience import PATIENCE_SECONDS


class Bell:
    """Counts rings, and can be waited for."""

    def __init__(self):
        self.rings = 0
        self._rung = asyncio.Event()

    def ring(self):
        """Ring once."""
        self.rings += 1
        self._rung.set()

    async def rung(self):
        """Wait for a ring."""
        async with asyncio.timeout(PATIENCE_SECONDS):
            await self._rung.wait()


@pytest.fixture
def bell():
    """Give a bell."""
    return Bell()


@pytest.fixture
async def hung_up(bell):
    """Give a way to make alarms that ring the bell and are stopped at the end."""
    alarms = []

    def hang(clock):
        alarm = Alarm(clock)
        alarm.on_ring(bell.ring)
        alarm.start()
        alarms.append(alarm)
        return alarm

    yield hang
    for alarm in alarms:
        alarm.stop()


class TestTimeLapse:
    """On a clock that is moved by hand."""

    @pytest.fixture
    async def alarm(self, hung_up, clock):
        """Give an alarm on the time-lapse clock."""
        return hung_up(clock)

    async def test_past(self, alarm, bell):
        """For an instant that is past, or now, it rings at once, and once."""
        alarm.set(NOW - DAY)
        alarm.set(NOW)

        assert bell.rings == 2

    async def test_future(self, alarm, bell, clock):
        """For an instant to come it rings when the clock reaches it, and not again."""
        alarm.set(NOW + DAY)
        before = bell.rings
        clock.advance(DAY / 2)
        half_way = bell.rings
        clock.advance(DAY / 2)
        clock.advance(DAY)

        assert (before, half_way, bell.rings) == (0, 0, 1)

    async def test_jumped_over(self, alarm, bell, clock):
        """It rings also where the clock jumps past its instant."""
        alarm.set(NOW + DAY)
        clock.advance(9 * DAY)

        assert bell.rings == 1

    async def test_silenced(self, alarm, bell, clock):
        """Set to nothing, it does not ring."""
        alarm.set(NOW + DAY)
        alarm.set(None)
        clock.advance(2 * DAY)

        assert bell.rings == 0

    async def test_the_last_one_counts(self, alarm, bell, clock):
        """Set anew, only the new instant counts."""
        alarm.set(NOW + DAY)
        alarm.set(NOW + 3 * DAY)
        clock.advance(2 * DAY)
        early = bell.rings
        clock.advance(DAY)

        assert (early, bell.rings) == (0, 1)

    async def test_all_who_listen(self, alarm, bell):
        """Everybody who listens hears it."""
        alarm.on_ring(bell.ring)

        alarm.set(NOW)

        assert bell.rings == 2

    async def test_set_while_ringing(self, alarm, bell, clock):
        """Whoever hears it ring may set it anew at once."""
        to_come = [NOW + DAY]
        alarm.on_ring(lambda: alarm.set(to_come.pop() if to_come else None))
        alarm.set(NOW)
        clock.advance(2 * DAY)

        assert bell.rings == 2


class TestRealTime:
    """On the machine's clock."""

    @pytest.fixture
    async def alarm(self, hung_up):
        """Give an alarm on the machine's clock."""
        return hung_up(SystemClock())

    async def test_soon(self, alarm, bell):
        """It rings by itself, not before its instant."""
        instant = datetime.now(UTC) + timedelta(milliseconds=30)
        alarm.set(instant)
        early = bell.rings

        await bell.rung()

        assert early == 0
        assert datetime.now(UTC) >= instant

    async def test_past(self, alarm, bell):
        """For an instant that is past it rings at once."""
        alarm.set(datetime.now(UTC) - DAY)

        assert bell.rings == 1

    async def test_earlier_after_all(self, alarm, bell):
        """An earlier instant set later is rung for."""
        alarm.set(datetime.now(UTC) + DAY)
        alarm.set(datetime.now(UTC) + timedelta(milliseconds=20))

        await bell.rung()

        assert bell.rings == 1

    @pytest.mark.parametrize("instant", [datetime.max.replace(tzinfo=UTC), NOW + 36500 * DAY])
    async def test_far_off(self, alarm, bell, instant):
        """However far off its instant, it looks again within ten minutes, for clocks may be set."""
        alarm.set(instant)

        (job,) = alarm._scheduler.get_jobs()
        assert job.next_run_time - datetime.now(UTC) <= timedelta(minutes=10)
        assert bell.rings == 0

    async def test_looking_too_early(self, alarm, bell):
        """Where it looks again and the instant has not come, it goes on waiting."""
        alarm.set(datetime.now(UTC) + DAY)

        await alarm._go_off()

        assert bell.rings == 0
        assert len(alarm._scheduler.get_jobs()) == 1


async def test_set_before_the_start(bell):
    """An alarm that was set before it was started rings after all."""
    alarm = Alarm(SystemClock())
    alarm.on_ring(bell.ring)
    alarm.set(datetime.now(UTC) + timedelta(milliseconds=10))
    alarm.start()

    await bell.rung()
    alarm.stop()

    assert bell.rings == 1


async def test_stopped(bell):
    """A stopped alarm is silent; the clock may move on."""
    clock = TimeLapseClock(NOW)
    alarm = Alarm(clock)
    alarm.start()
    alarm.set(NOW + DAY)
    alarm.stop()
    clock.advance(DAY / 2)

    assert bell.rings == 0
