"""Pieces ▶ sections: one heading's worth each, none of them empty."""

from collections.abc import Sequence

from bot.domain.article import Block, BlockKind, Section
from bot.reading.blocks import Piece


def cut_sections(pieces: Sequence[Piece]) -> tuple[tuple[Section, ...], tuple[str, ...]]:
    """Give the sections, and the headings that stand directly above another one.

    Such a heading (*Part Two*) has no text that could be posted.
    """
    sections: list[Section] = []
    bare: list[str] = []
    heading: str | None = None
    blocks: list[Block] = []
    for piece in pieces:
        if not piece.is_heading:
            blocks.append(Block(kind=piece.kind, text=piece.text))
            continue
        if blocks:
            sections.append(Section(heading=heading, blocks=tuple(blocks)))
        elif heading is not None:
            bare.append(heading)
        heading, blocks = piece.text, []
    if not blocks and heading is not None:
        # The last line has the looks of a heading, but it heads nothing.
        return _with_ending(sections, heading), tuple(bare)
    sections.append(Section(heading=heading, blocks=tuple(blocks)))
    return tuple(sections), tuple(bare)


def _with_ending(sections: list[Section], words: str) -> tuple[Section, ...]:
    ending = Block(kind=BlockKind.PARAGRAPH, text=words)
    if not sections:
        return (Section(heading=None, blocks=(ending,)),)
    last = sections[-1]
    return (*sections[:-1], Section(heading=last.heading, blocks=(*last.blocks, ending)))
