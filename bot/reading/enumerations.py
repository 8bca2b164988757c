"""A question that lists three things or more before *or* ▶ what it leaves to choose from.

Where parts are built alike they are alternatives, with a comma before the last of them or without.
"""

from bot.reading.languages import ENGLISH, Language, word_set
from bot.reading.statements import begins_with_verb, predicate_of

_URGING = word_set("should shall ought must will would")
_ABLE = word_set("can could may might")
_BEING = {
    "en": word_set("is are was were isn't aren't wasn't weren't"),
    "es": word_set("es son está están era eran fue fueron será serán"),
    "fr": word_set("est-ce est-il est-elle sont-ils sont-elles sommes-nous était-ce"),
    "de": word_set("ist sind war waren"),
    "pt": word_set("é são está estão era eram foi será serão"),
    "it": word_set("è sono era erano fu sarà saranno"),
}
_ALL = word_set("both neither beides beide ambas ambos entrambi entrambe")
_ANYBODY = word_set("anyone anybody anything any ever there")
_ANYBODY_AMONG = 4  # first words of a question
_MOST_PART_WORDS = 3
_MOST_LAST_WORDS = 5
_SUBJECT_AT = 2  # the place of the first word that may belong to an alternative


def asks_whether_any(words: list[str]) -> bool:
    """Say whether a question asks if there is any: "Has anyone seen a bee or a wasp?"."""
    return not _ANYBODY.isdisjoint(word.lower() for word in words[:_ANYBODY_AMONG])


def find_enumerated(left: str, right: str, language: Language) -> list[str]:
    """Give the alternatives in what stands before and after *or*; none if those are no list."""
    question, *middle = left.split(", ")
    words = question.split()
    if not middle or len(words) <= 1 or not all(middle) or asks_whether_any(words):
        return []
    listed = [*middle, right]
    if right.lower() in _ALL:
        return _with_all(words, listed)
    found = _of_verbs(question, listed) if language is ENGLISH else []
    return found or _after_be(words, listed, language) or _of_single_words(words, listed, language)


def _with_all(words: list[str], listed: list[str]) -> list[str]:
    """Read "teach soldering, sewing or both": the first is as long as the second."""
    size = len(listed[0].split())
    is_list = size <= _MOST_PART_WORDS and len(words) - size >= _SUBJECT_AT
    return [" ".join(words[-size:]), *listed] if is_list else []


def _of_verbs(question: str, listed: list[str]) -> list[str]:
    """Read "lose it, share it or pay for it": each says what might be done."""
    auxiliary = question.split(maxsplit=1)[0].lower()
    if auxiliary not in _URGING | _ABLE or not all(map(begins_with_verb, listed)):
        return []
    if auxiliary in _ABLE and any(" " not in part for part in listed):
        return []  # "Can users see, change or delete their data?"
    predicate = predicate_of(question)
    if predicate and begins_with_verb(predicate):
        return [predicate, *listed]
    words = question.split()
    places = [at for at, word in enumerate(words) if at >= _SUBJECT_AT and begins_with_verb(word)]
    return [" ".join(words[places[-1] :]), *listed] if places else []


def _after_be(words: list[str], listed: list[str], language: Language) -> list[str]:
    """Read "should it be free, cheap or private"."""
    if language is not ENGLISH or "be" not in words[_SUBJECT_AT:]:
        return []
    first = words[words.index("be", _SUBJECT_AT) + 1 :]
    is_even = 0 < len(first) <= _MOST_PART_WORDS and _are_short(listed)
    return [" ".join(first), *listed] if is_even else []


def _of_single_words(words: list[str], listed: list[str], language: Language) -> list[str]:
    """Read "is it dead, dying, or merely asleep": single words after *is* and its subject."""
    is_being = words[0].lower() in _BEING[language.code]
    has_subject = len(words) > _SUBJECT_AT or "-" in words[0]
    small = language.determiners | language.prepositions | language.pronouns
    if not is_being or not has_subject or words[-1].lower() in small:
        return []
    is_even = all(" " not in part for part in listed[:-1]) and _are_short(listed)
    return [words[-1], *listed] if is_even else []


def _are_short(listed: list[str]) -> bool:
    *middle, last = (len(part.split()) for part in listed)
    return max(middle) <= _MOST_PART_WORDS and last <= _MOST_LAST_WORDS
