"""The article as a value: its sections' texts, its quotations and its fingerprint."""

from dataclasses import FrozenInstanceError, replace

import pytest

from bot.domain.article import Article, Block, BlockKind, Section


def block(text, kind=BlockKind.PARAGRAPH):
    """Give a block, a paragraph unless said otherwise."""
    return Block(kind=kind, text=text)


@pytest.fixture
def article():
    """Give an article of two sections with a quotation in each."""
    first = Section(
        heading=None, blocks=(block("It began."), block("“So be it.”", BlockKind.QUOTE))
    )
    second = Section(
        heading="Then",
        blocks=(block("- one", BlockKind.ITEM), block("“Amen.”", BlockKind.QUOTE)),
    )
    return Article(title="A Tale", sections=(first, second))


def test_a_sections_text_is_its_blocks_a_block_to_a_line(article):
    """Items keep their mark, blocks stand on lines of their own."""
    assert article.sections[1].text == "- one\n“Amen.”"


def test_quotes_are_the_quotations_of_all_sections_in_order(article):
    """Only block quotations count as quotes."""
    assert article.quotes == ("“So be it.”", "“Amen.”")


def test_the_revision_does_not_depend_on_spaces_or_composition(article):
    """Spaces and the way an accent is encoded do not make another revision."""
    spaced = Section(heading=None, blocks=(block("It  cafe\u0301."),))
    plain = Section(heading=None, blocks=(block("It café."),))

    assert (
        replace(article, sections=(spaced,)).revision
        == replace(article, sections=(plain,)).revision
    )


@pytest.mark.parametrize("change", ["title", "heading", "text"])
def test_the_revision_changes_with_the_words(article, change):
    """Title, headings and text are part of the revision."""
    first = article.sections[0]
    changed = {
        "title": {"title": "Another Tale"},
        "heading": {"sections": (replace(first, heading="It"), *article.sections[1:])},
        "text": {"sections": (replace(first, blocks=(block("It ended."),)),)},
    }

    assert replace(article, **changed[change]).revision != article.revision


def test_the_revision_ignores_what_is_not_the_text(article):
    """Where an article came from does not make it another one."""
    moved = replace(article, source="https://example.org/tale", dropped=("By Jane Doe",))

    assert moved.revision == article.revision
    assert len(article.revision) == 64


def test_an_article_cannot_be_changed(article):
    """An article is a value."""
    with pytest.raises(FrozenInstanceError):
        article.title = "Another"
