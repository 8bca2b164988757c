"""An iCalendar file ▶ blackout days: every event of the file blacks out the local days it touches.

Of the format (RFC 5545) this reads what says when an event is: its start, its end or duration, its
status, and when it comes again. What cannot be followed is counted, so that somebody can be told.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime, timedelta
from itertools import chain
from typing import Final, NamedTuple

from bot.domain.holidays import Holidays
from bot.domain.schedule import FARTHEST, DaySpan, join_spans
from bot.domain.time_zone import named_time_zone
from bot.domain.wall_time import instant_of, shown_at
from bot.errors import UnreadableCalendar
from bot.reading.repeats import Repeats, Rule, RuleNotFollowed

_LARGEST: Final = 1_000_000  # bytes; the holidays of a country and year take about 10,000
_MOST_EVENTS: Final = 4_000  # more than fit a file of that size with all that programs write
_DEEPEST: Final = 8  # components within components; an alarm's is 3
_YEARS: Final = range(1583, 2200)  # of the calendar that the format knows

# Schedules lie a few years ahead, and what they have behind them needs no blackout.
_YEARS_BEFORE: Final = 1
_YEARS_AFTER: Final = 5
_LAST_YEAR: Final = 9_998

_DAY: Final = timedelta(days=1)
_MOMENT: Final = timedelta(microseconds=1)
# Of a file's steps, what reading a rule or a listed day takes.
_READING: Final = 3

_LONGEST_REPEATED: Final = timedelta(days=365)

# Lines longer than 75 bytes go on in the next, which begins with a blank, even within a letter.
_FOLD = re.compile(rb"\r?\n[ \t]")
_LINE_END = re.compile(r"\r\n?")

_LINE = re.compile(
    r"""
    ^ (?P<name> BEGIN | END | UID | STATUS | DTSTART | DTEND | DURATION
        | RRULE | RDATE | EXRULE | EXDATE | RECURRENCE-ID )
    (?P<parameters> (?: ; (?: "[^"\n]*" | [^:;"\n] )* )* )   # quoted values may hold : and ;
    : (?P<value> .* )
    """,
    re.VERBOSE | re.MULTILINE | re.IGNORECASE,
)
_ZONE = re.compile(r';TZID="?([^";]+)"?', re.IGNORECASE)
_WALL = re.compile(
    r"(\d{4})(\d\d)(\d\d)(?:T(\d\d)(\d\d)(\d\d)Z?)?",
    re.ASCII,
)

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

    @property
    def has_hours(self) -> bool:
        """Whether it is a time and not a whole day."""
        return "T" in self.value


_Event = Mapping[str, list[_Property]]


def require_calendar_size(name: str, size: int) -> None:
    """Raise `UnreadableCalendar` for a file that need not even be fetched; `size` in bytes."""
    if size > _LARGEST:
        raise UnreadableCalendar(name=name)


def read_holidays(data: bytes, *, name: str, time_zone: str, today: date) -> Holidays:
    """Read the days that a file's events touch in the zone; raise `UnreadableCalendar`.

    Events that repeat are followed from the year before `today` to the fifth after it.
    """
    require_calendar_size(name, len(data))
    text = _LINE_END.sub("\n", _FOLD.sub(b"", data).decode("utf-8-sig", errors="replace"))
    if not text.lstrip().upper().startswith("BEGIN:VCALENDAR"):
        raise UnreadableCalendar(name=name)
    events = list(_events(text, name))
    moved = _moved(events)
    repeats = Repeats(_days_that_matter(today))
    spans: list[DaySpan] = []
    counts: Counter[str] = Counter()
    for event in events:
        if any(status.value.upper() == "CANCELLED" for status in event.get("STATUS", ())):
            counts["cancelled"] += 1
            continue
        try:
            first = _span(event, time_zone)
        except (ValueError, OverflowError):
            counts["unreadable"] += 1
            continue
        counts["timed"] += event["DTSTART"][0].has_hours
        try:
            found, goes_on = _repeated(event, first, repeats, moved, time_zone)
        except (ValueError, OverflowError):
            counts["unfollowed"] += 1
            spans.append(first)
        else:
            counts["endless"] += goes_on
            spans += found
    near = [span for span in spans if span.first <= today + FARTHEST]
    counts["distant"] = sum(span.last > today + FARTHEST for span in spans)
    return Holidays(
        name=name,
        spans=join_spans(DaySpan(span.first, min(span.last, today + FARTHEST)) for span in near),
        gone_by=bool(spans) and all(span.last < today for span in spans),
        distant=counts["distant"],
        timed=counts["timed"],
        endless=counts["endless"],
        followed_until=repeats.within.last,
        unfollowed=counts["unfollowed"],
        cancelled=counts["cancelled"],
        unreadable=counts["unreadable"],
    )


def _days_that_matter(today: date) -> DaySpan:
    first = max(today.year - _YEARS_BEFORE, date.min.year)
    last = min(today.year + _YEARS_AFTER, _LAST_YEAR)
    return DaySpan(date(first, 1, 1), date(last, 12, 31))


def _events(text: str, name: str) -> Iterator[_Event]:
    """Give the properties of each event, not those of what lies within it, such as alarms.

    Raises `UnreadableCalendar` with the file's name where an event or the calendar has no end.
    """
    inside: list[str] = []
    event: dict[str, list[_Property]] = {}
    events = 0
    for found in _LINE.finditer(text):
        kind, value = found["name"].upper(), found["value"].strip()
        if kind == "BEGIN":
            events += _begin(inside, value.upper(), name)
            if events > _MOST_EVENTS:
                raise UnreadableCalendar(name=name)
            event = {} if inside[-1] == "VEVENT" else event
        elif kind == "END":
            if _end_of(inside, value.upper(), name):
                yield event
        elif inside and inside[-1] == "VEVENT":
            event.setdefault(kind, []).append(_Property(found["parameters"], value))
    if inside:
        raise UnreadableCalendar(name=name, cut_off=True)


def _begin(inside: list[str], component: str, name: str) -> bool:
    """Enter a component, and say if it is an event."""
    if component == "VEVENT" and component in inside:
        raise UnreadableCalendar(name=name, cut_off=True)
    inside.append(component)
    if len(inside) > _DEEPEST:
        raise UnreadableCalendar(name=name)
    return component == "VEVENT"


def _end_of(inside: list[str], component: str, name: str) -> bool:
    """Leave a component with what within it has no end, and say if it was an event."""
    if component not in inside:
        return False
    while (ended := inside.pop()) != component:
        if ended == "VEVENT":
            raise UnreadableCalendar(name=name, cut_off=True)
    return ended == "VEVENT"


def _span(event: _Event, time_zone: str) -> DaySpan:
    """Give the local days an event touches; raise `ValueError` or `OverflowError`."""
    if "DTSTART" not in event:
        raise ValueError(event)
    begin = _parse(event["DTSTART"][0], time_zone)
    end = _end(event, begin, time_zone)
    first = begin.date()
    # The end is the first moment after the event. Some programs write it like the start.
    last = max(begin, end - _MOMENT).date()
    if first.year not in _YEARS or last.year not in _YEARS:
        raise ValueError(event)
    return DaySpan(first, last)


def _end(event: _Event, begin: datetime, time_zone: str) -> datetime:
    if "DTEND" in event:
        return _parse(event["DTEND"][0], time_zone)
    if "DURATION" in event:
        return begin + _duration(event["DURATION"][0].value)
    return begin if event["DTSTART"][0].has_hours else begin + _DAY


# ── events that come again ────────────────────────────────────────────────────────────────────


def _moved(events: Iterable[_Event]) -> Mapping[str, list[_Property]]:
    """Give by event the days on which an event of its own stands in its place."""
    moved: dict[str, list[_Property]] = {}
    for event in events:
        for uid in event.get("UID", ()):
            moved.setdefault(uid.value, []).extend(event.get("RECURRENCE-ID", ()))
    return moved


def _repeated(
    event: _Event,
    first: DaySpan,
    repeats: Repeats,
    moved: Mapping[str, list[_Property]],
    time_zone: str,
) -> tuple[list[DaySpan], bool]:
    """Give the days an event touches each time it comes, and say if it goes on after them.

    Raises `RuleNotFollowed` or `ValueError`; with hours, it comes on days of its own zone.
    """
    if not event.keys() & {"RRULE", "RDATE", "EXRULE"}:
        return [first], False
    lasts = first.last - first.first
    if "EXRULE" in event or lasts > _LONGEST_REPEATED:
        raise RuleNotFollowed(event)
    start = event["DTSTART"][0]
    zone, begin = _zone_of(start), _wall(start)
    days, goes_on = {begin.date()}, False
    for said in event.get("RRULE", ()):
        repeats.take(_READING)
        rule = Rule.read(said.value)
        found, endless = repeats.follow(rule, begin.date(), _until(rule, begin, zone))
        days |= set(found)
        goes_on |= endless
    days |= _days_of(event.get("RDATE", ()), zone, repeats)
    uid = event["UID"][0].value if "UID" in event else None
    excepted = chain(event.get("EXDATE", ()), moved.get(uid, ()) if uid else ())
    days -= _days_of(excepted, zone, repeats)
    spans = []
    for day in days:
        if day < repeats.within.first:
            continue
        shown = _shown(datetime.combine(day, begin.time()), zone, time_zone).date()
        spans.append(DaySpan(shown, shown + lasts))
    return spans, goes_on


def _until(rule: Rule, begin: datetime, zone: str | None) -> date | None:
    """Give the last day on which an event may begin; raise `ValueError`."""
    if rule.until is None:
        return None
    until = _Property("", rule.until)
    last = _in_zone(until, zone)
    if begin.time() > last.time() and until.has_hours:
        return last.date() - _DAY
    return last.date()


def _days_of(listed: Iterable[_Property], zone: str | None, repeats: Repeats) -> set[date]:
    """Read listed dates or times as days of an event's zone; raise `ValueError`."""
    days = set()
    for given in listed:
        repeats.take(_READING * (given.value.count(",") + 1))
        for value in given.value.split(","):
            days.add(_in_zone(_Property(given.parameters, value.strip()), zone).date())
    return days


