"""Schedules drawn by hypothesis, and an independent reckoning of when they come due.

The reckoning takes wall times from dateutil's rrule and finds a zone's clock changes by walking
through time; it shares nothing with the bot but the zones' rules.
"""

import itertools
import os
from bisect import bisect_right
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from zoneinfo import ZoneInfo

from dateutil.rrule import DAILY, MONTHLY, WEEKLY, rrule, weekday
from hypothesis import strategies as st

from bot.domain.recurrence import (
    EVERY_DAY,
    LAST,
    WEEKEND,
    WORKDAYS,
    CronLine,
    EveryFewDays,
    Monthly,
    Weekly,
)
from bot.domain.schedule import DaySpan, MissedSlot, QuietHours, Schedule, join_spans

# Each for a peculiarity: half-hour changes, a skipped day, changes at midnight, a minute past it
# or by two hours, summer time that is the standard, a pause for Ramadan, odd offsets, standard
# time given up or changed, no clock changes at all.
ZONES = (
    *("Africa/Cairo", "Africa/Casablanca", "Africa/El_Aaiun", "Africa/Juba", "Africa/Tripoli"),
    *("America/Asuncion", "America/Caracas", "America/Godthab", "America/Havana"),
    *("America/Mexico_City", "America/New_York", "America/Sao_Paulo", "America/Scoresbysund"),
    *("America/St_Johns", "America/Whitehorse", "Antarctica/Casey", "Antarctica/Troll"),
    *("Asia/Amman", "Asia/Beirut", "Asia/Gaza", "Asia/Hovd", "Asia/Kathmandu", "Asia/Kolkata"),
    *("Asia/Pyongyang", "Asia/Tehran", "Asia/Urumqi", "Atlantic/Azores", "Australia/Eucla"),
    *("Australia/Lord_Howe", "Europe/Berlin", "Europe/Chisinau", "Europe/Dublin"),
    *("Europe/Istanbul", "Europe/Volgograd", "Pacific/Apia", "Pacific/Chatham", "Pacific/Fiji"),
    *("Pacific/Norfolk", "Pacific/Pago_Pago", "UTC"),
)
FIRST_YEAR, LAST_YEAR = 2010, 2030
HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)

# How many times the usual number of examples are drawn; more than 1 for a thorough search.
THOROUGHNESS = int(os.environ.get("COLLOQUY_CALENDAR_THOROUGHNESS", "1"))


def at(text):
    """Read an instant: ISO without zone, taken as UTC."""
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def wall(text):
    """Read a wall time: ISO without zone, naive."""
    return datetime.fromisoformat(text)


def shown(instant, time_zone):
    """Say what the zone's clocks show, naive."""
    return instant.astimezone(ZoneInfo(time_zone)).replace(tzinfo=None)


def weekly(*times, zone, days=EVERY_DAY, **more):
    """Make a schedule of days of the week in few words."""
    recurrence = Weekly(days=days, times=tuple(time.fromisoformat(text) for text in times))
    return Schedule(recurrence=recurrence, time_zone=zone, **more)


# ── the independent reckoning ─────────────────────────────────────────────────────────────────


@cache
def offsets(time_zone):
    """List the zone's offsets and since when each holds, found by walking through the years."""
    instant, last = at(f"{FIRST_YEAR - 1}-12-01"), at(f"{LAST_YEAR + 1}-02-01")
    zone, found = ZoneInfo(time_zone), []
    while instant < last:
        offset = instant.astimezone(zone).utcoffset()
        if not found:
            found.append((instant, offset))
        elif offset != found[-1][1]:
            found.append((when_it_changed(instant, time_zone), offset))
        instant += 12 * HOUR
    return found


def when_it_changed(instant, time_zone):
    """Walk back, hours then minutes, to the first instant that has the offset of this one."""
    offset = offset_at(instant, time_zone)
    for step in (HOUR, MINUTE):
        while offset_at(instant - step, time_zone) == offset:
            instant -= step
    return instant


