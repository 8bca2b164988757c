"""An article as its format gives it, before masthead, furniture and headings are told apart."""

from dataclasses import dataclass

from bot.reading.blocks import Piece, read_pieces
from bot.reading.letters import part_signature


@dataclass(frozen=True, slots=True, kw_only=True)
class Manuscript:
    """The pieces in order, and what the file declares about itself.

    `is_marked_up`: the format has headings of its own. `aside` are lines that the format itself
    sets apart from the text: notes, boxes of a page.
    """

    pieces: list[Piece]
    title: str | None = None
    author: str | None = None
    source: str | None = None
    is_marked_up: bool = False
    aside: tuple[str, ...] = ()


def read_plain(text: str) -> Manuscript:
    """Read plain text, which declares nothing; a letter's signature is set aside."""
    letter, signature = part_signature(text)
    return Manuscript(
        pieces=read_pieces(letter), aside=tuple(piece.text for piece in read_pieces(signature))
    )
