"""Discussions, schedules, posts and polls as rows."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.domain.ballot import PollState
from bot.domain.discussion import DiscussionState, PauseReason
from bot.domain.post import PostState
from bot.errors import (
    ArticleNotFound,
    DiscussionAlreadyRunning,
    DiscussionNotFound,
    PollNotFound,
)
from bot.storage import agenda, articles, discussions, guilds, polls, post_form, posts, series
from bot.storage.agenda import Dating
from bot.storage.instants import Instant
from tests.builders import (
    CHANNEL,
    DAY,
    FIRST_SLOT,
    GUILD,
    NOW,
    ORGANIZER,
    WEEK,
    make_article,
    make_schedule,
    make_series,
)
from tests.calendars import schedules
from tests.storage.stands import undone


async def start(unit, *, channel_id=CHANNEL, schedule=None, title="Another", article_id=None):
    """Start a discussion of an article of its own."""
    if article_id is None:
        article_id = await articles.add(
            unit, guild_id=GUILD, article=make_article(title), added_by=ORGANIZER, at=NOW
        )
    return await discussions.add(
        unit,
        guild_id=GUILD,
        channel_id=channel_id,
        article_id=article_id,
        prompts_only=True,
        schedule=schedule or make_schedule(),
        started_by=ORGANIZER,
        at=NOW,
    )


async def post_of(unit, stand, section):
    """Give a section's post as rows have it."""
    series = await posts.list_series(unit, guild_id=GUILD, discussion_id=stand.discussion_id)
    return series[section]


class TestInstants:
    """Instants as rows keep them."""

    @given(
        instant=st.datetimes(
            timezones=st.sampled_from(
                [UTC, timezone(timedelta(hours=14)), timezone(timedelta(hours=-9, minutes=-30))]
            ),
            min_value=datetime(2, 1, 1),  # noqa: DTZ001 - hypothesis adds the zone
            max_value=datetime(9998, 1, 1),  # noqa: DTZ001 - likewise
        )
    )
    def test_round_trip(self, instant):
        """Any instant comes back to the microsecond, in UTC."""
        column = Instant()

        number = column.process_bind_param(instant, None)
        back = column.process_result_value(number, None)

        assert back == instant
        assert back.tzinfo is UTC

    @given(pair=st.tuples(st.datetimes(), st.datetimes()))
    def test_order(self, pair):
        """Instants sort in rows as they do in time."""
        column = Instant()
        earlier, later = sorted(one.replace(tzinfo=UTC) for one in pair)

        assert column.process_bind_param(earlier, None) <= column.process_bind_param(later, None)

    def test_none(self):
        """No instant stays none."""
        assert Instant().process_bind_param(None, None) is None
        assert Instant().process_result_value(None, None) is None

    async def test_in_a_row(self, database):
        """An instant with microseconds survives a real row."""
        at = datetime(2026, 3, 29, 2, 30, 0, 123457, tzinfo=timezone(timedelta(hours=2)))
        async with undone(database) as unit:
            await guilds.set_left_at(unit, guild_id=GUILD, at=at)
            row = await unit.exec_driver_sql("SELECT left_at FROM guilds")

            assert row.scalar_one() == Instant().process_bind_param(at, None)


