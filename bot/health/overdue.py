"""Sections that are due and on which nobody gets on: rows show what no error told of."""

import asyncio
from collections.abc import Callable

import structlog

from bot.clock import Clock
from bot.domain.ids import PostId
from bot.errors import StorageError
from bot.services.walks import Walks
from bot.storage import agenda
from bot.storage.database import Database

_LOOK_SECONDS = 60.0

_log = structlog.get_logger()


class Overdue:
    """Knows since when the section that is longest due is the same one.

    After an outage much is due for long, yet its walks go on one after the other; while some wait
    for their turn nothing hangs.
    """

    def __init__(
        self, database: Database, clock: Clock, walks: Walks, monotonic: Callable[[], float]
    ) -> None:
        self._database = database
        self._clock = clock
        self._walks = walks
        self._monotonic = monotonic
        self._since = dict[PostId, float]()

    @property
    def since(self) -> float | None:
        """The monotonic instant since which nobody gets on with a section; None if all is well."""
        return min(self._since.values(), default=None)

    async def watch(self) -> None:
        """Look every minute, until cancelled."""
        while True:
            try:
                await self.look()
            except StorageError as error:
                # Dispatch and intake tell of that; here nothing is known then.
                self._since = {}
                _log.debug("what is overdue is not known", error=type(error).__name__)
            await asyncio.sleep(_LOOK_SECONDS)

    async def look(self) -> None:
        """Look which sections are longest due, planned or under way."""
        now = self._clock.now()
        async with self._database.read() as unit:
            planned = await agenda.list_due(unit, now=now, limit=1)
            under_way = await agenda.list_to_attend(unit, now=now, limit=1)
        oldest = [post.post_id for post in planned] + [post.post_id for post in under_way]
        due = [] if self._walks.waiting else oldest
        seen = self._monotonic()
        self._since = {post_id: self._since.get(post_id, seen) for post_id in due}
