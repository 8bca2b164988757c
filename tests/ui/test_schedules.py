"""Schedules have words that follow "I post"."""

from datetime import date, time

import pytest

from bot.domain.language import Language
from bot.domain.recurrence import (
    EVERY_DAY,
    LAST,
    WORKDAYS,
    CronLine,
    EveryFewDays,
    Monthly,
)
from bot.domain.schedule import DaySpan, MissedSlot, QuietHours, Schedule
from bot.ui.schedules import describe_bounds, describe_days, describe_schedule
from bot.ui.speech import speaking
from tests.builders import make_schedule

SINCE = date(2026, 10, 20)
NINE = (time(9),)


@pytest.mark.parametrize(
    ("days", "words"),
    [
        ({0}, "every Monday"),
        ({0, 3}, "every Monday and Thursday"),
        ({0, 2, 4}, "every Monday, Wednesday and Friday"),
        ({5, 6}, "at weekends"),
        (range(5), "on weekdays"),
        (range(7), "every day"),
    ],
)
def test_names_days_as_people_do(days, words):
    """Lists and common groups have their usual words."""
    assert describe_days(frozenset(days)) == words


@pytest.mark.parametrize(
    ("language", "words"),
    [
        (Language.GERMAN, "montags bis freitags um 09:00"),
        (Language.ITALIAN, "dal lunedì al venerdì alle 09:00"),
        (Language.SPANISH, "de lunes a viernes a las 09:00"),
    ],
)
def test_weekdays_have_no_saturday_in_them(language, words):
    """Where the usual word may take Saturday in, Monday and Friday are named."""
    with speaking(language):
        assert describe_schedule(make_schedule(days=WORKDAYS)).startswith(words)


def test_names_what_bounds_it():
    """A day ahead to begin on, days and hours without sections, and what of missed slots."""
    spans = [DaySpan(date(2026, 11, day), date(2026, 11, day)) for day in range(1, 11, 2)]
    holidays = DaySpan(date(2026, 10, 24), date(2026, 10, 26))
    schedule = make_schedule(
        starts_on=date(2026, 10, 22),
        blackout=(DaySpan(date(2026, 10, 1), date(2026, 10, 2)), holidays, *spans),
        quiet=QuietHours(begins=time(22), ends=time(7)),
        missed=MissedSlot.SKIP,
    )

    assert describe_bounds(schedule, since=SINCE) == (
        "No section before 2026-10-22. No section on 2026-10-24..2026-10-26, 2026-11-01, "
        "2026-11-03, 2026-11-05 and 2 more. Quiet hours 22:00–07:00: nothing late is posted in "
        "them. A section whose slot is missed is posted in the next slot."
    )
    assert "No section" not in describe_bounds(schedule, since=date(2026, 12, 1))


def test_counts_what_are_too_many_times_to_name():
    """However many times a day there are, the words stay short."""
    hourly = make_schedule(times=[time(hour) for hour in range(24)])

    assert "10:00, 11:00 and 12 more, " in describe_schedule(hourly)


def test_names_several_times():
    """A schedule may have several times a day."""
    schedule = make_schedule(times=[time(9), time(18, 30)])

    assert describe_schedule(schedule) == "every day at 09:00 and 18:30, UTC time"


@pytest.mark.parametrize(
    ("recurrence", "words"),
    [
        (
            EveryFewDays(step=14, since=SINCE, times=NINE),
            "every 2 weeks, counted from 2026-10-20, at 09:00",
        ),
        (
            EveryFewDays(step=7, since=SINCE, times=NINE),
            "every week, counted from 2026-10-20, at 09:00",
        ),
        (
            EveryFewDays(step=10, since=SINCE, times=NINE),
            "every 10 days, counted from 2026-10-20, at 09:00",
        ),
        (
            Monthly(nth=1, days=frozenset({0}), times=NINE),
            "on the first Monday of each month at 09:00",
        ),
        (
            Monthly(nth=LAST, days=WORKDAYS, times=NINE),
            "on the last weekday of each month at 09:00",
        ),
        (
            Monthly(nth=LAST, days=EVERY_DAY, times=NINE),
            "on the last day of each month at 09:00",
        ),
        (CronLine("0 9 * * 1,4"), "by the cron line `0 9 * * 1,4`"),
    ],
)
def test_names_every_rhythm(recurrence, words):
    """Whatever the recurrence, the words say when it comes due."""
    schedule = Schedule(recurrence=recurrence, time_zone="Europe/Berlin")

    assert describe_schedule(schedule) == f"{words}, Europe/Berlin time"


def test_names_the_end():
    """A schedule with a last day says so."""
    assert describe_schedule(make_schedule(ends_on=SINCE)).endswith("UTC time, until 2026-10-20")
