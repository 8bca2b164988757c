"""HTML pages ▶ manuscript: the article of a page, without what the page puts around it.

Two judges agree on what is article: trafilatura by the look of the text, our tables by the names
of the boxes. The words are always read from the page itself, since trafilatura loses headings,
lists and links of some pages.
"""

import logging
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import chain, islice
from typing import Any

import trafilatura
from lxml import etree, html  # type: ignore[import-untyped]

from bot.domain.article import LONGEST_HEADING, BlockKind
from bot.reading import marks
from bot.reading.blocks import Piece, gather_quotations
from bot.reading.calls import is_promotion
from bot.reading.furniture import is_pointer
from bot.reading.manuscript import Manuscript
from bot.reading.page_blocks import PageBlock, Part, read_blocks
from bot.reading.page_boxes import remove_boxes
from bot.reading.page_head import PageHead, read_head

_DECLARATION = re.compile(r"\s*<\?xml[^>]{0,300}\?>")
_HEAD_TAGS = frozenset({"title", "meta", "link", "script", "style", "base", "noscript", "template"})
_MOST_TAGS = 20_000
_MOST_JUDGED = 8_000  # elements; the judge takes a time that grows with their square
_NO_LETTER = re.compile(r"[\W_]+")
_KEY = 60  # letters by which a paragraph is known again
_SHORTEST_KEY = 12
_MOSTLY, _NEARLY_ALL, _WHOLLY = 0.6, 0.9, 0.95
_SHORTEST_PROSE = 80
_SHORTEST_REPEATED = 20  # letters of a quotation that says the text's own words again
_LONGEST_LINK = 160
_LONGEST_CALL = 200
_LONGEST_PRESENTATION = 400
_PRESENTS = re.compile(
    r",?\s+(?:is|was|are|writes|works|lives|teaches|edits|has|covers|es|escribe|trabaja|vive|est|écrit"
    r"|vit|travaille|ist|schreibt|lebt|arbeitet|é|escreve|mora|trabalha|è|scrive|lavora)\b"
)
_ABOUT_AUTHOR = re.compile(
    r"(?:about|written\s+by|meet)\s+(?:the\s+)?(?:authors?|writers?|contributors?)\b.{0,60}"
    r"|sobre\s+(?:el|la|o|a)\s+autora?|à\s+propos\s+de\s+l.auteure?|über\s+(?:den|die)\s+autor(?:in)?"
    r"|note\s+sull.autore|l.autore|l.autrice",
    re.IGNORECASE,
)
# What XML 1.0 has no place for.
_UNFIT = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_RIGHTS = re.compile(r"(?:©|\(c\)|copyright\b|all\s+rights\s+reserved).{0,200}", re.IGNORECASE)
_SHARE = re.compile(
    r"(?:share|share\s+this.{0,30}|follow\s+us.{0,20}|tags?|filed\s+under|categor(?:y|ies)"
    r"|compartir|partager|teilen|compartilhar|condividi)\s*:?",
    re.IGNORECASE,
)

# Its warnings are about pages that have nothing to give, which we say ourselves.
logging.getLogger("trafilatura").setLevel(logging.CRITICAL)


def read_page(text: str) -> Manuscript:
    """Read a page; what is around the article is left out, captions and notes are set aside."""
    root = _parse(text)
    if root is None:
        return Manuscript(pieces=[])
    head = read_head(root)
    if not remove_boxes(root):
        root = _parse(text)
        remove_boxes(root, by_names=False)
    blocks = _without_pulled(read_blocks(root))
    title = _title(head, blocks)
    chosen = _choose(blocks, _kept_by_judge(root), title)
    body, calls = _without_ends(chosen, head.author)
    below = blocks[_below_title(blocks, title) :]
    home = _home(body)
    aside = [block.piece.text for block in below if _is_beside(block, home)] + calls
    return Manuscript(
        pieces=gather_quotations([block.piece for block in body]),
        title=title,
        author=head.author,
        source=head.address,
        is_marked_up=True,
        aside=tuple(dict.fromkeys(aside)),
    )


