"""Schedules: slots against an independent reckoning, and their bounds."""

import itertools
from datetime import UTC, date, time, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.recurrence import CronLine, EveryFewDays, Monthly, Weekly
from bot.domain.schedule import (
    DaySpan,
    QuietHours,
    Schedule,
    find_next_slot,
    join_spans,
    next_slot,
    slots_after,
)
from bot.errors import NoSlotLeft
from tests.calendars import (
    THOROUGHNESS,
    ZONES,
    at,
    dates,
    instants,
    instants_near_clock_changes,
    reckoned_slots,
    recurrences,
    schedules,
    shown,
    spans,
    wall,
    weekly,
    zones,
)

CHRISTMAS = DaySpan(date(2026, 12, 24), date(2027, 1, 2))


def slots_until(schedule, after, until):
    """Give the slots in (after, until] as the bot reckons them."""
    return list(itertools.takewhile(lambda slot: slot <= until, slots_after(schedule, after)))


class TestSlots:
    """A schedule gives its slots."""

    @pytest.mark.parametrize("zone", ZONES)
    def test_ten_years_of_nights_agree_with_the_reckoning(self, zone):
        """Over ten years no slot of the small hours is wrong, doubled or lost."""
        nights = weekly("00:00", "02:30", zone=zone)
        start, end = at("2010-06-01"), at("2020-06-01")

        assert slots_until(nights, start, end) == reckoned_slots(nights, start, end)

    @settings(deadline=None, max_examples=20 * THOROUGHNESS)
    @given(recurrences, zones, st.datetimes(wall("2010-02-01"), wall("2020-11-01")))
    def test_ten_years_of_anything_agree_with_the_reckoning(self, recurrence, zone, start):
        """Over ten years of any recurrence in any zone no slot is wrong, doubled or lost."""
        schedule = Schedule(recurrence=recurrence, time_zone=zone)
        start = start.replace(tzinfo=UTC)
        found = list(itertools.islice(slots_after(schedule, start), 3000))
        end = min(start + timedelta(days=3653), (found or [start])[-1])

        assert slots_until(schedule, start, end) == reckoned_slots(schedule, start, end)

    @settings(deadline=None, max_examples=100 * THOROUGHNESS)
    @given(st.data(), schedules())
    def test_slots_near_clock_changes_agree_with_the_reckoning(self, data, schedule):
        """From any instant near a clock change the slots are those of the reckoning."""
        after = data.draw(instants_near_clock_changes(schedule.time_zone))
        until = after + timedelta(days=12)

        assert slots_until(schedule, after, until) == reckoned_slots(schedule, after, until)

    @settings(deadline=None, max_examples=60 * THOROUGHNESS)
    @given(schedules(), instants)
    def test_slots_at_any_season_agree_with_the_reckoning(self, schedule, after):
        """From any instant of two decades the slots are those of the reckoning."""
        until = after + timedelta(days=40)

        assert slots_until(schedule, after, until) == reckoned_slots(schedule, after, until)

    @settings(deadline=None, max_examples=50 * THOROUGHNESS)
    @given(st.data(), recurrences, zones)
    def test_a_restart_changes_nothing(self, data, recurrence, zone):
        """Slots ascend in UTC, and going on from any gives the same as never having stopped."""
        schedule = Schedule(recurrence=recurrence, time_zone=zone)
        after = data.draw(instants_near_clock_changes(zone))
        slots = list(itertools.islice(slots_after(schedule, after), 12))

        resumed = [next_slot(schedule, slot) for slot in [after, *slots[:-1]]][: len(slots)]

        assert resumed == slots
        assert all(earlier < later for earlier, later in itertools.pairwise([after, *slots]))
        assert all(slot.tzinfo is UTC for slot in slots)

    def test_two_times_in_one_gap_are_one_slot(self):
        """Times that one clock change moves to the same instant are used once."""
        schedule = weekly("02:00", "02:30", "03:00", zone="Europe/Berlin")

        slots = slots_until(schedule, at("2026-03-28 12:00"), at("2026-03-30 00:00"))

        assert slots == [at("2026-03-29 01:00"), at("2026-03-30 00:00")]

    def test_a_doubled_time_is_used_once(self):
        """Where a local time occurs twice, there is a slot the first time only."""
        schedule = weekly("02:30", zone="Europe/Berlin")

        slots = slots_until(schedule, at("2026-10-24 12:00"), at("2026-10-26 12:00"))

        assert slots == [at("2026-10-25 00:30"), at("2026-10-26 01:30")]

    def test_second_pass_of_a_doubled_hour_brings_no_slot(self):
        """Asked between the two occurrences of a local time, the next slot is a day later."""
        schedule = weekly("02:30", zone="Europe/Berlin")

        assert next_slot(schedule, at("2026-10-25 01:10")) == at("2026-10-26 01:30")

    def test_a_skipped_day_does_not_cost_a_section(self):
        """A slot on a date that the zone left out comes at the first instant of the next."""
        schedule = weekly("09:00", zone="Pacific/Apia")

        slots = slots_until(schedule, at("2011-12-29 12:00"), at("2011-12-31 00:00"))

        assert slots == [at("2011-12-29 19:00"), at("2011-12-30 10:00"), at("2011-12-30 19:00")]

    def test_times_are_no_product_of_hours_and_minutes(self):
        """09:00 and 18:30 do not bring 09:30 or 18:00."""
        schedule = weekly("09:00", "18:30", zone="UTC", days=frozenset({0, 3}))

        slots = list(itertools.islice(slots_after(schedule, at("2026-11-22")), 4))

        assert [slot.strftime("%a %H:%M") for slot in slots] == [
            "Mon 09:00",
            "Mon 18:30",
            "Thu 09:00",
            "Thu 18:30",
        ]

    def test_the_given_instant_is_not_a_slot_again(self):
        """A slot is strictly after the instant, to the microsecond."""
        schedule = weekly("09:00", zone="UTC")

        assert next_slot(schedule, at("2026-11-23 09:00")) == at("2026-11-24 09:00")
        assert next_slot(schedule, at("2026-11-23 08:59:59.999999")) == at("2026-11-23 09:00")
        assert next_slot(schedule, at("2026-11-23 09:00:00.000001")) == at("2026-11-24 09:00")

    @pytest.mark.parametrize(
        ("line", "hours"),
        [
            ("0 * * * *", ["22:00", "23:00", "00:00", "02:00"]),
            ("*/30 2 * * *", ["00:00", "00:30"]),
        ],
    )
    def test_cron_in_autumn_fires_once_per_wall_time(self, line, hours):
        """Where 02:00 comes twice, an hourly line has a slot the first time only."""
        schedule = Schedule(recurrence=CronLine(line), time_zone="Europe/Berlin")

        night = slots_until(schedule, at("2026-10-24 21:59"), at("2026-10-25 02:00"))

        assert [f"{slot:%H:%M}" for slot in night] == hours

    def test_leap_days(self):
        """The 29th of February comes when it comes."""
        schedule = Schedule(recurrence=CronLine("0 9 29 2 *"), time_zone="UTC")

        slots = list(itertools.islice(slots_after(schedule, at("2095-01-01")), 2))

        assert slots == [at("2096-02-29 09:00"), at("2104-02-29 09:00")]

    def test_the_calendar_ends_without_an_error(self):
        """Before the last years that can be reckoned with, slots just end."""
        for recurrence in (
            CronLine("0 9 1 1 *"),
            Weekly(days=frozenset({0}), times=(time(9),)),
            EveryFewDays(step=366, since=date(2026, 1, 1), times=(time(9),)),
            Monthly(nth=1, days=frozenset({0}), times=(time(9),)),
        ):
            schedule = Schedule(recurrence=recurrence, time_zone="Pacific/Apia")

            assert 0 < len(list(slots_after(schedule, at("9996-12-01")))) < 110


