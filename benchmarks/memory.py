"""How much memory the bot needs for each server it is in."""

import asyncio
import json
import tempfile
from pathlib import Path

from benchmarks.figures import Bench
from benchmarks.processes import Running, heard, resident_kilobytes, running_sandbox, started

_SERVERS = 5_000
_ROLES = 15
_CHANNELS = 20
# What is freed while it connects is given back by then.
_SETTLING_SECONDS = 3.0


async def _weigh_servers() -> float:
    """Weigh the bot in thousands of servers, and in none; gives kilobytes a server."""
    async with running_sandbox("--guilds", "0") as sandbox:
        empty = await _weigh_bot(sandbox, 0)
        await sandbox.control.crowd.add_guilds(
            _SERVERS,
            channels=[
                # Each with one overwrite.
                {"name": f"channel {number}", "read_only": True}
                for number in range(_CHANNELS)
            ],
            roles=[f"role {number}" for number in range(_ROLES)],
        )
        full = await _weigh_bot(sandbox, _SERVERS)
    return (full - empty) / _SERVERS


async def _weigh_bot(sandbox: Running, servers: int) -> int:
    """Weigh the bot, once it is ready, in a process of its own."""
    with tempfile.TemporaryDirectory() as folder:
        given = {**sandbox.told, "database": str(Path(folder, "colloquy.db")), "pace": 45}
        async with started("-m", "benchmarks.bot_process", json.dumps(given)) as bot:
            told = await heard(bot)
            if told["ready"] != servers:
                raise RuntimeError(f"ready with {told['ready']} servers of {servers}")
            await asyncio.sleep(_SETTLING_SECONDS)
            return await resident_kilobytes(bot.pid)


BENCHES = (Bench(name="memory.kb_per_server", unit="kB", bar=30, run=_weigh_servers),)
