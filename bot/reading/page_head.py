"""What a page declares about its article: title, author and address, in its head or as data."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain
from typing import Any

_SEPARATOR = re.compile(r"\s+[|–—·•»:-]\s+|\s*\|\s*|:\s+")
_ADDRESS = re.compile(r"https?://[^\s<>\"']{1,500}", re.IGNORECASE)
_BYLINE = re.compile(
    r"(?:^|[\s_-])(?:by|byline|authors?|writer|autora?|auteure?|autore|verfasser|created-?by|posted-?by"
    r"|username|submitted)"
    r"(?:$|[\s_-])",
    re.IGNORECASE,
)
_NAME = re.compile(r"[^\W\d_a-z][\w.’'-]*(?:\s+[\w.’'-]+){1,4}")
# What WordPress writes on a link to an author's other texts.
_ALL_POSTS = re.compile(
    r"(?:view|see|ver|voir|mostra|zeige)?\s?(?:all|tod[oa]s\s[laos]+|tous\sles|tutti\sgli|alle)"
    r"\s\w+\s(?:by|from|del?|di|von)\s(?P<name>.+?)(?:\s(?:anzeigen|ansehen))?\W*",
    re.IGNORECASE,
)
_ROLE = re.compile(r"\b(?:authors?|writers?|autora?|auteure?|autore|posts?)\b", re.IGNORECASE)
_REPLIES = re.compile(r"(?:^|[\s_-])comments?(?:$|[\s_-])", re.IGNORECASE)
_LABELS = frozenset(
    {"written by", "author", "escrito por", "écrit par", "verfasst von", "geschrieben von"}
    | {"scritto da", "autor", "auteur", "autore"}
)
_NAME_KEYS = ("author", "article:author", "parsely-author", "dc.creator", "byl", "sailthru.author")
_BY = re.compile(
    r"(?:(?:written|words|posted|escrito|écrit|verfasst|geschrieben|scritto|publicado)\s+)?"
    r"(?:by|por|par|von|da|di)\s*:?\s+(?P<name>[^\d|·•,(–—]{2,80})",
    re.IGNORECASE,
)
# What systems call whoever set them up.
_NOBODY = frozenset(
    {
        "admin",
        "administrator",
        "super user",
        "superuser",
        "editor",
        "webmaster",
        "root",
        "redaktion",
    }
    | {"redacción", "rédaction", "redazione", "redação", "staff", "guest", "anonymous"}
)
_LINES = ("a", "span", "p", "div", "address", "li", "dd", "h3", "h4", "h5", "h6", "cite")
_LONGEST_DATA = 200_000
_LONGEST_NAME = 120
_MOST_AUTHORS = 5
_DEEPEST = 4
_ARTICLES = ("Article", "BlogPosting", "Posting", "Report")


@dataclass(frozen=True, slots=True, kw_only=True)
class PageHead:
    """The declared things, each None where the page does not say; `site` is the publication's."""

    title: str | None
    whole_title: str | None
    site: str | None
    author: str | None
    address: str | None


def read_head(root: Any) -> PageHead:
    """Read what a page declares, before anything is taken out of it."""
    metas = _metas(root)
    data = _article_data(root)
    site = metas.get("og:site_name")
    whole = _squeezed(root.findtext(".//title"))
    declared = metas.get("og:title") or metas.get("twitter:title") or _text(data.get("headline"))
    title = declared or whole
    return PageHead(
        title=_without_site(title, site) if title else None,
        whole_title=whole,
        site=site,
        author=_author(metas, data, root, site),
        address=_address(metas, root),
    )


def _metas(root: Any) -> dict[str, str]:
    found: dict[str, str] = {}
    for meta in root.iter("meta"):
        name = (meta.get("property") or meta.get("name") or "").lower()
        content = _squeezed(meta.get("content"))
        if name and content:
            found.setdefault(name, content)
    return found


def _squeezed(text: str | None) -> str | None:
    return " ".join((text or "").split()) or None


def _text(value: Any) -> str | None:
    return _squeezed(value) if isinstance(value, str) else None


