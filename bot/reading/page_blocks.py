"""A page's tree ▶ its blocks in order, each with the element it came from."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import Enum, auto
from itertools import chain
from typing import Any

from bot.domain.article import LONGEST_HEADING, BlockKind
from bot.reading import marks
from bot.reading.blocks import Piece
from bot.reading.languages import word_set
from bot.reading.page_boxes import is_caption, is_notes, is_pulled, is_subtitle
from bot.reading.tables import draw_table
from bot.reading.wording import Wording, join, mend_breaks

_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_INLINE = word_set(
    """
    a abbr acronym b bdi bdo big cite code data del dfn em font i ins kbd mark nobr q rp rt ruby s
    samp small span strike strong sub sup time tt u var wbr img
    """
)
_CODE = frozenset({"code", "kbd", "samp", "tt"})
_BOLD = frozenset({"b", "strong"})
_LONGEST_CELL = 200
_MOST_CELLS = 5_000


class Part(Enum):
    """What a block of a page is to its article."""

    TEXT = auto()
    PULLED = auto()  # out of the text, to be seen first
    BESIDE = auto()  # a caption, a note, a line below the title: kept, but not in the text


@dataclass(frozen=True, slots=True)
class PageBlock:
    """A piece with the element it stands in; `linked` is the share of it that is links."""

    piece: Piece
    element: Any
    part: Part
    linked: float


@dataclass(slots=True)
class _List:
    number: int | None

    def next_mark(self) -> str:
        if self.number is None:
            return "- "
        self.number += 1
        return f"{self.number - 1}. "


@dataclass(slots=True)
class _Walk:
    """Goes through a tree once; words gather until a block begins or ends."""

    wording: Wording = field(default_factory=Wording)
    found: list[PageBlock] = field(default_factory=list)
    lists: list[_List] = field(default_factory=list)
    mark: str = ""
    quotes: int = 0
    quoted: list[str] = field(default_factory=list)
    bold: int = 0
    plain: int = 0  # characters outside bold letters, since the last block
    linked: int = 0
    links: int = 0
    parts: dict[Any, Part] = field(default_factory=dict)  # of elements looked at before

    def add(self, text: str | None) -> None:
        if not text:
            return
        self.wording.add(text)
        if not text.isspace():
            size = len(text.strip())
            self.plain += 0 if self.bold else size
            self.linked += size if self.links else 0

    def flush(self, element: Any) -> None:
        """End the block that stands in an element, if there are words in it."""
        lines = self.wording.lines()
        is_bold, linked = not self.plain, self.linked
        self.plain = self.linked = 0
        if not lines:
            return
        if self.quotes:
            self.quoted += [line.text for line in lines]
            return
        lines = mend_breaks(lines)
        mark, kind = "", BlockKind.PARAGRAPH
        if self.mark:
            mark, self.mark, kind = self.mark, "", BlockKind.ITEM
            lines = [join(lines)]
        level = _level(element)
        share = linked / max(sum(len(line.text) for line in lines), 1)
        may_head = kind is BlockKind.PARAGRAPH and not self.lists
        for place, line in enumerate(lines):
            words = join([line], mark)
            is_heading = may_head and (
                0 < len(line.text) <= LONGEST_HEADING
                if level
                else is_bold and len(lines) == 1 and marks.is_bold_heading(line.text)
            )
            piece = Piece(
                kind=kind,
                text=words.text,
                apart=not place,
                is_heading=is_heading and marks.has_words(line.text),
                level=level,
                is_listed=bool(mark),
                foreign=words.foreign,
            )
            self.put(piece, element, share)

    def put(self, piece: Piece, element: Any, linked: float = 0.0) -> None:
        part = self._part(element)
        if part is Part.TEXT and is_subtitle(element):
            part = Part.BESIDE
        self.found.append(PageBlock(piece, element, part, linked))

    def _part(self, element: Any) -> Part:
        """Say what an element is to the article, by itself or by what it stands in."""
        path = []
        part = Part.TEXT
        for above in chain([element], element.iterancestors()):
            known = self.parts.get(above) or _own_part(above)
            path.append(above)
            if above in self.parts or known is not Part.TEXT:
                part = known
                break
        self.parts.update(dict.fromkeys(path, part))
        return part


def read_blocks(root: Any) -> list[PageBlock]:
    """Give a page's blocks in order, the words of each exactly once."""
    walk = _Walk()
    for event, element in _events(root):
        if element.tag in {"pre", "table"} and event == "start":
            _read_whole(walk, element)
        elif element.tag in _INLINE and not is_caption(element):
            _read_inline(walk, event, element)
        elif element.tag == "br":
            if event == "start":
                walk.wording.break_line()
        elif event == "start":
            walk.flush(element.getparent() if element.getparent() is not None else element)
            _open(walk, element)
        else:
            walk.flush(element)
            _close(walk, element)
        if event == "start" and element.tag not in {"pre", "table"}:
            walk.add(element.text)
        elif event == "end" and element is not root:
            walk.add(element.tail)
    walk.flush(root)
    return walk.found


