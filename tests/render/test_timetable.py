"""Timetables for programs and for people, with the notes on them."""

import json
from datetime import date

from bot.domain.schedule import DaySpan
from bot.domain.timetable import lay_out
from bot.render.timetable import render_timetable_json, render_timetable_text
from tests.calendars import at, weekly

BLACKOUT = (DaySpan(date(2026, 3, 30), date(2026, 3, 30)),)
TABLE = lay_out(
    weekly("02:30", zone="Europe/Berlin", blackout=BLACKOUT), at("2026-03-28 00:00"), count=3
)
NOTES = ["One thing.", "Another."]


def test_json():
    """A program gets instants in UTC to the second, and the notes."""
    assert json.loads(render_timetable_json(TABLE, NOTES)) == {
        "instants": ["2026-03-28T01:30:00Z", "2026-03-29T01:00:00Z", "2026-03-31T00:30:00Z"],
        "notes": NOTES,
    }


def test_text():
    """A person gets the day of the week, local time, UTC, and the notes below."""
    assert render_timetable_text(TABLE, NOTES).splitlines() == [
        "Slots in Europe/Berlin time, and in UTC:",
        "  1.  Sat 2026-03-28 02:30  2026-03-28T01:30:00Z",
        "  2.  Sun 2026-03-29 03:00  2026-03-29T01:00:00Z",
        "  3.  Tue 2026-03-31 02:30  2026-03-31T00:30:00Z",
        *(f"Note: {note}" for note in NOTES),
    ]


def test_no_slots():
    """A schedule that has none left says so."""
    ended = weekly("09:00", zone="UTC", ends_on=date(2026, 1, 1))

    assert "  none" in render_timetable_text(lay_out(ended, at("2026-01-02"), count=3))
