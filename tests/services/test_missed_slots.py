"""Slots that were missed, by each policy, and schedules that end with sections left."""

from datetime import date, timedelta

import pytest

from bot.domain.discussion import DiscussionState, PauseReason
from bot.domain.post import PostState
from bot.domain.schedule import MissedSlot
from bot.errors import NoSlotLeft, TooFewSlots
from tests.builders import DAY, FIRST_SLOT, GUILD, ORGANIZER, make_article
from tests.fakes import temporary
from tests.services.running import ask_for, running

QUARTER = timedelta(minutes=15)
HOUR = timedelta(hours=1)
FIVE = ((),) * 5


def sent(discord):
    """Give when each section was sent, in the order of sending."""
    return [(prompt.body.number, prompt.at) for prompt in discord.standing("prompt")]


async def away(path, discord, clock, until, **words):
    """Start a discussion, and let the process be gone from its first slot on until an instant."""
    async with running(path, discord, clock) as bot:
        await bot.begin(make_article(kinds=FIVE), prompts_only=True, **words)
    clock.jump_to(until)


async def come_back(path, discord, clock, until):
    """Run a new process on the same file until an instant."""
    async with running(path, discord, clock) as bot:
        await bot.play(until=until)
        return await bot.discussion()


async def test_shift_sends_one_late_and_moves_the_others(database_file, discord, clock):
    """Of two missed slots the first section takes the second's, a little late; none is lost."""
    back = FIRST_SLOT + DAY + HOUR
    await away(database_file, discord, clock, back)

    await come_back(database_file, discord, clock, FIRST_SLOT + 4 * DAY)

    assert sent(discord) == [
        (1, FIRST_SLOT + 2 * DAY),
        (2, FIRST_SLOT + 3 * DAY),
        (3, FIRST_SLOT + 4 * DAY),
    ]


async def test_shift_sends_what_is_hours_late_at_once(database_file, discord, clock):
    """Twelve hours late is still sent, and the next section comes in its own slot."""
    back = FIRST_SLOT + 12 * HOUR
    await away(database_file, discord, clock, back)

    await come_back(database_file, discord, clock, FIRST_SLOT + DAY)

    assert sent(discord) == [(1, back), (2, FIRST_SLOT + DAY)]


async def test_shift_keeps_quiet_hours(database_file, discord, clock):
    """What is late in quiet hours waits for the next slot."""
    await away(database_file, discord, clock, FIRST_SLOT + HOUR, quiet="9:30-11:00")

    await come_back(database_file, discord, clock, FIRST_SLOT + DAY)

    assert sent(discord) == [(1, FIRST_SLOT + DAY)]


async def test_skip_sends_nothing_late(database_file, discord, clock):
    """An hour late the section takes the next slot, and those after it move along."""
    await away(database_file, discord, clock, FIRST_SLOT + HOUR, missed=MissedSlot.SKIP)

    await come_back(database_file, discord, clock, FIRST_SLOT + 2 * DAY)

    assert sent(discord) == [(1, FIRST_SLOT + DAY), (2, FIRST_SLOT + 2 * DAY)]


async def test_five_minutes_are_not_late(database_file, discord, clock):
    """A restart around the slot does not cost it, whatever the policy."""
    back = FIRST_SLOT + timedelta(minutes=5)
    await away(database_file, discord, clock, back, missed=MissedSlot.SKIP)

    await come_back(database_file, discord, clock, back)

    assert sent(discord) == [(1, back)]


async def test_catch_up_sends_one_each_quarter_of_an_hour(database_file, discord, clock):
    """After three missed slots three sections follow each other; then slots are as they were."""
    back = FIRST_SLOT + 2 * DAY + HOUR
    await away(database_file, discord, clock, back, missed=MissedSlot.CATCH_UP)

    await come_back(database_file, discord, clock, FIRST_SLOT + 4 * DAY)

    assert sent(discord) == [
        (1, back),
        (2, back + QUARTER),
        (3, back + 2 * QUARTER),
        (4, FIRST_SLOT + 3 * DAY),
        (5, FIRST_SLOT + 4 * DAY),
    ]


async def test_catch_up_waits_after_what_was_late(database_file, discord, clock):
    """The section of a slot that comes within the quarter of an hour waits for its end."""
    back = FIRST_SLOT + DAY - timedelta(minutes=10)
    await away(database_file, discord, clock, back, missed=MissedSlot.CATCH_UP)

    await come_back(database_file, discord, clock, FIRST_SLOT + 2 * DAY)

    assert sent(discord) == [(1, back), (2, back + QUARTER), (3, FIRST_SLOT + 2 * DAY)]


async def test_catch_up_rests_in_quiet_hours(database_file, discord, clock):
    """What was missed goes on where the quiet hours end."""
    back = FIRST_SLOT + 2 * DAY + HOUR
    await away(database_file, discord, clock, back, missed=MissedSlot.CATCH_UP, quiet="10:10-12:00")

    await come_back(database_file, discord, clock, FIRST_SLOT + 3 * DAY)

    assert sent(discord) == [
        (1, back),
        (2, back + 2 * HOUR),
        (3, back + 2 * HOUR + QUARTER),
        (4, FIRST_SLOT + 3 * DAY),
    ]


