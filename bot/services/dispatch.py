"""Dispatch: claims what is due, sets sections walking, and has the alarm rung for what comes next.

A ring, a restart and a retry are all the same: look at the rows, do what they call for.
"""

import asyncio
import time
from collections.abc import Callable, Collection
from datetime import datetime
from functools import partial
from typing import Protocol

import structlog

from bot.clock import Clock
from bot.domain.ids import DiscussionId, GuildId
from bot.domain.post import PostState
from bot.domain.walk import Phase
from bot.errors import DatabaseFailed
from bot.services.asides import Asides
from bot.services.claiming import claim, date_following
from bot.services.closing import close_with_next
from bot.services.indexing import Indexing
from bot.services.posting import Posting
from bot.services.publisher import Publisher
from bot.services.telling import Telling
from bot.services.walks import Waiting, Walks
from bot.storage import agenda, history, indexes
from bot.storage.agenda import ToAttend
from bot.storage.database import Database, Unit

_STORAGE_PAUSE_SECONDS = 1.0
# So many rows are gone through at once; between, everybody else has their turn. To claim one is
# quick, and is waited for.
_BATCH = 250
_CLAIM_BATCH = 1_000
# An index is read from many rows and asks little of Discord.
_MOST_INDEXES = 4

_log = structlog.get_logger()


class Alarm(Protocol):
    """Rings at an instant; the last one set counts."""

    def on_ring(self, listener: Callable[[], None]) -> None:
        """Call `listener` at every ring."""

    def set(self, instant: datetime | None) -> None:
        """Ring at `instant`, at once if it is past; None for not at all."""


