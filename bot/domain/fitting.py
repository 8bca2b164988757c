"""Fitting: a long series into fewer slots, by merging neighbours so that all are about as long."""

from collections.abc import Sequence
from itertools import accumulate, pairwise

from bot.domain.editing import Fit
from bot.domain.ids import SectionId


def partition(lengths: Sequence[int], groups: int) -> list[range]:
    """Part a row into at most `groups` runs whose sums are as even as they can be.

    Their squares add up to the least; where several do, the first runs are the shorter ones.
    """
    total = len(lengths)
    groups = max(1, min(groups, total))
    sums = [0, *accumulate(lengths)]

    def square(first: int, stop: int) -> int:
        return (sums[stop] - sums[first]) ** 2

    # best[stop] and, per number of runs, where the last run of the first `stop` begins. The cost
    # is convex, so a last run never begins before that of a shorter row or of fewer runs (Knuth).
    best = [square(0, stop) for stop in range(total + 1)]
    begins = [[0] * (total + 1)]
    for number in range(2, groups + 1):
        before, best = best, [0] * (total + 1)
        last, begin = begins[-1], [0] * (total + 2)
        begin[total + 1] = total
        for stop in range(total, number - 1, -1):
            low, high = max(last[stop], number - 1), min(begin[stop + 1], stop - 1)
            at = min(range(low, high + 1), key=lambda first: before[first] + square(first, stop))
            begin[stop], best[stop] = at, before[at] + square(at, stop)
        begins.append(begin)
    stops = [total]
    for begin in reversed(begins):
        stops.append(begin[stops[-1]])
    return [range(first, stop) for first, stop in pairwise(reversed(stops)) if first < stop]


def fit(section_ids: Sequence[SectionId], lengths: Sequence[int], slots: int) -> Fit:
    """Give the edit that merges neighbours until there are no more than `slots`."""
    runs = partition(lengths, slots) if section_ids else []
    return Fit(tuple(tuple(section_ids[place] for place in run) for run in runs if len(run) > 1))
