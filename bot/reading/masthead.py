"""What stands above an article: its title, who wrote it, and lines that are no part of the text."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import PurePath

from bot.domain.article import LONGEST_HEADING, BlockKind
from bot.reading.blocks import Piece
from bot.reading.casing import is_all_caps, is_title_case
from bot.reading.languages import word_set
from bot.reading.letters import is_above_letter
from bot.reading.marks import has_words

_TITLE_REACH = 5  # pieces among which the title may stand
_REACH = 7  # pieces below the title among which a byline may stand
_LONGEST_LINE = 300
_LONGEST_NAMED = 80  # of a line that has a name and little else
_LONGEST_TITLE = 160  # of a line that nothing marks as a heading
_SHORTEST_TEASER = 20
_MOST_NAME_WORDS = 5
_UNTITLED = "Untitled"

# "The Letter, No. 31" is a title, though a sentence might end within it.
_NO_TITLE = re.compile(
    r"[.;,:…][”\"’)]*$"
    r"|(?<!\bNo)(?<!\bNr)(?<!\bVol)(?<!\bSt)(?<!\bDr)(?<!\bMr)(?<!\bMrs)(?<!\bvs)[.…]\s+\S"
)
_SECTION_NAMES = frozenset(
    {"introduction", "abstract", "summary", "contents", "foreword", "preface"}
)
_LABEL = re.compile(
    r"(?i:title|título|titre|titel|titolo|subject|asunto|objet|betreff|oggetto|assunto)"
    r"\s*:\s*(?P<words>\S.*)"
)

_NAME = r"(?:[^\W\d_a-z][\w.’'-]*)"  # begins with a capital, or with a letter that has none
_PARTICLE = r"(?:de|da|do|dos|del|della|di|la|le|van|von|der|den|bin|al|and|y|e|et|und|&)"
_BYLINE = re.compile(
    rf"""
    [*_]{{0,3}}
    (?: (?i: (?:written|words|text|story|posted|published|reported)\s+by | by
       | (?:escrito|redactado|publicado)\s+por | (?:écrit|rédigé|publié)\s+par
       | (?:verfasst|geschrieben)\s+von | (?:scritto|a\s+cura)\s+(?:da|di)
       | (?:authors?|autora?|auteure?|autrice|autore|autorin|texto?|texte|testo|words)\s*: | por
       | an?\s+[^\W\d_]+(?:\s[^\W\d_]+)?\s+by | une?\s+[^\W\d_]+\s+par | uma?\s+[^\W\d_]+\s+por
       | (?:une?\s+)?(?:texte|article|essai|reportage|récit|enquête|chronique|billet|tribune)\s+de
       | (?:una?\s+)?(?:texto|artículo|ensayo|reportaje|crónica|columna)\s+de
       | (?:una?\s+)?(?:testo|articolo|saggio|racconto)\s+di
       | (?:uma?\s+)?(?:texto|artigo|ensaio|reportagem|crónica|crônica)\s+de
       | eine?\s+[^\W\d_]+\s+von | una?\s+[^\W\d_]+\s+por
       | par | von | di | de ) \s+
       | (?i:(?:une?\s+)?(?:texte|article|essai|reportage|récit|enquête|chronique|billet|tribune)
           \s+d['’]) (?=[^\W\d_a-z]) )
    (?P<name> {_NAME} (?: \s+ (?:{_NAME}|{_PARTICLE})){{0,11}} )
    [*_]{{0,3}}
    (?: \s*$ | \s*[,|·•(/—–-].* | \s+(?i:on|for|in|at)\s.* )
    """,
    re.VERBOSE,
)
_DATE = re.compile(
    r"""
      \b\d{4}-\d{2}-\d{2}\b | \b\d{1,2}[./]\d{1,2}[./]\d{2,4}\b
    | \b\d{1,2}(?:st|nd|rd|th|\.|º)?\s+(?:de\s+)?[^\W\d_]{3,12}\.?,?\s+(?:de\s+)?\d{4}\b
    | \b[^\W\d_]{3,9}\.?\s+\d{1,2}(?:st|nd|rd|th)?,?\s+\d{4}\b
    | \b\d{1,2}:\d{2}(?:\s?[ap]\.?m\.?)?\b
    | \b\d{1,3}[\s-]*min(?:ut(?:e|es|os|i|en))?s?\b\.?
      (?:[\s-]+(?:read|(?:de|di)\s+(?:lectura|lecture|leitura|lettura)|Lesezeit)\b)?
    """,
    re.VERBOSE | re.IGNORECASE,
)
# "A talk given at Leeds on 3 May 2022 by Jane Doe"; with a date only, or it might be a subtitle.
_GIVEN_BY = re.compile(
    rf".{{3,100}}\s(?:by|par|por|von|di|da)\s(?P<name>{_NAME}(?:\s(?:{_NAME}|{_PARTICLE})){{1,4}})"
)
# "Words by Jane Doe. Pictures by John Roe": who wrote it ends before who did something else.
_OTHER_ROLE = re.compile(r"\.\s+\w+\s+(?:by|de|par|por|von|di)\s")
_DATE_WORDS = re.compile(
    r"""
    \b(?: published | updated | posted | last | modified | date | on | at | reading | time | read
        | publicad[oa] | publiée? | veröffentlicht | pubblicat[oa]
        | fecha | datum | data | erschienen | a | el | le | am | il | em | às | um | à
        | actualizado | atualizado | aktualisiert | aggiornato | mis\s+à\s+jour | uhr | tempo
        | temps | tiempo | di | de | lettura | lecture | lectura | leitura | lesezeit | alle | las
        | (?:mon|tues|wednes|thurs|fri|satur|sun)day | est | edt | pst | gmt | utc )\b
    """,
    re.VERBOSE | re.IGNORECASE,
)
_PLACE = re.compile(
    r"[^\W\d_a-z](?:[^\W\d]|[.’' -]){1,30},\s+(?=[^,]*\d)"
)  # "Valencia, 3 de marzo"
# Words with which places and days begin or end: New York wrote nothing on 3 May 2024.
_NOBODYS = word_set(
    "new old san santa santo sankt saint st. st são los las le la les el the port porto puerto rio "
    "río cape bad den buenos belo ciudad cidade città mexico north south east west upper lower "
    "great little hong tel abu addis kuala nueva villa monte mount lake fort costa baden palo "
    "day eve morning evening night edition issue university college hall city beach town street"
)
_NAME_ALONE = re.compile(rf"{_NAME}(?:\s+(?:{_NAME}|{_PARTICLE})){{1,3}}")
# A line that a number shows to be a heading, or an item: no name has one.
_HEADED = re.compile(r"(?:\d{1,2}(?:\.\d{1,2})?[.)]?|[IVX]{1,5}[.)])\s{1,3}\S.{0,120}\Z")
# "Eine Fallstudie" is nobody's name; "La" and "El" may be a part of one.
_ARTICLES = word_set("the a an ein eine der die das un une una um uma")
# "For the Harbour Quarterly, Summer 2022": where a text has appeared.
_IMPRINT = re.compile(r"[^.?!:;]{3,80},\s[^.?!:;]{0,20}\b(?:19|20)\d\d")
_PRESENTING = 3  # pieces at the end among which a word about the author stands
_STYLED = 2  # headings that show a text has a style of its own for them
_LONGEST_ELLIPSIS = 50  # characters, with a link to the rest
_ELLIPSIS = re.compile(r"\s*(?:…|\.\.\.)\s*(?:\[?(?:read|continue)[^.]{0,30})?$", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Masthead:
    """Title and author; `dropped`, `lead` and `body` hold all other pieces, each once.

    `lead` stood above the byline: a subtitle perhaps, which heads no section.
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
    found, dropped = _read_lines_above(rest, title, author)
    author = author or found
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
    end = max(dropped, default=-1) + 1
    lead = [piece for place, piece in enumerate(rest[:end]) if place not in dropped]
    return Masthead(
        title=title or _title_from(name),
        author=author,
        dropped=(*(piece.text for piece in links), *(rest[place].text for place in dropped)),
        lead=tuple(replace(piece, is_heading=False) for piece in lead),
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
        title = _find_title(pieces)
        return [], title, list(pieces if title is None else pieces[1:])
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


def _folded(words: str) -> str:
    return "".join(filter(str.isalnum, words[: 2 * LONGEST_HEADING].casefold()))


def _read_lines_above(
    pieces: Sequence[Piece], title: str | None, declared: str | None
) -> tuple[str | None, Sequence[int]]:
    """Give the author, and the places of the lines that are no part of the text."""
    author: str | None = None
    dropped: list[int] = []
    if declared is None and pieces and _is_name_alone(pieces):
        author, dropped = pieces[0].text, [0]
    elif declared is None and _is_name_below_subtitle(pieces):
        author, dropped = pieces[1].text, [1]
    if declared is None and pieces and not dropped:
        author = _name_presented(pieces)
        dropped = [0] if author else []
    for place, piece in enumerate(pieces[:_REACH]):
        if place in dropped:
            continue
        if not _may_be_above(piece):
            break
        byline = _read_byline(piece.text)
        author = author or byline
        below_byline = bool(byline or author) and place - 1 in dropped
        if below_byline and _IMPRINT.fullmatch(piece.text):
            dropped.append(place)
            continue
        is_author = declared is not None and _folded(piece.text) == _folded(declared)
        if byline or is_author or _is_date(piece.text) or _is_repeated(place, pieces, title):
            dropped.append(place)
    return author, dropped


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
    return words if is_title and words.lower() not in _SECTION_NAMES else None


def _title_from(name: str) -> str:
    """Make a title of a file's name, where the text has none."""
    words = re.sub(r"[_\s-]+", " ", PurePath(name).stem).strip()[:LONGEST_HEADING]
    return words[:1].upper() + words[1:] if has_words(words) else _UNTITLED


def _may_be_above(piece: Piece) -> bool:
    return piece.kind is BlockKind.PARAGRAPH and (
        len(piece.text) <= _LONGEST_LINE
        or _ELLIPSIS.search(piece.text[-_LONGEST_ELLIPSIS:]) is not None
    )


def _read_byline(line: str) -> str | None:
    """Give the author that a line names, if it is a byline."""
    if len(line) <= _LONGEST_LINE // 2:
        other = _OTHER_ROLE.search(line)
        line = line[: other.start()] if other else line
    byline = _BYLINE.fullmatch(line) if len(line) <= _LONGEST_LINE // 2 else None
    if byline is None and len(line) <= _LONGEST_LINE // 2 and _DATE.search(line):
        byline = _GIVEN_BY.fullmatch(line)
    if byline:
        return byline["name"].rstrip("*_,")
    before, mark, after = re.sub(r"[|·•]", "|", line, count=1).partition("|")
    byline = _BYLINE.fullmatch(before.rstrip()) if _is_date(after) else None
    if byline:
        return byline["name"].rstrip("*_,")
    is_name = is_title_case(before) and len(before.split()) <= _MOST_NAME_WORDS
    has_digits = any(character.isdigit() for character in before)
    if mark and is_name and not has_digits and _is_date(after):
        return before.strip()
    return _name_before_date(line)


def _name_before_date(line: str) -> str | None:
    """Give the name in "Jane Doe, 12 May 2023", unless it is a place's."""
    name, comma, date = line.partition(", ")
    is_name = comma and len(line) <= _LONGEST_NAMED and _NAME_ALONE.fullmatch(name)
    words = name.lower().split()
    if not is_name or name.isupper() or words[0] in _NOBODYS or words[-1] in _NOBODYS:
        return None
    return name if _is_date(date) and not _is_date(line.replace(", ", " ", 1)) else None


def _is_date(line: str) -> bool:
    """Say whether a line holds a date or a reading time, and nothing else."""
    if len(line) > _LONGEST_LINE // 2 or not _DATE.search(line):
        return False
    place = _PLACE.match(line)
    line = line[place.end() :] if place else line
    return not has_words(_DATE_WORDS.sub("", _DATE.sub("", line)))


def _is_name_alone(pieces: Sequence[Piece]) -> bool:
    """Recognise a name as a byline: below the title of a text whose headings look otherwise."""
    first = pieces[0]
    looks = [piece.is_heading or _HEADED.match(piece.text) is not None for piece in pieces[1:]]
    capitals = [len(piece.text) <= _LONGEST_NAMED and is_all_caps(piece.text) for piece in pieces]
    is_styled = max(sum(looks), sum(capitals[1:])) >= _STYLED
    is_name = not first.is_heading and _NAME_ALONE.fullmatch(first.text) is not None
    is_name = is_name and first.text.split()[0].lower() not in _ARTICLES
    is_name = is_name and not _HEADED.match(first.text) and _read_byline(first.text) is None
    return is_styled and is_name and not first.text.isupper()


def _is_name_below_subtitle(pieces: Sequence[Piece]) -> bool:
    """Recognise a name that stands between a subtitle and the first heading."""
    if len(pieces) <= _PRESENTING or pieces[0].is_heading or len(pieces[0].text) > _LONGEST_NAMED:
        return False
    below = pieces[2]
    is_headed = below.is_heading or _HEADED.match(below.text) or is_all_caps(below.text)
    return bool(is_headed) and not _NO_TITLE.search(pieces[0].text) and _is_name_alone(pieces[1:])


def _name_presented(pieces: Sequence[Piece]) -> str | None:
    """Give the name in "Jane Doe · Essays" if the text's end begins with it to present her."""
    name, mark, _ = re.sub(r"\s[|·•—–]\s", "|", pieces[0].text, count=1).partition("|")
    is_line = len(pieces[0].text) <= _LONGEST_NAMED and not pieces[0].is_heading
    if not mark or not is_line or not _NAME_ALONE.fullmatch(name):
        return None
    ends = pieces[max(len(pieces) - _PRESENTING, 1) :]
    return name if any(piece.text.startswith(f"{name} ") for piece in ends) else None


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
