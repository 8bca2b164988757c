"""A timetable ▶ JSON for programs and text for a terminal, with its notes in words."""

import json
from collections.abc import Sequence
from datetime import datetime, timedelta

from bot.domain.holidays import Holidays
from bot.domain.timetable import BlackedOut, Doubled, Note, OffsetChanged, Skipped, Timetable

# Names of days as in the rest of the project's English, whatever the host's locale says.
_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_MOST_NAMED = 12
_HOUR = timedelta(hours=1)
_MINUTE = timedelta(minutes=1)


def render_timetable_json(timetable: Timetable, holidays: Sequence[Holidays] = ()) -> str:
    """Give a JSON object: `instants` in UTC, and `notes`, a sentence each."""
    listed = {
        "instants": [_utc(slot.instant) for slot in timetable.slots],
        "notes": _notes(timetable, holidays),
    }
    return json.dumps(listed, ensure_ascii=False, indent=2)


def render_timetable_text(timetable: Timetable, holidays: Sequence[Holidays] = ()) -> str:
    """Give a list for a person at a terminal: local time, UTC, then the notes."""
    width = len(str(len(timetable.slots)))
    lines = [f"Slots in {timetable.time_zone} time, and in UTC:"]
    lines += [
        f"  {number:>{width}}.  {_wall(slot.shown)}  {_utc(slot.instant)}"
        for number, slot in enumerate(timetable.slots, start=1)
    ]
    if not timetable.slots:
        lines.append("  none")
    lines += [f"Note: {note}" for note in _notes(timetable, holidays)]
    return "\n".join(lines)


def describe_note(note: Note) -> str:
    """Say in a sentence what a clock change or a blackout did to slots."""
    walls = _walls(note.walls)
    match note.cause:
        case Skipped(moved_to):
            exist = "does not exist" if len(note.walls) == 1 else "do not exist"
            return f"Clock change: {walls} {exist}; the slot is {_wall(moved_to)}."
        case Doubled():
            come = "comes" if len(note.walls) == 1 else "come"
            return f"Clock change: {walls} {come} twice; the slot is the first time only."
        case OffsetChanged(since, before, now):
            return (
                f"Clock change: from {_wall(since)} on, local time is UTC{_offset(now)}; "
                f"before, it is UTC{_offset(before)}."
            )
        case BlackedOut(span):
            days = str(span.first) if span.first == span.last else f"{span.first} to {span.last}"
            return f"Blackout {days}: no slot on {walls}."


def describe_holidays(holidays: Holidays) -> list[str]:
    """Say what of a calendar file was not taken as it stands there, a sentence each."""
    told = (
        (holidays.repeating, "repeating", "rules are not followed: only the first days count"),
        (holidays.timed, "with hours", "whole days are blacked out"),
        (holidays.cancelled, "cancelled", "left out"),
        (holidays.unreadable, "unreadable", "left out"),
    )
    notes = [
        f"{holidays.name}: {count:,} event{'s' * (count != 1)} {kind}; {treatment}."
        for count, kind, treatment in told
        if count
    ]
    return notes if holidays.spans else [*notes, f"{holidays.name}: no blackout day in it."]


def _notes(timetable: Timetable, holidays: Sequence[Holidays]) -> list[str]:
    of_files = [note for one in holidays for note in describe_holidays(one)]
    return [*map(describe_note, timetable.notes), *of_files]


def _walls(walls: Sequence[datetime]) -> str:
    named = [_wall(wall) for wall in walls]
    if len(walls) > _MOST_NAMED:
        more = f"{len(walls) - _MOST_NAMED:,} more until {named[-1]}"
        named = [*named[:_MOST_NAMED], more]
    return " and ".join(filter(None, [", ".join(named[:-1]), named[-1]]))


def _wall(wall: datetime) -> str:
    return f"{_DAYS[wall.weekday()]} {wall:%Y-%m-%d %H:%M}"


def _utc(instant: datetime) -> str:
    return f"{instant:%Y-%m-%dT%H:%M:%SZ}"


def _offset(offset: timedelta) -> str:
    hours, rest = divmod(abs(offset), _HOUR)
    return f"{'-' if offset < timedelta(0) else '+'}{hours:02}:{rest // _MINUTE:02}"
