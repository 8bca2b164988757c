"""A schedule: on which days, at which local times and in which zone a discussion posts.

Between discussion and post in the stream. The recurrence is kept as wall time; instants are
derived, so that a later change of a zone's rules changes the instants and not the rows.
"""

import difflib
import heapq
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from functools import cache, lru_cache
from typing import NamedTuple
from zoneinfo import ZoneInfo, available_timezones

from cronsim import CronSim

from bot.errors import UnknownDays, UnknownTime, UnknownTimeZone

LATE_AT_MOST = timedelta(hours=12)

_EVERY_DAY = frozenset(range(7))


@dataclass(frozen=True, slots=True, kw_only=True)
class Schedule:
    """Days and local wall times of a weekly recurrence, in one zone.

    `days` count from 0 = Monday to 6 = Sunday; `times` ascend without repeats; neither is empty.
    """

    days: frozenset[int]
    times: tuple[time, ...]
    time_zone: str

    def __post_init__(self) -> None:
        """Refuse what would never come due or would come due out of order."""
        if not self.days or not self.days <= _EVERY_DAY:
            raise ValueError(self.days)
        if not self.times or list(self.times) != sorted(set(self.times)):
            raise ValueError(self.times)


# ── instants ──────────────────────────────────────────────────────────────────────────────────


def instant_of(wall: datetime, time_zone: str) -> datetime:
    """Give the UTC instant at which the zone's clocks first show `wall` or, in a gap, pass it.

    A wall time that a clock change skips is the first instant after the gap; one that occurs twice
    is its first occurrence.
    """
    zone = ZoneInfo(time_zone)
    first = wall.replace(tzinfo=zone, fold=0)
    second = wall.replace(tzinfo=zone, fold=1)
    # In a gap the two offsets stand in the other order than in a doubled hour (PEP 495), and the
    # two readings lie on either side of the clock change.
    before, after = second.astimezone(UTC), first.astimezone(UTC)
    if after <= before:
        return after
    return _clock_change(before, after, wall, zone)


def _clock_change(before: datetime, after: datetime, wall: datetime, zone: ZoneInfo) -> datetime:
    """Find the first instant, in whole seconds, at which the zone's clocks have passed `wall`."""
    low, high = 0, int((after - before) / timedelta(seconds=1))
    start = before.replace(microsecond=0)
    while low < high:
        middle = (low + high) // 2
        shown = (start + timedelta(seconds=middle)).astimezone(zone).replace(tzinfo=None)
        if shown > wall:
            high = middle
        else:
            low = middle + 1
    return start + timedelta(seconds=low)


def slots_after(schedule: Schedule, after: datetime) -> Iterator[datetime]:
    """Give the schedule's instants after `after`, ascending, aware UTC, without end.

    Wall times that one gap moves to the same instant give one slot.
    """
    start = after.astimezone(ZoneInfo(schedule.time_zone)).replace(tzinfo=None)
    last = after
    for wall in _walls_after(schedule, start):
        instant = instant_of(wall, schedule.time_zone)
        # When `after` lies in the second pass of a doubled hour, the walls to come in that pass
        # are instants of the first, thus past.
        if instant > last:
            yield instant
            last = instant


def next_slot(schedule: Schedule, after: datetime) -> datetime:
    """Give the schedule's first instant after `after`."""
    return next(slots_after(schedule, after))


def settle_missed(schedule: Schedule, due_at: datetime, now: datetime) -> datetime:
    """Say when a section is sent whose slot `due_at` came while nobody could send it.

    The *shift* policy: at once if it is at most `LATE_AT_MOST` late, else in the next slot. A slot
    that has not come yet stays where it is.
    """
    if now - due_at <= LATE_AT_MOST:
        return max(now, due_at)
    return next_slot(schedule, now)


def _walls_after(schedule: Schedule, start: datetime) -> Iterator[datetime]:
    """Give the naive wall times after `start`, ascending.

    cronsim runs on naive datetimes because its own clock-change rule differs from `instant_of`'s.
    One expression per time: 09:00 and 18:30 are no product of hours and minutes.
    """
    # cron counts Sunday as 0 or 7, thus Monday as 1.
    days = ",".join(str(day + 1) for day in sorted(schedule.days))
    return heapq.merge(
        *(
            CronSim(f"{time.second} {time.minute} {time.hour} * * {days}", start)
            for time in schedule.times
        )
    )


