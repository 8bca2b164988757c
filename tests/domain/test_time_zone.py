"""Time zones as people name them."""

from collections import defaultdict
from importlib.resources import files
from zoneinfo import available_timezones

import pytest
from babel import Locale
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.language import Language
from bot.domain.time_zone import find_time_zones, meant_time_zone, parse_time_zone
from bot.errors import TimeZoneWithoutChanges, UnknownTimeZone


class TestTimeZones:
    """Time zones as people name them."""

    @pytest.mark.parametrize("change", [str, str.upper, str.lower, lambda s: s.replace("_", " ")])
    def test_every_zone_is_known_however_it_is_spelt(self, change):
        """Every IANA name is accepted in any case, blanks for underscores, and given as IANA's."""
        names = available_timezones() - {"Factory", "localtime"}

        assert {name: parse_time_zone(change(name)) for name in names} == {n: n for n in names}

    @pytest.mark.parametrize(
        ("given", "suggestions"),
        [
            ("Berlin", ("Europe/Berlin",)),
            ("Berln", ("Europe/Berlin",)),
            ("Europe/Berln", ("Europe/Berlin",)),
            ("new york", ("America/New_York",)),
            ("Munich", ("Europe/Berlin",)),
            ("Zürich", ("Europe/Zurich",)),
            ("são paulo", ("America/Sao_Paulo",)),
            ("PST", ("America/Los_Angeles",)),
            ("UTC+2", ()),
            ("xyzzy", ()),
            ("", ()),
            ("x" * 5000, ()),
            ("../../etc/passwd", ()),
            ("localtime", ()),
            ("Factory", ()),
        ],
    )
    def test_other_names_are_refused_with_suggestions(self, given, suggestions):
        """A place alone is refused, and the zones that may be meant are named, best first."""
        with pytest.raises(UnknownTimeZone) as refused:
            parse_time_zone(given)

        assert refused.value.given == given
        assert refused.value.suggestions[: len(suggestions) or None] == suggestions

    def test_at_most_three_are_suggested(self):
        """A name that fits many zones brings three suggestions."""
        with pytest.raises(UnknownTimeZone) as refused:
            parse_time_zone("Americ")

        assert len(refused.value.suggestions) == 3

    @pytest.mark.parametrize(
        ("query", "first"),
        [
            ("Berlin", "Europe/Berlin"),
            ("ber", "Europe/Berlin"),
            ("CET", "CET"),
            ("Kolkata", "Asia/Kolkata"),
            ("calcutta", "Asia/Kolkata"),
            ("new york", "America/New_York"),
            ("york", "America/New_York"),
            ("New_Y", "America/New_York"),
            ("europe/be", "Europe/Berlin"),
            ("us", "America/New_York"),
            ("buenos aires", "America/Argentina/Buenos_Aires"),
            ("india", "Asia/Kolkata"),
            ("est", "America/New_York"),
            ("sidney", "Australia/Sydney"),
            ("utc", "UTC"),
            ("gmt", "UTC"),
            ("Austria", "Europe/Vienna"),
            ("Österreich", "Europe/Vienna"),
            ("Wien", "Europe/Vienna"),
            ("Irlande", "Europe/Dublin"),
            ("Belgium", "Europe/Brussels"),
            ("Svezia", "Europe/Stockholm"),
            ("Ghana", "Africa/Accra"),
            ("Egypt", "Africa/Cairo"),
            ("Israel", "Asia/Jerusalem"),
            ("Deutschland", "Europe/Berlin"),
            ("Alemanha", "Europe/Berlin"),
            ("España", "Europe/Madrid"),
            ("Brasil", "America/Sao_Paulo"),
            ("Kanada", "America/Toronto"),
            ("Russland", "Europe/Moscow"),
            ("uk", "Europe/London"),
            ("Germny", "Europe/Berlin"),
        ],
    )
    def test_search_finds(self, query, first):
        """Places, parts of them, abbreviations, countries and misspellings lead to a zone."""
        assert find_time_zones(query)[0] == first

    @pytest.mark.parametrize("language", list(Language))
    def test_every_country_is_found_by_its_name(self, language):
        """In each language the bot speaks, a country's name soon offers a zone of that country."""
        table = (files("tzdata") / "zoneinfo" / "zone.tab").read_text()
        rows = [line.split("\t") for line in table.splitlines() if not line.startswith("#")]
        zones_of = defaultdict(set)
        for code, _, zone, *_ in rows:
            zones_of[code].add(zone)
        names = Locale.parse(language.value).territories

        strayed = {
            names[code]: find_time_zones(names[code])
            for code, zones in zones_of.items()
            if not zones & set(find_time_zones(names[code])[:3])
        }

        assert strayed == {}

    def test_an_abbreviation_finds_every_large_place_that_uses_it(self):
        """CET offers Berlin, Madrid, Paris and Rome besides itself."""
        assert find_time_zones("CET") == (
            "CET",
            "Europe/Berlin",
            "Europe/Madrid",
            "Europe/Paris",
            "Europe/Rome",
        )

    def test_before_anything_is_typed_there_is_a_short_list(self):
        """An empty query offers well-known zones, one line each, all of them real."""
        offered = find_time_zones(" ")

        assert 10 < len(offered) <= 25
        assert len(set(offered)) == len(offered)
        assert [parse_time_zone(zone) for zone in offered] == list(offered)

    @settings(deadline=None)
    @given(st.text(max_size=20) | st.sampled_from(["a", "e", "us", "/"]), st.integers(0, 25))
    def test_what_is_found_is_real_and_within_the_limit(self, query, limit):
        """Any query gives distinct zones that `parse_time_zone` accepts, at most `limit`."""
        found = find_time_zones(query, limit=limit)

        assert len(set(found)) == len(found) <= limit
        assert [parse_time_zone(zone) for zone in found] == list(found)

    @pytest.mark.parametrize("trap", ["Etc/GMT+1", "EST", "US/Eastern", "Asia/Calcutta"])
    def test_traps_are_read_but_not_offered(self, trap):
        """Reversed, clockless and former names are IANA's, but are never proposed."""
        assert parse_time_zone(trap) == trap
        assert trap not in find_time_zones(trap)

    @pytest.mark.parametrize(
        ("typed", "zone"),
        [
            ("Berlin", "Europe/Berlin"),
            ("new york", "America/New_York"),
            ("Munich", "Europe/Berlin"),
            ("europe/paris", "Europe/Paris"),
            ("CET", "CET"),
            ("UTC", "UTC"),
            ("US/Eastern", "US/Eastern"),
            ("Österreich", "Europe/Vienna"),
            ("Egypt", "Africa/Cairo"),
        ],
    )
    def test_a_place_is_taken_at_its_word(self, typed, zone):
        """A place that has one zone is that zone, without choosing from a list."""
        assert meant_time_zone(typed) == zone

    @pytest.mark.parametrize("typed", ["usa", "Congo", "Brasil", "ist", "Berln", "UTC+2", ""])
    def test_what_may_mean_several_is_refused(self, typed):
        """Large countries, abbreviations and misspellings are not guessed at."""
        with pytest.raises(UnknownTimeZone):
            meant_time_zone(typed)

    @pytest.mark.parametrize(
        ("trap", "near"),
        [
            ("EST", "America/New_York"),
            ("mst", "America/Denver"),
            ("HST", "Pacific/Honolulu"),
            ("Etc/GMT+1", None),
        ],
    )
    def test_a_name_without_clock_changes_is_refused(self, trap, near):
        """Who types EST would be an hour off in summer, and is told which place to name."""
        with pytest.raises(TimeZoneWithoutChanges) as refused:
            meant_time_zone(trap)

        assert refused.value.suggestions[:1] == ((near,) if near else ())
