"""Planning: which article is discussed from when; which discussion is meant; what is refused."""

import asyncio
from datetime import UTC, datetime, timedelta

import pytest

from bot.domain.article import QuestionKind
from bot.domain.discussion import DiscussionState
from bot.errors import (
    ArticleInUse,
    ArticleNotFound,
    ChannelUnseen,
    DiscussionAlreadyRunning,
    DiscussionNotFound,
    DistantDate,
    MissingPermission,
    NothingToAsk,
    PastEnd,
    PastTime,
    UnknownDays,
    UnknownTime,
    UnknownTimeZone,
    WrongChannelKind,
)
from tests.builders import (
    CHANNEL,
    DAY,
    FIRST_SLOT,
    GUILD,
    NOW,
    ORGANIZER,
    OTHER_CHANNEL,
    OTHER_GUILD,
    make_article,
)
from tests.services.running import ask_for

YES_NO, WH = QuestionKind.YES_NO, QuestionKind.WH


class TestStarting:
    """What is answered to an organizer who starts a discussion."""

    async def test_everything_at_a_glance(self, bot, discord):
        """The answer has the plan: sections, polls, the first slot and those to come."""
        article_id = await bot.add_article(make_article(kinds=((YES_NO, WH), (YES_NO,))))
        discord.add_channel(GUILD, CHANNEL)

        progress = await bot.ask(GUILD, ask_for(str(article_id), days="weekdays"))

        assert progress.discussion.state is DiscussionState.RUNNING
        assert [post.heading for post in progress.posts] == ["Part 1", "Part 2"]
        assert [poll.number for poll in progress.polls] == [1, 2, 1]
        assert [poll.of for poll in progress.polls] == [2, 2, 1]
        assert progress.next_post.due_at == FIRST_SLOT
        assert [slot for _, slot in progress.upcoming()] == [FIRST_SLOT, FIRST_SLOT + DAY]
        assert progress.open_polls == 0

    async def test_by_title(self, bot):
        """An article may be named by its title, in any case."""
        await bot.add_article()

        progress = await bot.ask(GUILD, ask_for(" on READING "))

        assert progress.discussion.title == "On reading"

    @pytest.mark.parametrize(
        ("starts", "first"),
        [
            (None, FIRST_SLOT),
            ("2026-03-02", FIRST_SLOT),
            ("2026-03-03", FIRST_SLOT + DAY),
            ("2026-04-01", datetime(2026, 4, 1, 9, tzinfo=UTC)),
        ],
    )
    async def test_first_day(self, bot, starts, first):
        """The first section comes in the first slot on or after the day asked for."""
        await bot.add_article()

        progress = await bot.ask(GUILD, ask_for("On reading", starts=starts))

        assert progress.next_post.due_at == first

    async def test_at_midnight(self, bot):
        """A slot at midnight belongs to the day that begins with it, in the asked time zone."""
        await bot.add_article()

        progress = await bot.ask(
            GUILD,
            ask_for(
                "On reading",
                times="0:00",
                time_zone="Europe/Berlin",
                starts="2026-03-04",
            ),
        )

        assert progress.next_post.due_at == datetime(2026, 3, 3, 23, tzinfo=UTC)

    async def test_today_is_over_elsewhere(self, bot):
        """Which day it is, is asked where the discussion's clock hangs."""
        await bot.add_article()
        bot.clock.jump_to(NOW + timedelta(hours=16))

        with pytest.raises(PastTime) as refusal:
            await bot.ask(
                GUILD,
                ask_for("On reading", time_zone="Asia/Tokyo", starts="2026-03-02"),
            )

        assert refusal.value.given == datetime(2026, 3, 1, 15, tzinfo=UTC)
        assert refusal.value.now == bot.clock.now()

    @pytest.mark.parametrize(
        ("changes", "error"),
        [
            ({"article": "Off reading"}, ArticleNotFound),
            ({"article": ""}, ArticleNotFound),
            ({"days": "every other monday"}, UnknownDays),
            ({"times": "25:00"}, UnknownTime),
            ({"time_zone": "Atlantis"}, UnknownTimeZone),
            ({"starts": "2026-03-01"}, PastTime),
            ({"ends": "2026-03-01"}, PastEnd),
            ({"starts": "0001-01-01"}, DistantDate),
            ({"starts": "9999-12-31"}, DistantDate),
            ({"blackout": "2026-12-01..2199-12-31"}, DistantDate),
            ({"channel_id": OTHER_CHANNEL}, ChannelUnseen),
            ({"channel_id": CHANNEL + 1}, MissingPermission),
        ],
    )
    async def test_refusals(self, bot, discord, changes, error):
        """What cannot be is refused, and nothing is kept of it."""
        await bot.add_article()
        discord.add_channel(OTHER_GUILD, OTHER_CHANNEL)
        discord.add_channel(GUILD, CHANNEL + 1)
        discord.lacking[CHANNEL + 1] = ("Send Messages", "Add Reactions")

        with pytest.raises(error):
            await bot.ask(GUILD, ask_for(**{"article": "On reading"} | changes))

        assert await bot.planning.list_all(GUILD) == ()
        assert await bot.rest() is None

    async def test_missing_permissions_are_named(self, bot, discord):
        """The refusal names the permissions and the channel."""
        await bot.add_article()
        discord.lacking[CHANNEL] = ("Send Messages", "Add Reactions")

        with pytest.raises(MissingPermission) as refusal:
            await bot.ask(GUILD, ask_for("On reading"))

        assert refusal.value.permissions == ("Send Messages", "Add Reactions")
        assert refusal.value.channel_id == CHANNEL

    async def test_a_channel_of_the_wrong_kind(self, bot, discord):
        """A channel in which no discussion can be held is refused."""
        await bot.add_article()
        discord.voices.add(CHANNEL)

        with pytest.raises(WrongChannelKind):
            await bot.ask(GUILD, ask_for("On reading"))

    async def test_nothing_to_ask(self, bot):
        """An article without questions is refused unless prompts alone were asked for."""
        await bot.add_article(make_article(kinds=((), ())))

        with pytest.raises(NothingToAsk):
            await bot.ask(GUILD, ask_for("On reading"))
        assert await bot.planning.list_all(GUILD) == ()

        progress = await bot.ask(GUILD, ask_for("On reading", prompts_only=True))
        assert progress.polls == ()

    async def test_twice(self, bot):
        """An article that is being discussed in the channel is refused there, not elsewhere."""
        await bot.begin()

        with pytest.raises(DiscussionAlreadyRunning):
            await bot.ask(GUILD, ask_for("On reading"))

        bot.discord.add_channel(GUILD, CHANNEL + 1)
        await bot.ask(GUILD, ask_for("On reading", channel_id=CHANNEL + 1))
        assert len(await bot.planning.list_all(GUILD)) == 2

    async def test_twice_at_once(self, bot):
        """Of many who start the same discussion at once, one succeeds."""
        await bot.add_article()

        answers = await asyncio.gather(
            *(bot.ask(GUILD, ask_for("On reading")) for _ in range(5)),
            return_exceptions=True,
        )

        refused = [one for one in answers if isinstance(one, DiscussionAlreadyRunning)]
        assert len(refused) == 4
        assert len(await bot.planning.list_all(GUILD)) == 1
        assert len(await bot.posts()) == 2

    async def test_started_while_removed(self, bot):
        """Of starting and removing at once, one is refused: no removed article is discussed."""
        await bot.add_article()

        started, removed = await asyncio.gather(
            bot.ask(GUILD, ask_for("On reading")),
            bot.library.remove(GUILD, "On reading"),
            return_exceptions=True,
        )

        assert isinstance(started, ArticleNotFound) != isinstance(removed, ArticleInUse)

    async def test_another_servers_article(self, bot):
        """Another server's article cannot be discussed, by id or title."""
        article_id = await bot.add_article(guild_id=OTHER_GUILD)

        for given in (str(article_id), "On reading"):
            with pytest.raises(ArticleNotFound):
                await bot.ask(GUILD, ask_for(given))


