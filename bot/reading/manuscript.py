"""An article as its format gives it, before masthead, furniture and headings are told apart."""

from dataclasses import dataclass

from bot.reading.blocks import Piece, read_pieces
from bot.reading.letters import part_mail_head, part_reply, part_signature
from bot.reading.typeset import part_page_marks


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
    """Read plain text, which declares nothing; what letters and pages add is set aside."""
    head, text = part_mail_head(text)
    text, page_marks = part_page_marks(text)
    text, reply = part_reply(text)
    letter, signature = part_signature(text)
    below = (*page_marks, *(piece.text for piece in read_pieces(f"{signature}\n{reply}")))
    if head is None or not letter.strip():
        return Manuscript(pieces=read_pieces(letter), aside=below)
    return Manuscript(
        pieces=read_pieces(letter),
        title=head.subject,
        author=head.sender,
        aside=(*head.lines, *below),
    )
