"""Markdown ▶ manuscript: CommonMark with tables and footnotes, front matter taken off.

Marks become what they mean or go: links and images are reduced to their words, emphasis to what
it stresses. HTML is not shown; its words are.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.token import Token

from bot.domain.article import LONGEST_HEADING, BlockKind
from bot.reading import footnotes, marks
from bot.reading.blocks import Piece, gather_quotations, read_pieces
from bot.reading.dialects import to_commonmark
from bot.reading.front_matter import take_front_matter
from bot.reading.manuscript import Manuscript
from bot.reading.tables import draw_table
from bot.reading.tags import without_tags
from bot.reading.wording import Line, Wording, join, mend_breaks

_BULLET = "-"
_LIST_OF_ONE = 6  # tokens from the opening of a list to its end, if it has one line
_BREAKS = frozenset({"softbreak", "hardbreak"})
_ENTERS = frozenset({"link_open"})
_LEAVES = frozenset({"link_close"})
_LINE_TAG = re.compile(r"<br\b", re.IGNORECASE)
# What a text made of marks costs is bounded: a line counts one, and the rest is plain text.
_MOST_COST = 6_000
_COSTLY = "\n\\`*_~[<&"
_COST_OF_MARK = 0.4
_INLINE_MARK = re.compile(r"[\\`*_~\[<]|&[#\w]|  \n")
# Most tokens: they say only where words begin and end.
_SILENT = frozenset({"paragraph_open", "paragraph_close", "heading_open", "heading_close"})
_AROUND_PICTURES = _BREAKS | {"image", "link_open", "link_close"}
_PICTURE_TAG = re.compile(r"<(?:img|picture|svg|video)\b", re.IGNORECASE)
_LONGEST_CAPTION = 200
_CAPTION = re.compile(r"<figcaption\b.{0,2000}?</figcaption>", re.IGNORECASE | re.DOTALL)
# Boxes that a site puts into its texts.
_BOX = re.compile(
    r"<\w+[^>]{0,200}\b(?:class|id)=[\"'][^\"'>]{0,100}(?:newsletter|subscri|share|related|promo|cta\b)",
    re.IGNORECASE,
)


@cache
def _parser() -> MarkdownIt:
    parser = MarkdownIt("commonmark").enable(["table", "strikethrough"])
    parser.core.ruler.at("inline", _read_inline)
    return footnotes.with_footnotes(parser)


def _affordable(text: str) -> int:
    """Give the end of the lines that are read for their marks; all of them, in most texts."""
    if sum(map(text.count, _COSTLY)) < _MOST_COST:
        return len(text)
    end, cost = 0, 0.0
    for line in text.splitlines(keepends=True):
        cost += 1 + _COST_OF_MARK * len(_INLINE_MARK.findall(line))
        if cost > _MOST_COST:
            return end
        end += len(line)
    return end


def _read_inline(state: StateCore) -> None:
    """Read the words of blocks; most have no mark, and a look costs less than the parser."""
    for token in state.tokens:
        if token.type != "inline":
            continue
        if _INLINE_MARK.search(token.content):
            token.children = []
            state.md.inline.parse(token.content, state.md, state.env, token.children)
        else:
            token.children = [Token("text", "", 0, content=token.content)]


def read_markdown(text: str) -> Manuscript:
    """Read a Markdown text; its notes are set aside, in order."""
    front = take_front_matter(text)
    below = to_commonmark(front.text)
    end = _affordable(below)
    walk = _Walk(_parser().parse(below[:end]))
    pieces = gather_quotations(list(walk.pieces()))
    if end < len(below):
        pieces += read_pieces(below[end:])
    return Manuscript(
        pieces=pieces,
        title=front.title,
        author=front.author,
        source=front.source,
        is_marked_up=True,
        aside=tuple(walk.notes),
    )


@dataclass(slots=True)
class _List:
    """A list that is open; `number` is the next item's, None where items have bullets.

    `is_one_line`: one item of one paragraph, which may be a numbered heading.
    """

    number: int | None
    delimiter: str
    is_one_line: bool

    def next_mark(self) -> str:
        """Give what stands before an item's words."""
        if self.number is None:
            return f"{_BULLET} "
        self.number += 1
        return f"{self.number - 1}{self.delimiter} "


