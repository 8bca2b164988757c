"""What clock changes and blackouts did to slots is noted, and nothing else."""

import itertools
from datetime import date, time, timedelta

import pytest
from hypothesis import given, settings

from bot.domain.recurrence import CronLine, Weekly
from bot.domain.schedule import (
    MOST_TOLD,
    DaySpan,
    Schedule,
    appointments_after,
    slots_after,
)
from bot.domain.timetable import BlackedOut, Doubled, OffsetChanged, Skipped, lay_out
from tests.calendars import THOROUGHNESS, at, instants, schedules, shown, wall, weekly

HOUR = timedelta(hours=1)
HOURLY = Schedule(recurrence=CronLine("0 * * * *"), time_zone="Europe/Berlin")
SUMMER_TO_WINTER = (2 * HOUR, HOUR)
WINTER_TO_SUMMER = (HOUR, 2 * HOUR)


def notes_of(schedule, after, count):
    """Give the notes as pairs of cause and wall times."""
    return [
        (note.cause, list(note.walls)) for note in lay_out(schedule, at(after), count=count).notes
    ]


@pytest.mark.parametrize(
    ("schedule", "after", "count", "notes"),
    [
        # Nothing changes.
        (weekly("09:00", zone="UTC"), "2026-03-01", 30, []),
        (weekly("09:00", zone="Europe/Berlin"), "2026-04-01", 30, []),
        # The offset changes between two slots.
        (
            weekly("09:00", zone="Europe/Berlin"),
            "2026-10-24 00:00",
            3,
            [
                (
                    OffsetChanged(wall("2026-10-25 09:00"), *SUMMER_TO_WINTER),
                    [wall("2026-10-25 09:00")],
                )
            ],
        ),
        # A skipped time.
        (
            weekly("02:30", zone="Europe/Berlin"),
            "2026-03-28 12:00",
            1,
            [(Skipped(wall("2026-03-29 03:00")), [wall("2026-03-29 02:30")])],
        ),
        # Two skipped times and one that is there share a slot, told even where it is the last.
        (
            weekly("02:00", "02:30", "03:00", zone="Europe/Berlin"),
            "2026-03-28 12:00",
            1,
            [
                (
                    Skipped(wall("2026-03-29 03:00")),
                    [wall("2026-03-29 02:00"), wall("2026-03-29 02:30")],
                )
            ],
        ),
        # A doubled time.
        (
            weekly("02:30", zone="Europe/Berlin"),
            "2026-10-24 12:00",
            1,
            [(Doubled(date(2026, 10, 25)), [wall("2026-10-25 02:30")])],
        ),
        # An hourly line over a doubled hour.
        (
            HOURLY,
            "2026-10-24 23:30",
            2,
            [
                (Doubled(date(2026, 10, 25)), [wall("2026-10-25 02:00")]),
                (
                    OffsetChanged(wall("2026-10-25 03:00"), *SUMMER_TO_WINTER),
                    [wall("2026-10-25 03:00")],
                ),
            ],
        ),
        # An hourly line over a skipped hour.
        (
            HOURLY,
            "2026-03-28 23:30",
            2,
            [
                (Skipped(wall("2026-03-29 03:00")), [wall("2026-03-29 02:00")]),
                (
                    OffsetChanged(wall("2026-03-29 03:00"), *WINTER_TO_SUMMER),
                    [wall("2026-03-29 02:00")],
                ),
            ],
        ),
        # A skipped day.
        (
            weekly("09:00", zone="Pacific/Apia"),
            "2011-12-30 00:00",
            1,
            [(Skipped(wall("2011-12-31 00:00")), [wall("2011-12-30 09:00")])],
        ),
        # A blackout, noted only as far as the slots go.
        (
            weekly(
                "09:00",
                zone="UTC",
                blackout=(
                    DaySpan(date(2026, 12, 24), date(2026, 12, 25)),
                    DaySpan(date(2027, 1, 1), date(2027, 1, 1)),
                ),
            ),
            "2026-12-23 08:00",
            2,
            [
                (
                    BlackedOut(DaySpan(date(2026, 12, 24), date(2026, 12, 25))),
                    [wall("2026-12-24 09:00"), wall("2026-12-25 09:00")],
                )
            ],
        ),
        # Of a clock change on a blackout day only the offset is left to tell.
        (
            weekly(
                "02:30",
                zone="Europe/Berlin",
                blackout=(DaySpan(date(2026, 3, 29), date(2026, 3, 29)),),
            ),
            "2026-03-27 12:00",
            2,
            [
                (
                    BlackedOut(DaySpan(date(2026, 3, 29), date(2026, 3, 29))),
                    [wall("2026-03-29 02:30")],
                ),
                (
                    OffsetChanged(wall("2026-03-30 02:30"), *WINTER_TO_SUMMER),
                    [wall("2026-03-30 02:30")],
                ),
            ],
        ),
    ],
)
def test_notes(schedule, after, count, notes):
    """Each clock change and blackout is noted once, with the wall times it concerns."""
    assert notes_of(schedule, after, count) == notes


