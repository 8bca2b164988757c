"""Votes that are cast while the bot may not see a channel are found when it may again."""

import asyncio

import pytest

from bot.domain.discussion import DiscussionState
from tests.e2e.troupe import channel_of
from tests.patience import PATIENCE_SECONDS


@pytest.mark.parametrize("permission", ["view_channel", "read_message_history"])
async def test_votes_in_the_dark(permission, troupe, guild, sandbox):
    """Meanwhile the tally says since when it may lack votes, and Discord refuses nothing."""
    world, ada = sandbox.control.world, guild.members["ada"]
    await troupe.begin(guild)
    await troupe.jump()
    (poll,) = await troupe.polls(guild)
    await world.set_overwrite(channel_of(guild), "bot", deny=[permission])
    await _until_doubted(troupe, poll)
    await troupe.react(poll, ada, 1)
    await troupe.app.services.readback.settled()
    assert await sandbox.control.books.requests(refused=True) == []

    await world.set_overwrite(channel_of(guild), "bot")

    await troupe.until_tallied(poll, [0, 1, 0])
    await _until_doubted(troupe, poll, doubted=False)


async def test_polls_in_a_thread(troupe, guild, sandbox):
    """A poll in a thread is seen or not with the channel."""
    world, ada = sandbox.control.world, guild.members["ada"]
    await troupe.begin(guild)
    await troupe.jump()
    await troupe.jump()
    poll = (await troupe.polls(guild))[-1]
    assert poll.channel_id != channel_of(guild)
    await world.set_overwrite(channel_of(guild), "bot", deny=["view_channel"])
    await _until_doubted(troupe, poll)
    await troupe.react(poll, ada, 0)

    await world.set_overwrite(channel_of(guild), "bot")

    await troupe.until_tallied(poll, [1, 0, 0, 0])


async def test_a_permission_that_hides_nothing(troupe, guild, sandbox):
    """Where reactions are told of all the same, nothing is in doubt."""
    world = sandbox.control.world
    await troupe.begin(guild)
    await troupe.jump()
    (poll,) = await troupe.polls(guild)
    await world.set_overwrite(channel_of(guild), "bot", deny=["send_messages"])
    await troupe.until(guild, lambda progress: progress.discussion.state is DiscussionState.PAUSED)

    assert (await _counted(troupe, poll)).exact_until is None


async def _counted(troupe, poll):
    return await troupe.app.services.reporting.tally_poll(poll.guild_id, str(poll.poll_id))


async def _until_doubted(troupe, poll, *, doubted=True):
    async with asyncio.timeout(PATIENCE_SECONDS):
        while ((await _counted(troupe, poll)).exact_until is not None) is not doubted:
            await asyncio.sleep(0.01)
