"""The alarm: rings when the next thing is due, by APScheduler, over rows that are the truth.

It turns an instant on the bot's clock into a real delay and arms itself anew when that clock is
moved. Nothing of a schedule is kept here: whoever hears it ring looks at the rows.
"""

from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime, timedelta

from apscheduler.jobstores.base import JobLookupError
from apscheduler.schedulers.asyncio import AsyncIOScheduler
from apscheduler.triggers.date import DateTrigger

from bot.clock import Clock

# The machine's clock may be set, or the machine may sleep: look again at least this often.
_LONGEST_DELAY_SECONDS = 600.0
_JOB = "alarm"


class Alarm:
    """Rings at the instant last set."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._scheduler = AsyncIOScheduler(timezone=UTC)
        self._instant: datetime | None = None
        self._listeners: list[Callable[[], None]] = []
        clock.on_jump(self._arm)

    def on_ring(self, listener: Callable[[], None]) -> None:
        """Call `listener` at every ring."""
        self._listeners.append(listener)

    def start(self) -> None:
        """Begin to keep time; needs a running event loop."""
        self._scheduler.start()

    def stop(self) -> None:
        """Stop keeping time."""
        self._scheduler.shutdown(wait=False)

    def set(self, instant: datetime | None) -> None:
        """Ring at `instant`, at once if it is past; None for not at all."""
        self._instant = instant
        self._arm()

    def _arm(self) -> None:
        # A job that is just going off is gone from the store already.
        with suppress(JobLookupError):
            self._scheduler.remove_job(_JOB)
        if self._instant is None:
            return
        delay = self._clock.delay_until(self._instant)
        if delay == 0:
            self._ring()
        elif delay is not None:
            rings_at = datetime.now(UTC) + timedelta(seconds=min(delay, _LONGEST_DELAY_SECONDS))
            self._scheduler.add_job(
                self._go_off,
                DateTrigger(rings_at),
                id=_JOB,
                # By default a ring more than a second late would be dropped as missed.
                misfire_grace_time=None,
            )

    async def _go_off(self) -> None:
        # A coroutine, since APScheduler runs plain functions in a thread.
        self._arm()

    def _ring(self) -> None:
        self._instant = None
        for listener in self._listeners:
            listener()
