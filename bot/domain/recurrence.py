"""A recurrence: the wall times at which something is appointed, again and again, without a zone.

No clock ever changes here. What a zone's clock changes do to a wall time is `wall_time`'s subject.
"""

import calendar
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from cronsim import CronSim, CronSimError

EVERY_DAY = frozenset(range(7))
WORKDAYS = frozenset(range(5))
WEEKEND = frozenset({5, 6})

LAST = -1

_LONGEST_STEP = 366
_LONGEST_CRON_LINE = 200
_CRON_FIELDS = 5
# The year after it cannot be reckoned with in every zone.
_LAST_YEAR = 9998


@dataclass(frozen=True, slots=True, kw_only=True)
class Weekly:
    """Days of the week; `days` count from 0 = Monday to 6 = Sunday.

    Here and below `times` ascend without repeats; neither they nor `days` are empty.
    """

    days: frozenset[int]
    times: tuple[time, ...]

    def __post_init__(self) -> None:
        """Refuse what would never come due or would come due out of order."""
        _check_days(self.days)
        _check_times(self.times)


@dataclass(frozen=True, slots=True, kw_only=True)
class EveryFewDays:
    """Every `step` days, counted from the day `since`; weeks are seven days each."""

    step: int
    since: date
    times: tuple[time, ...]

    def __post_init__(self) -> None:
        """Refuse what would never come due or would come due out of order."""
        if self.step not in range(1, _LONGEST_STEP + 1):
            raise ValueError(self.step)
        _check_times(self.times)


@dataclass(frozen=True, slots=True, kw_only=True)
class Monthly:
    """The `nth` day of each month that falls on one of `days`; `LAST` is the last one.

    One weekday makes "the first Monday", Monday to Friday "the last working day". A month without
    a fifth one has none.
    """

    nth: int
    days: frozenset[int]
    times: tuple[time, ...]

    def __post_init__(self) -> None:
        """Refuse what would never come due or would come due out of order."""
        if self.nth not in {1, 2, 3, 4, 5, LAST}:
            raise ValueError(self.nth)
        _check_days(self.days)
        _check_times(self.times)


@dataclass(frozen=True, slots=True)
class CronLine:
    """A cron line of five fields, Sunday being 0 or 7.

    Where neither the day of the month nor the day of the week begins with a star, either of them
    is enough, as cron has it.
    """

    line: str

    def __post_init__(self) -> None:
        """Refuse what cannot be read and what would never come due."""
        if len(self.line) > _LONGEST_CRON_LINE or len(self.line.split()) != _CRON_FIELDS:
            raise ValueError(self.line)
        try:
            CronSim(self.line, datetime(2000, 1, 1)).__next__()  # noqa: DTZ001 - wall time
        # Beside its own error, odd mixtures such as "1L/2" make it stumble over an assertion.
        except (CronSimError, StopIteration, AssertionError, TypeError):
            raise ValueError(self.line) from None


Recurrence = Weekly | EveryFewDays | Monthly | CronLine


def walls_after(recurrence: Recurrence, start: datetime) -> Iterator[datetime]:
    """Give the naive wall times after `start`, ascending, to the calendar's end."""
    match recurrence:
        case CronLine(line):
            yield from _cron_walls(line, start)
        case _:
            times, first = recurrence.times, start.date()
            for day in _days_from(recurrence, first):
                passed = bisect_right(times, start.time()) if day == first else 0
                for moment in times[passed:]:
                    yield datetime.combine(day, moment)


def _cron_walls(line: str, start: datetime) -> Iterator[datetime]:
    """Give a cron line's wall times.

    cronsim runs on naive datetimes because its own clock-change rule differs from `instant_of`'s.
    """
    try:
        for wall in CronSim(line, start):
            if wall.year > _LAST_YEAR:
                return
            yield wall
    except OverflowError:  # it looked for more beyond the calendar's end
        return


def _days_from(recurrence: Weekly | EveryFewDays | Monthly, first: date) -> Iterator[date]:
    """Give the days on `first` and later, ascending."""
    match recurrence:
        case Weekly(days=days):
            return (day for day in _every_nth_day(first, 1) if day.weekday() in days)
        case EveryFewDays(step=step, since=since):
            passed = max(0, -((since - first).days // step))
            return _every_nth_day(since + timedelta(days=passed * step), step)
        case Monthly():
            return (day for day in _monthly_days(recurrence, first) if day >= first)


def _every_nth_day(first: date, step: int) -> Iterator[date]:
    day = first
    while day.year <= _LAST_YEAR:
        yield day
        day += timedelta(days=step)


def _monthly_days(recurrence: Monthly, first: date) -> Iterator[date]:
    for months in range(first.year * 12 + first.month - 1, (_LAST_YEAR + 1) * 12):
        year, month = months // 12, months % 12 + 1
        weekday, length = calendar.monthrange(year, month)
        found = [day for day in range(length) if (weekday + day) % 7 in recurrence.days]
        place = recurrence.nth if recurrence.nth == LAST else recurrence.nth - 1
        if place < len(found):
            yield date(year, month, found[place] + 1)


def _check_days(days: frozenset[int]) -> None:
    if not days or not days <= EVERY_DAY:
        raise ValueError(days)


def _check_times(times: tuple[time, ...]) -> None:
    if not times or list(times) != sorted(set(times)):
        raise ValueError(times)