class _Walk:
    """Goes through a parser's tokens once, and keeps which lists and quotations are open."""

    def __init__(self, tokens: Sequence[Token]) -> None:
        self._tokens = tokens
        self._lists: list[_List] = []
        self._mark = ""
        self._quotes = 0
        self._quoted: list[str] = []
        self._rows: list[list[str]] = []
        self.notes: list[str] = []

    def pieces(self) -> Iterator[Piece]:
        """Give the pieces in order."""
        for place, (before, token) in enumerate(pairwise([None, *self._tokens])):
            if token is None or token.type in _SILENT:
                continue
            self._enter_or_leave(token, place)
            for piece in self._read(token, before):
                if self._quotes:
                    self._quoted.append(piece.text)
                else:
                    yield piece
            if token.type == "blockquote_close" and not self._quotes and self._quoted:
                yield Piece(kind=BlockKind.QUOTE, text="\n".join(self._quoted), apart=True)
                self._quoted = []

    def _enter_or_leave(self, token: Token, place: int) -> None:
        match token.type:
            case "blockquote_open":
                self._quotes += 1
            case "blockquote_close":
                self._quotes -= 1
            case "bullet_list_open":
                self._lists.append(_List(None, "", is_one_line=False))
            case "ordered_list_open":
                first = token.attrGet("start")
                self._lists.append(
                    _List(
                        1 if first is None else int(first),
                        token.markup,
                        is_one_line=self._is_one_line(place),
                    )
                )
            case "bullet_list_close" | "ordered_list_close":
                self._lists.pop()
            case "list_item_open":
                self._mark = self._lists[-1].next_mark()
            case "list_item_close":
                self._mark = ""
            case _:
                pass

    def _is_one_line(self, place: int) -> bool:
        """Say whether the list that opens here is one item of one paragraph."""
        closing = self._tokens[place + _LIST_OF_ONE : place + _LIST_OF_ONE + 1]
        return bool(closing) and closing[0].type == "ordered_list_close"

    def _read(self, token: Token, before: Token | None) -> Iterator[Piece]:
        match token.type:
            case "inline" if before is not None:
                yield from self._read_words(token, before)
            case "fence" | "code_block" if marks.has_words(token.content):
                code = "\n".join(map(str.rstrip, token.content.split("\n"))).strip("\n")
                yield Piece(kind=BlockKind.CODE, text=code, apart=True)
            case "html_block":
                for caption in _CAPTION.finditer(token.content):
                    self.notes += without_tags(caption[0])
                words_of = without_tags(_CAPTION.sub("", token.content))
                if _BOX.search(token.content) or _is_picture_block(token.content, words_of):
                    self.notes += words_of
                    words_of = []
                for words in words_of:
                    yield Piece(kind=BlockKind.PARAGRAPH, text=words, apart=True)
            case "tr_open":
                self._rows.append([])
            case "table_close":
                drawn, self._rows = draw_table(self._rows), []
                if marks.has_words(drawn):
                    yield Piece(kind=BlockKind.CODE, text=drawn, apart=True)
            case _:
                pass

    def _read_words(self, token: Token, before: Token) -> Iterator[Piece]:
        children = token.children or []
        match before.type:
            case footnotes.NOTE_OPEN:
                self.notes += [line.text for line in [join(_lines(children))] if line.text]
            case "th_open" | "td_open":
                self._rows[-1].append(join(_lines(children)).text)
            case "heading_open":
                yield from self._read_heading(children, int(before.tag[1:]))
            case _:
                yield from self._read_paragraph(children, _height(token))

    def _read_heading(self, children: Sequence[Token], level: int) -> Iterator[Piece]:
        words = join(_lines(children))
        if not words.text:
            return
        if self._lists or self._quotes or len(words.text) > LONGEST_HEADING:
            yield from self._plain(words)
            return
        yield Piece(
            kind=BlockKind.PARAGRAPH, text=words.text, apart=True, is_heading=True, level=level
        )

    def _read_paragraph(self, children: Sequence[Token], height: int) -> Iterator[Piece]:
        if not self._quotes and _is_picture(children):
            self.notes += [line.text for line in _lines(children) if marks.has_words(line.text)]
            return
        bold, rest = ([], children) if self._lists or self._quotes else _split_bold(children)
        if bold:
            yield Piece(kind=BlockKind.PARAGRAPH, text=join(bold).text, apart=True, is_heading=True)
        lines = mend_breaks(_lines(rest))
        if self._lists:
            yield from self._plain(join(lines))
            return
        for number, line in enumerate(lines):
            yield Piece(
                kind=BlockKind.PARAGRAPH,
                text=line.text,
                apart=not number and not bold,
                foreign=line.foreign,
                lines=height if len(lines) == 1 else 1,
            )

    def _plain(self, line: Line) -> Iterator[Piece]:
        """Give an item, or a further paragraph of one."""
        mark, self._mark = self._mark, ""
        if not line.text:
            return
        task = marks.TASK.match(line.text) if mark else None
        words = join([line], mark)
        if task and not marks.has_words(line.text[task.end() :]):
            words = Line(line.text)
        kind = BlockKind.ITEM if mark else BlockKind.PARAGRAPH
        yield Piece(
            kind=kind,
            text=words.text,
            apart=not mark,
            is_listed=bool(mark) and (len(self._lists) > 1 or not self._lists[-1].is_one_line),
            foreign=words.foreign,
        )


