"""Rules of repetition: the days they give are those that dateutil reckons."""

from datetime import date, datetime, timedelta
from itertools import islice

import pytest
from dateutil.rrule import rrulestr
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.schedule import DaySpan
from bot.reading.repeats import Repeats, Rule, RuleNotFollowed

WITHIN = DaySpan(date(2025, 1, 1), date(2031, 12, 31))
WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")


def listed(numbers):
    """Draw a part's numbers."""
    return st.lists(numbers, min_size=1, max_size=3, unique=True)


@st.composite
def rules(draw):
    """Draw a rule of the kinds that are followed, and where dateutil takes the format's meaning."""
    frequency = draw(st.sampled_from(["YEARLY", "MONTHLY", "WEEKLY", "DAILY"]))
    parts = {"FREQ": [frequency]}
    by_month = frequency in {"YEARLY", "MONTHLY"}
    if draw(st.booleans()):
        parts["INTERVAL"] = [draw(st.integers(1, 5))]
    if draw(st.booleans()):
        parts["BYMONTH"] = draw(listed(st.integers(1, 12)))
    if frequency != "WEEKLY" and draw(st.booleans()):
        month_days = st.integers(1, 31) | st.integers(-31, -1)
        parts["BYMONTHDAY"] = draw(listed(month_days))
    if draw(st.booleans()):
        # Plain weekdays beside ordinal ones dateutil takes for days that must be both.
        names = st.sampled_from(WEEKDAYS)
        most = 53 if frequency == "YEARLY" and "BYMONTH" not in parts else 5
        ordinals = st.integers(1, most) | st.integers(-most, -1)
        nth = st.builds("{}{}".format, ordinals, names)
        parts["BYDAY"] = draw(listed(nth if by_month and draw(st.booleans()) else names))
    if by_month and parts.keys() & {"BYMONTHDAY", "BYDAY", "BYMONTH"} and draw(st.booleans()):
        parts["BYSETPOS"] = draw(listed(st.integers(1, 6) | st.integers(-6, -1)))
    if frequency == "WEEKLY":
        parts["WKST"] = [draw(st.sampled_from(WEEKDAYS))]
    return ";".join(f"{name}={','.join(map(str, values))}" for name, values in parts.items())


def follow(text, begin, until=None):
    """Follow a rule that begins on a day."""
    return Repeats(WITHIN).follow(Rule.read(text), begin, until)


@settings(deadline=None)  # dateutil looks until the year 9999 for what never comes
@given(
    rules(),
    st.dates(date(2019, 1, 1), date(2030, 12, 31)),
    st.none() | st.integers(1, 60),
    st.none() | st.dates(date(2020, 1, 1), date(2035, 1, 1)),
)
def test_days_are_those_of_an_independent_reckoning(text, begin, count, until):
    """Within the days that matter none is wrong, doubled or lost."""
    last = min(until or WITHIN.last, WITHIN.last)
    start = datetime.combine(begin, datetime.min.time())
    found = rrulestr(f"{text};UNTIL={last:%Y%m%d}", dtstart=start)
    expected = [moment.date() for moment in islice(found, count)]

    said = f"{text};COUNT={count}" if count else text
    assert follow(said, begin, until)[0] == [day for day in expected if day >= WITHIN.first]


@pytest.mark.parametrize(
    ("text", "until", "goes_on"),
    [
        ("FREQ=YEARLY", None, True),
        ("FREQ=YEARLY", date(2040, 1, 1), True),
        ("FREQ=YEARLY", date(2031, 12, 31), False),
        ("FREQ=YEARLY;COUNT=6", None, False),
        ("FREQ=YEARLY;COUNT=7", None, True),
    ],
)
def test_it_is_said_whether_an_event_goes_on(text, until, goes_on):
    """Who reads a file learns of days after those that matter."""
    assert follow(text, date(2026, 5, 1), until)[1] is goes_on


def test_weekdays_and_ordinals_add_up():
    """Of weekdays named with and without an ordinal, either is enough."""
    days, _ = follow("FREQ=MONTHLY;BYDAY=MO,1TU;COUNT=6", date(2026, 12, 1))

    december = [date(2026, 12, 1) + timedelta(days=more) for more in (0, 6, 13, 20, 27)]
    assert days == [*december, date(2027, 1, 4)]


def test_the_steps_of_a_file_run_out():
    """What one rule has used up is gone for the next."""
    repeats, rule = Repeats(WITHIN), Rule.read("FREQ=DAILY;COUNT=9999")
    days, _ = repeats.follow(rule, WITHIN.first, None)

    with pytest.raises(RuleNotFollowed):
        repeats.follow(rule, date(1900, 1, 1), None)
    with pytest.raises(RuleNotFollowed):
        repeats.take()
    assert days[-1] == WITHIN.last
