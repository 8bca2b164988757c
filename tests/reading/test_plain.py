"""Bytes are decoded as the encoding they are in, and what is no text is refused."""

import pytest

from bot.errors import ArticleTooLarge, EmptyArticle, UnreadableArticle
from bot.reading.plain import decode_article
from bot.reading.reader import MAX_ARTICLE_BYTES, read_article

TEXT = "Ein Satz über „Größe“.\nUnd noch einer — mit Strich."


@pytest.mark.parametrize(
    "encoding",
    ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "windows-1252"],
)
def test_the_encoding_is_recognised(encoding):
    """With a mark or without one, the text comes out the same."""
    assert decode_article(TEXT.encode(encoding), name="x") == TEXT


def test_a_few_broken_characters_do_not_spoil_the_others():
    """UTF-8 that was cut in the middle of a letter is still UTF-8."""
    data = (TEXT * 5).encode()[:-1] + "ü".encode()[:1]

    assert "Größe" in decode_article(data, name="x")
    assert "Ã" not in decode_article(data, name="x")


@pytest.mark.parametrize("end", ["\r\n", "\r", "\u2028", "\u2029", "\x0b", "\x0c", "\x85"])
def test_every_line_end_is_a_newline(end):
    """Whatever system the text is from, its lines are lines."""
    assert decode_article(f"one{end}two".encode(), name="x") == "one\ntwo"


@pytest.mark.parametrize(
    ("given", "read"),
    [
        ("a\u00a0b\u2009c\u3000d", "a b c d"),
        ("a\u200bb\u00adc\ufeffd\u202ee", "abcde"),
        ("a\x00b\x07c" + "." * 200, "abc" + "." * 200),
        ("caf\u0065\u0301", "café"),
        ("ﬁne ﬂow", "fine flow"),
        ("\uf0b7 an item", "• an item"),
        ("👩\u200d💻", "👩\u200d💻"),
    ],
)
def test_spaces_are_spaces_and_the_invisible_is_gone(given, read):
    """No-break spaces, zero-width characters and control characters do no harm."""
    assert decode_article(given.encode(), name="x") == read


@pytest.mark.parametrize(
    "data",
    [
        b"%PDF-1.7\n%abc",
        b"PK\x03\x04word/document.xml",
        b"\x89PNG\r\n\x1a\n",
        b"{\\rtf1 Hello}",
        bytes(range(256)) * 8,
        b"\x00\x01\x02\x03" * 50,
        b"word \x81\x8d\x8f\x90\x9d word",
        b"\xff\xfe\x00\xd8",
        b"a\x00b\x00\x00\xd8",
    ],
)
def test_what_is_no_text_is_refused(data):
    """Other formats, noise and impossible characters are unreadable, by the file's name."""
    with pytest.raises(UnreadableArticle) as refusal:
        read_article(data, name="thing.bin")

    assert refusal.value.name == "thing.bin"


@pytest.mark.parametrize("data", [b"", b" \n\t", b"\xef\xbb\xbf", b"***\n---\n", b"?!"])
def test_a_file_without_words_is_refused(data):
    """There is nothing to read in spaces and rules."""
    with pytest.raises(EmptyArticle):
        read_article(data, name="x")


def test_a_file_that_is_too_large_is_refused_unread():
    """The refusal names both sizes."""
    with pytest.raises(ArticleTooLarge) as refusal:
        read_article(b"%" * (MAX_ARTICLE_BYTES + 1), name="x")

    assert (refusal.value.size, refusal.value.limit) == (MAX_ARTICLE_BYTES + 1, MAX_ARTICLE_BYTES)