# ── days and times in words ───────────────────────────────────────────────────────────────────

_DAY_NAMES = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_SHORTEST_DAY_NAME = 2

_DAY_GROUPS = {
    "daily": _EVERY_DAY,
    "day": _EVERY_DAY,
    "everyday": _EVERY_DAY,
    "weekday": frozenset(range(5)),
    "workday": frozenset(range(5)),
    "weekend": frozenset({5, 6}),
}

_DAY_RANGE = re.compile(r"\s*(?:[-–—]|\b(?:to|through|thru|until|till)\b)\s*")
_DAY_BREAK = re.compile(r"[\s,;/&+]+")
_DAY_FILLERS = frozenset({"", "all", "and", "each", "every", "on"})


def parse_days(text: str) -> frozenset[int]:
    """Read days of the week, 0 = Monday: names or their beginnings, lists, ranges, groups.

    Raise `UnknownDays` rather than guess: "every other monday" is not read as every Monday.
    """
    words = _DAY_BREAK.split(_DAY_RANGE.sub("-", _folded(text)))
    days: set[int] = set()
    for word in words:
        if word in _DAY_FILLERS:
            continue
        named = _days_of(word)
        if not named:
            raise UnknownDays(given=text)
        days |= named
    if not days:
        raise UnknownDays(given=text)
    return frozenset(days)


def _days_of(word: str) -> frozenset[int]:
    """Give the days that one word or range stands for, none if it is not understood."""
    if "-" not in word:
        day = _day_of(word)
        return (
            frozenset({day}) if day is not None else _DAY_GROUPS.get(_singular(word), frozenset())
        )
    first, last, *rest = (_day_of(end) for end in word.split("-"))
    if first is None or last is None or rest:
        return frozenset()
    # A range may run over the end of the week: Friday to Monday is four days.
    return frozenset((first + step) % 7 for step in range((last - first) % 7 + 1))


def _day_of(word: str) -> int | None:
    name = _singular(word)
    if len(name) < _SHORTEST_DAY_NAME:
        return None
    return next((day for day, full in enumerate(_DAY_NAMES) if full.startswith(name)), None)


def _singular(word: str) -> str:
    """Drop an abbreviation's dot and the s of "Mondays", "tues." and "weekends"."""
    return word.rstrip(".").removesuffix("s")


_TIME_BREAK = re.compile(
    r"""
      \s* (?: [,;&+/] | \band\b ) \s*
    | (?<= [:.]\d\d ) \s+ (?=\d)     # a bare space only after minutes: "9 15" is ambiguous
    """,
    re.VERBOSE,
)
_TIME = re.compile(
    r"""
    (?: at \s+ )?
    (?P<hour> \d{1,2} )
    (?: (?: [:.h] | (?<=\d\d) ) (?P<minute> \d\d ) )?     # 9:05, 9.05, 9h05, 0905
    (?: \s* (?P<half> [ap] ) \.? m \.? | h )?             # 9am, 9 p.m., 18h
    """,
    re.VERBOSE,
)
_TIME_WORDS = {"noon": time(12), "midday": time(12), "midnight": time(0)}


def parse_times(text: str) -> tuple[time, ...]:
    """Read times of day, ascending and without repeats; raise `UnknownTime` with the bad one."""
    pieces = [piece for piece in _TIME_BREAK.split(_folded(text)) if piece]
    if not pieces:
        raise UnknownTime(given=text)
    return tuple(sorted({_time_of(piece) for piece in pieces}))


def _time_of(piece: str) -> time:
    if piece in _TIME_WORDS:
        return _TIME_WORDS[piece]
    found = _TIME.fullmatch(piece)
    if found is None:
        raise UnknownTime(given=piece)
    hour, minute = int(found["hour"]), int(found["minute"] or 0)
    if found["half"]:
        if hour not in range(1, 13):
            raise UnknownTime(given=piece)
        hour = hour % 12 + (12 if found["half"] == "p" else 0)
    try:
        return time(hour, minute)
    except ValueError:
        raise UnknownTime(given=piece) from None


def _folded(text: str) -> str:
    """Lower the case and drop accents, so that "São Paulo" and "sao paulo" compare equal."""
    apart = unicodedata.normalize("NFKD", text)
    kept = "".join(letter for letter in apart if not unicodedata.combining(letter))
    return " ".join(kept.casefold().split())


