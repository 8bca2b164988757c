"""Errors about schedules: days, times, zones, dates."""

from dataclasses import dataclass
from datetime import date, datetime

from bot.errors.root import InvalidInput


@dataclass(eq=False)
class UnknownTimeZone(InvalidInput):
    """No IANA zone has that name; `suggestions` are near ones, best first."""

    given: str
    suggestions: tuple[str, ...] = ()


@dataclass(eq=False)
class TimeZoneWithoutChanges(InvalidInput):
    """That zone keeps one offset all year, which is hardly meant; `suggestions`, best first."""

    given: str
    suggestions: tuple[str, ...] = ()


@dataclass(eq=False)
class UnknownDays(InvalidInput):
    """The words for the days could not be read."""

    given: str


@dataclass(eq=False)
class UnknownTime(InvalidInput):
    """The time of day could not be read."""

    given: str


@dataclass(eq=False)
class UnknownDate(InvalidInput):
    """The date could not be read."""

    given: str


@dataclass(eq=False)
class UnknownDates(InvalidInput):
    """The day or range of days could not be read."""

    given: str


@dataclass(eq=False)
class DaysReversed(InvalidInput):
    """The last day of a range lies before its first."""

    given: str


@dataclass(eq=False)
class UnknownRhythm(InvalidInput):
    """The words for every how many days or weeks could not be read, or are too many."""

    given: str


@dataclass(eq=False)
class UnknownMonthDay(InvalidInput):
    """The words for one weekday of each month could not be read."""

    given: str


@dataclass(eq=False)
class UnknownCronLine(InvalidInput):
    """The cron line could not be read or never comes due."""

    given: str


@dataclass(eq=False)
class UnreadableCalendar(InvalidInput):
    """The file is no iCalendar file, or one that is `cut_off`: its end is missing."""

    name: str
    cut_off: bool = False


@dataclass(eq=False)
class NoSlotLeft(InvalidInput):
    """The schedule has no slot any more; it may have an end, a local day."""

    ends_on: date | None


@dataclass(eq=False)
class PastEnd(InvalidInput):
    """The asked last day has already gone by, where the schedule is."""

    ends_on: date


@dataclass(eq=False)
class PastTime(InvalidInput):
    """The asked start has already gone by; both instants are aware UTC."""

    given: datetime
    now: datetime


@dataclass(eq=False)
class DistantDate(InvalidInput):
    """The asked first day is years away; somebody has mistyped it."""

    given: date


@dataclass(eq=False)
class UnknownQuietHours(InvalidInput):
    """The quiet hours could not be read, or are none."""

    given: str


class TimesWanted(InvalidInput):
    """The rhythm needs times of day."""


@dataclass(eq=False)
class TimesTwice(InvalidInput):
    """A cron line has its own times, yet others were given."""

    given: str


class ZoneWanted(InvalidInput):
    """No time zone was given, and the server has set none."""


@dataclass(eq=False)
class EndsBeforeStart(InvalidInput):
    """The last day lies before the first."""

    starts_on: date
    ends_on: date


@dataclass(eq=False)
class TooFewSlots(InvalidInput):
    """A schedule that ends has fewer slots than there are sections to come."""

    slots: int
    sections: int
    ends_on: date | None