def _events(root: Any) -> Iterator[tuple[str, Any]]:
    """Go through a tree without recursion; tables and code are not gone into."""
    stack = [(root, False)]
    while stack:
        element, is_done = stack.pop()
        if is_done:
            yield "end", element
            continue
        yield "start", element
        stack.append((element, True))
        if element.tag == "pre" or (element.tag == "table" and _is_data(element)):
            continue
        stack += [(child, False) for child in reversed(element) if isinstance(child.tag, str)]


def _read_inline(walk: _Walk, event: str, element: Any) -> None:
    step = 1 if event == "start" else -1
    if element.tag in _BOLD:
        walk.bold += step
    elif element.tag == "q":
        walk.wording.add("“" if step > 0 else "”")
    elif element.tag in _CODE or (element.tag == "a" and element.get("href")):
        walk.links += step if element.tag == "a" else 0
        (walk.wording.enter if step > 0 else walk.wording.leave)()


def _open(walk: _Walk, element: Any) -> None:
    if element.tag == "blockquote":
        walk.quotes += 1
    elif element.tag in {"ul", "ol"}:
        start = element.get("start") or "1"
        first = int(start) if start.isdecimal() and len(start) < 7 else 1  # noqa: PLR2004
        walk.lists.append(_List(first if element.tag == "ol" else None))
    elif element.tag == "li" and not walk.quotes:
        walk.mark = walk.lists[-1].next_mark() if walk.lists else "- "


def _close(walk: _Walk, element: Any) -> None:
    if element.tag == "blockquote":
        walk.quotes -= 1
        if not walk.quotes and walk.quoted:
            text, walk.quoted = "\n".join(walk.quoted), []
            walk.put(Piece(kind=BlockKind.QUOTE, text=text, apart=True), element)
    elif element.tag in {"ul", "ol"} and walk.lists:
        walk.lists.pop()
    elif element.tag == "li":
        walk.mark = ""


def _level(element: Any) -> int:
    """Give the level of the heading that a block stands in; 0 if it stands in none."""
    for _ in range(4):
        if element is None:
            break
        if element.tag in _HEADINGS:
            return _HEADINGS[element.tag]
        element = element.getparent()
    return 0


def _own_part(element: Any) -> Part:
    if is_pulled(element):
        return Part.PULLED
    is_beside = element.tag in {"figcaption", "caption", "header"}
    is_beside = is_beside or is_notes(element) or is_caption(element)
    return Part.BESIDE if is_beside else Part.TEXT


# ── code and tables ───────────────────────────────────────────────────────────────────────────


def _read_whole(walk: _Walk, element: Any) -> None:
    """Read code, and tables of data; a table that only places things is gone into."""
    # What stands before it belongs to what it stands in.
    walk.flush(element.getparent() if element.getparent() is not None else element)
    if element.tag == "table" and not _is_data(element):
        walk.add(element.text)
        return
    text = _code(element) if element.tag == "pre" else draw_table(_cells(element))
    if not marks.has_words(text):
        return
    if walk.quotes:
        walk.quoted += text.split("\n")
    else:
        walk.put(Piece(kind=BlockKind.CODE, text=text, apart=True), element)


def _code(element: Any) -> str:
    for line_break in element.iter("br"):
        line_break.tail = "\n" + (line_break.tail or "")
    lines = "".join(element.itertext()).replace("\r\n", "\n").replace("\xa0", " ").split("\n")
    return "\n".join(line.rstrip() for line in lines).strip("\n")


def _is_data(table: Any) -> bool:
    """Say whether a table shows data, rather than placing the parts of a page."""
    if table.find(".//table") is not None:
        return False
    rows = sum(1 for _ in table.iter("tr"))
    cells = list(table.iter("td", "th"))[:_MOST_CELLS]
    is_small = all(len("".join(cell.itertext())) <= _LONGEST_CELL for cell in cells)
    has_blocks = any(
        table.find(f".//{tag}") is not None for tag in ("h1", "h2", "h3", "blockquote")
    )
    return rows > 1 and len(cells) > rows and is_small and not has_blocks


def _cells(table: Any) -> list[list[str]]:
    rows = []
    for row in table.iter("tr"):
        cells = []
        for cell in row.iter("td", "th"):
            wording = Wording()
            for text in cell.itertext():
                wording.add(text)
            cells.append(join(wording.lines()).text)
        rows.append(cells)
    return rows
