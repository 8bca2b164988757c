"""Time zones by the names people type: what is unmistakable is read, the rest is suggested."""

import difflib
import re
from collections.abc import Iterator
from functools import cache, lru_cache
from typing import NamedTuple
from zoneinfo import available_timezones

from bot.domain.folding import folded
from bot.errors import TimeZoneWithoutChanges, UnknownTimeZone

# Files beside the zones that are no places: a fallback and the host's own setting.
_NO_ZONES = frozenset({"Factory", "localtime"})

# What is offered to choose from is Area/Place. Names outside these areas are accepted when typed
# out, but old ("US/Eastern").
_OFFERED_AREAS = frozenset(
    {
        *("Africa", "America", "Antarctica", "Asia", "Atlantic", "Australia", "Europe"),
        *("Indian", "Pacific"),
    }
)
_OFFERED_BESIDES = frozenset({"UTC", "CET", "EET", "WET"})

# Hardly meant: what people call EST changes its clocks, and "Etc/GMT+1" is UTC-1.
_TRAPS = frozenset({"EST", "MST", "HST"})
_REVERSED = re.compile(r"Etc/GMT[+-][1-9]\d?")

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

_ABBREVIATIONS = frozenset(
    {
        *("aedt", "aest", "brt", "bst", "cdt", "cest", "cet", "cst", "eat", "edt", "est", "gmt"),
        *(
            "hst",
            "ist",
            "jst",
            "kst",
            "mdt",
            "mesz",
            "mez",
            "msk",
            "mst",
            "nzdt",
            "nzst",
            "pdt",
            "pkt",
        ),
        *("pst", "sast", "wat", "wib"),
    }
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
    "Pacific/Honolulu": ("hawaii", "hst"),
    "Pacific/Auckland": ("new zealand", "nzdt", "nzst", "wellington"),
    "UTC": ("gmt", "greenwich"),
}

_LONGEST_QUERY = 64
_SHORTEST_MISSPELLING = 4
_NEAR_ENOUGH = 0.75
_SUGGESTIONS = 3


class _Label(NamedTuple):
    """One of the names under which a zone is found, folded; `place` is its last part.

    An abbreviation is no place: several zones go by one, though we may know one alone.
    """

    full: str
    place: str
    zone: str
    is_place: bool = True


def parse_time_zone(text: str) -> str:
    """Give the IANA zone of that name, written as IANA writes it, for files and the command line.

    Any case and blanks for underscores will do, but a place alone will not: it is suggested in the
    `UnknownTimeZone` that is raised.
    """
    zone = _zones().get(_folded_zone(text))
    if zone is None:
        raise UnknownTimeZone(given=text, suggestions=_near(text)[:_SUGGESTIONS])
    return zone


def meant_time_zone(text: str) -> str:
    """Give the zone that somebody means who types an IANA name, or a place that has but one.

    Raises `UnknownTimeZone`, and `TimeZoneWithoutChanges` for IANA's names of fixed offsets that
    are taken for places with clock changes; both with suggestions.
    """
    query = _folded_zone(text)
    named = _zones().get(query)
    if named is not None and _is_offered(named):
        return named
    if named is not None and (named in _TRAPS or _REVERSED.fullmatch(named)):
        raise TimeZoneWithoutChanges(given=text, suggestions=_near(text)[:_SUGGESTIONS])
    found = {label.zone for label in _labels() if query == label.place and label.is_place}
    if len(found) == 1:
        return found.pop()
    return parse_time_zone(text)


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
    names = {zone: _folded_zone(zone) for zone in zones}
    own = [_Label(full, full.rpartition("/")[2], zone) for zone, full in names.items()]
    others = [
        _Label(name, name, zone, is_place=name not in _ABBREVIATIONS)
        for zone, also in _ALSO_CALLED.items()
        if zone in names
        for name in also
    ]
    return (*own, *others)


def _is_offered(zone: str) -> bool:
    area = zone.partition("/")[0]
    return zone in _OFFERED_BESIDES or (area in _OFFERED_AREAS and zone not in _FORMER)


def _folded_zone(text: str) -> str:
    return folded(text.replace("_", " "))
