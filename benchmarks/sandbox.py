"""What the sandbox can carry, and how soon the bot is there for people."""

import asyncio
import json
import tempfile
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from benchmarks.figures import Bench
from benchmarks.processes import Running, heard, resident_kilobytes, running_sandbox, started

_EMOJIS = [chr(0x1F1E6 + number) for number in range(20)]
_MEMBERS = 1_500
_SERVERS = 5_000
# Discord allows 2,500 servers a shard, and ids do not fall on two shards quite evenly.
_SHARDS = 3
_LOOK_EVERY_SECONDS = 0.01
_LONGEST_START_SECONDS = 120.0


@asynccontextmanager
async def _listening(
    sandbox: Running, *, events: int = 0, shards: int = 1
) -> AsyncIterator[asyncio.subprocess.Process]:
    given = {**sandbox.told, "events": events, "shards": shards}
    async with started("-m", "benchmarks.listener", json.dumps(given)) as process:
        yield process


async def _count_events() -> float:
    """Let a crowd react as fast as the sandbox can tell one client."""
    events = _MEMBERS * len(_EMOJIS)
    async with (
        running_sandbox("--guilds", "0") as sandbox,
        _listening(sandbox, events=events) as client,
    ):
        await heard(client)
        names = [f"member{number}" for number in range(_MEMBERS)]
        guild = await sandbox.control.world.add_guild("Crowded", owner="olga", members=names)
        channel = guild.channels["general"]
        sent = await sandbox.control.members.send(guild.owner_id, channel, "vote")
        crowd = [guild.members[name] for name in names]
        _, told = await asyncio.gather(
            sandbox.control.crowd.react(crowd, channel, int(sent["id"]), _EMOJIS), heard(client)
        )
    return float(told["events_per_s"])


async def _time_to_ready() -> float:
    """Let a client with many servers become ready."""
    async with (
        running_sandbox("--guilds", str(_SERVERS), "--members", "0") as sandbox,
        _listening(sandbox, shards=_SHARDS) as client,
    ):
        told = await heard(client)
    if told["guilds"] != _SERVERS:
        raise RuntimeError(f"ready with {told['guilds']} servers")
    return float(told["ready"])


async def _weigh_servers() -> float:
    """Weigh a sandbox with many servers, all told to a client, against an empty one."""
    weights = []
    for servers in (0, _SERVERS):
        async with (
            running_sandbox("--guilds", str(servers), "--members", "0") as sandbox,
            _listening(sandbox, shards=_SHARDS) as client,
        ):
            await heard(client)
            weights.append(await resident_kilobytes(sandbox.process_id))
    return (weights[1] - weights[0]) / _SERVERS


async def _time_to_answer(servers: int) -> float:
    """Start the bot itself; count until the first slash command is answered."""
    with tempfile.TemporaryDirectory() as folder:
        async with running_sandbox("--guilds", str(servers), "--members", "1") as sandbox:
            state = await sandbox.control.books.state()
            first: dict[str, Any] = state["guilds"][0]
            owner, channel = int(first["owner_id"]), int(next(iter(first["channels"].values())))
            environment = {
                "COLLOQUY_TOKEN": sandbox.told["bot_token"],
                "COLLOQUY_API_URL": sandbox.told["api_url"],
                "COLLOQUY_DATABASE": str(Path(folder, "colloquy.db")),
                "COLLOQUY_LOG": "error",
            }
            began = time.perf_counter()
            async with started("-m", "bot", "run", environment=environment):
                await sandbox.control.books.state(connected=1, seconds=_LONGEST_START_SECONDS)
                await sandbox.control.books.commands("discussion", seconds=_LONGEST_START_SECONDS)
                outcome = await sandbox.control.members.run_command(
                    owner, channel, "discussion status"
                )
                taken = time.perf_counter() - began
            if outcome.outcome != "message":
                raise RuntimeError(f"the command ended with {outcome.outcome}")
            return taken


async def _start_with_one() -> float:
    return await _time_to_answer(1)


async def _start_with_a_thousand() -> float:
    return await _time_to_answer(1_000)


BENCHES = (
    Bench(name="sandbox.events_per_s", unit="1/s", bar=10_000, run=_count_events, at_least=True),
    Bench(name="sandbox.ready_s", unit="s", bar=3.0, run=_time_to_ready),
    Bench(name="sandbox.kb_per_server", unit="kB", bar=20.0, run=_weigh_servers),
    Bench(name="start.one_s", unit="s", bar=3.0, run=_start_with_one),
    Bench(name="start.thousand_s", unit="s", bar=6.0, run=_start_with_a_thousand),
)
