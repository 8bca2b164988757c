"""Fitting: a long series into fewer slots, by merging neighbours so that all are about as long."""

from collections.abc import Collection, Sequence
from itertools import accumulate, pairwise

from bot.domain.editing import Fit
from bot.domain.ids import SectionId
from bot.errors import MovedApart


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


def fit(
    section_ids: Sequence[SectionId],
    lengths: Sequence[int],
    slots: int,
    *,
    breaks: Collection[int] = (),
) -> Fit:
    """Give the edit that merges neighbours until there are no more than `slots`.

    Nothing is merged across the places in `breaks`; raises `MovedApart` where too much is left.
    """
    ends = [0, *sorted(breaks), len(section_ids)]
    stretches = [range(first, stop) for first, stop in pairwise(ends) if first < stop]
    if len(stretches) > slots:
        raise MovedApart(least=len(stretches))
    runs = [
        [section_ids[stretch[place]] for place in run]
        for stretch, share in zip(stretches, _share(stretches, lengths, slots), strict=True)
        for run in partition([lengths[place] for place in stretch], share)
    ]
    return Fit(tuple(tuple(run) for run in runs if len(run) > 1))


def find_breaks(order: Sequence[SectionId], article_order: Sequence[SectionId]) -> list[int]:
    """Give the places in an order before which no neighbour of the article's stands.

    Merging across them would put the article itself into another order.
    """
    places = {section_id: place for place, section_id in enumerate(article_order)}
    found = enumerate(pairwise(order), start=1)
    return [place for place, (one, other) in found if places[other] != places[one] + 1]


def _share(stretches: Sequence[range], lengths: Sequence[int], slots: int) -> list[int]:
    """Give each stretch a slot, and the others one by one to where sections would be longest."""
    totals = [sum(lengths[place] for place in stretch) for stretch in stretches]
    shares = [1] * len(stretches)
    for _ in range(slots - len(stretches)):
        growing = [one for one, stretch in enumerate(stretches) if shares[one] < len(stretch)]
        if not growing:
            break
        shares[max(growing, key=lambda one: totals[one] / shares[one])] += 1
    return shares
