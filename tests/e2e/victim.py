"""The bot in a process of its own, to be killed: `python -m tests.e2e.victim JSON`.

Its clock follows the sandbox's, so that whoever moves that one directs the play. Whenever nothing
is due it writes one line: the next instant due, or "over".
"""

import asyncio
import json
import sys
from pathlib import Path

from bot.app import App, assembled
from bot.clock import TimeLapseClock
from bot.logs import configure_logs
from bot.sandbox import ControlClient
from bot.settings import Settings

_LOOK_EVERY_SECONDS = 0.02


async def main() -> None:
    """Serve until killed."""
    given = json.loads(sys.argv[1])
    configure_logs("warning")
    settings = Settings(
        database=Path(given["database"]),
        api_url=given["api_url"],
        guild_ready_seconds=0.1,
        backups=0,
    )
    async with ControlClient(given["control_url"], given["control_token"]) as control:
        clock = TimeLapseClock(await control.world.now())
        async with assembled(settings, clock) as app, asyncio.TaskGroup() as group:
            group.create_task(app.run(given["bot_token"], stop=asyncio.Event()))
            await control.books.state(connected=1)
            await app.services.readback.settled()
            await _follow(app, clock, control)


async def _follow(app: App, clock: TimeLapseClock, control: ControlClient) -> None:
    while True:
        next_at = await app.services.dispatch.at_rest()
        sys.stdout.write((next_at.isoformat() if next_at else "over") + "\n")
        sys.stdout.flush()
        while (now := await control.world.now()) <= clock.now():
            await asyncio.sleep(_LOOK_EVERY_SECONDS)
        clock.jump_to(now)


if __name__ == "__main__":
    asyncio.run(main())
