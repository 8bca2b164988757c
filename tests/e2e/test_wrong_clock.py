"""The host's clock is far ahead while a section is sent, and is set right later."""

from datetime import timedelta

from tests.e2e.troupe import MONDAY, prompts, running


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
