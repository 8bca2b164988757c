"""Telling: what was done reaches the server's log channel, once, in order, and stops nothing.

An entry is recorded with the deed it tells of; `dispatch` has it told when it is due. It is said in
the server's language, for whoever reads along. What the bot paused by itself goes to the starter
who agreed, in a direct message, where no log channel takes it; what neither takes is left for the
reply to an organizer's next command (`Healing.take_untold`).
"""

from datetime import timedelta
from typing import Final

import structlog

from bot.clock import Clock
from bot.domain.ids import GuildId
from bot.errors import AccessLost, Permanent, Temporary
from bot.services.publisher import Publisher
from bot.services.section import language_of_server
from bot.storage import history
from bot.storage.database import Database
from bot.storage.history import ToTell
from bot.ui.speech import speaking

_FIRST_PAUSE: Final = timedelta(seconds=15)
_LONGEST_PAUSE: Final = timedelta(hours=1)
# A log channel that refuses is asked again for about a day.
_MOST_ATTEMPTS: Final = 30

_log = structlog.get_logger()


class Telling:
    """Sends recorded entries to log channels, or to those who started a discussion."""

    def __init__(self, database: Database, publisher: Publisher, clock: Clock) -> None:
        self._database = database
        self._publisher = publisher
        self._clock = clock

    async def tell(self, guild_id: GuildId) -> None:
        """Tell a server all that is due, one entry after the other."""
        async with self._database.read() as unit:
            language = await language_of_server(unit, guild_id)
        while (due := await self._begin(guild_id)) is not None:
            try:
                with speaking(language):
                    await self._send(due)
            except Permanent as error:
                await self._refused(due, error)
            except Temporary as error:
                pause = min(_FIRST_PAUSE * 2 ** min(due.attempts, 10), _LONGEST_PAUSE)
                await self._put_off(due, pause, error.reason)
            else:
                async with self._database.write() as unit:
                    await history.record_told(unit, entry=due.entry, at=self._clock.now())

    async def _begin(self, guild_id: GuildId) -> ToTell | None:
        """Find the next entry, and note before it is sent that it may have been."""
        now = self._clock.now()
        async with self._database.write() as unit:
            due = await history.find_to_tell(unit, guild_id=guild_id, now=now)
            if due is not None and due.tried_at is None:
                await history.record_tried(unit, entry=due.entry, at=now)
        return due

    async def _send(self, due: ToTell) -> None:
        if due.channel_id is not None:
            await self._publisher.tell(due.entry, due.channel_id, since=due.tried_at)
        elif due.starter_id is not None:
            await self._publisher.write_to(due.starter_id, due.entry, since=due.tried_at)
        else:
            raise Permanent(reason="the starter does not agree to direct messages any more")

    async def _refused(self, due: ToTell, error: Permanent) -> None:
        """Ask no more of who takes no direct message, and seldom of a log channel."""
        if due.channel_id is None:
            await self._give_up(due, error.reason)
            return
        if isinstance(error, AccessLost):
            # Asking on would count towards Discord's ban.
            await self._put_off(due, _LONGEST_PAUSE, error.reason)
        async with self._database.write() as unit:
            at = self._clock.now()
            handed_on = await history.hand_on(unit, guild_id=due.entry.guild_id, at=at)
        if not isinstance(error, AccessLost) and due.entry.entry_id not in handed_on:
            await self._give_up(due, error.reason)

    async def _put_off(self, due: ToTell, pause: timedelta, reason: str) -> None:
        if due.attempts + 1 >= _MOST_ATTEMPTS:
            await self._give_up(due, reason)
            return
        until = self._clock.now() + pause
        async with self._database.write() as unit:
            if due.channel_id is None:
                await history.put_off_direct(unit, entry=due.entry, until=until)
            else:
                await history.put_off(unit, entry=due.entry, until=until)
        _log.warning("not told yet", **_ids(due), reason=reason, again_at=until)

    async def _give_up(self, due: ToTell, reason: str) -> None:
        async with self._database.write() as unit:
            await history.record_untold(unit, entry=due.entry)
        _log.warning("not told", **_ids(due), reason=reason)


def _ids(due: ToTell) -> dict[str, int | None]:
    return {
        "guild_id": due.entry.guild_id,
        "entry_id": due.entry.entry_id,
        "channel_id": due.channel_id,
    }
