"""Niceties: done once however often the process dies, and gone without where they cannot be had."""

from datetime import timedelta

import pytest

from bot.domain.article import QuestionKind
from bot.domain.channel import ChannelKind
from bot.domain.discussion import DiscussionState
from bot.domain.history import Deed
from bot.domain.nicety import Nicety, Why
from bot.domain.ping import Ping
from bot.domain.post import Pin
from bot.errors import AccessLost, Permanent
from bot.storage import history
from tests.builders import CHANNEL, DAY, FIRST_SLOT, GUILD, ORGANIZER, WEEK, make_article
from tests.fakes import FakePublisher, access_lost, temporary
from tests.services.running import running

YES_NO, WH = QuestionKind.YES_NO, QuestionKind.WH
THREE = ((), (), ())
# prompt, thread, pin, publish; the same with an unpin before the pin; at the end another unpin.
_REQUESTS = 4 + 5 + 1


@pytest.fixture
def discord(clock):
    """Give a Discord whose one channel is an announcement channel, and which knows no repeats."""
    world = FakePublisher(clock, repeats_known_for=timedelta(0))
    world.add_channel(GUILD, CHANNEL)
    world.kinds[CHANNEL] = ChannelKind.ANNOUNCEMENT
    return world


async def begin(bot, kinds=((), ())):
    """Start a discussion that pins."""
    await bot.begin(make_article(kinds=kinds), prompts_only=not any(kinds))
    await bot.arranging.set_pins(GUILD, "1", ORGANIZER, pins=True)


async def missing(bot):
    """Give what the discussion goes without, and why."""
    return {one.nicety: one.why for one in (await bot.arranging.show(GUILD, "1")).shortfalls}


async def told(bot):
    """Count how often it was put on record that the discussion went without something."""
    async with bot.database.read() as unit:
        entries = await history.list_entries(unit, guild_id=GUILD, discussion_id=1)
    return [dict(one.detail) for one in entries if one.deed is Deed.WENT_WITHOUT]


def assert_whole(world):
    """Assert that all was published once, and nothing is pinned or stands twice."""
    assert set(world.times_sent().values()) == {1}
    assert world.published == [message.message_id for message in world.standing("prompt")]
    assert len(world.published) == 2
    assert world.pins == []


async def test_undisturbed(bot, discord):
    """Each section is pinned in the place of the one before; at the end nothing is."""
    await begin(bot)
    pinned = []
    for day in (0, 1):
        await bot.play(until=FIRST_SLOT + day * DAY)
        pinned.append(list(discord.pins))
    await bot.play()

    first, second = discord.standing("prompt")
    assert pinned[0] == [first.message_id]
    assert pinned[1] == []  # it asks nothing, and so is over at once
    assert second.message_id in discord.published
    assert_whole(discord)
    assert len(discord.requests) == _REQUESTS


@pytest.mark.parametrize("after", [False, True], ids=["before", "after"])
@pytest.mark.parametrize("number", range(1, _REQUESTS + 1))
async def test_killed(database_file, clock, discord, number, after):
    """Killed before or after any request took effect, the next start makes the rest, once."""
    async with running(database_file, discord, clock) as bot:
        await begin(bot)
        discord.hang_at(number, after=after)
        await bot.play_until_hung()

    clock.advance(timedelta(hours=1))
    async with running(database_file, discord, clock) as bot:
        await bot.play()

        assert (await bot.discussion()).state is DiscussionState.FINISHED
        assert_whole(discord)


@pytest.mark.parametrize("after", [False, True], ids=["before", "after"])
async def test_refused_for_now(bot, discord, after):
    """Each request, refused once for now, is tried again, and done once."""
    await begin(bot)
    discord.refuse_each_once(temporary(), after=after)
    await bot.play()

    assert (await bot.discussion()).state is DiscussionState.FINISHED
    assert_whole(discord)
    assert await missing(bot) == {}


