"""A histogram of plain numbers: cheap enough for every batch of votes, read when somebody asks."""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from itertools import accumulate


class Histogram:
    """Counts what was observed below each of the bounds, which must grow, and beyond them."""

    def __init__(self, bounds: Sequence[float]) -> None:
        self._bounds = (*bounds, float("inf"))
        self._counts = [0] * len(self._bounds)
        self.total = 0.0

    def observe(self, value: float) -> None:
        """Count one value."""
        self._counts[bisect_left(self._bounds, value)] += 1
        self.total += value

    def cumulated(self) -> Iterator[tuple[float, int]]:
        """Give for each bound how many values were no greater; the last bound is infinite."""
        return zip(self._bounds, accumulate(self._counts), strict=True)
