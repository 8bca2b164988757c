"""The format is told from content, name and media type together, and foreign text is refused."""

import pytest

from bot.errors import UnreadableArticle
from bot.reading.formats import Format, recognise_format
from bot.reading.plain import decode_article
from bot.reading.reader import read_article

PROSE = "The grid was built for a city that slept at night.\n\nWho pays for it now?\n"
PAGE = f"<!DOCTYPE html><html><head><title>T</title></head><body><p>{PROSE}</p></body></html>"
HEADED = f"# On Grids\n\n{PROSE}\n## Who Pays\n\n{PROSE}"


@pytest.mark.parametrize(
    ("text", "name", "media_type", "expected"),
    [
        (PROSE, "a.txt", None, Format.PLAIN),
        (PROSE, "a", "text/plain", Format.PLAIN),
        (PROSE, "a.md", None, Format.PLAIN),
        (PROSE, "a.html", "text/html", Format.PLAIN),
        (PROSE, "a", "text/markdown; charset=utf-8", Format.PLAIN),
        ("Notes\n-----\n\n* one\n* two\n\n1. First\n\n" + PROSE, "a.txt", None, Format.PLAIN),
        ("# One\n\n" + PROSE, "a.txt", None, Format.PLAIN),
        (HEADED, "a.txt", "text/plain", Format.MARKDOWN),
        (HEADED, "", None, Format.MARKDOWN),
        ("---\ntitle: T\n---\n\n**Bold** " + PROSE, "a.txt", None, Format.MARKDOWN),
        ("# One\n\n[a](https://example.org/)\n", "a.txt", None, Format.MARKDOWN),
        ("One\n===\n\n" + PROSE, "a.md", None, Format.MARKDOWN),
        ("One *small* thing.", "a.MARKDOWN", None, Format.MARKDOWN),
        ("- one\n- two", "a", "text/markdown", Format.MARKDOWN),
        ('<p align="center">A badge</p>\n\n' + HEADED, "README.md", None, Format.MARKDOWN),
        (PAGE, "a.txt", "text/plain", Format.HTML),
        (PAGE, "a.md", None, Format.HTML),
        ("<!-- saved -->\n <!-- twice -->\n" + PAGE, "a", None, Format.HTML),
        ('<?xml version="1.0"?>\n' + PAGE, "a", None, Format.HTML),
        ("<p>One</p><p>Two</p>", "", None, Format.HTML),
        ("<p>One</p>", "a.html", None, Format.HTML),
        ("One<br>two", "a", "text/html", Format.HTML),
        ("<3 is a heart, and a > b", "a.txt", None, Format.PLAIN),
    ],
)
def test_content_goes_before_name_and_media_type(text, name, media_type, expected):
    """A page is a page under any name; a name alone makes no format of plain lines."""
    assert recognise_format(text, name=name, media_type=media_type) is expected


@pytest.mark.parametrize(
    ("name", "media_type"),
    [("x.json", None), ("the-article.pack.JSON", "text/plain"), ("x", "application/json")],
)
def test_data_is_no_article(name, media_type):
    """A file of data is refused, whatever words are in it."""
    with pytest.raises(UnreadableArticle):
        recognise_format(PROSE, name=name, media_type=media_type)


@pytest.mark.parametrize(
    "text",
    [
        '<?xml version="1.0"?><rss version="2.0"><channel></channel></rss>',
        '<svg xmlns="http://www.w3.org/2000/svg"><text>Who?</text></svg>',
        "<feed><title>Who?</title></feed>",
        "From: <Saved>\nMIME-Version: 1.0\nContent-Type: multipart/related;\n\n<html>",
    ],
)
def test_text_that_is_no_article_is_refused(text):
    """Feeds, drawings and pages saved as mail are text, but nothing to read together."""
    with pytest.raises(UnreadableArticle) as refusal:
        read_article(text.encode(), name="thing.xml")

    assert refusal.value.name == "thing.xml"


@pytest.mark.parametrize(
    ("declared", "encoding"),
    [
        ("windows-1251", "windows-1251"),
        ("Shift_JIS", "shift_jis"),
        ("koi8-r", "koi8-r"),
        ("iso-8859-1", "windows-1252"),
        ("utf-8", "windows-1252"),
        ("zip", "windows-1252"),
        ("windows-1251", "utf-8"),
    ],
)
def test_a_declared_encoding_counts_where_the_bytes_are_no_utf8(declared, encoding):
    """A page's declaration and the media type's are both heard, but not believed blindly."""
    words = {"windows-1251": "Вопрос", "koi8-r": "Вопрос", "shift_jis": "質問です"}
    text = words.get(encoding, "„Größe“") * 3
    page = f'<meta charset="{declared}"><p>{text}</p>'.encode(encoding)

    assert text in decode_article(page, name="x")
    assert text in decode_article(
        text.encode(encoding), name="x", media_type=f"text/plain; charset={declared}"
    )