# ── time zones by name ────────────────────────────────────────────────────────────────────────

# Files beside the zones that are no places: a fallback and the host's own setting.
_NO_ZONES = frozenset({"Factory", "localtime"})

# What is offered to choose from is Area/Place. Names outside these areas are accepted when typed
# out, but old ("US/Eastern"), without clock changes ("EST") or reversed ("Etc/GMT+1" is UTC-1).
_OFFERED_AREAS = frozenset(
    {
        *("Africa", "America", "Antarctica", "Asia", "Atlantic", "Australia", "Europe"),
        *("Indian", "Pacific"),
    }
)
_OFFERED_BESIDES = frozenset({"UTC", "CET", "EET", "WET"})

# Former spellings of places that are offered under their present one.
_FORMER = frozenset(
    {
        "America/Buenos_Aires",
        "America/Indianapolis",
        "America/Louisville",
        "Asia/Calcutta",
        "Asia/Katmandu",
        "Asia/Rangoon",
        "Asia/Saigon",
        "Atlantic/Faeroe",
        "Europe/Kiev",
        "Pacific/Enderbury",
    }
)

# Shown before anything is typed: widely used, from west to east.
_FIRST_OFFERED = (
    "UTC",
    "Pacific/Honolulu",
    "America/Los_Angeles",
    "America/Denver",
    "America/Chicago",
    "America/Mexico_City",
    "America/New_York",
    "America/Bogota",
    "America/Sao_Paulo",
    "America/Argentina/Buenos_Aires",
    "Europe/London",
    "Europe/Lisbon",
    "Africa/Lagos",
    "Europe/Berlin",
    "Europe/Paris",
    "Europe/Madrid",
    "Europe/Athens",
    "Africa/Johannesburg",
    "Africa/Nairobi",
    "Asia/Dubai",
    "Asia/Kolkata",
    "Asia/Shanghai",
    "Asia/Tokyo",
    "Australia/Sydney",
    "Pacific/Auckland",
)

# What people type that is no part of a zone's name: abbreviations, countries, large cities.
_ALSO_CALLED = {
    "Africa/Johannesburg": ("cape town", "pretoria", "sast", "south africa"),
    "Africa/Lagos": ("abuja", "nigeria", "wat"),
    "Africa/Nairobi": ("eat", "kenya"),
    "America/Chicago": ("austin", "central time", "cst", "cdt", "dallas", "houston", "us", "usa"),
    "America/Denver": ("mountain time", "mst", "mdt", "salt lake city", "us", "usa"),
    "America/Los_Angeles": (
        *("california", "pacific time", "portland", "pst", "pdt", "san diego", "san francisco"),
        *("seattle", "silicon valley", "us", "usa"),
    ),
    "America/New_York": (
        *("atlanta", "boston", "eastern time", "est", "edt", "miami", "nyc", "philadelphia"),
        *("united states", "us", "usa", "washington"),
    ),
    "America/Sao_Paulo": ("brasilia", "brazil", "brt", "rio de janeiro"),
    "America/Toronto": ("canada", "montreal", "ottawa"),
    "Asia/Dubai": ("abu dhabi", "uae"),
    "Asia/Ho_Chi_Minh": ("hanoi", "saigon", "vietnam"),
    "Asia/Jakarta": ("indonesia", "wib"),
    "Asia/Karachi": ("islamabad", "lahore", "pakistan", "pkt"),
    "Asia/Kolkata": (
        *("bangalore", "bengaluru", "calcutta", "chennai", "delhi", "india", "ist", "mumbai"),
        "new delhi",
    ),
    "Asia/Seoul": ("korea", "kst"),
    "Asia/Shanghai": ("beijing", "china", "shenzhen"),
    "Asia/Tokyo": ("japan", "jst", "osaka"),
    "Australia/Sydney": ("aedt", "aest", "canberra"),
    "Europe/Amsterdam": ("holland", "netherlands"),
    "Europe/Berlin": (
        *("cet", "cest", "cologne", "frankfurt", "germany", "hamburg", "mez", "mesz", "munich"),
        "stuttgart",
    ),
    "Europe/Istanbul": ("ankara", "turkey"),
    "Europe/Kyiv": ("kiev", "ukraine"),
    "Europe/Lisbon": ("portugal",),
    "Europe/London": ("bst", "edinburgh", "england", "manchester", "scotland", "uk", "wales"),
    "Europe/Madrid": ("barcelona", "cet", "cest", "spain"),
    "Europe/Moscow": ("msk", "russia", "saint petersburg"),
    "Europe/Paris": ("cet", "cest", "france", "lyon", "marseille"),
    "Europe/Rome": ("cet", "cest", "italy", "milan", "naples"),
    "Europe/Warsaw": ("krakow", "poland"),
    "Europe/Zurich": ("basel", "bern", "geneva", "switzerland"),
    "Pacific/Auckland": ("new zealand", "nzdt", "nzst", "wellington"),
    "UTC": ("gmt", "greenwich"),
}

