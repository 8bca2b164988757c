"""An either/or question ▶ its alternatives, worded as answers."""

import re

from bot.domain.article import LONGEST_ALTERNATIVE
from bot.reading.alike import (
    find_pairs_alike,
    find_referring,
    find_relatives,
    find_words_alike,
    parted_at,
    plain_word,
)
from bot.reading.appended import find_appended, list_phrases
from bot.reading.comparatives import compares, find_compared
from bot.reading.coordinated import find_clauses
from bot.reading.enumerations import asks_whether_any, find_enumerated, find_two_nouns, is_being
from bot.reading.infinitives import (
    find_infinitives,
    list_under_modal,
    without_copula,
    without_shared_verb,
)
from bot.reading.joints import asides, no_choice, offers_nothing, or_pattern
from bot.reading.languages import ENGLISH, GERMAN, Language, word_set
from bot.reading.openings import Opening, opening_of
from bot.reading.phrases import first_weighty, is_a_part, is_determined, is_hedged
from bot.reading.shortening import raise_first, shorten
from bot.reading.statements import begins_with_verb, predicate_of

_END = re.compile(r"[\s?？!.”\"’»)*_]+$")
_BEING = word_set("is are was were isn't aren't be become becomes remain mean means as")
_URGING = word_set("should shall would will do does did must")
_GRANTING = word_set("should shall must ought")
_MORE = word_set("more less")
_MEASURES = word_set("most more all both many few")
_CHOOSING = word_set("prefer rather choose want favour favor need")
_CLAUSE_INSIDE = re.compile(
    r"\b(?:whether|if|when|because|that(?=\s+\w)|who|which|what|how|where|while|than|unless)\b",
    re.IGNORECASE,
)
_OPPOSITES = (
    word_set("once twice"),
    word_set("now later"),
    word_set("right wrong"),
    word_set("good bad"),
    word_set("better worse"),
    word_set("up down"),
    word_set("in out"),
    word_set("here there"),
    word_set("true false"),
    word_set("left right"),
    frozenset({"maintenant", "plus tard"}),
)
_DEFINITE = word_set("the our their your its his her")
_PRONOUN_IS = re.compile(
    r"(?:is|are|was|were)(?:n['’]t)?\s+(?:it|this|that|they|these|those|he|she)\s+", re.IGNORECASE
)
_OBJECTS = word_set("mich dich uns euch sich ihn mir dir ihm ihnen")
_NOT_AT_ALL = re.compile(r"not at all|gar nicht|pas du tout", re.IGNORECASE)
_JOINTS = " ,;:—–-…"
_TAKEN_UP = (" it", " them", " that", " this")  # an object is named already
_FEWEST = 2
_SUBJECT_AT = 2
_OBJECT_AT = 3
_MOST_TAIL_WORDS = 8
_MOST_ADDED_WORDS = 5
_MOST_MANNER_WORDS = 3
_LONGEST_JUDGED = 600


def find_alternatives(core: str, opening: Opening, language: Language) -> tuple[str, ...]:
    """Give the alternatives a question leaves to choose from; none if it is no either/or."""
    clause = _END.sub("", core[-_LONGEST_JUDGED:]).lstrip("¡¿ ").replace(" -- ", " — ")
    if len(core) > _LONGEST_JUDGED or not or_pattern(language).search(clause):
        return ()
    clause = asides(language).sub("", clause)
    found = _find(clause, opening, language)
    if language is GERMAN:
        found = without_shared_verb(found, clause)
    bare = [words.removesuffix("...").strip(_JOINTS) for words in found]
    # Between a comma and a dash stands nothing to choose.
    chosen = [words for words in bare if words]
    if len(chosen) < _FEWEST:
        return ()
    return tuple(shorten(raise_first(words), LONGEST_ALTERNATIVE) for words in chosen)


def _find(clause: str, opening: Opening, language: Language) -> list[str]:
    if opening is Opening.WH:
        return _of_question_behind(clause, language) or find_appended(clause, language)
    if not or_pattern(language).search(clause):
        return []
    *_, last = or_pattern(language).finditer(clause)
    clauses = find_clauses(clause, language)
    if clauses or offers_nothing(clause, last, language):
        return clauses
    if opening is Opening.AUXILIARY:
        return _of_predicates(clause, language)
    return (
        _of_unknown_verb(clause, language)
        or list_phrases(clause, language)
        or (_of_predicates(clause, language) if language is not ENGLISH else [])
    )


def _of_question_behind(clause: str, language: Language) -> list[str]:
    """Read "which is it: is it there to save you, or to remind others"."""
    _, colon, behind = clause.partition(": ")
    is_asked = bool(colon) and opening_of(behind, language) is Opening.AUXILIARY
    return _find(behind, Opening.AUXILIARY, language) if is_asked else []


