"""What a line between title and text is: a byline, a name, a date, a kicker, or words to read.

Looks at one line at a time; what its place and its neighbours add is `masthead`'s to judge.
"""

import re
from enum import Enum, auto

from bot.reading.casing import is_title_case
from bot.reading.languages import word_set
from bot.reading.marks import has_words

_LONGEST_LINE = 150
_LONGEST_NAMED = 80  # of a line that has a name and little else
_MOST_NAME_WORDS = 5

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
       | (?:une?\s+)?(?:texte|article|essai|reportage|récit|enquête|chronique|billet|tribune
           |conférence)\s+de
       | (?:una?\s+)?(?:texto|artículo|ensayo|reportaje|crónica|columna|conferencia)\s+de
       | (?:una?\s+)?(?:testo|articolo|saggio|racconto|conferenza)\s+di
       | (?:uma?\s+)?(?:texto|artigo|ensaio|reportagem|crónica|crônica|palestra)\s+de
       | eine?\s+[^\W\d_]+\s+von | vortrag\s+von | una?\s+[^\W\d_]+\s+por
       | par | von | di | de ) \s+
       | (?i:(?:une?\s+)?(?:texte|article|essai|reportage|récit|enquête|chronique|billet|tribune)
           \s+d['’]) (?=[^\W\d_a-z]) )
    (?P<name> {_NAME} (?: \s+ (?:{_NAME}|{_PARTICLE})){{0,11}} )
    [*_]{{0,3}}
    (?: \s*$ | \s*[,|·•(/—–-].* | \s+(?i:on|for|in|at)\s.* )
    """,
    re.VERBOSE,
)
_MONTHS = (
    "january|february|march|april|may|june|july|august|september|october|november|december"
    "|enero|febrero|marzo|abril|mayo|junio|julio|agosto|septiembre|octubre|noviembre|diciembre"
    "|janvier|février|mars|avril|mai|juin|juillet|août|septembre|octobre|novembre|décembre"
    "|januar|jänner|februar|märz|juni|juli|oktober|dezember"
    "|janeiro|fevereiro|março|maio|junho|julho|setembro|outubro|novembro|dezembro"
    "|gennaio|febbraio|aprile|maggio|giugno|luglio|settembre|ottobre|dicembre"
)
_SEASONS = (
    "spring|summer|autumn|fall|winter|primavera|verano|otoño|invierno|printemps|été|automne|hiver"
    "|frühling|frühjahr|sommer|herbst|verão|outono|inverno|estate|autunno|advent|easter"
)
_WEEKDAYS = (
    "(?:mon|tues|wednes|thurs|fri|satur|sun)day|lunes|martes|miércoles|jueves|viernes|sábado|domingo"
    "|lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche"
    "|(?:mon|diens|donners|frei|sams|sonn)tag|mittwoch|sonnabend"
    "|segunda-feira|terça-feira|quarta-feira|quinta-feira|sexta-feira"
    "|lunedì|martedì|mercoledì|giovedì|venerdì|sabato|domenica"
)
_DATE = re.compile(
    rf"""
      \b\d{{4}}-\d{{2}}-\d{{2}}\b | \b\d{{1,2}}[./]\d{{1,2}}[./]\d{{2,4}}\b
    | \b\d{{1,2}}(?:st|nd|rd|th|\.|º|er)?\s+(?:de\s+|of\s+)?[^\W\d_]{{3,12}}\.?,?
      \s+(?:del?\s+)?\d{{4}}\b
    | \b[^\W\d_]{{3,9}}\.?\s+\d{{1,2}}(?:st|nd|rd|th)?,?\s+\d{{4}}\b
    | \b\d{{1,2}}(?:st|nd|rd|th|\.|º|er)?\s+(?:de\s+|of\s+)?(?:{_MONTHS})\b
    | \b(?:{_MONTHS})\s+\d{{1,2}}(?:st|nd|rd|th)?\b
    | \b(?:{_MONTHS}|{_SEASONS})(?:\s?[/–-]\s?(?:{_MONTHS}|{_SEASONS}))?,?\s+(?:del?\s+|of\s+)?
      \d{{4}}(?:\s?[/–-]\s?\d{{2,4}})?\b
    | \b\d{{1,2}}:\d{{2}}(?:\s?[ap]\.?m\.?)?\b
    | \b\d{{1,3}}[\s-]*min(?:ut(?:e|es|os|i|en|a|as|i))?s?\b\.?
      (?:[\s-]+(?:read|(?:de|di)\s+(?:lectura|lecture|leitura|lettura)|Lesezeit)\b)?
    | \b\d{{1,3}}(?:[.,\s]\d{{3}})?\s+(?:words|palabras|mots|wörter|palavras|parole)\b
    """,
    re.VERBOSE | re.IGNORECASE,
)
_NUMBER = re.compile(
    r"""
    (?: \b(?: issue | no | nr | núm(?:ero)? | num | numéro | numero | ausgabe | heft | folge
        | jahrgang
        | vol(?:ume|umen)? | band | tomo | tome | edition | edición | édition | edição | edizione
        | año | année | anno | ano | year | n )\b [.\s]*[º°]? | \bn[º°] | (?<!\w)[#№] )
    \s*(?:\d{1,4}|[IVXL]{1,7})\b
    """,
    re.VERBOSE | re.IGNORECASE,
)
_YEAR = re.compile(r"[(\[]?(?:19|20)\d\d(?:\s?[/–-]\s?\d{2,4})?[)\]]?")
# What stands around a date, and says nothing else.
_DATE_WORDS = re.compile(
    rf"""
    \b(?: published | updated | posted | last | modified | date | on | at | reading | time | read
        | publicad[oa] | publiée? | veröffentlicht | pubblicat[oa]
        | fecha | datum | data | erschienen | a | el | le | am | il | em | às | um | à
        | actualizado | atualizado | aktualisiert | aggiornato | mis\s+à\s+jour | uhr | tempo
        | temps | tiempo | di | de | lettura | lecture | lectura | leitura | lesezeit | alle | las
        | about | approx | ca | circa | environ | im | in | en | du | den | {_WEEKDAYS}
        | est | edt | pst | gmt | utc )\b
    """,
    re.VERBOSE | re.IGNORECASE,
)
_PLACE = re.compile(
    r"[^\W\d_a-z](?:[^\W\d]|[.’' -]){1,30}(?:,|\s[·•|–—])\s+(?=[^,]*\d)"
)  # "Valencia, 3 de marzo"
_KICKER = re.compile(
    r"""
    (?: (?:the|a|an|guest|personal|photo|la|le|el|il|die|o|a|el|une?|eine?) \s+ )?
    (?: essays? | opinion | column | commentary | interview
      | editorial
      | long\s?read | reportage | dispatch | op-ed | first\s+person
      | ensayo | opinión | columna | reportaje | entrevista | crónica | tribuna
      | essai | chronique | tribune | entretien | enquête | billet
      | kolumne | kommentar | meinung | glosse | gastbeitrag | feuilleton | leitartikel
      | ensaio | opinião | coluna | crônica | reportagem
      | saggio | opinione | rubrica | editoriale | intervista )
    (?: \s*[|/·•–—]\s* [^\W\d_]+ (?:\s[^\W\d_]+){0,2} )?
    """,
    re.VERBOSE | re.IGNORECASE,
)
_CREDIT = re.compile(rf"[—–―-]{{1,2}}\s*(?:{_NAME})[^?!]{{0,80}}")
# "A talk given at Leeds on 3 May 2022 by Jane Doe"; with a date only, or it might be a subtitle.
_GIVEN_BY = re.compile(
    rf".{{3,100}}\s(?:by|par|por|von|di|da)\s(?P<name>{_NAME}(?:\s(?:{_NAME}|{_PARTICLE})){{1,4}})"
)
# "Words by Jane Doe. Pictures by John Roe": who wrote it ends before who did something else.
_OTHER_ROLE = re.compile(r"\.\s+\w+\s+(?:by|de|par|por|von|di)\s")
# Words with which places and days begin or end: New York wrote nothing on 3 May 2024.
_NOBODYS = word_set(
    "new old san santa santo sankt saint st. st são los las le la les el the port porto puerto rio "
    "río cape bad den buenos belo ciudad cidade città mexico north south east west upper lower "
    "great little hong tel abu addis kuala nueva villa monte mount lake fort costa baden palo "
    "quarterly review journal gazette times magazine weekly daily herald tribune chronicle notes "
    "bulletin newsletter press cuadernos revista cahiers revue hefte zeitschrift blatt cadernos "
    "quaderni rivista last updated published "
    "day eve morning evening night edition issue university college hall city beach town street"
)
_NAME_ALONE = re.compile(rf"{_NAME}(?:\s+(?:{_NAME}|{_PARTICLE})){{1,6}}")
_NAME_DATED = re.compile(
    rf"(?P<name>{_NAME}(?:\s+(?:{_NAME}|{_PARTICLE})){{1,3}}?)"
    rf"(?:,?\s+(?=\d|(?i:{_MONTHS}|{_SEASONS}|{_WEEKDAYS})\b)|,\s+)(?P<date>.*\d.*)"
)
# "Eine Fallstudie" is nobody's name; "La" and "El" may be a part of one.
_ARTICLES = word_set(
    "the a an ein eine der die das un una une um uma on in at of for from with without before "
    "after under over between against beyond what how why when where who sobre entre desde sur "
    "après avant dans sans über auf nach vor zwischen ohne unter após antes sopra dopo senza"
)
# A line that a number shows to be a heading, or an item: no name has one.
_HEADED = re.compile(r"[IVX]{1,5}[.)]\s")


class FrontLine(Enum):
    """What a line is; `NAME` and `KICKER` only where their place agrees."""

    WORDS = auto()
    BYLINE = auto()
    NAME = auto()
    PARTICULARS = auto()
    KICKER = auto()
    CREDIT = auto()


def classify(line: str) -> FrontLine:
    """Say what a line is that stands above a text."""
    if len(line) > _LONGEST_LINE:
        return FrontLine.WORDS
    if author_in(line) is not None:
        return FrontLine.BYLINE
    if is_particulars(line):
        return FrontLine.PARTICULARS
    if _KICKER.fullmatch(line.strip("[]")):
        return FrontLine.KICKER
    if _CREDIT.fullmatch(line):
        return FrontLine.CREDIT
    return FrontLine.NAME if _is_name(line) else FrontLine.WORDS


def author_in(line: str) -> str | None:
    """Give the author that a line names, if it is a byline."""
    if len(line) <= _LONGEST_LINE:
        other = _OTHER_ROLE.search(line)
        line = line[: other.start()] if other else line
    byline = _BYLINE.fullmatch(line) if len(line) <= _LONGEST_LINE else None
    if byline is None and len(line) <= _LONGEST_LINE and _DATE.search(line):
        byline = _GIVEN_BY.fullmatch(line)
    if byline:
        return byline["name"].rstrip("*_,")
    before, mark, after = re.sub(r"[|·•]", "|", line, count=1).partition("|")
    byline = _BYLINE.fullmatch(before.rstrip()) if is_particulars(after) else None
    if byline:
        return byline["name"].rstrip("*_,")
    is_name = is_title_case(before) and len(before.split()) <= _MOST_NAME_WORDS
    has_digits = any(character.isdigit() for character in before)
    if mark and is_name and not has_digits and is_particulars(after):
        return before.strip()
    return _name_before_date(line)


def _name_before_date(line: str) -> str | None:
    """Give the name in "Jane Doe, 12 May 2023", unless it is a place's."""
    dated = _NAME_DATED.fullmatch(line) if len(line) <= _LONGEST_NAMED else None
    if dated is None or not _is_name(dated["name"]) or not _DATE.search(dated["date"]):
        return None
    return dated["name"] if is_particulars(dated["date"]) else None


def is_particulars(line: str) -> bool:
    """Say whether a line holds a date, an issue's number or a reading time, and nothing else."""
    if len(line) > _LONGEST_LINE:
        return False
    if not (_DATE.search(line) or _NUMBER.search(line)):
        return _YEAR.fullmatch(line) is not None
    place = _PLACE.match(line)
    line = line[place.end() :] if place and not _DATE.match(line) else line
    without = _NUMBER.sub("", _DATE.sub("", line))
    return not has_words(_DATE_WORDS.sub("", _YEAR.sub("", without)))


def may_head_title(line: str) -> bool:
    """Say whether a line may stand above a title: a kicker, a date, an issue without its name."""
    if len(line) <= _LONGEST_LINE and _KICKER.fullmatch(line.strip("[]")):
        return True
    return is_particulars(line) and not _PLACE.match(line)


def _is_name(line: str) -> bool:
    """Say whether a line could be one person's name, or two persons'."""
    words = line.lower().split()
    if len(line) > _LONGEST_NAMED or not _NAME_ALONE.fullmatch(line) or line.isupper():
        return False
    is_nobody = words[0] in _NOBODYS or words[-1] in _NOBODYS or words[0] in _ARTICLES
    return not is_nobody and not _HEADED.match(line)
