"""Intake: reaction events in, batches of vote rows out.

The gateway's hook calls in synchronously and returns at once: an event touches memory only.
`run` writes what has gathered, in one transaction every few milliseconds. Memory is bounded: while
the database cannot keep up, events of whole polls are dropped, and those polls are read back.
"""

import asyncio
import time
from collections import deque
from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from functools import partial

import structlog

from bot.clock import Clock
from bot.domain.ballot import normalise_emoji, spell_emoji
from bot.domain.ids import GuildId, MemberId, MessageId, PollId
from bot.domain.poll import Poll
from bot.errors import DatabaseFailed
from bot.histogram import Histogram
from bot.services.batch import Batch
from bot.services.early_events import EarlyEvents
from bot.storage import erasures, votes
from bot.storage.database import Database, UnitAtOnce
from bot.storage.votes import Addition, Clearing, Mark

# From one transaction's begin to the next: no more than a hundred each second, with some to spare.
_APART_SECONDS = 0.012
_RETRY_SECONDS = 1.0
# So much is written at once at most: the loop stands still while a batch is put into JSON.
_MOST_IN_BATCH = 2_000
# Some 100 MB; ten thousand votes a second fill it in twenty seconds.
_MOST_WAITING = 200_000
_DELAYS = (0.005, 0.01, 0.015, 0.02, 0.03, 0.05, 0.1, 0.25, 1.0, 5.0)  # seconds

_log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class _Ballot:
    guild_id: int
    poll_id: int
    positions: dict[str, int]
    # As the bot's own marks stand there, and where others of another skin tone stand besides.
    spellings: frozenset[str]
    mixed: set[int] = field(default_factory=set)


@dataclass(slots=True)
class Watch:
    """What events said of a poll while its reactions were being read back."""

    touched: set[Mark] = field(default_factory=set)
    cleared: bool = False
    dropped: bool = False

    def note(self, change: Mark | Clearing) -> None:
        """Note what an event changed."""
        if isinstance(change, Mark):
            self.touched.add(change)
        else:
            self.cleared = True

    @property
    def outdated(self) -> bool:
        """Whether what was read may hold what is no more, or lack what was not heard."""
        return self.cleared or self.dropped


def _position(ballot: _Ballot, emoji: str) -> int | None:
    position = ballot.positions.get(normalise_emoji(emoji))
    if position is not None and spell_emoji(emoji) not in ballot.spellings:
        ballot.mixed.add(position)
    return position


def _mark(ballot: _Ballot, emoji: str, member_id: MemberId) -> Mark | None:
    position = _position(ballot, emoji)
    if position is None:
        return None
    return Mark(ballot.guild_id, ballot.poll_id, position, member_id)