def offset_at(instant, time_zone):
    """Give the difference between the zone's clocks and UTC."""
    return instant.astimezone(ZoneInfo(time_zone)).utcoffset()


@cache
def ends_of_offsets(time_zone):
    """List until when each of the zone's offsets holds."""
    return [since for since, _ in offsets(time_zone)[1:]] + [datetime.max.replace(tzinfo=UTC)]


def reckoned_instant(moment, time_zone):
    """Give the first instant at which the clocks show `moment` or more: the law in one clause."""
    spans, ends = offsets(time_zone), ends_of_offsets(time_zone)
    # No zone is a day and a half off UTC: what ended earlier than that cannot hold the instant.
    as_utc = moment.replace(tzinfo=UTC)
    begin = bisect_right(ends, as_utc - timedelta(hours=36))
    return next(
        instant
        for place in range(begin, len(spans))
        if (instant := max(spans[place][0], as_utc - spans[place][1])) < ends[place]
    )


def reckoned_walls(recurrence, first, until):
    """Give rrule's wall times from the day `first` to `until`, both naive midnights."""
    match recurrence:
        case Weekly(days=days, times=times):
            rules = [_rule(WEEKLY, first, until, moment, byweekday=days) for moment in times]
        case EveryFewDays(step=step, since=since, times=times):
            begin = datetime.combine(since, time.min)
            rules = [_rule(DAILY, begin, until, moment, interval=step) for moment in times]
        case Monthly(nth=nth, days=days, times=times) if len(days) == 1:
            # By ordinal ("2TH"), where the set of days below goes by position.
            day = weekday(min(days), nth)
            rules = [_rule(MONTHLY, first, until, moment, byweekday=day) for moment in times]
        case Monthly(nth=nth, days=days, times=times):
            months = first.replace(day=1)
            rules = [
                _rule(MONTHLY, months, until, moment, byweekday=days, bysetpos=nth)
                for moment in times
            ]
        case CronLine(line):
            rules = _cron_rules(line, first, until)
    walls = set(itertools.chain.from_iterable(rules))
    return sorted(wall for wall in walls if wall >= first)


def _rule(frequency, first, until, moment, **more):
    if isinstance(more.get("byweekday"), frozenset):
        more["byweekday"] = sorted(more["byweekday"])
    return rrule(
        frequency,
        dtstart=first,
        until=until,
        byhour=moment.hour,
        byminute=moment.minute,
        bysecond=moment.second,
        **more,
    )


def _cron_rules(line, first, until):
    """Translate a cron line of stars and numbers."""
    minutes, hours, monthdays, months, weekdays = map(_cron_numbers, line.split())
    common = {"dtstart": first, "until": until, "bysecond": 0}
    common |= {
        "byminute": range(60) if minutes is None else minutes,
        "byhour": range(24) if hours is None else hours,
        "bymonth": months,
    }
    by_monthday = {"bymonthday": monthdays} if monthdays else {}
    by_weekday = {"byweekday": [(day - 1) % 7 for day in weekdays]} if weekdays else {}
    if monthdays and weekdays:
        return [rrule(DAILY, **common, **by_monthday), rrule(DAILY, **common, **by_weekday)]
    return [rrule(DAILY, **common, **by_monthday, **by_weekday)]


def _cron_numbers(field):
    return None if field == "*" else [int(number) for number in field.split(",")]


def reckoned_slots(schedule, after, until):
    """Give the slots in (after, until] from rrule's wall times and the reckoned instants."""
    first = after.replace(hour=0, minute=0, second=0, microsecond=0, tzinfo=None)
    last = until.replace(tzinfo=None) + timedelta(days=3)
    walls = reckoned_walls(schedule.recurrence, first - timedelta(days=3), last)
    if schedule.starts_on:
        midnight = datetime.combine(schedule.starts_on, time.min)
        after = max(after, reckoned_instant(midnight, schedule.time_zone) - MINUTE / 60)
    if schedule.ends_on:
        midnight = datetime.combine(schedule.ends_on, time.min) + timedelta(days=1)
        until = min(until, reckoned_instant(midnight, schedule.time_zone) - MINUTE / 60)
    pairs = [(wall, reckoned_instant(wall, schedule.time_zone)) for wall in walls]
    if schedule.blackout:
        pairs = [
            (wall, instant)
            for wall, instant in pairs
            if not is_black(schedule, wall.date())
            if not is_black(schedule, shown(instant, schedule.time_zone).date())
        ]
    instants = {instant for _, instant in pairs}
    return sorted(instant for instant in instants if after < instant <= until)


