"""Days, times, rhythms and dates as people write them."""

import contextlib
from datetime import date, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.calendar_words import (
    parse_cron_line,
    parse_date,
    parse_day_span,
    parse_days,
    parse_every,
    parse_monthly,
    parse_times,
    parse_weekly,
)
from bot.domain.recurrence import EVERY_DAY, LAST, CronLine, EveryFewDays, Monthly, Weekly
from bot.domain.schedule import DaySpan
from bot.errors import (
    DaysReversed,
    InvalidInput,
    TimesWanted,
    UnknownCronLine,
    UnknownDate,
    UnknownDates,
    UnknownDays,
    UnknownMonthDay,
    UnknownRhythm,
    UnknownTime,
)
from tests.calendars import times_of_day

NINE = (time(9),)


class TestDays:
    """Days as people write them."""

    @pytest.mark.parametrize(
        ("text", "days"),
        [
            ("mon, thu", {0, 3}),
            ("Monday and Thursday", {0, 3}),
            ("MONDAY", {0}),
            ("mon", {0}),
            ("tues/thurs", {1, 3}),
            ("Mo Mi", None),
            ("mo we", {0, 2}),
            ("weds", {2}),
            ("sat.", {5}),
            ("sat & sun", {5, 6}),
            ("su; mo", {6, 0}),
            ("Mondays and Fridays", {0, 4}),
            ("on every Tuesday", {1}),
            ("mon mon", {0}),
            ("daily", EVERY_DAY),
            ("every day", EVERY_DAY),
            ("Everyday", EVERY_DAY),
            ("all days", EVERY_DAY),
            ("weekdays", {0, 1, 2, 3, 4}),
            ("weekends", {5, 6}),
            ("weekends and wed", {2, 5, 6}),
            ("mon-fri", {0, 1, 2, 3, 4}),
            ("Mon – Wed", {0, 1, 2}),
            ("Tuesday through Thursday, sun", {1, 2, 3, 6}),
            ("fri-mon", {4, 5, 6, 0}),
            ("mon-mon", {0}),
            ("", None),
            ("and", None),
            ("t", None),
            ("s", None),
            ("someday", None),
            ("every other monday", None),
            ("every 2 days", None),
            ("mon-", None),
            ("-fri", None),
            ("mon-wed-fri", None),
            ("weekdays-sun", None),
            ("mon, xyz", None),
        ],
    )
    def test_words_for_days(self, text, days):
        """Names, beginnings, lists, ranges and groups are read; what is unclear is refused."""
        if days is None:
            with pytest.raises(UnknownDays) as refused:
                parse_days(text)
            assert refused.value.given == text
        else:
            assert parse_days(text) == days

    @given(st.sets(st.integers(0, 6), min_size=1), st.integers(2, 9))
    def test_any_beginning_of_two_letters_names_a_day(self, days, length):
        """The first letters of a day's name, two at least, stand for it."""
        names = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]

        assert parse_days(", ".join(names[day][:length] for day in days)) == days

    @given(st.text(max_size=40))
    def test_any_text_is_read_or_refused(self, text):
        """Nothing that can be typed makes it fall over."""
        with contextlib.suppress(UnknownDays):
            assert parse_days(text) <= EVERY_DAY


