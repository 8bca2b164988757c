"""An either/or question ▶ its alternatives, worded as answers."""

import re
from functools import cache
from itertools import pairwise

from bot.domain.article import LONGEST_ALTERNATIVE
from bot.reading.clauses import Opening, opening_of
from bot.reading.enumerations import asks_whether_any, find_enumerated, find_two_nouns, is_being
from bot.reading.infinitives import find_infinitives
from bot.reading.languages import ENGLISH, Language, word_set
from bot.reading.phrases import first_weighty, is_a_part, is_determined, is_hedged
from bot.reading.shortening import raise_first, shorten
from bot.reading.statements import begins_with_verb, predicate_of, state

_WORD = re.compile(r"[\w'’-]+")
_END = re.compile(r"[\s?？!.”\"’»)*_]+$")
_BEING = word_set("is are was were isn't aren't be become becomes remain mean means as")
_URGING = word_set("should shall would will do does did must")
_GRANTING = word_set("should shall must ought")
_MORE = word_set("more less")
_MEASURES = word_set("most more all both")
_CHOOSING = word_set("prefer rather choose want favour favor need")
_IDIOM = re.compile(r"\b(?:more\s+or\s+less|sooner\s+or\s+later|way\s+or)\b", re.IGNORECASE)
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
)
_DEFINITE = word_set("the our their your its his her")
_PRONOUN_IS = re.compile(
    r"(?:is|are|was|were)(?:n['’]t)?\s+(?:it|this|that|they|these|those|he|she)\s+", re.IGNORECASE
)
_INDIRECT = word_set("matter depend clear know decide tell")
_RELATIVE = word_set("who which that die der das den dem qui que dont quem che cui")
_COMPARING = re.compile(
    r"^which\b|\b(?:more|less|better|worse|first|faster|safer)\b", re.IGNORECASE
)
# Prepositions that have swallowed an article, and what they were: "am Kind oder an uns".
_CONTRACTED = {
    contracted: preposition
    for preposition, forms in {
        "an": "am ans", "in": "im ins nel nella nello nei", "zu": "zum zur", "bei": "beim",
        "von": "vom", "auf": "aufs", "à": "au aux ao às aos",
        "de": "du des del do da dos das di dello della dei degli",
        "a": "al alla allo ai", "em": "no na nos nas",
        "su": "sul sulla",
    }.items()
    for contracted in forms.split()
}  # fmt: skip
_JOINTS = " ,;:—–-"
_FEWEST = 2
_MOST_WORDS = 10
_SUBJECT_AT = 2
_MOST_TAIL_WORDS = 8
_MOST_ADDED_WORDS = 5
_LONGEST_JUDGED = 600


def find_alternatives(core: str, opening: Opening, language: Language) -> tuple[str, ...]:
    """Give the alternatives a question leaves to choose from; none if it is no either/or."""
    clause = _END.sub("", core[-_LONGEST_JUDGED:]).lstrip("¡¿ ").replace(" -- ", " — ")
    if len(core) > _LONGEST_JUDGED or not _or(language).search(clause):
        return ()
    if opening is Opening.WH:
        found = _after_question(clause, language)
    else:
        is_phrase = opening is Opening.NONE
        found = (
            _of_clauses(clause, language)
            or (_of_unknown_verb(clause, language) if is_phrase else [])
            or (_of_phrases(clause, language) if is_phrase else [])
            or ([] if is_phrase and language is ENGLISH else _of_predicates(clause, language))
        )
    bare = [words.strip(_JOINTS) for words in found]
    # Between a comma and a dash stands nothing to choose.
    chosen = [words for words in bare if words]
    if len(chosen) < _FEWEST:
        return ()
    return tuple(shorten(raise_first(words), LONGEST_ALTERNATIVE) for words in chosen)


@cache
def _or(language: Language) -> re.Pattern[str]:
    return re.compile(rf",?\s+(?:{'|'.join(sorted(language.or_words))})\s+", re.IGNORECASE)


@cache
def _no_choice(language: Language) -> re.Pattern[str]:
    words = (word.replace("_", r"\s+") for word in sorted(language.no_choice))
    return re.compile(rf"(?:{'|'.join(words)})\b", re.IGNORECASE)


def _of_clauses(clause: str, language: Language) -> list[str]:
    """Read "will they act, or will they wait": each alternative asks anew."""
    clauses = [""]
    start = 0
    for joint in _or(language).finditer(clause):
        if opening_of(clause[joint.end() :], language) is Opening.AUXILIARY:
            clauses[-1] = clause[start : joint.start()]
            clauses.append("")
            start = joint.end()
    clauses[-1] = clause[start:]
    if len(clauses) == 1:
        return []
    return [state(words) if language is ENGLISH else words for words in clauses]


