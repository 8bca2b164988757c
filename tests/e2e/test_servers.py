"""Which servers the bot is in: those it may stay in, those it left unnoticed."""

import asyncio

from bot import arrival
from bot.domain.discussion import DiscussionState, PauseReason
from bot.errors import DatabaseFailed
from tests.e2e.desk import Desk
from tests.e2e.troupe import NAMES, running
from tests.fakes import FlakyDatabase
from tests.patience import PATIENCE_SECONDS


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


async def test_leaves_once_it_can_and_refuses_commands_until_then(
    sandbox, guild, database_file, logs, monkeypatch
):
    """A dropped line delays leaving a server, and nothing else."""
    monkeypatch.setattr(arrival, "_PAUSE_SECONDS", 0.05)
    other = await sandbox.control.world.add_guild("Strangers", members=NAMES)
    await sandbox.control.trouble.add_fault("DELETE /users/@me/guilds", "drop", count=None)
    async with running(sandbox, database_file, guilds={guild.id}) as troupe:
        await until(lambda: any("tried again" in entry["event"] for entry in logs))
        refused = await troupe.command(other, "server show")
        assert "serves other servers only" in refused.content
        assert troupe.app.services.upkeep._may_purge

        await sandbox.control.trouble.clear_faults()
        await until(lambda: [one.id for one in troupe.app.client.guilds] == [guild.id])


async def test_refuses_presses_where_it_does_not_serve(sandbox, guild, database_file):
    """A button that was shown before the list was changed does nothing any more, and says so."""
    async with running(sandbox, database_file) as troupe:
        desk = await Desk(troupe, guild, guild.owner_id).open_with("server setup")
    async with running(sandbox, database_file, guilds={guild.id + 1}) as troupe:
        desk.troupe = troupe
        await desk.choose("Choose a time zone", "Asia/Kolkata")

    assert "serves other servers only" in "".join(desk.told)


async def test_a_list_that_matches_no_server_empties_none(sandbox, guild, database_file, logs):
    """A wrong digit does not make the bot leave its own server; nothing is done there either."""
    async with running(sandbox, database_file, guilds={guild.id + 1}) as troupe:
        await until(lambda: any("names none of the servers" in entry["event"] for entry in logs))
        refused = await troupe.command(guild, "server show")
        assert "serves other servers only" in refused.content
        assert [one.id for one in troupe.app.client.guilds] == [guild.id]


async def test_what_fails_on_arrival_is_done_later(sandbox, database_file, monkeypatch):
    """A database that is locked while the bot arrives delays what is to be made up for."""
    monkeypatch.setattr(arrival, "_PAUSE_SECONDS", 0.01)
    async with running(sandbox, database_file) as troupe:
        services = troupe.app.services
        await until(lambda: services.upkeep._may_purge)
        services.upkeep._may_purge = False
        flaky = FlakyDatabase(services.moderation._database, *[DatabaseFailed(reason="locked")] * 3)
        services.moderation._database = flaky
        await troupe.app.client.on_ready()
        assert services.upkeep._may_purge
        assert flaky.errors == []


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
