"""Dry runs: what is shown before anything is public, and what becomes of it."""

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.domain.article import QuestionKind
from bot.domain.discussion import DiscussionState
from bot.domain.draft import GOOD_FOR
from bot.domain.editing import Rename
from bot.domain.history import Deed
from bot.domain.schedule_words import CalendarFile, ScheduleWords
from bot.domain.timetable import BlackedOut
from bot.errors import (
    ArticleNotFound,
    ChannelWanted,
    DiscussionAlreadyRunning,
    DraftGone,
    DraftStale,
    MissingPermission,
    NothingToAsk,
    SectionAlreadyPosted,
    TooFewSlots,
    WrongChannelKind,
    ZoneWanted,
)
from bot.services.upkeep import Upkeep
from bot.storage import guilds
from tests.builders import (
    CHANNEL,
    DAY,
    FIRST_SLOT,
    GUILD,
    ORGANIZER,
    OTHER_GUILD,
    WEEK,
    make_article,
)
from tests.services.running import ask_for, running

YES_NO = QuestionKind.YES_NO
FOUR = ((YES_NO,), (YES_NO,), (), (YES_NO, YES_NO))
BY = {"by": ORGANIZER}


async def draft(bot, guild_id=GUILD, **request):
    """Ask for a dry run of the server's article."""
    return await bot.drafting.draft(guild_id, ask_for("On reading", **request))


async def set_guild(bot, **settings):
    """Set some of the server's settings."""
    async with bot.database.write() as unit:
        before = await guilds.get_settings(unit, guild_id=GUILD)
        await guilds.set_settings(unit, guild_id=GUILD, settings=replace(before, **settings))


class TestShowing:
    """What is shown."""

    async def test_every_section_with_slot_size_and_polls(self, bot, discord):
        """In order, each in its slot; nothing is posted and no discussion is kept."""
        await bot.add_article(make_article(kinds=FOUR))

        plan = await draft(bot)
        await bot.play()

        assert [section.slot.instant for section in plan.sections] == [
            FIRST_SLOT + number * DAY for number in range(4)
        ]
        assert [section.heading for section in plan.sections] == [
            f"Part {number}" for number in range(1, 5)
        ]
        assert [len(section.polls) for section in plan.sections] == [1, 1, 0, 2]
        assert [section.characters for section in plan.sections] == [16] * 4
        assert plan.polls == 4
        assert plan.closes_at == FIRST_SLOT + 3 * DAY + WEEK
        assert plan.may_begin
        assert discord.everything_sent == []
        assert await bot.planning.list_all(GUILD) == ()

    async def test_without_polls(self, bot):
        """With prompts only there is no poll, and none to close."""
        await bot.add_article(make_article(kinds=FOUR))

        plan = await draft(bot, prompts_only=True)

        assert (plan.polls, plan.closes_at) == (0, None)

    async def test_blackout_days_are_pointed_out(self, bot):
        """Typed or from a file, they move what comes behind them, and are noted."""
        await bot.add_article(make_article(kinds=FOUR))
        calendar = CalendarFile(
            name="days.ics",
            data=b"BEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTART;VALUE=DATE:20260304\nEND:VEVENT\nEND:VCALENDAR",
        )

        plan = await draft(bot, blackout="2026-03-03", holidays=calendar)

        assert plan.sections[1].slot.instant == FIRST_SLOT + 3 * DAY
        assert [type(note.cause) for note in plan.notes] == [BlackedOut]
        assert plan.holidays.name == "days.ics"

    async def test_clock_changes_are_pointed_out(self, bot):
        """From the section on that is an hour off in UTC."""
        await bot.add_article(make_article(kinds=FOUR))

        plan = await draft(bot, days="daily", time_zone="Europe/Berlin", starts="2026-03-27")

        (note,) = plan.notes
        assert str(note.cause.since) == "2026-03-29 09:00:00"

    async def test_missing_permissions_are_pointed_out(self, bot, discord):
        """By name; it cannot begin until they are there."""
        await bot.add_article()
        discord.lacking[CHANNEL] = ("Add Reactions",)

        plan = await draft(bot)

        assert not plan.may_begin
        assert [right.name for right in plan.checkup.lacking] == ["add_reactions"]
        with pytest.raises(MissingPermission):
            await bot.starting.confirm(GUILD, plan.draft.draft_id, **BY)
        discord.lacking.clear()
        assert (await bot.drafting.look(GUILD, plan.draft.draft_id)).may_begin
        await bot.starting.confirm(GUILD, plan.draft.draft_id, **BY)

    async def test_the_servers_own_zone_and_channel(self, bot):
        """What is not named is the server's."""
        await bot.add_article()
        await set_guild(bot, time_zone="Asia/Tokyo", channel_id=CHANNEL)

        plan = await draft(bot, channel_id=None, time_zone=None)

        assert plan.draft.schedule.time_zone == plan.server_zone == "Asia/Tokyo"
        assert plan.draft.channel_id == CHANNEL

    @pytest.mark.parametrize(
        ("changes", "error"),
        [
            ({"article": "Off reading"}, ArticleNotFound),
            ({"channel_id": None}, ChannelWanted),
            ({"time_zone": None}, ZoneWanted),
            ({"ends": "2026-03-03"}, TooFewSlots),
            ({"article": "Quiet"}, NothingToAsk),
        ],
    )
    async def test_refusals_keep_nothing(self, bot, changes, error):
        """What cannot be is refused at once, and leaves no draft."""
        await bot.add_article(make_article(kinds=FOUR))
        await bot.add_article(make_article("Quiet", kinds=((),)))

        with pytest.raises(error):
            await bot.drafting.draft(GUILD, ask_for(**{"article": "On reading"} | changes))
        with pytest.raises(DraftGone):
            await bot.drafting.look(GUILD, 1)

    async def test_a_channel_of_the_wrong_kind(self, bot, discord):
        """No dry run of what can never be."""
        await bot.add_article()
        discord.voices.add(CHANNEL)

        with pytest.raises(WrongChannelKind):
            await draft(bot)

    async def test_what_is_discussed_there_already(self, bot):
        """Refused before it is shown."""
        await bot.begin()

        with pytest.raises(DiscussionAlreadyRunning):
            await draft(bot)


