"""Calendar files: which days their events touch, and what is told of the rest."""

import contextlib
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.schedule import FARTHEST, DaySpan
from bot.errors import UnreadableCalendar
from bot.reading.holidays import read_holidays

END = "\nEND:VEVENT\nEND:VCALENDAR\n"
TODAY = date(2026, 11, 1)


def calendar(*events):
    """Make a calendar file of events, each given by its lines."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0"]
    for event in events:
        lines += ["BEGIN:VEVENT", *event.split(), "END:VEVENT"]
    return "\r\n".join([*lines, "END:VCALENDAR", ""]).encode()


def read(data, time_zone="Europe/Berlin"):
    """Read a file in a zone."""
    return read_holidays(data, name="days.ics", time_zone=time_zone, today=TODAY)


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
    assert found.unreadable == found.cancelled == found.endless == found.unfollowed == 0


def test_many_events():
    """Days of several events are put in order and joined."""
    found = read(calendar("DTSTART:20270101", "DTSTART:20261225", "DTSTART:20261226"))

    assert found.spans == (days("2026-12-25", "2026-12-26"), days("2027-01-01"))


def test_days_more_than_ten_years_ahead_are_left_out_and_counted():
    """No schedule reaches them, and one event could keep a series from ever being posted."""
    found = read(
        calendar("DTSTART:20261225 DTEND:21500101", "DTSTART:20991225", "DTSTART:20261201")
    )

    begins, lasts = found.spans
    assert begins == days("2026-12-01")
    assert lasts == DaySpan(date(2026, 12, 25), TODAY + FARTHEST)
    assert (found.distant, found.gone_by) == (2, False)


def test_a_file_of_which_every_day_has_gone_by_is_known():
    """It is last year's, most likely."""
    assert read(calendar("DTSTART:20200101", "DTSTART:20201225")).gone_by
    assert not read(calendar()).gone_by


def test_what_is_not_taken_as_it_stands_is_counted():
    """Repeating, timed, cancelled and unreadable events are told apart."""
    found = read(
        calendar(
            "DTSTART:20261225 RRULE:FREQ=HOURLY",
            "DTSTART:20261226T100000",
            "DTSTART:20261227 STATUS:CANCELLED",
            *("SUMMARY:nothing", "DTSTART:2026-12-25", "DTSTART:20261325", "DTSTART:20261225T1"),
            *("DTSTART:20261225 DURATION:PT", "DTSTART:99991231", "DTSTART:00010101T000000Z"),
        )
    )

    assert found.spans == (days("2026-12-25", "2026-12-26"),)
    assert (found.unfollowed, found.timed, found.cancelled) == (1, 1, 1)
    assert found.unreadable == 6


def test_folded_lines_and_other_components():
    """Lines may go on in the next, within a letter; to-dos and zones are no events."""
    data = (
        b"\xef\xbb\xbfBEGIN:VCALENDAR\nBEGIN:VTIMEZONE\nBEGIN:STANDARD\nDTSTART:19701025T030000\n"
        b"END:STANDARD\nEND:VTIMEZONE\nBEGIN:VTODO\nDTSTART:20260101\nEND:VTODO\nBEGIN:VEVENT\n"
        b"SUMMARY:F\xc3\n \xaate\nDTSTART;VALUE=\n\tDATE:2026\n 0714\nEND:VEVENT\nEND:VCALENDAR"
    )

    assert read(data).spans == (days("2026-07-14"),)


NESTED = b"BEGIN:VCALENDAR\n" + b"BEGIN:X\n" * 10 + b"END:VCALENDAR\n"
MANY = calendar(*["DTSTART:20261225"] * 4_001)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"hello",
        b"<html>",
        b"\x00\xff" * 100,
        b"BEGIN:VCARD",
        b"BEGIN:VCALENDAR" * 10**5,
        NESTED,
        MANY,
    ],
)
def test_other_files_are_refused(data):
    """What is no calendar, or is too large for one of holidays, is refused by name."""
    with pytest.raises(UnreadableCalendar) as refused:
        read(data)

    assert refused.value.name == "days.ics"


