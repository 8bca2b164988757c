"""The article the project was made for is read as a careful reader reads it."""

import json
from itertools import zip_longest
from pathlib import Path

import pytest

from bot.reading.reader import read_article

ARTICLES = Path(__file__).resolve().parents[3] / "shared" / "articles"

pytestmark = [
    pytest.mark.shared,
    pytest.mark.skipif(not ARTICLES.is_dir(), reason=f"no {ARTICLES.parent.name}/articles beside"),
]


@pytest.fixture(scope="module")
def gold():
    """Give what a careful reader finds."""
    return json.loads((ARTICLES / "meta-ai-ambitions.expected.json").read_text("utf-8"))


@pytest.fixture(scope="module")
def article():
    """Give what we read."""
    path = ARTICLES / "meta-ai-ambitions.txt"
    return read_article(path.read_bytes(), name=path.name)


def test_the_title_and_the_teaser_are_told_from_the_text(article, gold):
    """The title is kept, the repeated beginning is dropped."""
    assert article.title == gold["title"]
    assert list(article.dropped) == gold["dropped"]


def test_every_section_begins_and_ends_where_it_should(article, gold):
    """Headings and cut points agree, that of the glued heading included."""
    for section, expected in zip_longest(article.sections, gold["sections"]):
        assert section.heading == expected["heading"]
        assert section.text.startswith(expected["starts_with"])
        assert section.text.endswith(expected["ends_with"])


def test_the_block_quotations_are_found(article, gold):
    """Block quotations are counted, quotations in a line are not."""
    assert len(article.quotes) == gold["quotes"]


def test_every_question_is_found_and_nothing_else(article, gold):
    """Text, section, kind, source and options agree for each question."""
    for question, expected in zip_longest(article.questions, gold["questions"]):
        assert question.text == expected["text"]
        assert question.section == expected["section"]
        assert question.kind == expected["kind"]
        assert question.source == expected["source"]
        assert list(question.alternatives) == (expected["options"] or [])


def test_a_core_that_cannot_stand_alone_is_shown_with_its_sentence(article, gold):
    """The whole sentence is shown where the gold says so, else the core with a capital."""
    for question, expected in zip_longest(article.questions, gold["questions"]):
        core = expected["text"][0].upper() + expected["text"][1:]

        assert question.shown == (question.sentence if "show" in expected else core)
