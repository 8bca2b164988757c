"""A schedule: at which local times a discussion posts, in which zone, from when to when.

Between discussion and post in the stream. The recurrence is kept as wall time; instants are
derived, so that a later change of a zone's rules changes the instants and not the rows.
"""

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from itertools import pairwise
from typing import NamedTuple

from bot.domain.recurrence import Recurrence, walls_after
from bot.domain.wall_time import instant_of, last_instant_of, shown_at
from bot.errors import NoSlotLeft

# So that thirty sections fit, one a month or a quarter, and a mistyped year does not.
FARTHEST = timedelta(days=3653)
LATE_AT_MOST = timedelta(hours=12)

# Nobody calls a section late that comes within minutes: restarts and slow networks take as long.
PUNCTUAL = timedelta(minutes=5)

CATCH_UP_PAUSE = timedelta(minutes=15)

# What of one blackout is told wall by wall; it may hold millions.
MOST_TOLD = 12

_DAY = timedelta(days=1)
_MOMENT = timedelta(microseconds=1)


class MissedSlot(StrEnum):
    """What becomes of a section whose slot came while nobody could send it.

    `SHIFT` sends it a little late or else gives it the next slot, `SKIP` gives it the next slot
    always; both move all that follow. `CATCH_UP` sends all that were missed, one by one.
    """

    SHIFT = "shift"
    SKIP = "skip"
    CATCH_UP = "catch up"


@dataclass(frozen=True, slots=True, order=True)
class DaySpan:
    """Local days from `first` to `last`, both included."""

    first: date
    last: date

    def __post_init__(self) -> None:
        """Refuse a span that runs backwards."""
        if self.last < self.first:
            raise ValueError(self)


@dataclass(frozen=True, slots=True, kw_only=True)
class QuietHours:
    """Local hours in which nothing is sent late; they may run over midnight, `ends` excluded."""

    begins: time
    ends: time

    def __post_init__(self) -> None:
        """Refuse hours of which nobody can say whether they are none or all."""
        if self.begins == self.ends:
            raise ValueError(self)

    def cover(self, wall: datetime) -> bool:
        """Say whether a wall time lies in them."""
        if self.begins < self.ends:
            return self.begins <= wall.time() < self.ends
        return wall.time() >= self.begins or wall.time() < self.ends


@dataclass(frozen=True, slots=True, kw_only=True)
class Schedule:
    """A recurrence in one zone, with what bounds it and what is left out.

    `starts_on` and `ends_on` are local days, both included. The spans of `blackout` ascend and
    neither touch nor overlap; `join_spans` makes them so.
    """

    recurrence: Recurrence
    time_zone: str
    starts_on: date | None = None
    ends_on: date | None = None
    blackout: tuple[DaySpan, ...] = ()
    quiet: QuietHours | None = None
    missed: MissedSlot = MissedSlot.SHIFT

    def __post_init__(self) -> None:
        """Refuse bounds that run backwards and spans out of order."""
        if self.starts_on and self.ends_on and self.ends_on < self.starts_on:
            raise ValueError(self.ends_on)
        if any(later.first - earlier.last <= _DAY for earlier, later in pairwise(self.blackout)):
            raise ValueError(self.blackout)

    def blackout_on(self, day: date) -> DaySpan | None:
        """Give the blackout that a local day lies in."""
        place = bisect_right(self.blackout, day, key=lambda span: span.first)
        span = self.blackout[place - 1] if place else None
        return span if span and day <= span.last else None


def join_spans(spans: Iterable[DaySpan]) -> tuple[DaySpan, ...]:
    """Put spans in order and join those that touch or overlap."""
    joined: list[DaySpan] = []
    for span in sorted(spans):
        if joined and span.first - joined[-1].last <= _DAY:
            joined[-1] = DaySpan(joined[-1].first, max(joined[-1].last, span.last))
        else:
            joined.append(span)
    return tuple(joined)


# ── slots ─────────────────────────────────────────────────────────────────────────────────────


class Appointment(NamedTuple):
    """A wall time of the recurrence, the instant it stands for, and whether that is a slot.

    It is none on a blackout day (`blackout` says which) or where an earlier wall time has the same
    instant already (`shared`).
    """

    wall: datetime
    instant: datetime
    blackout: DaySpan | None
    shared: bool

    @property
    def is_slot(self) -> bool:
        """Whether something is posted at the instant on account of it."""
        return self.blackout is None and not self.shared


def appointments_after(
    schedule: Schedule, after: datetime, *, told: int = MOST_TOLD
) -> Iterator[Appointment]:
    """Give what the schedule appoints after the instant `after`, ascending.

    Of one blackout these are the first `told` and, to say that there are more, the next.
    """
    zone = schedule.time_zone
    begin, end = _bounds(schedule, after)
    slot: datetime | None = None
    within, passed = None, 0
    walls = walls_after(schedule.recurrence, shown_at(begin, zone))
    while (wall := next(walls, None)) is not None:
        instant = instant_of(wall, zone)
        if end is not None and instant >= end:
            return
        # When `begin` lies in the second pass of a doubled hour, the walls to come in that pass
        # are instants of the first, thus past.
        if instant <= begin:
            continue
        blackout = _blackout_of(schedule, wall, instant) if schedule.blackout else None
        shared = instant == slot
        yield Appointment(wall, instant, blackout, shared)
        if blackout is None:
            slot = instant
            continue
        within, passed = blackout, passed + 1 if blackout == within else 1
        if passed > told:
            walls = walls_after(schedule.recurrence, datetime.combine(blackout.last, time.max))


