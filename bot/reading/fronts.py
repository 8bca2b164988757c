"""The block of lines between title and text: what each is, in its place and company.

A line by itself says little: "Ewan Carstairs" may be an author, or somebody a section is about.
What decides is what stands beside it, and how the text below sets its headings.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.domain.article import BlockKind
from bot.reading import casing
from bot.reading.blocks import Piece
from bot.reading.front_lines import FrontLine, author_in, classify, is_particulars
from bot.reading.languages import word_set

_PROSE = 60  # characters from which a line is surely more than a heading
_LONGEST_SUBTITLE = 160
_LONGEST_HEADED = 80
_LONGEST_NAMED = 80
_PRESENTING = 3  # pieces at the end among which a word about the author stands
_STYLED = 2  # headings that show a text has a style of its own for them
_NUMBERED = re.compile(
    r"(?:\d{1,2}(?:\.\d{1,2})?[.)]?|[IVX]{1,5}(?:[.)]|\s[—–-])|[A-Z]\.|[a-z]\))\s{1,3}\S"
    r"|(?:\d{1,2}|[IVX]{1,5})[.)]?$"
)
_STOPPED = re.compile(r"[.!?…][”\"’»)]*$")
SECTION_NAMES = word_set(
    "introduction abstract summary contents foreword preface prologue introducción prólogo "
    "prefacio avant-propos préface résumé einleitung vorwort einführung prolog introdução "
    "prefácio introduzione premessa prefazione prologo"
)
"""Headings that say where they stand, so that none is a title or a subtitle."""
_UNWEIGHTY = 3  # letters of words like "van" and "de"
_MAY_CREDIT = frozenset({FrontLine.NAME, FrontLine.WORDS})
# Beside these a name is the author's.
_COMPANY = frozenset({FrontLine.PARTICULARS, FrontLine.KICKER, FrontLine.CREDIT})


@dataclass(frozen=True, slots=True, kw_only=True)
class Front:
    """The block: `lines` say what the first `pieces` are, `aside` which are no part of the text.

    `end_of_lead` counts the first pieces that surely stand above the first section.
    """

    pieces: Sequence[Piece]
    lines: tuple[FrontLine, ...]
    author: str | None
    aside: frozenset[int]
    end_of_lead: int

    def lead(self, kept: Sequence[int]) -> tuple[Piece, ...]:
        """Give those pieces, none a heading; an epigraph and who said it are one quotation."""
        lead: list[Piece] = []
        for place in kept:
            piece = replace(self.pieces[place], is_heading=False)
            is_credit = place < len(self.lines) and self.lines[place] is FrontLine.CREDIT
            if is_credit and place - 1 in kept:
                text = f"{lead[-1].text}\n{piece.text}"
                lead[-1] = replace(lead[-1], kind=BlockKind.QUOTE, text=text)
            else:
                lead.append(piece)
        return tuple(lead)


def read_front(pieces: Sequence[Piece], reach: int) -> Front:
    """Say what the lines above a text are; `reach` counts the pieces that may be such lines."""
    lines = [
        FrontLine.WORDS if piece.kind is BlockKind.QUOTE else classify(piece.text)
        for piece in pieces[:reach]
    ]
    style = _Style.of(pieces)
    text = next((at for at in range(reach) if _is_text(at, pieces, lines, style)), reach)
    _find_credits(lines[:text], pieces, lines)
    names = [at for at in range(text) if lines[at] is FrontLine.NAME]
    author_at = next((at for at in names if _is_author(at, pieces, lines[:text], style)), None)
    aside = {at for at, line in enumerate(lines) if line is FrontLine.BYLINE}
    # A date may stand below a long subtitle, if a byline does.
    below_byline = max(text, *(at + 2 for at in aside), 0)
    aside |= {at for at in range(min(below_byline, reach)) if lines[at] is FrontLine.PARTICULARS}
    aside |= {at for at in range(text) if lines[at] is FrontLine.KICKER}
    bylines = (author_in(pieces[at].text) for at in sorted(aside) if lines[at] is FrontLine.BYLINE)
    author = next(bylines, None)
    if author is None and author_at is not None:
        author = pieces[author_at].text
    if author_at is not None:
        aside.add(author_at)
    presented = _name_presented(pieces) if author is None and reach else None
    if presented:
        author, aside = presented, aside | {0}
    return Front(
        pieces=pieces,
        lines=tuple(lines),
        author=author,
        aside=frozenset(aside),
        end_of_lead=_end_of_lead(pieces, lines[:text], style),
    )


@dataclass(frozen=True, slots=True)
class _Style:
    """How a text sets its headings: which pieces look like some.

    `is_apart`: not as names are written; `is_marked`: nor as subtitles are.
    """

    looks: tuple[bool, ...]
    is_apart: bool
    is_marked: bool

    @classmethod
    def of(cls, pieces: Sequence[Piece]) -> "_Style":
        marked = [piece.is_heading or _is_numbered(piece) for piece in pieces]
        capitals = [len(piece.text) <= _LONGEST_HEADED and piece.text.isupper() for piece in pieces]
        for looks in (marked, capitals):
            if sum(looks[1:]) >= _STYLED:
                both = zip(marked, capitals, strict=True)
                return cls(
                    tuple(mark or capital for mark, capital in both), is_apart=True, is_marked=True
                )
        sentences = [_is_in_sentence_case(at, pieces) for at in range(len(pieces))]
        is_apart = sum(sentences[1:]) >= _STYLED
        return cls(tuple(marked), is_apart=is_apart, is_marked=False)


def _is_numbered(piece: Piece) -> bool:
    return len(piece.text) <= _LONGEST_SUBTITLE and _NUMBERED.match(piece.text) is not None


def _is_in_sentence_case(at: int, pieces: Sequence[Piece]) -> bool:
    """Say whether a piece stands like a heading, and has no capitals as names have."""
    text = pieces[at].text
    if len(text) > _LONGEST_HEADED or at + 1 >= len(pieces) or not at:
        return False
    is_between = len(pieces[at + 1].text) >= _PROSE and _STOPPED.search(pieces[at - 1].text[-4:])
    return bool(is_between) and casing.ends_open(text) and not casing.is_title_case(text)


def _is_text(at: int, pieces: Sequence[Piece], lines: Sequence[FrontLine], style: _Style) -> bool:
    """Say whether the text begins at a piece: a heading of its style, or prose."""
    piece = pieces[at]
    if lines[at] is FrontLine.PARTICULARS:
        return _heads_an_entry(at, pieces)
    if piece.is_heading:
        return lines[at] is FrontLine.WORDS
    if style.looks[at] and lines[at] in {FrontLine.WORDS, FrontLine.NAME, FrontLine.KICKER}:
        below = pieces[at + 1] if at + 1 < len(pieces) else None
        return below is None or len(below.text) >= _PROSE
    if lines[at] is not FrontLine.WORDS or piece.kind is BlockKind.QUOTE:
        return False
    line_below = lines[at + 1] if at + 1 < len(lines) else FrontLine.WORDS
    is_long = len(piece.text) > _LONGEST_SUBTITLE or casing.is_two_sentences(piece.text)
    is_sentence = line_below is FrontLine.WORDS and _STOPPED.search(piece.text[-4:]) is not None
    return (is_long or is_sentence) and line_below is not FrontLine.CREDIT


def _find_credits(
    above: Sequence[FrontLine], pieces: Sequence[Piece], lines: list[FrontLine]
) -> None:
    """Know the line below a quotation for the one who said it, and a credit alone for words."""
    for at, line in enumerate(above):
        is_below_quote = at > 0 and pieces[at - 1].kind is BlockKind.QUOTE
        if is_below_quote and "\n" not in pieces[at - 1].text and line in _MAY_CREDIT:
            is_short = len(pieces[at].text) <= _LONGEST_NAMED
            if is_short and casing.is_title_case(pieces[at].text):
                lines[at] = FrontLine.CREDIT
        elif line is FrontLine.CREDIT and (at == 0 or lines[at - 1] is not FrontLine.WORDS):
            lines[at] = FrontLine.WORDS


def _is_author(at: int, pieces: Sequence[Piece], above: Sequence[FrontLine], style: _Style) -> bool:
    """Say whether a name alone is the author's, by the text's style or by the lines beside it."""
    name = pieces[at].text
    if pieces[at].is_heading:
        return False
    ends = pieces[max(len(pieces) - _PRESENTING, at + 1) :]
    if any(piece.text.startswith(f"{name} ") for piece in ends):
        return True
    if _are_common_words(name, pieces):
        return False
    if style.is_apart:
        return True
    others = [line for place, line in enumerate(above) if place != at]
    has_company = any(line in _COMPANY for line in others)
    is_below_subtitle = at > 0 and above[at - 1] is FrontLine.WORDS
    is_below_subtitle = is_below_subtitle and not _STOPPED.search(pieces[at - 1].text[-4:])
    below = next((piece.text for piece in pieces[at + 1 :] if len(piece.text) >= _PROSE), "")
    return (has_company or is_below_subtitle) and name.split()[-1] not in below


def _are_common_words(name: str, pieces: Sequence[Piece]) -> bool:
    """Say whether the text has a name's words in small letters, as it has no person's."""
    words = [word.lower() for word in name.split() if len(word) > _UNWEIGHTY and word[0].isupper()]
    if not words:
        return False
    small = re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, words))})(?!\w)")
    seen = {found for piece in pieces for found in small.findall(piece.text)}
    return words[0] in seen or len(seen) * 2 > len(words)


def _heads_an_entry(at: int, pieces: Sequence[Piece]) -> bool:
    """Say whether a date heads the first entry of a diary, whose others have theirs below."""
    below = pieces[at + 1].text if at + 1 < len(pieces) else ""
    is_last = len(below) >= _PROSE and _STOPPED.search(below[-4:]) is not None
    further = pieces[at + 2 : -2]
    return is_last and any(
        len(piece.text) <= _LONGEST_HEADED and is_particulars(piece.text) for piece in further
    )


def _name_presented(pieces: Sequence[Piece]) -> str | None:
    """Give the name in "Jane Doe · Essays" if the text's end begins with it to present her."""
    name, mark, _ = re.sub(r"\s[|·•—–]\s", "|", pieces[0].text, count=1).partition("|")
    is_line = len(pieces[0].text) <= _LONGEST_NAMED and not pieces[0].is_heading
    if not mark or not is_line or classify(name) is not FrontLine.NAME:
        return None
    ends = pieces[max(len(pieces) - _PRESENTING, 1) :]
    return name if any(piece.text.startswith(f"{name} ") for piece in ends) else None


def _end_of_lead(pieces: Sequence[Piece], above: Sequence[FrontLine], style: _Style) -> int:
    """Count the first pieces that no section's heading is among."""
    end = len(above)
    is_prose_below = end < len(pieces) and not (pieces[end].is_heading or style.looks[end])
    is_contents = any(style.looks[:end])
    opens = end > 0 and pieces[end - 1].text.casefold().rstrip(":.") in SECTION_NAMES
    if style.is_marked and is_prose_below and not is_contents and not opens:
        return end
    return max((at + 1 for at, line in enumerate(above) if line is FrontLine.CREDIT), default=0)
