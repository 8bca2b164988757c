"""What is known of a text besides its words: the title it was given, the address it came from."""

import pytest

from bot.errors import ArticleTooLarge
from bot.reading.reader import MAX_ARTICLE_BYTES, MAX_PAGE_BYTES, read_article
from bot.reading.sources import choose_source

TEXT = b"A Walk by Lamps\n\nWho Pays\n\nThe town pays. Should it?\n"
HERE = "https://example.org/lamps?id=1"


@pytest.mark.parametrize("title", ["A Walk by Lamps", "a walk by lamps"])
def test_a_given_title_that_the_text_begins_with_is_no_part_of_the_text(title):
    """Whoever types the title above a text that has it says it twice, and means it once."""
    article = read_article(TEXT, name="pasted", title=title)

    assert article.title == title
    assert [section.heading for section in article.sections] == ["Who Pays"]


@pytest.mark.parametrize(
    "data",
    [
        TEXT,
        b"---\ntitle: A Walk by Lamps\n---\n\n# Who Pays\n\nThe town pays. Should it?\n",
        b"<html><title>A Walk by Lamps</title><p>The town pays. Should it?</p></html>",
    ],
)
def test_a_given_title_goes_before_the_texts_own(data):
    """In every format; no word of the text is lost over it."""
    article = read_article(data, name="pasted", title="Another Title")

    assert article.title == "Another Title"
    assert "Should it?" in article.sections[-1].text


@pytest.mark.parametrize(
    "declared",
    [
        "https://example.org/on-lamps",
        "https://www.example.org/on-lamps",
        "http://example.org/on-lamps",
        "https://EXAMPLE.org./on-lamps",
    ],
)
def test_a_page_may_name_its_own_site(declared):
    """The canonical address is the one to name, whatever it was fetched by."""
    assert choose_source(HERE, declared) == declared
    assert choose_source("https://m.example.org/lamps", declared) == declared


@pytest.mark.parametrize(
    "declared",
    [
        None,
        "https://example.com/on-lamps",
        "https://example.org.evil.example/on-lamps",
        "https://lamps.example.org/on-lamps",
        "https://example.org:8080/on-lamps",
        "https://ada@example.org/on-lamps",
        "https://example.org@evil.example/",
        "https://[example.org/",
        "javascript:alert(1)",
        "/on-lamps",
        "",
    ],
)
def test_a_page_may_not_name_another_site(declared):
    """Nor anything that is no plain web address: it is from where it was fetched."""
    assert choose_source(HERE, declared) == HERE


def test_of_a_file_there_is_only_what_it_declares():
    """A file was fetched from nowhere."""
    assert choose_source(None, HERE) == HERE
    assert choose_source(None, None) is None


def test_a_page_may_be_larger_than_a_text():
    """Most of a page is no text; how large a text may be is said of what is a text."""
    page = (
        b"<!doctype html><html><script>" + b"x();" * 700_000 + b"</script><p>Is it so?</p></html>"
    )
    assert len(page) > MAX_ARTICLE_BYTES

    assert read_article(page, name="page").questions[0].text == "Is it so?"
    for data in (b"Is it so? " * 300_000, page + b"<p>a</p>" * 300_000):
        with pytest.raises(ArticleTooLarge):
            read_article(data, name="text")
    assert len(page) < MAX_PAGE_BYTES
