"""Texts built to be slow are read in a time that grows with their size, and no faster."""

import time
from contextlib import suppress

import pytest

from bot.errors import EmptyArticle
from bot.reading.reader import read_article

SMALL, LARGE = 4_000, 32_000
# Twice the proportional time, for a busy machine, and a floor for what is too quick to measure.
SLACK = 2.0 * LARGE / SMALL
FLOOR = 0.05

UNITS = [
    "a", "A\n", "? ", "a? ", "A? ", "Ω?", "“", "“a” ", "“a\n", "„", "«", '"a', "'a ", "(a", "[a](",
    "`a", "```a\n", "~~~\n```a\n", "#", "# a\n", "**a", "**A**\n", "- a\n", "1. A\n", ">a", "> a\n",
    "a|\n|-|\n", "a, who ", "if a, is b, ", "is a or b? ", "is a a or a ", ". ", "a.b.", "1. ",
    "U.S. ", "http://a?", "http://?", "Contents\n- a\nProse.\n", "By A\n", "A Title\n", "a\n===\n",
    "===\na\n", "but ", "a: ", "a — ", "a (", "is it, ", "Part One\n", "_a", "a-\n", "\u0301a",
]  # fmt: skip


def seconds(text):
    """Measure the reading of a text."""
    started = time.perf_counter()
    with suppress(EmptyArticle):
        read_article(text.encode(), name="x")
    return time.perf_counter() - started


@pytest.mark.parametrize("unit", UNITS)
def test_time_grows_with_the_size_only(unit):
    """Eight times the text takes about eight times as long, not sixty-four."""
    small = seconds((unit * SMALL)[:SMALL])
    large = seconds((unit * LARGE)[:LARGE])

    assert large <= max(FLOOR, small) * SLACK