def is_black(schedule, day):
    """Say whether a local day is a blackout day."""
    return any(span.first <= day <= span.last for span in schedule.blackout)


# ── strategies ────────────────────────────────────────────────────────────────────────────────

small_hours = st.builds(time, st.integers(0, 4), st.integers(0, 59))
any_time = st.builds(time, st.integers(0, 23), st.integers(0, 59))
times_of_day = st.sets(small_hours | any_time, min_size=1, max_size=4).map(
    lambda times: tuple(sorted(times))
)
some_days = st.sets(st.integers(0, 6), min_size=1).map(frozenset) | st.just(EVERY_DAY)
zones = st.sampled_from(ZONES)
dates = st.dates(date(FIRST_YEAR, 2, 1), date(LAST_YEAR, 12, 1))
instants = st.datetimes(
    wall(f"{FIRST_YEAR}-01-01"), wall(f"{LAST_YEAR}-12-01"), timezones=st.just(UTC)
)


def _numbers(first, last, *, star=True):
    some = st.sets(st.integers(first, last), min_size=1, max_size=4).map(
        lambda numbers: ",".join(map(str, sorted(numbers)))
    )
    return st.just("*") | some if star else some


# The 30th and 31st alone may never come in the months drawn, which makes no cron line.
cron_lines = st.builds(
    lambda *fields: CronLine(" ".join(fields)),
    _numbers(0, 59, star=False),
    _numbers(0, 23),
    _numbers(1, 29),
    _numbers(1, 12),
    _numbers(0, 7),
)
weeklies = st.builds(Weekly, days=some_days, times=times_of_day)
every_few_days = st.builds(
    EveryFewDays, step=st.integers(1, 40) | st.just(366), since=dates, times=times_of_day
)
monthlies = st.builds(
    Monthly,
    nth=st.sampled_from([1, 2, 3, 4, 5, LAST]),
    days=st.integers(0, 6).map(lambda day: frozenset({day}))
    | st.sampled_from([EVERY_DAY, WORKDAYS, WEEKEND]),
    times=times_of_day,
)
recurrences = weeklies | every_few_days | monthlies | cron_lines
spans = st.builds(
    lambda first, days: DaySpan(first, first + timedelta(days=days)), dates, st.integers(0, 20)
)
blackouts = st.lists(spans, max_size=5).map(join_spans)
quiet_hours = (
    st.tuples(any_time, any_time)
    .filter(lambda ends: ends[0] != ends[1])
    .map(lambda ends: QuietHours(begins=ends[0], ends=ends[1]))
)


@st.composite
def schedules(draw, of=recurrences):
    """Draw a schedule with everything that one may have."""
    starts_on, ends_on = sorted(draw(st.tuples(dates, dates)))
    return Schedule(
        recurrence=draw(of),
        time_zone=draw(zones),
        starts_on=draw(st.sampled_from([None, starts_on])),
        ends_on=draw(st.sampled_from([None, ends_on])),
        blackout=draw(blackouts),
        quiet=draw(st.none() | quiet_hours),
        missed=draw(st.sampled_from(MissedSlot)),
    )


@st.composite
def instants_near_clock_changes(draw, time_zone):
    """Draw an instant within three days of a clock change of the zone, where there are any."""
    changes = [since for since, _ in offsets(time_zone)[1:] if since.year <= LAST_YEAR]
    base = draw(st.sampled_from(changes)) if changes else draw(instants)
    return base + timedelta(seconds=draw(st.integers(-3 * 86_400, 86_400)))
