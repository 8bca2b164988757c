"""Selects hold twenty-five choices; what is more stands on further pages."""

from hypothesis import given
from hypothesis import strategies as st

from bot.ui.limits import SELECT_OPTIONS
from bot.ui.panels import Choice, page_in, page_of, paged


@given(st.integers(1, 300), st.integers(0, 299))
def test_every_choice_can_be_reached(number, place):
    """Going on from page to page each choice is seen once; a page is found by a place."""
    choices = [Choice(at, f"No. {at}") for at in range(number)]

    seen, page = [], 0
    while True:
        shown = paged(choices, page)
        assert len(shown) <= SELECT_OPTIONS
        seen += [one.value for one in shown if isinstance(one.value, int)]
        turns = [page_in(one.value) for one in shown if not isinstance(one.value, int)]
        assert turns in ([], [page + 1], [page - 1], [page - 1, page + 1])
        if page + 1 not in turns:
            break
        page += 1
    assert seen == list(range(number))
    place = min(place, number - 1)
    assert place in [one.value for one in paged(choices, page_of(place, number))]


def test_a_page_that_is_gone():
    """Where there are fewer choices than before, the last page is shown."""
    choices = [Choice(at, "x") for at in range(30)]

    assert paged(choices, 9) == paged(choices, 1)
    assert page_in("12") is None
