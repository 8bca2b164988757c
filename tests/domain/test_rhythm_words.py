"""Rhythms, quiet hours and blackout days as people type them into one option each."""

from datetime import date, time

import pytest

from bot.domain.calendar_words import parse_day_spans, parse_quiet_hours, parse_rhythm
from bot.domain.recurrence import (
    EVERY_DAY,
    LAST,
    WORKDAYS,
    CronLine,
    EveryFewDays,
    Monthly,
    Weekly,
)
from bot.domain.schedule import DaySpan, QuietHours
from bot.errors import (
    TimesTwice,
    TimesWanted,
    UnknownCronLine,
    UnknownDates,
    UnknownDays,
    UnknownMonthDay,
    UnknownQuietHours,
    UnknownRhythm,
    UnknownTime,
)

SINCE = date(2026, 10, 20)
NINE = (time(9),)


@pytest.mark.parametrize(
    ("text", "recurrence"),
    [
        ("mon, thu", Weekly(days=frozenset({0, 3}), times=NINE)),
        ("daily", Weekly(days=EVERY_DAY, times=NINE)),
        ("every day", Weekly(days=EVERY_DAY, times=NINE)),
        ("2 weeks", EveryFewDays(step=14, since=SINCE, times=NINE)),
        ("every 2 weeks", EveryFewDays(step=14, since=SINCE, times=NINE)),
        ("every week", EveryFewDays(step=7, since=SINCE, times=NINE)),
        ("Every 10 days", EveryFewDays(step=10, since=SINCE, times=NINE)),
        ("first-mon", Monthly(nth=1, days=frozenset({0}), times=NINE)),
        ("the first Monday of the month", Monthly(nth=1, days=frozenset({0}), times=NINE)),
        ("the third thu", Monthly(nth=3, days=frozenset({3}), times=NINE)),
        ("every third thu of the month", Monthly(nth=3, days=frozenset({3}), times=NINE)),
        ("every last day", Monthly(nth=LAST, days=EVERY_DAY, times=NINE)),
        ("2nd day", Monthly(nth=2, days=EVERY_DAY, times=NINE)),
        ("every 2nd day", EveryFewDays(step=2, since=SINCE, times=NINE)),
        ("last workday of each month", Monthly(nth=LAST, days=WORKDAYS, times=NINE)),
    ],
)
def test_reads_any_rhythm_with_times_of_its_own(text, recurrence):
    """One option takes days of the week, days and weeks counted, and days of the month."""
    assert parse_rhythm(text, times="9:00", since=SINCE) == recurrence


@pytest.mark.parametrize(
    ("text", "recurrence"),
    [
        ("0 9 * * 1,4", CronLine("0 9 * * 1,4")),
        ("*/30  8-10 1 * *", CronLine("*/30 8-10 1 * *")),
        ("mon,thu 09:00, 18:30", Weekly(days=frozenset({0, 3}), times=(time(9), time(18, 30)))),
    ],
)
def test_reads_a_rhythm_that_has_its_times(text, recurrence):
    """A cron line, and days with times behind them, need none."""
    assert parse_rhythm(text, times=None, since=SINCE) == recurrence


@pytest.mark.parametrize(
    ("text", "times", "error"),
    [
        ("mon", None, TimesWanted),
        ("2 weeks", None, TimesWanted),
        ("first mon", None, TimesWanted),
        ("", None, TimesWanted),
        ("", "9", UnknownDays),
        ("0 9 * * 1", "9", TimesTwice),
        ("61 9 * * 1", None, UnknownCronLine),
        ("0 weeks", "9", UnknownRhythm),
        ("400 days", "9", UnknownRhythm),
        ("last workdays of ever", "9", UnknownDays),
        ("first someday", "9", UnknownMonthDay),
        ("every other monday", "9", UnknownDays),
        ("every second monday", "9", UnknownDays),
        ("every 4th fri", "9", UnknownDays),
        ("mon,thu 09:00", "9", TimesTwice),
        ("mon", "25:00", UnknownTime),
    ],
)
def test_refuses_rather_than_guesses(text, times, error):
    """What is missing, too much or not understood has an error of its own."""
    with pytest.raises(error):
        parse_rhythm(text, times=times, since=SINCE)


@pytest.mark.parametrize(
    "text", ["22:00-07:00", "22:00 – 7:00", "10 pm to 7 am", "22 until 7", "22h..07:00"]
)
def test_reads_quiet_hours(text):
    """A beginning and an end, over midnight or not."""
    assert parse_quiet_hours(text) == QuietHours(begins=time(22), ends=time(7))


@pytest.mark.parametrize("text", ["", "22:00", "22-22", "22-", "night", "22-7-8", "25-7"])
def test_refuses_other_quiet_hours(text):
    """Hours of which nobody can say whether they are none or all are refused too."""
    with pytest.raises(UnknownQuietHours):
        parse_quiet_hours(text)


def test_reads_blackout_days():
    """Days and ranges in any order, with what people put between them."""
    spans = (
        DaySpan(date(2026, 12, 24), date(2027, 1, 2)),
        DaySpan(date(2027, 4, 5), date(2027, 4, 5)),
    )

    for text in (
        "2027-04-05, 2026-12-24..2027-01-02",
        "2026-12-24 to 2027-01-02; 2027-04-05",
        "2026-12-24 – 2027-01-02 2027-04-05",
        "2026-12-24..2026-12-30,2026-12-31..2027-01-02,2027-04-05",
    ):
        assert parse_day_spans(text) == spans


@pytest.mark.parametrize("text", ["", " , ", "christmas", "2026-12-24.."])
def test_refuses_other_days(text):
    """What is no day and no range is named."""
    with pytest.raises(UnknownDates):
        parse_day_spans(text)
