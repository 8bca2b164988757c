"""Which lines are headings though nothing marks them: by number, capitals, shape and company."""

import re
from collections.abc import Sequence
from dataclasses import replace
from enum import IntEnum

from bot.domain.article import LONGEST_HEADING, BlockKind
from bot.reading import casing
from bot.reading.blocks import Piece
from bot.reading.calls import is_call
from bot.reading.languages import Language
from bot.reading.sentences import split_sentences

_LONGEST = 160
_LONG_LINE = 40  # characters a line has at least, if it was full
_MOST_LINES = 2
_PROSE = 60  # characters from which a paragraph is surely more than a heading
_LIST_RUN = 3  # lines in a row that look like headings are a list or a poem
_ESTABLISHED = 2
_LONGER = 1.5  # times the longest heading, so that a line like the others is a subtitle
_GLUED_WORDS = 3
_GLUED_QUESTION_WORDS = 4

_NUMBERED = re.compile(
    r"""
    (?: (?:\d{1,2}(?:\.\d{1,2}){0,3}|[IVXLC]{1,6}) (?:[.):]|\s+[—–-])? \s+ (?=\S)
      | (?i:chapter|part|section|step|act|question|capítulo|parte|sección|chapitre|partie|kapitel
          |teil|abschnitt|capitolo|sezione|seção)
        \s+ (?:\d{1,3}|[IVXLC]{1,6}|(?i:one|two|three|four|five|six|seven|eight|nine|ten)) \b [.]?
    )
    (?P<words>.*)
    """,
    re.VERBOSE,
)
_NUMERAL = re.compile(r"(?:[IVXLC]{1,6}|\d{1,2})[.):]?")
_LONGEST_NUMERAL = 8
_LETTERED = re.compile(r"\(?(?P<letter>[a-z](?=\))|[A-Z](?=[.)]))[.)]\s{1,3}\S")
_ROMAN = [
    "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X",
    "XI", "XII", "XIII", "XIV", "XV", "XVI", "XVII", "XVIII", "XIX", "XX",
]  # fmt: skip
_SIGNED = re.compile(r"[^\W\d_][\w.’'-]{0,20}(?:\s[\w.’'-]{1,20}){0,3}(?<![.!?])")
_STOPPED_INSIDE = re.compile(r"[^\W\d_]{3,}\.\s+[^\W\d_a-z]")
_ITEM_NUMBER = re.compile(r"\d{1,3}(?=[.)])")
_NOTE = re.compile(
    r".{0,40}\b(?:notes?|disclaimer|postscript|nota|note|anmerkung|hinweis)\s*:", re.IGNORECASE
)
_STOPPED = re.compile(r"[.;,!…:][”\"’)]*$")
_FINISHED = re.compile(r"[.;,!…:?][”\"’)*_]*$")
_CAPTION = re.compile(
    r"""
      (?i:figure|fig\.|table|photo|image|credit|source|illustration|video|listen|watch|chart|graphic
        |dear|abbildung|foto|bild|tabla|figura|tableau|photo)\b .*
    | .*[|\t@{}<>] .*
    | .*https?:// .*
    """,
    re.VERBOSE,
)
_WORD = re.compile(r"[^\W\d_]{4,}")


class _Shape(IntEnum):
    """How surely a line looks like a heading; only what outranks the text's own style counts."""

    NONE = 0
    SMALL = 1
    QUESTION = 2
    SENTENCE = 3
    TITLE = 4
    CAPITALS = 5
    NUMBERED = 6
    MARKED = 7


def find_headings(
    pieces: Sequence[Piece], language: Language, *, is_marked_up: bool = False
) -> list[Piece]:
    """Give the pieces with every heading known as one; glued ones get a piece of their own.

    Where a text is marked up by its format, one marked heading is enough to show its style.
    """
    if sum(piece.is_heading for piece in pieces) >= (1 if is_marked_up else _ESTABLISHED):
        return list(pieces)
    separated = _join_wrapped(_separate_glued(pieces, language))
    looks = [_unlisted_shape(place, separated) for place in range(len(separated))]
    shapes = [_in_company(place, separated, looks) for place in range(len(looks))]
    if sum(shape == _Shape.SENTENCE for shape in shapes) >= _ESTABLISHED:
        # Where a text has shown this style, a heading may also stand above a list or a short line.
        shapes = [
            look if _stands_like_them(place, separated, looks) else shape
            for place, (look, shape) in enumerate(zip(looks, shapes, strict=True))
        ]
    if sum(shape >= _Shape.SENTENCE for shape in shapes) < _ESTABLISHED:
        for place in _where_numerals_head(separated):
            shapes[place] = _Shape.NUMBERED
    for place in _where_letters_head(separated):
        shapes[place] = _Shape.NUMBERED
    if _is_subtitle(shapes, separated):
        shapes[0] = _Shape.NONE
    lowest = _lowest_shape(shapes)
    shapes = [
        _Shape.NUMBERED if _is_numeral_above(place, separated, shapes, lowest) else shape
        for place, shape in enumerate(shapes)
    ]
    return [
        replace(piece, is_heading=True, kind=BlockKind.PARAGRAPH) if shape >= lowest else piece
        for piece, shape in zip(separated, shapes, strict=True)
    ]


