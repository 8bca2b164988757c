"""Verbs before their subjects, by which French and German ask without a word of their own."""

import re

from bot.reading.languages import FRENCH, GERMAN, Language, word_set

_CLITICS = r"(?:(?:ne|se|y|en|le|la|les|nous|vous|me|lui|leur)\s+|[nslmty]'\s?)*"
_INVERTED = r"[^\W\d_]+-(?:t-)?(?:il|elle|ils|elles|on|je|tu|nous|vous|ce)\b"
_FRENCH = re.compile(rf"{_CLITICS}{_INVERTED}", re.IGNORECASE)
# "Une plante peut-elle …": the subject stands first and is taken up again.
_FRENCH_TAKEN_UP = re.compile(
    rf"(?!\w+-)(?:[^\s,;:—–()-]+\s+){{1,9}}?{_CLITICS}"
    r"[^\W\d_]+-(?:t-)?(?:il|elle|ils|elles|on)\b",
    re.IGNORECASE,
)
_WORDS = re.compile(r"[\w'’-]+")
_NOMINATIVE = word_set(
    "er sie es wir ich du ihr man das dies jemand niemand etwas jeder alle einer keiner"
)
_BETWEEN = word_set(
    "dann denn nun auch noch nicht wirklich eigentlich etwa schon hier da jetzt also nur damit "
    "sich heute überhaupt tatsächlich vielleicht uns mir dir euch ihnen ihm"
)
_GERMAN_VERB = re.compile(r"[^\W\d_]{2,}(?:t|en|te|ten|st|ßt|ern|eln)")
_NO_VERB = word_set(
    """
    nicht mit seit erst selbst fast sonst jetzt dort oft meist vielleicht zuerst zuletzt längst
    recht echt gut weit statt samt nächst zwischen neben gegen wegen eben oben unten hinten vorn
    gestern heute morgen einen keinen meinen deinen seinen ihren unseren allen beiden anderen ersten
    letzten wenigen vielen manchen solchen diesen jenen dass ob indem sodass damit als wie so dann
    nun auch noch nur schon da hier doch aber und oder denn sondern ja nein kein keine alle
    """
)


def opens_inverted(clause: str, language: Language) -> bool:
    """Say whether a clause opens with its verb, as far as its form shows; apostrophes are plain."""
    if language is FRENCH:
        return _opens_in_french(clause)
    return language is GERMAN and _opens_in_german(clause)


def _opens_in_french(clause: str) -> bool:
    if _FRENCH.match(clause):
        return True
    words = _WORDS.findall(clause.lower())
    if words[0] in FRENCH.subordinators or words[0] in FRENCH.wh:
        return False
    return _FRENCH_TAKEN_UP.match(clause) is not None


def _opens_in_german(clause: str) -> bool:
    words = _WORDS.findall(clause)
    if len(words) < 2:  # noqa: PLR2004
        return False
    first, second = words[0].lower(), words[1].lower()
    is_cut = clause[clause.find(words[0]) + len(words[0])] == ","
    if first in _NO_VERB or _is_small(first) or is_cut:
        return False
    if second in _NOMINATIVE:
        return True
    follows = second in GERMAN.determiners or second in _BETWEEN
    return follows and _GERMAN_VERB.fullmatch(first) is not None


def _is_small(word: str) -> bool:
    return any(
        word in words
        for words in (
            GERMAN.wh,
            GERMAN.subordinators,
            GERMAN.prepositions,
            GERMAN.determiners,
            GERMAN.pronouns,
            GERMAN.conjunctions,
            GERMAN.leads,
        )
    )
