"""The index: one message for each discussion, sent once and kept up to date with few edits."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from bot.domain.article import QuestionKind
from bot.domain.channel import ChannelKind
from bot.domain.discussion import DiscussionState
from bot.domain.history import Deed
from bot.domain.index import REFRESHED_EVERY, EntryState
from bot.domain.nicety import Nicety, Why
from bot.domain.post import Pin
from bot.errors import TargetGone
from bot.storage import history, indexes, tables
from tests.builders import (
    CHANNEL,
    DAY,
    FIRST_SLOT,
    GUILD,
    NOW,
    ORGANIZER,
    OTHER_CHANNEL,
    make_article,
)
from tests.fakes import FakePublisher, access_lost, temporary
from tests.services.running import running

YES_NO, WH = QuestionKind.YES_NO, QuestionKind.WH
TWO = ((YES_NO,), (WH,))
ENTRY = EntryState
ONE = ((YES_NO,),)
# index, pin; prompt, thread, poll, 3 seeds, an edit; voters, result, a look, results; edit, unpin.
_DISTURBED = 15


@pytest.fixture(params=[ChannelKind.TEXT, ChannelKind.FORUM])
def discord(request, clock):
    """Give a Discord with one channel, text or forum, that knows no repeats."""
    world = FakePublisher(clock, repeats_known_for=timedelta(0))
    world.add_channel(GUILD, CHANNEL)
    world.kinds[CHANNEL] = request.param
    return world


async def begin(bot, kinds=TWO):
    """Start a discussion with an index."""
    await bot.begin(make_article(kinds=kinds), index=True)
    await bot.rest()


def states(discord):
    """Give the states of the sections as the one index shows them."""
    (index,) = discord.standing("index")
    return [entry.state for entry in index.body.entries]


def edits(discord):
    """Count the edits of the index."""
    return discord.requests.count("edit index 1")


async def kept(bot):
    """Give the index as its row has it."""
    async with bot.database.read() as unit:
        return await indexes.find(unit, guild_id=GUILD, discussion_id=1)


async def assert_whole(bot, discord):
    """Assert that all went through, nothing was made twice, and the index shows the end."""
    assert (await bot.discussion()).state is DiscussionState.FINISHED
    assert set(discord.times_sent().values()) == {1}
    assert set(states(discord)) == {ENTRY.CLOSED}
    (index,) = discord.standing("index")
    assert index.body.state is DiscussionState.FINISHED
    assert discord.pins == []


class TestLife:
    """From the start of a discussion to its end."""

    async def test_is_there_from_the_start(self, bot, discord):
        """It is sent at once, with every section and its date, and is pinned."""
        await begin(bot)

        (index,) = discord.standing("index")
        assert [entry.due_at for entry in index.body.entries] == [FIRST_SLOT, FIRST_SLOT + DAY]
        assert states(discord) == [ENTRY.TO_COME, ENTRY.TO_COME]
        assert discord.pins == [index.message_id]
        if discord.kinds[CHANNEL] is ChannelKind.FORUM:
            assert discord.threads[index.message_id] == CHANNEL

    async def test_follows_each_section(self, bot, discord):
        """A section that was posted with its polls takes one edit, and so does a closing."""
        await begin(bot)
        await bot.play(until=FIRST_SLOT)
        assert states(discord) == [ENTRY.OPEN, ENTRY.TO_COME]
        assert edits(discord) == 1

        await bot.play(until=FIRST_SLOT + DAY)
        assert states(discord) == [ENTRY.OPEN, ENTRY.OPEN]
        assert edits(discord) == 2

        await bot.play()
        await assert_whole(bot, discord)
        assert edits(discord) <= 6

    async def test_leads_to_what_stands(self, bot, discord):
        """Each section that stands is linked where its prompt is."""
        await begin(bot)
        await bot.play(until=FIRST_SLOT)

        (index,) = discord.standing("index")
        (prompt,) = discord.standing("prompt")
        entry = index.body.entries[0]
        assert (entry.channel_id, entry.message_id) == (prompt.channel_id, prompt.message_id)

    async def test_a_pause_and_its_end(self, bot, discord):
        """Paused, it has no dates; they come back when it goes on."""
        await begin(bot)
        await bot.control.pause(GUILD, "1", by=ORGANIZER)
        await bot.rest()
        (index,) = discord.standing("index")
        assert index.body.state is DiscussionState.PAUSED
        assert [entry.due_at for entry in index.body.entries] == [None, None]

        await bot.control.resume(GUILD, "1", by=ORGANIZER)
        await bot.rest()
        (index,) = discord.standing("index")
        assert index.body.entries[0].due_at == FIRST_SLOT

    async def test_a_withdrawn_section(self, bot, discord):
        """A prompt that a moderator deleted is shown as withdrawn."""
        await begin(bot)
        await bot.play(until=FIRST_SLOT)
        (prompt,) = discord.standing("prompt")
        discord.lose_message(prompt.message_id)
        await bot.moderation.messages_deleted(GUILD, {prompt.message_id})
        await bot.rest()

        assert states(discord) == [ENTRY.WITHDRAWN, ENTRY.TO_COME]

    async def test_none_where_none_is_wanted(self, bot, discord):
        """Without an index nothing of the kind is sent."""
        await bot.begin(make_article(kinds=TWO))
        await bot.play()

        assert not discord.standing("index")
        assert not any("index" in one for one in discord.requests)


class TestExactlyOnce:
    """However often the process dies, there is one index and it shows the truth."""

    @pytest.mark.parametrize("after", [False, True], ids=["before", "after"])
    @pytest.mark.parametrize("number", range(1, _DISTURBED + 1))
    async def test_killed(self, database_file, clock, discord, number, after):
        """Killed before or after any request took effect, the next start makes the rest, once."""
        async with running(database_file, discord, clock) as bot:
            await bot.begin(make_article(kinds=ONE), index=True)
            discord.hang_at(number, after=after)
            await bot.play_until_hung()

        clock.advance(timedelta(hours=1))
        async with running(database_file, discord, clock) as bot:
            await bot.play()
            # What waits for its time is not waited for by the tests' clock.
            clock.advance(timedelta(days=1))
            await bot.rest()

            await assert_whole(bot, discord)

    @pytest.mark.parametrize("after", [False, True], ids=["before", "after"])
    async def test_refused_for_now(self, bot, discord, clock, after):
        """Each request, refused once for now, is tried again, and all stands once."""
        await bot.begin(make_article(kinds=ONE), index=True)
        discord.refuse_each_once(temporary(), after=after)
        await bot.play()
        clock.advance(timedelta(days=1))
        await bot.rest()

        await assert_whole(bot, discord)


class TestVotes:
    """Turnout is followed now and then, not vote by vote."""

    @pytest.fixture
    async def poll(self, bot, discord):
        """Post the first section; give its poll's message."""
        await begin(bot)
        await bot.play(until=FIRST_SLOT)
        return discord.standing("poll")[0]

    async def vote(self, bot, discord, poll, members):
        """Have members vote, and the votes noted."""
        for member in members:
            discord.react(member, poll.message_id, "✅")
        await bot.intake.flush()
        await bot.indexing.follow_votes()
        await bot.rest()

    async def test_many_votes_are_one_edit(self, bot, discord, clock, poll):
        """Votes are shown together when some time has passed since the last edit."""
        await self.vote(bot, discord, poll, range(100, 110))
        await self.vote(bot, discord, poll, range(110, 120))
        assert edits(discord) == 1

        clock.advance(REFRESHED_EVERY)
        await bot.rest()
        assert edits(discord) == 2
        (index,) = discord.standing("index")
        assert index.body.entries[0].turnout == 20
        clock.advance(REFRESHED_EVERY)
        await bot.rest()
        assert edits(discord) == 2

    async def test_come_along_with_what_happens(self, bot, discord, poll):
        """Whatever else is shown at once shows the turnout, too."""
        await self.vote(bot, discord, poll, range(100, 105))
        await bot.control.pause(GUILD, "1", by=ORGANIZER)
        await bot.rest()

        (index,) = discord.standing("index")
        assert index.body.entries[0].turnout == 5

    async def test_votes_of_an_absence(self, database_file, clock, discord):
        """Votes that were noted before the process died are shown in their time."""
        async with running(database_file, discord, clock) as bot:
            await begin(bot)
            await bot.play(until=FIRST_SLOT)
            (poll,) = discord.standing("poll")
            discord.react(100, poll.message_id, "✅")
            await bot.intake.flush()
        async with running(database_file, discord, clock) as bot:
            async with bot.database.write() as unit:
                await indexes.refresh_all(unit, now=clock.now())
            clock.advance(REFRESHED_EVERY)
            await bot.rest()

            (index,) = discord.standing("index")
            assert index.body.entries[0].turnout == 1


