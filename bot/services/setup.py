"""Setup: what a server has set for all its discussions, seen and changed, and put on record."""

from dataclasses import fields, replace
from typing import Any

from bot.clock import Clock
from bot.domain.guild import GuildSettings
from bot.domain.history import Deed, HistoryEntry
from bot.domain.ids import GuildId, MemberId
from bot.storage import guilds, history
from bot.storage.database import Database


class Setup:
    """The server's settings."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def get(self, guild_id: GuildId) -> GuildSettings:
        """Give what the server has set."""
        async with self._database.read() as unit:
            return await guilds.get_settings(unit, guild_id=guild_id)

    async def change(
        self, guild_id: GuildId, *, by: MemberId, told: bool = True, **changes: Any
    ) -> GuildSettings:
        """Set what is named, by the names of `GuildSettings`; the rest stays as it is.

        What was changed is put on record by its name, once for each; what is set already is not.
        Unless it is `told` the log channel hears nothing of it.
        """
        async with self._database.write() as unit:
            before = await guilds.get_settings(unit, guild_id=guild_id)
            after = replace(before, **changes)
            await guilds.set_settings(unit, guild_id=guild_id, settings=after)
            for one in fields(GuildSettings):
                if getattr(before, one.name) != getattr(after, one.name):
                    await history.record(
                        unit,
                        HistoryEntry(
                            guild_id=guild_id,
                            discussion_id=None,
                            deed=Deed.SETTINGS_CHANGED,
                            done_by=by,
                            done_at=self._clock.now(),
                            detail={"setting": one.name, "to": str(getattr(after, one.name) or "")},
                        ),
                        told=told,
                    )
        return after
