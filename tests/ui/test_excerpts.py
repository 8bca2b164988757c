"""Prompts that are shorter than the text: an opening or the questions, and where the rest is."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.article import Block, BlockKind, Section
from bot.domain.length import PromptLength
from bot.ui.excerpts import prompt_parts
from bot.ui.limits import EMBED_DESCRIPTION, length
from tests.builders import make_article, make_kept, make_question, make_section

LINK = "https://example.org/a_b"
SENTENCES = "It begins like this. " * 30


def parts(section, prompt_length, *, questions=(), source=LINK):
    """Give the prompt of an article's only section."""
    article = replace(
        make_article(), sections=(section,), questions=tuple(questions), source=source
    )
    kept = make_kept(article)
    return prompt_parts(kept, kept.preparation.sections[0], prompt_length)


def test_the_opening_and_the_link():
    """What comes first, cut after a sentence, and where to read on."""
    (text,) = parts(make_section("One", SENTENCES * 3, "And more."), PromptLength.OPENING)

    opening, _, rest = text.rpartition("\n\n")
    assert 300 < len(opening) <= 710
    assert opening.endswith("like this. …")
    assert rest == f"**[Read it in “On reading”]({LINK})** by A. Writer"


def test_short_sections_open_whole():
    """A section that is shorter than an opening is there whole, without what is no prose."""
    section = Section(
        heading="One",
        blocks=(
            Block(kind=BlockKind.CODE, text="x = 1"),
            Block(kind=BlockKind.QUOTE, text="So be it."),
            Block(kind=BlockKind.PARAGRAPH, text="Short."),
        ),
    )

    (text,) = parts(section, PromptLength.OPENING)

    assert text.startswith("> So be it.\n\nShort.\n\n")


def test_the_questions_and_the_link():
    """The questions are there, and not a word of the text."""
    questions = (make_question(text="Is *it*?"), make_question(text="Is it not?"))
    (text,) = parts(make_section("One", SENTENCES), PromptLength.QUESTIONS, questions=questions)

    assert text.startswith("- Is \\*it\\*?\n- Is it not?\n\n**[Read it")
    assert "begins" not in text


@pytest.mark.parametrize("source", [None, "the library", "javascript:alert(1)", "https://"])
def test_without_a_link_author_and_title_are_named(source):
    """What is no address is none."""
    (text,) = parts(make_section("One", "Words."), PromptLength.QUESTIONS, source=source)

    assert text == "Read it in “On reading” by A. Writer."


@given(
    st.lists(st.text(min_size=1, max_size=900), min_size=1, max_size=4),
    st.lists(st.text(min_size=1, max_size=300), max_size=40),
    st.sampled_from(PromptLength),
)
@settings(max_examples=40, deadline=None)
def test_fits_whatever_the_words(texts, asked, prompt_length):
    """A part is never longer than an embed's text, and never empty."""
    questions = [make_question(text=f"{words}?") for words in asked]

    for part in parts(make_section("One", *texts), prompt_length, questions=questions):
        assert 0 < length(part) <= EMBED_DESCRIPTION
