"""The words that join alternatives, and those after which *or* offers nothing to choose."""

import re
from functools import cache

from bot.reading.comparatives import is_comparison
from bot.reading.languages import Language

# "More or less", "one or the other", "an hour or so": said of one thing.
_IDIOM = re.compile(
    r"""
    \b(?: more\sor\sless | sooner\sor\slater | way\sor | one\sor\s(?:the\s)?other
      | (?:one|two|three|a\sday|a\sweek|an\shour)\sor\s(?:two|three|four|so)
      | mehr\soder\sweniger | früher\soder\sspäter | über\skurz\soder\slang
      | ein\w{0,2}\soder\s(?:d\w\w\s)?ander\w{1,2} | ein\w{0,2}\soder\szwei
      | plus\sou\smoins | tôt\sou\stard | l['’]une?\sou\sl['’]autre | une?\sou\sdeux
      | más\so\smenos | tarde\so\stemprano | un[oa]\s[ou]\sotr[oa] | un[oa]\so\sdos
      | mais\sou\smenos | mais\scedo\sou\smais\starde | uma?\sou\soutr[oa] | uma?\sou\sdu?(?:ois|as)
      | più\so\smeno | prima\so\spoi | l['’]un[oa]\so\sl['’]altr[oa] | un[oa]\so\sdue
    )\b
    """,
    re.VERBOSE | re.IGNORECASE,
)
# Words of doubt about the whole: "Is a hut or a tent needed at all?".
_WHETHER_AT_ALL = re.compile(
    r"\b(?:at\s+all|ever\s+\w+|jemals|überhaupt|du\s+tout|en\s+absoluto|de\s+todo|affatto)\b",
    re.IGNORECASE,
)
# "Do you take it, or don't you?" asks once.
_ECHO = re.compile(
    r"(?:\w+n['’]t\s(?:it|they|you|we|he|she|i|there)|\w+\s(?:it|they|you|we|he|she|i)\snot)",
    re.IGNORECASE,
)
_NONE = re.compile(
    r"\b(?:no|none|nothing|nobody|nowhere|not|kein\w*|nichts?|niemand|rien|aucune?|nada|nadie"
    r"|ningun[ao]|ningún|nenhum\w*|ninguém|nulla|niente|nessun\w*)\b",
    re.IGNORECASE,
)
# Where a clause depends on *whether*, so does what *or* adds to it: "si se quedarán o se irán".
_WHETHER = {
    "es": re.compile(r"\S\s+si\s", re.IGNORECASE),
    "fr": re.compile(r"\S\s+(?:si\s|s['’](?=ils?\b))", re.IGNORECASE),
    "de": re.compile(r"\S\s+ob\s", re.IGNORECASE),
    "pt": re.compile(r"\b(?:sab\w{1,5}|perguntou|perguntar)\s+se\s", re.IGNORECASE),
    "it": re.compile(r"\S\s+se\s(?!ne\b|lo\b|la\b|li\b|stess)", re.IGNORECASE),
}


@cache
def or_pattern(language: Language) -> re.Pattern[str]:
    """Match what joins two alternatives, with the comma before it."""
    words = sorted(language.or_words, key=len, reverse=True)
    choice = "|".join(word.replace("_", r"\s+") for word in words)
    aside = r"(?:,\s[^,]{1,30},)?"  # "o, al contrario, aligerarla"
    return re.compile(rf",?\s+(?:{choice}){aside}\s+", re.IGNORECASE)


@cache
def asides(language: Language) -> re.Pattern[str]:
    """Match words like *then* between commas, unless *or* follows: "is it, then, a or b".

    So are a last word like those, and "large or small" before more of the sentence.
    """
    words = sorted(language.leads | language.conjunctions, key=len, reverse=True)
    choice = "|".join(re.escape(word).replace("_", r"\s+") for word in words)
    others = "|".join(word.replace("_", r"\s+") for word in language.or_words)
    pair = rf"[\w'’-]{{1,30}}\s(?:{others})\s[\w'’-]{{1,30}},(?=\s\S+\s\S)"
    return re.compile(rf",\s(?:(?:{choice})(?:,(?=\s(?!(?:{others})\b))|$)|{pair})", re.IGNORECASE)


@cache
def no_choice(language: Language) -> re.Pattern[str]:
    """Match, after *or*, what adds to what was said instead of offering it."""
    words = (word.replace("_", r"\s+") for word in sorted(language.no_choice))
    return re.compile(rf"(?:{'|'.join(words)})\b", re.IGNORECASE)


def is_echo(right: str) -> bool:
    """Say whether *or* only asks the same with *not*."""
    return _ECHO.fullmatch(right) is not None


def offers_nothing(clause: str, joint: re.Match[str], language: Language) -> bool:
    """Say whether *or* joins only words, or parts of a clause that depends on another."""
    left, right = clause[: joint.start()], clause[joint.end() :]
    if is_echo(right):
        return True
    if _IDIOM.search(clause) or (_WHETHER_AT_ALL.search(right) and not _NONE.search(right)):
        return True
    if is_comparison(left, right, language):
        return True
    depends = _WHETHER.get(language.code)
    if not depends or joint[0].startswith(","):
        return False
    return depends.search(left) is not None and depends.match(f". {right} ") is None
