"""What publishing systems put around an article: comments, contents, related links, sources."""

import re
from collections.abc import Mapping, Sequence

from bot.domain.article import BlockKind
from bot.reading.blocks import Piece
from bot.reading.calls import is_promotion
from bot.reading.letters import where_foot_begins

_LONGEST = 120
_LONGEST_ENTRY = 160
_COMMENTS_FROM = 0.4  # of the text; a heading above that names a section, not its readers' replies

_COMMENTS = re.compile(
    r"""
    (?: \(?\d{0,5}\)?\s* (?: comments? | replies | responses | comentarios? | commentaires?
                           | kommentare? | comentários? | commenti ) (?:\s*\(\d{1,5}\))?
      | leave\s+a\s+(?:comment|reply) | (?:reader|user)\s+comments | add\s+a\s+comment
      | join\s+the\s+(?:conversation|discussion)
      | deja\s+un\s+comentario | laisser\s+un\s+commentaire
    ) \s*:?
    """,
    re.VERBOSE | re.IGNORECASE,
)
_CONTENTS = re.compile(
    r"""
    (?: (?:table\s+of\s+)?contents | on\s+this\s+page | índice | what['’]s\s+inside
      | (?:inside|in)\s+this\s+(?:article|issue|post|essay|report|newsletter|edition|letter|guide)
      | en\s+este\s+(?:artículo|número|boletín|ensayo) | dans\s+(?:cet\s+article|ce\s+numéro)
      | in\s+(?:diesem\s+(?:artikel|beitrag|heft|text)|dieser\s+ausgabe)
      | nest[ea]\s+(?:artigo|edição|texto) | in\s+questo\s+(?:articolo|numero|testo)
      | (?:table\s+des\s+matières|sommaire) | inhalt(?:sverzeichnis)? | indice | sumário ) \s*:?
    """,
    re.VERBOSE | re.IGNORECASE,
)
_RELATED = re.compile(
    r"""
    (?: (?:related|recommended|more|popular|recent|trending)
        \s+ (?:articles?|posts?|stories|reads?|reading|links|content|from\b.{0,60}|on\b.{0,60})
      | you\s+(?:may|might)\s+also\s+(?:like|enjoy).{0,20} | read\s+(?:next|more|also) | up\s+next
      | artículos\s+relacionados | à\s+lire\s+aussi | lesen\s+sie\s+auch | leia\s+também
      | leggi\s+anche | related | see\s+also | artículos?\s+relacionados? | véase\s+también
      | voir\s+aussi | siehe\s+auch | ver\s+também | vedi\s+anche ) \s*:?
    """,
    re.VERBOSE | re.IGNORECASE,
)
_POINTER = re.compile(
    r"""
    (?: (?:read|see|listen|watch) \s+ (?:more|also|next|on) | related | see\s+also
      | more\s+on\s+this
      | you\s+(?:may|might)\s+also\s+(?:like|enjoy)
      | lea?\s+también | leer\s+más | ver\s+también | véase\s+también | te\s+puede\s+interesar
      | (?:à\s+)?lire\s+aussi | voir\s+aussi | lesen\s+sie\s+auch | siehe\s+auch
      | mehr\s+zum\s+thema
      | (?:leia|veja|ver)\s+(?:também|mais) | leggi\s+anche | vedi\s+anche ) \s*[:»>→–-] .*
    """,
    re.VERBOSE | re.IGNORECASE,
)
# Belongs to the article but does not speak for it: kept, and asked nothing.
_APPENDIX = re.compile(
    r"""
    (?: notes? | notas | anmerkungen | notes\s+et\s+références
      | about\s+(?:the\s+)?authors?\b.{0,60} | about\s+us | references | bibliography | footnotes
      | sources | further\s+reading | endnotes | acknowledge?ments? | works\s+cited
      | sobre\s+(?:el|la|o|a)\s+autora? | referencias | à\s+propos\s+de\s+l.auteure? | références
      | über\s+(?:den|die)\s+autor(?:in)? | quellen | literatur | referências | note\s+sull.autore
      | fonti | riferimenti
    ) \s*:?
    """,
    re.VERBOSE | re.IGNORECASE,
)
_NETWORKS = re.compile(
    r"(?:(?:facebook|twitter|x|whatsapp|linkedin|telegram|reddit|e-?mail|mastodon|bluesky|pinterest"
    r"|instagram|threads|copy\s+link)(?:\s*[|·•/,]\s*|\s+|$)){2,12}",
    re.IGNORECASE,
)
_ENTRY_MARK = re.compile(r"(?:[-*+•◦▪·–]|\(?(?:\d{1,2}(?:\.\d{1,2}){0,3}|[ivxIVX]{1,5})[.)])\s+")
_ENTRIES = 3  # lines that come again further down, as headings do, are contents without a heading
_PAGE_NUMBER = re.compile(r"[\s.·…]{2,200}\d{1,4}$")


