"""A discussion in a forum: a post for each section, made once although posts take no nonce."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.domain.article import QuestionKind
from bot.domain.channel import ChannelKind
from bot.domain.discussion import DiscussionState, PauseReason
from bot.errors import TargetGone
from tests.builders import CHANNEL, FIRST_SLOT, GUILD, make_article, make_section
from tests.fakes import FakePublisher, access_lost, temporary
from tests.services.running import running

YES_NO, WH = QuestionKind.YES_NO, QuestionKind.WH
KINDS = ((YES_NO, WH), ())
# post, two polls, 3 + 4 seeds; post; voters and result of both polls; results are looked for first.
_REQUESTS = 10 + 1 + 4 + 2


@pytest.fixture
def discord(clock):
    """Give a Discord whose one channel is a forum, and which knows no repeats."""
    world = FakePublisher(clock, repeats_known_for=timedelta(0))
    world.add_channel(GUILD, CHANNEL)
    world.kinds[CHANNEL] = ChannelKind.FORUM
    return world


async def assert_whole(bot, world):
    """Assert that every section has one post, with all that is its own in it."""
    assert set(world.times_sent().values()) == {1}
    assert (await bot.discussion()).state is DiscussionState.FINISHED
    first, second = world.standing("prompt")
    assert world.threads == {first.message_id: CHANNEL, second.message_id: CHANNEL}
    assert [one.channel_id for one in world.standing("poll")] == [first.message_id] * 2
    assert [one.channel_id for one in world.standing("results")] == [first.message_id]
    assert [post.home_id for post in await bot.posts()] == [first.message_id, second.message_id]


async def test_undisturbed(bot, discord):
    """A section is one post, and no thread is opened besides."""
    await bot.begin(make_article(kinds=KINDS))
    await bot.play()

    await assert_whole(bot, discord)
    assert len(discord.requests) == _REQUESTS


@pytest.mark.parametrize("after", [False, True], ids=["before", "after"])
@pytest.mark.parametrize("number", range(1, _REQUESTS + 1))
async def test_killed(database_file, clock, discord, number, after):
    """Killed before or after any request took effect, the next start makes the rest, once."""
    async with running(database_file, discord, clock) as bot:
        await bot.begin(make_article(kinds=KINDS))
        discord.hang_at(number, after=after)
        assert await bot.play_until_hung()

    clock.advance(timedelta(hours=1))
    async with running(database_file, discord, clock) as bot:
        await bot.play()

        await assert_whole(bot, discord)


@pytest.mark.parametrize("after", [False, True], ids=["before", "after"])
async def test_refused_for_now(bot, discord, after):
    """What is refused for now, although it may have been done, is tried again and stands once."""
    # Each once would be more than a section puts up with: then it is taken for undeliverable.
    for beginning in ("post", "poll", "seed", "counts", "result ", "find", "results"):
        discord.refuse(beginning, temporary(), times=2, after=after)
    await bot.begin(make_article(kinds=KINDS))
    await bot.play()

    await assert_whole(bot, discord)


async def test_further_parts_go_into_the_post(bot, discord):
    """A long section goes on in its own post."""
    long = make_section("Long", *["Words of a section. " * 150] * 3)
    article = replace(make_article(kinds=((),)), sections=(long,))
    await bot.begin(article, prompts_only=True)
    await bot.play()

    first, *others = discord.standing("prompt")
    assert len(others) >= 1
    assert {one.channel_id for one in others} == {first.message_id}


async def test_a_post_that_cannot_be_written_in_pauses(bot, discord):
    """There is no channel for polls to go to instead."""
    discord.refuse("poll", access_lost())
    await bot.begin(make_article(kinds=KINDS))
    await bot.play()

    discussion = await bot.discussion()
    assert discussion.state is DiscussionState.PAUSED
    assert discussion.pause_reason is PauseReason.PERMISSION


async def test_a_deleted_post_is_a_deleted_prompt(bot, discord):
    """Its polls are withdrawn and the discussion waits for an organizer."""
    await bot.begin(make_article(kinds=KINDS))
    await bot.play(until=FIRST_SLOT)
    (post, _) = await bot.posts()
    discord.lose_channel(post.thread_id)
    await bot.moderation.channel_deleted(GUILD, post.thread_id)
    await bot.rest()

    discussion = await bot.discussion()
    assert discussion.pause_reason is PauseReason.PROMPT_DELETED
    assert (await bot.posts())[0].state == "withdrawn"
    assert {poll.state for poll in await bot.polls()} == {"withdrawn"}


async def test_a_deleted_thread_in_a_text_channel_is_no_deleted_prompt(bot, discord):
    """There the prompt still stands although its thread has the prompt's id."""
    discord.kinds[CHANNEL] = ChannelKind.TEXT
    await bot.begin(make_article(kinds=KINDS))
    await bot.play(until=FIRST_SLOT)
    (post, _) = await bot.posts()
    discord.lose_channel(post.thread_id)
    await bot.moderation.channel_deleted(GUILD, post.thread_id)
    await bot.rest()

    assert (await bot.discussion()).state is DiscussionState.RUNNING
    assert (await bot.posts())[0].state == "posted"


async def test_a_forum_that_is_gone_pauses(bot, discord):
    """A post cannot be made where there is no forum any more."""
    discord.refuse("post", TargetGone(reason="404 10003 Unknown Channel"))
    await bot.begin(make_article(kinds=KINDS))
    await bot.play()

    assert (await bot.discussion()).pause_reason is PauseReason.CHANNEL_GONE