class TestDeleted:
    """What a moderator deletes stays deleted until an organizer asks."""

    @pytest.mark.parametrize("heard", [True, False], ids=["heard", "unheard"])
    async def test_does_not_come_back_by_itself(self, bot, discord, heard):
        """Deleted before the bot's eyes or not, it is not sent again."""
        await begin(bot)
        (index,) = discord.standing("index")
        discord.lose_message(index.message_id)
        if heard:
            await bot.moderation.messages_deleted(GUILD, {index.message_id})
        await bot.play()

        assert not discord.standing("index")
        assert discord.times_sent()["index", 1, 0] == 1
        assert (await kept(bot)).dismissed_at is not None

    async def test_comes_back_when_an_organizer_asks(self, bot, discord):
        """Switched on again it is sent anew, once, under another reference."""
        await begin(bot)
        (index,) = discord.standing("index")
        discord.lose_message(index.message_id)
        await bot.moderation.messages_deleted(GUILD, {index.message_id})
        for _ in range(2):
            await bot.arranging.set_index(GUILD, "1", ORGANIZER, index=True)
            await bot.rest()

        (again,) = discord.standing("index")
        assert again.reference == ("index", 1, 1)
        assert (await bot.arranging.show(GUILD, "1")).index.message_id == again.message_id

    async def test_a_deleted_forum_post(self, bot, discord):
        """The post of a forum is deleted as a channel is."""
        discord.kinds[CHANNEL] = ChannelKind.FORUM
        await begin(bot)
        (index,) = discord.standing("index")
        discord.lose_channel(index.message_id)
        await bot.moderation.channel_deleted(GUILD, index.message_id)
        await bot.play()

        assert not discord.standing("index")
        assert (await bot.discussion()).state is DiscussionState.FINISHED


