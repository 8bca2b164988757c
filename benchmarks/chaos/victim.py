"""The bot in a process of its own, to be killed at any instant.

Its clock is moved by whoever directs the play, forward and back, as a host's clock may be. Whenever
it has read back what it missed and nothing is due, it tells the next instant due.
"""

import asyncio
import os
import signal
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from multiprocessing.connection import Connection
from pathlib import Path

from bot.app import App, assembled
from bot.logs import configure_logs
from bot.settings import Settings

_LOOK_EVERY_SECONDS = 0.01
_LOG = os.environ.get("COLLOQUY_CHAOS_LOG", "critical")


@dataclass(frozen=True, slots=True)
class Rest:
    """Nothing is due at the `number`-th time that was told; next something is at `next_at`."""

    number: int
    next_at: datetime | None


@dataclass(frozen=True, slots=True)
class Time:
    """What the host's clock says from now on; `number` tells one telling from another."""

    number: int
    now: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """What the bot is told at its start: where Discord is, and its database, and the time."""

    api_url: str
    token: str
    database: str
    time: Time


class SteppingClock:
    """A clock that stands still until it is set, to a later instant or an earlier one."""

    def __init__(self, start: Time) -> None:
        self.time = start
        self._listeners: list[Callable[[], None]] = []

    def now(self) -> datetime:
        """Give the instant the clock was last set to."""
        return self.time.now

    def delay_until(self, instant: datetime) -> float | None:
        """Give 0 for what is due, None for the future: no waiting brings it."""
        return 0.0 if instant <= self.time.now else None

    def on_jump(self, listener: Callable[[], None]) -> None:
        """Call `listener` whenever the clock is set."""
        self._listeners.append(listener)

    async def watch(self) -> None:
        """Wait until cancelled: whoever sets this clock tells at once."""
        await asyncio.Event().wait()

    def set(self, time: Time) -> None:
        """Set the clock."""
        self.time = time
        for listener in self._listeners:
            listener()


def serve(part: Part, line: Connection) -> None:
    """Run the bot until killed; for a process that has nothing else to do."""
    configure_logs(_LOG)
    asyncio.run(_serve(part, line))


async def _serve(part: Part, line: Connection) -> None:
    settings = Settings(
        database=Path(part.database), api_url=part.api_url, guild_ready_seconds=0.05
    )
    clock = SteppingClock(part.time)
    async with assembled(settings, clock) as app, asyncio.TaskGroup() as group:
        stop = asyncio.Event()
        asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.set)
        group.create_task(_run(app, part.token, stop))
        asyncio.get_running_loop().add_reader(line.fileno(), _hear, clock, line)
        while not app.client.is_ready():
            await asyncio.sleep(_LOOK_EVERY_SECONDS)
        await _tell(app, clock, line)


def _hear(clock: SteppingClock, line: Connection) -> None:
    """Set the clock as told; end with whoever directs the play."""
    try:
        clock.set(line.recv())
    except (EOFError, ConnectionResetError):
        raise SystemExit from None


async def _run(app: App, token: str, stop: asyncio.Event) -> None:
    """Run the bot; when it was told to stop, end what is done beside it too."""
    await app.run(token, stop=stop)
    raise SystemExit


async def _tell(app: App, clock: SteppingClock, line: Connection) -> None:
    """Tell once of the rest at every time that was told."""
    told = 0
    while True:
        await app.services.readback.settled()
        time = clock.time
        next_at = await app.services.dispatch.at_rest()
        if time is clock.time and time.number != told:
            told = time.number
            line.send(Rest(told, next_at))
        await asyncio.sleep(_LOOK_EVERY_SECONDS)
