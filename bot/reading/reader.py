"""Bytes ▶ `Article`: the whole reading, step by step, whatever the format."""

from dataclasses import replace

from bot.domain.article import Article
from bot.errors import ArticleTooLarge, EmptyArticle
from bot.reading.formats import Format, recognise_format
from bot.reading.furniture import set_furniture_aside
from bot.reading.headings import find_headings
from bot.reading.languages import recognise_language
from bot.reading.manuscript import Manuscript, read_plain
from bot.reading.markdown import read_markdown
from bot.reading.marks import has_words
from bot.reading.masthead import read_masthead
from bot.reading.plain import decode_article
from bot.reading.questions import find_questions
from bot.reading.sections import cut_sections
from bot.reading.sources import choose_source

MAX_ARTICLE_BYTES = 2_000_000
MAX_PAGE_BYTES = 5_000_000  # of a web page, most of which is no text


def read_article(
    data: bytes,
    *,
    name: str,
    media_type: str | None = None,
    title: str | None = None,
    source: str | None = None,
) -> Article:
    """Read a file's text; `name` is the file's, `source` the address it came from.

    `media_type` is what whoever sent the file calls it; the content goes before it. `title` goes
    before the text's own, and `source` before an address that the page claims on another site.

    Raises:
        UnreadableArticle: the file is no text, or in no encoding or format we read.
        EmptyArticle: it has no readable words.
        ArticleTooLarge: it has more than `MAX_ARTICLE_BYTES`, or `MAX_PAGE_BYTES` for a page.

    """
    if len(data) > MAX_PAGE_BYTES:
        raise ArticleTooLarge(name, len(data), MAX_ARTICLE_BYTES)
    text = decode_article(data, name=name, media_type=media_type)
    written_as = recognise_format(text, name=name, media_type=media_type)
    if len(data) > MAX_ARTICLE_BYTES and written_as is not Format.HTML:
        raise ArticleTooLarge(name, len(data), MAX_ARTICLE_BYTES)
    manuscript = _read_format(text, written_as)
    if title:
        manuscript = replace(manuscript, title=title)
    if not any(has_words(piece.text) for piece in manuscript.pieces):
        raise EmptyArticle(name)
    return _compose(manuscript, name=name, source=source)


def _read_format(text: str, written_as: Format) -> Manuscript:
    match written_as:
        case Format.MARKDOWN:
            return read_markdown(text)
        case Format.HTML:
            # Only here, for it takes longer to load than most articles to read.
            from bot.reading.pages import read_page  # noqa: PLC0415

            return read_page(text)
        case Format.PLAIN:
            return read_plain(text)


def _compose(manuscript: Manuscript, *, name: str, source: str | None) -> Article:
    """Tell masthead, furniture and sections apart, and find the questions."""
    pieces = manuscript.pieces
    language = recognise_language("\n".join(piece.text for piece in pieces))
    masthead = read_masthead(pieces, name=name, title=manuscript.title, author=manuscript.author)
    kept, furniture = set_furniture_aside(masthead.body)
    headed = find_headings(kept, language, is_marked_up=manuscript.is_marked_up)
    cut = cut_sections([*masthead.lead, *headed])
    return Article(
        title=masthead.title,
        author=masthead.author,
        source=choose_source(source, manuscript.source),
        dropped=(*masthead.dropped, *furniture, *cut.bare, *manuscript.aside),
        sections=cut.sections,
        questions=find_questions(masthead.title, cut, language, author=masthead.author),
    )