def _height(token: Token) -> int:
    return token.map[1] - token.map[0] if token.map else 1


def _split_bold(children: Sequence[Token]) -> tuple[list[Line], Sequence[Token]]:
    """Take off a first line all in bold, which is a heading; without one, nothing is taken."""
    place = 0
    while place < len(children) and _is_nothing(children[place]):
        place += 1
    if place >= len(children) or children[place].type != "strong_open":
        return [], children
    level = children[place].level
    closing = next(
        (at for at in range(place + 1, len(children)) if _closes_bold(children[at], level)), None
    )
    if closing is None:
        return [], children
    bold, rest = children[: closing + 1], children[closing + 1 :]
    while rest and _is_nothing(rest[0]):
        rest = rest[1:]
    words = _lines(bold)
    below = join(_lines(rest)).text
    is_line = not rest or (rest[0].type in _BREAKS and not below[:1].islower())
    is_heading = is_line and len(words) == 1 and marks.is_bold_heading(words[0].text)
    return (words, rest) if is_heading else ([], children)


def _is_picture_block(content: str, words_of: Sequence[str]) -> bool:
    """Say whether a piece of HTML is a picture, with no more below it than a caption."""
    if _PICTURE_TAG.search(content) is None or len(words_of) > 1:
        return False
    return sum(map(len, words_of)) <= _LONGEST_CAPTION


def _is_picture(children: Sequence[Token]) -> bool:
    """Say whether a paragraph is pictures only, or pictures with a caption in italics below."""
    if not any(token.type == "image" for token in children):
        return False
    words = [token for token in children if not _is_nothing(token)]
    while words and words[0].type in _AROUND_PICTURES:
        words = words[1:]
    is_captioned = bool(words) and words[0].type == "em_open" and words[-1].type == "em_close"
    is_one = is_captioned and sum(token.type == "em_close" for token in words) == 1
    return not words or is_one


def _closes_bold(token: Token, level: int) -> bool:
    return token.type == "strong_close" and token.level == level


def _is_nothing(token: Token) -> bool:
    return token.type == "text" and not token.content.strip()


# ── words in a line ───────────────────────────────────────────────────────────────────────────


def _lines(children: Sequence[Token]) -> list[Line]:
    wording = Wording()
    for token in children:
        _add(wording, token)
    return wording.lines()


def _add(wording: Wording, token: Token) -> None:
    if token.type in _ENTERS:
        wording.enter()
    elif token.type in _LEAVES:
        wording.leave()
    elif token.type == "code_inline":
        wording.enter()
        wording.add(token.content)
        wording.leave()
    elif token.type == "image":
        wording.enter()
        for child in token.children or []:
            _add(wording, child)
        wording.leave()
    elif token.type == "softbreak":
        wording.add(" ")
    elif token.type == "hardbreak" or (
        token.type == "html_inline" and _LINE_TAG.match(token.content)
    ):
        wording.break_line()
    elif token.type == "text":
        wording.add(token.content)