def _of_predicates(clause: str, language: Language) -> list[str]:
    """Read "is it a tool or a threat", "should we act, or wait"."""
    joints = list(or_pattern(language).finditer(clause))
    left, right = clause[: joints[-1].start()], clause[joints[-1].end() :]
    if not left or not right or no_choice(language).match(right):
        return []
    if language is GERMAN:
        found = _under_modal(left, right) or _of_objects(left, right)
        if found:
            return found
        right = without_copula(left, right) if "," not in left else right
    if len(joints) > 1:
        return _of_afterthoughts(clause, joints, language)
    if language is not ENGLISH and asks_whether_any(left.split()):
        return []
    if "," in right:
        relatives = find_relatives(left, right, language)
        return relatives or find_enumerated(left, right, language)
    alike = find_compared(left, right, language) or find_pairs_alike(left, right)
    alike = alike or find_referring(left, right, language)
    alike = alike or find_words_alike(left, right, language)
    alike = alike or _with_none(left, right, language)
    said = left.split(maxsplit=_SUBJECT_AT)[-1]  # "is that" opens no clause
    is_deep = language is ENGLISH and _CLAUSE_INSIDE.search(said) is not None
    alike = alike or find_enumerated(left, right, language)
    alike = alike or (find_two_nouns(left, right) if language is ENGLISH else [])
    if alike or is_deep or len(right.split()) > _MOST_TAIL_WORDS:
        return alike
    has_comma = joints[-1][0].startswith(",")
    if not has_comma and not is_hedged(right) and asks_whether_any(left.split()):
        return []
    return (
        find_infinitives(left, right, language)
        or _of_verbs(left, right, has_comma=has_comma)
        or _of_parallels(left, right, language)
        or (_of_halves(left, right, language) if has_comma else [])
    )


def _under_modal(left: str, right: str) -> list[str]:
    """Read "sollten wir den Fluss fürchten oder ihm danken": what to do, twice."""
    return list_under_modal(left.split(), [right]) if "," not in left else []


def _with_none(left: str, right: str, language: Language) -> list[str]:
    """Read "at six, at seven or not at all"."""
    first, comma, second = left.rpartition(", ")
    found = find_words_alike(first, second, language) if comma else []
    return [*found, right] if found and _NOT_AT_ALL.match(right) else []


def _of_afterthoughts(clause: str, joints: list[re.Match[str]], language: Language) -> list[str]:
    """Read "should the state pay, or the city, or the riders": a comma before each *or*."""
    first, *others = or_pattern(language).split(clause)
    is_list = all(joint[0].startswith(",") for joint in joints) and all(
        is_determined(part, language) and len(part.split()) <= _MOST_ADDED_WORDS for part in others
    )
    if not is_list or not all(others):
        return []
    first = first.replace(",", "")
    said = predicate_of(first) if language is ENGLISH else ""
    subject = first.removesuffix(said).partition(" ")[2] if said else first
    return [subject, *others]


def _of_unknown_verb(clause: str, language: Language) -> list[str]:
    """Read what opens with a verb that no table has: "¿Estamos ante una oportunidad o una …?"."""
    joints = list(or_pattern(language).finditer(clause))
    if language is ENGLISH or len(joints) != 1:
        return []
    left, right = clause[: joints[0].start()], clause[joints[0].end() :]
    if not left or no_choice(language).match(right) or asks_whether_any(left.split()):
        return []
    found = (
        find_compared(left, right, language)
        or (find_words_alike(left, right, language) if compares(left.split(), language) else [])
        or find_enumerated(left, right, language)
        or find_infinitives(left, right, language)
    )
    if found:
        return found
    if not is_a_part(right, language):  # "la transparencia crea confianza o solo ruido"
        words = left.split()
        is_word = is_hedged(right) and len(right.split()) == _SUBJECT_AT and "," not in left
        return [words[-1], right] if is_word and len(words) >= _OBJECT_AT else []
    is_noun = is_a_part(left, language) and not _has_object(left, language)
    return [] if is_noun else _of_parallels(left, right, language)


def _has_object(left: str, language: Language) -> bool:
    """Say whether a verb must stand between two nouns: "la siepe protegge i bambini"."""
    words = left.lower().split()
    places = [at for at, word in enumerate(words) if is_determined(word, language)]
    within = language.prepositions | language.conjunctions | language.determiners
    is_free = bool(places) and words[places[-1] - 1].strip(",") == words[places[-1] - 1]
    return is_free and places[-1] >= _OBJECT_AT and words[places[-1] - 1] not in within


def _of_halves(left: str, right: str, language: Language) -> list[str]:
    """Read alternatives that only commas part: "should I be glad of it, or ashamed"."""
    if "," in left:  # "does it need a licence, a lesson, or only a signature"
        listed = _listed(left, right, language) if is_determined(right, language) else []
        return listed if len(listed) > 2 else []  # noqa: PLR2004
    if language is not ENGLISH:
        return [left, right]
    said = predicate_of(left)
    subject = left.removesuffix(said).partition(" ")[2].strip()
    if is_determined(right, language) and said.endswith(_TAKEN_UP):
        return [subject, right]  # "could a school repeat it, or only a company"
    return [said or left, right]