def _of_predicates(clause: str, language: Language) -> list[str]:
    """Read "is it a tool or a threat", "should we act, or wait"."""
    joints = list(_or(language).finditer(clause))
    left, right = clause[: joints[-1].start()], clause[joints[-1].end() :]
    if not left or not right or _no_choice(language).match(right) or _IDIOM.search(clause):
        return []
    if len(joints) > 1:
        return _of_afterthoughts(clause, joints, language)
    if language is not ENGLISH and asks_whether_any(left.split()):
        return []
    if "," in right:
        relatives = _of_relatives(left, right, language)
        return relatives or find_enumerated(left, right, language)
    alike = _of_pairs_alike(left, right) or _of_words_alike(left, right, language)
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


def _of_afterthoughts(clause: str, joints: list[re.Match[str]], language: Language) -> list[str]:
    """Read "should the state pay, or the city, or the riders": a comma before each *or*."""
    first, *others = _or(language).split(clause)
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
    joints = list(_or(language).finditer(clause))
    if language is ENGLISH or len(joints) != 1:
        return []
    left, right = clause[: joints[0].start()], clause[joints[0].end() :]
    if not left or is_a_part(left, language) or _no_choice(language).match(right):
        return []
    if asks_whether_any(left.split()):
        return []
    infinitives = find_enumerated(left, right, language)
    infinitives = infinitives or find_infinitives(left, right, language)
    is_parted = not infinitives and is_a_part(right, language)
    return _of_parallels(left, right, language) if is_parted else infinitives


def _of_pairs_alike(left: str, right: str) -> list[str]:
    """Read alternatives that begin with the same two words: "what we keep or what we hear"."""
    words, begins = left.split(), right.split()
    pair = [word.lower() for word in begins[:2]]
    starts = [
        place
        for place, both in enumerate(pairwise(words))
        if place and [word.lower() for word in both] == pair
    ]
    return [*_parted(words, starts), right] if starts and len(begins) > len(pair) else []


def _parted(words: list[str], starts: list[int]) -> list[str]:
    """Give what begins at the last of these places, and at those before it that commas part."""
    found: list[str] = []
    end = len(words)
    for start in reversed(starts):
        if found and not words[end - 1].endswith(","):
            break
        found.insert(0, " ".join(words[start:end]))
        end = start
    return found


def _of_relatives(left: str, right: str, language: Language) -> list[str]:
    """Read "eine Stadt, die alles weiß, oder eine, die wegsieht": with the same article twice."""
    first, words = right.split(maxsplit=1)[0].strip(","), left.split()
    _, comma, clause = right.partition(", ")
    opens = clause.split(maxsplit=1)[0].lower() if comma else ""
    if opens not in _RELATIVE or first.lower() not in language.determiners:
        return []
    starts = [at for at, word in enumerate(words) if at and word.lower() == first.lower()]
    start = next((at for at in starts if "," in " ".join(words[at:])), None)
    return [" ".join(words[start:]), right] if start else []


def _of_words_alike(left: str, right: str, language: Language) -> list[str]:
    """Read alternatives that begin with the same word: "what is read or what is right"."""
    first, words = _plain(right.split(maxsplit=1)[0]), left.split()
    places = [place for place, word in enumerate(words) if _plain(word) == first and place]
    small = language.determiners | language.pronouns | language.conjunctions | language.auxiliaries
    if not places or first in small or not _INDIRECT.isdisjoint(words):
        return []
    found = [right]
    for part in reversed(left.split(", ")):  # "too small, too new, or too strange"
        begins = [at for at, word in enumerate(part.split()) if _plain(word) == first]
        if not begins:
            break
        found.insert(0, " ".join(part.split()[begins[-1] :]))
        if begins[-1]:
            break
    return found


def _of_halves(left: str, right: str, language: Language) -> list[str]:
    """Read alternatives that only commas part: "should I be glad of it, or ashamed"."""
    if "," in left:  # "does it need a licence, a lesson, or only a signature"
        listed = _listed(left, right, language) if is_determined(right, language) else []
        return listed if len(listed) > 2 else []  # noqa: PLR2004
    return [predicate_of(left) or left if language is ENGLISH else left, right]


def _of_verbs(left: str, right: str, *, has_comma: bool) -> list[str]:
    """Read alternatives that are what somebody might do."""
    auxiliary = left.split(maxsplit=1)[0].lower()
    predicate = predicate_of(left)
    if auxiliary not in _URGING or not predicate or "," in predicate:
        return []
    if predicate.split(maxsplit=1)[0].lower() in _CHOOSING:
        return [predicate.partition(" ")[2], right] if " " in predicate else []
    if has_comma or begins_with_verb(right):
        return [predicate, right]
    return []


