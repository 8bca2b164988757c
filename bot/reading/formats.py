"""Which format a text is in: told from its content, its file's name and its media type together.

What the content shows for certain goes first; name and media type decide what it leaves open.
"""

import re
from enum import StrEnum
from pathlib import PurePath

from bot.errors import UnreadableArticle

_HEAD = 4_000  # characters in which a page shows what it is
_SAMPLE = 200_000  # characters in which Markdown shows what it is

_MARKDOWN_NAMES = frozenset({".md", ".markdown", ".mdown", ".mkd", ".mkdn", ".mdx", ".qmd", ".rmd"})
_HTML_NAMES = frozenset({".html", ".htm", ".xhtml", ".xht", ".shtml"})
# Data, a discussion pack of ours among it: whatever sentences it may have in it.
_DATA_NAMES = frozenset({".json", ".jsonl", ".ndjson"})
_DATA_TYPES = frozenset({"application/json", "application/ld+json", "text/json"})
_MARKDOWN_TYPES = frozenset({"text/markdown", "text/x-markdown"})
_HTML_TYPES = frozenset({"text/html", "application/xhtml+xml"})

_PROLOGUE = re.compile(r"\s*(?:<\?xml[^>]{0,200}\?>\s*)?")
_COMMENT_START, _COMMENT_END = "<!--", "-->"
_PAGE = re.compile(r"<!doctype\s+html\b|<html\b|<head\b|<body\b", re.IGNORECASE)
_OTHER_MARKUP = re.compile(
    r"<\?xml\b|<!doctype\b|<(?:svg|rss|feed|xml|opml|urlset|kml|plist)\b", re.IGNORECASE
)
_FRAGMENT = re.compile(
    r"<(?:article|main|section|header|div|h[1-6]|p|ul|ol|blockquote|figure|table|meta|link)\b",
    re.IGNORECASE,
)
_TEXT_TAG = re.compile(r"</?(?:p|h[1-6]|div|br|li|blockquote|article|body|span|a)\b", re.IGNORECASE)
# What mail programs and browsers make of a page saved with its pictures.
_MAIL = re.compile(
    r"(?:From|MIME-Version|Content-Type|Date|Subject): [^\n]{0,300}\n", re.IGNORECASE
)
_MAIL_BODY = re.compile(r"^Content-Type: multipart/", re.IGNORECASE | re.MULTILINE)

_HASHES = re.compile(r"^ {0,3}#{1,6} +[^\s#]", re.MULTILINE)
_SIGNS = tuple(
    re.compile(pattern, re.MULTILINE)
    for pattern in (
        r"^ {0,3}(?:`{3}|~{3})",  # fences
        r"\]\((?:https?://|mailto:|/|\./|#)",  # links
        r"\*\*[^\s*][^*\n]{0,200}\*\*",  # bold words
        r"__(?<!\w__)[^\s_][^_\n]{0,200}__(?!\w)",  # likewise
        r"\*(?<![\w*]\*)[^\s*][^*\n]{0,200}\*(?![\w*])",  # italics
        r"^ {0,3}\[\^?[^\]\n]{1,80}\]: *\S",  # footnotes, addresses of links
        r"^ {0,3}\|? ?:?-{3,100}:? ?\|",  # tables
        r"^ {0,3}> ?\S",  # quotations
        r"^[^\n]{1,200}\n {0,3}(?:={3,}|-{3,})$",  # underlined headings
        r"^ {0,3}[-*+] +\S",  # lists
    )
)
_OWN_SIGNS = 7  # so many of the signs are Markdown's own; plain text has the others as well
_FRONT_MATTER = re.compile(
    r"\s{0,10}(?:---|\+\+\+) *\n(?:[^\n]{0,500}\n){0,3}? *\w[\w-]{0,40} ?[:=]"
)


class Format(StrEnum):
    """How an article may be written down."""

    PLAIN = "plain"
    MARKDOWN = "markdown"
    HTML = "html"


def recognise_format(text: str, *, name: str, media_type: str | None = None) -> Format:
    """Say in which format a decoded text is.

    Raises `UnreadableArticle` for text that is no article: data, other markup, a page saved as
    mail.
    """
    ending = PurePath(name.lower()).suffix
    given = (media_type or "").partition(";")[0].strip().lower()
    if ending in _DATA_NAMES or given in _DATA_TYPES:
        raise UnreadableArticle(name)
    says_html = ending in _HTML_NAMES or given in _HTML_TYPES
    says_markdown = ending in _MARKDOWN_NAMES or given in _MARKDOWN_TYPES
    start = _skip_prologue(text)
    if _PAGE.match(text, start):
        return Format.HTML
    if _OTHER_MARKUP.match(text, start) or _OTHER_MARKUP.match(text.lstrip()) or _is_mail(text):
        raise UnreadableArticle(name)
    if says_html and not says_markdown and _TEXT_TAG.search(text):
        return Format.HTML
    if not says_markdown and _FRAGMENT.match(text, start) and text.count("</", 0, _SAMPLE) > 1:
        return Format.HTML
    sample = text[:_SAMPLE]
    is_markdown = _shows_some(sample) if says_markdown else _shows_much(sample)
    return Format.MARKDOWN if is_markdown else Format.PLAIN


def _skip_prologue(text: str) -> int:
    """Give where a page begins, past a declaration and comments."""
    prologue = _PROLOGUE.match(text)
    start = prologue.end() if prologue else 0
    while text.startswith(_COMMENT_START, start) and start < _HEAD:
        end = text.find(_COMMENT_END, start)
        if end < 0:
            return start
        start = end + len(_COMMENT_END)
        start += len(text[start : start + _HEAD]) - len(text[start : start + _HEAD].lstrip())
    return start


def _is_mail(text: str) -> bool:
    return _MAIL.match(text) is not None and _MAIL_BODY.search(text[:_HEAD]) is not None


def _shows_some(sample: str) -> bool:
    """Say whether a text has any mark of Markdown; without one its lines are plain text's."""
    if _HASHES.search(sample) or _FRONT_MATTER.match(sample):
        return True
    return any(sign.search(sample) for sign in _SIGNS)


def _shows_much(sample: str) -> bool:
    """Say whether a text that nobody calls Markdown is Markdown all the same."""
    hashes = sum(1 for _ in _HASHES.finditer(sample))
    own = sum(sign.search(sample) is not None for sign in _SIGNS[:_OWN_SIGNS])
    is_headed = hashes > 1 or (hashes == 1 and own > 0)
    return is_headed or (_FRONT_MATTER.match(sample) is not None and hashes + own > 0)