def _of_verbs(left: str, right: str, *, has_comma: bool) -> list[str]:
    """Read alternatives that are what somebody might do."""
    auxiliary = left.split(maxsplit=1)[0].lower()
    predicate = predicate_of(left)
    if auxiliary not in _URGING or not predicate or "," in predicate:
        return []
    if predicate.split(maxsplit=1)[0].lower() in _CHOOSING:
        chosen = predicate.partition(" ")[2]
        return [_unlike(chosen, right), right] if chosen else []
    if has_comma or _acts(right):
        return [_unlike(predicate, right), right]
    return []


def _unlike(predicate: str, right: str) -> str:
    """Take *be* from what it is not said of once more: "be early or late"."""
    return predicate if _acts(right) else predicate.removeprefix("be ")


def _acts(phrase: str) -> bool:
    """Say whether a phrase begins with a verb: one that is known, or has an object behind it."""
    phrase = phrase.partition(" ")[2] if is_hedged(phrase) else phrase
    first, second, *_ = [*phrase.lower().split(), ""]
    small = ENGLISH.determiners | ENGLISH.prepositions
    is_verb = first not in small and second in ENGLISH.determiners | ENGLISH.pronouns
    return is_verb or first == "be" or begins_with_verb(phrase)


def _of_parallels(left: str, right: str, language: Language) -> list[str]:
    """Read alternatives that are built alike: "a tool or a threat", "in law or in practice"."""
    words = left.split()
    first, last = first_weighty(right), words[-1].lower()
    is_being = any(word.lower() in _BEING for word in words) or language is not ENGLISH
    if not {first, plain_word(first)}.isdisjoint(language.prepositions):
        alike = _of_places(words, right, language)
        if alike or first not in language.determiners:  # Portuguese *a* is both
            return alike
    is_noun = words[-2:-1] and words[-2].lower() in _DEFINITE  # "its maker"
    if (
        language is ENGLISH
        and not is_noun
        and all(map(_is_comparative, (words[-2:], right.split()[:2])))
    ):
        if words[-2].lower() in _MORE:
            return [" ".join(words[-2:]), right]
        return [words[-1] if words[-1].endswith("er") else words[-2], right]  # "later there"
    if any({last, right.lower()} == pair for pair in _OPPOSITES):
        return [words[-1], right]
    is_listed = "," in left and words[0].lower() in _GRANTING
    if not is_being and not is_listed and first not in _DEFINITE:
        return []
    is_nobody = len(right.split()) == 1 and "," in left
    if is_determined(right, language) or is_nobody:
        listed = _listed(left, right, language)
        if listed and (is_being or is_listed or listed[0].lower().startswith(f"{first} ")):
            return listed
    named = _PRONOUN_IS.match(left)
    if named and language is ENGLISH:
        return [part.strip(_JOINTS) for part in left[named.end() :].split(",")] + [right]
    return _of_single_words(left, right, language)


def _of_places(words: list[str], right: str, language: Language) -> list[str]:
    """Read "in law or in practice", "gingen sie freiwillig oder unter Zwang"."""
    first = plain_word(first_weighty(right))
    starts = [at for at, word in enumerate(words) if at and plain_word(word) == first]
    if starts:  # "plus de règles": a measure belongs to what it measures
        starts = [at - compares([words[at - 1]], language) for at in starts]
        return [*parted_at(words, starts), right]
    # In German a noun would have a capital.
    is_manner = language is GERMAN and len(words) > _SUBJECT_AT and words[-1].islower()
    return [words[-1], right] if is_manner and len(right.split()) <= _MOST_MANNER_WORDS else []


def _of_objects(left: str, right: str) -> list[str]:
    """Read "lügen sie uns an oder sich selbst": German pronouns that are no subjects."""
    objects = [word for word in left.split()[1:] if word.lower() in _OBJECTS]
    is_other = right.split(maxsplit=1)[0].lower() in _OBJECTS
    return [objects[-1], right] if objects and is_other else []


def _of_single_words(left: str, right: str, language: Language) -> list[str]:
    """Read "is it alive or dead", "better off without them, or merely quieter"."""
    words = left.split()
    is_single = len(right.split()) - is_hedged(right) == 1 and "," not in left
    is_whole = len(words) > _SUBJECT_AT or (len(words) == _SUBJECT_AT and is_being(words, language))
    if not is_single or not is_whole or right.lower() in language.wh:
        return []
    said = predicate_of(left) if language is ENGLISH and is_hedged(right) else ""
    return [said or words[-1], right]


def _is_comparative(words: list[str]) -> bool:
    return words[0].lower() in _MORE or words[-1].endswith("er") or words[0].endswith("er")


def _listed(left: str, right: str, language: Language) -> list[str]:
    """Split "a tool, a toy" at its articles, from the last one backwards."""
    parts = left.split(", ")
    found = [right]
    for part in reversed(parts):
        words = part.split()
        starts = [at for at, word in enumerate(words) if is_determined(word, language)]
        if not starts or (len(found) > 1 and starts[-1] != 0 and part is not parts[0]):
            return []
        start = starts[-1]
        if (
            words[start].lower() in _MEASURES and start - 1 in starts
        ):  # "the most generous", "the many"
            start -= 1
        found.insert(0, " ".join(words[start:]))
        if start != 0:
            break
    return found
