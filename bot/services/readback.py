"""Reading back: what happened to votes while nobody listened is read from Discord and compared.

Done for the open polls of a shard whenever it begins a new gateway session (nothing is replayed
then), for those of a server that the bot is added to again, and for every poll before it closes.
"""

import asyncio
from collections.abc import Callable, Collection
from typing import NamedTuple, Protocol

import structlog

from bot.clock import Clock
from bot.domain.ids import GuildId, MessageId, PollId
from bot.domain.poll import Poll
from bot.errors import Permanent, StorageError, TargetGone, Temporary
from bot.services.intake import Intake, Watch
from bot.services.publisher import Publisher
from bot.storage import polls, votes
from bot.storage.database import Database
from bot.storage.votes import Addition, Mark

_RETRY_SECONDS = 30.0
_GUILD_SHIFT = 22  # a guild's shard is its id above the low 22 bits, modulo the shard count

_log = structlog.get_logger()


class Check(NamedTuple):
    """How many marks were mended, and whether the bot's own mark is on each option."""

    mended: int
    seeded: bool


class Findings(Protocol):
    """Whoever sees to what reading back finds besides votes: the same as events tell."""

    async def reactions_cleared(self, guild_id: GuildId, poll_id: PollId) -> None:
        """Hear that an open poll lacks its seeds."""

    async def messages_deleted(self, guild_id: GuildId, message_ids: Collection[MessageId]) -> None:
        """Hear that a poll's message is gone."""


class Readback:
    """Compares vote rows with the reactions Discord shows, and mends the rows."""

    def __init__(
        self, database: Database, publisher: Publisher, intake: Intake, clock: Clock
    ) -> None:
        self._database = database
        self._publisher = publisher
        self._intake = intake
        self._clock = clock
        self._asked: asyncio.Queue[Callable[[GuildId], bool]] = asyncio.Queue()
        self._done = asyncio.Event()
        self._done.set()
        self._findings: Findings | None = None

    def report_to(self, findings: Findings) -> None:
        """Have cleared seeds and deleted polls that are found seen to."""
        self._findings = findings

    def ask(self, *, shard_id: int, shard_count: int) -> None:
        """Have a shard's open polls read back: its new session tells nothing of what was before."""
        self._ask(lambda guild_id: (guild_id >> _GUILD_SHIFT) % shard_count == shard_id)

    def ask_guild(self, guild_id: GuildId) -> None:
        """Have a server's open polls read back: nothing was told of it while it was left."""
        self._ask(lambda other_id: other_id == guild_id)

    def _ask(self, concerns: Callable[[GuildId], bool]) -> None:
        self._done.clear()
        self._asked.put_nowait(concerns)

    async def settled(self) -> None:
        """Wait until everything asked for so far has been tried; what failed is tried again."""
        await self._done.wait()

    async def run(self) -> None:
        """Read back what is asked for until cancelled."""
        while True:
            concerns = await self._asked.get()
            try:
                checked = await self._check_all(concerns)
            except StorageError:
                _log.exception("reading back waits for the database")
                checked = False
            if not checked:
                asyncio.get_running_loop().call_later(
                    _RETRY_SECONDS, self._asked.put_nowait, concerns
                )
            if self._asked.empty():
                self._done.set()

    async def _check_all(self, concerns: Callable[[GuildId], bool]) -> bool:
        async with self._database.read() as unit:
            open_polls = await polls.list_open(unit)
        checked = True
        for poll in open_polls:
            if concerns(poll.guild_id):
                checked &= await self.catch_up(poll)
        return checked

    async def check(self, poll: Poll) -> Check:
        """Bring a poll's rows to what Discord shows now.

        Events that arrive meanwhile are newer than the reading, so the marks they speak of are
        left to them. Marks found here have no order: the counting rule knows what that means.
        """
        while True:
            with self._intake.watching(poll.poll_id) as watch:
                reading = await self._publisher.fetch_votes(poll)
                shown = {
                    Mark(poll.guild_id, poll.poll_id, cast.position, cast.member_id)
                    for cast in reading.votes
                }
                await self._intake.flush()
                mended = await self._mend(poll, shown, watch)
                if mended is not None:
                    return Check(mended, reading.seeded)

    async def _mend(self, poll: Poll, shown: set[Mark], watch: Watch) -> int | None:
        """Bring the rows to what is shown; None if reactions were cleared since it was read."""
        async with self._database.write() as unit:
            # Only here, where no batch can come between: the reading may hold what was cleared.
            if watch.cleared:
                return None
            held = {
                Mark(poll.guild_id, poll.poll_id, vote.position, vote.member_id)
                for vote in await votes.list_of_poll(
                    unit, guild_id=poll.guild_id, poll_id=poll.poll_id
                )
            }
            missing, stale = shown - held - watch.touched, held - shown - watch.touched
            await votes.apply(
                unit,
                removals=stale,
                additions=[Addition(mark, None) for mark in missing],
                at=self._clock.now(),
            )
        return len(missing) + len(stale)

    async def catch_up(self, poll: Poll) -> bool:
        """Check a poll, whatever Discord says to it; False where it is worth trying again."""
        log = _log.bind(guild_id=poll.guild_id, poll_id=poll.poll_id)
        try:
            check = await self.check(poll)
        except Temporary as error:
            log.warning("poll could not be read back yet", reason=error.reason)
            return False
        except TargetGone:
            if self._findings and poll.message_id:
                await self._findings.messages_deleted(poll.guild_id, {poll.message_id})
        except Permanent as error:
            # The section's own walk meets the same refusal when it closes the poll, and says so.
            log.warning("poll cannot be read back", reason=error.reason)
        else:
            log.info("poll read back", mended=check.mended)
            # One that is just being seeded is seen to already.
            if self._findings and poll.seeded_at and not check.seeded:
                await self._findings.reactions_cleared(poll.guild_id, poll.poll_id)
        return True
