"""Fitting: neighbours are merged so that all are about as long, and nothing is lost."""

from itertools import combinations, pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.editing import Fit, Skip
from bot.domain.fitting import find_breaks, fit, partition
from bot.errors import MovedApart
from tests.builders import make_article, make_kept


def squares(lengths, runs):
    """Give what an even partition makes small."""
    return sum(sum(lengths[place] for place in run) ** 2 for run in runs)


def best_of_all(lengths, groups):
    """Try every way of parting a row."""
    ways = combinations(range(1, len(lengths)), groups - 1)
    return min(
        squares(lengths, [range(*bounds) for bounds in pairwise([0, *cuts, len(lengths)])])
        for cuts in ways
    )


@settings(deadline=None)
@given(st.lists(st.integers(0, 50), min_size=1, max_size=9), st.integers(1, 12))
def test_no_other_partition_is_more_even(lengths, groups):
    """All in order, none lost, as many runs as asked for if there are as many, the best of all."""
    runs = partition(lengths, groups)

    assert [place for run in runs for place in run] == list(range(len(lengths)))
    assert len(runs) == min(groups, len(lengths))
    assert squares(lengths, runs) == best_of_all(lengths, len(runs))


@pytest.mark.parametrize(
    ("lengths", "groups", "runs"),
    [
        ([100] * 6, 3, [[0, 1], [2, 3], [4, 5]]),
        ([100, 100, 100, 1000, 100, 100], 3, [[0, 1, 2], [3], [4, 5]]),
        ([5], 4, [[0]]),
        ([1, 2, 3], 1, [[0, 1, 2]]),
        ([1, 2, 3], 3, [[0], [1], [2]]),
    ],
)
def test_as_people_would(lengths, groups, runs):
    """A long section stands alone, short ones keep each other company."""
    assert [list(run) for run in partition(lengths, groups)] == runs


def test_a_fit_is_an_edit_of_the_article():
    """Merged sections keep their passages, questions and first heading; a skipped one stays."""
    kept = make_kept(make_article(kinds=((), (), (), ())))
    preparation = Skip(1, skipped=True).apply(kept.preparation)
    series = [section.section_id for section in preparation.series]

    after = fit(series, [10, 10, 20], 2).apply(preparation)

    assert [section.heading for section in after.series] == ["Part 1", "Part 4"]
    assert [passage.passage_id for passage in after.series[0].passages] == [0, 2]
    assert sorted(block for section in after.sections for block in section.blocks) == [0, 1, 2, 3]
    assert [section.section_id for section in after.sections if section.skipped] == [1]


def test_enough_slots_change_nothing():
    """Where there are as many slots as sections, nothing is merged."""
    assert fit([1, 2, 3], [5, 5, 5], 3) == fit([1, 2, 3], [5, 5, 5], 9) == Fit(())
    assert fit([], [], 3) == Fit(())


@given(
    lengths=st.lists(st.integers(0, 900), min_size=1, max_size=12),
    slots=st.integers(1, 14),
    places=st.sets(st.integers(1, 11), max_size=5),
)
def test_nothing_is_merged_across_a_break(lengths, slots, places):
    """As few are left as asked for, none reaches across a break; too few slots are refused."""
    series = list(range(len(lengths)))
    breaks = [place for place in places if place < len(series)]
    if slots <= len(breaks):
        with pytest.raises(MovedApart) as refusal:
            fit(series, lengths, slots, breaks=breaks)
        assert refusal.value.least == len(breaks) + 1
        return

    edit = fit(series, lengths, slots, breaks=breaks)

    assert len(series) - edit.fewer == min(slots, len(series))
    assert not any(place in run[1:] for run in edit.runs for place in breaks)


def test_breaks_are_where_the_article_has_no_neighbour():
    """A section that was moved is a neighbour of none there, unless of its article's own."""
    assert find_breaks([6, 2, 3, 4], [1, 2, 3, 4, 5, 6]) == [1]
    assert find_breaks([5, 6, 2, 3], [2, 3, 5, 6]) == [2]
    assert find_breaks([2, 3, 5], [1, 2, 3, 5]) == []
