"""A permission is taken away in the middle of a series: it waits, says why, and goes on."""

import asyncio
from datetime import timedelta

import pytest

from bot.domain.discussion import DiscussionState, PauseReason
from bot.sandbox import permissions
from tests.e2e.troupe import (
    ARTICLE,
    channel_of,
    is_prompt,
    prompts,
    references,
    running,
    said,
    standing_everywhere,
    text_of,
)
from tests.patience import PATIENCE_SECONDS

TITLE = ARTICLE.splitlines()[0]
REQUIRED = {
    "view_channel": "View Channel",
    "send_messages": "Send Messages",
    "embed_links": "Embed Links",
    "read_message_history": "Read Message History",
    "add_reactions": "Add Reactions",
}
_NICE = {
    "create_public_threads": "Create Public Threads",
    "send_messages_in_threads": "Send Messages in Threads",
    "pin_messages": "Pin Messages",
}
_IN_FORUM = {"send_messages": "Create Posts", "send_messages_in_threads": "Send Messages in Posts"}
# What a discussion with pins needs in each kind of place, and what it would merely like to have.
NEEDED = {
    "text": (REQUIRED, _NICE),
    "announcement": (REQUIRED, _NICE),
    "forum": (REQUIRED | _IN_FORUM, {"manage_threads": "Manage Posts"}),
}


@pytest.mark.parametrize("permission", REQUIRED)
async def test_a_lost_permission_pauses_until_it_is_given_back(permission, troupe, guild, sandbox):
    """Discord is asked once, not again and again; given back, every section stands once."""
    world = sandbox.control.world
    await troupe.begin(guild)
    await troupe.jump()
    await world.set_overwrite(channel_of(guild), "bot", deny=[permission])

    await troupe.jump()
    for _ in range(4):
        await troupe.advance(timedelta(hours=12))

    progress = await troupe.progress(guild)
    assert progress.discussion.state is DiscussionState.PAUSED
    assert progress.discussion.pause_reason is PauseReason.PERMISSION
    refused = await sandbox.control.books.requests(refused=True)
    # A request may be under way before it is known; without the history a thread, then a seed.
    assert {each["status"] for each in refused} <= {403}
    assert len({each["route"] for each in refused}) == len(refused) <= 2
    asked = await troupe.command(guild, "discussion status", discussion=TITLE)
    status = await _hear(troupe, asked, "While you were away")
    # Discord takes with one permission those that are nothing without it.
    assert f"**{REQUIRED[permission]}**" in status.partition("I lack ")[2].partition(" in <#")[0]
    assert f"**{REQUIRED[permission]}**" in await troupe.refused(
        guild, "discussion resume", discussion=TITLE
    )

    await world.set_overwrite(channel_of(guild), "bot")
    await troupe.until(guild, lambda progress: progress.discussion.state is DiscussionState.RUNNING)
    await troupe.play_out()
    assert (await troupe.progress(guild)).discussion.state is DiscussionState.FINISHED
    standing = await standing_everywhere(sandbox, guild)
    assert len(set(references(standing))) == len(standing) == 9
    assert [each["embeds"][0]["author"]["name"] for each in filter(is_prompt, standing)] == [
        "1 of 3",
        "2 of 3",
        "3 of 3",
    ]
    for poll in await troupe.polls(guild):
        held = await sandbox.control.books.reactions(poll.channel_id, poll.message_id)
        assert len(held) == len(poll.options)


async def test_a_role_that_permits_nothing_pauses_all_the_same(troupe, guild, sandbox):
    """Taken from the bot's own role and from everyone's, it is missed as it is in a channel."""
    world = sandbox.control.world
    await troupe.begin(guild)
    await troupe.jump()
    everyone = permissions.EVERYONE_DEFAULT & ~permissions.mask("send_messages")
    await world.set_role(guild.id, guild.id, everyone)
    own = permissions.BOT_DEFAULT & ~permissions.mask("send_messages")
    await world.set_role(guild.id, guild.bot_role_id, own)

    await troupe.jump()

    progress = await troupe.progress(guild)
    assert progress.discussion.pause_reason is PauseReason.PERMISSION
    assert "**Send Messages**" in await troupe.refused(guild, "discussion resume", discussion=TITLE)
    await world.set_role(guild.id, guild.bot_role_id, permissions.BOT_DEFAULT)
    await troupe.command(guild, "discussion resume", discussion=TITLE)
    await troupe.play_out()
    assert (await troupe.progress(guild)).discussion.state is DiscussionState.FINISHED
    assert len(await prompts(sandbox, guild)) == 3


