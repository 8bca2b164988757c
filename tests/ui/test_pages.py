"""Long answers go on in further embeds, and nothing is cut within a line."""

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.ui.limits import EMBED_DESCRIPTION, EMBED_TITLE, EMBEDS_TOTAL, length
from bot.ui.pages import paginate


@settings(deadline=None, max_examples=30)
@given(
    blocks=st.lists(st.integers(min_value=1, max_value=EMBED_DESCRIPTION), min_size=1, max_size=9),
    title=st.sampled_from(["Title", "*" * 300, "@everyone " * 40]),
)
def test_every_page_fits_and_nothing_is_lost(blocks, title):
    """Blocks stand in their order, each page within the limits of a message."""
    pages = paginate(
        [f"{'x' * (size - 1)}{number}" for number, size in enumerate(blocks)],
        title=title,
        foot="foot",
    )

    assert all(length(page.description) <= EMBED_DESCRIPTION for page in pages)
    assert all(length(page.title) <= EMBED_TITLE for page in pages)
    assert all(len(page) <= EMBEDS_TOTAL for page in pages)
    text = "".join(page.description for page in pages).replace("x", "").replace("\n", "")
    assert text == "".join(map(str, range(len(blocks)))) + "foot"


def test_says_that_it_continues():
    """Every page after the first says whose continuation it is."""
    pages = paginate(["x" * 4000, "y" * 4000], title="List")

    assert [page.title for page in pages] == ["List", "List, continued"]


def test_parts_a_block_too_long_between_its_lines():
    """What exceeds an embed by itself goes on in the next one."""
    pages = paginate(["\n".join(["word " * 100] * 20)], title="List")

    assert len(pages) == 3


def test_stops_after_ten_pages_and_says_so():
    """An endless answer would keep the reader, and Discord, waiting."""
    pages = paginate(["x" * 4000] * 50, title="List")

    assert len(pages) == 10
    assert "more than fits here" in pages[-1].description