class TestChoosing:
    """Which discussion is meant."""

    async def test_by_title_the_one_that_is_on(self, bot):
        """By title the discussion that is still on is meant, not one that has ended."""
        first = await bot.begin()
        await bot.control.stop(GUILD, str(first), close_polls=True, by=ORGANIZER)
        second = await bot.ask(GUILD, ask_for("On reading"))
        by_title = await bot.planning.status(GUILD, "on reading")

        assert by_title.discussion == second.discussion

    async def test_without_a_name(self, bot):
        """Where none is named the latest that is on is meant; where none is on there is none."""
        for channel_id in (CHANNEL, CHANNEL + 1, CHANNEL + 2):
            await bot.begin(make_article(str(channel_id)), channel_id=channel_id)
        await bot.control.stop(GUILD, "3", close_polls=True, by=ORGANIZER)
        await bot.control.pause(GUILD, "1", by=ORGANIZER)

        assert (await bot.planning.find(GUILD, None)).discussion_id == 2
        assert (await bot.planning.find(GUILD, "3")).discussion_id == 3
        on = [one.discussion.discussion_id for one in await bot.planning.list_progress(GUILD)]
        assert on == [2, 1]
        with pytest.raises(DiscussionNotFound):
            await bot.planning.find(OTHER_GUILD, None)
        assert await bot.planning.list_progress(OTHER_GUILD) == ()

    @pytest.mark.parametrize("given", ["", "99", "Off reading", "9" * 400])
    async def test_unknown(self, bot, given):
        """What names no discussion is not found, by any command."""
        await bot.begin()

        for command in (bot.control.pause, bot.control.resume):
            with pytest.raises(DiscussionNotFound):
                await command(GUILD, given, by=ORGANIZER)
        with pytest.raises(DiscussionNotFound):
            await bot.planning.status(GUILD, given)

    async def test_another_servers(self, bot):
        """Another server's discussion is not found, by id or title."""
        discussion_id = await bot.begin(guild_id=OTHER_GUILD, channel_id=OTHER_CHANNEL)

        for given in (str(discussion_id), "On reading"):
            with pytest.raises(DiscussionNotFound):
                await bot.control.stop(GUILD, given, close_polls=True, by=ORGANIZER)
        assert (await bot.discussion(1, OTHER_GUILD)).state is DiscussionState.RUNNING
