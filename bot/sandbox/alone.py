"""The sandbox in a process of its own: it says in one line where it is, and serves."""

import asyncio
import gc
import json
import sys
from collections.abc import Iterable

from bot.sandbox.books import Unrouted
from bot.sandbox.faults import Fault
from bot.sandbox.server import Sandbox

# The collector's rounds are rare: far more stays here than falls away.
_YOUNG, _MIDDLE, _OLD = 10_000, 20, 1_000


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
    """Serve until `stop` is set (None: until cancelled); print one JSON line when ready.

    What a bot asks for that is not emulated is told on stderr, a line each.
    """
    async with Sandbox(seed, limits, port=port, shards=shards, privileged=privileged) as sandbox:
        sandbox.books.tell_unrouted = _tell
        stopped = asyncio.create_task((stop or asyncio.Event()).wait())
        names = [f"member{number}" for number in range(1, members + 1)]
        built = asyncio.create_task(sandbox.control.crowd.add_guilds(guilds, members=names))
        try:
            await asyncio.wait({built, stopped}, return_when=asyncio.FIRST_COMPLETED)
            if stopped.done():
                return
            await built
            for fault in faults:
                sandbox.desk.enter_fault(fault)
            # A full round of the collector goes through every server while all clients wait.
            gc.set_threshold(_YOUNG, _MIDDLE, _OLD)
            sys.stdout.write(json.dumps(sandbox.describe()) + "\n")
            sys.stdout.flush()
            await stopped
        finally:
            built.cancel()
            stopped.cancel()
            await asyncio.wait({built, stopped})


def _tell(unrouted: Unrouted) -> None:
    asked = f"{unrouted.method} {unrouted.path}"
    sys.stderr.write(f"Not emulated: {unrouted.what} ({asked})\n")
    sys.stderr.flush()
