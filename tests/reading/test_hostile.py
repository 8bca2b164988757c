"""Texts built to be slow are read in a time that grows with their size, and no faster."""

import time
from contextlib import suppress

import pytest

from bot.errors import EmptyArticle
from bot.reading.reader import read_article

SMALL, LARGE = 2_000, 16_000
# Twice the proportional time, for caches and clocks, and a floor for what is too quick to measure.
SLACK = 2.0 * LARGE / SMALL
FLOOR = 0.05

UNITS = [
    "a", "A\n", "? ", "a? ", "A? ", "Ω?", "“", "“a” ", "“a\n", "„", "«", '"a', "'a ", "(a", "[a](",
    "`a", "```a\n", "~~~\n```a\n", "#", "# a\n", "**a", "**A**\n", "- a\n", "1. A\n", ">a", "> a\n",
    "a|\n|-|\n", "a, who ", "oder a? ", "est-il a ", "a-t-il ", "(a?",
    "a: was, wenn ", "; is it ", "~~~a\n", "~~~\n", "—a? ", "—¿a? ", "Mahl-\n",
    "if a, is b, ", "is a or b? ", "is a a or a ", ". ", "a.b.", "1. ",
    "U.S. ", "http://a?", "http://?", "Contents\n- a\nProse.\n", "By A\n", "A Title\n", "a\n===\n",
    "===\na\n", "but ", "a: ", "a — ", "a (", "is it, ", "Part One\n", "_a", "a-\n", "\u0301a",
]  # fmt: skip


def seconds(text, name="x.txt"):
    """Measure the reading of a text, in time of its own: a busy machine takes none of it."""
    started = time.process_time()
    with suppress(EmptyArticle):
        read_article(text.encode(), name=name)
    return time.process_time() - started


@pytest.mark.parametrize("unit", UNITS)
def test_time_grows_with_the_size_only(unit):
    """Eight times the text takes about eight times as long, not sixty-four."""
    small = seconds((unit * SMALL)[:SMALL])
    large = seconds((unit * LARGE)[:LARGE])

    assert large <= max(FLOOR, small) * SLACK


SPACES = [" ", "\t", "\n", " \n", "\u00a0", "\u200b", "a ", "a\t\t"]


@pytest.mark.parametrize("name", ["x.txt", "x.md", "x.html"])
@pytest.mark.parametrize("unit", SPACES)
def test_spaces_take_time_with_their_number_only(unit, name):
    """However many stand before, between and after words, and before an ellipsis."""
    head, foot = ("<p>", "…</p>") if name == "x.html" else ("A Title\n\n", "…\n\nIt is.")
    small, large = (
        seconds(f"{spaces}{head}Who?{spaces}is it{spaces}{foot}{spaces}", name=name)
        for spaces in (unit * (SMALL * 2), unit * (LARGE * 2))
    )

    assert large <= max(FLOOR, small) * SLACK


MARKDOWN_UNITS = [
    "#", "# a\n", "**a", "- a\n", "> a\n", ">a", "a|\n|-|\n", "[", "![", "](", "[a](",
    "[a][", "[^a] ", "[^a]: b\n", "*", "_a_", "~~", "`", "`a", "``` a", "<", "<a ", "<!--",
    "<script>", "&", "&#", "\\", "-\n", "  - a\n", "1. a\n\n", "    a\n", "|a", "|\n|-|\n",
    "{{", "{{ a", "{% a", "%%a", "[[", "[[a|", "==a", "[@a", " ^a", "{.a", "{: a\n", ":::a\n",
    "import a\n", "> [!a] b\n", "[^1]?", "***a", "a\n---\n",
    "[a]: b\n", "<p>a\n", "**a**\nB\n", "a  \n", "![a](b)", "---\na: b\n",
]  # fmt: skip


@pytest.mark.parametrize("unit", MARKDOWN_UNITS)
def test_markdown_takes_time_with_its_size_only(unit):
    """Marks heaped up, never closed or laid inside one another cost no more than others."""
    small = seconds((unit * SMALL)[:SMALL], name="x.md")
    large = seconds((unit * LARGE)[:LARGE], name="x.md")

    assert large <= max(FLOOR, small) * SLACK


PAGE_UNITS = [
    "<", "<p>", "<div>", "<b>", "<a href=x>", "<ul><li>", "<table><tr><td>", "<blockquote>", "&",
    "<!--", "<p>a</p>", "<li>a", "<h2>a</h2>", "<p>Who? ", "<br>", "Who?<br>", "<script>",
    "<p class='a-b'>",
    "<p><a href=x>a</a></p>", "<span><p>a", "<figure class=pullquote>a</figure>",
]  # fmt: skip


@pytest.mark.parametrize("unit", PAGE_UNITS)
def test_a_page_takes_time_with_its_size_only(unit):
    """Tags heaped up, never closed or laid inside one another cost no more than others."""
    start = "<!doctype html><body><p>A first paragraph, so that there is something to read.</p>"
    seconds(start, name="x.html")  # loads what pages need
    small = seconds(start + (unit * SMALL)[:SMALL], name="x.html")
    large = seconds(start + (unit * LARGE)[:LARGE], name="x.html")

    assert large <= max(FLOOR, small) * SLACK


def test_only_the_beginning_of_markdown_is_read_for_marks():
    """What a text made of marks costs is bounded; the rest is plain text, none of it lost."""
    article = read_article(("T\n\n" + "## *A* _b_\n\nc\n\n" * 2_500).encode(), name="x.md")

    assert [article.sections[at].heading for at in (0, -1)] == ["A b", "*A* _b_"]
    assert len(article.sections) == 2_500


def test_only_the_beginning_of_a_page_of_tags_is_read():
    """What a page made of tags costs is bounded."""
    page = "<!doctype html><h1>T</h1>" + "<h2>A</h2><p>b</p>" * 6_000

    assert 1_000 < len(read_article(page.encode(), name="x.html").sections) <= 5_000
