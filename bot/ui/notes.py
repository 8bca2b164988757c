"""Notes on a timetable in words: what clock changes, blackout days and calendar files do to it."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Final

from bot.domain.holidays import Holidays
from bot.domain.schedule import MOST_TOLD
from bot.domain.timetable import BlackedOut, Doubled, Note, OffsetChanged, Skipped
from bot.ui.limits import length
from bot.ui.speech import _, ngettext, weekday

_MOST_NAMED: Final = MOST_TOLD
# Characters of the line that says there are more notes.
_MORE_NOTES: Final = 80
_HOUR: Final = timedelta(hours=1)
_MINUTE: Final = timedelta(minutes=1)


def describe_note(note: Note) -> str:
    """Say in a sentence what a clock change or a blackout did to slots."""
    walls, single = _walls(note.walls), len(note.walls) == 1
    match note.cause:
        case Skipped(moved_to):
            slot = wall_words(moved_to)
            if single:
                return _(
                    "Clock change: {walls} does not exist; the slot is {slot}.",
                    walls=walls,
                    slot=slot,
                )
            return _(
                "Clock change: {walls} do not exist; the slot is {slot}.", walls=walls, slot=slot
            )
        case Doubled():
            if single:
                return _(
                    "Clock change: {walls} comes twice; the slot is the first time only.",
                    walls=walls,
                )
            return _(
                "Clock change: {walls} come twice; the slot is the first time only.", walls=walls
            )
        case OffsetChanged(since, before, now):
            return _(
                "Clock change: from {since} on, local time is UTC{now}; before, it is UTC{before}.",
                since=wall_words(since),
                now=_offset(now),
                before=_offset(before),
            )
        case BlackedOut(span):
            walls = _walls(note.walls, until=span.last)
            if span.first == span.last:
                return _("Blackout {day}: no slot on {walls}.", day=span.first, walls=walls)
            return _(
                "Blackout {first} to {last}: no slot on {walls}.",
                first=span.first,
                last=span.last,
                walls=walls,
            )


def note_lines(notes: Sequence[str], room: int, *, mark: str) -> list[str]:
    """Put notes on lines of their own within so many characters, saying how many have no room."""
    room -= _MORE_NOTES
    lines: list[str] = []
    for note in notes:
        line = f"{mark} {note}"
        room -= length(line) + 1
        if room < 0:
            more = ngettext(
                "… and {count} note more of this kind.",
                "… and {count} notes more of this kind.",
                len(notes) - len(lines),
            )
            return [*lines, f"{mark} {more}"]
        lines.append(line)
    return lines


def describe_holidays(holidays: Holidays) -> list[str]:
    """Say what of a calendar file was not taken as it stands there, a sentence each."""
    told = (*_of_repetitions(holidays), *_of_events(holidays))
    notes = [said for count, said in told if count]
    if holidays.gone_by:
        notes.append(
            _("{name}: all of its days have gone by. Is it a past year's?", name=holidays.name)
        )
    elif not holidays.spans:
        notes.append(_("{name}: no blackout day in it.", name=holidays.name))
    return notes


def _of_repetitions(holidays: Holidays) -> tuple[tuple[int, str], ...]:
    return (
        (
            holidays.endless,
            ngettext(
                "{name}: {count} event repeats without end; I follow it until {last}.",
                "{name}: {count} events repeat without end; I follow them until {last}.",
                holidays.endless,
                name=holidays.name,
                last=holidays.followed_until,
            ),
        ),
        (
            holidays.unfollowed,
            ngettext(
                "{name}: {count} event repeats by a rule I cannot follow: only its first days "
                "count.",
                "{name}: {count} events repeat by rules I cannot follow: only their first days "
                "count.",
                holidays.unfollowed,
                name=holidays.name,
            ),
        ),
        (
            holidays.distant,
            ngettext(
                "{name}: {count} event lies or lasts more than ten years ahead; days beyond that "
                "are left out.",
                "{name}: {count} events lie or last more than ten years ahead; days beyond that "
                "are left out.",
                holidays.distant,
                name=holidays.name,
            ),
        ),
    )


def _of_events(holidays: Holidays) -> tuple[tuple[int, str], ...]:
    return (
        (
            holidays.timed,
            ngettext(
                "{name}: {count} event with hours; whole days are blacked out.",
                "{name}: {count} events with hours; whole days are blacked out.",
                holidays.timed,
                name=holidays.name,
            ),
        ),
        (
            holidays.cancelled,
            ngettext(
                "{name}: {count} event cancelled; left out.",
                "{name}: {count} events cancelled; left out.",
                holidays.cancelled,
                name=holidays.name,
            ),
        ),
        (
            holidays.unreadable,
            ngettext(
                "{name}: {count} event unreadable; left out.",
                "{name}: {count} events unreadable; left out.",
                holidays.unreadable,
                name=holidays.name,
            ),
        ),
    )


def wall_words(wall: datetime) -> str:
    """Give a local time with its day of the week."""
    return f"{weekday(wall.weekday(), short=True)} {wall:%Y-%m-%d %H:%M}"


def _walls(walls: Sequence[datetime], *, until: date | None = None) -> str:
    """Name wall times; with `until`, of a day, it is not known how many more there are."""
    named = [wall_words(wall) for wall in walls]
    if len(walls) > _MOST_NAMED:
        more = (
            _("more until {last}", last=until)
            if until
            else ngettext(
                "{count} more until {last}",
                "{count} more until {last}",
                len(walls) - _MOST_NAMED,
                last=named[-1],
            )
        )
        named = [*named[:_MOST_NAMED], more]
    *others, last = named
    return _("{others} and {last}", others=", ".join(others), last=last) if others else last


def _offset(offset: timedelta) -> str:
    hours, rest = divmod(abs(offset), _HOUR)
    return f"{'-' if offset < timedelta(0) else '+'}{hours:02}:{rest // _MINUTE:02}"
