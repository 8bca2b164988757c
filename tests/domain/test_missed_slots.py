"""Slots that were missed: what is still sent, when, and what is left out."""

import itertools
from dataclasses import replace
from datetime import date, time, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.schedule import (
    CATCH_UP_PAUSE,
    LATE_AT_MOST,
    PUNCTUAL,
    DaySpan,
    MissedSlot,
    QuietHours,
    find_next_slot,
    settle_missed,
    slot_of_next,
    slots_after,
)
from tests.calendars import (
    MINUTE,
    THOROUGHNESS,
    at,
    instants_near_clock_changes,
    is_black,
    schedules,
    shown,
    weekly,
)

SECOND = timedelta(seconds=1)


def slots_until(schedule, after, until):
    """Give the slots in (after, until] as the bot reckons them."""
    return list(itertools.takewhile(lambda slot: slot <= until, slots_after(schedule, after)))


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