# ── dates and times ───────────────────────────────────────────────────────────────────────────


def _parse(given: _Property, time_zone: str) -> datetime:
    """Give the local wall time that a date or a time stands for; raise `ValueError`."""
    return _shown(_wall(given), _zone_of(given), time_zone)


def _in_zone(given: _Property, zone: str | None) -> datetime:
    """Give the wall time in an event's zone that a date or a time stands for."""
    own = _zone_of(given)
    return _wall(given) if zone in {own, None} else _shown(_wall(given), own, zone or "")


def _wall(given: _Property) -> datetime:
    """Give the wall time as it is written, in whatever zone; raise `ValueError`."""
    found = _WALL.fullmatch(given.value)
    if found is None:
        raise ValueError(given)
    year, month, day, hour, minute, second = (int(part or 0) for part in found.groups())
    return datetime(year, month, day, hour, minute, second)  # noqa: DTZ001 - wall time


def _zone_of(given: _Property) -> str | None:
    """Give the zone a time is written in; None for a whole day, and where nothing says so."""
    if not given.has_hours:
        return None
    return "UTC" if given.value.endswith("Z") else _zone(given.parameters)


def _shown(wall: datetime, zone: str | None, time_zone: str) -> datetime:
    # A time without a zone, or of one only its program knows, is local wherever it is read.
    if zone is None or wall.year not in _YEARS:
        return wall
    return shown_at(instant_of(wall, zone), time_zone)


def _zone(parameters: str) -> str | None:
    found = _ZONE.search(parameters)
    return None if found is None else named_time_zone(found[1])


def _duration(text: str) -> timedelta:
    found = _DURATION.fullmatch(text.upper())
    if found is None:
        raise ValueError(text)
    return timedelta(**{unit: int(count) for unit, count in found.groupdict("0").items()})
