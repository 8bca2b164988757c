"""What mail puts around a letter: a link to it above; signature and cancelling below."""

import re
from collections.abc import Sequence

from bot.reading.blocks import Piece

_LONGEST_SIGNATURE = 1_500  # characters
_LONGEST_TOP = 120
_MAIL_TOP = re.compile(
    r"""
    .{0,40} \b (?: (?:view|read|open|see) \s+ (?:this|the|it) .{0,30} (?:browser|online|web)
      | (?:view|read) \s+ online
      | (?:view|read) \s+ (?:in|on) \s+ (?:your\s+)? (?:browser|the\s+web|web)
      | (?:ver|lire|voir|lesen|anzeigen|leggi|visualizza|ler) .{0,40}
        (?:navegador|navigateur|browser|en\s+ligne)
      | im\s+browser .{0,40} ) .{0,40}
    """,
    re.VERBOSE | re.IGNORECASE,
)
_MAIL_FOOT = re.compile(
    r"""
    \b(?: unsubscrib\w* | opt[ -]out | manage\s+(?:your\s+)?(?:preferences|subscription)
      | update\s+(?:your\s+)?(?:preferences|profile|email)
      | you(?:['’]re|\s+are)?\s+receiv(?:e|ed|ing)\s+this
      | forwarded\s+this | forward\s+this | (?:was|been)\s+forwarded
      | sent\s+(?:to\s+you\s+)?by\s+mailchimp
      | darse\s+de\s+baja | cancelar\s+(?:la\s+)?suscripción
      | recibe[s]?\s+este\s+(?:correo|mensaje)
      | (?:se|vous)\s+désabonner | désinscri\w+ | vous\s+recevez\s+ce
      | abmelden | abbestellen | (?:sie|du)\s+(?:erhalten|bekommst|erhältst)\s+diese
      | cancelar\s+(?:a\s+)?(?:inscrição|subscrição|assinatura) | recebe(?:u)?\s+este\s+e-?mail
      | disiscriv\w+ | annulla\w*\s+l.iscrizione | ricevi\s+questa )\b
    """,
    re.VERBOSE | re.IGNORECASE,
)
_FOOT_REACH = 8  # pieces below a letter
_LONGEST_FOOT = 400


def is_above_letter(words: str) -> bool:
    """Say whether a line only leads to the same letter on the web."""
    return len(words) <= _LONGEST_TOP and _MAIL_TOP.fullmatch(words) is not None


def where_foot_begins(pieces: Sequence[Piece]) -> int:
    """Give where the lines begin by which a letter's reader may cancel it, at its end."""
    foot = range(max(len(pieces) - _FOOT_REACH, 1), len(pieces))
    begun = next((place for place in foot if _is_foot(pieces[place])), len(pieces))
    is_last = sum(len(piece.text) for piece in pieces[begun:]) <= 2 * _LONGEST_FOOT
    return begun if is_last else len(pieces)


def _is_foot(piece: Piece) -> bool:
    return len(piece.text) <= _LONGEST_FOOT and _MAIL_FOOT.search(piece.text) is not None


def part_signature(text: str) -> tuple[str, str]:
    """Part what mail programs put below two dashes from the text above, if it is short."""
    place = text.rfind("\n--", max(len(text) - _LONGEST_SIGNATURE, len(text) // 2))
    line = text[place + 1 :].partition("\n")[0] if place >= 0 else ""
    return (text[:place], text[place + 1 + len(line) :]) if line.rstrip() == "--" else (text, "")