class Dispatch:
    """The loop between alarm and posting."""

    def __init__(
        self,
        database: Database,
        posting: Posting,
        publisher: Publisher,
        indexing: Indexing,
        clock: Clock,
        alarm: Alarm,
    ) -> None:
        self._telling = Telling(database, publisher, clock)
        self._indexing = indexing
        self._told: Asides[GuildId] = Asides("telling", self._look_again)
        self._indexed: Asides[DiscussionId] = Asides("indexing", self._look_again)
        self._database = database
        self._clock = clock
        self._alarm = alarm
        self._bell = asyncio.Event()
        self._at_rest = asyncio.Event()
        # What is to be looked at: every discussion, or those of which a section came to rest.
        self._every = True
        self._stirred: set[DiscussionId] = set()
        # What a clock that ran ahead has claimed is looked for at the start, and when it was set.
        self._clock_was_set = True
        # Since when nothing that comes due is found, on the monotonic clock; None while it is.
        self.failing_since: float | None = None
        self.walks = Walks(posting, publisher, on_end=self._stir)
        alarm.on_ring(self.ring)
        clock.on_jump(self._note_jump)
        database.on_record(self.ring)
        indexing.on_refresh(self.ring)

    def ring(self) -> None:
        """Look at the rows again: an instant came, or somebody changed them."""
        self._every = True
        self._at_rest.clear()
        self._bell.set()

    def _note_jump(self) -> None:
        self._clock_was_set = True
        self._look_again()

    def _stir(self, discussion_id: DiscussionId) -> None:
        """Look at one discussion's rows again: thousands may be under way besides."""
        self._stirred.add(discussion_id)
        self._look_again()

    def _look_again(self) -> None:
        self._at_rest.clear()
        self._bell.set()

    async def at_rest(self) -> datetime | None:
        """Wait until nothing is due or under way; give the next instant at which something is."""
        await self._at_rest.wait()
        async with self._database.read() as unit:
            return await _next_at(unit, self._clock.now())

    async def run(self) -> None:
        """Dispatch until cancelled; sections under way are then left to the next start."""
        self.ring()
        async with asyncio.TaskGroup() as group:
            group.create_task(self.walks.run())
            while True:
                await self._bell.wait()
                self._bell.clear()
                try:
                    await self._look(group)
                except Exception as error:
                    # Whatever it is, one server's rows must not end the bot for all.
                    self._note_failure(error)
                    await asyncio.sleep(_STORAGE_PAUSE_SECONDS)
                    self.ring()
                else:
                    self._note_success()
                busy = self.walks or self._told or self._indexed
                if not busy and not self._bell.is_set():
                    self._at_rest.set()

    def _note_failure(self, error: Exception) -> None:
        """Tell the log, once until it goes on."""
        if self.failing_since is not None:
            return
        self.failing_since = time.monotonic()
        if isinstance(error, DatabaseFailed):
            _log.error(
                "what is due waits for the database; see that its disk has room and that no other "
                "program holds the file",
                reason=error.reason,
            )
        else:
            _log.error("dispatch could not look", exc_info=error)

    def _note_success(self) -> None:
        if self.failing_since is not None:
            self.failing_since = None
            _log.info("what was due goes on")

    async def _look(self, group: asyncio.TaskGroup) -> None:
        now = self._clock.now()
        among = None if self._every else frozenset(self._stirred)
        self._every = False
        self._stirred.clear()
        if self._clock_was_set:
            await self._bring_to_now(now)
            self._clock_was_set = False
        with self.walks.held():
            await self._claim(now, among)
        await self._date(now, among)
        await close_with_next(self._database, now, among)
        await self._attend(now, among)
        await self._have_told(group, now)
        await self._have_indexed(group, now)
        async with self._database.read() as unit:
            refreshed_at = await indexes.next_at(unit, after=now)
            due = filter(None, [await _next_at(unit, now), refreshed_at])
            self._alarm.set(min(due, default=None))

    async def _have_told(self, group: asyncio.TaskGroup, now: datetime) -> None:
        """Have what was done told in log channels, some servers at a time."""
        async with self._database.read() as unit:
            waiting = await history.list_to_be_told(unit, now=now, limit=_BATCH)
        for guild_id in waiting:
            self._told.begin(group, guild_id, partial(self._telling.tell, guild_id))

    async def _have_indexed(self, group: asyncio.TaskGroup, now: datetime) -> None:
        """Have indexes brought up to date, a few at a time: whoever ends one has us look again."""
        if len(self._indexed) >= _MOST_INDEXES:
            return
        async with self._database.read() as unit:
            waiting = await indexes.list_due(unit, now=now, limit=_MOST_INDEXES)
        for guild_id, discussion_id in waiting:
            if len(self._indexed) < _MOST_INDEXES:
                work = partial(self._indexing.attend, guild_id, discussion_id)
                self._indexed.begin(group, discussion_id, work)

    async def _bring_to_now(self, now: datetime) -> None:
        """Have what a clock that ran ahead has claimed go on now, and not when that time comes."""
        async with self._database.read() as unit:
            if not await agenda.is_any_ahead(unit, now=now):
                return
        async with self._database.write() as unit:
            await agenda.bring_to_now(unit, now=now)
        self._every = True
        self._bell.set()

    async def _claim(self, now: datetime, among: Collection[DiscussionId] | None) -> None:
        """Claim the posts whose slot has come, batch by batch."""
        async with self._database.read() as unit:
            if not await agenda.list_due(unit, now=now, among=among, limit=1):
                return
        more = True
        while more:
            async with self._database.write() as unit:
                due = await agenda.list_due(unit, now=now, among=among, limit=_CLAIM_BATCH)
                claimed = await claim(unit, due, now)
            for post in claimed:
                waiting = Waiting(post.guild_id, post.discussion_id, post.post_id, fresh=True)
                self.walks.add(waiting, Phase.SECTION)
            more = len(due) == _CLAIM_BATCH

    async def _date(self, now: datetime, among: Collection[DiscussionId] | None) -> None:
        """Give slots to what comes next; later, since nobody waits for that."""
        async with self._database.read() as unit:
            if not await agenda.list_undated(unit, now=now, among=among, limit=1):
                return
        more = True
        while more:
            async with self._database.write() as unit:
                more = await date_following(unit, now, among=among, limit=_BATCH)

    async def _attend(self, now: datetime, among: Collection[DiscussionId] | None) -> None:
        """Set the posts walking that are past planning and need something done now."""
        last: ToAttend | None = None
        while True:
            async with self._database.read() as unit:
                found = await agenda.list_to_attend(
                    unit, now=now, among=among, after=last, limit=_BATCH
                )
            for post in found:
                waiting = Waiting(post.guild_id, post.discussion_id, post.post_id, fresh=False)
                self.walks.add(waiting, _phase_of(post))
            if len(found) < _BATCH:
                return
            last = found[-1]


async def _next_at(unit: Unit, now: datetime) -> datetime | None:
    """Give the next instant at which anything is to be done."""
    instants = (
        await agenda.next_attention_at(unit, after=now),
        await history.next_tell_at(unit, after=now),
    )
    return min((at for at in instants if at is not None), default=None)


def _phase_of(post: ToAttend) -> Phase:
    """Guess what is to be done for a post; its walk knows."""
    if post.completed:
        return Phase.CLOSING
    return Phase.SECTION if post.state is PostState.CLAIMED else Phase.POLL