async def test_catch_up_over_a_restart(database_file, discord, clock):
    """A process that is gone between two of them keeps the pause and sends none twice."""
    back = FIRST_SLOT + 2 * DAY + HOUR
    await away(database_file, discord, clock, back, missed=MissedSlot.CATCH_UP)
    await come_back(database_file, discord, clock, back)
    clock.jump_to(back + timedelta(minutes=1))

    await come_back(database_file, discord, clock, back + HOUR)

    assert sent(discord) == [(1, back), (2, back + QUARTER), (3, back + 2 * QUARTER)]
    assert set(discord.times_sent().values()) == {1}


async def test_catch_up_is_foretold(database_file, discord, clock):
    """Who asks how it stands is told when what was missed will be sent."""
    back = FIRST_SLOT + 2 * DAY + HOUR
    await away(database_file, discord, clock, back, missed=MissedSlot.CATCH_UP)

    async with running(database_file, discord, clock) as bot:
        await bot.rest()
        progress = await bot.planning.status(GUILD, "1")
        foretold = [at for _, at in progress.upcoming()]
        await bot.play(until=FIRST_SLOT + 4 * DAY)

    assert foretold == [at for _, at in sent(discord)][1:]


@pytest.mark.parametrize("missed", MissedSlot)
async def test_a_slow_channel_loses_no_section(bot, discord, missed):
    """Where sending takes long, by any policy every section comes once and in order."""
    discord.refuse("prompt 1", temporary(), times=6)
    await bot.begin(make_article(kinds=FIVE), prompts_only=True, times="9:00,9:10", missed=missed)
    await bot.play()

    assert [number for number, _ in sent(discord)] == [1, 2, 3, 4, 5]
    assert (await bot.discussion()).state is DiscussionState.FINISHED


class TestTheEnd:
    """Schedules that end."""

    async def test_a_start_that_does_not_fit_is_refused(self, bot):
        """The refusal says how many fit."""
        await bot.add_article(make_article(kinds=FIVE))

        with pytest.raises(TooFewSlots) as refusal:
            await bot.ask(GUILD, ask_for("On reading", ends="2026-03-04", prompts_only=True))

        assert (refusal.value.slots, refusal.value.sections) == (3, 5)
        assert refusal.value.ends_on == date(2026, 3, 4)
        assert await bot.planning.list_all(GUILD) == ()

    async def test_a_start_that_just_fits(self, bot, discord):
        """As many slots as sections are enough; the discussion ends by itself."""
        await bot.begin(make_article(kinds=FIVE), ends="2026-03-06", prompts_only=True)
        await bot.play()

        assert len(discord.standing("prompt")) == 5
        assert (await bot.discussion()).state is DiscussionState.FINISHED

    async def test_with_sections_left_it_pauses(self, database_file, discord, clock):
        """Where a slot was lost to an absence, the last section waits for an organizer."""
        await away(
            database_file,
            discord,
            clock,
            FIRST_SLOT + 2 * HOUR,
            missed=MissedSlot.SKIP,
            ends="2026-03-06",
        )

        paused = await come_back(database_file, discord, clock, FIRST_SLOT + 9 * DAY)

        assert [number for number, _ in sent(discord)] == [1, 2, 3, 4]
        assert paused.state is DiscussionState.PAUSED
        assert paused.pause_reason is PauseReason.SCHEDULE_ENDED

    async def test_missed_at_the_very_end(self, database_file, discord, clock):
        """A last slot that was missed for good leaves its section planned, and says so."""
        await away(database_file, discord, clock, FIRST_SLOT + 9 * DAY, ends="2026-03-06")

        paused = await come_back(database_file, discord, clock, FIRST_SLOT + 9 * DAY)

        assert sent(discord) == []
        assert paused.pause_reason is PauseReason.SCHEDULE_ENDED

    async def test_it_is_not_resumed_without_a_slot(self, database_file, discord, clock):
        """Resuming says that there is no slot; nothing changes."""
        await away(database_file, discord, clock, FIRST_SLOT + 9 * DAY, ends="2026-03-06")

        async with running(database_file, discord, clock) as bot:
            await bot.rest()
            with pytest.raises(NoSlotLeft):
                await bot.control.resume(GUILD, "1", by=ORGANIZER)
            assert {post.state for post in await bot.posts()} == {PostState.PLANNED}

    async def test_a_pause_after_the_last_section_can_be_resumed(self, bot):
        """With nothing left to post no slot is needed."""
        await bot.begin(ends="2026-03-03")
        await bot.play(until=FIRST_SLOT + 2 * DAY)
        await bot.control.pause(GUILD, "1", by=ORGANIZER)

        resumed = await bot.control.resume(GUILD, "1", by=ORGANIZER)

        assert resumed.discussion.state is DiscussionState.RUNNING