_LONGEST_QUERY = 64
_SHORTEST_MISSPELLING = 4
_NEAR_ENOUGH = 0.75
_SUGGESTIONS = 3


class _Label(NamedTuple):
    """One of the names under which a zone is found, folded; `place` is its last part."""

    full: str
    place: str
    zone: str


def parse_time_zone(text: str) -> str:
    """Give the IANA zone of that name, written as IANA writes it.

    Any case and blanks for underscores will do, but a place alone will not: it is suggested in the
    `UnknownTimeZone` that is raised.
    """
    zone = _zones().get(_folded_zone(text))
    if zone is None:
        raise UnknownTimeZone(given=text, suggestions=_near(text)[:_SUGGESTIONS])
    return zone


def find_time_zones(query: str, *, limit: int = 25) -> tuple[str, ...]:
    """Give the zones that somebody who typed `query` may mean, best first.

    Finds places, areas, abbreviations, countries and large cities, also slightly misspelt.
    """
    found = _near(query) if query.strip() else _FIRST_OFFERED
    return found[:limit]


@lru_cache(maxsize=512)
def _near(text: str) -> tuple[str, ...]:
    query = _folded_zone(text)
    if not query or len(query) > _LONGEST_QUERY:
        return ()
    ranked = [
        (rank, order, label.zone)
        for order, label in enumerate(_labels())
        if (rank := _rank(query, label)) is not None
    ]
    return _distinct(zone for _, _, zone in sorted(ranked)) or _misspelt(query)


def _rank(query: str, label: _Label) -> int | None:
    """Say how well a label answers the query, 0 best; None if it does not."""
    matches = (
        query in (label.full, label.place),
        label.place.startswith(query),
        f" {query}" in label.place,
        label.full.startswith(query),
        query in label.full,
    )
    return matches.index(True) if any(matches) else None


def _misspelt(query: str) -> tuple[str, ...]:
    # "UTC+2" resembles "UTC" but means something else: nothing is offered for offsets.
    if len(query) < _SHORTEST_MISSPELLING or not query.replace(" ", "").replace("/", "").isalpha():
        return ()
    place = query.rpartition("/")[2]
    places = {label.place: label.zone for label in reversed(_labels())}
    near = difflib.get_close_matches(place, places, n=25, cutoff=_NEAR_ENOUGH)
    return _distinct(places[name] for name in near)


def _distinct(zones: Iterator[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(zones))


@cache
def _zones() -> dict[str, str]:
    """Map folded names to the zones this host and the tzdata package know."""
    return {_folded_zone(name): name for name in sorted(available_timezones() - _NO_ZONES)}


@cache
def _labels() -> tuple[_Label, ...]:
    """List the names to search, at equal rank the widely used zones first, then by alphabet."""
    zones = sorted(filter(_is_offered, _zones().values()), key=lambda z: z not in _FIRST_OFFERED)
    folded = {zone: _folded_zone(zone) for zone in zones}
    own = [_Label(full, full.rpartition("/")[2], zone) for zone, full in folded.items()]
    others = [
        _Label(name, name, zone)
        for zone, names in _ALSO_CALLED.items()
        if zone in folded
        for name in names
    ]
    return (*own, *others)


def _is_offered(zone: str) -> bool:
    area = zone.partition("/")[0]
    return zone in _OFFERED_BESIDES or (area in _OFFERED_AREAS and zone not in _FORMER)


def _folded_zone(text: str) -> str:
    return _folded(text.replace("_", " "))
