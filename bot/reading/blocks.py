"""Text ▶ pieces: paragraphs, items, quotations, code and marked headings, in order.

Undoes hard wrapping on the way; which unmarked lines are headings is decided in `headings.py`.
"""

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import islice

from bot.domain.article import LONGEST_HEADING, BlockKind
from bot.reading import marks
from bot.reading.wording import Span
from bot.reading.wrapping import Wrapping, is_unfinished, join_lines

# More lines than any article has; it bounds what a text made of line ends costs.
MOST_LINES = 20_000
_LONGEST_RUN = 12  # paragraphs of one quotation


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """A block before it has a section.

    `apart`: an empty line stands before it. `is_heading`: known to be one, of that `level` if the
    text has levels. `is_listed`: surely an item of a list, not a numbered heading. `lines` counts
    the lines it had in the file. `foreign` are the spans of links
    and code in it, as far as its text no longer shows them.
    """

    kind: BlockKind
    text: str
    apart: bool
    is_heading: bool = False
    lines: int = 1
    level: int = 0
    is_listed: bool = False
    foreign: tuple[Span, ...] = ()


def read_pieces(text: str) -> list[Piece]:
    """Give the text's pieces; every word is in exactly one, but for the name of a code's language.

    Lines that only draw (rules, underlines, fences) are left out. What comes after `MOST_LINES`
    is one paragraph.
    """
    lines = [line.expandtabs(4).rstrip() for line in text.split("\n", MOST_LINES)]
    lines = _without_margin(lines)
    rest = " ".join(lines[MOST_LINES].split()) if len(lines) > MOST_LINES else ""
    pieces = gather_quotations(list(_Cursor(lines[:MOST_LINES]).pieces()))
    if rest:
        pieces.append(Piece(kind=BlockKind.PARAGRAPH, text=rest, apart=True))
    return pieces


def _without_margin(lines: list[str]) -> list[str]:
    """Take off the spaces that every line begins with, as in a text set for printing."""
    margin = min((len(line) - len(line.lstrip(" ")) for line in lines if line), default=0)
    return [line[margin:] for line in lines] if margin else lines


class _Cursor:
    """Walks over the lines once; each `_take_` method consumes what it recognises."""

    def __init__(self, lines: list[str]) -> None:
        self._lines = lines
        self._wrapping = Wrapping.of(lines)
        self._at = 0
        self._apart = True
        # Where no fence closes, none opens.
        self._closing = [
            (number, line.strip()) for number, line in enumerate(lines) if marks.closes_fence(line)
        ]

    def pieces(self) -> Iterator[Piece]:
        while self._at < len(self._lines):
            piece = self._take()
            if piece is None:
                self._apart = True
                continue
            if piece.text:
                yield piece
            self._apart = False

    def _take(self) -> Piece | None:
        line = self._lines[self._at]
        if not line.strip():
            self._at += 1
            return None
        for take in (
            self._take_fence,
            self._take_marked_heading,
            self._take_rule,
            self._take_table,
            self._take_margin_quote,
            self._take_indented_code,
        ):
            piece = take(line)
            if piece is not None:
                return piece
        return self._take_words(line)

    def _peek(self, ahead: int = 1) -> str:
        place = self._at + ahead
        return self._lines[place] if 0 <= place < len(self._lines) else ""

    def _piece(self, kind: BlockKind, text: str, lines: int, *, is_heading: bool = False) -> Piece:
        self._at += lines
        return Piece(
            kind=kind, text=text.strip("\n"), apart=self._apart, is_heading=is_heading, lines=lines
        )

    def _take_fence(self, line: str) -> Piece | None:
        fence = marks.FENCE.match(line)
        if not fence:
            return None
        below = islice(self._closing, bisect_left(self._closing, (self._at + 1,)), None)
        end = next((at for at, rule in below if rule.startswith(fence["fence"])), None)
        if end is None:
            return None
        code = self._lines[self._at + 1 : end]
        return self._piece(BlockKind.CODE, "\n".join(code), end + 1 - self._at)

    def _take_marked_heading(self, line: str) -> Piece | None:
        title, length = _marked_heading(line, self._peek(), self._peek(2))
        if not title or len(title) > LONGEST_HEADING:
            return None
        return self._piece(BlockKind.PARAGRAPH, title, length, is_heading=True)

    def _take_rule(self, line: str) -> Piece | None:
        return self._piece(BlockKind.PARAGRAPH, "", 1) if marks.RULE.fullmatch(line) else None

    def _take_table(self, line: str) -> Piece | None:
        if "|" not in line or not marks.TABLE_RULE.fullmatch(self._peek()):
            return None
        length = 2
        while "|" in self._peek(length):
            length += 1
        rows = self._lines[self._at : self._at + length]
        return self._piece(BlockKind.CODE, "\n".join(rows), length)

    def _take_margin_quote(self, line: str) -> Piece | None:
        if not marks.MARGIN.match(line):
            return None
        quoted: list[str] = []
        while (margin := marks.MARGIN.match(self._peek(len(quoted)))) is not None:
            quoted.append(self._peek(len(quoted))[margin.end() :].strip())
        paragraphs = "\n".join(quoted).strip("\n").split("\n\n")
        text = "\n".join(join_lines(paragraph.split("\n")) for paragraph in paragraphs)
        return self._piece(BlockKind.QUOTE, text, len(quoted))

    def _take_indented_code(self, line: str) -> Piece | None:
        is_table = all(map(marks.COLUMNS.fullmatch, (line, self._peek())))
        if not self._apart or not (is_table or marks.INDENTED_CODE.match(line)):
            return None
        length = 1
        while self._peek(length).startswith(marks.CODE_INDENT):
            length += 1
        code = [row[len(marks.CODE_INDENT) :] for row in self._lines[self._at :][:length]]
        return self._piece(BlockKind.CODE, "\n".join(code), length)

    def _take_words(self, line: str) -> Piece:
        is_item = marks.is_item(line, self._peek(-1), self._peek())
        gathered = [line]
        while self._goes_on(gathered[-1], self._peek(len(gathered)), is_item=is_item):
            gathered.append(self._peek(len(gathered)))
        kind = BlockKind.ITEM if is_item else BlockKind.PARAGRAPH
        return self._piece(kind, join_lines(gathered), len(gathered))

    def _goes_on(self, line: str, following: str, *, is_item: bool) -> bool:
        """Say whether the next line belongs to the paragraph or item of this one."""
        if not following.strip() or marks.begins_piece(following, line):
            return False
        if is_item and following[:2].isspace() and is_unfinished(line):
            return True
        return self._wrapping.joins(line, following)