class TestDiscussions:
    """Discussions with their schedules."""

    @given(schedule=schedules())
    @settings(
        max_examples=30,
        deadline=None,
        suppress_health_check=[HealthCheck.function_scoped_fixture],
    )
    async def test_schedule_round_trip(self, database, schedule):
        """Any schedule comes back as it was given."""
        async with undone(database) as unit:
            discussion_id = await start(unit, schedule=schedule)

            assert (
                await discussions.get_schedule(unit, guild_id=GUILD, discussion_id=discussion_id)
                == schedule
            )

    async def test_as_it_was_started(self, database):
        """A new discussion runs, with what it was started with."""
        async with undone(database) as unit:
            discussion_id = await start(unit)
            discussion = await discussions.get(unit, guild_id=GUILD, discussion_id=discussion_id)

        assert discussion.state is DiscussionState.RUNNING
        assert discussion.title == "Another"
        assert discussion.channel_id == CHANNEL
        assert discussion.prompts_only
        assert (discussion.started_by, discussion.started_at) == (ORGANIZER, NOW)

    async def test_once_per_channel(self, database, mine):
        """An article is discussed once at a time in a channel, and again after it has ended."""
        async with undone(database) as unit:
            with pytest.raises(DiscussionAlreadyRunning) as refusal:
                await start(unit, article_id=mine.article_id)
            await start(unit, article_id=mine.article_id, channel_id=CHANNEL + 1)
            await discussions.set_state(
                unit,
                guild_id=GUILD,
                discussion_id=mine.discussion_id,
                state=DiscussionState.STOPPED,
                at=NOW,
            )
            again = await start(unit, article_id=mine.article_id)

        assert refusal.value.title == "On reading"
        assert again != mine.discussion_id

    async def test_of_a_removed_article(self, database):
        """No discussion begins of an article that has just been removed."""
        async with undone(database) as unit:
            article_id = await articles.add(
                unit, guild_id=GUILD, article=make_article(), added_by=ORGANIZER, at=NOW
            )
            await articles.remove(unit, guild_id=GUILD, article_id=article_id, at=NOW)

            with pytest.raises(ArticleNotFound):
                await start(unit, article_id=article_id)

    async def test_pausing_what_does_not_run(self, database, mine):
        """Only a running discussion is paused; an ended one stays ended."""
        owner = {"guild_id": GUILD, "discussion_id": mine.discussion_id}
        async with undone(database) as unit:
            await discussions.set_state(unit, **owner, state=DiscussionState.STOPPED, at=NOW)

            await discussions.pause(unit, **owner, reason=PauseReason.PERMISSION, at=NOW)

            discussion = await discussions.get(unit, **owner)
        assert discussion.state is DiscussionState.STOPPED
        assert discussion.pause_reason is None

    async def test_the_first_reason_stays(self, database, mine):
        """A paused discussion keeps the reason it was paused for."""
        owner = {"guild_id": GUILD, "discussion_id": mine.discussion_id}
        async with undone(database) as unit:
            for reason in (PauseReason.PROMPT_DELETED, PauseReason.CHANNEL_GONE):
                await discussions.pause(unit, **owner, reason=reason, at=NOW)

            discussion = await discussions.get(unit, **owner)
        assert discussion.pause_reason is PauseReason.PROMPT_DELETED

    async def test_unknown(self, database):
        """A discussion that is not there is not found, nor is its schedule."""
        async with database.read() as unit:
            with pytest.raises(DiscussionNotFound):
                await discussions.get(unit, guild_id=GUILD, discussion_id=99)
            with pytest.raises(DiscussionNotFound):
                await discussions.get_schedule(unit, guild_id=GUILD, discussion_id=99)


class TestPosts:
    """Posts: what is due, and what a row may become."""

    async def test_the_first_is_due_alone(self, database):
        """Only a discussion's first section has a slot at the start."""
        async with undone(database) as unit:
            discussion_id = await start(unit)
            await series.add(
                unit,
                guild_id=GUILD,
                discussion_id=discussion_id,
                series=make_series(3),
                first_due_at=FIRST_SLOT,
            )
            (due,) = await agenda.list_due(unit, now=FIRST_SLOT)
            early = await agenda.list_due(unit, now=FIRST_SLOT - timedelta(microseconds=1))
            listed = await posts.list_series(unit, guild_id=GUILD, discussion_id=discussion_id)

        assert (due.due_at, due.schedule) == (FIRST_SLOT, make_schedule())
        assert due.post_id == listed[0].post_id
        assert early == ()
        assert [post.section for post in listed] == [0, 1, 2]
        assert [post.due_at for post in listed] == [FIRST_SLOT, None, None]

    async def test_the_next_waits_for_its_slot(self, database):
        """Once a section is claimed, the next one waits for a slot, and is not due without it."""
        async with undone(database) as unit:
            discussion_id = await start(unit)
            await series.add(
                unit,
                guild_id=GUILD,
                discussion_id=discussion_id,
                series=make_series(3),
                first_due_at=FIRST_SLOT,
            )
            before = await agenda.list_undated(unit, now=FIRST_SLOT)
            await agenda.claim_all(unit, await agenda.list_due(unit, now=FIRST_SLOT), at=FIRST_SLOT)
            (undated,) = await agenda.list_undated(unit, now=FIRST_SLOT)
            due = await agenda.list_due(unit, now=FIRST_SLOT + WEEK)
            dating = Dating(guild_id=GUILD, discussion_id=discussion_id, due_at=FIRST_SLOT + DAY)
            await agenda.date_all(unit, [dating])
            after = await agenda.list_undated(unit, now=FIRST_SLOT + WEEK)

        assert before == due == after == ()
        assert (undated.discussion_id, undated.due_at) == (discussion_id, FIRST_SLOT)
        assert (undated.claimed_at, undated.schedule) == (FIRST_SLOT, make_schedule())

    async def test_nothing_to_claim_or_date(self, database):
        """Claiming and dating nothing is no trouble."""
        async with undone(database) as unit:
            await agenda.claim_all(unit, [], at=NOW)
            await agenda.date_all(unit, [])

    async def test_a_slot_does_not_reach_what_is_out(self, database, mine):
        """A section that was claimed or posted is not planned again by a slot."""
        async with undone(database) as unit:
            before = await post_of(unit, mine, 0)
            dating = Dating(guild_id=GUILD, discussion_id=mine.discussion_id, due_at=NOW + WEEK)
            await agenda.date_all(unit, [dating])

            assert await post_of(unit, mine, 0) == before

    async def test_waits_for_its_forerunner(self, database, mine):
        """A section is not due while the one before it is still on its way to the channel."""
        async with undone(database) as unit:
            first = await post_of(unit, mine, 0)
            await post_form.change(unit, first, state=PostState.CLAIMED)
            dating = Dating(guild_id=GUILD, discussion_id=mine.discussion_id, due_at=NOW + DAY)
            await agenda.date_all(unit, [dating])

            held_up = await agenda.list_due(unit, now=NOW + DAY)
            await posts.record_posted(unit, post=first, at=NOW + DAY)
            free = await agenda.list_due(unit, now=NOW + DAY)

        assert held_up == ()
        assert [post.post_id for post in free] == [mine.post_ids[1]]

    @pytest.mark.parametrize("record", ["posted", "failed"])
    async def test_withdrawn_stays_withdrawn(self, database, mine, record):
        """A prompt withdrawn while a request was under way is not brought back by its answer."""
        async with undone(database) as unit:
            in_hand = replace(await post_of(unit, mine, 0), state=PostState.CLAIMED)
            await posts.record_withdrawn(unit, post=in_hand, at=NOW)

            if record == "posted":
                await posts.record_posted(unit, post=in_hand, at=NOW)
            else:
                await posts.record_failed(unit, post=in_hand, reason="gone")

            assert (await post_of(unit, mine, 0)).state is PostState.WITHDRAWN

    async def test_next_attention(self, database, mine):
        """The alarm is set by the next instant after the present one, over all posts."""
        async with undone(database) as unit:
            for section, at in enumerate((NOW + DAY, NOW + WEEK)):
                await posts.attend(unit, post=await post_of(unit, mine, section), at=at)

            assert await agenda.next_attention_at(unit, after=NOW) == NOW + DAY
            assert await agenda.next_attention_at(unit, after=NOW + DAY) == NOW + WEEK
            assert await agenda.next_attention_at(unit, after=NOW + WEEK) is None

    async def test_dating_a_finished_series(self, database, mine):
        """Where nothing is planned any more there is nothing to date."""
        owner = {"guild_id": GUILD, "discussion_id": mine.discussion_id}
        async with undone(database) as unit:
            await posts.skip_planned(unit, **owner)
            before = await posts.list_series(unit, **owner)

            await agenda.date_all(unit, [Dating(**owner, due_at=NOW)])

            assert await posts.list_series(unit, **owner) == before