class TestTimes:
    """Times of day as people write them."""

    @pytest.mark.parametrize(
        ("text", "times"),
        [
            ("09:00", ["09:00"]),
            ("9", ["09:00"]),
            ("9am", ["09:00"]),
            ("9 a.m.", ["09:00"]),
            ("9:15PM", ["21:15"]),
            ("12am", ["00:00"]),
            ("12 pm", ["12:00"]),
            ("18.30", ["18:30"]),
            ("18h", ["18:00"]),
            ("18h30", ["18:30"]),
            ("0930", ["09:30"]),
            ("at 9", ["09:00"]),
            ("９：３０", ["09:30"]),
            ("noon", ["12:00"]),
            ("Midnight", ["00:00"]),
            ("9:00, 18:30", ["09:00", "18:30"]),
            ("18:30; 9:00", ["09:00", "18:30"]),
            ("9:00 18:30", ["09:00", "18:30"]),
            ("9am and 6 pm", ["09:00", "18:00"]),
            ("9, 09:00, 9am", ["09:00"]),
            ("0:00", ["00:00"]),
            ("23:59", ["23:59"]),
            ("9:00,", ["09:00"]),
        ],
    )
    def test_words_for_times(self, text, times):
        """Twelve and twenty-four hours, with or without minutes, one or several, are read."""
        assert parse_times(text) == tuple(time.fromisoformat(each) for each in times)

    @pytest.mark.parametrize(
        ("text", "blamed"),
        [
            ("", ""),
            (" , ", " , "),
            ("24:00", "24:00"),
            ("9:60", "9:60"),
            ("13pm", "13pm"),
            ("0am", "0am"),
            ("930", "930"),
            ("9 15", "9 15"),
            ("9:5", "9:5"),
            ("-9", "-9"),
            ("morning", "morning"),
            ("9:00, 25:00", "25:00"),
        ],
    )
    def test_unclear_times_are_refused(self, text, blamed):
        """What is no time of day, or could be two, is refused by name."""
        with pytest.raises(UnknownTime) as refused:
            parse_times(text)

        assert refused.value.given == blamed

    @given(times_of_day, st.sampled_from([", ", ",", "; ", " and ", " & ", " "]))
    def test_written_times_are_read_back(self, times, separator):
        """Whatever times a schedule has, their usual form is read as those times."""
        assert parse_times(separator.join(f"{each:%H:%M}" for each in times)) == times

    @given(st.text(max_size=40))
    def test_any_text_is_read_or_refused(self, text):
        """Nothing that can be typed makes it fall over."""
        with contextlib.suppress(UnknownTime):
            assert parse_times(text)


class TestRhythms:
    """Recurrences as people write them."""

    @pytest.mark.parametrize(
        ("text", "days", "times"),
        [
            ("mon,thu 09:00", {0, 3}, ["09:00"]),
            ("mon,thu 09:00,18:30", {0, 3}, ["09:00", "18:30"]),
            ("Mon, Thu at 9am and 6 pm", {0, 3}, ["09:00", "18:00"]),
            ("sat 9", {5}, ["09:00"]),
            ("daily noon", EVERY_DAY, ["12:00"]),
            ("weekdays midnight, 12:30", {0, 1, 2, 3, 4}, ["00:00", "12:30"]),
            ("fri-mon 07:15", {4, 5, 6, 0}, ["07:15"]),
        ],
    )
    def test_days_and_times_in_one(self, text, days, times):
        """Days come first, times after them, in all the forms that each alone may have."""
        expected = Weekly(
            days=frozenset(days), times=tuple(time.fromisoformat(each) for each in times)
        )

        assert parse_weekly(text) == expected

    @pytest.mark.parametrize(
        ("text", "error"),
        [
            ("", UnknownDays),
            ("09:00", UnknownDays),
            ("mon", TimesWanted),
            ("mon,xyz 09:00", UnknownDays),
            ("every 2 weeks 09:00", UnknownDays),
            ("mon 25:00", UnknownTime),
            ("mon 09:00 thu", UnknownTime),
        ],
    )
    def test_what_lacks_days_or_times_is_refused(self, text, error):
        """Either part missing or unclear is refused as that part alone would be."""
        with pytest.raises(error):
            parse_weekly(text)

    @pytest.mark.parametrize(
        ("text", "step"),
        [
            ("2 weeks", 14),
            ("every 2 weeks", 14),
            ("every other week", 14),
            ("every second week", 14),
            ("every 2nd week", 14),
            ("every two weeks", 14),
            ("every 2nd day", 2),
            ("every third day", 3),
            ("week", 7),
            ("1 week", 7),
            ("3 days", 3),
            ("Every Day", 1),
            ("10days", 10),
            ("366 days", 366),
            ("52 weeks", 364),
            ("", None),
            ("2", None),
            ("0 days", None),
            ("-2 days", None),
            ("367 days", None),
            ("53 weeks", None),
            ("2 months", None),
            ("1.5 weeks", None),
            ("9999999999 weeks", None),
        ],
    )
    def test_every_few_days(self, text, step):
        """Days and weeks up to a year are read; months, nothing and more are refused."""
        since = date(2026, 10, 20)
        if step is None:
            with pytest.raises(UnknownRhythm):
                parse_every(text, since=since, times=NINE)
        else:
            expected = EveryFewDays(step=step, since=since, times=NINE)
            assert parse_every(text, since=since, times=NINE) == expected

    @pytest.mark.parametrize(
        ("text", "nth", "days"),
        [
            ("first-mon", 1, {0}),
            ("Last Friday", LAST, {4}),
            ("2nd-tue.", 2, {1}),
            ("third thu", 3, {3}),
            ("4th-sun", 4, {6}),
            ("fifth-sat", 5, {5}),
            ("last-workday", LAST, {0, 1, 2, 3, 4}),
            ("first-weekend", 1, {5, 6}),
            ("last-day", LAST, EVERY_DAY),
            ("mon", None, None),
            ("first", None, None),
            ("first-", None, None),
            ("sixth-mon", None, None),
            ("first-xyz", None, None),
            ("first-mon-tue", None, None),
            ("", None, None),
        ],
    )
    def test_a_weekday_of_each_month(self, text, nth, days):
        """The place comes first, the day after it; anything else is refused."""
        if nth is None:
            with pytest.raises(UnknownMonthDay):
                parse_monthly(text, times=NINE)
        else:
            expected = Monthly(nth=nth, days=frozenset(days), times=NINE)
            assert parse_monthly(text, times=NINE) == expected

    @pytest.mark.parametrize("line", ["0 9 * * 1,4", "*/15 8-10 1,15 JAN-MAR mon#2", "0 9 L * *"])
    def test_cron_lines(self, line):
        """Five fields are read, whatever blanks lie between them."""
        assert parse_cron_line(f"  {line.replace(' ', '   ')} ") == CronLine(line)

    @pytest.mark.parametrize(
        "line",
        [
            *("", "daily", "@daily", "0 9 * *", "0 0 9 * * 1", "60 9 * * 1", "0 24 * * 1"),
            *("0 9 * * 8", "0 9 0 * *", "0 9 * 13 *", "0 9 31 2 *", "0 9 */0 * *", "x 9 * * 1"),
            *("0 9 * * 1L/2", "0 9 */30 2 mon#2", f"0 {','.join(['9'] * 200)} * * 1"),
        ],
    )
    def test_bad_cron_lines_are_refused(self, line):
        """What is no cron line, and what never comes due, is refused."""
        with pytest.raises(UnknownCronLine) as refused:
            parse_cron_line(line)

        assert refused.value.given == line

    @given(st.text(alphabet="0123456789*/-,#LW mo²", max_size=30))
    def test_any_text_is_read_or_refused(self, text):
        """Nothing that can be typed makes any of them fall over."""
        for parse in (
            parse_weekly,
            parse_cron_line,
            parse_day_span,
            lambda text: parse_monthly(text, times=NINE),
            lambda text: parse_every(text, since=date(2026, 1, 1), times=NINE),
        ):
            with contextlib.suppress(InvalidInput):
                parse(text)


