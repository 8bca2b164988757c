"""What stands above an article: its title, who wrote it, and lines that are no part of the text.

The lines between title and text are one block: each is classified by itself (`front_lines`), and
then by its neighbours and by how the text below sets its headings.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import PurePath

from bot.domain.article import LONGEST_HEADING, BlockKind
from bot.reading.blocks import Piece
from bot.reading.front_lines import FrontLine, classify, is_particulars, may_head_title
from bot.reading.fronts import SECTION_NAMES, Front, read_front
from bot.reading.letters import is_above_letter
from bot.reading.marks import has_words

_TITLE_REACH = 5  # pieces among which the title may stand
_REACH = 8  # pieces below the title that the block above the text may have
_LONGEST_LINE = 300
_LONGEST_TITLE = 160  # of a line that nothing marks as a heading
_SHORTEST_TEASER = 20
_UNTITLED = "Untitled"

# "The Letter, No. 31" is a title, though a sentence might end within it.
_NO_TITLE = re.compile(
    r"[.;,:…][”\"’)]*$"
    r"|(?<!\bNo)(?<!\bNr)(?<!\bVol)(?<!\bSt)(?<!\bDr)(?<!\bMr)(?<!\bMrs)(?<!\bvs)[.…]\s+\S"
)
_LABEL = re.compile(
    r"(?i:title|título|titre|titel|titolo|subject|asunto|objet|betreff|oggetto|assunto)"
    r"\s*:\s*(?P<words>\S.*)"
)

# "For the Harbour Quarterly, Summer 2022": where a text has appeared.
_IMPRINT = re.compile(r"[^.?!:;]{3,80},\s[^.?!:;]{0,20}\b(?:19|20)\d\d")
_LONGEST_ELLIPSIS = 50  # characters, with a link to the rest
_ELLIPSIS = re.compile(r"\s*(?:…|\.\.\.)\s*(?:\[?(?:read|continue)[^.]{0,30})?$", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Masthead:
    """Title and author; `dropped`, `lead` and `body` hold all other pieces, each once.

    `lead` stood between title and text: a subtitle, an epigraph; it heads no section.
    """

    title: str
    author: str | None
    dropped: tuple[str, ...]
    lead: tuple[Piece, ...]
    body: tuple[Piece, ...]


def read_masthead(
    pieces: Sequence[Piece], *, name: str, title: str | None = None, author: str | None = None
) -> Masthead:
    """Take the title, the byline and a repeated beginning off the pieces; `name` is the file's.

    A `title` and `author` that the file itself declares go before those of its lines.
    """
    above_letter = [piece for piece in pieces[:_TITLE_REACH] if is_above_letter(piece.text)]
    links = above_letter if len(above_letter) < len(pieces) else []
    if links:
        others = [piece for piece in pieces[:_TITLE_REACH] if not is_above_letter(piece.text)]
        pieces = [*others, *pieces[_TITLE_REACH:]]
    above, title, rest = _take_title(pieces, title)
    rest = [*above, *rest]
    front = read_front(rest, _where_front_ends(rest))
    dropped = _lines_set_aside(front, title, author)
    author = author or front.author
    if len(dropped) == len(rest):
        # Nothing would be left to read: then what looks like a masthead is the text.
        headed = title or _title_from(name)
        return Masthead(
            title=headed,
            author=author,
            dropped=tuple(piece.text for piece in links),
            lead=(),
            body=tuple(rest),
        )
    end = max(front.end_of_lead, *(place + 1 for place in dropped), 0)
    kept = [place for place in range(end) if place not in dropped]
    return Masthead(
        title=title or _title_from(name),
        author=author,
        dropped=(*(piece.text for piece in links), *(rest[place].text for place in dropped)),
        lead=front.lead(kept),
        body=tuple(rest[end:]),
    )


def _take_title(
    pieces: Sequence[Piece], title: str | None
) -> tuple[list[Piece], str | None, list[Piece]]:
    """Give the pieces above the title, the title, and the pieces below it."""
    place = _place_of_title(pieces, title)
    if place is not None and len(pieces) > 1:  # the only words there are stay the text
        return list(pieces[:place]), title or pieces[place].text, list(pieces[place + 1 :])
    if title is None:
        above = _lines_above_title(pieces)
        title = _find_title(pieces[above:])
        return [*pieces[:above]], title, list(pieces if title is None else pieces[above + 1 :])
    return [], title[:LONGEST_HEADING], list(pieces)


def _place_of_title(pieces: Sequence[Piece], title: str | None) -> int | None:
    """Find the title among the first pieces: the declared one, or the only heading of its level."""
    first = pieces[:_TITLE_REACH]
    if title is not None:
        wanted = _folded(title)
        return next((at for at, piece in enumerate(first) if _folded(piece.text) == wanted), None)
    tops = [at for at, piece in enumerate(pieces) if piece.is_heading and piece.level == 1]
    if len(tops) != 1 or tops[0] not in range(1, _TITLE_REACH):
        return None
    is_above_all = not any(piece.is_heading for piece in first[: tops[0]])
    return tops[0] if is_above_all and all(map(_may_be_above, first[: tops[0]])) else None


def _lines_above_title(pieces: Sequence[Piece]) -> int:
    """Count the first lines that are no title, where one stands below them."""
    lines = pieces[:_TITLE_REACH]
    above = next((at for at, piece in enumerate(lines) if not may_head_title(piece.text)), 0)
    below = pieces[above:]
    is_plain = not any(piece.is_heading for piece in pieces[:above])
    is_byline = classify(below[0].text) is FrontLine.BYLINE
    if not is_plain or is_byline or len(below) == 1:
        return 0
    return above if _find_title(below) is not None else 0


def _folded(words: str) -> str:
    return "".join(filter(str.isalnum, words[: 2 * LONGEST_HEADING].casefold()))


def _where_front_ends(pieces: Sequence[Piece]) -> int:
    """Count the first pieces that are short enough to stand above a text."""
    first = pieces[:_REACH]
    return next((at for at, piece in enumerate(first) if not _may_be_above(piece)), len(first))


def _lines_set_aside(front: Front, title: str | None, declared: str | None) -> list[int]:
    """Give the places of the lines that are no part of the text."""
    dropped: list[int] = []
    for place, piece in enumerate(front.pieces[: len(front.lines)]):
        is_author = declared is not None and _folded(piece.text) == _folded(declared)
        is_imprint = place - 1 in dropped and _IMPRINT.fullmatch(piece.text) is not None
        is_imprint = is_imprint and bool(front.author)
        is_aside = place in front.aside or is_author or is_imprint
        if is_aside or _is_repeated(place, front.pieces, title):
            dropped.append(place)
    return dropped


def _find_title(pieces: Sequence[Piece]) -> str | None:
    if len(pieces) == 1:
        return None  # the only words there are: better a text without a title than the reverse
    first = pieces[0]
    label = _LABEL.fullmatch(first.text)
    words = label["words"] if label else first.text
    if first.kind is not BlockKind.PARAGRAPH or len(words) > LONGEST_HEADING:
        return None
    if first.is_heading:
        return words
    is_title = len(words) <= _LONGEST_TITLE and not _NO_TITLE.search(words)
    return words if is_title and words.lower() not in SECTION_NAMES else None


def _title_from(name: str) -> str:
    """Make a title of a file's name, where the text has none."""
    words = re.sub(r"[_\s-]+", " ", PurePath(name).stem).strip()[:LONGEST_HEADING]
    return words[:1].upper() + words[1:] if has_words(words) else _UNTITLED


def _may_be_above(piece: Piece) -> bool:
    if piece.kind is BlockKind.ITEM:
        return is_particulars(piece.text)  # "12. März 2024"
    return piece.kind in {BlockKind.PARAGRAPH, BlockKind.QUOTE} and (
        len(piece.text) <= _LONGEST_LINE
        or _ELLIPSIS.search(piece.text[-_LONGEST_ELLIPSIS:]) is not None
    )


def _is_repeated(place: int, pieces: Sequence[Piece], title: str | None) -> bool:
    """Say whether a line is a teaser: the title again, or the beginning of what comes below."""
    text = pieces[place].text
    below = pieces[place + 1 : place + 3]
    if text == title or (below and below[0].text == text):
        return True
    cut = _ELLIPSIS.search(text, max(len(text) - _LONGEST_ELLIPSIS, 0))
    stem = text[: cut.start()] if cut else text
    is_cut = len(stem) >= _SHORTEST_TEASER and stem != text
    return is_cut and any(piece.text.startswith(stem) for piece in below)
