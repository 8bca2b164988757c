"""The outline: exact JSON for programs, a pleasant reading for people."""

import json

import pytest

from bot.domain.article import (
    Article,
    Block,
    BlockKind,
    Question,
    QuestionKind,
    QuestionSource,
    Section,
)
from bot.render.outline import render_outline_json, render_outline_text


def section(heading, text, kind=BlockKind.PARAGRAPH):
    """Give a section of one block."""
    return Section(heading=heading, blocks=(Block(kind=kind, text=text),))


@pytest.fixture
def article():
    """Give a small article with a question of every kind."""
    return Article(
        title="Night Trains: A Comeback or a Mirage?",
        author="Jane Doe",
        dropped=("By Jane Doe",),
        sections=(
            section(None, "But who pays?"),
            section("Is It Late?", "“Café.”", BlockKind.QUOTE),
        ),
        questions=(
            Question(
                text="who pays?",
                shown="Who pays?",
                sentence="But who pays?",
                section=0,
                kind=QuestionKind.WH,
                source=QuestionSource.BODY,
            ),
            Question(
                text="A Comeback or a Mirage?",
                shown="A Comeback or a Mirage?",
                sentence="Night Trains: A Comeback or a Mirage?",
                section=None,
                kind=QuestionKind.EITHER_OR,
                source=QuestionSource.HEADING,
                alternatives=("A Comeback", "A Mirage"),
            ),
            Question(
                text="Is It Late?",
                shown="Is It Late?",
                sentence="Is It Late?",
                section=1,
                kind=QuestionKind.YES_NO,
                source=QuestionSource.HEADING,
            ),
        ),
    )


@pytest.fixture
def bare():
    """Give an article without headings and questions."""
    return Article(title="A Note", sections=(section(None, "One line."),))


def test_the_json_has_exactly_the_agreed_shape(article):
    """Programs find the agreed keys, numbers and words, and nothing else."""
    assert json.loads(render_outline_json(article)) == {
        "title": "Night Trains: A Comeback or a Mirage?",
        "dropped": ["By Jane Doe"],
        "sections": [
            {"heading": None, "text": "But who pays?"},
            {"heading": "Is It Late?", "text": "“Café.”"},
        ],
        "quotes": ["“Café.”"],
        "questions": [
            {
                "text": "who pays?",
                "shown": "Who pays?",
                "section": 0,
                "kind": "wh",
                "source": "body",
                "options": [],
            },
            {
                "text": "A Comeback or a Mirage?",
                "shown": "A Comeback or a Mirage?",
                "section": None,
                "kind": "either_or",
                "source": "heading",
                "options": ["A Comeback", "A Mirage"],
            },
            {
                "text": "Is It Late?",
                "shown": "Is It Late?",
                "section": 1,
                "kind": "yes_no",
                "source": "heading",
                "options": [],
            },
        ],
    }


def test_the_json_keeps_letters_readable(article):
    """Accents stand as they are, not as escapes."""
    assert "Café" in render_outline_json(article)


def test_the_text_tells_what_was_found(article):
    """A person sees author, counts, sections, questions with options, and dropped lines."""
    text = render_outline_text(article)

    assert "by Jane Doe · 2 sections · 1 question · 2 more in headings · 1 quote" in text
    assert " 1. Opening\n    3 words, 13 characters" in text
    assert "    ? Who pays?\n      (open)" in text
    assert "      ▸ A Comeback | A Mirage" in text
    assert "offered, not posted" in text
    assert "    - By Jane Doe" in text
    assert "Hint" not in text


def test_the_text_says_what_is_missing(bare):
    """Where there are no headings or questions, a hint says what that means."""
    text = render_outline_text(bare)

    assert "Hint: No headings were found" in text
    assert "Hint: No open questions were found" in text
    assert "more in headings" not in text


def test_an_address_is_not_broken_over_lines(bare):
    """Long words are left whole, so that addresses can be copied."""
    address = "https://example.org/" + "a-b" * 40

    assert address in render_outline_text(
        Article(title=bare.title, dropped=(address,), sections=bare.sections)
    )