class TestGoneWithout:
    """What cannot be had is told once, and the series goes on."""

    @pytest.mark.parametrize(
        ("request_name", "nicety"),
        [("pin", Nicety.PIN), ("publish", Nicety.PUBLISH), ("thread", Nicety.THREAD)],
    )
    async def test_is_told_once(self, bot, discord, request_name, nicety):
        """Each section tries it once; the organizers are told once; all else goes on."""
        discord.refuse(request_name, access_lost())
        await begin(bot, kinds=((YES_NO, WH), (YES_NO, WH), (YES_NO,)))
        await bot.play()

        assert (await bot.discussion()).state is DiscussionState.FINISHED
        assert len(discord.standing("prompt")) == 3
        assert len(discord.standing("poll")) == 5
        asked = [one for one in discord.requests if one.startswith(f"{request_name} ")]
        assert len(asked) == 3
        assert await missing(bot) == {nicety: Why.PERMISSION}
        assert await told(bot) == [{"what": nicety.value, "why": "permission", "channel": CHANNEL}]

    async def test_is_told_anew_after_it_worked(self, bot, discord):
        """Had again it is no longer missing; lost again it is told again."""
        discord.refuse("pin", access_lost(), times=1)
        await begin(bot, kinds=THREE)
        await bot.play(until=FIRST_SLOT)
        assert await missing(bot) == {Nicety.PIN: Why.PERMISSION}
        await bot.play(until=FIRST_SLOT + DAY)
        assert await missing(bot) == {}

        discord.refuse("unpin", access_lost(), times=1)
        await bot.play(until=FIRST_SLOT + 2 * DAY)
        assert len(await told(bot)) == 2

    async def test_a_channel_full_of_pins(self, bot, discord):
        """Where there is no room for a pin that is said, and nothing else is held up."""
        discord.most_pins = 0
        await begin(bot, kinds=((YES_NO,), ()))
        await bot.play(until=FIRST_SLOT)

        assert await missing(bot) == {Nicety.PIN: Why.FULL}
        assert len(discord.published) == 1

    async def test_room_for_one_pin_is_enough(self, bot, discord):
        """The section before gives its place to the next."""
        discord.most_pins = 1
        await begin(bot, kinds=((YES_NO,), (YES_NO,)))
        await bot.play(until=FIRST_SLOT + DAY)

        assert discord.pins == [discord.standing("prompt")[1].message_id]
        assert await missing(bot) == {}

    async def test_publishing_that_is_put_off_again_and_again(self, bot, discord):
        """After some tries it is given up for that section; polls close in their time."""
        discord.refuse("publish 1", temporary())
        await begin(bot, kinds=((YES_NO,), (YES_NO,)))
        await bot.play(until=FIRST_SLOT + DAY - timedelta(minutes=1))

        tries = [one for one in discord.requests if one.startswith("publish")]
        assert len(tries) == 5
        assert await missing(bot) == {Nicety.PUBLISH: Why.BUSY}
        await bot.play()
        assert (await bot.discussion()).state is DiscussionState.FINISHED
        assert await missing(bot) == {}

    async def test_never_keeps_a_poll_from_closing(self, bot, discord, clock):
        """A nicety that waits for its next try lets a poll close in its time."""
        await begin(bot, kinds=((YES_NO,),))
        await bot.play(until=FIRST_SLOT)
        (poll,) = await bot.polls()
        await bot.play(until=poll.closes_at - timedelta(seconds=30))
        discord.refuse("pin", temporary())
        discord.refuse("unpin", temporary())
        await bot.arranging.set_pins(GUILD, "1", ORGANIZER, pins=False)
        await bot.rest()
        await bot.play()

        (poll,) = await bot.polls()
        assert poll.closed_at - poll.closes_at < timedelta(seconds=1)
        assert clock.now() >= poll.closes_at

    @pytest.mark.parametrize(
        ("state", "why", "mentioned"),
        [(Ping.NOT_MENTIONABLE, Why.PERMISSION, 77), (Ping.ROLE_GONE, Why.GONE, None)],
    )
    async def test_a_role_that_cannot_be_pinged(self, bot, discord, state, why, mentioned):
        """A role that is gone is left out of the prompt; one that stays silent is named."""
        discord.pings[77] = state
        await bot.begin(make_article(kinds=((),)), prompts_only=True, ping_role_id=77)
        await bot.play()

        assert discord.standing("prompt")[0].body.ping_role_id == mentioned
        assert await missing(bot) == {Nicety.PING: why}