def _where_numerals_head(pieces: Sequence[Piece]) -> list[int]:
    """Give the lines that are but a number, from one on, each with a text below it."""
    places = [
        place
        for place, piece in enumerate(pieces[:-1])
        if len(piece.text) <= _LONGEST_NUMERAL and _NUMERAL.fullmatch(piece.text)
    ]
    numbers = [pieces[place].text.rstrip(".):") for place in places]
    counted = [str(number) for number in range(1, len(numbers) + 1)]
    is_counted = numbers in (counted, _ROMAN[: len(numbers)])
    is_apart = all(len(pieces[place + 1].text) >= _PROSE for place in places)
    return places if len(places) >= _ESTABLISHED and is_counted and is_apart else []


def _where_letters_head(pieces: Sequence[Piece]) -> list[int]:
    """Give the lines that are lettered in order, "A. …" or "a) …", each with a text below it."""
    places: list[int] = []
    letter = ""
    for place, piece in enumerate(pieces[:-1]):
        mark = _LETTERED.match(piece.text) if len(piece.text) <= _LONGEST else None
        if mark is None or not casing.ends_open(piece.text):
            continue
        below = pieces[place + 1]
        is_next = mark["letter"].lower() in {"a", chr(ord(letter or "`") + 1)}
        if not is_next or below.kind is BlockKind.ITEM or len(below.text) < _PROSE:
            return []
        letter = mark["letter"].lower()
        places.append(place)
    return places if len(places) >= _ESTABLISHED else []


def _is_numeral_above(
    place: int, pieces: Sequence[Piece], shapes: Sequence[_Shape], lowest: _Shape
) -> bool:
    """Say whether a line is but a chapter's number, and its heading stands below it."""
    below = shapes[place + 1] if place + 1 < len(pieces) else _Shape.NONE
    return (
        below is not _Shape.NONE
        and below >= lowest
        and bool(_NUMERAL.fullmatch(pieces[place].text))
    )


def _is_subtitle(shapes: Sequence[_Shape], pieces: Sequence[Piece]) -> bool:
    """Say whether the first line is a subtitle: all headings below it are written otherwise."""
    places = [at for at, shape in enumerate(shapes) if at and shape is not _Shape.NONE]
    others = [shapes[at] for at in places if shapes[at] is not _Shape.SMALL]
    is_talk = len(others) > _ESTABLISHED and all(shape is _Shape.QUESTION for shape in others)
    if not shapes or len(places) < _ESTABLISHED or shapes[0] is not _Shape.SENTENCE:
        return is_talk and shapes[0] is _Shape.TITLE
    is_long = len(pieces[0].text) > _LONGER * max(len(pieces[at].text) for at in places)
    return is_talk or is_long or all(shape >= _Shape.TITLE for shape in others)


def _lowest_shape(shapes: Sequence[_Shape]) -> _Shape:
    """Choose the least sure shape that still passes, from the style the text mostly has."""
    if sum(shape >= _Shape.CAPITALS for shape in shapes) >= _ESTABLISHED:
        return _Shape.TITLE
    if not any(shape > _Shape.SMALL for shape in shapes):
        is_small = sum(shape is _Shape.SMALL for shape in shapes) >= _ESTABLISHED
        return _Shape.SMALL if is_small else _Shape.MARKED
    sentences = sum(shape == _Shape.SENTENCE for shape in shapes)
    titles = sum(shape == _Shape.TITLE for shape in shapes)
    questions = sum(shape == _Shape.QUESTION for shape in shapes)
    # One question on a line of its own may be a paragraph; three are an interview.
    is_style = bool(sentences) and sentences + titles >= _ESTABLISHED
    is_style = is_style or questions > _ESTABLISHED
    return _Shape.QUESTION if is_style else _Shape.SENTENCE


