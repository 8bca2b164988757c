"""Control: every action in every state, what each leads to, and a new process in its middle."""

import itertools
from datetime import UTC, datetime, timedelta

import pytest
import sqlalchemy as sa

from bot.domain.ballot import PollState
from bot.domain.discussion import Action, DiscussionState, PauseReason, move
from bot.domain.history import Deed
from bot.domain.post import PostState
from bot.domain.schedule_words import ScheduleWords
from bot.domain.terms import Placement
from bot.domain.timetable import BlackedOut, OffsetChanged
from bot.errors import (
    DiscussionAlreadyRunning,
    IllegalMove,
    MissingPermission,
    NoSlotLeft,
    TooFewSlots,
    WrongChannelKind,
)
from bot.storage import discussions
from bot.storage.tables import metadata
from bot.ui.replies import explain
from tests.builders import CHANNEL, DAY, FIRST_SLOT, GUILD, ORGANIZER, make_article
from tests.fakes import access_lost
from tests.services.four_sections import BY, FOUR, begin, numbers
from tests.services.running import running

RUNNING, PAUSED = DiscussionState.RUNNING, DiscussionState.PAUSED
FINISHED = DiscussionState.FINISHED
HOUR = timedelta(hours=1)
HALL = CHANNEL + 50
THREAD = Placement.THREAD

# What an organizer does to a discussion of which the first section is out and the third skipped.
ACTIONS = {
    Action.PAUSE: lambda bot: bot.control.pause(GUILD, "1", **BY),
    Action.RESUME: lambda bot: bot.control.resume(GUILD, "1", **BY),
    Action.STOP: lambda bot: bot.control.stop(GUILD, "1", close_polls=False, **BY),
    Action.SKIP: lambda bot: bot.steering.skip(GUILD, "1", None, **BY),
    Action.TAKE_IN: lambda bot: bot.steering.take_in(GUILD, "1", "#2", **BY),
    Action.POST_NOW: lambda bot: bot.steering.post_now(GUILD, "1", **BY),
    Action.MOVE: lambda bot: bot.steering.move(GUILD, "1", "#3", "#1", **BY),
    Action.CHANGE_CHANNEL: lambda bot: bot.control.change_channel(GUILD, "1", HALL, **BY),
    Action.ARRANGE: lambda bot: bot.arranging.set_placement(GUILD, "1", placement=THREAD, **BY),
    Action.RESTART: lambda bot: bot.restart(),
    Action.WITHDRAW: lambda bot: bot.moderation.withdraw(
        GUILD, bot.discord.standing("prompt")[0].message_id, **BY
    ),
    Action.RESCHEDULE: lambda bot: bot.reschedule(ScheduleWords(times="18:00")),
}


def _allows(state, action):
    try:
        move(state, action)
    except IllegalMove:
        return False
    return True


MOVES = [one for one in itertools.product(DiscussionState, ACTIONS) if _allows(*one)]


async def bring_to(bot, state, *, reason=PauseReason.ORGANIZER):
    """Bring a discussion, the third section of which is skipped, into a state."""
    bot.discord.add_channel(GUILD, HALL)
    await begin(bot)
    await bot.steering.skip(GUILD, "1", "#2", **BY)
    match state:
        case DiscussionState.PAUSED:
            async with bot.database.write() as unit:
                at = bot.clock.now()
                await discussions.pause(
                    unit, guild_id=GUILD, discussion_id=1, reason=reason, by=ORGANIZER, at=at
                )
        case DiscussionState.STOPPED:
            await bot.control.stop(GUILD, "1", close_polls=False, **BY)
            await bot.rest()
        case DiscussionState.FINISHED:
            await bot.play()
    assert (await bot.discussion()).state is state


def reason_for(action):
    """Give a pause in which an action can be tried: an organizer does not pause twice."""
    return PauseReason.PERMISSION if action is Action.PAUSE else PauseReason.ORGANIZER


