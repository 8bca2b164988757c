"""A figure: the median of several runs, held against a bar."""

import json
import statistics
import sys
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from itertools import count
from typing import Generic, TypeVar

RUNS = 5

Round = TypeVar("Round")


@dataclass(frozen=True, slots=True, kw_only=True)
class Bench:
    """What is measured; `at_least` says on which side of the bar is good."""

    name: str
    unit: str
    bar: float
    run: Callable[[], Awaitable[float]]
    at_least: bool = False

    def keeps(self, value: float) -> bool:
        """Say whether a value keeps the bar."""
        return value >= self.bar if self.at_least else value <= self.bar


class Rounds(Generic[Round]):
    """Rounds that tell several figures each, played once however many figures are read off them."""

    def __init__(self, play: Callable[[], Awaitable[Round]]) -> None:
        self._play = play
        self._played: list[Round] = []

    def figure(self, read: Callable[[Round], float]) -> Callable[[], Awaitable[float]]:
        """Give a run for a bench, which reads its figure off one round after the other."""
        numbers = count()

        async def run() -> float:
            number = next(numbers)
            while len(self._played) <= number:
                self._played.append(await self._play())
            return read(self._played[number])

        return run


async def measure(bench: Bench, runs: int = RUNS) -> bool:
    """Run a bench, print its line, and its spread on stderr; says whether it kept its bar."""
    found = [await bench.run() for _ in range(runs)]
    value = statistics.median(found)
    line = {
        "bench": bench.name,
        "value": round(value, 2),
        "unit": bench.unit,
        "bar": bench.bar,
        "ok": bench.keeps(value),
    }
    print(json.dumps(line), flush=True)
    spread = f"{min(found):,.2f} to {max(found):,.2f} {bench.unit}"
    print(f"{bench.name}: median of {runs}, {spread}", file=sys.stderr, flush=True)
    return bench.keeps(value)
