"""The order of what is to come: which places are free, and an order of one's own."""

from itertools import islice

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.order import free_places, keep_order
from bot.domain.post import PostState
from bot.domain.progress import find_post
from bot.errors import NoSuchSection
from tests.builders import make_post

PLANNED, SKIPPED, POSTED = PostState.PLANNED, PostState.SKIPPED, PostState.POSTED


def in_states(*states):
    """Make posts in those states, in order, numbered as storage numbers them."""
    numbers = iter(range(1, len(states) + 1))
    return [
        make_post(
            post_id=place + 1,
            section=place,
            section_id=place + 10,
            state=state,
            number=0 if state is SKIPPED else next(numbers),
        )
        for place, state in enumerate(states)
    ]


@pytest.mark.parametrize(
    ("states", "places"),
    [
        ([], [0, 1, 2]),
        ([PLANNED, PLANNED, PLANNED], [0, 1, 2]),
        ([POSTED, PLANNED, PLANNED], [1, 2, 3]),
        ([POSTED, SKIPPED, PLANNED, PLANNED], [2, 3, 4]),
        ([POSTED, PLANNED, SKIPPED, PLANNED], [1, 3, 4]),
        ([SKIPPED, POSTED, PLANNED], [2, 3, 4]),
        ([SKIPPED, PLANNED, PLANNED], [1, 2, 3]),
    ],
)
def test_places_for_what_is_to_come(states, places):
    """Behind all that is out, and never where something skipped stands."""
    assert list(islice(free_places(in_states(*states)), 3)) == places


@pytest.mark.parametrize(
    ("own", "article", "order"),
    [
        ([3, 1, 2], [1, 2, 3], [3, 1, 2]),
        ([3, 1, 2], [1, 2, 3, 4], [3, 4, 1, 2]),
        ([3, 1, 2], [0, 1, 2, 3], [0, 3, 1, 2]),
        ([3, 1, 2], [1, 3], [3, 1]),
        ([], [1, 2], [1, 2]),
    ],
)
def test_an_order_of_ones_own_is_kept(own, article, order):
    """What is gone goes, and what is new comes behind what it follows in the article."""
    assert keep_order(own, article) == order


@given(st.permutations(range(8)), st.permutations(range(4, 12)))
def test_every_section_of_the_article_comes_once(own, article):
    """Nothing is lost or doubled, and what was there keeps its order."""
    order = keep_order(own, article)

    assert sorted(order) == sorted(article)
    assert [one for one in order if one in own] == [one for one in own if one in article]


def test_sections_are_found_by_number_and_by_id():
    """A number counts what is not skipped; an id is meant where a list was chosen from."""
    posts = in_states(POSTED, SKIPPED, PLANNED)

    assert find_post(posts, " 2 ") is posts[2]
    assert find_post(posts, "#11") is posts[1]
    for words in ("", "0", "3", "#99", "two", "²", "-1"):
        with pytest.raises(NoSuchSection):
            find_post(posts, words)
