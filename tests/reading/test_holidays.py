"""Calendar files: which days their events touch, and what is told of the rest."""

import contextlib
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.schedule import DaySpan
from bot.errors import UnreadableCalendar
from bot.reading.holidays import read_holidays


def calendar(*events):
    """Make a calendar file of events, each given by its lines."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0"]
    for event in events:
        lines += ["BEGIN:VEVENT", *event.split(), "END:VEVENT"]
    return "\r\n".join([*lines, "END:VCALENDAR", ""]).encode()


def read(data, time_zone="Europe/Berlin"):
    """Read a file in a zone."""
    return read_holidays(data, name="days.ics", time_zone=time_zone)


def days(first, last=None):
    """Make a span from ISO dates."""
    return DaySpan(date.fromisoformat(first), date.fromisoformat(last or first))


@pytest.mark.parametrize(
    ("event", "span"),
    [
        # Whole days; the end is the day after.
        ("DTSTART;VALUE=DATE:20261225", days("2026-12-25")),
        ("DTSTART;VALUE=DATE:20261224 DTEND;VALUE=DATE:20270103", days("2026-12-24", "2027-01-02")),
        ("DTSTART:20261225 DTEND:20261225", days("2026-12-25")),
        ("DTSTART:20261224 DURATION:P2D", days("2026-12-24", "2026-12-25")),
        ("dtstart:20261224 duration:P1W", days("2026-12-24", "2026-12-30")),
        # Hours, in UTC, in a zone, without one, in one that only its program knows.
        ("DTSTART:20261224T230000Z", days("2026-12-25")),
        ("DTSTART:20261224T220000Z DTEND:20261224T230000Z", days("2026-12-24")),
        ("DTSTART:20261224T220000Z DURATION:PT1H30M", days("2026-12-24", "2026-12-25")),
        ("DTSTART;TZID=America/New_York:20261224T200000", days("2026-12-25")),
        ('DTSTART;X="a:b;c";TZID="Asia/Tokyo":20261225T070000', days("2026-12-24")),
        ("DTSTART:20261224T235959", days("2026-12-24")),
        ("DTSTART;TZID=Our-Own-Zone:20261224T233000", days("2026-12-24")),
        # What is wrong with the end does not undo the start.
        ("DTSTART:20261224 DTEND:20261201", days("2026-12-24")),
        # An alarm within the event has times of its own.
        (
            "BEGIN:VALARM DTSTART:20200101 DURATION:P9D END:VALARM DTSTART:20261224",
            days("2026-12-24"),
        ),
    ],
)
def test_days_of_an_event(event, span):
    """An event blacks out every local day it touches."""
    found = read(calendar(event))

    assert found.spans == (span,)
    assert found.unreadable == found.cancelled == found.repeating == 0


def test_many_events():
    """Days of several events are put in order and joined."""
    found = read(calendar("DTSTART:20270101", "DTSTART:20261225", "DTSTART:20261226"))

    assert found.spans == (days("2026-12-25", "2026-12-26"), days("2027-01-01"))


def test_what_is_not_taken_as_it_stands_is_counted():
    """Repeating, timed, cancelled and unreadable events are told apart."""
    found = read(
        calendar(
            "DTSTART:20261225 RRULE:FREQ=YEARLY",
            "DTSTART:20261226T100000",
            "DTSTART:20261227 STATUS:CANCELLED",
            *("SUMMARY:nothing", "DTSTART:2026-12-25", "DTSTART:20261325", "DTSTART:20261225T1"),
            *("DTSTART:20261225 DURATION:PT", "DTSTART:99991231", "DTSTART:00010101T000000Z"),
        )
    )

    assert found.spans == (days("2026-12-25", "2026-12-26"),)
    assert (found.repeating, found.timed, found.cancelled) == (1, 1, 1)
    assert found.unreadable == 6


def test_folded_lines_and_other_components():
    """Lines may go on in the next, within a letter; to-dos and zones are no events."""
    data = (
        b"\xef\xbb\xbfBEGIN:VCALENDAR\nBEGIN:VTIMEZONE\nBEGIN:STANDARD\nDTSTART:19701025T030000\n"
        b"END:STANDARD\nEND:VTIMEZONE\nBEGIN:VTODO\nDTSTART:20260101\nEND:VTODO\nBEGIN:VEVENT\n"
        b"SUMMARY:F\xc3\n \xaate\nDTSTART;VALUE=\n\tDATE:2026\n 0714\nEND:VEVENT\nEND:VCALENDAR"
    )

    assert read(data).spans == (days("2026-07-14"),)


@pytest.mark.parametrize(
    "data",
    [b"", b"hello", b"<html>", b"\x00\xff" * 100, b"BEGIN:VCARD", b"BEGIN:VCALENDAR" * 10**5],
)
def test_other_files_are_refused(data):
    """What is no calendar, or is too large for one of holidays, is refused by name."""
    with pytest.raises(UnreadableCalendar) as refused:
        read(data)

    assert refused.value.name == "days.ics"


def test_an_empty_calendar():
    """A calendar without events has no days."""
    assert read(calendar()).spans == ()


@given(
    st.lists(
        st.sampled_from(
            ["BEGIN:", "END:", "VEVENT", "DTSTART", "DTEND", ":", ";TZID=", "\n", "\n "]
        )
        | st.sampled_from(
            ["20261224", "T", "Z", "0000", "DURATION:P", "99999", "D", '"', "99991231"]
        )
        | st.text(max_size=3),
        max_size=40,
    )
)
def test_nothing_makes_it_fall_over(pieces):
    """Whatever stands in a calendar is read, left out or refused."""
    with contextlib.suppress(UnreadableCalendar):
        read(("BEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTART:" + "".join(pieces)).encode())
