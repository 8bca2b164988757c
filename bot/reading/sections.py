"""Pieces ▶ sections: one heading's worth each, none of them empty."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.domain.article import Block, BlockKind, Section
from bot.reading.blocks import Piece
from bot.reading.wording import Span

Place = tuple[int, int]
"""A block's: the number of its section, and its number there."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cut:
    """The sections, and the headings that stand directly above another one.

    Such a heading (*Part Two*) has no text that could be posted. `foreign` has the spans of links
    and code of the blocks that have any.
    """

    sections: tuple[Section, ...]
    bare: tuple[str, ...]
    foreign: Mapping[Place, tuple[Span, ...]]


def cut_sections(pieces: Sequence[Piece]) -> Cut:
    """Cut the pieces at their headings."""
    sections: list[Section] = []
    bare: list[str] = []
    foreign: dict[Place, tuple[Span, ...]] = {}
    heading: str | None = None
    blocks: list[Block] = []
    for piece in pieces:
        if not piece.is_heading:
            if piece.foreign:
                foreign[len(sections), len(blocks)] = piece.foreign
            blocks.append(Block(kind=piece.kind, text=piece.text))
            continue
        if blocks:
            sections.append(Section(heading=heading, blocks=tuple(blocks)))
        elif heading is not None:
            bare.append(heading)
        heading, blocks = " ".join(piece.text.split()), []  # "1.   The lever": as typeset
    if not blocks and heading is not None:
        # The last line has the looks of a heading, but it heads nothing.
        ended = _with_ending(sections, heading)
    else:
        ended = (*sections, Section(heading=heading, blocks=tuple(blocks)))
    return Cut(sections=ended, bare=tuple(bare), foreign=foreign)


def _with_ending(sections: list[Section], words: str) -> tuple[Section, ...]:
    ending = Block(kind=BlockKind.PARAGRAPH, text=words)
    if not sections:
        return (Section(heading=None, blocks=(ending,)),)
    last = sections[-1]
    return (*sections[:-1], Section(heading=last.heading, blocks=(*last.blocks, ending)))