async def rows(bot):
    """Give everything an action could change."""
    async with bot.database.read() as unit:
        tables = ("discussions", "posts", "polls", "history")
        return [list(await unit.execute(sa.select(metadata.tables[one]))) for one in tables]


def test_every_action_is_tried():
    """None is left out of the table but the one that no person takes."""
    assert ACTIONS.keys() == set(Action) - {Action.FINISH}


@pytest.mark.parametrize("state", DiscussionState)
async def test_what_a_state_does_not_allow(bot, state):
    """Each action that leads nowhere is refused in a sentence, and changes nothing."""
    await bring_to(bot, state)
    before = await rows(bot)
    for action in [one for one in ACTIONS if (state, one) not in MOVES]:
        with pytest.raises(IllegalMove) as refusal:
            await ACTIONS[action](bot)
        said = explain(refusal.value)
        assert said.startswith(f"This discussion is {state}")
        assert "`/discussion" in said
        assert await rows(bot) == before


async def test_an_organizer_pauses_once(bot):
    """Where only resuming ends the pause, another one is refused and changes nothing."""
    await bring_to(bot, PAUSED)
    before = await rows(bot)
    with pytest.raises(IllegalMove) as refusal:
        await ACTIONS[Action.PAUSE](bot)
    assert "paused already" in explain(refusal.value)
    assert await rows(bot) == before


@pytest.mark.parametrize(("state", "action"), MOVES)
async def test_every_action_in_every_state(bot, state, action):
    """What a state allows leads where the table says."""
    await bring_to(bot, state, reason=reason_for(action))
    before = await rows(bot)

    await ACTIONS[action](bot)

    assert (await bot.discussion()).state is move(state, action)
    # What the bot does of itself, such as pausing, has an entry of its own.
    deeds = (await bot.history())[: -len(before[3])]
    assert [one.done_by for one in deeds].count(ORGANIZER) == 1


@pytest.mark.parametrize(("state", "action"), MOVES)
async def test_a_new_process_goes_on_from_any_action(database_file, discord, clock, state, action):
    """Whatever was done last, a process begun right after it leaves the rows as they are."""
    async with running(database_file, discord, clock) as bot:
        await bring_to(bot, state, reason=reason_for(action))
        await ACTIONS[action](bot)
        await bot.rest()
        before = await rows(bot)
    async with running(database_file, discord, clock) as bot:
        await bot.rest()
        assert await rows(bot) == before
        await bot.play()
    assert set(discord.times_sent().values()) == {1}


class TestForeseeing:
    """What resuming would come to is known before."""

    async def test_too_few_slots(self, bot):
        """A pause has eaten some up, and then all."""
        await begin(bot, ends="2026-03-05")
        await bot.control.pause(GUILD, "1", **BY)
        assert (await bot.control.foresee_resuming(GUILD, "1"))[1] == 0
        bot.clock.jump_to(FIRST_SLOT + DAY + HOUR)
        assert (await bot.control.foresee_resuming(GUILD, "1"))[1] == 1
        bot.clock.jump_to(FIRST_SLOT + 9 * DAY)
        with pytest.raises(NoSlotLeft):
            await bot.control.foresee_resuming(GUILD, "1")

    async def test_what_is_on_is_not_resumed(self, bot):
        """It says so, as resuming does."""
        await begin(bot)
        with pytest.raises(IllegalMove):
            await bot.control.foresee_resuming(GUILD, "1")


