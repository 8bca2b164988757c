"""The running bot's figures, over real HTTP, while members vote and the gateway goes."""

import asyncio

from bot.health.server import serving
from tests.health.test_server import metrics
from tests.patience import PATIENCE_SECONDS


async def test_figures_of_a_bot_at_work(troupe, guild, sandbox):
    """Votes, requests and posts are counted; a shard that lost the gateway is seen to have."""
    await troupe.begin(guild)
    await troupe.jump()
    (poll,) = await troupe.polls(guild)
    await troupe.react(poll, guild.members["ada"], 0)
    await troupe.until_tallied(poll, [1, 0, 0])

    async with serving(troupe.app.health, 0) as port:
        found = await metrics(port)
        assert found["colloquy_votes_heard_total",] == 1
        assert found["colloquy_vote_batch_seconds_count",] == 1
        assert found["colloquy_votes_waiting",] == 0
        assert found["colloquy_votes_dropped_total",] == 0
        assert found["colloquy_posts", "posted"] == 1
        assert found["colloquy_polls", "open"] == 1
        assert found["colloquy_requests_total", "200"] >= 3
        assert found["colloquy_requests_waiting", "seed"] == 0
        assert found["colloquy_sections_waiting", "section"] == 0
        assert found["process_resident_memory_bytes",] > 0

        await _until_connected(port, 1)
        await sandbox.control.trouble.gateway("hold")
        await sandbox.control.trouble.gateway("abort")
        await _until_connected(port, 0)
        await sandbox.control.trouble.gateway("release")
        await _until_connected(port, 1)


async def _until_connected(port, wanted):
    """Wait until the metrics say so: the loop looks at its shards once a second."""
    async with asyncio.timeout(PATIENCE_SECONDS):
        while (await metrics(port)).get(("colloquy_gateway_connected", "0")) != wanted:
            await asyncio.sleep(0.1)
