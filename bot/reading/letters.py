"""What mail puts around a letter: its head, a link to it above; signature, cancelling below."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

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
# The fields of RFC 5322 that mail programs print above a letter, in the languages we read.
_FIELD = re.compile(
    r"""
    (?: (?P<subject> subject | betreff | asunto | objet | oggetto | assunto )
      | (?P<sender> from | von | de | da | expéditeur | remitente | mittente )
      | to | cc | bcc | date | sent | reply-to | received | message-id | mime-version
      | an | datum | gesendet | kopie | para | enviado(?:\s+el)? | fecha | à | envoyé | copie
      | a | data | inviato | cc[in] | content-[a-z-]{2,30} | x-[a-z-]{2,30} | list-[a-z-]{2,20} )
    \s? : [ \t]* (?P<value> .{0,300} )
    """,
    re.VERBOSE | re.IGNORECASE,
)
# "On Tuesday Inge Wolters wrote:", above the lines it quotes.
_ANSWERED = re.compile(
    r"""
    (?: on | am | le | el | em | il | a ) \s [^\n]{3,160} \b
      (?: wrote | schrieb | écrit | escribió | escreveu | scritto ) (?: [^\n:]{0,80} ) : [ ]*
    """,
    re.VERBOSE | re.IGNORECASE,
)
_EMPTY_LINE = re.compile(r"\n[ \t]*\n")
_MOST_FIELDS = 40
_FEWEST_FIELDS = 3
_ADDRESS = re.compile(r"\s*(?:<[^<>]{0,200}>|\[[^\[\]]{0,200}\]|\S{1,80}@\S{1,80})\s*")
_REPLIES = re.compile(r"(?:(?:re|fwd?|aw|wg|rv|tr|sv|enc|r|i)\s?:\s*){1,4}", re.IGNORECASE)
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


def part_reply(text: str) -> tuple[str, str]:
    """Part the letter that a mail answers, quoted below it to the end, from the mail's own text."""
    lines = text.split("\n")
    place = len(lines)
    while place and (lines[place - 1].startswith(">") or not lines[place - 1].strip()):
        place -= 1
    if not any(line.startswith(">") for line in lines[place:]):
        return text, ""
    for start in (place - 1, place - 2):  # where it was wrapped, over two lines
        if start > 0 and _ANSWERED.fullmatch(" ".join(lines[start:place])):
            return "\n".join(lines[:start]), "\n".join(lines[start:])
    return text, ""


@dataclass(frozen=True, slots=True)
class MailHead:
    """What the lines above a letter say: its subject, who sent it, and the lines themselves."""

    subject: str
    sender: str | None
    lines: tuple[str, ...]


def part_mail_head(text: str) -> tuple[MailHead | None, str]:
    """Part the head that mail programs print above a letter from the letter.

    It has three fields or more, the subject and the sender among them, and an empty line below.
    """
    text_below = text.lstrip("\n")
    gap = _EMPTY_LINE.search(text_below)
    if gap is None:
        return None, text
    lines = [line.rstrip() for line in text_below[: gap.start()].split("\n", _MOST_FIELDS)]
    if not _FEWEST_FIELDS <= len(lines) <= _MOST_FIELDS:
        return None, text
    subject = sender = ""
    for line in lines:
        field = _FIELD.fullmatch(line)
        if field is None:
            if line is lines[0] or not line.startswith((" ", "\t")):
                return None, text
            continue  # a long field goes on in a line that is indented
        subject = subject or (field["value"] if field["subject"] else "")
        sender = sender or (field["value"] if field["sender"] else "")
    subject = _REPLIES.sub("", subject.strip(), count=1)
    if not subject or not sender:
        return None, text
    name = _ADDRESS.sub(" ", sender).strip(" \"'")
    return MailHead(subject, name or None, tuple(lines)), text_below[gap.end() :]
