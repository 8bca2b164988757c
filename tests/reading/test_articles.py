"""A small corpus in many styles, each text with its gold: what a careful reader finds in it."""

import json
from pathlib import Path

import pytest

from bot.reading.reader import read_article

ARTICLES = Path(__file__).parents[1] / "articles"
CORPUS = sorted(path for path in ARTICLES.iterdir() if path.suffix in {".txt", ".md", ".html"})


def is_utf8(path):
    """Say whether a file is in UTF-8 without a mark."""
    try:
        return not path.read_bytes().decode("utf-8").startswith("\ufeff")
    except UnicodeDecodeError:
        return False


TEXTS = [path for path in CORPUS if path.suffix != ".html" and is_utf8(path)]


def read_gold(path):
    """Give what should be found in an article of the corpus."""
    return json.loads(path.with_suffix(".json").read_text("utf-8"))


def outline(article, path):
    """Give what was found, in the shape of an article's gold and as far as that says anything."""
    found = {
        "title": article.title,
        "author": article.author,
        "dropped": list(article.dropped),
        "headings": [section.heading for section in article.sections],
        "starts": begin_with(article, read_gold(path).get("starts", ())),
        "ends": end_with(article, read_gold(path).get("ends", ())),
        "quotes": len(article.quotes),
        "questions": [
            [q.text, q.section, q.kind.value, q.source.value, list(q.alternatives)]
            for q in article.questions
        ],
    }
    return {key: found[key] for key in read_gold(path) if key != "forbidden"}


def begin_with(article, words):
    """Give the words with which sections begin, in the gold's length."""
    return [section.text[: len(one)] for section, one in zip(article.sections, words, strict=False)]


def end_with(article, words):
    """Give the words with which sections end, in the gold's length."""
    return [
        section.text[-len(one) :] for section, one in zip(article.sections, words, strict=False)
    ]


def gold_outline(path):
    """Give an article's gold without what must not be found."""
    return {key: value for key, value in read_gold(path).items() if key != "forbidden"}


@pytest.mark.parametrize("path", CORPUS, ids=lambda path: path.stem)
def test_an_article_of_any_style_is_read_as_its_gold_says(path):
    """Title, author, headings, quotations and questions are those of the gold."""
    assert outline(read_article(path.read_bytes(), name=path.name), path) == gold_outline(path)


@pytest.mark.parametrize("path", CORPUS, ids=lambda path: path.stem)
def test_nothing_of_what_surrounds_an_article_is_posted(path):
    """Navigation, banners, comments, captions, templates: no such words in what is posted."""
    article = read_article(path.read_bytes(), name=path.name)
    posted = [article.title, *(question.shown for question in article.questions)]
    for section in article.sections:
        posted += [section.heading or "", section.text]
    text = "\n".join(posted)

    assert [words for words in read_gold(path).get("forbidden", ()) if words in text] == []


def encodings_of(path):
    """Give the encodings that have all letters of a text."""
    text = path.read_text("utf-8")
    is_western = text.encode("windows-1252", "ignore").decode("windows-1252") == text
    every = ["utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"]
    return [*every, "windows-1252"] if is_western else every


ENCODED = [(path, encoding) for path in TEXTS for encoding in encodings_of(path)]


@pytest.mark.parametrize(
    ("path", "encoding"), ENCODED, ids=[f"{path.stem}-{name}" for path, name in ENCODED]
)
def test_the_encoding_and_the_line_ends_make_no_difference(path, encoding):
    """The same text in another encoding, with Windows line ends, is the same article."""
    text = path.read_text("utf-8")
    data = text.replace("\n", "\r\n").encode(encoding)

    article = read_article(data, name=path.name)

    assert article.revision == read_article(text.encode(), name=path.name).revision
    assert outline(article, path) == gold_outline(path)


@pytest.mark.parametrize("path", TEXTS, ids=lambda path: path.stem)
def test_no_break_spaces_and_trailing_spaces_make_no_difference(path):
    """Spaces of other sorts are spaces, and what nobody sees is nothing."""
    text = path.read_text("utf-8")
    spaced = text.replace("a ", "a\u00a0").replace("e ", "e\u200b ").replace("\n", "  \n")

    assert outline(read_article(spaced.encode(), name=path.name), path) == gold_outline(path)
