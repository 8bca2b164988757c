"""A question that lists three things or more before *or* ▶ what it leaves to choose from.

Where parts are built alike they are alternatives, with a comma before the last of them or without.
Lists of what German and the Romance languages say with infinitives are read by `infinitives.py`.
"""

import re

from bot.reading.infinitives import list_infinitives, list_under_modal
from bot.reading.languages import ENGLISH, GERMAN, Language, word_set
from bot.reading.phrases import HEDGES
from bot.reading.statements import begins_with_verb, predicate_of

_URGING = word_set("should shall ought must will would")
_ABLE = word_set("can could may might")
_CHOOSING = word_set("want prefer choose favour favor rather")
_BEING = {
    "en": word_set("is are was were isn't aren't wasn't weren't"),
    "es": word_set("es son está están era eran fue fueron será serán"),
    "fr": word_set(
        "est-ce est-il est-elle sont-ils sont-elles sommes-nous était-ce était-il était-elle "
        "étaient-ils étaient-elles"
    ),
    "de": word_set("ist sind war waren"),
    "pt": word_set("é são está estão era eram foi será serão"),
    "it": word_set("è sono era erano fu sarà saranno"),
}
_DROPS_SUBJECTS = frozenset({"es", "pt", "it"})  # "¿Es valentía, …?"
_BE = {
    "en": word_set("be"),
    "es": word_set("ser estar"),
    "fr": word_set("être"),
    "pt": word_set("ser estar"),
    "it": word_set("essere"),
}
_ALL = word_set("both neither beides beide ambas ambos entrambi entrambe")
_ANYBODY = word_set(
    "anyone anybody anything any ever there jemand alguien quelqu'un alguém qualcuno"
)
_THERE_IS = (
    *("gibt es", "gab es", "y a-t-il", "y avait-il", "c'è", "c'era", "ci sono", "ci sarà"),
    *("há", "havia", "hay", "hubo", "había"),
)
_OBLIGING = ("hay que", "había que", "hubo que", "há que")
_INDEFINITE = word_set("a an un une una uno um uma ein eine einen einem einer du de")
_MORE_HEDGES = word_set("tout")  # "tout simplement un âge"
_ONE = word_set("a an")
_A_NOUN = re.compile(r"an?\s[\w'’-]+(?:\s[\w'’-]+)?")
_EMPTY = word_set("it there that this")
_ANYBODY_AMONG = 4  # first words of a question
_MOST_PART_WORDS = 3
_MOST_LAST_WORDS = 5
_MOST_BEEN_WORDS = 6
_MOST_SUBJECT_WORDS = 4
_SUBJECT_AT = 2  # the place of the first word that may belong to an alternative


def asks_whether_any(words: list[str]) -> bool:
    """Say whether a question asks if there is any: "Has anyone seen a bee or a wasp?"."""
    first = [word.lower().strip(",").replace("’", "'") for word in words[:_ANYBODY_AMONG]]
    if not _ANYBODY.isdisjoint(first):
        return True
    begins = " ".join(first) + " "
    return any(begins.startswith(f"{form} ") for form in _THERE_IS) and not any(
        begins.startswith(f"{form} ") for form in _OBLIGING
    )


def find_enumerated(left: str, right: str, language: Language) -> list[str]:
    """Give the alternatives in what stands before and after *or*; none if those are no list."""
    question, *middle = left.split(", ")
    words = question.split()
    if not middle or len(words) <= 1 or not all(middle) or asks_whether_any(words):
        return []
    listed = [*middle, right]
    if right.lower() in _ALL:
        return _with_all(words, listed)
    if language is ENGLISH:
        found = (
            _of_verbs(question, listed, language)
            or _after_choosing(words, listed)
            or _of_subjects(words, listed)
        )
    elif language is GERMAN:
        found = list_under_modal(words, listed)
    else:
        found = list_infinitives(question, listed, language)
    return (
        found
        or _after_be(words, listed, language)
        or _of_single_words(words, listed, language)
        or _of_nouns(words, listed, language)
    )


def is_being(words: list[str], language: Language) -> bool:
    """Say whether a question opens with *is*, so that two words may be all of it: "est-il bon"."""
    has_subject = "-" in words[0] or language.code in _DROPS_SUBJECTS
    return has_subject and words[0].lower() in _BEING[language.code]


def find_two_nouns(left: str, right: str) -> list[str]:
    """Read "is a sign that nobody reads a rule or a wish": what a thing is, with *a* each time."""
    words = left.split()
    is_asked = len(words) > 1 and words[0].lower() in _BEING["en"]
    is_asked = is_asked and words[1].lower() not in _EMPTY
    if "," in left or not is_asked or not _A_NOUN.fullmatch(right):
        return []
    last = next((at for at in range(len(words) - 1, 1, -1) if words[at] in _ONE), None)
    is_short = last is not None and last + 1 < len(words) <= last + _MOST_PART_WORDS
    return [" ".join(words[last:]), right] if is_short else []


