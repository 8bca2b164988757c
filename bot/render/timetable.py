"""A timetable ▶ JSON for programs and text for a terminal, with notes on it."""

import json
from collections.abc import Sequence
from datetime import datetime

from bot.domain.timetable import Timetable

# Names of days as in the rest of the project's English, whatever the host's locale says.
_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")


def render_timetable_json(timetable: Timetable, notes: Sequence[str] = ()) -> str:
    """Give a JSON object: `instants` in UTC, and `notes`, a sentence each."""
    listed = {
        "instants": [_utc(slot.instant) for slot in timetable.slots],
        "notes": list(notes),
    }
    return json.dumps(listed, ensure_ascii=False, indent=2)


def render_timetable_text(timetable: Timetable, notes: Sequence[str] = ()) -> str:
    """Give a list for a person at a terminal: local time, UTC, then the notes."""
    width = len(str(len(timetable.slots)))
    lines = [f"Slots in {timetable.time_zone} time, and in UTC:"]
    lines += [
        f"  {number:>{width}}.  {_wall(slot.shown)}  {_utc(slot.instant)}"
        for number, slot in enumerate(timetable.slots, start=1)
    ]
    if not timetable.slots:
        lines.append("  none")
    lines += [f"Note: {note}" for note in notes]
    return "\n".join(lines)


def _wall(wall: datetime) -> str:
    return f"{_DAYS[wall.weekday()]} {wall:%Y-%m-%d %H:%M}"


def _utc(instant: datetime) -> str:
    return f"{instant:%Y-%m-%dT%H:%M:%SZ}"
