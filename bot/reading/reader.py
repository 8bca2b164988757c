"""Bytes ▶ `Article`: the whole reading of a plain text, step by step."""

from bot.domain.article import Article
from bot.errors import ArticleTooLarge, EmptyArticle
from bot.reading.blocks import read_pieces
from bot.reading.furniture import set_furniture_aside
from bot.reading.headings import find_headings
from bot.reading.languages import recognise_language
from bot.reading.marks import has_words
from bot.reading.masthead import read_masthead
from bot.reading.plain import decode_article
from bot.reading.questions import find_questions
from bot.reading.sections import cut_sections

MAX_ARTICLE_BYTES = 2_000_000


def read_article(data: bytes, *, name: str, source: str | None = None) -> Article:
    """Read a file's text; `name` is the file's, `source` the address it came from.

    Raises:
        UnreadableArticle: the file is no text, or in no encoding we read.
        EmptyArticle: it has no readable words.
        ArticleTooLarge: it has more than `MAX_ARTICLE_BYTES`.

    """
    if len(data) > MAX_ARTICLE_BYTES:
        raise ArticleTooLarge(name, len(data), MAX_ARTICLE_BYTES)
    text = decode_article(data, name=name)
    pieces = read_pieces(text)
    if not any(has_words(piece.text) for piece in pieces):
        raise EmptyArticle(name)
    language = recognise_language(text)
    masthead = read_masthead(pieces, name=name)
    kept, aside = set_furniture_aside(masthead.body)
    sections, bare = cut_sections([*masthead.lead, *find_headings(kept, language)])
    return Article(
        title=masthead.title,
        author=masthead.author,
        source=source,
        dropped=(*masthead.dropped, *aside, *bare),
        sections=sections,
        questions=find_questions(masthead.title, sections, language),
    )
