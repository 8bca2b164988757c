"""Intake: reaction events in, batches of vote rows out.

The gateway's hook calls in synchronously and returns at once: an event touches memory only.
`run` writes what has gathered every few milliseconds, in one transaction.
"""

import asyncio
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from enum import Enum, auto

import structlog

from bot.clock import Clock
from bot.domain.ballot import normalise_emoji
from bot.domain.ids import MemberId, MessageId, PollId
from bot.domain.poll import Poll
from bot.errors import DatabaseFailed
from bot.histogram import Histogram
from bot.storage import erasures, votes
from bot.storage.database import Database
from bot.storage.votes import Addition, Clearing, Mark

_BATCH_SECONDS = 0.01
_RETRY_SECONDS = 1.0
# While polls are being sent, every reacted message anywhere may be one of them.
_MOST_EARLY_MESSAGES = 2_000
_DELAYS = (0.005, 0.01, 0.015, 0.02, 0.03, 0.05, 0.1, 0.25, 1.0, 5.0)  # seconds

_log = structlog.get_logger()


class _Change(Enum):
    ADDED = auto()
    REMOVED = auto()
    CLEARED = auto()


@dataclass(frozen=True, slots=True)
class _Event:
    change: _Change
    message_id: MessageId
    emoji: str | None
    member_id: MemberId | None


@dataclass(frozen=True, slots=True)
class _Ballot:
    guild_id: int
    poll_id: int
    positions: dict[str, int]


@dataclass(slots=True)
class _Batch:
    """What has gathered: per mark the last event wins, but a removal before it is remembered."""

    # When its first event was heard, on the monotonic clock.
    since: float = 0.0
    cleared: list[Clearing] = field(default_factory=list)
    removed: set[Mark] = field(default_factory=set)
    added: dict[Mark, int] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return bool(self.cleared or self.removed or self.added)

    def add(self, mark: Mark, arrival: int) -> None:
        self.added[mark] = arrival

    def remove(self, mark: Mark) -> None:
        self.added.pop(mark, None)
        self.removed.add(mark)

    def clear(self, clearing: Clearing) -> None:
        def covered(mark: Mark) -> bool:
            return mark.poll_id == clearing.poll_id and clearing.position in {None, mark.position}

        self.added = {mark: at for mark, at in self.added.items() if not covered(mark)}
        self.removed = {mark for mark in self.removed if not covered(mark)}
        self.cleared.append(clearing)


@dataclass(slots=True)
class Watch:
    """What events said of a poll while its reactions were being read back."""

    touched: set[Mark] = field(default_factory=set)
    cleared: bool = False


