"""Countries and cities by their names in every language the bot speaks, with their time zones.

For `time_zone`. Which zones a country has is told by the zone table of the time zone database, what
it and its cities are called by Unicode's tables (CLDR).
"""

from functools import cache
from importlib.resources import files
from typing import NamedTuple

from babel import Locale

from bot.domain.language import Language

# Names that neither table has, by ISO code. "Congo" may be either.
_ALSO_CALLED = {
    "AE": ("UAE",),
    "CD": ("Congo", "DR Congo"),
    "CI": ("Ivory Coast", "Elfenbeinküste", "Costa de Marfil", "Costa do Marfim"),
    "CZ": ("Czech Republic",),
    "GB": ("UK", "England", "Great Britain", "Scotland", "Wales"),
    "KR": ("Korea",),
    "MM": ("Burma",),
    "NL": ("Holland",),
    "TR": ("Turkey",),
    "US": ("US", "USA"),
}


class Country(NamedTuple):
    """A country's names, and its IANA zones, the most populous first where it can be helped."""

    names: frozenset[str]
    zones: tuple[str, ...]


@cache
def countries() -> tuple[Country, ...]:
    """List the countries that have a time zone, by their ISO codes."""
    english = dict(_rows("iso3166.tab"))
    zones: dict[str, list[str]] = {}
    for code, _place, zone, *_rest in _rows("zone.tab"):
        zones.setdefault(code, []).append(zone)
    territories = [locale.territories for locale in _locales()]
    return tuple(
        Country(
            names=frozenset(
                {
                    english[code],
                    *(names[code] for names in territories),
                    *_ALSO_CALLED.get(code, ()),
                }
            ),
            zones=tuple(of_country),
        )
        for code, of_country in zones.items()
    )


@cache
def cities() -> tuple[tuple[str, str], ...]:
    """List what the cities that zones are named after are called elsewhere: name and zone.

    A zone may bear a former name here ("Asia/Calcutta").
    """
    return tuple(
        (str(said["city"]), zone)
        for locale in _locales()
        for zone, said in sorted(locale.time_zones.items())
        if "city" in said
    )


def _locales() -> list[Locale]:
    return [Locale.parse(language.value) for language in Language]


def _rows(name: str) -> list[list[str]]:
    text = (files("tzdata") / "zoneinfo" / name).read_text(encoding="utf-8")
    return [line.split("\t") for line in text.splitlines() if not line.startswith("#")]
