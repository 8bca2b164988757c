"""Everything exactly once: the process dies at every boundary of a request, and starts again."""

from datetime import timedelta

import pytest

from bot.domain.article import QuestionKind
from bot.domain.discussion import DiscussionState
from bot.storage import agenda
from bot.storage.database import open_database
from tests.builders import CHANNEL, DAY, FIRST_SLOT, GUILD, make_article
from tests.fakes import FakePublisher, temporary
from tests.services.running import running

# Two sections: with a poll for the channel and one for the thread, and without any.
_KINDS = ((QuestionKind.YES_NO, QuestionKind.WH), ())
# prompt, thread, two polls, 3 + 4 seeds; prompt, thread; voters and result of both polls; a result
# message that is looked for first.
_REQUESTS = 11 + 2 + 4 + 2


def make_world(clock, *, forgets):
    """Make a Discord that knows repeats for some minutes, or forgets them at once."""
    window = timedelta(0) if forgets else timedelta(minutes=3)
    world = FakePublisher(clock, repeats_known_for=window)
    world.add_channel(GUILD, CHANNEL)
    return world


def story(world):
    """Tell what stands in the world, leaving out ids that differ between runs."""
    kinds = [message.reference for message in world.messages.values()]
    places = [
        "thread" if one.channel_id in world.threads else "channel"
        for one in world.messages.values()
    ]
    seeds = [world.seeds(message) for message in world.standing("poll")]
    results = [message.result is not None for message in world.standing("poll")]
    return sorted(zip(kinds, places, strict=True)), seeds, results, len(world.threads)


async def assert_whole(bot, world):
    """Assert that the discussion went through, and that nothing was made twice."""
    assert set(world.times_sent().values()) == {1}
    assert (await bot.discussion()).state is DiscussionState.FINISHED
    kinds, seeds, results, threads = story(world)
    assert kinds == [
        (("poll", 1), "channel"),
        (("poll", 2), "thread"),
        (("prompt", 1, 0), "channel"),
        (("prompt", 2, 0), "channel"),
        (("results", 1), "thread"),
    ]
    assert seeds == [["✅", "❌", "❔"], ["🔥", "👀", "💤", "❔"]]
    assert results == [True, True]
    assert threads == 2


async def test_undisturbed(database_file, clock):
    """Undisturbed, a discussion takes exactly the requests that the tests below disturb."""
    world = make_world(clock, forgets=False)

    async with running(database_file, world, clock) as bot:
        await bot.begin(make_article(kinds=_KINDS))
        await bot.play()

        await assert_whole(bot, world)
    assert len(world.requests) == _REQUESTS


@pytest.mark.parametrize("after", [False, True], ids=["before", "after"])
@pytest.mark.parametrize("number", range(1, _REQUESTS + 1))
async def test_killed(database_file, clock, number, after):
    """Killed before or after any request took effect, the next start makes the rest, once."""
    world = make_world(clock, forgets=True)
    async with running(database_file, world, clock) as bot:
        await bot.begin(make_article(kinds=_KINDS))
        world.hang_at(number, after=after)
        assert await bot.play_until_hung()

    clock.advance(timedelta(hours=1))
    async with running(database_file, world, clock) as bot:
        await bot.play()

        await assert_whole(bot, world)


async def test_killed_between_claim_and_dating(database_file, clock):
    """Killed when a section was claimed and the next one had no slot yet, the series goes on."""
    world = make_world(clock, forgets=True)
    async with running(database_file, world, clock) as bot:
        await bot.begin(make_article(kinds=_KINDS))
    clock.jump_to(FIRST_SLOT)
    async with open_database(database_file) as database, database.write() as unit:
        due = await agenda.list_due(unit, now=FIRST_SLOT)
        await agenda.claim_all(unit, due, at=FIRST_SLOT)

    clock.advance(timedelta(hours=1))
    async with running(database_file, world, clock) as bot:
        await bot.play()

        await assert_whole(bot, world)
        first, second = await bot.posts()
    assert (first.due_at, second.due_at) == (FIRST_SLOT, FIRST_SLOT + DAY)


@pytest.mark.parametrize("forgets", [False, True], ids=["nonce", "history"])
@pytest.mark.parametrize("after", [False, True], ids=["before", "after"])
async def test_each_refused_once(database_file, clock, after, forgets):
    """Refused once each for the moment, all requests are repeated, and nothing is made twice."""
    world = make_world(clock, forgets=forgets)
    for beginning in ("prompt", "thread", "poll", "seed", "counts", "result ", "results"):
        world.refuse(beginning, temporary(), times=2, after=after)

    async with running(database_file, world, clock) as bot:
        await bot.begin(make_article(kinds=_KINDS))
        await bot.play()

        await assert_whole(bot, world)
