"""Faults on REST requests: what goes wrong on purpose, where, when and how often."""

import random
import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from bot.sandbox.hooks import Phase


class FaultKind(StrEnum):
    """What goes wrong."""

    STATUS = "status"
    HTML = "html"
    DROP = "drop"
    DELAY = "delay"
    TRUNCATE = "truncate"
    LIMIT = "limit"


@dataclass(slots=True, kw_only=True)
class Fault:
    """One rule; `match` is a regular expression over `METHOD /route/{template}`.

    `count` is how often it strikes (None: always); `phase` is before or after the request took
    effect; `seconds` is a delay, or the retry_after of a limit; `via` and `scope` are for limits.
    """

    id: int
    match: str
    kind: FaultKind
    phase: Phase = "before"
    status: int = 500
    seconds: float = 0.0
    count: int | None = 1
    skip: int = 0
    probability: float = 1.0
    scope: str = "user"
    via: bool = True


class Faults:
    """Decides which faults strike a request; chance is seeded."""

    def __init__(self, seed: int) -> None:
        self._random = random.Random(seed)  # noqa: S311 - reproducible accidents, not secrets
        self._rules: list[Fault] = []
        self._next_id = 1

    def draw_id(self) -> int:
        """Draw the number of the next fault."""
        self._next_id += 1
        return self._next_id - 1

    def add(self, fault: Fault) -> None:
        """Add a rule after the others."""
        self._rules.append(fault)

    def clear(self) -> None:
        """Let nothing go wrong any more."""
        self._rules.clear()

    def strike(self, label: str, phase: Phase) -> Iterator[Fault]:
        """Yield the faults that strike now, using up their counts."""
        for fault in tuple(self._rules):
            if fault.phase != phase or not re.search(fault.match, label):
                continue
            if fault.skip > 0:
                fault.skip -= 1
            elif self._random.random() < fault.probability:
                self._use(fault)
                yield fault

    def _use(self, fault: Fault) -> None:
        if fault.count is not None:
            fault.count -= 1
            if fault.count <= 0:
                self._rules.remove(fault)

    def __iter__(self) -> Iterator[Fault]:
        return iter(self._rules)
