"""Which servers the bot serves, and what it makes up for once it knows them: nobody tells of that.

Each thing stands for itself and is tried again: a server that cannot be left just now, or a locked
database, must not keep the rest from being done.
"""

import asyncio
from collections.abc import Awaitable, Callable, Collection, Sequence
from functools import partial

import aiohttp
import discord
import structlog

from bot.domain.ids import ChannelId, GuildId
from bot.errors import StorageError
from bot.services.services import Services

# In all some six minutes.
_TRIES, _PAUSE_SECONDS, _LONGEST_PAUSE_SECONDS = 12, 1.0, 60.0
_PASSING = (StorageError, discord.HTTPException, aiohttp.ClientError, OSError)

_log = structlog.get_logger()


class Arrival:
    """Takes up the servers that the bot finds itself in, and leaves those it is not to serve."""

    def __init__(self, services: Services, guild_ids: Collection[int]) -> None:
        self._services = services
        # Where it stays; in every server if none is named.
        self._guild_ids = frozenset(guild_ids)

    def serves(self, guild_id: int) -> bool:
        """Say whether what is asked for in a server may be done."""
        return not self._guild_ids or guild_id in self._guild_ids

    async def ready(self, guilds: Sequence[discord.Guild]) -> None:
        """Make up for what happened in servers, to rights and to threads while nobody told."""
        leaving = self._to_leave(guilds, among=guilds)
        present = {GuildId(guild.id) for guild in guilds if guild not in leaving}
        active = {
            GuildId(guild.id): {ChannelId(thread.id) for thread in guild.threads}
            for guild in guilds
            if guild not in leaving
        }
        await _attempt("servers", partial(self._take_up, present))
        for guild_id in sorted(present):
            await _attempt("rights", partial(self._services.healing.rights_changed, guild_id))
        await _attempt("threads", partial(self._services.moderation.threads_present, active))
        await self._leave(leaving)

    async def joined(self, guild: discord.Guild, *, among: Sequence[discord.Guild]) -> None:
        """Take up a server that the bot was added to, or leave it."""
        leaving = self._to_leave([guild], among=among)
        await self._leave(leaving)
        if not leaving:
            guild_id = GuildId(guild.id)
            await _attempt("a server", partial(self._services.moderation.guild_joined, guild_id))
            await _attempt("rights", partial(self._services.healing.rights_changed, guild_id))
            self._services.readback.ask_guild(guild_id)

    async def _take_up(self, present: Collection[GuildId]) -> None:
        for guild_id in await self._services.moderation.guilds_present(present):
            self._services.readback.ask_guild(guild_id)
        self._services.upkeep.may_purge()

    def _to_leave(
        self, guilds: Sequence[discord.Guild], *, among: Sequence[discord.Guild]
    ) -> list[discord.Guild]:
        if among and not any(self.serves(guild.id) for guild in among):
            # More likely a slip of the host's than a wish to leave the only servers there are.
            _log.warning(
                "COLLOQUY_GUILDS names none of the servers the bot is in; it leaves none of them, "
                "but refuses their commands until an id is set right",
                guild_ids=[guild.id for guild in among],
            )
            return []
        return [guild for guild in guilds if not self.serves(guild.id)]

    async def _leave(self, guilds: Sequence[discord.Guild]) -> None:
        for guild in guilds:
            _log.warning(
                "leaving a server that COLLOQUY_GUILDS does not name; add its id there to stay",
                guild_id=guild.id,
            )
        await asyncio.gather(*(_attempt("leaving", partial(_leave, guild)) for guild in guilds))


async def _leave(guild: discord.Guild) -> None:
    try:
        await guild.leave()
    except discord.NotFound:
        _log.info("a server had been left already", guild_id=guild.id)


async def _attempt(what: str, work: Callable[[], Awaitable[object]]) -> None:
    """Do one thing, again where time may mend its trouble; what fails for good is logged."""
    pause = _PAUSE_SECONDS
    for tries_left in reversed(range(_TRIES)):
        try:
            await work()
        except _PASSING as error:
            if not tries_left:
                _log.exception("given up until the next session", what=what)
                return
            _log.warning("not done yet; it is tried again", what=what, error=type(error).__name__)
            await asyncio.sleep(pause)
            pause = min(2 * pause, _LONGEST_PAUSE_SECONDS)
        except Exception:
            _log.exception("not done", what=what)
            return
        else:
            return
