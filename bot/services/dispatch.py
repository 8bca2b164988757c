"""Dispatch: claims what is due, sets sections walking, and has the alarm rung for what comes next.

A ring, a restart and a retry are all the same: look at the rows, do what they call for.
"""

import asyncio
from collections.abc import Callable, Collection, Iterable
from datetime import datetime
from typing import Protocol

import structlog

from bot.clock import Clock
from bot.domain.discussion import DiscussionState, PauseReason
from bot.domain.ids import DiscussionId
from bot.domain.post import PostState
from bot.domain.schedule import PUNCTUAL, MissedSlot, settle_missed, slot_of_next
from bot.domain.walk import Phase
from bot.services.posting import Posting
from bot.services.publisher import Publisher
from bot.services.walks import Waiting, Walks
from bot.storage import agenda, discussions
from bot.storage.agenda import Dating, DuePost, ToAttend
from bot.storage.database import Database, Unit

_STORAGE_PAUSE_SECONDS = 1.0
# So many rows are gone through at once; between, everybody else has their turn.
_BATCH = 250

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
        clock: Clock,
        alarm: Alarm,
    ) -> None:
        self._database = database
        self._clock = clock
        self._alarm = alarm
        self._bell = asyncio.Event()
        self._at_rest = asyncio.Event()
        # What is to be looked at: every discussion, or those of which a section came to rest.
        self._every = True
        self._stirred: set[DiscussionId] = set()
        self.walks = Walks(posting, publisher, on_end=self._stir)
        alarm.on_ring(self.ring)

    def ring(self) -> None:
        """Look at the rows again: an instant came, or somebody changed them."""
        self._every = True
        self._at_rest.clear()
        self._bell.set()

    def _stir(self, discussion_id: DiscussionId) -> None:
        """Look at one discussion's rows again: thousands may be under way besides."""
        self._stirred.add(discussion_id)
        self._at_rest.clear()
        self._bell.set()

    async def at_rest(self) -> datetime | None:
        """Wait until nothing is due or under way; give the next instant at which something is."""
        await self._at_rest.wait()
        async with self._database.read() as unit:
            return await agenda.next_attention_at(unit, after=self._clock.now())

    async def run(self) -> None:
        """Dispatch until cancelled; sections under way are then left to the next start."""
        self.ring()
        async with asyncio.TaskGroup() as group:
            group.create_task(self.walks.run())
            while True:
                await self._bell.wait()
                self._bell.clear()
                try:
                    await self._look()
                except Exception:
                    # Whatever it is, one server's rows must not end the bot for all.
                    _log.exception("dispatch could not look")
                    await asyncio.sleep(_STORAGE_PAUSE_SECONDS)
                    self.ring()
                if not self.walks and not self._bell.is_set():
                    self._at_rest.set()

    async def _look(self) -> None:
        now = self._clock.now()
        among = None if self._every else frozenset(self._stirred)
        self._every = False
        self._stirred.clear()
        await self._claim(now, among)
        await self._attend(now, among)
        async with self._database.read() as unit:
            self._alarm.set(await agenda.next_attention_at(unit, after=now))

    async def _claim(self, now: datetime, among: Collection[DiscussionId] | None) -> None:
        """Claim the posts whose slot has come and date their successors, batch by batch."""
        async with self._database.read() as unit:
            if not await agenda.list_due(unit, now=now, among=among, limit=1):
                return
        more = True
        while more:
            async with self._database.write() as unit:
                due = await agenda.list_due(unit, now=now, among=among, limit=_BATCH)
                claimed = await _claim(unit, due, now)
            for post in claimed:
                waiting = Waiting(post.guild_id, post.discussion_id, post.post_id, fresh=True)
                self.walks.add(waiting, Phase.SECTION)
            more = len(due) == _BATCH

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


def _phase_of(post: ToAttend) -> Phase:
    """Guess what is to be done for a post; its walk knows."""
    if post.completed:
        return Phase.CLOSING
    return Phase.SECTION if post.state is PostState.CLAIMED else Phase.POLL


async def _claim(unit: Unit, due: Iterable[DuePost], now: datetime) -> list[DuePost]:
    """Claim what is sent now, and give other slots to what is not and to what comes next."""
    claimed, datings = [], []
    for post in due:
        late_at = await _find_late(unit, post)
        sends_at = settle_missed(post.schedule, post.due_at, now, sent_at=late_at)
        if sends_at is not None and sends_at <= now:
            claimed.append(post)
        else:
            datings.append(_moved(post, sends_at))
    await agenda.claim_all(unit, claimed, at=now)
    # In a pause nothing follows what an organizer has posted by hand.
    running = [post for post in claimed if post.state is DiscussionState.RUNNING]
    datings += [_successor(post, now) for post in running]
    await agenda.date_all(unit, datings)
    await _pause_ended(unit, datings, now)
    return claimed


async def _find_late(unit: Unit, post: DuePost) -> datetime | None:
    """Give when the section before was sent, if that was late: who catches up waits after it."""
    if post.schedule.missed is not MissedSlot.CATCH_UP:
        return None
    last = await agenda.find_last_sent(
        unit, guild_id=post.guild_id, discussion_id=post.discussion_id
    )
    return last[1] if last and last[1] - last[0] > PUNCTUAL else None


def _moved(post: DuePost, sends_at: datetime | None) -> Dating:
    catches_up = post.schedule.missed is MissedSlot.CATCH_UP
    return Dating(
        guild_id=post.guild_id,
        discussion_id=post.discussion_id,
        # Who catches up goes on from the slot that was missed.
        due_at=post.due_at if catches_up else sends_at,
        sends_at=sends_at,
    )


def _successor(post: DuePost, now: datetime) -> Dating:
    return Dating(
        guild_id=post.guild_id,
        discussion_id=post.discussion_id,
        due_at=slot_of_next(post.schedule, post.due_at, now),
    )


async def _pause_ended(unit: Unit, datings: Iterable[Dating], now: datetime) -> None:
    """Pause the discussions whose schedule has ended with sections left."""
    for dating in datings:
        if dating.due_at is not None:
            continue
        guild_id, discussion_id = dating.guild_id, dating.discussion_id
        if await agenda.count_planned(unit, guild_id=guild_id, discussion_id=discussion_id):
            await discussions.pause(
                unit,
                guild_id=guild_id,
                discussion_id=discussion_id,
                reason=PauseReason.SCHEDULE_ENDED,
                at=now,
            )
            _log.warning(
                "schedule ended with sections left", guild_id=guild_id, discussion_id=discussion_id
            )
