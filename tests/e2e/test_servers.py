"""Which servers the bot is in: those it may stay in, those it left unnoticed."""

import asyncio

from bot.domain.discussion import DiscussionState, PauseReason
from tests.e2e.troupe import NAMES, PATIENCE_SECONDS, running


async def until(condition):
    """Wait until a condition holds: events take their way."""
    async with asyncio.timeout(PATIENCE_SECONDS):
        while not condition():
            await asyncio.sleep(0.01)


async def test_stays_only_where_it_may(sandbox, guild, database_file, logs):
    """A server that is not named is left at start, and at once when it is joined later."""
    other = await sandbox.control.world.add_guild("Strangers", members=NAMES)
    async with running(sandbox, database_file, guilds={guild.id}) as troupe:
        client = troupe.app.client
        await until(lambda: [one.id for one in client.guilds] == [guild.id])

        await sandbox.control.world.invite_bot(other.id)
        await until(lambda: len([e for e in logs if "COLLOQUY_GUILDS" in e["event"]]) == 2)
        await until(lambda: [one.id for one in client.guilds] == [guild.id])

    leavings = [entry for entry in logs if "COLLOQUY_GUILDS" in entry["event"]]
    assert [entry["guild_id"] for entry in leavings] == [other.id, other.id]


async def test_a_server_left_unnoticed(sandbox, guild, database_file):
    """Removed while it was away it finds out at start, and so when it was invited back."""
    async with running(sandbox, database_file) as troupe:
        await troupe.begin(guild)
    await sandbox.control.world.kick_bot(guild.id)
    async with running(sandbox, database_file) as troupe:
        left = await troupe.until(
            guild, lambda progress: progress.discussion.state is DiscussionState.PAUSED
        )
        assert left.discussion.pause_reason is PauseReason.SERVER_LEFT
    await sandbox.control.world.invite_bot(guild.id)
    async with running(sandbox, database_file) as troupe:
        resumed = await troupe.command(guild, "discussion resume", discussion="A Short Walk")
        assert resumed.outcome == "message"