def test_an_empty_calendar():
    """A calendar without events has no days."""
    assert read(calendar()).spans == ()


WHOLE = calendar("DTSTART:20261225", "DTSTART:20270101").rstrip()


@pytest.mark.parametrize("length", range(len(b"BEGIN:VCALENDAR\n"), len(WHOLE)))
def test_a_file_that_breaks_off_is_refused(length):
    """Half a calendar would leave days out, and nobody would know."""
    with pytest.raises(UnreadableCalendar) as refused:
        read(WHOLE[:length])

    assert refused.value.cut_off
    assert read(WHOLE).spans == (days("2026-12-25"), days("2027-01-01"))


@pytest.mark.parametrize(
    "data",
    [
        b"BEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTART:20261225\nEND:VCALENDAR\n",
        b"BEGIN:VCALENDAR\nBEGIN:VEVENT\nBEGIN:VEVENT\nEND:VEVENT\nEND:VCALENDAR\n",
    ],
)
def test_an_event_without_an_end_is_refused(data):
    """An event whose end is missing may have lost its days with it."""
    with pytest.raises(UnreadableCalendar) as refused:
        read(data)

    assert refused.value.cut_off


EVENING = "DTSTART;TZID=America/New_York:20261103T200000"


@pytest.mark.parametrize(
    ("event", "spans"),
    [
        (
            "DTSTART:20241225 RRULE:FREQ=YEARLY;COUNT=4",
            [days("2025-12-25"), days("2026-12-25"), days("2027-12-25")],
        ),
        (
            "DTSTART:19490508 RRULE:FREQ=YEARLY;UNTIL=20260601",
            [days("2025-05-08"), days("2026-05-08")],
        ),
        (
            "DTSTART:20261224 DTEND:20261227 RRULE:FREQ=YEARLY;COUNT=2",
            [days("2026-12-24", "2026-12-26"), days("2027-12-24", "2027-12-26")],
        ),
        (
            "DTSTART:20261105 RRULE:FREQ=MONTHLY;BYDAY=1TH;UNTIL=20270107",
            [days("2026-11-05"), days("2026-12-03"), days("2027-01-07")],
        ),
        (
            "DTSTART:20261101 RRULE:FREQ=WEEKLY;COUNT=4 EXDATE:20261108 EXDATE:20261115",
            [days("2026-11-01"), days("2026-11-22")],
        ),
        ("DTSTART:20261101 RRULE:FREQ=WEEKLY;COUNT=2 EXDATE:20261101", [days("2026-11-08")]),
        (
            "DTSTART:20261101 RDATE;VALUE=DATE:20261224,20261231",
            [days("2026-11-01"), days("2026-12-24"), days("2026-12-31")],
        ),
        # In its own zone it is Tuesday each time; in Berlin, Wednesday.
        (
            f"{EVENING} RRULE:FREQ=WEEKLY;BYDAY=TU;COUNT=2",
            [days("2026-11-04"), days("2026-11-11")],
        ),
        # The end is a time of UTC, the event one of New York: 18 November comes an hour too late.
        (
            f"{EVENING} RRULE:FREQ=WEEKLY;UNTIL=20261118T000000Z",
            [days("2026-11-04"), days("2026-11-11")],
        ),
        (
            f"{EVENING} RRULE:FREQ=WEEKLY;COUNT=2 EXDATE:20261111T010000Z",
            [days("2026-11-04")],
        ),
    ],
)
def test_repeating_events_are_followed(event, spans):
    """An event blacks out each day it comes on, but for those excepted, from last year on."""
    found = read(calendar(event))

    assert found.spans == tuple(spans)
    assert found.endless == found.unfollowed == 0