def is_pointer(words: str) -> bool:
    """Say whether a line points to another article: "Read more: …"."""
    return _is(words, _POINTER)


def is_appendix(heading: str | None) -> bool:
    """Say whether a heading opens a list of sources or a word about the author."""
    return _is(heading or "", _APPENDIX)


def set_furniture_aside(pieces: Sequence[Piece]) -> tuple[list[Piece], list[str]]:
    """Take comments, tables of contents and related links out of the text, as lines."""
    end = min(_where_comments_begin(pieces), where_foot_begins(pieces))
    # Where each line stands last: the entries of a table of contents come again further down.
    last = {_entry(piece.text): place for place, piece in enumerate(pieces)}
    kept: list[Piece] = []
    aside: list[str] = []
    place = 0
    while place < end:
        length = _box_length(pieces, place, last)
        if length:
            aside += [piece.text for piece in pieces[place : place + length]]
        else:
            kept.append(pieces[place])
        place += max(length, 1)
    if not kept:
        return list(pieces), []
    return kept, aside + [piece.text for piece in pieces[end:]]


def _where_comments_begin(pieces: Sequence[Piece]) -> int:
    total = sum(len(piece.text) for piece in pieces)
    read = 0
    for place, piece in enumerate(pieces):
        if read >= total * _COMMENTS_FROM and _is(piece.text, _COMMENTS):
            return place
        read += len(piece.text)
    return len(pieces)


def _box_length(pieces: Sequence[Piece], place: int, last: Mapping[str, int]) -> int:
    """Count the pieces of the box that begins here: its heading and its entries."""
    text = pieces[place].text
    sharing = _sharing_length(pieces, place)
    if sharing:
        return sharing
    if not (_is(text, _CONTENTS) or _is(text, _RELATED)):
        return _contents_length(pieces, place, last)
    end = place + 1
    while end < len(pieces) and (last[_entry(pieces[end].text)] > end or _is_entry(pieces[end])):
        end += 1
    # A heading without entries below it is a section's own.
    return end - place if end - place > 1 else 0


def _sharing_length(pieces: Sequence[Piece], place: int) -> int:
    """Count the pieces of a box that only leads elsewhere: to networks, or to another article."""
    piece = pieces[place]
    if not piece.is_heading and is_pointer(piece.text):
        return 1
    is_announced = len(piece.text) <= _LONGEST and is_promotion(piece.text)
    networks = place + is_announced
    is_box = networks < len(pieces) and _is(pieces[networks].text, _NETWORKS)
    return networks + 1 - place if is_box else 0


def _contents_length(pieces: Sequence[Piece], place: int, last: Mapping[str, int]) -> int:
    """Count the pieces of contents without a name: lines that come again, each above its text."""
    announced = pieces[place].text.endswith(":") and len(pieces[place].text) <= _LONGEST
    begin = end = place + announced
    again = place
    while end < len(pieces) and (further := last[_entry(pieces[end].text)]) > max(end, again + 1):
        again, end = further, end + 1
    return end - place if end - begin >= _ENTRIES else 0


def _is_entry(piece: Piece) -> bool:
    is_short = len(piece.text) <= _LONGEST_ENTRY
    return is_short and (
        piece.kind is BlockKind.ITEM or _PAGE_NUMBER.search(piece.text) is not None
    )


def _entry(text: str) -> str:
    """Give a line as it would stand further down, without its number and the page it is on."""
    mark = _ENTRY_MARK.match(text)
    return _PAGE_NUMBER.sub("", text[mark.end() if mark else 0 : _LONGEST_ENTRY]).casefold()


def _is(text: str, pattern: re.Pattern[str]) -> bool:
    return len(text) <= _LONGEST and pattern.fullmatch(text) is not None