class TestPins:
    """Pins follow the terms at once."""

    async def test_switched_on_and_off_in_mid_series(self, bot, discord):
        """The section that is being discussed is pinned at once, and unpinned at once."""
        await bot.begin(make_article(kinds=((YES_NO,), (YES_NO,))))
        await bot.play(until=FIRST_SLOT)
        assert discord.pins == []
        await bot.arranging.set_pins(GUILD, "1", ORGANIZER, pins=True)
        await bot.rest()
        assert discord.pins == [discord.standing("prompt")[0].message_id]

        await bot.arranging.set_pins(GUILD, "1", ORGANIZER, pins=False)
        await bot.rest()
        assert discord.pins == []

    async def test_switching_on_tries_again(self, bot, discord):
        """What was refused is tried again when an organizer asks again."""
        discord.refuse("pin", access_lost(), times=1)
        await begin(bot, kinds=((YES_NO,),))
        await bot.play(until=FIRST_SLOT)
        assert (await bot.posts())[0].pin is Pin.REFUSED
        await bot.arranging.set_pins(GUILD, "1", ORGANIZER, pins=False)
        await bot.arranging.set_pins(GUILD, "1", ORGANIZER, pins=True)
        await bot.rest()

        assert len(discord.pins) == 1
        assert await missing(bot) == {}

    async def test_stopped(self, bot, discord):
        """A discussion that is stopped leaves nothing pinned."""
        await begin(bot, kinds=((YES_NO,), (YES_NO,)))
        await bot.play(until=FIRST_SLOT)
        await bot.control.stop(GUILD, "1", close_polls=False, by=ORGANIZER)
        await bot.rest()

        assert discord.pins == []


class TestPublishing:
    """Only announcement channels publish, and only where it is wished."""

    async def test_not_where_it_is_off(self, bot, discord):
        """Switched off, sections stay in their channel."""
        await bot.begin(make_article(kinds=THREE), prompts_only=True)
        await bot.play(until=FIRST_SLOT)
        await bot.arranging.set_publishes(GUILD, "1", ORGANIZER, publishes=False)
        await bot.play()

        assert discord.published == [discord.standing("prompt")[0].message_id]

    async def test_a_channel_that_becomes_one(self, bot, discord):
        """A text channel that is made an announcement channel publishes from then on."""
        discord.kinds[CHANNEL] = ChannelKind.TEXT
        await bot.begin(make_article(kinds=THREE), prompts_only=True)
        await bot.play(until=FIRST_SLOT)
        await bot.moderation.channel_changed(GUILD, CHANNEL, ChannelKind.ANNOUNCEMENT)
        await bot.play()

        later = [message.message_id for message in discord.standing("prompt")[1:]]
        assert discord.published == later


class TestKeptOpen:
    """A thread in which a poll is open stays open."""

    @pytest.fixture
    async def thread_id(self, bot):
        """Post a section with a poll in its thread; give the thread."""
        await bot.begin(make_article(kinds=((WH,),)))
        await bot.play(until=FIRST_SLOT)
        return (await bot.posts())[0].thread_id

    async def test_opened_again(self, bot, discord, thread_id):
        """Archived while a poll in it is open, it is opened again."""
        discord.archived.add(thread_id)
        await bot.moderation.thread_archived(GUILD, thread_id)
        await bot.rest()

        assert discord.archived == set()

    async def test_opened_again_after_an_absence(self, bot, discord, thread_id):
        """What was archived meanwhile is opened; what is active is not asked about."""
        await bot.moderation.threads_present({GUILD: {thread_id}})
        await bot.rest()
        assert f"open {thread_id}" not in discord.requests

        await bot.moderation.threads_present({GUILD: set()})
        await bot.rest()
        assert f"open {thread_id}" in discord.requests

    async def test_not_once_its_polls_have_closed(self, bot, discord, thread_id):
        """With no poll to vote on a thread may rest."""
        await bot.play(until=FIRST_SLOT + WEEK)
        await bot.moderation.thread_archived(GUILD, thread_id)
        await bot.rest()

        assert f"open {thread_id}" not in discord.requests

    @pytest.mark.parametrize("error", [AccessLost(reason="no"), Permanent(reason="locked")])
    async def test_one_that_stays_closed(self, bot, discord, thread_id, error):
        """Where it cannot be opened that is let be: once asked, nothing told, nothing paused."""
        discord.refuse("open", error)
        await bot.moderation.thread_archived(GUILD, thread_id)
        await bot.rest()

        assert discord.requests.count(f"open {thread_id}") == 1
        assert (await bot.discussion()).state is DiscussionState.RUNNING
        assert await missing(bot) == {}
