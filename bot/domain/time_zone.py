"""Time zones by the names people type: what is unmistakable is read, the rest is suggested."""

import difflib
import re
from collections.abc import Iterator
from functools import cache, lru_cache
from typing import NamedTuple
from zoneinfo import available_timezones

from bot.domain.country import cities, countries
from bot.domain.folding import folded
from bot.errors import TimeZoneWithoutChanges, UnknownTimeZone

# Files beside the zones that are no places: a fallback and the host's own setting.
_NO_ZONES = frozenset({"Factory", "localtime"})

# What is offered to choose from is Area/Place. Names outside these areas are accepted when typed
# out, but old ("US/Eastern").
_OFFERED_AREAS = frozenset(
    {
        *("Africa", "America", "Antarctica", "Arctic", "Asia", "Atlantic", "Australia", "Europe"),
        *("Indian", "Pacific"),
    }
)
_OFFERED_BESIDES = frozenset({"UTC", "CET", "EET", "WET"})

# Hardly meant: what people call EST changes its clocks, and "Etc/GMT+1" is UTC-1.
_TRAPS = frozenset({"EST", "MST", "HST"})
_REVERSED = re.compile(r"Etc/GMT[+-][1-9]\d?")

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

# Where most of a country live whose other zones stand first in the table.
_FIRST_OF_COUNTRY = frozenset(
    {
        *_FIRST_OFFERED,
        *("America/Toronto", "Asia/Tashkent", "Europe/Kyiv", "Europe/Moscow"),
    }
)

# Former spellings of places, and the present ones under which they are offered.
_FORMER = {
    "Africa/Asmera": "Africa/Asmara",
    "America/Buenos_Aires": "America/Argentina/Buenos_Aires",
    "America/Coral_Harbour": "America/Atikokan",
    "America/Cordoba": "America/Argentina/Cordoba",
    "America/Godthab": "America/Nuuk",
    "America/Indianapolis": "America/Indiana/Indianapolis",
    "America/Louisville": "America/Kentucky/Louisville",
    "Asia/Calcutta": "Asia/Kolkata",
    "Asia/Katmandu": "Asia/Kathmandu",
    "Asia/Rangoon": "Asia/Yangon",
    "Asia/Saigon": "Asia/Ho_Chi_Minh",
    "Atlantic/Faeroe": "Atlantic/Faroe",
    "Europe/Kiev": "Europe/Kyiv",
    "Pacific/Enderbury": "Pacific/Kanton",
    "Pacific/Ponape": "Pacific/Pohnpei",
    "Pacific/Truk": "Pacific/Chuuk",
}

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

# What people type that is neither part of a zone's name nor a country: abbreviations, large cities.
_ALSO_CALLED = {
    "Africa/Johannesburg": ("cape town", "pretoria", "sast"),
    "Africa/Lagos": ("abuja", "wat"),
    "Africa/Nairobi": ("eat",),
    "America/Chicago": ("austin", "central time", "cst", "cdt", "dallas", "houston"),
    "America/Denver": ("mountain time", "mst", "mdt", "salt lake city"),
    "America/Los_Angeles": (
        *("california", "pacific time", "portland", "pst", "pdt", "san diego", "san francisco"),
        *("seattle", "silicon valley"),
    ),
    "America/New_York": (
        *("atlanta", "boston", "eastern time", "est", "edt", "miami", "nyc", "philadelphia"),
        "washington",
    ),
    "America/Sao_Paulo": ("brasilia", "brt", "rio de janeiro"),
    "America/Toronto": ("montreal", "ottawa"),
    "Asia/Dubai": ("abu dhabi",),
    "Asia/Ho_Chi_Minh": ("hanoi", "saigon"),
    "Asia/Jakarta": ("wib",),
    "Asia/Jerusalem": ("haifa", "tel aviv"),
    "Asia/Karachi": ("islamabad", "lahore", "pkt"),
    "Asia/Kolkata": (
        *("bangalore", "bengaluru", "calcutta", "chennai", "delhi", "ist", "mumbai", "new delhi"),
    ),
    "Asia/Seoul": ("kst",),
    "Asia/Shanghai": ("beijing", "shenzhen"),
    "Asia/Tokyo": ("jst", "osaka"),
    "Australia/Sydney": ("aedt", "aest", "canberra"),
    "Europe/Amsterdam": ("the hague",),
    "Europe/Belgrade": ("kosovo", "pristina"),
    "Europe/Berlin": (
        *("cet", "cest", "cologne", "frankfurt", "hamburg", "mez", "mesz", "munich", "stuttgart"),
    ),
    "Europe/Istanbul": ("ankara",),
    "Europe/Kyiv": ("kiev",),
    "Europe/London": ("bst", "edinburgh", "manchester"),
    "Europe/Madrid": ("barcelona", "cet", "cest"),
    "Europe/Moscow": ("msk", "saint petersburg"),
    "Europe/Paris": ("cet", "cest", "lyon", "marseille"),
    "Europe/Rome": ("cet", "cest", "milan", "naples"),
    "Europe/Warsaw": ("krakow",),
    "Europe/Zurich": ("basel", "bern", "geneva"),
    "Pacific/Auckland": ("nzdt", "nzst", "wellington"),
    "Pacific/Honolulu": ("hawaii", "hst"),
    "UTC": ("gmt", "greenwich"),
}

_LONGEST_QUERY = 64
_SHORTEST_MISSPELLING = 4
_NEAR_ENOUGH = 0.8
_SUGGESTIONS = 3


class _Label(NamedTuple):
    """One of the names under which a zone is found, folded; `place` is its last part.

    An abbreviation is no place: several zones go by one, though we may know one alone.
    """

    full: str
    place: str
    zone: str
    is_place: bool = True


def named_time_zone(text: str) -> str | None:
    """Give the IANA zone of that name, in any case; None without a search for near ones."""
    return _zones().get(_folded_zone(text))


def parse_time_zone(text: str) -> str:
    """Give the IANA zone of that name, written as IANA writes it, for files and the command line.

    Any case and blanks for underscores will do, but a place alone will not: it is suggested in the
    `UnknownTimeZone` that is raised.
    """
    zone = named_time_zone(text)
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

    Finds places, areas and abbreviations; countries and cities by their names in every language
    the bot speaks; all of them also slightly misspelt.
    """
    found = _near(query) if query.strip() else _FIRST_OFFERED
    return found[:limit]


def read_names() -> None:
    """Read the tables of names ahead: the first who types would wait a tenth of a second."""
    _labels()


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
    also = [(name, zone) for zone, also in _ALSO_CALLED.items() for name in also]
    also += [(_folded_zone(name), _FORMER.get(zone, zone)) for name, zone in cities()]
    also += [
        (name, zone)
        for country in countries()
        for name in sorted(set(map(_folded_zone, country.names)))
        for zone in sorted(country.zones, key=lambda z: z not in _FIRST_OF_COUNTRY)
    ]
    others = [
        _Label(name, name, zone, is_place=name not in _ABBREVIATIONS)
        for name, zone in dict.fromkeys(also)
        if zone in names
    ]
    return (*own, *others)


def _is_offered(zone: str) -> bool:
    area = zone.partition("/")[0]
    return zone in _OFFERED_BESIDES or (area in _OFFERED_AREAS and zone not in _FORMER)


def _folded_zone(text: str) -> str:
    return folded(text.replace("_", " "))