def _of_parallels(left: str, right: str, language: Language) -> list[str]:
    """Read alternatives that are built alike: "a tool or a threat", "in law or in practice"."""
    words = left.split()
    first, last = first_weighty(right), words[-1].lower()
    is_being = any(word.lower() in _BEING for word in words) or language is not ENGLISH
    if first in language.prepositions:
        starts = [at for at, word in enumerate(words) if _plain(word) == _plain(first)]
        if starts or first not in language.determiners:  # Portuguese *a* is both
            return [*_parted(words, starts), right] if starts else []
    if language is ENGLISH and all(map(_is_comparative, (words[-2:], right.split()[:2]))):
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


def _of_single_words(left: str, right: str, language: Language) -> list[str]:
    """Read "is it alive or dead", "better off without them, or merely quieter"."""
    words = left.split()
    is_single = len(right.split()) - is_hedged(right) == 1 and "," not in left
    is_whole = len(words) > _SUBJECT_AT or (len(words) == _SUBJECT_AT and is_being(words, language))
    if not is_single or not is_whole or right.lower() in language.wh:
        return []
    said = predicate_of(left) if language is ENGLISH and is_hedged(right) else ""
    return [said or words[-1], right]


def _plain(word: str) -> str:
    """Give a word as it is compared: in small letters, without the article it has swallowed."""
    return _CONTRACTED.get(word.lower(), word.lower())


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
        if words[start].lower() in _MEASURES and start - 1 in starts:  # "the most generous"
            start -= 1
        found.insert(0, " ".join(words[start:]))
        if start != 0:
            break
    return found


def _after_question(clause: str, language: Language) -> list[str]:
    """Read "who decides: users or companies", "which is worse, haste or delay"."""
    question, mark, tail = _rpartition(clause, ":—–")
    if not mark and _COMPARING.search(clause):
        question, mark, tail = _rpartition(clause, ",")
        if _or(language).match(f", {tail}"):  # "which is worse, a, b, or c"
            return _list_at_end(clause, language)
    if not mark:
        return _list_at_end(clause, language)
    asked_anew = _or(language).match(f" {tail}")
    if asked_anew:  # "who says so stays out — or stays the gate shut?"
        return _of_words_alike(question, tail[asked_anew.end() - 1 :], language)
    return _of_phrases(tail, language) or _of_determined(tail, language) or _of_same(tail, language)


def _of_same(tail: str, language: Language) -> list[str]:
    """Read "that it be read or that one was there": both begin with the same word."""
    parts = [part for part in _or(language).split(tail) if part]
    begins = {part.split(maxsplit=1)[0].lower() for part in parts}
    return parts if len(parts) == 2 and len(begins) == 1 else []  # noqa: PLR2004


def _of_determined(tail: str, language: Language) -> list[str]:
    """Read "the program, the office that bought it, or those who shout"."""
    joints = list(_or(language).finditer(tail))
    if len(joints) != 1:
        return []
    parts = [*tail[: joints[0].start()].split(","), tail[joints[0].end() :]]
    parts = [part.strip() for part in parts]
    return parts if all(part and is_a_part(part, language) for part in parts) else []


def _list_at_end(clause: str, language: Language) -> list[str]:
    """Read "what would it be then, a museum, a rest room, or a window"."""
    joints = list(_or(language).finditer(clause))
    if len(joints) != 1:
        return []
    question, *listed = clause[: joints[0].start()].split(",")
    parts = [part.strip() for part in (*listed, clause[joints[0].end() :])]
    if not listed or not all(part and is_a_part(part, language) for part in parts):
        return []
    # "Who pays when a robot, a car or a drone crashes?" lists within the question.
    ending = [word.lower() for word in question.split()[-_MOST_TAIL_WORDS // 2 :]]
    within = language.prepositions | language.subordinators
    for before, word in pairwise(ending):
        if before in within and word in language.determiners:
            return []
    return parts


def _rpartition(clause: str, marks: str) -> tuple[str, str, str]:
    place = max(clause.rfind(mark) for mark in marks)
    return (
        (clause[:place], clause[place], clause[place + 1 :].strip()) if place > 0 else ("", "", "")
    )


def _of_phrases(clause: str, language: Language) -> list[str]:
    """Read a question without a verb: "a blessing or a curse"."""
    parts = [part for part in _or(language).split(clause) if part]
    words = [word.lower() for word in _WORD.findall(clause)]
    if len(parts) != 2 or len(words) > 2 * _MOST_WORDS or _no_choice(language).match(parts[1]):  # noqa: PLR2004
        return []
    if any(word in language.auxiliaries or word in {"you", "we", "they", "it"} for word in words):
        return []
    listed = [part.strip() for part in parts[0].split(",") if part.strip()]
    return [*listed, parts[1]]
