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
from bot.ui.speech import N_, _, ngettext, weekday

_DAY_GROUPS: Final = {
    EVERY_DAY: N_("every day"),
    WORKDAYS: N_("on weekdays"),
    WEEKEND: N_("at weekends"),
}
_ONE_OF_GROUP: Final = {
    EVERY_DAY: N_("day"),
    WORKDAYS: N_("weekday"),
    WEEKEND: N_("weekend day"),
}
_PLACES: Final[Mapping[int, str]] = {
    1: N_("first"),
    2: N_("second"),
    3: N_("third"),
    4: N_("fourth"),
    5: N_("fifth"),
    LAST: N_("last"),
}
_WEEK = 7
_MOST_TIMES = 12


def describe_schedule(schedule: Schedule) -> str:
    """Say on which days, when, in which zone and until when, in words that follow "I post"."""
    slots, zone = _describe_recurrence(schedule.recurrence), schedule.time_zone
    if schedule.ends_on is None:
        return _("{slots}, {zone} time", slots=slots, zone=zone)
    return _("{slots}, {zone} time, until {day}", slots=slots, zone=zone, day=schedule.ends_on)


def describe_days(days: frozenset[int]) -> str:
    """Name days of the week, 0 = Monday, in words that follow "I post"."""
    if days in _DAY_GROUPS:
        return _(_DAY_GROUPS[days])
    return _("every {days}", days=_all_of([weekday(day) for day in sorted(days)]))


def describe_rhythm(recurrence: Recurrence) -> str:
    """Say on which days, without times and from when they count, in words that follow "I post"."""
    match recurrence:
        case Weekly(days=days):
            return describe_days(days)
        case EveryFewDays(step=step):
            return _every_few_days(step)
        case Monthly(nth=nth, days=days):
            return _("on the {nth} {day} of each month", nth=_(_PLACES[nth]), day=_one_of(days))
        case CronLine(line):
            return _("by the cron line `{line}`", line=line)


def _every_few_days(step: int) -> str:
    weeks, rest = divmod(step, _WEEK)
    if step == 1:
        return _("every day")
    if rest:
        return ngettext("every {count} day", "every {count} days", step)
    if weeks == 1:
        return _("every week")
    return ngettext("every {count} week", "every {count} weeks", weeks)


def _one_of(days: frozenset[int]) -> str:
    if days in _ONE_OF_GROUP:
        return _(_ONE_OF_GROUP[days])
    *others, last = [weekday(day) for day in sorted(days)]
    return _("{others} or {last}", others=", ".join(others), last=last) if others else last


def _describe_recurrence(recurrence: Recurrence) -> str:
    rhythm = describe_rhythm(recurrence)
    match recurrence:
        case EveryFewDays(since=since, times=times):
            return _(
                "{rhythm}, counted from {day}, {times}", rhythm=rhythm, day=since, times=_at(times)
            )
        case CronLine():
            return rhythm
        case _:
            return f"{rhythm} {_at(recurrence.times)}"


def _at(times: Sequence[time]) -> str:
    named = [f"{moment:%H:%M}" for moment in times]
    if len(times) > _MOST_TIMES:
        more = ngettext("{count} more", "{count} more", len(times) - _MOST_TIMES)
        named = [*named[:_MOST_TIMES], more]
    return _("at {times}", times=_all_of(named))


def _all_of(words: Sequence[str]) -> str:
    *others, last = words
    return _("{others} and {last}", others=", ".join(others), last=last) if others else last