def _blackout_of(schedule: Schedule, wall: datetime, instant: datetime) -> DaySpan | None:
    # A clock change may move a wall time to another day: neither may be a blackout day.
    shown = shown_at(instant, schedule.time_zone)
    return schedule.blackout_on(wall.date()) or schedule.blackout_on(shown.date())


def _bounds(schedule: Schedule, after: datetime) -> tuple[datetime, datetime | None]:
    """Give the instants between which slots lie, both excluded."""
    begin, end = after, None
    if schedule.starts_on is not None:
        # A slot at midnight sharp belongs to the day.
        begin = max(after, _midnight(schedule.starts_on, schedule.time_zone) - _MOMENT)
    if schedule.ends_on is not None:
        end = _midnight(schedule.ends_on + _DAY, schedule.time_zone)
    return begin, end


def _midnight(day: date, time_zone: str) -> datetime:
    return instant_of(datetime.combine(day, time.min), time_zone)


def slots_after(schedule: Schedule, after: datetime) -> Iterator[datetime]:
    """Give the schedule's instants after `after`, ascending, aware UTC, to its end if it has one.

    Wall times that one gap moves to the same instant give one slot, blackout days none.
    """
    appointed = appointments_after(schedule, after, told=0)
    return (one.instant for one in appointed if one.is_slot)


def find_next_slot(schedule: Schedule, after: datetime) -> datetime | None:
    """Give the schedule's first instant after `after`, None once it has ended."""
    return next(slots_after(schedule, after), None)


def next_slot(schedule: Schedule, after: datetime) -> datetime:
    """Give the schedule's first instant after `after`; raise `NoSlotLeft`."""
    slot = find_next_slot(schedule, after)
    if slot is None:
        raise NoSlotLeft(ends_on=schedule.ends_on)
    return slot


# ── slots that were missed ────────────────────────────────────────────────────────────────────


def settle_missed(
    schedule: Schedule, due_at: datetime, now: datetime, *, sent_at: datetime | None = None
) -> datetime | None:
    """Say when a section is sent whose slot `due_at` came while nobody could send it.

    Now if it is on time within `PUNCTUAL`; else as the schedule's policy has it: *shift*, at once
    if it is at most `LATE_AT_MOST` late and may be sent now, otherwise in the next slot; *skip*,
    in the next slot; *catch up*, as soon as it may be sent, `CATCH_UP_PAUSE` after `sent_at`, when
    the section before it was sent late. Nothing late is sent in quiet hours or on a blackout day.
    None if the schedule has ended. A slot that has not come yet stays where it is.
    """
    late = now - due_at
    if schedule.missed is MissedSlot.CATCH_UP:
        pause_ends = due_at if sent_at is None else sent_at + CATCH_UP_PAUSE
        earliest = max(now, due_at, pause_ends)
        on_time = earliest - due_at <= PUNCTUAL
        return earliest if on_time else _first_undisturbed(schedule, earliest)
    if is_on_time(schedule.missed, due_at, now):
        return max(now, due_at)
    may_be_late = schedule.missed is MissedSlot.SHIFT and late <= LATE_AT_MOST
    if may_be_late and not _is_disturbed(schedule, now):
        return now
    return find_next_slot(schedule, now)


def is_on_time(missed: MissedSlot, due_at: datetime, now: datetime) -> bool:
    """Say whether a section of the slot `due_at` is sent now whatever else its schedule says.

    Who catches up may have to wait after the section before.
    """
    return now - due_at <= PUNCTUAL and missed is not MissedSlot.CATCH_UP


def slot_of_next(schedule: Schedule, due_at: datetime, now: datetime) -> datetime | None:
    """Give the slot of the section after one of the slot `due_at` that is sent `now`.

    In the past where the policy is to *catch up* and more than one was missed; None if the
    schedule has ended.
    """
    catches_up = schedule.missed is MissedSlot.CATCH_UP
    return find_next_slot(schedule, due_at if catches_up else now)


def forecast(schedule: Schedule, due_at: datetime, sends_at: datetime) -> Iterator[datetime]:
    """Give when sections are sent if nothing comes between, to the schedule's end if it has one.

    The first has the slot `due_at` and is sent at `sends_at`, which is later if it was missed.
    """
    slot: datetime | None = due_at
    sent: datetime | None = sends_at
    while slot is not None and sent is not None:
        yield sent
        was_late = sent - slot > PUNCTUAL
        slot, before = slot_of_next(schedule, slot, sent), sent
        if slot is not None:
            sent = settle_missed(
                schedule, slot, max(slot, before), sent_at=before if was_late else None
            )


def _is_disturbed(schedule: Schedule, instant: datetime) -> bool:
    return _end_of_rest(schedule, shown_at(instant, schedule.time_zone)) is not None


def _first_undisturbed(schedule: Schedule, instant: datetime) -> datetime:
    """Give `instant` or, within quiet hours or a blackout, the first one after them."""
    zone = schedule.time_zone
    while ends := _end_of_rest(schedule, shown_at(instant, zone)):
        # In the second pass of a doubled hour the first time that the clocks showed it is past.
        first, last = instant_of(ends, zone), last_instant_of(ends, zone)
        instant = first if first > instant else last
    return instant


def _end_of_rest(schedule: Schedule, wall: datetime) -> datetime | None:
    """Give the wall time at which the quiet hours or the blackout around `wall` end, if any."""
    blackout = schedule.blackout_on(wall.date())
    if blackout is not None:
        return datetime.combine(blackout.last + _DAY, time.min)
    if schedule.quiet is None or not schedule.quiet.cover(wall):
        return None
    ends = datetime.combine(wall.date(), schedule.quiet.ends)
    return ends if ends > wall else ends + _DAY
