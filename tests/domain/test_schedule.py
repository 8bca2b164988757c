"""Schedules: slots against an independent reckoning, their bounds, and slots that were missed."""

import itertools
from dataclasses import replace
from datetime import UTC, date, time, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.recurrence import CronLine, EveryFewDays, Monthly, Weekly
from bot.domain.schedule import (
    CATCH_UP_PAUSE,
    LATE_AT_MOST,
    PUNCTUAL,
    DaySpan,
    MissedSlot,
    QuietHours,
    Schedule,
    find_next_slot,
    join_spans,
    next_slot,
    settle_missed,
    slot_of_next,
    slots_after,
)
from bot.errors import NoSlotLeft
from tests.calendars import (
    MINUTE,
    THOROUGHNESS,
    ZONES,
    at,
    dates,
    instants,
    instants_near_clock_changes,
    is_black,
    reckoned_slots,
    recurrences,
    schedules,
    shown,
    spans,
    wall,
    weekly,
    zones,
)

SECOND = timedelta(seconds=1)
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


class TestMissedSlots:
    """A slot came while nobody could send its section."""

    shift = weekly("09:00", zone="UTC")
    skip = replace(shift, missed=MissedSlot.SKIP)
    catch_up = replace(shift, missed=MissedSlot.CATCH_UP)
    due_at = at("2026-11-23 09:00")

    @pytest.mark.parametrize("late", [timedelta(0), MINUTE, LATE_AT_MOST])
    def test_a_little_late_is_sent_at_once(self, late):
        """Up to twelve hours late the section is sent now."""
        now = self.due_at + late

        assert settle_missed(self.shift, self.due_at, now) == now

    def test_too_late_waits_for_the_next_slot(self):
        """More than twelve hours late the section waits for the next slot."""
        now = self.due_at + LATE_AT_MOST + timedelta(microseconds=1)

        assert settle_missed(self.shift, self.due_at, now) == at("2026-11-24 09:00")

    def test_after_weeks_away_the_next_slot_is_still_ahead(self):
        """However long the absence, the section gets a slot that is yet to come."""
        now = at("2027-01-10 12:00")

        assert settle_missed(self.shift, self.due_at, now) == at("2027-01-11 09:00")

    @pytest.mark.parametrize("schedule", [shift, skip, catch_up])
    def test_what_is_not_due_yet_is_not_hurried(self, schedule):
        """A slot in the future stays where it is."""
        assert settle_missed(schedule, self.due_at, at("2026-11-23 08:00")) == self.due_at

    @pytest.mark.parametrize("schedule", [shift, skip, catch_up])
    def test_minutes_are_not_late(self, schedule):
        """Within minutes a section is on time, whatever the policy, also in quiet hours."""
        quiet = replace(schedule, quiet=QuietHours(begins=time(8), ends=time(12)))
        now = self.due_at + PUNCTUAL

        assert settle_missed(quiet, self.due_at, now) == now

    def test_nothing_late_in_quiet_hours(self):
        """What may not be sent now, though little late, waits for the next slot."""
        quiet = replace(self.shift, quiet=QuietHours(begins=time(20), ends=time(7)))

        assert settle_missed(quiet, self.due_at, at("2026-11-23 19:59")) == at("2026-11-23 19:59")
        assert settle_missed(quiet, self.due_at, at("2026-11-23 20:00")) == at("2026-11-24 09:00")

    def test_nothing_late_on_a_blackout_day(self):
        """A slot missed on the eve of a blackout is not made up for within it."""
        black = DaySpan(date(2026, 11, 24), date(2026, 11, 25))
        schedule = weekly("23:00", zone="UTC", blackout=(black,))

        settled = settle_missed(schedule, at("2026-11-23 23:00"), at("2026-11-24 00:30"))

        assert settled == at("2026-11-26 23:00")

    def test_skipping_leaves_the_slot_out(self):
        """Under *skip* nothing is sent late: the section takes the next slot."""
        now = self.due_at + PUNCTUAL + SECOND

        assert settle_missed(self.skip, self.due_at, now) == at("2026-11-24 09:00")

    @pytest.mark.parametrize("policy", MissedSlot)
    def test_once_it_has_ended_there_is_no_slot(self, policy):
        """Where no slot is left, only *catch up* still sends what was missed."""
        schedule = replace(self.shift, missed=policy, ends_on=date(2026, 11, 23))
        now = at("2026-11-25 12:00")

        settled = settle_missed(schedule, self.due_at, now)

        assert settled == (now if policy is MissedSlot.CATCH_UP else None)
        assert slot_of_next(schedule, self.due_at, now) is None

    def test_the_next_section_is_dated_from_now(self):
        """After a late section the one after it takes the next slot that is ahead."""
        now = at("2026-11-25 12:00")

        assert slot_of_next(self.shift, self.due_at, now) == at("2026-11-26 09:00")
        assert slot_of_next(self.catch_up, self.due_at, now) == at("2026-11-24 09:00")

    def test_catching_up_sends_all_that_were_missed_one_by_one(self):
        """Three missed sections come a quarter of an hour apart, the fourth in its own slot."""
        back = at("2026-11-25 12:00")

        assert caught_up(self.catch_up, self.due_at, back, 4) == [
            back,
            back + CATCH_UP_PAUSE,
            back + 2 * CATCH_UP_PAUSE,
            at("2026-11-26 09:00"),
        ]

    def test_catching_up_rests_in_quiet_hours_and_blackouts(self):
        """Missed sections wait for the end of quiet hours, and of a blackout behind them."""
        schedule = replace(
            self.catch_up,
            quiet=QuietHours(begins=time(22), ends=time(7)),
            blackout=(DaySpan(date(2026, 11, 27), date(2026, 11, 27)),),
        )

        assert caught_up(schedule, self.due_at, at("2026-11-26 21:50"), 3) == [
            at("2026-11-26 21:50"),
            at("2026-11-28 07:00"),
            at("2026-11-28 07:15"),
        ]

    @settings(deadline=None, max_examples=100 * THOROUGHNESS)
    @given(st.data(), schedules())
    def test_whatever_is_settled_keeps_the_rules(self, data, schedule):
        """Nothing is sent early, nor late where that is not wanted, nor twice within the pause."""
        due_at = data.draw(instants_near_clock_changes(schedule.time_zone))
        now = due_at + data.draw(st.integers(0, 3 * 24 * 60)) * MINUTE
        sent_at = now - data.draw(st.integers(0, 30)) * MINUTE

        settled = settle_missed(schedule, due_at, now, sent_at=sent_at)

        if schedule.missed is MissedSlot.CATCH_UP:
            assert settled >= max(now, sent_at + CATCH_UP_PAUSE)
            assert settled - due_at <= PUNCTUAL or may_be_late(schedule, settled)
        elif now - due_at <= PUNCTUAL:
            assert settled == now
        elif settled == now:
            assert schedule.missed is MissedSlot.SHIFT
            assert may_be_late(schedule, settled)
        else:
            assert settled == find_next_slot(schedule, now)


def may_be_late(schedule, instant):
    """Say whether something late may be sent then."""
    local = shown(instant, schedule.time_zone)
    quiet = schedule.quiet is not None and schedule.quiet.cover(local)
    return not quiet and not is_black(schedule, local.date())


def caught_up(schedule, slot, back, count):
    """Give when the sections from the slot on are sent by a bot that is back at `back`."""
    sent = []
    for _ in range(count):
        sent_at = sent[-1] if sent else None
        now = max(filter(None, [back, sent_at]))
        settled = settle_missed(schedule, slot, now, sent_at=sent_at)
        sent.append(settled)
        slot = slot_of_next(schedule, slot, settled)
    return sent