def _with_all(words: list[str], listed: list[str]) -> list[str]:
    """Read "teach soldering, sewing or both": the first is as long as the second."""
    size = len(listed[0].split())
    is_list = size <= _MOST_PART_WORDS and len(words) - size >= _SUBJECT_AT
    return [" ".join(words[-size:]), *listed] if is_list else []


def _of_verbs(question: str, listed: list[str], language: Language) -> list[str]:
    """Read "lose it, share it or pay for it": each says what might be done."""
    auxiliary = question.split(maxsplit=1)[0].lower()
    begun = [begins_with_verb(_without_hedges(part)) or part.startswith("be ") for part in listed]
    if auxiliary in _ABLE:
        # "Can users see, change or delete their data?"
        is_list = all(begun) and all(" " in part for part in listed)
    else:  # one known verb shows what the others are, too: "halve them or leave them"
        small = language.determiners | language.prepositions
        is_list = auxiliary in _URGING and any(begun)
        is_list = is_list and not any(part.split()[0].lower() in small for part in listed)
    if not is_list:
        return []
    predicate = predicate_of(question)
    if predicate:
        return [predicate.removeprefix("rather "), *listed]
    words = question.split()
    places = [at for at, word in enumerate(words) if at >= _SUBJECT_AT and begins_with_verb(word)]
    if places:
        return [" ".join(words[places[-1] :]), *listed]
    # An unknown verb: "should Vester mend it", "should the council mend it".
    first = words[_SUBJECT_AT + (words[1].lower() in language.determiners) :]
    return [" ".join(first), *listed] if len(first) > 1 else []


def _after_choosing(words: list[str], listed: list[str]) -> list[str]:
    """Read "do we want a record, a memory or peace": the verb says that one is to be chosen."""
    for place, word in enumerate(words[1:-1], start=1):
        if word.lower() in _CHOOSING:
            is_even = all(len(part.split()) <= _MOST_LAST_WORDS for part in listed)
            return [" ".join(words[place + 1 :]), *listed] if is_even else []
    return []


def _of_subjects(words: list[str], listed: list[str]) -> list[str]:
    """Read "should parents, teachers or doctors decide": the verb follows the last of them."""
    auxiliary, *first = words
    predicate = predicate_of(f"{auxiliary} {listed[-1]}")
    is_short = len(first) <= _MOST_SUBJECT_WORDS and not any(map(begins_with_verb, first))
    if auxiliary.lower() not in _URGING or not predicate or not is_short:
        return []
    last = listed[-1].removesuffix(predicate).strip()
    return [" ".join(first), *listed[:-1], last] if last else []


def _after_be(words: list[str], listed: list[str], language: Language) -> list[str]:
    """Read "should it be free, cheap or private"."""
    being = _BE.get(language.code, frozenset())
    place = next((at for at, word in enumerate(words) if at and word in being), None)
    if place is None:
        return []
    first = words[place + 1 :]
    is_even = 0 < len(first) <= _MOST_PART_WORDS
    is_even = is_even and all(len(part.split()) <= _MOST_BEEN_WORDS for part in listed)
    return [" ".join(first), *listed] if is_even else []


def _of_nouns(words: list[str], listed: list[str], language: Language) -> list[str]:
    """Read "is a habit that nobody has a duty, a courtesy, or just a stiff neck"."""
    if words[0].lower() not in _BEING[language.code]:
        return []
    begins = [_without_hedges(part).split()[0].lower() for part in listed]
    is_even = all(len(part.split()) <= _MOST_BEEN_WORDS for part in listed)
    if not is_even or not all(word in _INDEFINITE for word in begins):
        return []
    last = next((at for at in range(len(words) - 1, 0, -1) if words[at] in _INDEFINITE), None)
    is_short = last is not None and last + 1 < len(words) <= last + _MOST_SUBJECT_WORDS
    return [" ".join(words[last:]), *listed] if is_short else []


def _without_hedges(part: str) -> str:
    words = part.split()
    while len(words) > 1 and words[0].lower() in HEDGES | _MORE_HEDGES:
        words.pop(0)
    return " ".join(words)


def _of_single_words(words: list[str], listed: list[str], language: Language) -> list[str]:
    """Read "is it dead, dying, or merely asleep": single words after *is* and its subject."""
    is_being = words[0].lower() in _BEING[language.code]
    has_subject = len(words) > _SUBJECT_AT or "-" in words[0] or language.code in _DROPS_SUBJECTS
    small = language.determiners | language.prepositions | language.pronouns
    if not is_being or not has_subject or words[-1].lower() in small:
        return []
    is_even = all(" " not in part for part in listed[:-1]) and _are_short(listed)
    return [words[-1], *listed] if is_even else []


def _are_short(listed: list[str]) -> bool:
    *middle, last = (len(part.split()) for part in listed)
    return max(middle) <= _MOST_PART_WORDS and last <= _MOST_LAST_WORDS
