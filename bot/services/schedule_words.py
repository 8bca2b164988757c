"""Schedules as organizers ask for them: words in, a schedule out, or another one made of it.

For `planning` and `control`. What words mean is in `domain/calendar_words.py`; here is what may be
left out, and what holds then.
"""

from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import Final

from bot.domain.calendar_words import (
    parse_any_date,
    parse_day_spans,
    parse_quiet_hours,
    parse_rhythm,
    parse_times,
)
from bot.domain.folding import folded
from bot.domain.holidays import Holidays
from bot.domain.recurrence import CronLine, EveryFewDays, Recurrence
from bot.domain.schedule import FARTHEST, DaySpan, Schedule, join_spans
from bot.domain.schedule_words import ScheduleWords
from bot.domain.time_zone import meant_time_zone
from bot.domain.wall_time import instant_of, shown_at
from bot.errors import (
    DistantDate,
    EndsBeforeStart,
    PastEnd,
    PastTime,
    TimesTwice,
    TimesWanted,
    ZoneWanted,
)
from bot.reading.holidays import read_holidays

_NONE: Final = frozenset({"none", "no", "never", "-", "off"})


@dataclass(frozen=True, slots=True)
class Asked:
    """A schedule as it was asked for, and what its calendar file held, if there was one."""

    schedule: Schedule
    holidays: Holidays | None = None


def read_schedule(words: ScheduleWords, *, default_zone: str | None, now: datetime) -> Asked:
    """Read a whole schedule; raise what `calendar_words` raises, or what is missing.

    Raises `ZoneWanted` without a zone, `PastTime`, `DistantDate` or `EndsBeforeStart`.
    """
    zone = _zone(words, default_zone)
    starts_on = _date(words.starts, now)
    if starts_on is not None:
        _require_ahead(starts_on, zone, now)
    since = starts_on or shown_at(now, zone).date()
    recurrence = parse_rhythm(words.days or "", times=words.times, since=since)
    blank = Schedule(recurrence=recurrence, time_zone=zone, starts_on=starts_on)
    bare = replace(words, days=None, times=None, time_zone=None, starts=None)
    return rewrite_schedule(blank, bare, now=now)


def rewrite_schedule(schedule: Schedule, words: ScheduleWords, *, now: datetime) -> Asked:
    """Change of a schedule what was said; the rest stays. Blackout days are added.

    *None* takes away a first or last day, blackout days or quiet hours. Raises as `read_schedule`.
    """
    zone = _zone(words, schedule.time_zone)
    starts_on = _changed_date(words.starts, schedule.starts_on, now)
    if words.starts is not None and starts_on is not None:
        _require_ahead(starts_on, zone, now)
    ends_on = _changed_date(words.ends, schedule.ends_on, now)
    if words.ends is not None and ends_on is not None and ends_on < shown_at(now, zone).date():
        raise PastEnd(ends_on=ends_on)
    if starts_on and ends_on and ends_on < starts_on:
        raise EndsBeforeStart(starts_on=starts_on, ends_on=ends_on)
    file = words.holidays
    today = shown_at(now, zone).date()
    holidays = (
        read_holidays(file.data, name=file.name, time_zone=zone, today=today) if file else None
    )
    changed = Schedule(
        recurrence=_recurrence(schedule.recurrence, words, starts_on or today),
        time_zone=zone,
        starts_on=starts_on,
        ends_on=ends_on,
        blackout=_blackout(schedule.blackout, words, holidays, now),
        quiet=schedule.quiet,
        missed=words.missed or schedule.missed,
    )
    if words.quiet is not None:
        quiet = None if _is_none(words.quiet) else parse_quiet_hours(words.quiet)
        changed = replace(changed, quiet=quiet)
    return Asked(changed, holidays)


def _recurrence(recurrence: Recurrence, words: ScheduleWords, since: date) -> Recurrence:
    if words.days is not None:
        times = words.times
        if times is None and not isinstance(recurrence, CronLine):
            try:
                return parse_rhythm(words.days, times=None, since=since)
            except TimesWanted:
                times = ", ".join(f"{moment:%H:%M}" for moment in recurrence.times)
        return parse_rhythm(words.days, times=times, since=since)
    if isinstance(recurrence, EveryFewDays) and words.starts and not _is_none(words.starts):
        recurrence = replace(recurrence, since=since)
    if words.times is None:
        return recurrence
    if isinstance(recurrence, CronLine):
        raise TimesTwice(given=words.times)
    return replace(recurrence, times=parse_times(words.times))


def _blackout(
    kept: tuple[DaySpan, ...], words: ScheduleWords, holidays: Holidays | None, now: datetime
) -> tuple[DaySpan, ...]:
    spans, given = list(kept), words.blackout
    if given is not None and _is_none(given):
        spans = []
    elif given is not None:
        asked = parse_day_spans(given)
        for span in asked:
            _require_near(span.first, now)
            _require_near(span.last, now)
        spans += asked
    return join_spans([*spans, *words.days_off, *(holidays.spans if holidays else ())])


def _zone(words: ScheduleWords, default: str | None) -> str:
    if words.time_zone is not None:
        return meant_time_zone(words.time_zone)
    if default is None:
        raise ZoneWanted
    return default


def _changed_date(given: str | None, kept: date | None, now: datetime) -> date | None:
    if given is None:
        return kept
    return None if _is_none(given) else _date(given, now)


def _date(given: str | None, now: datetime) -> date | None:
    if given is None:
        return None
    found = parse_any_date(given)
    _require_near(found, now)
    return found


def _require_near(day: date, now: datetime) -> None:
    """Raise `DistantDate`; so what is reckoned from a day stays within the calendar's last year."""
    if abs(day - now.date()) > FARTHEST:
        raise DistantDate(given=day)


def _require_ahead(day: date, time_zone: str, now: datetime) -> None:
    """Raise `PastTime` for a day that has gone by in the zone."""
    ends_at = instant_of(datetime.combine(day + timedelta(days=1), time.min), time_zone)
    if ends_at <= now:
        begins_at = instant_of(datetime.combine(day, time.min), time_zone)
        raise PastTime(given=begins_at, now=now)


def _is_none(given: str) -> bool:
    return folded(given) in _NONE
