"""Privacy: what is stored about a member, and taking it away for good.

An erasure is written to the ledger before it is done in the rows, so that neither a crash nor a
restored copy of the database undoes it.
"""

import asyncio

import structlog

from bot.domain.ballot import PollState
from bot.domain.holdings import Holdings
from bot.domain.ids import GuildId, MemberId
from bot.errors import DatabaseFailed, LedgerUnreadable
from bot.services.intake import Intake
from bot.storage import erasures, holdings, polls
from bot.storage.database import Database, Unit
from bot.storage.ledger import Erasure

_log = structlog.get_logger()


class Privacy:
    """Shows and erases."""

    def __init__(self, database: Database, intake: Intake) -> None:
        self._database = database
        self._intake = intake

    async def show(self, guild_id: GuildId, member_id: MemberId) -> Holdings:
        """Find what is stored about a member of a server."""
        await self._intake.flush()
        async with self._database.read() as unit:
            return await holdings.find(unit, guild_id=guild_id, member_id=member_id)

    async def erase(self, guild_id: GuildId, member_id: MemberId) -> Holdings:
        """Erase a member from a server's rows; give what was stored about them.

        Votes on open polls go and are not read back until the member reacts anew; closed polls
        keep their totals.
        """
        held = await self.show(guild_id, member_id)
        try:
            erasure = await asyncio.to_thread(self._database.ledger.add, guild_id, member_id)
        except OSError as error:
            raise DatabaseFailed(reason=error.strerror or str(error)) from error
        except LedgerUnreadable as error:
            raise DatabaseFailed(reason=f"{error.path}: {error.reason}") from error
        async with self._database.write() as unit:
            await self._do(unit, erasure, member_id)
        _log.info("a member was erased", guild_id=guild_id)
        return held

    async def replay(self) -> None:
        """Do what the ledger says and these rows do not know of: they are from an older copy."""
        ledger = self._database.ledger
        written = await asyncio.to_thread(ledger.erasures)
        async with self._database.write() as unit:
            done = await erasures.list_recorded(unit)
            for erasure in written:
                if erasure.erasure_id not in done:
                    guild_id = GuildId(erasure.guild_id)
                    member_id = await erasures.find_member(
                        unit, guild_id=guild_id, hash=erasure.hash
                    )
                    await self._do(unit, erasure, member_id)
                    _log.info("an erasure was done again", guild_id=guild_id)
        unknown = done - {erasure.erasure_id for erasure in written}
        if unknown:
            _log.warning(
                "the ledger of erasures lacks some that were done here, so they would not survive "
                "a restored copy; put the file back that lay beside the database",
                file=str(ledger.path),
                missing=len(unknown),
            )

    async def _do(self, unit: Unit, erasure: Erasure, member_id: MemberId | None) -> None:
        guild_id = GuildId(erasure.guild_id)
        if member_id is not None:
            await erasures.erase(unit, guild_id=guild_id, member_id=member_id)
        await erasures.leave_out(unit, guild_id=guild_id, hash=erasure.hash)
        await erasures.record(unit, erasure.erasure_id)
        still_open = await polls.list_of_guild(unit, guild_id=guild_id, states=(PollState.OPEN,))
        self._intake.note_erasure(poll.poll_id for poll in still_open)
