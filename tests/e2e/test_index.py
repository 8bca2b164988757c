"""The index over the wire: one message that shows the whole discussion and follows it."""

import asyncio

import pytest

from bot.domain.discussion import DiscussionState
from tests.e2e.cuts import Cut
from tests.e2e.places import add_forum, posts_of
from tests.e2e.test_main_path import STORY
from tests.e2e.troupe import (
    channel_of,
    is_index,
    is_silent,
    prompts,
    running,
    said,
    standing_everywhere,
)
from tests.patience import PATIENCE_SECONDS

TITLE = STORY.splitlines()[0]
SENDING, EDITING = "POST /channels/{[^}]+}/messages$", "PATCH /channels/{[^}]+}/messages/{[^}]+}$"


async def indexes(sandbox, channel_id):
    """List the indexes that stand in a channel."""
    return [each for each in await sandbox.control.books.messages(channel_id) if is_index(each)]


async def text(sandbox, guild):
    """Give what the one index in the server's first channel shows."""
    (index,) = await indexes(sandbox, channel_of(guild))
    return index["embeds"][0]["description"]


async def test_follows_the_discussion(troupe, guild, sandbox):
    """It comes with the start, silently, dates what is to come and links what stands."""
    await sandbox.control.world.set_overwrite(channel_of(guild), "bot", allow=["pin_messages"])
    await troupe.begin(guild, STORY)
    await troupe.settle()
    (index,) = await indexes(sandbox, channel_of(guild))
    assert is_silent(index)
    assert index["pinned"]
    assert index["embeds"][0]["description"].count("<t:") == 3

    await troupe.jump()
    (prompt,) = await prompts(sandbox, guild)
    shown = await text(sandbox, guild)
    link = f"https://discord.com/channels/{guild.id}/{channel_of(guild)}/{prompt['id']}"
    assert f"Begin with [section 1]({link})" in shown
    assert f"[**open**]({link})" in shown
    assert shown.count("<t:") == 2

    await troupe.play_out()
    assert "It has ended" in await text(sandbox, guild)
    (index,) = await indexes(sandbox, channel_of(guild))
    assert not index["pinned"]


async def test_takes_few_requests(troupe, guild, sandbox):
    """Three sections and their closing take at most an edit each, besides the sending."""
    await troupe.begin(guild, STORY)
    await troupe.play_out()

    (index,) = await indexes(sandbox, channel_of(guild))
    asked = await sandbox.control.books.requests()
    edits = [
        each
        for each in asked
        if each["method"] == "PATCH" and f"/messages/{index['id']}" in each["path"]
    ]
    assert len(edits) <= 7


@pytest.mark.parametrize("phase", ["before", "after"])
@pytest.mark.parametrize("request_cut", [SENDING, EDITING], ids=["sending", "editing"])
async def test_once_across_a_restart(phase, request_cut, sandbox, guild, database_file):
    """Stopped while it is sent or edited, the next start finds it and shows how things stand."""
    async with running(sandbox, database_file) as troupe:
        cut = Cut(sandbox, request_cut, phase)
        if request_cut is EDITING:
            await troupe.begin(guild, STORY)
            instant = await troupe.settle()
            await sandbox.control.world.move_clock(instant, frozen=True)
            troupe.clock.jump_to(instant)
        else:
            beginning = asyncio.create_task(troupe.begin(guild, STORY))
        await asyncio.wait_for(cut.reached.wait(), PATIENCE_SECONDS)
        if request_cut is SENDING:
            await beginning
    cut.release()
    async with running(sandbox, database_file, now=troupe.clock.now()) as troupe:
        await troupe.play_out()
        assert (await troupe.progress(guild)).discussion.state is DiscussionState.FINISHED

    assert "It has ended" in await text(sandbox, guild)
    assert len(await prompts(sandbox, guild)) == 3


async def test_deleted_by_a_moderator(troupe, guild, sandbox):
    """It stays away until an organizer asks for it, and `/discussion terms` says how."""
    await troupe.begin(guild, STORY)
    await troupe.settle()
    (index,) = await indexes(sandbox, channel_of(guild))
    await sandbox.control.members.delete_message(
        guild.owner_id, channel_of(guild), int(index["id"])
    )
    await troupe.jump()
    assert not await indexes(sandbox, channel_of(guild))
    assert "**Index:** deleted" in said(
        await troupe.command(guild, "discussion terms", discussion=TITLE)
    )

    await troupe.command(guild, "discussion set index", discussion=TITLE, on=True)
    await troupe.settle()
    assert "**open**" in await text(sandbox, guild)
    answer = said(await troupe.command(guild, "discussion set index", discussion=TITLE, on=False))
    assert "**Saved.** It holds at once, also for what is posted." in answer
    await troupe.settle()
    assert not await indexes(sandbox, channel_of(guild))


async def test_without_the_right_to_pin(troupe, guild, sandbox):
    """It stands unpinned, and Discord is not even asked."""
    await sandbox.control.world.set_overwrite(channel_of(guild), "bot", deny=["pin_messages"])
    await troupe.begin(guild, STORY)
    await troupe.jump()

    (index,) = await indexes(sandbox, channel_of(guild))
    assert not index["pinned"]
    assert await sandbox.control.books.requests(refused=True) == []


async def test_a_channel_that_is_deleted(troupe, guild, sandbox):
    """Nothing is asked of it any more, and nothing else stands still for it."""
    other = await sandbox.control.world.add_channel(guild.id, "hall")
    await troupe.begin(guild, STORY)
    await troupe.begin(guild, STORY.replace("Bread", "Rye"), channel=other)
    await troupe.settle()
    await sandbox.control.members.delete_channel(guild.owner_id, channel_of(guild))
    await troupe.until(guild, lambda progress: progress.discussion.channel_id == other)
    await troupe.play_out()

    assert len(await indexes(sandbox, other)) == 1
    assert await sandbox.control.books.requests(refused=True) == []


async def test_in_a_forum(troupe, guild, sandbox):
    """There it is a post of its own, among those of the sections."""
    forum = await add_forum(sandbox, guild)
    await sandbox.control.world.set_overwrite(forum, "bot", allow=["manage_threads"])
    await troupe.begin(guild, STORY, channel=forum, tag="Reading")
    await troupe.play_out()

    posts = await posts_of(sandbox, guild, forum)
    assert len(posts) == 4
    (index,) = [post for post in posts if await indexes(sandbox, int(post["id"]))]
    assert index["name"] == f"Index · {TITLE}"
    assert len(await standing_everywhere(sandbox, guild)) >= 9