def test_the_same_change_next_year_is_another_note():
    """Every spring and every autumn is told."""
    schedule = Schedule(
        recurrence=Weekly(days=frozenset({0}), times=(time(9),)), time_zone="Europe/Berlin"
    )

    assert len(notes_of(schedule, "2026-01-01", 52 * 3)) == 6


def test_there_are_as_many_slots_as_the_schedule_has():
    """A schedule that ends gives fewer slots than were asked for."""
    schedule = weekly("09:00", zone="UTC", ends_on=date(2026, 1, 3))

    table = lay_out(schedule, at("2026-01-01 12:00"), count=10)

    assert [slot.shown for slot in table.slots] == [
        wall("2026-01-02 09:00"),
        wall("2026-01-03 09:00"),
    ]


class TestALongBlackout:
    """However long a blackout and however busy the rhythm, what lies in it is passed over."""

    EVERY_MINUTE = Schedule(
        recurrence=CronLine("* * * * *"),
        time_zone="Europe/Berlin",
        blackout=(DaySpan(date(2026, 12, 1), date(2199, 12, 31)),),
    )

    def test_is_looked_at_by_its_first_slots_alone(self):
        """A few wall times of it are told, and the next is on its morrow, 173 years on."""
        after = at("2026-11-30 22:58")
        found = list(itertools.islice(appointments_after(self.EVERY_MINUTE, after), MOST_TOLD + 3))

        assert [one.blackout is not None for one in found] == [
            False,
            *[True] * (MOST_TOLD + 1),
            False,
        ]
        assert found[-1].wall == wall("2200-01-01 00:00")

    def test_two_with_no_slot_between(self):
        """Each of them is told for itself."""
        first, second = (
            DaySpan(date(2026, 1, 5), date(2026, 1, 5)),
            DaySpan(date(2026, 1, 12), date(2026, 1, 12)),
        )
        schedule = weekly("09:00", zone="UTC", days=frozenset({0}), blackout=(first, second))

        assert notes_of(schedule, "2026-01-01", 1) == [
            (BlackedOut(first), [wall("2026-01-05 09:00")]),
            (BlackedOut(second), [wall("2026-01-12 09:00")]),
        ]


@settings(deadline=None, max_examples=40 * THOROUGHNESS)
@given(schedules(), instants)
def test_a_timetable_has_the_schedules_slots(schedule, after):
    """Slots are the schedule's, each with what the clocks show."""
    table = lay_out(schedule, after, count=20)

    slots = [slot for slot, _ in zip(slots_after(schedule, after), range(20), strict=False)]
    assert [slot.instant for slot in table.slots] == slots
    assert all(slot.shown == shown(slot.instant, schedule.time_zone) for slot in table.slots)
    assert all(note.walls == tuple(sorted(note.walls)) for note in table.notes)
