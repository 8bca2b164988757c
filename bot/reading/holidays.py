"""An iCalendar file ▶ blackout days: every event of the file blacks out the local days it touches.

Of the format (RFC 5545) this reads what says when an event is: its start, its end or duration, its
status. Rules of repetition are not followed but counted, so that somebody can be told.
"""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from typing import Final, NamedTuple

from bot.domain.holidays import Holidays
from bot.domain.schedule import DaySpan, join_spans
from bot.domain.time_zone import parse_time_zone
from bot.domain.wall_time import instant_of, shown_at
from bot.errors import UnknownTimeZone, UnreadableCalendar

_LARGEST: Final = 1_000_000  # bytes; the holidays of a country and year take about 10,000
_YEARS: Final = range(1970, 2200)

_DAY: Final = timedelta(days=1)
_MOMENT: Final = timedelta(microseconds=1)

# Lines longer than 75 bytes go on in the next, which begins with a blank, even within a letter.
_FOLD = re.compile(rb"\r?\n[ \t]")

_LINE = re.compile(
    r"""
    (?P<name> [A-Za-z0-9-]+ )
    (?P<parameters> (?: ; (?: "[^"]*" | [^:;"] )* )* )   # quoted values may hold : and ;
    : (?P<value> .* )
    """,
    re.VERBOSE,
)
_ZONE = re.compile(r';TZID="?([^";]+)"?', re.IGNORECASE)

_DATE_FORM: Final = "%Y%m%d"
_TIME_FORM: Final = "%Y%m%dT%H%M%S"

_DURATION = re.compile(
    r"""
    \+? P
    (?: (?P<weeks> \d{1,4} ) W )?
    (?: (?P<days> \d{1,4} ) D )?
    (?: T (?: (?P<hours> \d{1,5} ) H )? (?: (?P<minutes> \d{1,6} ) M )?
          (?: (?P<seconds> \d{1,8} ) S )? )?
    """,
    re.VERBOSE | re.ASCII,
)


class _Property(NamedTuple):
    parameters: str
    value: str


_Event = Mapping[str, _Property]


def require_calendar_size(name: str, size: int) -> None:
    """Raise `UnreadableCalendar` for a file that need not even be fetched; `size` in bytes."""
    if size > _LARGEST:
        raise UnreadableCalendar(name=name)


def read_holidays(data: bytes, *, name: str, time_zone: str) -> Holidays:
    """Read the days that a file's events touch in the zone; raise `UnreadableCalendar`."""
    require_calendar_size(name, len(data))
    text = _FOLD.sub(b"", data).decode("utf-8-sig", errors="replace")
    if not text.lstrip().upper().startswith("BEGIN:VCALENDAR"):
        raise UnreadableCalendar(name=name)
    spans: list[DaySpan] = []
    counts: Counter[str] = Counter()
    for event in _events(text):
        if "STATUS" in event and event["STATUS"].value.upper() == "CANCELLED":
            counts["cancelled"] += 1
            continue
        try:
            spans.append(_span(event, time_zone))
        except (ValueError, OverflowError):
            counts["unreadable"] += 1
            continue
        counts["timed"] += "T" in event["DTSTART"].value
        counts["repeating"] += "RRULE" in event or "RDATE" in event
    return Holidays(
        name=name,
        spans=join_spans(spans),
        timed=counts["timed"],
        repeating=counts["repeating"],
        cancelled=counts["cancelled"],
        unreadable=counts["unreadable"],
    )


def _events(text: str) -> Iterator[_Event]:
    """Give the properties of each event, not those of what lies within it, such as alarms."""
    inside: list[str] = []
    event: dict[str, _Property] = {}
    for line in text.splitlines():
        found = _LINE.fullmatch(line.strip())
        if found is None:
            continue
        name, value = found["name"].upper(), found["value"].strip()
        if name == "BEGIN":
            inside.append(value.upper())
            event = {} if inside[-1] == "VEVENT" else event
        elif name == "END" and inside:
            if inside.pop() == "VEVENT":
                yield event
        elif inside and inside[-1] == "VEVENT":
            event.setdefault(name, _Property(found["parameters"], value))


def _span(event: _Event, time_zone: str) -> DaySpan:
    """Give the local days an event touches; raise `ValueError` or `OverflowError`."""
    if "DTSTART" not in event:
        raise ValueError(event)
    begin = _parse(event["DTSTART"], time_zone)
    end = _end(event, begin, time_zone)
    first = begin.date()
    # The end is the first moment after the event. Some programs write it like the start.
    last = max(begin, end - _MOMENT).date()
    if first.year not in _YEARS or last.year not in _YEARS:
        raise ValueError(event)
    return DaySpan(first, last)


def _end(event: _Event, begin: datetime, time_zone: str) -> datetime:
    if "DTEND" in event:
        return _parse(event["DTEND"], time_zone)
    if "DURATION" in event:
        return begin + _duration(event["DURATION"].value)
    return begin if "T" in event["DTSTART"].value else begin + _DAY


def _parse(given: _Property, time_zone: str) -> datetime:
    """Give the local wall time that a date or a time stands for; raise `ValueError`."""
    if "T" not in given.value:
        return datetime.combine(_strict(given.value, _DATE_FORM).date(), datetime.min.time())
    wall = _strict(given.value.removesuffix("Z"), _TIME_FORM)
    zone = "UTC" if given.value.endswith("Z") else _zone(given.parameters)
    # A time without a zone, or of one only its program knows, is local wherever it is read.
    if zone is None or wall.year not in _YEARS:
        return wall
    return shown_at(instant_of(wall, zone), time_zone)


def _strict(text: str, form: str) -> datetime:
    """Read a time of that form; `strptime` alone would take single digits for two."""
    found = datetime.strptime(text, form)  # noqa: DTZ007 - wall time
    if found.strftime(form) != text:
        raise ValueError(text)
    return found


def _zone(parameters: str) -> str | None:
    found = _ZONE.search(parameters)
    if found is None:
        return None
    try:
        return parse_time_zone(found[1])
    except UnknownTimeZone:
        return None


def _duration(text: str) -> timedelta:
    found = _DURATION.fullmatch(text.upper())
    if found is None:
        raise ValueError(text)
    return timedelta(**{unit: int(count) for unit, count in found.groupdict("0").items()})
