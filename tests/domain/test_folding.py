"""Long texts in pieces: nothing of them is lost, and they are the same as when taken whole."""

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.counterparts import form_of
from bot.domain.folding import folded, sliced

LONGEST = 20_000


@settings(max_examples=20, deadline=None)
@given(st.text("ab \n", max_size=40), st.integers(1, 3_000))
def test_pieces_are_the_whole(text, times):
    """No piece is too long, and none lost."""
    long = text * times
    pieces = list(sliced(long))
    assert "".join(pieces) == long
    assert all(len(piece) <= LONGEST for piece in pieces)


def test_a_form_in_pieces():
    """Cut between words, a long text has the form it would have whole."""
    text = "São Paulo, “the river” — and so on.\n" * 2_000
    assert form_of(text) == " ".join(["sao paulo the river and so on"] * 2_000)
    assert folded("São  Paulo") == "sao paulo"