def _unlisted_shape(place: int, pieces: list[Piece]) -> _Shape:
    """Give the shape of a line; one that is numbered on from its neighbour is an item."""
    piece = pieces[place]
    if piece.is_listed:
        return _Shape.NONE
    if piece.kind is BlockKind.ITEM:
        before = _number(pieces[place - 1]) if place else None
        after = _number(pieces[place + 1]) if place + 1 < len(pieces) else None
        number = _number(piece)
        # Markdown's lists may have the same number throughout.
        if number is None or before in {number - 1, number} or after in {number, number + 1}:
            return _Shape.NONE
    return _shape(piece)


def _number(piece: Piece) -> int | None:
    """Give an item's number."""
    number = _ITEM_NUMBER.match(piece.text) if piece.kind is BlockKind.ITEM else None
    return int(number[0]) if number else None


def _shape(piece: Piece) -> _Shape:
    text = piece.text
    if piece.is_heading:
        return _Shape.MARKED
    if len(text) > _LONGEST or piece.lines > _MOST_LINES:
        return _Shape.NONE
    if piece.kind is BlockKind.ITEM:
        return _Shape.NUMBERED if _is_numbered(text) else _Shape.NONE
    if piece.kind is not BlockKind.PARAGRAPH:
        return _Shape.NONE
    shape = _Shape.TITLE if _NOTE.fullmatch(text) else _shape_of_words(text)
    # Last, for most lines have shown by now that they are none.
    return _Shape.NONE if shape and (_CAPTION.fullmatch(text) or is_call(text)) else shape


def _shape_of_words(text: str) -> _Shape:
    if text.endswith(":"):
        is_title = len(text.split()) >= _GLUED_WORDS and casing.is_title_case(text)
        return _Shape.SENTENCE if is_title else _Shape.NONE
    if not casing.ends_open(text):
        return _Shape.NONE
    if _is_numbered(text):
        return _Shape.NUMBERED
    if text.isupper():
        return _Shape.CAPITALS if casing.is_all_caps(text) else _Shape.NONE
    if text.endswith("?") and casing.is_two_sentences(text):
        return _Shape.NONE
    if casing.is_title_case(text):
        return _Shape.TITLE
    if casing.is_sentence_case(text):
        return _Shape.QUESTION if text.endswith("?") else _Shape.SENTENCE
    return _Shape.SMALL if casing.is_small(text) else _Shape.NONE


def _is_numbered(text: str) -> bool:
    numbered = _NUMBERED.fullmatch(text)
    if numbered is None or _STOPPED.search(text[-8:]):
        return False
    return not (text.endswith("?") and _STOPPED_INSIDE.search(numbered["words"]))


def _in_company(place: int, pieces: Sequence[Piece], shapes: Sequence[_Shape]) -> _Shape:
    """Take back the shape of a line whose neighbours show that it is something else."""
    shape, piece = shapes[place], pieces[place]
    if shape in {_Shape.NONE, _Shape.MARKED}:
        return shape
    following = pieces[place + 1] if place + 1 < len(pieces) else None
    before = pieces[place - 1] if place else None
    if following is None or _is_run(place, shapes):
        return _Shape.NONE
    if before and before.kind is BlockKind.QUOTE and _names_somebody(piece):
        return _Shape.NONE
    if shape <= _Shape.TITLE and place + 2 == len(pieces) and _SIGNED.fullmatch(following.text):
        return _Shape.NONE  # "Kind Regards", above a name
    if shape is _Shape.SMALL and not (piece.apart and following.apart):
        return _Shape.NONE
    if shape <= _Shape.SENTENCE and not _has_prose(piece, before, following):
        return _Shape.NONE
    return shape


def _is_run(place: int, shapes: Sequence[_Shape]) -> bool:
    """Say whether a line stands in a row of lines that all look like headings."""
    # Below lines of a humbler look, such as those under a title, a numbered one is still a heading.
    alike = min(shapes[place], _Shape.QUESTION)
    if shapes[place] >= _Shape.CAPITALS:
        alike = shapes[place]
    first = last = place
    while first > 0 and place - first < _LIST_RUN and shapes[first - 1] >= alike:
        first -= 1
    while last + 1 < len(shapes) and last - place < _LIST_RUN and shapes[last + 1] >= alike:
        last += 1
    return last - first + 1 >= _LIST_RUN


