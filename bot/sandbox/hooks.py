"""Hooks on REST requests: a test stands right before or right after a request takes effect."""

import inspect
from collections import Counter
from collections.abc import Awaitable, Callable
from typing import Literal

Phase = Literal["before", "after"]
# Called with the method, the route's template, the phase, and which request of that route it is
# (from 1). It may raise ConnectionDropped to hang up at that point.
RequestHook = Callable[[str, str, Phase, int], Awaitable[None] | None]


class Hooks:
    """Keeps request hooks and calls them in the order they were added."""

    def __init__(self) -> None:
        self._hooks: list[RequestHook] = []
        self._counts: Counter[tuple[str, str]] = Counter()

    def add(self, hook: RequestHook) -> Callable[[], None]:
        """Add a hook; the answer removes it again."""
        self._hooks.append(hook)
        return lambda: self._hooks.remove(hook)

    def number(self, method: str, route: str) -> int:
        """Count a request of a route, from 1."""
        self._counts[method, route] += 1
        return self._counts[method, route]

    async def call(self, method: str, route: str, phase: Phase, count: int) -> None:
        """Call every hook and wait for those that are coroutines."""
        for hook in tuple(self._hooks):
            result = hook(method, route, phase, count)
            if inspect.isawaitable(result):
                await result
