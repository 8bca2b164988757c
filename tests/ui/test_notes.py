"""Notes on timetables that can be understood, in each language."""

from dataclasses import replace
from datetime import date

from bot.domain.holidays import Holidays
from bot.domain.language import Language
from bot.domain.schedule import DaySpan
from bot.domain.timetable import lay_out
from bot.ui.notes import describe_holidays, describe_note
from bot.ui.speech import speaking
from tests.calendars import at, weekly

BLACKOUT = (DaySpan(date(2026, 3, 30), date(2026, 3, 30)),)
TABLE = lay_out(
    weekly("02:30", zone="Europe/Berlin", blackout=BLACKOUT), at("2026-03-28 00:00"), count=3
)
HOLIDAYS = Holidays(
    name="days.ics",
    spans=(),
    timed=2,
    endless=3,
    followed_until=date(2031, 12, 31),
    unfollowed=1,
    cancelled=0,
    unreadable=1_000,
    distant=0,
    gone_by=False,
)


def test_clock_changes_and_blackouts():
    """What a clock change or a blackout day does is a sentence with its times."""
    assert list(map(describe_note, TABLE.notes)) == [
        "Clock change: Sun 2026-03-29 02:30 does not exist; the slot is Sun 2026-03-29 03:00.",
        (
            "Clock change: from Sun 2026-03-29 03:00 on, local time is UTC+02:00; "
            "before, it is UTC+01:00."
        ),
        "Blackout 2026-03-30: no slot on Mon 2026-03-30 02:30.",
    ]


def test_in_german():
    """The days of the week are the language's, too."""
    with speaking(Language.GERMAN):
        first, *_others = map(describe_note, TABLE.notes)

    assert first == (
        "Zeitumstellung: So. 2026-03-29 02:30 gibt es nicht; der Termin ist So. 2026-03-29 03:00."
    )


def test_a_long_blackout_names_its_first_slots_and_its_last_day():
    """A note stays readable however many slots it is about."""
    blackout = (DaySpan(date(2026, 1, 1), date(2026, 12, 31)),)
    table = lay_out(weekly("09:00", zone="UTC", blackout=blackout), at("2025-12-31"), count=2)

    (note,) = map(describe_note, table.notes)

    assert note.startswith("Blackout 2026-01-01 to 2026-12-31: no slot on Thu 2026-01-01 09:00, ")
    assert note.endswith(", Mon 2026-01-12 09:00 and more until 2026-12-31.")


def test_several_doubled_times_and_offsets_behind_utc():
    """Numbers and signs agree with what is told."""
    table = lay_out(weekly("01:00", "01:30", zone="America/New_York"), at("2026-11-01"), count=3)

    assert list(map(describe_note, table.notes)) == [
        (
            "Clock change: Sun 2026-11-01 01:00 and Sun 2026-11-01 01:30 come twice; "
            "the slot is the first time only."
        ),
        (
            "Clock change: from Mon 2026-11-02 01:00 on, local time is UTC-05:00; "
            "before, it is UTC-04:00."
        ),
    ]


def test_a_file_of_past_days_and_of_days_too_far_ahead():
    """Neither is taken silently."""
    past = replace(HOLIDAYS, timed=0, endless=0, unfollowed=0, unreadable=0, gone_by=True)

    assert describe_holidays(replace(past, distant=1)) == [
        (
            "days.ics: 1 event lies or lasts more than ten years ahead; days beyond that are left "
            "out."
        ),
        "days.ics: all of its days have gone by. Is it a past year's?",
    ]


def test_what_a_file_held():
    """What of a calendar file was not taken as it stands is told with its name."""
    assert describe_holidays(HOLIDAYS) == [
        "days.ics: 3 events repeat without end; I follow them until 2031-12-31.",
        "days.ics: 1 event repeats by a rule I cannot follow: only its first days count.",
        "days.ics: 2 events with hours; whole days are blacked out.",
        "days.ics: 1,000 events unreadable; left out.",
        "days.ics: no blackout day in it.",
    ]
