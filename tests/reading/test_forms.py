"""The forms in which each of the six languages asks, each with its kind and its alternatives.

A line of `forms/*.txt` is `kind | sentence | alternative | alternative`. Kinds are w, open; y, yes
or no; e, either/or; -, no question of the article's; several where a sentence asks several times.
Braces hold what alone is asked, where that is not the whole sentence.
"""

import re
from pathlib import Path

import pytest

from bot.domain.article import Block, BlockKind, Section
from bot.reading.languages import LANGUAGES
from bot.reading.questions import find_questions
from bot.reading.sections import Cut

FORMS = Path(__file__).parent / "forms"
LETTERS = {"wh": "w", "yes_no": "y", "either_or": "e"}


def read_forms():
    """Give every line of the tables, with its language."""
    for language in LANGUAGES:
        for line in (FORMS / f"{language.code}.txt").read_text("utf-8").splitlines():
            kinds, sentence, *alternatives = line.split(" | ")
            yield pytest.param(language, sentence, kinds, tuple(alternatives), id=line)


def find(sentence, language):
    """Give the questions of a paragraph, or of a list's item."""
    kind = BlockKind.ITEM if re.match(r"- |1\. ", sentence) else BlockKind.PARAGRAPH
    section = Section(heading=None, blocks=(Block(kind=kind, text=sentence),))
    return find_questions("A Title", Cut(sections=(section,), bare=(), foreign={}), language)


@pytest.mark.parametrize(("language", "marked", "kinds", "alternatives"), list(read_forms()))
def test_a_form_of_asking_has_its_kind(language, marked, kinds, alternatives):
    """What is asked, what sort of answer it wants and what it leaves to choose from."""
    asked = re.findall(r"\{(.*?)\}", marked)

    questions = find(re.sub(r"[{}]", "", marked), language)

    assert ",".join(LETTERS[question.kind] for question in questions) == kinds.replace("-", "")
    if asked:
        assert [question.text for question in questions] == asked
    if alternatives:
        assert questions[0].alternatives == alternatives
    assert all(
        bool(question.alternatives) == (question.kind == "either_or") for question in questions
    )