class TestConfirming:
    """What becomes of a draft."""

    async def test_it_runs_as_it_was_shown(self, bot, discord):
        """Every section in the slot that was shown, with its polls; on record by who confirmed."""
        await bot.add_article(make_article(kinds=FOUR))
        plan = await draft(bot, days="mon, wed", times="9:00, 18:30")

        progress = await bot.starting.confirm(GUILD, plan.draft.draft_id, by=99)
        await bot.play()

        assert [at for _, at in progress.upcoming()] == [
            section.slot.instant for section in plan.sections
        ]
        assert [prompt.at for prompt in discord.standing("prompt")] == [
            section.slot.instant for section in plan.sections
        ]
        assert len(discord.standing("poll")) == plan.polls
        started = (await bot.history())[-1]
        assert (started.deed, started.done_by) == (Deed.STARTED, 99)

    async def test_over_a_restart(self, database_file, discord, clock):
        """A new process begins what another one has shown."""
        async with running(database_file, discord, clock) as bot:
            await bot.add_article()
            plan = await draft(bot, quiet="22-7", fit=2)
        async with running(database_file, discord, clock) as bot:
            assert (await bot.drafting.look(GUILD, plan.draft.draft_id)).draft == plan.draft
            progress = await bot.starting.confirm(GUILD, plan.draft.draft_id, **BY)

        assert progress.schedule == plan.draft.schedule
        assert progress.discussion.state is DiscussionState.RUNNING

    async def test_only_once(self, bot):
        """Of many who press at once, one begins it; the others are told."""
        await bot.add_article()
        plan = await draft(bot)

        answers = await asyncio.gather(
            *(bot.starting.confirm(GUILD, plan.draft.draft_id, **BY) for _ in range(4)),
            return_exceptions=True,
        )

        assert sum(isinstance(answer, DraftGone) for answer in answers) == 3
        assert len(await bot.planning.list_all(GUILD)) == 1

    async def test_given_up(self, bot):
        """What was cancelled cannot be begun; cancelling twice does no harm."""
        await bot.add_article()
        plan = await draft(bot)
        for _ in range(2):
            await bot.starting.cancel(GUILD, plan.draft.draft_id)

        with pytest.raises(DraftGone):
            await bot.starting.confirm(GUILD, plan.draft.draft_id, **BY)

    async def test_of_another_server(self, bot):
        """Nobody begins, sees or cancels another server's."""
        await bot.add_article()
        plan = await draft(bot)

        with pytest.raises(DraftGone):
            await bot.starting.confirm(OTHER_GUILD, plan.draft.draft_id, **BY)
        await bot.starting.cancel(OTHER_GUILD, plan.draft.draft_id)
        await bot.starting.confirm(GUILD, plan.draft.draft_id, **BY)

    async def test_a_slot_has_gone_by(self, bot):
        """Then it is shown anew, with the dates that hold now."""
        await bot.add_article()
        plan = await draft(bot)
        bot.clock.jump_to(FIRST_SLOT + timedelta(hours=1))

        with pytest.raises(DraftStale):
            await bot.starting.confirm(GUILD, plan.draft.draft_id, **BY)
        anew = await bot.drafting.look(GUILD, plan.draft.draft_id)
        progress = await bot.starting.confirm(GUILD, plan.draft.draft_id, **BY)

        assert anew.sections[0].slot.instant == FIRST_SLOT + DAY
        assert progress.next_post.due_at == FIRST_SLOT + DAY

    async def test_the_article_was_changed(self, bot):
        """What would be posted is not what was seen: it is shown anew."""
        article_id = await bot.add_article()
        plan = await draft(bot)
        await bot.editing.edit(GUILD, article_id, Rename(0, "Another"), seen=0, by=ORGANIZER)

        with pytest.raises(DraftStale):
            await bot.starting.confirm(GUILD, plan.draft.draft_id, **BY)
        anew = await bot.drafting.look(GUILD, plan.draft.draft_id)

        assert anew.sections[0].heading == "Another"

    async def test_the_article_was_removed(self, bot):
        """There is nothing to begin any more."""
        await bot.add_article()
        plan = await draft(bot)
        await bot.library.remove(GUILD, "On reading")

        with pytest.raises(ArticleNotFound):
            await bot.starting.confirm(GUILD, plan.draft.draft_id, **BY)

    async def test_after_a_day(self, bot, tmp_path):
        """It has expired, and upkeep deletes it."""
        await bot.add_article()
        plan = await draft(bot, days="sun")
        bot.clock.advance(GOOD_FOR)

        with pytest.raises(DraftGone):
            await bot.starting.confirm(GUILD, plan.draft.draft_id, **BY)
        await Upkeep(bot.database, bot.clock, folder=tmp_path, copies=0).look()
        async with bot.database.read() as unit:
            rows = await unit.exec_driver_sql("SELECT count(*) FROM drafts")
            assert rows.scalar_one() == 0


