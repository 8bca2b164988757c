"""Schedules in words: on which days, when and in which zone."""

from collections.abc import Mapping, Sequence
from datetime import time
from typing import Final

from bot.domain.recurrence import (
    EVERY_DAY,
    LAST,
    WEEKEND,
    WORKDAYS,
    CronLine,
    EveryFewDays,
    Monthly,
    Recurrence,
    Weekly,
)
from bot.domain.schedule import Schedule
from bot.ui.bars import counted

_DAYS: Final = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_DAY_GROUPS: Final = {EVERY_DAY: "every day", WORKDAYS: "on weekdays", WEEKEND: "at weekends"}
_ONE_OF_GROUP: Final = {EVERY_DAY: "day", WORKDAYS: "weekday", WEEKEND: "weekend day"}
_PLACES: Final[Mapping[int, str]] = {
    1: "first",
    2: "second",
    3: "third",
    4: "fourth",
    5: "fifth",
    LAST: "last",
}
_WEEK = 7


def describe_schedule(schedule: Schedule) -> str:
    """Say on which days, when, in which zone and until when, in words that follow "I post"."""
    end = f", until {schedule.ends_on}" if schedule.ends_on else ""
    return f"{_describe_recurrence(schedule.recurrence)}, {schedule.time_zone} time{end}"


def describe_days(days: frozenset[int]) -> str:
    """Name days of the week, 0 = Monday, in words that follow "I post"."""
    named = _joined([_DAYS[day] for day in sorted(days)])
    return _DAY_GROUPS.get(days) or f"every {named}"


def describe_rhythm(recurrence: Recurrence) -> str:
    """Say on which days, without times and from when they count, in words that follow "I post"."""
    match recurrence:
        case Weekly(days=days):
            return describe_days(days)
        case EveryFewDays(step=step):
            weeks, rest = divmod(step, _WEEK)
            every = counted(step, "day") if rest else counted(weeks, "week")
            return f"every {every.removeprefix('1 ')}"
        case Monthly(nth=nth, days=days):
            day = _ONE_OF_GROUP.get(days) or _joined([_DAYS[day] for day in sorted(days)], "or")
            return f"on the {_PLACES[nth]} {day} of each month"
        case CronLine(line):
            return f"by the cron line `{line}`"


def _describe_recurrence(recurrence: Recurrence) -> str:
    rhythm = describe_rhythm(recurrence)
    match recurrence:
        case EveryFewDays(since=since, times=times):
            return f"{rhythm}, counted from {since}, {_at(times)}"
        case CronLine():
            return rhythm
        case _:
            return f"{rhythm} {_at(recurrence.times)}"


def _at(times: Sequence[time]) -> str:
    return f"at {_joined([f'{moment:%H:%M}' for moment in times])}"


def _joined(words: Sequence[str], link: str = "and") -> str:
    return f" {link} ".join(filter(None, [", ".join(words[:-1]), words[-1]]))
