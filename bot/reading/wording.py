"""Runs of marked-up text ▶ a block's words, with the stretches that are not the article's voice.

What Markdown and pages have in common: both come as runs of text, some inside a link or code.
"""

import re
from dataclasses import dataclass, field

from bot.reading.plain import even_out
from bot.reading.wrapping import is_unfinished, names_author

Span = tuple[int, int]
"""Where a stretch of a text begins and ends."""

_SPACE = re.compile(r"[^\S ]\s*| \s+")  # any but a single plain space


@dataclass(frozen=True, slots=True)
class Line:
    """A line of words; `foreign` spans of it are links' and code's, in order and apart."""

    text: str
    foreign: tuple[Span, ...] = ()


@dataclass(slots=True)
class Wording:
    """Gathers a block's words; spaces come out single, line breaks where they are asked for."""

    _lines: list[Line] = field(default_factory=list)
    _parts: list[str] = field(default_factory=list)
    _length: int = 0
    _ends_in_space: bool = True
    _foreign: list[Span] = field(default_factory=list)
    _depth: int = 0
    _entered_at: int = 0

    def add(self, text: str) -> None:
        """Add a run of text as it stands, with its spaces evened out."""
        words = _SPACE.sub(" ", text)
        if not words.isprintable():
            # An entity may stand for what nobody sees.
            words = _SPACE.sub(" ", even_out(words))
        if self._ends_in_space:
            words = words.removeprefix(" ")
        if words:
            self._parts.append(words)
            self._length += len(words)
            self._ends_in_space = words.endswith(" ")

    def enter(self) -> None:
        """Begin a link or code; they may stand inside one another."""
        if not self._depth:
            self._entered_at = self._length
        self._depth += 1

    def leave(self) -> None:
        """End the link or code begun last."""
        self._depth = max(self._depth - 1, 0)
        if not self._depth and self._entered_at < self._length:
            self._foreign.append((self._entered_at, self._length))

    def break_line(self) -> None:
        """Begin a new line; an empty one is none."""
        depth = self._depth
        if depth:
            self._depth = 1
            self.leave()
        text = "".join(self._parts).rstrip()
        if text:
            spans = [(start, min(end, len(text))) for start, end in self._foreign]
            spans = [span for span in spans if span[0] < span[1]]
            self._lines.append(Line(text, tuple(spans)))
        self._parts, self._foreign = [], []
        self._length, self._ends_in_space = 0, True
        self._depth, self._entered_at = depth, 0

    def lines(self) -> list[Line]:
        """Give the lines gathered, none of them empty, and begin anew."""
        self.break_line()
        lines, self._lines = self._lines, []
        return lines


def join(lines: list[Line], lead: str = "") -> Line:
    """Put lines into one, after `lead`, with a space between."""
    texts, spans, length = [], [], len(lead)
    for line in lines:
        spans += [(start + length, end + length) for start, end in line.foreign]
        texts.append(line.text)
        length += len(line.text) + 1
    return Line(lead + " ".join(texts), tuple(spans))


def mend_breaks(lines: list[Line]) -> list[Line]:
    """Put lines together that a break cuts in the middle of a sentence."""
    groups: list[list[Line]] = []
    for line in lines:
        goes_on = line.text[:1].islower() and not names_author(line.text)
        if groups and is_unfinished(groups[-1][-1].text) and goes_on:
            groups[-1].append(line)
        else:
            groups.append([line])
    return [join(group) for group in groups]
