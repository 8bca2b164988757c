"""The bundled article is a good first sight: sections, questions of every kind, quotations."""

from collections import Counter
from importlib.resources import files

import pytest

from bot.domain.article import QuestionKind, QuestionSource
from bot.reading.reader import read_article


@pytest.fixture(scope="module")
def article():
    """Give the bundled article."""
    path = files("bot").joinpath("resources", "articles", "open-questions-of-ai.txt")
    return read_article(path.read_bytes(), name=path.name)


def test_it_has_sections_enough_for_a_series(article):
    """Seven headed sections, each short enough for one message."""
    assert [bool(section.heading) for section in article.sections] == [False] + [True] * 7
    assert all(len(section.text) < 2000 for section in article.sections)
    assert article.author == "Colloquy"
    assert len(article.quotes) == 2


def test_every_section_asks_something(article):
    """There is something to vote on at every slot."""
    body = [q for q in article.questions if q.source is QuestionSource.BODY]

    assert {question.section for question in body} == set(range(len(article.sections)))
    assert len(body) >= 10


def test_it_asks_questions_of_all_three_kinds(article):
    """Each kind of poll is seen, and every choice has its alternatives."""
    kinds = Counter(question.kind for question in article.questions)

    assert all(kinds[kind] >= 4 for kind in QuestionKind)
    assert all(
        len(question.alternatives) == 2
        for question in article.questions
        if question.kind is QuestionKind.EITHER_OR
    )