class TestRescheduling:
    """Another schedule in the middle."""

    async def test_what_is_to_come_is_dated_anew(self, bot, discord):
        """What is posted stays; everything else follows the new days and times."""
        await begin(bot)

        progress, _ = await bot.reschedule(ScheduleWords(days="fri", times="18:30"))
        await bot.play()

        friday = datetime(2026, 3, 6, 18, 30, tzinfo=UTC)
        assert [at for _, at in progress.upcoming()] == [
            friday + number * 7 * DAY for number in range(3)
        ]
        first, second, *_ = discord.standing("prompt")
        assert (first.at, second.at) == (FIRST_SLOT, friday)

    async def test_what_clock_changes_and_blackouts_do_is_noted(self, bot):
        """Of the slots that are wanted, as for a start."""
        await begin(bot)

        words = ScheduleWords(time_zone="Europe/Berlin", days="sun", blackout="2026-03-22")
        redating = await bot.rescheduling.propose(GUILD, "1", words, **BY)

        assert [type(note.cause) for note in redating.notes] == [BlackedOut, OffsetChanged]

    async def test_too_early_an_end_is_refused(self, bot):
        """Nothing changes where sections would be left."""
        await begin(bot)
        before = await rows(bot)

        with pytest.raises(TooFewSlots) as refusal:
            await bot.reschedule(ScheduleWords(ends="2026-03-03"))

        assert (refusal.value.slots, refusal.value.sections) == (1, 3)
        assert await rows(bot) == before

    async def test_in_a_pause(self, bot):
        """It stays paused, and the new schedule counts when it is resumed."""
        await begin(bot)
        await bot.control.pause(GUILD, "1", **BY)

        progress, _ = await bot.reschedule(ScheduleWords(times="18:00"))
        resumed = await bot.control.resume(GUILD, "1", **BY)

        assert progress.discussion.state is PAUSED
        assert resumed.next_post.due_at == FIRST_SLOT + 9 * HOUR

    async def test_a_schedule_that_had_ended(self, bot, discord):
        """With a later end the discussion goes on by itself."""
        await begin(bot, ends="2026-03-05")
        bot.clock.jump_to(FIRST_SLOT + 2 * DAY - HOUR)
        await bot.play(until=FIRST_SLOT + 9 * DAY)
        paused = await bot.discussion()
        with pytest.raises(NoSlotLeft):
            await bot.control.resume(GUILD, "1", **BY)

        progress, _ = await bot.reschedule(ScheduleWords(ends="none"))
        await bot.play()

        assert paused.pause_reason is PauseReason.SCHEDULE_ENDED
        assert progress.discussion.state is RUNNING
        assert numbers(discord) == ["1", "2", "3", "4"]