@pytest.mark.parametrize("permission", ["create_public_threads", "send_messages_in_threads"])
async def test_without_threads_polls_go_to_the_channel(permission, troupe, guild, sandbox):
    """What is merely nice never stops a series: every poll then stands in the channel."""
    await sandbox.control.world.set_overwrite(channel_of(guild), "bot", deny=[permission])
    await troupe.begin(guild)
    await troupe.jump()
    await troupe.jump()

    _, pressing = await troupe.polls(guild)
    assert pressing.channel_id == channel_of(guild)
    await troupe.react(pressing, guild.members["ada"], 0)
    await troupe.until_tallied(pressing, [1, 0, 0, 0])
    await troupe.play_out()
    assert (await troupe.progress(guild)).discussion.state is DiscussionState.FINISHED
    standing = await standing_everywhere(sandbox, guild)
    assert len(set(references(standing))) == len(standing)
    assert len(await prompts(sandbox, guild)) == 3


async def test_a_poll_that_cannot_be_read_at_closing_waits_open(troupe, guild, sandbox):
    """No result is told from votes that could not be read; resumed, the poll closes with all."""
    await troupe.begin(guild)
    await troupe.jump()
    (poll,) = await troupe.polls(guild)
    world = sandbox.control.world
    await troupe.command(guild, "discussion pause", discussion=TITLE)
    await world.set_overwrite(channel_of(guild), "bot", deny=["view_channel"])
    await troupe.react(poll, guild.members["ada"], 1)

    await troupe.advance(timedelta(days=8))
    assert (await troupe.progress(guild)).open_polls == 1
    await world.set_overwrite(channel_of(guild), "bot")
    await troupe.command(guild, "discussion resume", discussion=TITLE)
    await troupe.settle()

    assert (await troupe.polls(guild))[0].closed_at is not None
    assert await troupe.tallied(poll) == [0, 1, 0]


@pytest.mark.parametrize("kind", NEEDED)
async def test_each_permission_in_each_kind_of_place(kind, troupe, guild, sandbox):
    """Taken away one after the other, each is named by `/doctor`; what is needed pauses, too."""
    world = sandbox.control.world
    required, nice = NEEDED[kind]
    place = await world.add_channel(guild.id, "place", kind)
    await world.set_overwrite(place, "bot", allow=[*nice])
    await troupe.begin(guild, channel=place)
    await troupe.command(guild, "discussion set pin", discussion=TITLE, on=True)
    await troupe.jump()
    assert "All is well" in said(await troupe.command(guild, "doctor"))

    for permission, name in required.items():
        await world.set_overwrite(place, "bot", allow=[*nice], deny=[permission])
        await troupe.until(guild, _is_paused)
        asked = await troupe.command(guild, "server show")
        assert name in await _hear(troupe, asked, "While you were away"), permission
        assert f"**{name}**" in said(await troupe.command(guild, "doctor")), permission
        await troupe.advance(timedelta(minutes=30))
        await world.set_overwrite(place, "bot", allow=[*nice])
        await troupe.until(guild, lambda progress: not _is_paused(progress))
    for permission, name in nice.items():
        await world.set_overwrite(place, "bot", deny=[permission])
        found = said(await troupe.command(guild, "doctor"))
        assert f"**{name}**" in found, permission
        assert not _is_paused(await troupe.progress(guild))
    assert await sandbox.control.books.requests(refused=True) == []


def _is_paused(progress):
    return progress.discussion.state is DiscussionState.PAUSED


@pytest.mark.parametrize("permission", REQUIRED)
async def test_waits_and_goes_on_by_itself(permission, troupe, guild, sandbox):
    """Taken away it pauses before anything is refused, and says so once; given back it goes on."""
    world = sandbox.control.world
    await troupe.begin(guild)
    await troupe.jump()
    await world.set_overwrite(channel_of(guild), "bot", deny=[permission])
    paused = await troupe.until(
        guild, lambda progress: progress.discussion.state is DiscussionState.PAUSED
    )
    assert paused.discussion.pause_reason is PauseReason.PERMISSION
    assert await sandbox.control.books.requests(refused=True) == []

    told = await _hear(troupe, await troupe.command(guild, "server show"), "While you were away")
    assert REQUIRED[permission] in told
    again = await troupe.command(guild, "server show")
    await troupe.command(guild, "server show")
    outcome = await sandbox.control.members.get_outcome(again.interaction_id)
    assert "While you were away" not in said(outcome)

    await world.set_overwrite(channel_of(guild), "bot")
    await troupe.until(guild, lambda progress: progress.discussion.state is DiscussionState.RUNNING)
    await troupe.play_out()
    assert (await troupe.progress(guild)).discussion.state is DiscussionState.FINISHED
    standing = await standing_everywhere(sandbox, guild)
    assert len(set(references(standing))) == len(standing) == 9


