"""A request and its answer, for those who look on: the conformance tests."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any


@dataclass(slots=True)
class Exchange:
    """What was asked and what the sandbox answered of itself, injected faults aside."""

    method: str
    route: str
    query: dict[str, str]
    body: Any = None
    multipart: bool = False
    status: int = 0
    answer: Any = None


Observer = Callable[[Exchange], None]
