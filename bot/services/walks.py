"""Walks: the sections on their way, begun by phase and not by server, as Discord's pace has room.

However many sections fall due at once, few are in memory: the others are numbers in a queue, which
a restart fills again from rows.
"""

import asyncio
import heapq
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import count
from typing import NamedTuple

import structlog

from bot.domain.ids import DiscussionId, GuildId, PostId
from bot.domain.walk import Phase
from bot.services.posting import Posting
from bot.services.publisher import Publisher

# Each begins one walk at a time, and the next when that one has read its rows.
_BEGINNERS = 4
_PAUSE_SECONDS, _LONGEST_PAUSE_SECONDS = 1.0, 60.0

_log = structlog.get_logger()


class Waiting(NamedTuple):
    """A section that waits to walk; `fresh` if nothing was ever tried for it before."""

    guild_id: GuildId
    discussion_id: DiscussionId
    post_id: PostId
    fresh: bool


class Walks:
    """The sections under way; `on_end` hears of each discussion whose section came to rest."""

    def __init__(
        self, posting: Posting, publisher: Publisher, on_end: Callable[[DiscussionId], None]
    ) -> None:
        self._posting = posting
        self._publisher = publisher
        self._on_end = on_end
        self._queue: list[tuple[Phase, int, Waiting]] = []
        self._order = count()
        self._filled = asyncio.Event()
        self._released = asyncio.Event()
        self._released.set()
        self._under_way: set[PostId] = set()
        # How often in a row those stumbled that did last.
        self._stumbles = Counter[PostId]()

    def __len__(self) -> int:
        """Count the sections that wait to walk or walk."""
        return len(self._under_way)

    @property
    def waiting(self) -> Counter[Phase]:
        """Count the sections that wait to go on, by the phase they have come to."""
        return Counter(phase for phase, *_ in self._queue)

    def add(self, waiting: Waiting, phase: Phase) -> None:
        """Have a section walk, unless it is under way already; those of one phase in this order."""
        if waiting.post_id not in self._under_way:
            self._under_way.add(waiting.post_id)
            self._push(waiting, phase)

    def _push(self, waiting: Waiting, phase: Phase) -> None:
        heapq.heappush(self._queue, (phase, next(self._order), waiting))
        self._filled.set()

    @contextmanager
    def held(self) -> Iterator[None]:
        """Begin no walk for a while: claiming all that is due comes first, and is soon done."""
        self._released.clear()
        try:
            yield
        finally:
            self._released.set()

    async def run(self) -> None:
        """Walk until cancelled; sections under way are then left to the next start."""
        async with asyncio.TaskGroup() as group:
            for _ in range(_BEGINNERS):
                group.create_task(self._begin(group))

    async def _begin(self, group: asyncio.TaskGroup) -> None:
        while True:
            await self._filled.wait()
            await self._released.wait()
            # Waited for first, so that the most urgent is chosen when it can begin.
            await self._publisher.room()
            if not self._queue:
                self._filled.clear()
                continue
            _, _, waiting = heapq.heappop(self._queue)
            began = asyncio.Event()
            group.create_task(self._walk(waiting, began))
            await began.wait()

    async def _walk(self, waiting: Waiting, began: asyncio.Event) -> None:
        guild_id, discussion_id, post_id, fresh = waiting
        try:
            try:
                section = await self._posting.load(guild_id, post_id, fresh=fresh)
            finally:
                began.set()
            phase = await self._posting.walk(section, gives_way=self._gives_way)
            self._stumbles.pop(post_id, None)
            if phase is not None:
                self._push(waiting, phase)
                return
        except Exception:
            # The row is as it was before the step that failed, so
            # the next look takes it up again.
            _log.exception("section stumbled", guild_id=guild_id, post_id=post_id)
            await asyncio.sleep(self._pause(post_id))
        self._under_way.discard(post_id)
        self._on_end(discussion_id)

    def _pause(self, post_id: PostId) -> float:
        """Give for how long a section rests that stumbled; longer each time in a row."""
        pause: float = _PAUSE_SECONDS * 2 ** min(self._stumbles[post_id], 10)
        self._stumbles[post_id] += 1
        return min(pause, _LONGEST_PAUSE_SECONDS)

    def _gives_way(self, phase: Phase) -> bool:
        """Say whether something more urgent waits to walk, while every turn is wanted."""
        return bool(self._queue) and self._queue[0][0] < phase and self._publisher.crowded()
