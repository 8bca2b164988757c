"""The sandbox in a process of its own: it says in one line where it is, and serves."""

import asyncio
import json
import sys
from collections.abc import Iterable

from bot.sandbox.faults import Fault
from bot.sandbox.server import Sandbox


async def serve_alone(  # noqa: PLR0913 - each by name
    seed: int = 0,
    limits: str = "off",
    *,
    port: int = 0,
    guilds: int = 1,
    members: int = 5,
    shards: int = 1,
    privileged: Iterable[str] = (),
    faults: Iterable[Fault] = (),
    stop: asyncio.Event | None = None,
) -> None:
    """Serve until `stop` is set (None: until cancelled); print one JSON line when ready."""
    async with Sandbox(seed, limits, port=port, shards=shards, privileged=privileged) as sandbox:
        names = [f"member{number}" for number in range(1, members + 1)]
        await sandbox.control.crowd.add_guilds(guilds, members=names)
        for fault in faults:
            sandbox.desk.enter_fault(fault)
        sys.stdout.write(json.dumps(sandbox.describe()) + "\n")
        sys.stdout.flush()
        await (stop or asyncio.Event()).wait()
