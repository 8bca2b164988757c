"""The bot itself, heard on from within: `python -m benchmarks.votes.bot JSON`.

It prints {"ready": true}, and when every vote is a row {"commits": instants, "cpu": seconds}.
"""

import asyncio
import json
import sys
import time
from pathlib import Path
from typing import Any

from bot.app import App, assembled
from bot.clock import SystemClock
from bot.histogram import Histogram
from bot.logs import configure_logs
from bot.settings import Settings

_LOOK_EVERY_SECONDS = 0.02


class Commits(Histogram):
    """Notes when each batch was committed, in the place of how long it took."""

    def __init__(self) -> None:
        super().__init__(())
        self.instants: list[float] = []

    def observe(self, value: float) -> None:
        """Note that a batch is durable."""
        super().observe(value)
        self.instants.append(time.monotonic())


async def main() -> None:
    """Run the bot until the votes it was to hear are rows."""
    given = json.loads(sys.argv[1])
    configure_logs("error")
    settings = Settings(
        database=Path(given["database"]), api_url=given["api_url"], guild_ready_seconds=0.05
    )
    stop = asyncio.Event()
    async with assembled(settings, SystemClock()) as app, asyncio.TaskGroup() as group:
        group.create_task(app.run("token", stop=stop))
        await _hear(app, given["votes"])
        stop.set()


async def _hear(app: App, votes: int) -> None:
    intake, readback = app.services.intake, app.services.readback
    while not app.client.is_ready():
        await asyncio.sleep(_LOOK_EVERY_SECONDS)
    await readback.settled()
    commits = intake.delays = Commits()
    before = time.process_time()
    _say(ready=True)
    while intake.heard < votes or intake.waiting:
        await asyncio.sleep(_LOOK_EVERY_SECONDS)
    _say(commits=commits.instants, cpu=time.process_time() - before, heard=intake.heard)


def _say(**told: Any) -> None:
    print(json.dumps(told), flush=True)


if __name__ == "__main__":
    asyncio.run(main())