class Intake:
    """Hears the reactions on open polls and keeps them as votes."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock
        self._ballots: dict[MessageId, _Ballot] = {}
        self._batch = Batch()
        # Taken from `_batch` and not known to be rows yet.
        self._unwritten: deque[Batch] = deque()
        self._held = 0
        self._dropped: set[tuple[GuildId, PollId]] = set()
        self._on_dropped: Callable[[GuildId, PollId], None] = lambda _guild_id, _poll_id: None
        self._on_kept: Callable[[Collection[PollId]], None] = lambda _poll_ids: None
        self._writing = asyncio.Lock()
        # On the loop's clock.
        self._began_writing = float("-inf")
        self._gathered = asyncio.Event()
        self._arrival = 0
        self._early = EarlyEvents()
        self._watches: dict[PollId, list[Watch]] = {}
        # Polls that somebody was erased from: who reacts on them anew is to be read back again.
        self._erased_from: set[PollId] = set()
        # For whoever watches: events on open polls, those of them that were dropped, and seconds
        # from a batch's first to its rows.
        self.heard = 0
        self.dropped = 0
        self.delays = Histogram(_DELAYS)

    @property
    def waiting(self) -> int:
        """How many marks have been heard and are not rows yet."""
        return self._held + len(self._batch)

    @property
    def waiting_since(self) -> float | None:
        """When the oldest event that is no row yet was heard, on the monotonic clock."""
        return next((batch.since for batch in (*self._unwritten, self._batch) if batch), None)

    def report_kept_to(self, listener: Callable[[Collection[PollId]], None]) -> None:
        """Have somebody told, at once and in memory, of which polls votes have been kept."""
        self._on_kept = listener

    def report_dropped_to(self, listener: Callable[[GuildId, PollId], None]) -> None:
        """Have polls read back whose events do not tell all: dropped ones, or of one skin tone.

        Those that were dropped are told of once there is room again.
        """
        self._on_dropped = listener

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
        spellings = frozenset(spell_emoji(option.emoji) for option in poll.options)
        ballot = _Ballot(poll.guild_id, poll.poll_id, positions, spellings)
        self._ballots[poll.message_id] = ballot
        for hear_again in self._early.take(poll.message_id):
            hear_again()
        return not self._early.missed

    def note_shown(self, poll: Poll, emoji: Iterable[str]) -> None:
        """Note which reactions are seen under a poll, in whichever skin tones."""
        ballot = self._ballots.get(poll.address[1])
        if ballot is not None:
            for one in emoji:
                _position(ballot, one)

    def ignore(self, poll: Poll) -> None:
        """Take reactions on a poll for votes no longer."""
        if poll.message_id is not None:
            self._ballots.pop(poll.message_id, None)

    def note_erasure(self, poll_ids: Iterable[PollId]) -> None:
        """Note that a member was erased from these polls: reacting anew counts as that."""
        self._erased_from.update(poll_ids)

    def expecting(self) -> AbstractContextManager[None]:
        """Hold reactions on unknown messages while a poll is being sent."""
        return self._early.expecting()

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

    def hears(self, message_id: MessageId) -> bool:
        """Say whether reactions on a message may be votes; for all others this is all they cost."""
        return message_id in self._ballots or self._early.expected

    def added(self, message_id: MessageId, emoji: str, member_id: MemberId) -> None:
        """Hear that a member put a reaction."""
        ballot = self._ballots.get(message_id)
        if ballot is None:
            self._early.keep(message_id, partial(self.added, message_id, emoji, member_id))
            return
        mark = _mark(ballot, emoji, member_id)
        if mark is not None and self._takes(mark):
            self._arrival += 1
            self._batch.add(mark, self._arrival)

    def removed(self, message_id: MessageId, emoji: str, member_id: MemberId) -> None:
        """Hear that a member's reaction was taken back."""
        ballot = self._ballots.get(message_id)
        if ballot is None:
            self._early.keep(message_id, partial(self.removed, message_id, emoji, member_id))
            return
        mark = _mark(ballot, emoji, member_id)
        if mark is not None and self._takes(mark):
            self._batch.remove(mark)
            if mark.position in ballot.mixed:
                # They may still hold the option in another skin tone.
                self._on_dropped(GuildId(ballot.guild_id), PollId(ballot.poll_id))

    def cleared(self, message_id: MessageId, emoji: str | None = None) -> None:
        """Hear that a moderator took all reactions away, or all of one emoji."""
        ballot = self._ballots.get(message_id)
        if ballot is None:
            self._early.keep(message_id, partial(self.cleared, message_id, emoji))
            return
        position = None
        if emoji is not None:
            position = _position(ballot, emoji)
            if position is None:
                return
            if position in ballot.mixed:
                # Who holds the option in another skin tone keeps it.
                for watch in self._watches.get(PollId(ballot.poll_id), ()):
                    watch.cleared = True
                self._on_dropped(GuildId(ballot.guild_id), PollId(ballot.poll_id))
                return
        clearing = Clearing(ballot.guild_id, ballot.poll_id, position)
        if self._takes(clearing):
            self._batch.clear(clearing)

    def find_poll(self, message_id: MessageId) -> PollId | None:
        """Find the open poll that a message bears."""
        ballot = self._ballots.get(message_id)
        return None if ballot is None else PollId(ballot.poll_id)

    def _takes(self, change: Mark | Clearing) -> bool:
        """Note that an event was heard; says whether there is room for what it changes."""
        self.heard += 1
        if self._dropped or self._held >= _MOST_WAITING:
            poll = GuildId(change.guild_id), PollId(change.poll_id)
            if self._full or poll in self._dropped:
                self._drop(*poll)
                return False
        if watches := self._watches.get(PollId(change.poll_id)):
            for watch in watches:
                watch.note(change)
        batch = self._batch
        if not batch.since:
            batch.since = time.monotonic()
            self._gathered.set()
        elif len(batch) >= _MOST_IN_BATCH:
            self._cut()
            self._batch.since = time.monotonic()
        return True

    def _drop(self, guild_id: GuildId, poll_id: PollId) -> None:
        if not self._dropped:
            _log.error(
                "the database cannot keep up; votes are dropped now and read back later",
                waiting=self.waiting,
            )
        self.dropped += 1
        self._dropped.add((guild_id, poll_id))
        for watch in self._watches.get(poll_id, ()):
            watch.dropped = True

    def _cut(self) -> None:
        """Begin another batch."""
        self._unwritten.append(self._batch)
        self._held += len(self._batch)
        self._batch = Batch()

    @property
    def _full(self) -> bool:
        return self._held >= _MOST_WAITING

    # ── rows ──────────────────────────────────────────────────────────────────────────────────

    async def run(self) -> None:
        """Write batches until cancelled; a vote is a row some ten milliseconds after its event."""
        while True:
            await self._gathered.wait()
            await self.flush()

    async def flush(self) -> None:
        """Write what has gathered; when this returns, all events heard before it are rows."""
        async with self._writing:
            if self._batch or self._unwritten:
                await self._breathe()
            if self._batch:
                self._cut()
            self._gathered.clear()
            # What comes meanwhile is left to the next, or a crowd would keep this from returning.
            for _ in range(len(self._unwritten)):
                # Who is cancelled here leaves a batch to the next; to write it twice is no harm.
                await self._write_surely(self._unwritten[0])
                self._held -= len(self._unwritten.popleft())
            if self._dropped and not self._full:
                self._take_again()

    async def _breathe(self) -> None:
        """Let a few milliseconds pass since the last transaction began: what comes goes with it."""
        elapsed = asyncio.get_running_loop().time() - self._began_writing
        if elapsed < _APART_SECONDS:
            await asyncio.sleep(_APART_SECONDS - elapsed)

    def _take_again(self) -> None:
        """Hear the polls again of which events were dropped, and then have them read back."""
        dropped, self._dropped = self._dropped, set()
        for guild_id, poll_id in dropped:
            self._on_dropped(guild_id, poll_id)

    async def _write_surely(self, batch: Batch) -> None:
        while True:
            try:
                await self._write(batch)
            except DatabaseFailed as error:
                _log.error(
                    "votes wait in memory for the database; see that its disk has room",
                    reason=error.reason,
                )
                await asyncio.sleep(_RETRY_SECONDS)
            else:
                self.delays.observe(time.monotonic() - batch.since)
                self._on_kept({PollId(mark.poll_id) for mark in (*batch.added, *batch.removed)})
                return

    async def _write(self, batch: Batch) -> None:
        anew = [mark for mark in batch.added if mark.poll_id in self._erased_from]
        at = self._clock.now()

        def write(unit: UnitAtOnce) -> None:
            votes.apply_at_once(
                unit,
                clearings=batch.cleared,
                removals=batch.removed,
                additions=[Addition(mark, arrival) for mark, arrival in batch.added.items()],
                at=at,
            )
            if anew:
                erasures.revive(unit, anew)

        self._began_writing = asyncio.get_running_loop().time()
        await self._database.write_at_once(write)
