"""Asides: work beside the walks, one task at a time for each key, that stops nothing."""

import asyncio
from collections.abc import Callable, Coroutine
from typing import Generic, TypeVar

import structlog

_PAUSE_SECONDS = 1.0

K = TypeVar("K", bound=int)

_log = structlog.get_logger()


class Asides(Generic[K]):
    """What is under way of one kind of work; `on_end` hears when some of it has ended."""

    def __init__(self, name: str, on_end: Callable[[], None]) -> None:
        self._name = name
        self._on_end = on_end
        self._under_way: set[K] = set()

    def __len__(self) -> int:
        """Count what is under way."""
        return len(self._under_way)

    def begin(
        self, group: asyncio.TaskGroup, key: K, work: Callable[[], Coroutine[None, None, None]]
    ) -> None:
        """Begin work for a key, unless some is under way for it."""
        if key not in self._under_way:
            self._under_way.add(key)
            group.create_task(self._do(key, work))

    async def _do(self, key: K, work: Callable[[], Coroutine[None, None, None]]) -> None:
        try:
            await work()
        except Exception:
            # Whatever it is, it stops nothing; rows have it tried again.
            _log.exception("an aside stumbled", aside=self._name, key=key)
            await asyncio.sleep(_PAUSE_SECONDS)
        self._under_way.discard(key)
        self._on_end()
