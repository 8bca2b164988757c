"""Schedules as organizers ask for them: what may be left out, and what changes of one."""

from datetime import UTC, date, datetime, time

import pytest

from bot.domain.recurrence import CronLine, EveryFewDays, Weekly
from bot.domain.schedule import DaySpan, MissedSlot, QuietHours
from bot.domain.schedule_words import CalendarFile, ScheduleWords
from bot.errors import (
    EndsBeforeStart,
    TimesTwice,
    TimesWanted,
    UnreadableCalendar,
    ZoneWanted,
)
from bot.services.schedule_words import read_schedule, rewrite_schedule

NOW = datetime(2026, 10, 19, 23, 30, tzinfo=UTC)
CHRISTMAS = DaySpan(date(2026, 12, 24), date(2027, 1, 2))
CALENDAR = CalendarFile(
    name="holidays.ics",
    data=b"BEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTART;VALUE=DATE:20270405\nEND:VEVENT\nEND:VCALENDAR\n",
)
EVERYTHING = ScheduleWords(
    days="mon, thu",
    times="9:00",
    time_zone="europe/berlin",
    starts="2026-10-22",
    ends="2027-06-30",
    blackout="2026-12-24..2027-01-02",
    holidays=CALENDAR,
    quiet="22-7",
    missed=MissedSlot.CATCH_UP,
)


def read(words, default_zone=None):
    """Read a schedule."""
    return read_schedule(words, default_zone=default_zone, now=NOW).schedule


def changed(**words):
    """Change the schedule that has everything."""
    return rewrite_schedule(read(EVERYTHING), ScheduleWords(**words), now=NOW).schedule


def test_reads_everything_at_once():
    """Rhythm, zone, bounds, blackout days of both kinds, quiet hours and policy."""
    asked = read_schedule(EVERYTHING, default_zone="UTC", now=NOW)

    schedule = asked.schedule
    assert schedule.recurrence == Weekly(days=frozenset({0, 3}), times=(time(9),))
    assert schedule.time_zone == "Europe/Berlin"
    assert (schedule.starts_on, schedule.ends_on) == (date(2026, 10, 22), date(2027, 6, 30))
    assert schedule.blackout == (CHRISTMAS, DaySpan(date(2027, 4, 5), date(2027, 4, 5)))
    assert schedule.quiet == QuietHours(begins=time(22), ends=time(7))
    assert schedule.missed is MissedSlot.CATCH_UP
    assert asked.holidays.name == "holidays.ics"


def test_what_may_be_left_out():
    """The zone is the server's, and weeks are counted from today as that zone has it."""
    schedule = read(ScheduleWords(days="2 weeks", times="9"), default_zone="Europe/Berlin")

    assert schedule.time_zone == "Europe/Berlin"
    assert schedule.recurrence == EveryFewDays(step=14, since=date(2026, 10, 20), times=(time(9),))
    assert schedule.missed is MissedSlot.SHIFT
    assert (schedule.starts_on, schedule.ends_on, schedule.blackout) == (None, None, ())


def test_a_zone_is_needed():
    """Where the server has none and none is given, that is said."""
    with pytest.raises(ZoneWanted):
        read(ScheduleWords(days="mon", times="9"))


def test_weeks_are_counted_from_the_first_day():
    """The first day decides on which day of the week every second one comes."""
    schedule = read(ScheduleWords(days="2 weeks", times="9", starts="2026-11-02"), "UTC")

    assert schedule.recurrence.since == date(2026, 11, 2)


def test_the_end_lies_behind_the_start():
    """An end before the first day is refused with both."""
    with pytest.raises(EndsBeforeStart):
        read(ScheduleWords(days="mon", times="9", starts="2026-11-02", ends="2026-11-01"), "UTC")


def test_no_calendar():
    """A file that is none is refused by name."""
    file = CalendarFile(name="cat.png", data=b"\x89PNG")

    with pytest.raises(UnreadableCalendar):
        read(ScheduleWords(days="mon", times="9", holidays=file), "UTC")


@pytest.mark.parametrize(
    ("words", "field", "value"),
    [
        ({"times": "18:30"}, "recurrence", Weekly(days=frozenset({0, 3}), times=(time(18, 30),))),
        ({"days": "fri"}, "recurrence", Weekly(days=frozenset({4}), times=(time(9),))),
        ({"days": "fri 8:00"}, "recurrence", Weekly(days=frozenset({4}), times=(time(8),))),
        ({"days": "0 9 * * 1"}, "recurrence", CronLine("0 9 * * 1")),
        ({"time_zone": "Asia/Kolkata"}, "time_zone", "Asia/Kolkata"),
        ({"ends": "none"}, "ends_on", None),
        ({"ends": "2026-11-30"}, "ends_on", date(2026, 11, 30)),
        ({"blackout": "none"}, "blackout", ()),
        ({"quiet": "none"}, "quiet", None),
        ({"quiet": "23-6"}, "quiet", QuietHours(begins=time(23), ends=time(6))),
        ({"missed": MissedSlot.SKIP}, "missed", MissedSlot.SKIP),
        ({"starts": "none"}, "starts_on", None),
    ],
)
def test_changes_what_was_said_and_nothing_else(words, field, value):
    """Every other field stays as it was."""
    before, after = read(EVERYTHING), changed(**words)

    assert getattr(after, field) == value
    others = set(before.__dataclass_fields__) - {field}
    assert all(getattr(after, name) == getattr(before, name) for name in others)


def test_blackout_days_are_added():
    """A day more does not cost those that were there."""
    assert changed(blackout="2026-11-05").blackout[:2] == (
        DaySpan(date(2026, 11, 5), date(2026, 11, 5)),
        CHRISTMAS,
    )


def test_times_of_a_cron_line():
    """A cron line cannot be given times, and days in its place need them."""
    cron = read(ScheduleWords(days="0 9 * * 1", time_zone="UTC"))

    with pytest.raises(TimesTwice):
        rewrite_schedule(cron, ScheduleWords(times="10"), now=NOW)
    with pytest.raises(TimesWanted):
        rewrite_schedule(cron, ScheduleWords(days="mon"), now=NOW)
