"""A timetable: a schedule's next slots, and what clock changes and blackout days did to them."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

from bot.domain.schedule import Appointment, DaySpan, Schedule, appointments_after
from bot.domain.wall_time import occurs_twice, shown_at


@dataclass(frozen=True, slots=True)
class Skipped:
    """A clock change left wall times out; their slot is when the clocks show `moved_to`."""

    moved_to: datetime


@dataclass(frozen=True, slots=True)
class Doubled:
    """The clocks were put back on a day and showed wall times twice; the first time is the slot."""

    on: date


@dataclass(frozen=True, slots=True)
class BlackedOut:
    """Wall times lie in a blackout, so no slot is there."""

    span: DaySpan


@dataclass(frozen=True, slots=True)
class OffsetChanged:
    """From the slot shown as `since`, local time is `now` ahead of UTC; before it, `before`."""

    since: datetime
    before: timedelta
    now: timedelta


Cause = Skipped | Doubled | BlackedOut | OffsetChanged


class Note(NamedTuple):
    """Something to know about the naive wall times `walls`, which ascend.

    Those in a blackout are told as `appointments_after` gives them.
    """

    cause: Cause
    walls: tuple[datetime, ...]


class Slot(NamedTuple):
    """An instant, aware UTC, and what the zone's clocks show then."""

    instant: datetime
    shown: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Timetable:
    """Slots in order and the notes on what lies between the first and the last of them.

    There are fewer slots than asked for if the schedule ends before.
    """

    time_zone: str
    slots: tuple[Slot, ...]
    notes: tuple[Note, ...]


def lay_out(schedule: Schedule, after: datetime, *, count: int) -> Timetable:
    """Give the schedule's first `count` slots after the instant `after`."""
    zone = schedule.time_zone
    slots: list[Slot] = []
    noted: dict[Cause, list[datetime]] = {}
    for one in appointments_after(schedule, after):
        # What falls together with the last slot is told with it.
        if len(slots) == count and not one.shared:
            break
        for cause in _causes(one, slots, zone):
            noted.setdefault(cause, []).append(one.wall)
        if one.is_slot:
            slots.append(Slot(one.instant, shown_at(one.instant, zone)))
    notes = tuple(Note(cause, tuple(walls)) for cause, walls in noted.items())
    return Timetable(time_zone=zone, slots=tuple(slots), notes=notes)


def _causes(one: Appointment, before: list[Slot], time_zone: str) -> Iterator[Cause]:
    if one.blackout is not None:
        yield BlackedOut(one.blackout)
        return
    shown = shown_at(one.instant, time_zone)
    if shown != one.wall:
        yield Skipped(shown)
    elif occurs_twice(one.wall, time_zone):
        yield Doubled(one.wall.date())
    if one.is_slot and before:
        was, now = _offset(before[-1].instant, time_zone), _offset(one.instant, time_zone)
        if was != now:
            yield OffsetChanged(shown, was, now)


def _offset(instant: datetime, time_zone: str) -> timedelta:
    return instant.astimezone(ZoneInfo(time_zone)).utcoffset() or timedelta(0)