class Intake:
    """Hears the reactions on open polls and keeps them as votes."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock
        self._ballots: dict[MessageId, _Ballot] = {}
        self._batch = _Batch()
        # Taken from `_batch` and not known to be rows yet.
        self._unwritten: list[_Batch] = []
        self._writing = asyncio.Lock()
        self._gathered = asyncio.Event()
        self._arrival = 0
        self._expected = 0
        self._early: dict[MessageId, list[_Event]] = {}
        self._early_missed = False
        self._watches: dict[PollId, list[Watch]] = {}
        # Polls that somebody was erased from: who reacts on them anew is to be read back again.
        self._erased_from: set[PollId] = set()
        # For whoever watches: events on open polls, and seconds from a batch's first to its rows.
        self.heard = 0
        self.delays = Histogram(_DELAYS)

    @property
    def waiting(self) -> int:
        """How many marks have been heard and are not rows yet."""
        batches = (self._batch, *self._unwritten)
        return sum(len(batch.added) + len(batch.removed) for batch in batches)

    @property
    def waiting_since(self) -> float | None:
        """When the oldest event that is no row yet was heard, on the monotonic clock."""
        return next((batch.since for batch in (*self._unwritten, self._batch) if batch), None)

    # ── what is listened for ──────────────────────────────────────────────────────────────────

    async def load(self, polls: Iterable[Poll]) -> None:
        """Listen for the polls that rows say are open, and go on numbering where rows end."""
        async with self._database.read() as unit:
            self._arrival = await votes.last_arrival(unit)
            self._erased_from = await erasures.list_polls(unit)
        for poll in polls:
            self.listen(poll)

    def listen(self, poll: Poll) -> bool:
        """Take reactions on an open poll's message for votes from now on.

        False if some that came before may have been missed: then it is to be read back.
        """
        if poll.message_id is None:
            return True
        positions = {normalise_emoji(option.emoji): option.position for option in poll.options}
        self._ballots[poll.message_id] = _Ballot(poll.guild_id, poll.poll_id, positions)
        for event in self._early.pop(poll.message_id, ()):
            self._take(event)
        return not self._early_missed

    def ignore(self, poll: Poll) -> None:
        """Take reactions on a poll for votes no longer."""
        if poll.message_id is not None:
            self._ballots.pop(poll.message_id, None)

    def note_erasure(self, poll_ids: Iterable[PollId]) -> None:
        """Note that a member was erased from these polls: reacting anew counts as that."""
        self._erased_from.update(poll_ids)

    @contextmanager
    def expecting(self) -> Iterator[None]:
        """Hold reactions on unknown messages while a poll is being sent.

        The gateway may tell of a vote before the request that sent its poll has been answered.
        """
        self._expected += 1
        try:
            yield
        finally:
            self._expected -= 1
            if not self._expected:
                self._early.clear()
                self._early_missed = False

    @contextmanager
    def watching(self, poll_id: PollId) -> Iterator[Watch]:
        """Note what events say of a poll while its reactions are being read back."""
        watch = Watch()
        self._watches.setdefault(poll_id, []).append(watch)
        try:
            yield watch
        finally:
            # By identity: two fresh watches are equal.
            others = [other for other in self._watches[poll_id] if other is not watch]
            if others:
                self._watches[poll_id] = others
            else:
                del self._watches[poll_id]

    # ── events, from the gateway's hook ───────────────────────────────────────────────────────

    def added(self, message_id: MessageId, emoji: str, member_id: MemberId) -> None:
        """Hear that a member put a reaction."""
        self._hear(_Event(_Change.ADDED, message_id, emoji, member_id))

    def removed(self, message_id: MessageId, emoji: str, member_id: MemberId) -> None:
        """Hear that a member's reaction was taken back."""
        self._hear(_Event(_Change.REMOVED, message_id, emoji, member_id))

    def cleared(self, message_id: MessageId, emoji: str | None = None) -> None:
        """Hear that a moderator took all reactions away, or all of one emoji."""
        self._hear(_Event(_Change.CLEARED, message_id, emoji, None))

    def find_poll(self, message_id: MessageId) -> PollId | None:
        """Find the open poll that a message bears."""
        ballot = self._ballots.get(message_id)
        return None if ballot is None else PollId(ballot.poll_id)

    def _hear(self, event: _Event) -> None:
        if event.message_id in self._ballots:
            self._take(event)
        elif self._expected:
            self._keep_early(event)

    def _keep_early(self, event: _Event) -> None:
        if len(self._early) < _MOST_EARLY_MESSAGES or event.message_id in self._early:
            self._early.setdefault(event.message_id, []).append(event)
        else:
            self._early_missed = True

    def _take(self, event: _Event) -> None:
        ballot = self._ballots[event.message_id]
        position = None
        if event.emoji is not None:
            position = ballot.positions.get(normalise_emoji(event.emoji))
            if position is None:
                return
        watches = self._watches.get(PollId(ballot.poll_id), ())
        if event.member_id is None or position is None:
            self._batch.clear(Clearing(ballot.guild_id, ballot.poll_id, position))
            for watch in watches:
                watch.cleared = True
        else:
            mark = Mark(ballot.guild_id, ballot.poll_id, position, event.member_id)
            for watch in watches:
                watch.touched.add(mark)
            if event.change is _Change.ADDED:
                self._arrival += 1
                self._batch.add(mark, self._arrival)
            else:
                self._batch.remove(mark)
        self.heard += 1
        if not self._batch.since:
            self._batch.since = time.monotonic()
            self._gathered.set()

    # ── rows ──────────────────────────────────────────────────────────────────────────────────

    async def run(self) -> None:
        """Write batches until cancelled; a vote is a row some ten milliseconds after its event."""
        while True:
            await self._gathered.wait()
            await asyncio.sleep(_BATCH_SECONDS)
            await self.flush()

    async def flush(self) -> None:
        """Write what has gathered; when this returns, all events heard before it are rows."""
        async with self._writing:
            if self._batch:
                self._unwritten.append(self._batch)
                self._batch = _Batch()
            self._gathered.clear()
            # Whoever is cancelled here leaves the batch to the next; to write it twice is no harm.
            while self._unwritten:
                try:
                    await self._write(self._unwritten[0])
                except DatabaseFailed as error:
                    _log.error("votes wait for the database", reason=error.reason)
                    await asyncio.sleep(_RETRY_SECONDS)
                else:
                    self.delays.observe(time.monotonic() - self._unwritten[0].since)
                    del self._unwritten[0]

    async def _write(self, batch: _Batch) -> None:
        additions = [Addition(mark, arrival) for mark, arrival in batch.added.items()]
        anew = [mark for mark in batch.added if mark.poll_id in self._erased_from]
        async with self._database.write() as unit:
            await votes.apply(
                unit,
                clearings=batch.cleared,
                removals=batch.removed,
                additions=additions,
                at=self._clock.now(),
            )
            if anew:
                await erasures.revive(unit, anew)
