"""How much longer a poll is open, or until when, as organizers write it."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.closing_words import parse_moment, parse_span, read_closing
from bot.errors import ClosingWanted, UnknownMoment, UnknownSpan
from tests.builders import DAY, NOW

HOUR = timedelta(hours=1)
SPANS = {
    "2 days": 2 * DAY,
    "1 Week": 7 * DAY,
    "36h": 36 * HOUR,
    " 90 minutes ": 1.5 * HOUR,
    "365 d": 365 * DAY,
}


@pytest.mark.parametrize(("text", "span"), SPANS.items())
def test_reads_spans(text, span):
    """A number and a unit, short or long."""
    assert parse_span(text) == span


@pytest.mark.parametrize("text", ["", "days", "0 days", "366 days", "-1 day", "2", "1 month"])
def test_refuses_other_spans(text):
    """Nothing at all, nothing, and more than a year are no spans."""
    with pytest.raises(UnknownSpan):
        parse_span(text)


def test_reads_moments_by_the_zones_clocks():
    """A day alone means its end; a time of day is the zone's."""
    berlin = {"time_zone": "Europe/Berlin", "now": NOW}

    assert parse_moment("2026-03-09 18:00", **berlin) == datetime(2026, 3, 9, 17, tzinfo=UTC)
    assert parse_moment("2026-07-09 6:30 pm", **berlin) == datetime(2026, 7, 9, 16, 30, tzinfo=UTC)
    assert parse_moment("2026-03-09", **berlin) == datetime(2026, 3, 9, 23, tzinfo=UTC)


@pytest.mark.parametrize(
    "text",
    ["", "tomorrow", "2026-02-30", "2026-03-09 25:00", "2199-12-31", "2026-03-09 9:00, 10:00"],
)
def test_refuses_other_moments(text):
    """What cannot be read, and what lies more than a year ahead."""
    with pytest.raises(UnknownMoment):
        parse_moment(text, time_zone="UTC", now=NOW)


@given(st.integers(1, 365), st.sampled_from([("d", DAY), ("hours", HOUR)]))
def test_a_span_is_its_number_times_its_unit(count, unit):
    """Whatever the number, the span is as long as it says."""
    name, length = unit

    assert parse_span(f"{count} {name}") == count * length


def test_takes_one_of_both():
    """Either so much longer or until then, not both and not neither."""
    known = {"since": NOW + DAY, "time_zone": "UTC", "now": NOW}

    assert read_closing("1 day", None, **known) == NOW + 2 * DAY
    assert read_closing(None, "2026-03-03", **known) == datetime(2026, 3, 4, tzinfo=UTC)
    for both in (("1 day", "2026-03-03"), (None, None)):
        with pytest.raises(ClosingWanted):
            read_closing(*both, **known)