class TestFitting:
    """A long series in few slots."""

    async def test_into_the_slots_there_are(self, bot, discord):
        """Neighbours are merged, shown and posted so; one step back undoes it."""
        article_id = await bot.add_article(make_article(kinds=FOUR))

        plan = await draft(bot, ends="2026-03-03", fit=2)
        await bot.starting.confirm(GUILD, plan.draft.draft_id, **BY)
        await bot.play()

        assert [section.merged for section in plan.sections] == [2, 2]
        assert plan.merged == 2
        assert [prompt.body.heading for prompt in discord.standing("prompt")] == [
            "Part 1",
            "Part 3",
        ]
        assert len(discord.standing("poll")) == 4
        table = await bot.editing.undo(GUILD, article_id, seen=1, by=ORGANIZER)
        assert len(table.kept.preparation.series) == 4

    async def test_still_too_long(self, bot):
        """A fit that is not enough is refused."""
        await bot.add_article(make_article(kinds=FOUR))

        with pytest.raises(TooFewSlots) as refusal:
            await draft(bot, ends="2026-03-03", fit=3)
        assert refusal.value.sections == 3

    async def test_room_enough(self, bot):
        """With more slots than sections nothing is merged, and no step is recorded."""
        article_id = await bot.add_article(make_article(kinds=FOUR))
        plan = await draft(bot, fit=9)
        await bot.starting.confirm(GUILD, plan.draft.draft_id, **BY)

        assert plan.merged == 0
        assert (await bot.editing.look(GUILD, article_id)).kept.version.number == 0

    async def test_what_is_posted_elsewhere_is_not_merged(self, bot, discord):
        """Another channel that has posted a section keeps it as it was cut."""
        await bot.begin(make_article(kinds=FOUR))
        await bot.play(until=FIRST_SLOT)
        discord.add_channel(GUILD, CHANNEL + 1)

        with pytest.raises(SectionAlreadyPosted):
            await draft(bot, channel_id=CHANNEL + 1, fit=2)

    async def test_in_the_middle(self, bot, discord):
        """An end that comes too early can be met by merging what is to come."""
        await bot.begin(make_article(kinds=FOUR))
        await bot.play(until=FIRST_SLOT)

        progress, _ = await bot.reschedule(ScheduleWords(ends="2026-03-04"), slots=2)
        await bot.play()

        assert len(progress.upcoming()) == 2
        assert len(discord.standing("prompt")) == 3
        assert (await bot.discussion()).state is DiscussionState.FINISHED
