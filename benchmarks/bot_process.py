"""The real bot in a process of its own, for benches: `python -m benchmarks.bot_process JSON`.

It prints {"ready": servers} once connected. Told how many are "due", it has every first section
fall due at one instant and prints {"due_at": seconds since the epoch}, then how that went:
{"queued_s": …, "stall_ms": …}. Told to "sweep", it says when it has {"read_back": true}, and when
it has {"swept": true} every poll, without the pause that it usually makes after each.
"""

import asyncio
import json
import signal
import sys
import time
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from bot.app import App, assembled
from bot.clock import SystemClock
from bot.logs import configure_logs
from bot.settings import Settings
from bot.storage import agenda
from bot.storage.tables import posts

_FALLS_DUE_IN = timedelta(seconds=3)
_LOOK_EVERY_SECONDS = 0.001
_LOOK_SELDOM_SECONDS = 0.2
# Stalls are looked for until so long after all is queued: sections begin to walk then.
_WATCHED_SECONDS = 3.0
_LONGEST_QUEUEING_SECONDS = 60.0


class Stalls:
    """Watches how long the loop stands still at most."""

    def __init__(self) -> None:
        self.longest = 0.0

    async def watch(self) -> None:
        """Watch until cancelled."""
        before = time.perf_counter()
        while True:
            await asyncio.sleep(_LOOK_EVERY_SECONDS)
            now = time.perf_counter()
            self.longest = max(self.longest, now - before - _LOOK_EVERY_SECONDS)
            before = now


async def main() -> None:
    """Run the bot until SIGTERM."""
    given = json.loads(sys.argv[1])
    settings = Settings(
        database=Path(given["database"]), api_url=given["api_url"], guild_ready_seconds=0.5
    )
    # Past what a host may set: where Discord's limits are sped up, so is the pace.
    settings = settings.model_copy(update={"requests_per_second": given["pace"]})
    stop = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.set)
    async with assembled(settings, SystemClock()) as app, asyncio.TaskGroup() as group:
        telling = group.create_task(_tell(app, given))
        await app.run(given["bot_token"], stop=stop)
        telling.cancel()


async def _tell(app: App, given: Mapping[str, Any]) -> None:
    while not app.client.is_ready():
        await asyncio.sleep(_LOOK_EVERY_SECONDS)
    _say(ready=len(app.client.guilds))
    if "due" in given:
        await _fall_due(app, given["due"])
    if "sweep" in given:
        await app.services.readback.settled()
        _say(read_back=True)
        while await app.services.sweep.sweep_next():
            pass
        _say(swept=True)


async def _fall_due(app: App, count: int) -> None:
    """Have every first section fall due at once, and tell how long it took until all was queued."""
    due_at = datetime.now(UTC) + _FALLS_DUE_IN
    async with app.database.write() as unit:
        await unit.execute(
            sa.update(posts).where(posts.c.section == 0).values(due_at=due_at, attend_at=due_at)
        )
    app.services.dispatch.ring()
    _say(due_at=due_at.timestamp())
    stalls = Stalls()
    # Counting lines up what was done before: from here on it is of what falls due.
    await asyncio.sleep(_FALLS_DUE_IN.total_seconds() / 2)
    watching = asyncio.create_task(stalls.watch())
    walks = app.services.dispatch.walks
    async with asyncio.timeout(_LONGEST_QUEUEING_SECONDS):
        while len(walks) < count:
            await asyncio.sleep(_LOOK_EVERY_SECONDS)
    queued_s = time.time() - due_at.timestamp()
    await asyncio.sleep(_WATCHED_SECONDS)
    # What comes next is dated meanwhile, and also part of it.
    async with asyncio.timeout(_LONGEST_QUEUEING_SECONDS):
        while await _any_undated(app):
            await asyncio.sleep(_LOOK_SELDOM_SECONDS)
    watching.cancel()
    _say(queued_s=queued_s, stall_ms=stalls.longest * 1000)


async def _any_undated(app: App) -> bool:
    async with app.database.read() as unit:
        return bool(await agenda.list_undated(unit, now=datetime.now(UTC), limit=1))


def _say(**told: Any) -> None:
    print(json.dumps(told), flush=True)


if __name__ == "__main__":
    configure_logs("error")
    asyncio.run(main())
