"""What somebody said about a schedule; `services/schedule_words.py` makes a schedule of it."""

from dataclasses import dataclass

from bot.domain.schedule import DaySpan, MissedSlot


@dataclass(frozen=True, slots=True, kw_only=True)
class CalendarFile:
    """An iCalendar file that somebody attached."""

    name: str
    data: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class ScheduleWords:
    """What somebody said about a schedule, in their own words; None where they said nothing.

    `days_off` are the days of a calendar file that was read before.
    """

    days: str | None = None
    times: str | None = None
    time_zone: str | None = None
    starts: str | None = None
    ends: str | None = None
    blackout: str | None = None
    holidays: CalendarFile | None = None
    days_off: tuple[DaySpan, ...] = ()
    quiet: str | None = None
    missed: MissedSlot | None = None
