"""The host's clock is far ahead while a section is sent, and is set right later."""

import asyncio
from datetime import timedelta

from bot.domain.ballot import PollState
from bot.sandbox import Sandbox
from tests.e2e.cuts import Cut
from tests.e2e.troupe import MONDAY, prompts, running
from tests.patience import PATIENCE_SECONDS


async def test_a_section_sent_by_a_wrong_clock_stands_once(sandbox, guild, tmp_path):
    """What was sent with the clock six hours ahead is found again, though no nonce is known now."""
    database = tmp_path / "colloquy.db"
    async with running(sandbox, database) as troupe:
        await troupe.begin(guild)
        await sandbox.control.trouble.add_fault(
            "POST /channels/[^/]+/messages$", "html", status=520, phase="after"
        )
        troupe.clock.jump_to(MONDAY + timedelta(hours=6))
        await troupe.settle()
    sandbox.world.nonces.clear()
    await sandbox.control.trouble.clear_faults()

    async with running(sandbox, database, now=MONDAY + timedelta(hours=7)) as troupe:
        await troupe.settle()

    assert len(await prompts(sandbox, guild)) == 1


async def test_a_clock_days_ahead_delays_and_doubles_nothing(database_file):
    """The bot ends while it sends, two days early; started at the right time it goes on."""
    ahead = timedelta(days=2)
    async with Sandbox(seed=1, start=MONDAY - ahead) as sandbox:
        guild = await sandbox.control.world.add_guild("Readers", channels=["reading"])
        async with running(sandbox, database_file, now=MONDAY) as troupe:
            await troupe.begin(guild)
            due_at = await troupe.settle()
            cut = Cut(sandbox, "POST /channels/{[^/]+}/messages$", "after")
            await sandbox.control.world.move_clock(due_at - ahead, frozen=True)
            troupe.clock.jump_to(due_at)
            async with asyncio.timeout(PATIENCE_SECONDS):
                await cut.reached.wait()
        cut.release()
        sandbox.world.nonces.clear()
        now = due_at - ahead + timedelta(minutes=30)
        await sandbox.control.world.move_clock(now, frozen=True)

        async with running(sandbox, database_file, now=now) as troupe:
            await troupe.settle()
            (poll,) = await troupe.polls(guild)

        assert poll.state is PollState.OPEN
        assert len(await prompts(sandbox, guild)) == 1
