"""The lines between rules above a Markdown text, in which sites keep its title and author.

Reads the little of YAML and TOML that such lines use; anything else in them is passed over.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

_FENCES = {"---": ("---", "..."), "+++": ("+++",)}
_MOST_LINES = 200
_LONGEST_LINE = 2_000
_ENTRY = re.compile(r"(?P<key>[A-Za-z][\w.-]{0,40})[ ]?[:=](?:\s+(?P<value>\S.*)|\s*$)")
# Sites keep some of theirs a level deeper: `[params]`, `params:`, `extra:`.
_NESTED = re.compile(
    r"\s+(?P<key>authors?|canonical(?:_?url)?)[ ]?[:=](?:\s+(?P<value>\S.*)|\s*$)", re.IGNORECASE
)
_SLUG = re.compile(r"[a-z]+(?:[-_][a-z]+){1,3}")
_PLAIN = re.compile(r"\s+\S|-(?:\s|$)|#|$|[\[\]{}]")  # lines that go on with the entry above
_FOLDED = re.compile(r"[>|][+-]?\d?")
_COMMENT = re.compile(r"\s#\s.*")
_TITLES = ("title",)
_AUTHORS = ("author", "authors", "by", "byline")
_NAMES = frozenset({"name", "display_name", "displayname"})
_ADDRESSES = ("canonical_url", "canonical", "canonicalurl", "original_url", "url", "link", "source")
_ADDRESS = re.compile(r"https?://[^\s<>\"']{1,500}", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """What a text declares about itself, and the text below."""

    text: str
    title: str | None = None
    author: str | None = None
    source: str | None = None


def take_front_matter(text: str) -> FrontMatter:
    """Take the declarations off a text; without any, it is the text as it stands."""
    lines = text.lstrip("\n").split("\n", _MOST_LINES)
    closing = _FENCES.get(lines[0].rstrip())
    if closing is None:
        return FrontMatter(text)
    for number, line in enumerate(lines[1:_MOST_LINES], start=1):
        if line.rstrip() in closing:
            return _declared(lines[1:number], "\n".join(lines[number + 1 :])) or FrontMatter(text)
        if not (_ENTRY.match(line[:_LONGEST_LINE]) or _PLAIN.match(line)):
            break
    return FrontMatter(text)


def _declared(lines: Sequence[str], below: str) -> FrontMatter | None:
    entries = _read_entries(lines)
    if not entries:
        return None
    address = next(filter(_ADDRESS.fullmatch, _values(entries, _ADDRESSES)), None)
    authors = _values(entries, _AUTHORS)
    return FrontMatter(
        below,
        title=" ".join(_values(entries, _TITLES)) or None,
        author=", ".join(map(_name, authors)) or None,
        source=address,
    )


def _name(author: str) -> str:
    """Give a name as people write it, where a site has it as the key of a list."""
    return re.sub(r"[-_]", " ", author).title() if _SLUG.fullmatch(author) else author


def _values(entries: Mapping[str, "_Entry"], keys: Sequence[str]) -> list[str]:
    for key in keys:
        values = entries[key].values() if key in entries else []
        if values:
            return values
    return []


@dataclass(slots=True)
class _Entry:
    """A key's value and the lines that go on with it."""

    value: str
    further: list[str] = field(default_factory=list)

    def values(self) -> list[str]:
        """Give what was said, a list's items apart, names only of people."""
        if _FOLDED.fullmatch(self.value):
            return [" ".join(line.strip() for line in self.further)]
        if self.value.startswith("["):
            parts = self.value.strip("[]").split(",")
            return [said for part in parts if (said := _unquote(part))]
        if self.value:
            return [said for said in [_unquote(self.value)] if said]
        return [said for line in self.further if (said := _item(line))]


def _read_entries(lines: Sequence[str]) -> dict[str, _Entry]:
    entries: dict[str, _Entry] = {}
    latest: _Entry | None = None
    for line in lines:
        entry = _ENTRY.match(line[:_LONGEST_LINE]) or _NESTED.match(line[:_LONGEST_LINE])
        if entry:
            latest = _Entry((entry["value"] or "").strip())
            entries.setdefault(entry["key"].lower(), latest)
        elif latest and line.strip() and not line.startswith("#"):
            latest.further.append(line)
    return entries


def _item(line: str) -> str:
    """Give a list's item, or a person's name; nothing for what else is said of them."""
    words = line.strip().removeprefix("- ").strip()
    entry = _ENTRY.match(words)
    if entry is None:
        return _unquote(words)
    return _unquote(entry["value"] or "") if entry["key"].lower() in _NAMES else ""


def _unquote(words: str) -> str:
    words = words.strip()
    for mark in "\"'":
        if words.startswith(mark):
            return words[1:].partition(mark)[0].strip()
    return _COMMENT.sub("", f" {words}").strip()