def test_events_without_end_are_followed_for_five_years():
    """A holiday of every year is blacked out as far as schedules reach, and it is told how far."""
    found = read(calendar("DTSTART:16041225 RRULE:FREQ=YEARLY"))

    assert found.spans == tuple(days(f"{year}-12-25") for year in range(2025, 2032))
    assert (found.endless, found.followed_until) == (1, date(2031, 12, 31))


def test_one_coming_of_an_event_is_moved_or_cancelled():
    """Where an event of its own stands for one day of a series, the series does not."""
    found = read(
        calendar(
            "UID:a DTSTART:20261101 RRULE:FREQ=WEEKLY;COUNT=3",
            "UID:a RECURRENCE-ID:20261108 DTSTART:20261110",
            "UID:a RECURRENCE-ID:20261115 DTSTART:20261115 STATUS:CANCELLED",
        )
    )

    assert found.spans == (days("2026-11-01"), days("2026-11-10"))
    assert found.cancelled == 1


@pytest.mark.parametrize(
    "repeated",
    [
        *("RRULE:FREQ=SECONDLY", "RRULE:FREQ=DAILY;BYDAY=XX", "RRULE:FREQ=DAILY;COUNT=x"),
        *("RRULE:nonsense", "RRULE:FREQ=DAILY;FREQ=DAILY", "RRULE:FREQ=WEEKLY;BYDAY=1MO"),
        *("RRULE:FREQ=YEARLY;BYMONTHDAY=" + "1," * 200 + "1", "RRULE:FREQ=DAILY;INTERVAL=0"),
        *("RRULE:FREQ=YEARLY;BYWEEKNO=3", "RRULE:FREQ=YEARLY;BYSETPOS=1"),
        *("RRULE:FREQ=DAILY;UNTIL=never", "RDATE;VALUE=PERIOD:20261224T000000Z/P1D"),
        *("RRULE:FREQ=DAILY;COUNT=2 EXDATE:x", "EXRULE:FREQ=DAILY", "RRULE:FREQ=WEEKLY;WKST=X"),
        "RRULE:FREQ=YEARLY DTEND:20280101",
    ],
)
def test_rules_that_cannot_be_followed_are_counted(repeated):
    """The days that the event names first count all the same."""
    found = read(calendar(f"DTSTART:20261225 {repeated}"))

    assert found.spans[0].first == date(2026, 12, 25)
    assert len(found.spans) == found.unfollowed == 1


@pytest.mark.parametrize(
    "repeated",
    [
        "RRULE:FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30",
        "RRULE:FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30",
        "RRULE:FREQ=YEARLY;BYMONTHDAY=31;BYDAY=53MO",
        "RRULE:FREQ=MONTHLY;COUNT=9999",
        "RDATE:" + ",".join(["20261225"] * 9),
    ],
)
def test_many_rules_take_no_more_than_their_share(repeated):
    """A file of thousands of rules is followed no further than its bound; the rest is counted."""
    found = read(calendar(*[f"DTSTART:19700101 {repeated}"] * 4_000))

    assert found.unfollowed > 2_000
    assert days("1970-01-01") in found.spans


@given(
    st.lists(
        st.sampled_from(
            ["BEGIN:", "END:", "VEVENT", "DTSTART", "DTEND", ":", ";TZID=", "\n", "\n "]
        )
        | st.sampled_from(
            ["20261224", "T", "Z", "0000", "DURATION:P", "99999", "D", '"', "99991231"]
        )
        | st.sampled_from(["RRULE:FREQ=", "YEARLY", "DAILY", ";", "UNTIL=", "RDATE:", "EXDATE:"])
        | st.text(max_size=3),
        max_size=40,
    )
)
def test_nothing_makes_it_fall_over(pieces):
    """Whatever stands in a calendar is read, left out or refused."""
    with contextlib.suppress(UnreadableCalendar):
        read(("BEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTART:" + "".join(pieces) + END).encode())
