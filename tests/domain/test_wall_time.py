"""Wall times and instants, against an independent reckoning."""

from datetime import timedelta
from zoneinfo import available_timezones

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.wall_time import instant_of, last_instant_of, occurs_twice
from tests.calendars import (
    MINUTE,
    THOROUGHNESS,
    at,
    instants_near_clock_changes,
    reckoned_instant,
    shown,
    wall,
    zones,
)


class TestInstants:
    """A wall time becomes an instant."""

    @pytest.mark.parametrize(
        ("time", "zone", "instant"),
        [
            ("2026-07-01 09:00", "Europe/Berlin", "2026-07-01 07:00"),
            ("2026-01-01 09:00", "Europe/Berlin", "2026-01-01 08:00"),
            ("2026-03-29 02:30", "Europe/Berlin", "2026-03-29 01:00"),  # skipped
            ("2026-03-29 02:00", "Europe/Berlin", "2026-03-29 01:00"),  # the gap's first moment
            ("2026-03-29 03:00", "Europe/Berlin", "2026-03-29 01:00"),  # the first after it
            ("2026-10-25 02:30", "Europe/Berlin", "2026-10-25 00:30"),  # doubled
            ("2026-10-25 03:00", "Europe/Berlin", "2026-10-25 02:00"),
            ("2026-03-08 02:59", "America/New_York", "2026-03-08 07:00"),
            ("2026-11-01 01:30", "America/New_York", "2026-11-01 05:30"),
            ("2026-10-04 02:15", "Australia/Lord_Howe", "2026-10-03 15:30"),
            ("2026-04-05 01:45", "Australia/Lord_Howe", "2026-04-04 14:45"),
            ("2011-12-30 09:00", "Pacific/Apia", "2011-12-30 10:00"),  # a day that never was
            ("2018-11-04 00:00", "America/Sao_Paulo", "2018-11-04 03:00"),  # no midnight
            ("2026-03-29 02:30", "Antarctica/Troll", "2026-03-29 01:00"),
            ("2026-08-15 09:00", "Asia/Kolkata", "2026-08-15 03:30"),
        ],
    )
    def test_known_instants(self, time, zone, instant):
        """Skipped times move behind the gap, doubled ones are their first occurrence."""
        assert instant_of(wall(time), zone) == at(instant)

    @settings(deadline=None, max_examples=60 * THOROUGHNESS)
    @given(
        st.datetimes(wall("1990-01-01"), wall("2040-01-01")),
        st.sampled_from(sorted(available_timezones() - {"Factory", "localtime"})),
    )
    def test_clocks_show_the_time_or_jump_over_it(self, time, zone):
        """At the instant any zone's clocks first show the wall time, or have just passed it."""
        time = time.replace(microsecond=0)

        instant = instant_of(time, zone)

        assert instant.utcoffset() == timedelta(0)
        assert shown(instant, zone) >= time
        assert shown(instant - timedelta(seconds=1), zone) < time
        assert all(shown(instant - n * 10 * MINUTE, zone) != time for n in range(1, 6 * 26))

    @settings(deadline=None, max_examples=60 * THOROUGHNESS)
    @given(st.data(), zones)
    def test_instants_agree_with_the_reckoning(self, data, zone):
        """Near clock changes every wall time is the instant that a walk through time finds."""
        near = shown(data.draw(instants_near_clock_changes(zone)), zone).replace(second=0)

        assert instant_of(near, zone) == reckoned_instant(near, zone)

    @settings(deadline=None, max_examples=60 * THOROUGHNESS)
    @given(st.data(), zones, st.integers(0, 180))
    def test_later_wall_times_never_come_earlier(self, data, zone, minutes):
        """The order of wall times is the order of their instants."""
        earlier = shown(data.draw(instants_near_clock_changes(zone)), zone)

        assert instant_of(earlier, zone) <= instant_of(earlier + minutes * MINUTE, zone)

    @pytest.mark.parametrize(
        ("time", "zone", "twice", "last"),
        [
            ("2026-10-25 02:30", "Europe/Berlin", True, "2026-10-25 01:30"),
            ("2026-10-25 03:00", "Europe/Berlin", False, "2026-10-25 02:00"),
            ("2026-03-29 02:30", "Europe/Berlin", False, "2026-03-29 01:00"),
            ("2026-04-05 01:45", "Australia/Lord_Howe", True, "2026-04-04 15:15"),
        ],
    )
    def test_second_occurrences(self, time, zone, twice, last):
        """A doubled time has a second instant; every other has its one."""
        assert occurs_twice(wall(time), zone) is twice
        assert last_instant_of(wall(time), zone) == at(last)