def _names_somebody(piece: Piece) -> bool:
    """Say whether a line under a quotation is the name of whoever said it."""
    return "," in piece.text or not piece.apart


def _has_prose(piece: Piece, before: Piece | None, following: Piece) -> bool:
    """Say whether a line without capitals stands where a heading would: above a paragraph."""
    is_text = following.kind in {BlockKind.PARAGRAPH, BlockKind.QUOTE}
    is_prose = len(following.text) >= _PROSE or _FINISHED.search(following.text[-8:])
    if not is_text or not is_prose or len(following.text) <= len(piece.text):
        return False
    if before is None or before.kind is not BlockKind.PARAGRAPH or before.is_heading:
        return True
    return (piece.apart or not following.apart) and bool(_FINISHED.search(before.text[-8:]))


def _stands_like_them(place: int, pieces: Sequence[Piece], looks: Sequence[_Shape]) -> bool:
    """Say whether a line in sentence case stands alone, between a sentence's end and a text."""
    if looks[place] is not _Shape.SENTENCE or place + 1 == len(pieces):
        return False
    piece, following = pieces[place : place + 2]
    before = pieces[place - 1] if place else None
    if not (piece.apart and following.apart) or _is_run(place, looks):
        return False
    if before and before.kind is BlockKind.QUOTE and _names_somebody(piece):
        return False
    if before and before.kind is BlockKind.PARAGRAPH and not _FINISHED.search(before.text[-8:]):
        return False
    if following.kind is BlockKind.ITEM:
        return place + 2 < len(pieces) and pieces[place + 2].kind is BlockKind.ITEM
    return following.kind is BlockKind.PARAGRAPH and bool(_FINISHED.search(following.text[-8:]))


# ── headings over two lines, and headings glued to the end of the text above ──────────────────


def _join_wrapped(pieces: list[Piece]) -> list[Piece]:
    """Join the two lines of a long heading."""
    joined: list[Piece] = []
    for place, piece in enumerate(pieces):
        above = joined[-1] if joined else None
        if above and _goes_on(above, piece) and place + 1 < len(pieces) and pieces[place + 1].apart:
            joined[-1] = replace(above, text=f"{above.text} {piece.text}", lines=_MOST_LINES)
        else:
            joined.append(piece)
    return joined


def _goes_on(above: Piece, piece: Piece) -> bool:
    if piece.apart or above.lines + piece.lines > _MOST_LINES or len(above.text) < _LONG_LINE:
        return False
    shape = _shape(above)
    return shape in {_Shape.TITLE, _Shape.CAPITALS} and shape is _shape(piece)


def _separate_glued(pieces: Sequence[Piece], language: Language) -> list[Piece]:
    separated: list[Piece] = []
    for place, piece in enumerate(pieces):
        above = _above_glued(piece, language) if _may_precede(pieces, place) else None
        if above:
            heading = piece.text[len(above) :].strip()
            separated.append(replace(piece, text=above.rstrip()))
            separated.append(
                Piece(kind=BlockKind.PARAGRAPH, text=heading, apart=False, is_heading=True)
            )
        else:
            separated.append(piece)
    return separated


def _may_precede(pieces: Sequence[Piece], place: int) -> bool:
    """Say whether a heading at the end of this piece would have a text below it."""
    if place + 1 >= len(pieces):
        return False
    piece, following = pieces[place], pieces[place + 1]
    is_text = piece.kind in {BlockKind.PARAGRAPH, BlockKind.ITEM} and not _shape(piece)
    return is_text and following.kind is BlockKind.PARAGRAPH and len(following.text) > _PROSE


def _above_glued(piece: Piece, language: Language) -> str | None:
    """Give the text before a heading that is glued to its end, if one is."""
    end = piece.text[-LONGEST_HEADING:]
    sentences = split_sentences(end, language)
    if len(sentences) < _ESTABLISHED or not _is_glued_heading(sentences[-1]):
        return None
    return piece.text[: len(piece.text) - len(sentences[-1])]


def _is_glued_heading(sentence: str) -> bool:
    if not casing.ends_open(sentence) or not casing.is_title_case(sentence):
        return False
    weighty = _WORD.findall(sentence)
    if sentence.endswith("?"):
        # A question of names only would pass for a title, so the question must be all in capitals.
        return len(weighty) >= _GLUED_QUESTION_WORDS and all(word[0].isupper() for word in weighty)
    return len(sentence.split()) >= _GLUED_WORDS