class TestPolls:
    """Polls and how far each has come."""

    async def test_as_planned(self, mine):
        """A poll comes back with its question, its options in order and its number."""
        opened, planned = mine.polls

        assert opened.question == "Question 0.0 of On reading?"
        assert [option.label for option in opened.options] == ["Yes", "No", "Unsure"]
        assert [option.neutral for option in opened.options] == [False, False, True]
        assert (opened.state, planned.state) == (PollState.OPEN, PollState.PLANNED)
        assert (opened.number, opened.of) == (1, 1)

    async def test_withdrawn_while_sent(self, database, mine):
        """A poll withdrawn while it was being sent is not opened by the answer, and says so."""
        poll = mine.polls[1]
        opening = {"channel_id": CHANNEL, "message_id": 5, "at": NOW, "closes_at": NOW + WEEK}
        async with undone(database) as unit:
            await polls.record_withdrawn(unit, poll=poll, at=NOW)

            assert not await polls.record_opened(unit, poll=poll, **opening)

            found = await polls.get(unit, guild_id=GUILD, poll_id=poll.poll_id)
        assert found.state is PollState.WITHDRAWN

    async def test_withdrawn_while_closing(self, database, mine):
        """A poll withdrawn while it was being closed stays withdrawn."""
        poll = mine.polls[0]
        async with undone(database) as unit:
            await polls.record_withdrawn(unit, poll=poll, at=NOW)
            await polls.record_closed(unit, poll=poll, at=NOW)

            found = await polls.get(unit, guild_id=GUILD, poll_id=poll.poll_id)
        assert found.state is PollState.WITHDRAWN

    async def test_unknown(self, database):
        """A poll that is not there is not found."""
        async with database.read() as unit:
            with pytest.raises(PollNotFound):
                await polls.get(unit, guild_id=GUILD, poll_id=99)


class TestGuilds:
    """What a server has set."""

    async def test_settings_apart(self, database):
        """Noting that the bot left does not forget the organizer role, nor the other way round."""
        async with undone(database) as unit:
            await guilds.set_organizer_role(unit, guild_id=GUILD, role_id=7)
            await guilds.set_left_at(unit, guild_id=GUILD, at=NOW)

            assert await guilds.get_organizer_role(unit, guild_id=GUILD) == 7