def _marked_heading(line: str, following: str, after: str) -> tuple[str, int]:
    """Give the words of a marked heading and how many lines it takes; no words if it is none."""
    if marks.is_underlined(line, following):
        return line.strip(), 2
    if marks.is_overlined(line, following, after):
        return following.strip(), 3
    return marks.heading_words(line), 1


# ── quotations ────────────────────────────────────────────────────────────────────────────────


def gather_quotations(pieces: list[Piece]) -> list[Piece]:
    """Find the paragraphs that are quotations, each with its further paragraphs and its author."""
    found: list[Piece] = []
    at = 0
    while at < len(pieces):
        length = _quotation_length(pieces, at)
        parts = pieces[at : at + max(length, 1)]
        piece = parts[0]
        if length:
            text = "\n".join(part.text for part in parts)
            piece = replace(piece, kind=BlockKind.QUOTE, text=text)
        found.append(piece)
        at += len(parts)
    return found


def _quotation_length(pieces: list[Piece], at: int) -> int:
    """Say how many pieces from here on make one quotation; 0 if none begins here."""
    length = 0
    if pieces[at].kind is BlockKind.QUOTE or _is_words(pieces, at, marks.QUOTATION):
        length = 1
    elif _is_words(pieces, at):
        length = _running_length(pieces, at)
    if length and _is_words(pieces, at + length, marks.ATTRIBUTION):
        length += 1
    return length


def _running_length(pieces: list[Piece], at: int) -> int:
    """Measure a quotation that opens every paragraph and closes only the last."""
    opening = pieces[at].text[:1]
    closing = marks.running_quote(pieces[at].text)
    length = 1
    while (
        closing
        and length < _LONGEST_RUN
        and _is_words(pieces, at + length)
        and pieces[at + length].text[0] == opening
    ):
        length += 1
        if pieces[at + length - 1].text.endswith(closing):
            return length
        closing = marks.running_quote(pieces[at + length - 1].text)
    return 0


def _is_words(pieces: list[Piece], at: int, pattern: re.Pattern[str] | None = None) -> bool:
    """Say whether there is an unmarked paragraph here, and one of that pattern."""
    if at >= len(pieces):
        return False
    piece = pieces[at]
    is_words = piece.kind is BlockKind.PARAGRAPH and not piece.is_heading
    return is_words and (pattern is None or pattern.fullmatch(piece.text) is not None)