def _without_site(title: str, site: str | None) -> str:
    """Take the publication's name off the end of a title, or off its beginning."""
    parts = _SEPARATOR.split(title)
    if len(parts) == 1:
        return title
    last, first = parts[-1], parts[0]
    if site and last.casefold() == site.casefold():
        return title[: title.rindex(last)].rstrip(" |–—·•»:-")
    if site and first.casefold() == site.casefold():
        return title[len(first) :].lstrip(" |–—·•»:-")
    return title


def _author(metas: dict[str, str], data: dict[str, Any], root: Any, site: str | None) -> str | None:
    names = [name for name in _names(data.get("author")) if name != site]
    if names:
        return ", ".join(names[:_MOST_AUTHORS])
    is_labelled = metas.get("twitter:label1", "").lower() in _LABELS
    for key in (*_NAME_KEYS, "twitter:data1") if is_labelled else _NAME_KEYS:
        name = metas.get(key)
        if name and _is_name(name) and name != site:
            return name.removeprefix("By ").removeprefix("by ")
    return _author_shown(root)


def _author_shown(root: Any) -> str | None:
    """Give the name on the page itself: a link to its author, or a line that is called so."""
    lines = []
    for element in root.iter(*_LINES):
        if "author" in (element.get("rel") or "").split():
            words = _squeezed("".join(element.itertext())[:_LONGEST_NAME])
            all_posts = _ALL_POSTS.fullmatch(words or "")
            return all_posts["name"] if all_posts else words
        if _BYLINE.search((element.get("class") or "")[:_LONGEST_NAME]):
            lines.append(element)
    lines = [line for line in lines[: 2 * _MOST_AUTHORS] if not _is_reply(line)]
    for element in lines[:_MOST_AUTHORS]:
        words = _squeezed("".join(element.itertext())[: 2 * _LONGEST_NAME])
        byline = _BY.match(words or "")
        if byline:
            return byline["name"].rstrip(" ,")
    for element in lines[:_MOST_AUTHORS]:
        for part in [*element.iter("a"), *element.iterdescendants("span", "p"), element]:
            words = _squeezed("".join(part.itertext())[:_LONGEST_NAME])
            if words and _NAME.fullmatch(words) and not _ROLE.search(words):
                return words
    return None


def _is_reply(line: Any) -> bool:
    """Say whether a name is that of somebody who commented."""
    return any(
        _REPLIES.search(f"{above.get('class') or ''} {above.get('id') or ''}"[:_LONGEST_NAME])
        for above in chain([line], line.iterancestors("div", "section", "ol", "ul", "li", "aside"))
    )


def _names(author: Any) -> Iterator[str]:
    """Give the names in what data says of authors: a name, a person, or several."""
    for person in author if isinstance(author, list) else [author]:
        name = _text(person.get("name") if isinstance(person, dict) else person)
        if name and _is_name(name):
            yield name


def _is_name(name: str) -> bool:
    is_address = _ADDRESS.match(name) is not None
    return not is_address and len(name) <= _LONGEST_NAME and name.casefold() not in _NOBODY


def _address(metas: dict[str, str], root: Any) -> str | None:
    links = (link for link in root.iter("link") if link.get("rel") == "canonical")
    given = [next((link.get("href") for link in links), None), metas.get("og:url")]
    return next((address for address in given if address and _ADDRESS.fullmatch(address)), None)


def _article_data(root: Any) -> dict[str, Any]:
    """Give what the page's structured data says of an article."""
    for script in root.iter("script"):
        text = script.text or ""
        if script.get("type") != "application/ld+json" or len(text) > _LONGEST_DATA:
            continue
        try:
            data = json.loads(text)
        except (ValueError, RecursionError):
            continue
        found = next(_articles_in(data, 0), None)
        if found:
            return found
    return {}


def _articles_in(data: Any, depth: int) -> Iterator[dict[str, Any]]:
    if depth > _DEEPEST:
        return
    if isinstance(data, list):
        for part in data:
            yield from _articles_in(part, depth + 1)
    elif isinstance(data, dict):
        kinds = data.get("@type")
        kinds = kinds if isinstance(kinds, list) else [kinds]
        if any(isinstance(kind, str) and kind.endswith(_ARTICLES) for kind in kinds):
            yield data
        yield from _articles_in(data.get("@graph"), depth + 1)