@pytest.mark.parametrize("closed", [False, True])
async def test_the_starter_who_agreed_is_written_to(closed, troupe, guild, sandbox):
    """Without a log channel they are told directly; who takes no messages, by a command."""
    world = sandbox.control.world
    private = await sandbox.control.members.open_private(guild.owner_id)
    await sandbox.control.members.close_messages(guild.owner_id, closed=closed)
    await troupe.begin(guild, tell_me=True)
    await troupe.jump()
    await world.set_overwrite(channel_of(guild), "bot", deny=["embed_links"])
    await troupe.until(guild, _is_paused)
    await troupe.settle()

    written = await sandbox.control.books.messages(private)
    asked = await troupe.command(guild, "server show")
    if closed:
        assert written == []
        assert "Embed Links" in await _hear(troupe, asked, "While you were away")
        refused = await sandbox.control.books.requests(refused=True)
        assert [each["status"] for each in refused] == [403]
    else:
        (message,) = written
        assert "Embed Links" in text_of(message)
        assert "`/discussion set tell_me`" in text_of(message)
        await troupe.command(guild, "server show")
        outcome = await sandbox.control.members.get_outcome(asked.interaction_id)
        assert "While you were away" not in said(outcome)


async def test_the_index_is_pinned_once_it_may_be(troupe, guild, sandbox):
    """Without the right `/doctor` says so and Discord is not asked; given it, the pin is made."""
    world, here = sandbox.control.world, channel_of(guild)
    await troupe.begin(guild)
    await troupe.settle()
    assert "**Pin Messages** is missing, but not needed" in said(
        await troupe.command(guild, "doctor")
    )
    shown = said(await troupe.command(guild, "discussion terms", discussion=TITLE))
    assert "The index is not pinned: allow me **Pin Messages**" in shown
    assert await sandbox.control.books.requests(refused=True) == []

    await world.set_overwrite(here, "bot", allow=["pin_messages"])
    async with asyncio.timeout(PATIENCE_SECONDS):
        while not any(one["pinned"] for one in await sandbox.control.books.messages(here)):
            await asyncio.sleep(0.01)
    await troupe.settle()
    shown = said(await troupe.command(guild, "discussion terms", discussion=TITLE))
    assert "not pinned" not in shown


async def test_another_organizer_does_not_agree_for_the_starter(troupe, guild):
    """Only whoever started a discussion can ask to be written to about it."""
    await troupe.begin(guild)
    changed = await troupe.command(guild, "discussion set tell_me", discussion=TITLE, on=True)
    assert f"<@{guild.owner_id}>" in said(changed)
    changed = await troupe.command(guild, "discussion set tell_me", discussion=TITLE, on=False)
    assert "write to nobody" in said(changed)


async def test_rights_that_changed_while_away(sandbox, guild, database_file):
    """What was taken and given while the bot was away is found out at its start."""
    world = sandbox.control.world
    async with running(sandbox, database_file) as troupe:
        await troupe.begin(guild)
    await world.set_overwrite(channel_of(guild), "bot", deny=["send_messages"])
    async with running(sandbox, database_file) as troupe:
        await troupe.until(
            guild, lambda progress: progress.discussion.state is DiscussionState.PAUSED
        )
    await world.set_overwrite(channel_of(guild), "bot")
    async with running(sandbox, database_file) as troupe:
        await troupe.until(
            guild, lambda progress: progress.discussion.state is DiscussionState.RUNNING
        )


async def test_an_organizer_s_pause_is_not_undone(troupe, guild, sandbox):
    """Only what waits for a permission goes on by itself."""
    world = sandbox.control.world
    await troupe.begin(guild)
    await troupe.command(guild, "discussion pause", discussion=TITLE)
    await world.set_overwrite(channel_of(guild), "bot", deny=["send_messages"])
    await troupe.command(guild, "doctor")
    await world.set_overwrite(channel_of(guild), "bot")
    await troupe.command(guild, "doctor")

    assert (await troupe.progress(guild)).discussion.pause_reason is PauseReason.ORGANIZER


async def _hear(troupe, outcome, words):
    """Wait until something is told besides the answer."""
    async with asyncio.timeout(PATIENCE_SECONDS):
        while words not in said(outcome):
            await asyncio.sleep(0.01)
            members = troupe.sandbox.control.members
            outcome = await members.get_outcome(outcome.interaction_id)
    return said(outcome)