def _parse(text: str) -> Any:
    parser = html.HTMLParser(recover=True, no_network=True, remove_comments=True, remove_pis=True)
    try:
        declaration = _DECLARATION.match(text)
        markup = text[declaration.end() :] if declaration else text
        root = html.document_fromstring(_affordable(markup), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        return None
    _move_into_body(root)
    _leave_out_controls(root)
    return root


def _leave_out_controls(root: Any) -> None:
    """Take out what no tree takes back once it is moved: `&#1;` is a control character."""
    for element in root.iter():
        if element.text and _UNFIT.search(element.text):
            element.text = _UNFIT.sub(_space_or_nothing, element.text)
        if element.tail and _UNFIT.search(element.tail):
            element.tail = _UNFIT.sub(_space_or_nothing, element.tail)


def _space_or_nothing(unfit: re.Match[str]) -> str:
    return " " if unfit[0].isspace() else ""


def _affordable(text: str) -> str:
    """Give the page's beginning, up to `_MOST_TAGS`; no article has more."""
    if text.count("<") <= _MOST_TAGS:
        return text
    tags = re.finditer("<", text)
    return text[: next(islice(tags, _MOST_TAGS, None)).start()]


def _move_into_body(root: Any) -> None:
    """Take what is no head's out of the head: where no `<body>` says so, the parser leaves it."""
    head = root.find("head")
    if head is None:
        return
    first = next((at for at, child in enumerate(head) if child.tag not in _HEAD_TAGS), None)
    if first is None:
        return
    body = root.find("body")
    if body is None:
        body = etree.SubElement(root, "body")
    for place, child in enumerate(head[first:]):
        body.insert(place, child)


# ── what is article ───────────────────────────────────────────────────────────────────────────


def _kept_by_judge(root: Any) -> frozenset[str]:
    """Give the keys of the paragraphs that trafilatura takes for the article's."""
    if next(islice(root.iter(), _MOST_JUDGED, None), None) is not None:
        return frozenset()
    # Its second opinions take as long as itself, and our tables are one already.
    body = _ask_judge(root, fast=True)
    if body is None:
        body = _ask_judge(root, fast=False)
    if body is None:
        return frozenset()
    return frozenset(_key("".join(element.itertext())) for element in body.iter())


def _ask_judge(root: Any, *, fast: bool) -> Any:
    try:
        found = trafilatura.bare_extraction(
            root,
            fast=fast,
            include_formatting=True,
            include_comments=False,
            output_format="xml",  # else it also writes the text, which nobody reads
        )
    except (ValueError, TypeError, AttributeError, IndexError, KeyError, RecursionError):
        return None  # a page that breaks it is read by names alone
    return getattr(found, "body", None)


def _key(text: str) -> str:
    return _NO_LETTER.sub("", text[: 3 * _KEY])[:_KEY].casefold()


def _choose(
    blocks: Sequence[PageBlock], kept: frozenset[str], title: str | None
) -> list[PageBlock]:
    """Choose the text's blocks: from the first kept one to the last, and their neighbours."""
    start = _below_title(blocks, title)
    places = [
        place
        for place, block in enumerate(blocks)
        if place >= start and block.part is Part.TEXT and _is_kept(block, kept)
    ]
    if not places:
        return [block for block in blocks[start:] if block.part is Part.TEXT and _reads(block)]
    home = _home([blocks[place] for place in places])
    return [
        block
        for block in blocks[start:]
        if block.part is Part.TEXT
        and not _points_away(block)
        and (
            (_is_kept(block, kept) or _reads(block))
            if _stands_in(block, home)
            else (_is_kept(block, kept) and _is_prose(block))
        )
    ]


def _is_kept(block: PageBlock, kept: frozenset[str]) -> bool:
    key = _key(_bare(block.piece))
    return len(key) >= _SHORTEST_KEY and key in kept


def _bare(piece: Piece) -> str:
    mark = marks.ITEM.match(piece.text) if piece.kind is BlockKind.ITEM else None
    return piece.text[mark.end() :] if mark else piece.text


def _reads(block: PageBlock) -> bool:
    """Say whether a block that only our tables let pass is text, rather than a link or a call."""
    text = block.piece.text
    if block.piece.is_heading:
        return True
    return not (
        (block.linked >= _MOSTLY and len(text) <= _LONGEST_LINK) or is_promotion(text)
    ) and marks.has_words(text)


def _points_away(block: PageBlock) -> bool:
    """Say whether a paragraph is nothing but a link, to another article most likely."""
    piece = block.piece
    if piece.kind is not BlockKind.PARAGRAPH or piece.is_heading or len(piece.text) > _LONGEST_LINK:
        return False
    return block.linked >= _WHOLLY or (block.linked > 0 and is_pointer(piece.text))


def _is_prose(block: PageBlock) -> bool:
    """Say whether a block is surely text, and neither a line beside it nor a link."""
    piece = block.piece
    return not piece.is_heading and len(piece.text) >= _SHORTEST_PROSE and block.linked < _MOSTLY


def _home(blocks: Sequence[PageBlock]) -> Any:
    """Give the smallest element that holds nearly all of the kept paragraphs."""
    sizes: dict[Any, int] = {}
    for block in blocks:
        for above in block.element.iterancestors():
            sizes[above] = sizes.get(above, 0) + len(block.piece.text)
    wanted = max(sizes.values(), default=0) * _NEARLY_ALL
    holders = [element for element, size in sizes.items() if size >= wanted]
    return min(holders, key=_depth_below, default=None)


def _depth_below(element: Any) -> int:
    return -sum(1 for _ in element.iterancestors())


def _stands_in(block: PageBlock, home: Any) -> bool:
    return home is not None and any(
        above is home for above in chain([block.element], block.element.iterancestors())
    )


def _without_pulled(blocks: Sequence[PageBlock]) -> list[PageBlock]:
    """Leave out what was pulled out of the text; what only looks so is a quotation."""
    if not any(map(_may_be_pulled, blocks)):
        return list(blocks)
    texts = [
        _key_of_all(block.piece.text)
        for block in blocks
        if block.part is Part.TEXT and not _may_be_pulled(block)
    ]
    found = []
    for block in blocks:
        if _may_be_pulled(block):
            key = _key_of_all(block.piece.text)
            is_long = block.part is Part.PULLED or len(key) >= _SHORTEST_REPEATED
            if is_long and any(key in text for text in texts):
                continue
            found.append(replace(block, part=Part.TEXT))
        else:
            found.append(block)
    return found


def _may_be_pulled(block: PageBlock) -> bool:
    is_quote = block.part is Part.TEXT and block.piece.kind is BlockKind.QUOTE
    return block.part is Part.PULLED or is_quote


def _without_ends(
    blocks: Sequence[PageBlock], author: str | None
) -> tuple[list[PageBlock], list[str]]:
    """Leave out share lines, words about the author, and headings that head nothing.

    Gives the calls and words that stood at the end apart: an organizer may want to see them.
    """
    kept: list[PageBlock] = []
    is_about = False
    for block in blocks:
        text = block.piece.text
        if block.piece.is_heading:
            is_about = _ABOUT_AUTHOR.fullmatch(text[:_LONGEST_LINK]) is not None
        if not is_about and not (len(text) < _LONGEST_LINK and _SHARE.fullmatch(text)):
            kept.append(block)
    calls: list[str] = []
    while len(kept) > 1 and (
        kept[-1].piece.is_heading
        or _is_last_call(kept[-1].piece)
        or _presents(kept[-1].piece.text, author)
        or _RIGHTS.fullmatch(kept[-1].piece.text) is not None
    ):
        last = kept.pop()
        if not last.piece.is_heading:
            calls.insert(0, last.piece.text)
    return kept, calls


def _is_last_call(piece: Piece) -> bool:
    return len(piece.text) <= _LONGEST_CALL and is_promotion(piece.text)


def _presents(text: str, author: str | None) -> bool:
    """Recognise a line under a text that says who wrote it: "Jane Doe is a writer in Oslo."."""
    if not author or not text.startswith(author) or len(text) > _LONGEST_PRESENTATION:
        return False
    return _PRESENTS.match(text, len(author)) is not None


def _is_beside(block: PageBlock, home: Any) -> bool:
    """Say whether a caption or note belongs to the article: it stands where its text does."""
    is_line = block.part is Part.BESIDE and any(map(str.isalpha, block.piece.text))
    return is_line and _stands_in(block, home)


# ── the title ─────────────────────────────────────────────────────────────────────────────────


def _title(head: PageHead, blocks: Sequence[PageBlock]) -> str | None:
    """Choose the title: the page's top heading that it also declares, else what it declares."""
    declared = _key(f"{head.title or ''}")
    whole = _key_of_all(f"{head.whole_title or ''} {head.title or ''}")
    tops = [block.piece.text for block in blocks if block.piece.level == 1]
    shown = [text for text in (*tops, *_headings(blocks)) if len(text) <= LONGEST_HEADING]
    for text in shown:
        if _key(text) == declared:
            return text
    for text in shown:
        key = _key_of_all(text)
        if key and key in whole and text != head.site:
            return text
    if len(tops) == 1 and len(tops[0]) <= LONGEST_HEADING and tops[0] != head.site:
        return tops[0]
    return head.title[:LONGEST_HEADING].rstrip() if head.title else None


def _headings(blocks: Sequence[PageBlock]) -> Iterator[str]:
    """Give the headings above the first paragraph; some systems set the title as a lower one."""
    for block in blocks:
        if block.piece.is_heading:
            yield block.piece.text
        elif block.part is Part.TEXT and len(block.piece.text) > _LONGEST_LINK:
            return


def _key_of_all(text: str) -> str:
    return _NO_LETTER.sub("", text).casefold()


def _below_title(blocks: Sequence[PageBlock], title: str | None) -> int:
    """Give the place of the first block below the title, where the page shows it."""
    if title is None:
        return 0
    wanted = _key_of_all(title)
    for place, block in enumerate(blocks):
        if block.piece.level and _key_of_all(block.piece.text) == wanted:
            return place + 1
    return 0