class TestSwitched:
    """Switched off and on, and moved."""

    async def test_off_and_on(self, bot, discord):
        """Off it is taken away; on it comes again; both are on record."""
        await begin(bot)
        await bot.arranging.set_index(GUILD, "1", ORGANIZER, index=False)
        await bot.rest()
        assert not discord.standing("index")
        await bot.arranging.set_index(GUILD, "1", ORGANIZER, index=True)
        await bot.rest()

        assert len(discord.standing("index")) == 1
        async with bot.database.read() as unit:
            entries = await history.list_entries(unit, guild_id=GUILD, discussion_id=1)
        changed = [dict(one.detail) for one in entries if one.deed is Deed.TERMS_CHANGED]
        assert changed == [{"what": "index", "to": 1}, {"what": "index", "to": 0}]

    async def test_on_in_mid_series(self, bot, discord):
        """A discussion that had none gets one that shows what stands."""
        await bot.begin(make_article(kinds=TWO))
        await bot.play(until=FIRST_SLOT)
        await bot.arranging.set_index(GUILD, "1", ORGANIZER, index=True)
        await bot.rest()

        assert states(discord) == [ENTRY.OPEN, ENTRY.TO_COME]

    async def test_moves_along(self, bot, discord):
        """Where the discussion goes on in another channel, so does the index."""
        await begin(bot)
        discord.add_channel(GUILD, OTHER_CHANNEL)
        async with bot.database.write() as unit:
            await unit.execute(
                sa.update(tables.discussions).values(
                    channel_id=OTHER_CHANNEL, channel_kind=ChannelKind.TEXT
                )
            )
        bot.dispatch.ring()
        await bot.rest()

        (index,) = discord.standing("index")
        assert index.channel_id == OTHER_CHANNEL


class TestRefused:
    """What is refused stops nothing."""

    async def test_a_pin(self, bot, discord):
        """Without the right to pin it stands unpinned, asked for once."""
        discord.refuse("pin index", access_lost())
        await begin(bot)
        await bot.play()

        assert discord.requests.count("pin index 1") == 1
        assert (await kept(bot)).pin is Pin.REFUSED
        assert states(discord) == [ENTRY.CLOSED, ENTRY.CLOSED]

    async def test_a_pin_is_on_record_once(self, bot, discord):
        """It says so in the terms and, once, in the history, until an organizer asks again."""
        discord.refuse("pin index", access_lost(), times=2)
        await begin(bot)
        await bot.rest()
        await bot.arranging.set_index(GUILD, "1", ORGANIZER, index=True)
        await bot.rest()
        arrangement = await bot.arranging.show(GUILD, "1")
        told = [entry for entry in await bot.history() if entry.deed is Deed.WENT_WITHOUT]

        assert [(one.nicety, one.why) for one in arrangement.shortfalls] == [
            (Nicety.INDEX_PIN, Why.PERMISSION)
        ]
        assert len(told) == 1
        await bot.arranging.set_index(GUILD, "1", ORGANIZER, index=True)
        await bot.rest()
        assert (await kept(bot)).pin is Pin.PINNED
        assert (await bot.arranging.show(GUILD, "1")).shortfalls == ()

    async def test_sending_it(self, bot, discord, clock):
        """Refused, it is not asked for again with everything that happens; the series goes on."""
        discord.refuse("index", access_lost(), times=1)
        await begin(bot)
        for _ in range(5):
            await bot.control.pause(GUILD, "1", by=ORGANIZER)
            await bot.control.resume(GUILD, "1", by=ORGANIZER)
            await bot.rest()
        asked = [one for one in discord.requests if one.startswith("index")]
        assert len(asked) == 1
        assert clock.now() == NOW

        await bot.play()
        assert (await bot.discussion()).state is DiscussionState.FINISHED
        assert len(discord.standing("index")) == 1

    async def test_a_channel_that_is_gone(self, bot, discord):
        """Nothing is asked for again and again."""
        discord.refuse("index", TargetGone(reason="404 10003 Unknown Channel"))
        await begin(bot)
        await bot.play()

        assert len([one for one in discord.requests if one.startswith("index")]) <= 8
