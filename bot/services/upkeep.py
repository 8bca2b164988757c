"""Upkeep: what the bot does for its own files once a day, whatever the servers do."""

import asyncio
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path

import structlog

from bot.clock import Clock
from bot.errors import ConfigurationError, DatabaseFailed, UpkeepError
from bot.storage import backup, drafts, guilds
from bot.storage.database import Database

_DAILY = timedelta(days=1)
_RETRY = timedelta(hours=1)
# As docs/privacy.md promises.
_KEPT_AFTER_LEAVING = timedelta(days=30)
# The machine's clock may be set, or the machine may sleep: look again at least this often.
_LONGEST_SECONDS = 600.0
_STAMP = "colloquy-%Y%m%dT%H%M%SZ.db"

_log = structlog.get_logger()


class Upkeep:
    """Keeps the newest `copies` daily copies of the database in a folder; 0 for none at all."""

    def __init__(self, database: Database, clock: Clock, *, folder: Path, copies: int) -> None:
        self._database = database
        self._clock = clock
        self._folder = folder
        self._copies = copies
        self._tried_at: datetime | None = None
        self._moved = asyncio.Event()
        clock.on_jump(self._moved.set)
        self._may_purge = False
        # When the newest copy was made, as it was last looked up; None without one.
        self.backed_up_at: datetime | None = None
        self.backup_failure: str | None = None
        self.backups_failed = 0

    def may_purge(self) -> None:
        """Say that it is known which servers the bot is in: what left ones had may go in time."""
        self._may_purge = True
        self._moved.set()

    async def run(self) -> None:
        """Do what is due until cancelled."""
        while True:
            self._moved.clear()
            next_at = await self.look()
            delay = None if next_at is None else self._clock.delay_until(next_at)
            seconds = _LONGEST_SECONDS if delay is None else min(delay, _LONGEST_SECONDS)
            with suppress(TimeoutError):
                async with asyncio.timeout(seconds):
                    await self._moved.wait()

    async def look(self) -> datetime | None:
        """Do what is due; give the instant at which something is again."""
        await self._forget_drafts()
        if self._may_purge:
            await self._purge()
        return await self._keep_copies() if self._copies else None

    async def _forget_drafts(self) -> None:
        """Delete what was shown to somebody a day ago and never begun."""
        try:
            async with self._database.write() as unit:
                await drafts.forget(unit, now=self._clock.now())
        except DatabaseFailed as error:
            _log.error("old drafts wait to be deleted", reason=error.reason)

    async def _purge(self) -> None:
        """Delete all that belongs to servers which the bot left long ago."""
        before = self._clock.now() - _KEPT_AFTER_LEAVING
        try:
            async with self._database.read() as unit:
                left = await guilds.list_left(unit, before=before)
            for guild_id in left:
                async with self._database.write() as unit:
                    await guilds.purge(unit, guild_id=guild_id)
                _log.info("a server left thirty days ago was deleted", guild_id=guild_id)
        except DatabaseFailed as error:
            _log.error("servers left long ago wait to be deleted", reason=error.reason)

    async def _keep_copies(self) -> datetime:
        now = self._clock.now()
        if self._tried_at is not None and self.backup_failure is not None:
            retry_at = self._tried_at + _RETRY
            if retry_at > now:
                return retry_at
        self._tried_at = now
        try:
            # Also to look into the folder may take long, or fail: it may lie on another machine.
            return await asyncio.to_thread(self._keep, now)
        except (UpkeepError, ConfigurationError, OSError) as error:
            self.backup_failure = _reason(error)
            self.backups_failed += 1
            _log.error(
                "the daily copy of the database failed; see that its folder may be written to and "
                "has room, or name another with COLLOQUY_BACKUP_FOLDER",
                folder=str(self._folder),
                reason=self.backup_failure,
            )
            return now + _RETRY

    def _keep(self, now: datetime) -> datetime:
        """Make a copy if one is due, on a thread; give the instant at which the next one is."""
        # One from the future was made before the clock was set right.
        newest = max((at for at in list_copies(self._folder) if at <= now), default=None)
        if newest is None or newest + _DAILY <= now:
            self._copy(now)
            newest = now
        self.backed_up_at = newest
        self.backup_failure = None
        return newest + _DAILY

    def _copy(self, now: datetime) -> None:
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        backup.remove_unfinished(self._folder)
        backup.back_up(self._database.path, self._folder / now.strftime(_STAMP))
        # Those from the future do not count: they would crowd out each one that is made now.
        kept = sorted(each for each in list_copies(self._folder).items() if each[0] <= now)
        for _, path in kept[: -self._copies]:
            path.unlink(missing_ok=True)


def list_copies(folder: Path) -> dict[datetime, Path]:
    """Find the daily copies in a folder, by the instant at which each was made."""
    found: dict[datetime, Path] = {}
    for path in folder.glob("colloquy-*.db"):
        with suppress(ValueError):
            found[datetime.strptime(path.name, _STAMP).replace(tzinfo=UTC)] = path
    return found


def _reason(error: Exception) -> str:
    said = (getattr(error, name, None) for name in ("reason", "problem", "strerror"))
    return str(next(filter(None, said), error))
