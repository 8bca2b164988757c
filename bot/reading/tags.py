"""Pieces of HTML inside other text ▶ their words, without tags, scripts and comments."""

import html
import re

from bot.reading.marks import has_words
from bot.reading.wording import Wording

_TAG = re.compile(r"<(?P<end>/?)(?P<name>[a-zA-Z][a-zA-Z0-9-]{0,30})")
_WORDLESS = frozenset({"script", "style", "template", "svg", "iframe", "object", "form"})
_INLINE = frozenset(
    {"a", "abbr", "b", "code", "del", "em", "i", "ins", "kbd", "mark", "q", "s", "small", "span"}
    | {"strong", "sub", "sup", "time", "u", "font", "img"}
)
_LONGEST_TAG = 5_000
_COMMENT = "<!--"


def without_tags(text: str) -> list[str]:
    """Give the lines of words in a piece of HTML; block tags end a line."""
    wording = Wording()
    place = 0
    while True:
        opening = text.find("<", place)
        if opening < 0:
            break
        wording.add(html.unescape(text[place:opening]))
        place = _past_markup(text, opening, wording)
    wording.add(html.unescape(text[place:]))
    return [line.text for line in wording.lines() if has_words(line.text)]


def _past_markup(text: str, opening: int, wording: Wording) -> int:
    """Give where the words go on after the sign at `opening`, which may be a mere sign."""
    if text.startswith(_COMMENT, opening):
        return _after(text, "-->", opening)
    tag = _TAG.match(text, opening)
    if tag is None:
        if text.startswith(("<!", "<?"), opening):
            return _after(text, ">", opening)
        wording.add("<")
        return opening + 1
    name = tag["name"].lower()
    if name not in _INLINE:
        wording.break_line()
    if name in _WORDLESS and not tag["end"]:
        closing = re.compile(rf"</{name}\b", re.IGNORECASE).search(text, tag.end())
        return _after(text, ">", closing.end()) if closing else len(text)
    end = text.find(">", tag.end(), tag.end() + _LONGEST_TAG)
    return end + 1 if end >= 0 else tag.end()


def _after(text: str, mark: str, place: int) -> int:
    """Give the place after a mark; what is never closed goes on to the end."""
    found = text.find(mark, place)
    return found + len(mark) if found >= 0 else len(text)
