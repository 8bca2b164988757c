"""How a clause opens: with a question word, with a verb before its subject, or in neither way."""

import re
from enum import Enum, auto
from functools import cache
from itertools import pairwise

from bot.reading.inversions import opens_inverted
from bot.reading.languages import ENGLISH, FRENCH, PORTUGUESE, Language, word_set

_WORD = re.compile(r"[\w'’-]+")
_REACH = 80  # characters that show how a clause opens
_NO_SUBJECT = word_set("been be being to of in at on by and or not just also then only")
_FEWEST_WORDS = 3
_OF_WHOM_AT = 5  # words, within which it is asked in whose name or with whose help
_OF_WHOM = word_set("qui quién quiénes quem chi")
_MOST_PREPOSITIONS = 3


class Opening(Enum):
    """How a clause opens: with a question word, with a verb, or in neither way."""

    WH = auto()
    AUXILIARY = auto()
    NONE = auto()


def opening_of(clause: str, language: Language) -> Opening:
    """Say how a clause opens, whatever joins it to what was said before."""
    words = _WORD.findall(clause[:_REACH].lower().replace("’", "'"))
    if not words:
        return Opening.NONE
    first, second = words[0], words[1] if len(words) > 1 else ""
    if _asks_after_prepositions(words, language):
        return Opening.WH
    if language is PORTUGUESE and (first, second) in {("o", "que"), ("o", "quê")}:
        return Opening.WH  # "O que é que fazemos?"
    if language is FRENCH and first.startswith("qu'"):
        return Opening.WH  # "Qu'avons-nous gagné ?"
    if first in language.wh or _elided(first) in language.wh:
        is_subordinate = first in language.subordinators and second not in language.auxiliaries
        # "Where on a slider do you put a dog?"
        if second in language.prepositions and not language.auxiliaries.isdisjoint(words):
            is_subordinate = is_subordinate and "," in clause
        if language is not ENGLISH and "," not in clause:
            is_subordinate = False  # "Como se ensina?" has no other clause to depend on
        return Opening.NONE if is_subordinate and len(words) > _FEWEST_WORDS else Opening.WH
    if first in language.auxiliaries and second not in _NO_SUBJECT:
        return Opening.AUXILIARY
    is_inverted = opens_inverted(clause[:_REACH].replace("’", "'"), language)
    return Opening.AUXILIARY if is_inverted else Opening.NONE


def _elided(word: str) -> str:
    """Give what is left of a question word before a vowel: "dov'è"."""
    start, apostrophe, _ = word.partition("'")
    return start + apostrophe


def _asks_after_prepositions(words: list[str], language: Language) -> bool:
    """Recognise "at what cost", "jusqu'à quel point", "fino a che punto"."""
    if words[0] in language.prepositions:  # "en nombre de quién", "sin la ayuda de quién"
        for before, word in pairwise(words[2:_OF_WHOM_AT]):
            if word in _OF_WHOM and before in language.prepositions:
                return True
    for place, word in enumerate(words[: _MOST_PREPOSITIONS + 1]):
        if place and word in language.wh:
            return True
        if word not in language.prepositions:
            return False
    return False


def first_word(clause: str) -> str:
    """Give the first word of a clause in small letters, or nothing."""
    word = _WORD.match(clause)
    return word[0].lower() if word else ""


def after_leads(asked: str, start: int, language: Language) -> int:
    """Step over words like "but" or "after all", which change nothing about a question."""
    leads = _leads_pattern(language).match(asked, start)
    return leads.end() if leads else start


@cache
def _leads_pattern(language: Language) -> re.Pattern[str]:
    phrases = sorted(language.leads | language.conjunctions, key=len, reverse=True)
    choice = "|".join(re.escape(phrase).replace("_", r"\s+") for phrase in phrases)
    return re.compile(rf"(?:(?:{choice})\b(?:,|\s+—|:)?\s+){{0,4}}", re.IGNORECASE)
