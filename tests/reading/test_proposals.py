"""Cuts are proposed for a long text without headings, at paragraphs, and never applied."""

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.article import Article, Block, BlockKind, Section
from bot.reading.proposals import SECTION_LENGTH, propose_cuts
from bot.reading.reader import read_article

SENTENCE = "The grid was built for a city that slept at night, and it feeds another one now. "


def article_of(*blocks, heading=None):
    """Give an article of one section."""
    kept = tuple(Block(kind=kind, text=text) for kind, text in blocks)
    return Article(title="On Grids", sections=(Section(heading=heading, blocks=kept),))


def paragraphs(*lengths):
    """Give paragraphs of so many characters."""
    return [(BlockKind.PARAGRAPH, "x" * length) for length in lengths]


def sizes(article, cuts):
    """Give the characters of each part."""
    (section,) = article.sections
    bounds = [0, *cuts, len(section.blocks)]
    return [
        sum(len(block.text) + 1 for block in section.blocks[start:end])
        for start, end in pairwise(bounds)
    ]


def test_a_long_text_is_one_section_with_cuts_on_offer():
    """Ten paragraphs of 500 characters make parts of three or four, but only if taken."""
    article = read_article("\n\n".join([SENTENCE * 6] * 10).encode(), name="grids.txt")

    assert len(article.sections) == 1
    assert propose_cuts(article) == (3, 7)


@pytest.mark.parametrize("lengths", [(100,), (700, 700), (2000,), (1000, 1000), (5000,)])
def test_a_short_text_or_a_single_paragraph_is_left_whole(lengths):
    """Nothing is proposed where a part would be short, or a paragraph would break."""
    assert propose_cuts(article_of(*paragraphs(*lengths))) == ()


def test_an_article_with_headings_is_cut_already():
    """Its author has said where the parts begin."""
    long = paragraphs(1500, 1500, 1500)
    (section,) = article_of(*long).sections

    assert propose_cuts(article_of(*long, heading="One")) == ()
    assert propose_cuts(Article(title="A", sections=(section, section))) == ()


def test_lists_quotations_and_announcements_stay_with_what_is_above():
    """A part begins with a paragraph that nothing announces."""
    above = (BlockKind.PARAGRAPH, "x" * 1399 + ":")
    below = [(kind, "y" * 100) for kind in (BlockKind.ITEM, BlockKind.QUOTE, BlockKind.CODE)]

    announced = article_of(above, *paragraphs(1500, 1500))
    assert propose_cuts(announced) == (2,)
    assert propose_cuts(article_of(*paragraphs(1400), *below, *paragraphs(1500))) == (4,)


@settings(deadline=None)
@given(st.lists(st.integers(1, 1200), min_size=1, max_size=80))
def test_the_parts_are_near_the_length_wanted(lengths):
    """In ordinary prose no part is tiny, and none is more than twice what a message holds."""
    article = article_of(*paragraphs(*lengths))
    cuts = propose_cuts(article)

    assert list(cuts) == sorted(set(cuts))
    assert all(0 < cut < len(lengths) for cut in cuts)
    assert all(size <= 2 * SECTION_LENGTH + 1200 for size in sizes(article, cuts))