class TestChangingChannel:
    """Another channel in the middle."""

    @pytest.fixture
    def hall(self, discord):
        """Give another channel of the server."""
        discord.add_channel(GUILD, HALL)
        return HALL

    async def test_what_is_to_come_goes_there(self, bot, discord, hall):
        """What is posted stays, its poll open and its results where it stands."""
        await begin(bot)

        progress = await bot.control.change_channel(GUILD, "1", hall, **BY)
        poll, *_ = await bot.polls()
        discord.react(501, poll.message_id, "✅")
        await bot.play()

        assert progress.next_post.due_at == FIRST_SLOT + DAY
        places = [prompt.channel_id for prompt in discord.standing("prompt")]
        assert places == [CHANNEL, hall, hall, hall]
        assert (await bot.held(poll)) == {(501, 0, True)}
        first = discord.standing("results")[0]
        assert discord.threads[first.channel_id] == CHANNEL
        assert (await bot.discussion()).state is FINISHED

    async def test_over_a_restart(self, database_file, discord, clock, hall):
        """A new process goes on in the other channel."""
        async with running(database_file, discord, clock) as bot:
            await begin(bot)
            await bot.control.change_channel(GUILD, "1", hall, **BY)
        async with running(database_file, discord, clock) as bot:
            await bot.play()

        assert len(discord.standing("prompt", hall)) == 3
        assert set(discord.times_sent().values()) == {1}

    async def test_the_channel_was_deleted(self, bot, discord, hall):
        """A discussion whose channel is gone goes on in another, with what had failed."""
        await begin(bot)
        discord.lose_channel(CHANNEL)
        await bot.moderation.channel_deleted(GUILD, CHANNEL)
        paused = await bot.discussion()

        await bot.control.change_channel(GUILD, "1", hall, **BY)
        await bot.play()

        assert paused.pause_reason is PauseReason.CHANNEL_GONE
        assert [prompt.body.number for prompt in discord.standing("prompt", hall)] == [2, 3, 4]
        assert (await bot.discussion()).state is FINISHED

    async def test_a_section_that_could_not_be_posted(self, bot, discord, hall):
        """It comes first in the other channel."""
        await bot.begin(make_article(kinds=FOUR))
        discord.refuse("prompt 1", access_lost())
        await bot.play()
        discord.allow_all()

        await bot.control.change_channel(GUILD, "1", hall, **BY)
        await bot.play()

        assert [prompt.body.number for prompt in discord.standing("prompt", hall)] == [1, 2, 3, 4]

    async def test_the_old_channel_is_deleted_later(self, bot, discord, hall):
        """Its polls go with it, and the discussion goes on."""
        await begin(bot)
        await bot.control.change_channel(GUILD, "1", hall, **BY)
        await bot.play(until=FIRST_SLOT + DAY)
        discord.lose_channel(CHANNEL)
        await bot.moderation.channel_deleted(GUILD, CHANNEL)
        await bot.rest()

        states = [poll.state for poll in await bot.polls()]
        assert states[:2] == [PollState.WITHDRAWN, PollState.OPEN]
        assert (await bot.discussion()).state is RUNNING

    async def test_refusals_change_nothing(self, bot, discord, hall):
        """The same channel, one without rights, one where the article is, one of no kind."""
        await begin(bot)
        elsewhere, voice = HALL + 1, HALL + 2
        for channel_id in (elsewhere, voice):
            discord.add_channel(GUILD, channel_id)
        discord.voices.add(voice)
        await bot.begin_article(1, channel_id=elsewhere)
        discord.lacking[hall] = ("Send Messages",)
        before = await rows(bot)

        for channel_id, error in (
            (CHANNEL, DiscussionAlreadyRunning),
            (elsewhere, DiscussionAlreadyRunning),
            (hall, MissingPermission),
            (voice, WrongChannelKind),
        ):
            with pytest.raises(error):
                await bot.control.change_channel(GUILD, "1", channel_id, **BY)
        assert await rows(bot) == before

    async def test_in_a_pause(self, bot, discord, hall):
        """A pause of an organizer's stays one."""
        await begin(bot)
        await bot.control.pause(GUILD, "1", **BY)
        await bot.control.change_channel(GUILD, "1", hall, **BY)
        await bot.play()

        assert (await bot.discussion()).state is PAUSED
        assert discord.standing("prompt", hall) == []


class TestHistory:
    """What was done is on record."""

    async def test_who_what_and_when(self, bot):
        """Each deed has its line, the newest first; what the bot does has nobody."""
        await begin(bot)
        await bot.control.pause(GUILD, "1", **BY)
        await bot.control.resume(GUILD, "1", **BY)
        await bot.play()

        entries = await bot.history()

        assert [(one.deed, one.done_by) for one in entries] == [
            (Deed.FINISHED, None),
            (Deed.RESUMED, ORGANIZER),
            (Deed.PAUSED, ORGANIZER),
            (Deed.STARTED, ORGANIZER),
        ]
        assert entries[2].done_at == FIRST_SLOT
        assert {one.title for one in entries} == {"On reading"}

    async def test_of_one_discussion_and_of_all(self, bot):
        """A discussion's own, or the whole server's."""
        await begin(bot)
        await bot.begin(make_article("Another"), channel_id=CHANNEL + 1)

        _, all_of_it = await bot.control.list_history(GUILD, None)
        found, own = await bot.control.list_history(GUILD, "On reading")

        assert len(all_of_it) == 2
        assert [one.title for one in own] == ["On reading"]
        assert found.discussion_id == 1

    async def test_a_pause_of_its_own_accord(self, bot, discord):
        """Why the bot paused by itself is on record."""
        await bot.begin()
        discord.refuse("prompt", access_lost())
        await bot.play()

        (entry, _) = await bot.history()
        assert (entry.deed, entry.done_by) == (Deed.PAUSED, None)
        assert entry.detail == {"reason": "permission"}
        assert (await bot.posts())[0].state is PostState.FAILED