class TestBounds:
    """Slots lie from the first day to the last and on no blackout day."""

    def test_first_and_last_day_are_included(self):
        """A slot at midnight belongs to the day that begins."""
        schedule = weekly(
            *("00:00", "23:59"),
            zone="Europe/Berlin",
            starts_on=date(2026, 10, 24),
            ends_on=date(2026, 10, 25),
        )

        assert list(slots_after(schedule, at("2026-01-01"))) == [
            at("2026-10-23 22:00"),
            at("2026-10-24 21:59"),
            at("2026-10-24 22:00"),
            at("2026-10-25 22:59"),
        ]

    def test_blackout_days_have_no_slot(self):
        """What would come due on a blackout day moves to the next slot after it."""
        schedule = weekly(
            "09:00", zone="Europe/Berlin", days=frozenset({0, 3}), blackout=(CHRISTMAS,)
        )

        slots = list(itertools.islice(slots_after(schedule, at("2026-12-20")), 2))

        assert slots == [at("2026-12-21 08:00"), at("2027-01-04 08:00")]

    def test_nothing_is_moved_onto_a_blackout_day(self):
        """A slot of a day that a zone left out does not land on a blackout day."""
        lost_day = at("2011-12-29 19:30")
        black = DaySpan(date(2011, 12, 31), date(2011, 12, 31))

        slot = next_slot(weekly("09:00", zone="Pacific/Apia", blackout=(black,)), lost_day)

        assert shown(slot, "Pacific/Apia") == wall("2012-01-01 09:00")

    def test_after_the_end_there_is_no_slot(self):
        """A schedule that has ended says so."""
        schedule = weekly("09:00", zone="UTC", ends_on=date(2026, 10, 20))

        assert find_next_slot(schedule, at("2026-10-20 09:00")) is None
        with pytest.raises(NoSlotLeft) as refused:
            next_slot(schedule, at("2026-10-20 09:00"))
        assert refused.value.ends_on == date(2026, 10, 20)

    @settings(deadline=None)
    @given(st.lists(spans, max_size=8), dates)
    def test_joined_spans_hold_the_same_days(self, some, day):
        """Joining spans changes no day, and a schedule takes the result."""
        schedule = weekly("09:00", zone="UTC", blackout=join_spans(some))

        assert (schedule.blackout_on(day) is not None) == any(
            span.first <= day <= span.last for span in some
        )

    @pytest.mark.parametrize(
        "make",
        [
            lambda: weekly(zone="UTC"),
            lambda: weekly("09:00", zone="UTC", days=frozenset()),
            lambda: weekly("09:00", zone="UTC", days=frozenset({7})),
            lambda: weekly("18:00", "09:00", zone="UTC"),
            lambda: weekly("09:00", "09:00", zone="UTC"),
            lambda: EveryFewDays(step=0, since=date(2026, 1, 1), times=(time(9),)),
            lambda: EveryFewDays(step=2, since=date(2026, 1, 1), times=()),
            lambda: Monthly(nth=0, days=frozenset({0}), times=(time(9),)),
            lambda: Monthly(nth=1, days=frozenset(), times=(time(9),)),
            lambda: CronLine("0 9 31 2 *"),
            lambda: DaySpan(date(2026, 1, 2), date(2026, 1, 1)),
            lambda: QuietHours(begins=time(9), ends=time(9)),
            lambda: weekly(
                "09:00", zone="UTC", starts_on=date(2026, 1, 2), ends_on=date(2026, 1, 1)
            ),
            lambda: weekly("09:00", zone="UTC", blackout=(CHRISTMAS, CHRISTMAS)),
        ],
    )
    def test_what_cannot_work_is_not_made(self, make):
        """Nothing to come due, and parts out of order or upside down, are refused."""
        with pytest.raises(ValueError):
            make()
