"""Schedules in words: on which days, when and in which zone."""

from collections.abc import Mapping, Sequence
from datetime import date, time
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
from bot.domain.schedule import DaySpan, MissedSlot, Schedule
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
_MISSED: Final[Mapping[MissedSlot, str]] = {
    MissedSlot.SHIFT: N_(
        "A section whose slot is missed is posted up to 12 hours late, otherwise in the next slot."
    ),
    MissedSlot.SKIP: N_("A section whose slot is missed is posted in the next slot."),
    MissedSlot.CATCH_UP: N_(
        "Sections whose slots are missed are posted as soon as may be, one every 15 minutes."
    ),
}
# What bounds a schedule, by name, and what is said where it does no longer.
_STARTS, _BLACKOUT, _QUIET, _MISSED_SLOTS = "starts", "blackout", "quiet", "missed"
_TAKEN_AWAY: Final[Mapping[str, str]] = {
    _STARTS: N_("Sections at once."),
    _BLACKOUT: N_("No day is left out."),
    _QUIET: N_("No quiet hours."),
}
_WEEK = 7
_MOST_SPANS = 4
_MOST_TIMES = 12


def describe_schedule(schedule: Schedule) -> str:
    """Say on which days, when, in which zone and until when, in words that follow "I post"."""
    slots, zone = _describe_recurrence(schedule.recurrence), schedule.time_zone
    if schedule.ends_on is None:
        return _("{slots}, {zone} time", slots=slots, zone=zone)
    return _("{slots}, {zone} time, until {day}", slots=slots, zone=zone, day=schedule.ends_on)


def describe_bounds(schedule: Schedule, *, since: date) -> str:
    """Say in sentences what holds besides: days and hours without, and what of missed slots.

    Of the blackout what is over before the local day `since` is left out.
    """
    return " ".join(_bounds(schedule, since).values())


def describe_changes(before: Schedule, after: Schedule, *, since: date) -> str:
    """Say what of a schedule is otherwise than before, what was taken away too.

    In words that follow "Schedule changed"; of the blackout as `describe_bounds` does.
    """
    was, now = (describe_schedule(one) for one in (before, after))
    said = [] if was == now else [f"{now}."]
    bounds_before, bounds = _bounds(before, since), _bounds(after, since)
    told = {_STARTS: before.starts_on != after.starts_on}
    told |= {_BLACKOUT: before.blackout != after.blackout, _QUIET: before.quiet != after.quiet}
    told |= {_MISSED_SLOTS: before.missed is not after.missed}
    for name, is_changed in told.items():
        if is_changed and (name in bounds or name in bounds_before or not said):
            said.append(bounds.get(name) or _(_TAKEN_AWAY[name]))
    return " ".join(said)


def _bounds(schedule: Schedule, since: date) -> dict[str, str]:
    """Give a sentence for each bound there is, by name."""
    found = {}
    if schedule.starts_on is not None and schedule.starts_on > since:
        found[_STARTS] = _("No section before {day}.", day=schedule.starts_on)
    spans = [span for span in schedule.blackout if span.last >= since]
    if spans:
        found[_BLACKOUT] = _("No section on {days}.", days=_all_of(_spans(spans)))
    if schedule.quiet is not None:
        begins, ends = (f"{at:%H:%M}" for at in (schedule.quiet.begins, schedule.quiet.ends))
        found[_QUIET] = _(
            "Quiet hours {begins}–{ends}: nothing late is posted in them.",
            begins=begins,
            ends=ends,
        )
    return found | {_MISSED_SLOTS: _(_MISSED[schedule.missed])}


def _spans(spans: Sequence[DaySpan]) -> list[str]:
    named = [
        f"{span.first}" if span.first == span.last else f"{span.first}..{span.last}"
        for span in spans[:_MOST_SPANS]
    ]
    left_out = len(spans) - len(named)
    return [*named, ngettext("{count} more", "{count} more", left_out)] if left_out else named


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