class TestDates:
    """Dates and ranges of dates."""

    @pytest.mark.parametrize("text", ["2026-10-20", " 2026-10-20 "])
    def test_a_date(self, text):
        """A date is written year, month, day."""
        assert parse_date(text) == date(2026, 10, 20)

    @pytest.mark.parametrize(
        "text",
        [
            *("", "20.10.2026", "2026-02-29", "20261020", "2026-W43-2", "0026-10-20"),
            *("9999-12-31", "1969-12-31", "２０２６-10-20", "2026-10-20T09:00"),
        ],
    )
    def test_other_forms_are_refused(self, text):
        """What is no date, or one of a year that cannot be meant, is refused."""
        with pytest.raises(UnknownDate):
            parse_date(text)

    @pytest.mark.parametrize(
        ("text", "first", "last"),
        [
            ("2026-12-24", "2026-12-24", "2026-12-24"),
            ("2026-12-24..2027-01-02", "2026-12-24", "2027-01-02"),
            ("2026-12-24 .. 2026-12-24", "2026-12-24", "2026-12-24"),
        ],
    )
    def test_days_and_ranges(self, text, first, last):
        """One day or two with dots between them are read, both included."""
        assert parse_day_span(text) == DaySpan(date.fromisoformat(first), date.fromisoformat(last))

    @pytest.mark.parametrize("text", ["", "..", "2026-12-24..", "2026-12-24...2026-12-25"])
    def test_unclear_ranges_are_refused(self, text):
        """A range that lacks an end is refused as it was given."""
        with pytest.raises(UnknownDates) as refused:
            parse_day_span(text)

        assert refused.value.given == text

    def test_a_range_that_runs_backwards_is_told_apart(self):
        """Both days can be read; it is their order that is wrong."""
        with pytest.raises(DaysReversed):
            parse_day_span("2027-01-02..2026-12-24")
