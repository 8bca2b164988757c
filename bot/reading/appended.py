"""Alternatives that stand after a question of their own, or without any: "friend or foe"."""

import re
from itertools import pairwise

from bot.reading.alike import find_words_alike
from bot.reading.infinitives import is_purpose
from bot.reading.joints import no_choice, or_pattern
from bot.reading.languages import Language, word_set
from bot.reading.phrases import is_a_part

_WORD = re.compile(r"[\w'’-]+")
_COMPARING = re.compile(
    r"^which\b|\b(?:more|less|better|worse|first|faster|safer)\b", re.IGNORECASE
)
_PERSONS = word_set(
    "we us you they them nosotros nosotras ustedes ellos ellas nous vous eux elles moi wir uns sie "
    "ihr nós vocês eles elas noi voi loro"
)
_MOST_WORDS = 10
_MOST_NEAR_WORDS = 4  # of a question before a list


def find_appended(clause: str, language: Language) -> list[str]:
    """Read "who decides: users or companies", "which is worse, haste or delay"."""
    question, mark, tail = _rpartition(clause, ":—–")
    if not mark and _COMPARING.search(clause):
        question, mark, tail = _rpartition(clause, ",")
        if or_pattern(language).match(f", {tail}"):  # "which is worse, a, b, or c"
            return _list_at_end(clause, language)
    if not mark:
        return _list_at_end(clause, language)
    asked_anew = or_pattern(language).match(f" {tail}")
    if asked_anew:  # "who says so stays out — or stays the gate shut?"
        return find_words_alike(question, tail[asked_anew.end() - 1 :], language)
    return (
        list_phrases(tail, language) or _of_determined(tail, language) or _of_same(tail, language)
    )


def _of_same(tail: str, language: Language) -> list[str]:
    """Read "that it be read or that one was there": both begin with the same word."""
    parts = [part for part in or_pattern(language).split(tail) if part]
    begins = {part.split(maxsplit=1)[0].lower() for part in parts}
    return parts if len(parts) == 2 and len(begins) == 1 else []  # noqa: PLR2004


def _of_determined(tail: str, language: Language) -> list[str]:
    """Read "the program, the office that bought it, or those who shout"."""
    joints = list(or_pattern(language).finditer(tail))
    if len(joints) != 1:
        return []
    parts = [*tail[: joints[0].start()].split(","), tail[joints[0].end() :]]
    parts = [part.strip() for part in parts]
    return parts if all(part and is_a_part(part, language) for part in parts) else []


def _list_at_end(clause: str, language: Language) -> list[str]:
    """Read "what would it be then, a museum, a rest room, or a window"."""
    joints = list(or_pattern(language).finditer(clause))
    if len(joints) != 1:
        return []
    question, *listed = clause[: joints[0].start()].split(",")
    parts = [part.strip() for part in (*listed, clause[joints[0].end() :])]
    if not listed or not all(part and _may_be_listed(part, language) for part in parts):
        return []
    if any(is_purpose(part, language) for part in parts):  # "whose task is it to mow, to dig"
        return []
    # "Who pays when a robot, a car or a drone crashes?" lists within the question.
    ending = [word.lower() for word in question.split()[-_MOST_NEAR_WORDS:]]
    within = language.prepositions | language.subordinators
    for before, word in pairwise(ending):
        if before in within and word in language.determiners:
            return []
    return parts


def _may_be_listed(part: str, language: Language) -> bool:
    return is_a_part(part, language) or part.lower() in _PERSONS


def _rpartition(clause: str, marks: str) -> tuple[str, str, str]:
    place = max(clause.rfind(mark) for mark in marks)
    return (
        (clause[:place], clause[place], clause[place + 1 :].strip()) if place > 0 else ("", "", "")
    )


def list_phrases(clause: str, language: Language) -> list[str]:
    """Read a question without a verb: "a blessing or a curse"."""
    parts = [part for part in or_pattern(language).split(clause) if part]
    words = [word.lower() for word in _WORD.findall(clause)]
    if len(parts) != 2 or len(words) > 2 * _MOST_WORDS or no_choice(language).match(parts[1]):  # noqa: PLR2004
        return []
    if any(word in language.auxiliaries or word in {"you", "we", "they", "it"} for word in words):
        return []
    listed = [part.strip() for part in parts[0].split(",") if part.strip()]
    return [*listed, parts[1]]
