"""A question's sentence ▶ its core clause, how that opens, and whether it can stand alone."""

import re
from dataclasses import dataclass

from bot.reading.comparatives import compares
from bot.reading.enumerations import asks_whether_any
from bot.reading.languages import ENGLISH, FRENCH, GERMAN, ITALIAN, PORTUGUESE, Language, word_set
from bot.reading.openings import Opening, after_leads, first_word, opening_of

_WORD = re.compile(r"[\w'’-]+")
_JOINT = re.compile(
    r"\s*\(\s*|:\s+|;\s+|\s*—\s*|\s+[–-]{1,3}\s+|…\s+|\.\.\.\s+|(?<=[.!])[”\"’»)]?\s+"
)
_ANNOUNCEMENT = re.compile(r":\s+|\s*—\s*|\s+[–-]{1,3}\s+")
_COMMA = re.compile(r",\s+")
_QUE = re.compile(r"(?:que|che(?!\s+cosa))\b", re.IGNORECASE)
_FEWEST_WORDS = 3
_CLAUSE = re.compile(r"[,:;—–]")
_CLEFT = re.compile(
    r"which\s+(?!\w+s\b\s+\w+\?)(?:raises|begs|brings|leads|leaves|prompts)\b", re.IGNORECASE
)
# A question word that asks nothing yet: "and what if it fails: will anybody notice?".
_WH_ALONE = re.compile(
    r"(?:what\s+if|was,?\s+wenn|et\s+si|y\s+si|qué\s+pasa\s+si|e\s+se)\b[^:?]{1,200}:\s"
    # or that only names what it is about: "Was die Kinder angeht, wer …", "Quanto ai bambini, …"
    r"|was\s[^:,?]{1,80}\s(?:angeht|betrifft|anbelangt)[:,]\s"
    r"|quanto\s(?:a|à|al|ao|all|às|ai|aos|alla|alle|agli)\b[^:,?]{1,80}[:,]\s",
    re.IGNORECASE,
)
# "Wer schlecht sieht, fährt der nicht mehr?": the clause only names whom the question is about.
_FREE_RELATIVE = re.compile(r"(?:wer|wen|wem|was|wo)\s[^,?]{2,120}[^\W\d_]{2},\s+", re.IGNORECASE)
# "Had they asked, …", "M'aurait-il demandé, …", "Hätte er gefragt, …": a verb first says *if*.
_CONDITION_BY_ORDER = re.compile(
    r"(?:(?:had|were|should|hätten?|wären?|würden?|käme|sollten?|gäbe)\s"
    r"|(?:[mtsln]['’]|[^\W\d_]{2,4}\s)?(?:[^\W\d_]+ai(?:t|s|ent)|e[uû]t|fût)-(?:t-)?[^\W\d_]+)"
    r"[^,:;?]{2,120},\s+",
    re.IGNORECASE,
)
_FILLERS = word_set(
    "i you we us our your my me not still really ever even also then now just actually truly there "
    "ever again yet already be been do did done"
)
_MOST_ADDED = 3  # words with their mark
_HOW = word_set("how")
_MEASURES = word_set("much many long often far")
_CONDITIONS = word_set("se quando")
_PERSONS = word_set("io tu lui lei noi voi loro eu você vocês nós")
_TELLING = word_set("which who whose")
_MOST_BARE = 6  # words behind "and" that may be a thing alone
_MOST_NAMING = 4  # words that name a thing
_LONGEST_TAG = 3
_TAG_SUBJECTS = word_set("it they he she we you i there") | {"it not", "they not", "we not"}
_ADDED = re.compile(r"(?:and|or|y|o|et|ou|und|oder|e)\s", re.IGNORECASE)
_FAR = 300  # characters before a comma in which a list may have begun
_REACH = 80  # characters that show how a clause opens
_LONGEST_JUDGED = 2_000  # characters; a longer sentence is taken whole


@dataclass(frozen=True, slots=True, kw_only=True)
class Clause:
    """The core of a question, as it stands, and whether it may be shown without the rest."""

    core: str
    opening: Opening
    stands_alone: bool


def find_core(asked: str, language: Language, *, is_heading: bool = False) -> Clause:
    """Find the clause that asks, in the words up to a question mark."""
    if len(asked) > _LONGEST_JUDGED:
        return Clause(core=asked, opening=opening_of(asked, language), stands_alone=False)
    aside = asked.rfind("(") + 1
    if aside > asked.rfind(")") + 1:  # the mark stands within: "it runs (but does it work?)"
        return find_core(asked[aside:], language, is_heading=is_heading)
    if _is_tagged(asked, language):
        start = _before_phrase(asked, language, is_heading=is_heading)
        return Clause(core=asked[start:], opening=Opening.NONE, stands_alone=True)
    start = _find_start(asked, language)
    before, core = asked[:start], asked[start:]
    opening = _opening_of_core(core, language)
    if opening is Opening.NONE and "¿" in core and _ends_in_wh(core, language):
        opening = Opening.WH
    head, colon, _ = core.partition(":")
    if opening is Opening.NONE and colon and "¿" not in core and _ends_in_wh(head, language):
        start, opening = _before_last_phrase(head, 0, language), Opening.WH
        return Clause(core=asked[start:], opening=opening, stands_alone=True)
    if opening is Opening.NONE and "¿" not in core:
        start = _before_phrase(asked, language, is_heading=is_heading)
        if _ends_in_wh(asked[start:], language):  # "But figures about what?"
            start, opening = _before_last_phrase(asked, start, language), Opening.WH
        elif not start:
            start = _before_statement(asked, language)
        return Clause(core=asked[start:], opening=opening, stands_alone=True)
    alone = _is_lead(before, language) or not (
        _restricts(before, language) or _is_stump(core, opening)
    )
    return Clause(
        core=core,
        opening=opening,
        stands_alone=not before or (alone and not _leans(core, language)),
    )


def _opening_of_core(core: str, language: Language) -> Opening:
    """Say how a core opens, past what stands between its question mark and it."""
    if core.startswith(("¿", "¡¿")):
        within = core[core.index("¿") + 1 :]
        return opening_of(within[_find_start(within, language) :], language)
    condition = _CONDITION_BY_ORDER.match(core)
    if condition and _asks_after_condition(core[condition.end() :], language):
        return Opening.WH
    free = _FREE_RELATIVE.match(core) if language is GERMAN else None
    if free and opening_of(core[free.end() :], language) is Opening.AUXILIARY:
        return Opening.AUXILIARY
    return opening_of(core, language)


def _asks_after_condition(rest: str, language: Language) -> bool:
    """Recognise the question in "Had they asked, what would we have said?"."""
    words = _WORD.findall(rest[:_REACH].lower())
    is_relative = language is ENGLISH and words[:1] and words[0] in language.relative
    is_depending = is_relative or language is GERMAN  # "sollte ich fragen, was sie weiß"
    is_asked = not is_depending or (len(words) > 1 and words[1] in language.auxiliaries)
    return is_asked and opening_of(rest, language) is Opening.WH


def _ends_in_wh(asked: str, language: Language) -> bool:
    before, _, added = asked.rpartition(",")
    if before and len(added.split()) <= _MOST_ADDED:  # "Figures about what, exactly?"
        asked = before
    words = _WORD.findall(asked[-_REACH:].lower())
    if len(words) > 1 and words[-2] in _HOW and words[-1] in _MEASURES:  # "You paid how much?"
        return True
    if len(words) <= 1 or words[-1] not in language.wh or words[-2] in language.or_words:
        return False
    return not asks_whether_any(words)  # "Qualcuno ha chiesto perché?"


# ── where the core begins ─────────────────────────────────────────────────────────────────────


def _find_start(asked: str, language: Language) -> int:
    inverted = asked.rfind("¿")
    if inverted >= 0:
        return inverted - asked.startswith("¡", inverted - 1) if inverted else 0
    stop = asked.rfind("; ")
    if stop >= 0 and _opens(asked[after_leads(asked, stop + 2, language) :], language):
        return after_leads(asked, stop + 2, language)
    start = after_leads(asked, 0, language)
    is_whole = _CLEFT.match(asked, start) is None and _WH_ALONE.match(asked, start) is None
    if is_whole and _opens(asked[start:], language):
        return start
    return _after_joint(asked, language) or _after_comma(asked, language) or 0


def _after_joint(asked: str, language: Language) -> int | None:
    """Give where a question begins that a colon or a dash announces."""
    for joint in _JOINT.finditer(asked):
        start = after_leads(asked, joint.end(), language)
        if _opens(asked[start:], language):
            return start
    return None


def _after_comma(asked: str, language: Language) -> int | None:
    """Give where the main clause begins, after a subordinate or another main clause."""
    doubtful: int | None = None
    for comma in _COMMA.finditer(asked):
        start = after_leads(asked, comma.end(), language)
        if not _opens(asked[start:], language) or _is_listed(asked, start, language):
            continue
        if compares(asked[: comma.start()].split()[-1:], language):
            continue  # "Zählt mehr, wer spricht, oder wer zuhört?"
        if language is ENGLISH and _is_named(asked, start, comma.start()):
            continue  # "The Office, which said so?"
        if _is_other_choice(asked, comma.end(), start, language):
            continue  # "The lamp fails, or do our eyes?"
        word = first_word(asked[start:])
        relative = _QUE.match(asked, comma.end())
        is_relative = relative is not None and not (
            language is FRENCH and _opens(asked[relative.end() :].lstrip(), language)
        )  # "…, que voulons-nous lire ?"
        if is_relative and _starts_with_person(asked, language):
            return start  # "E noi, al suo posto, che avremmo risposto?"
        if is_relative and first_word(asked) not in language.subordinators:
            continue  # "Para a cidade, que tem luz demais?"
        # ", which is new," may belong to the noun before it; a clearer opening goes first, unless
        # it only adds to a question: "who pays, and how do we know?".
        if word not in language.relative or start > comma.end():
            is_added = _ADDED.match(asked, comma.end()) is not None
            return doubtful if doubtful is not None and is_added else start
        if doubtful is None or first_word(asked[doubtful:]) == "which":
            doubtful = start
    return doubtful if doubtful is not None else _after_conjunction(asked, language)


def _starts_with_person(asked: str, language: Language) -> bool:
    return first_word(asked[after_leads(asked, 0, language) :]) in _PERSONS


def _is_named(asked: str, start: int, comma: int) -> bool:
    """Say whether a relative clause only tells of a thing that is named before it."""
    before = asked[after_leads(asked, 0, ENGLISH) : comma].lower().split()
    words = _WORD.findall(asked[start : start + _REACH].lower())
    is_relative = words[0] in _TELLING and words[1:2] != [] and words[1] not in ENGLISH.auxiliaries
    is_noun = bool(before) and before[0] in ENGLISH.determiners and len(before) <= _MOST_NAMING
    return is_relative and is_noun and ENGLISH.auxiliaries.isdisjoint(before)


def _is_other_choice(asked: str, joint: int, start: int, language: Language) -> bool:
    """Say whether *or* after a comma puts a question against what was said, and not in doubt."""
    if first_word(asked[joint:]) not in language.or_words:
        return False
    opening = opening_of(asked[start:], language)
    if language in (PORTUGUESE, ITALIAN):  # whose verbs need no subject: "oppure deve scegliere?"
        opening = Opening.WH
    return not _is_stump(asked[start:], opening)


def _is_listed(asked: str, start: int, language: Language) -> bool:
    """Recognise a part of a list: "paid by who uses it, by who profits or by all"."""
    words = _WORD.findall(asked[start : start + _REACH].lower())[:2]
    if len(words) < 2 or words[0] not in language.prepositions:  # noqa: PLR2004
        return False
    before = [word.lower() for word in _WORD.findall(asked[max(start - _FAR, 0) : start])]
    return words in [before[at : at + 2] for at in range(len(before) - 1)]


def _after_conjunction(asked: str, language: Language) -> int | None:
    if language is not ENGLISH:
        return None
    for conjunction in re.finditer(r"\s(?:but|yet|so)\s+", asked):
        if _opens(asked[conjunction.end() :], language):
            return conjunction.end()
    return None


def _before_phrase(asked: str, language: Language, *, is_heading: bool) -> int:
    """Give where a question without a verb begins: "The choice: a blessing or a curse?"."""
    joint = _ANNOUNCEMENT.search(asked)
    if not joint:
        return 0
    words = _WORD.findall(asked[joint.end() :].lower())
    is_sentence = joint[0].startswith(":") and len(words) >= _FEWEST_WORDS
    is_whole = is_heading or is_sentence or language.or_words.intersection(words)
    return joint.end() if is_whole else 0


def _before_last_phrase(asked: str, start: int, language: Language) -> int:
    """Give where the phrase with the question word begins: "it is late, but by whose clock?"."""
    found = after_leads(asked, start, language)
    for comma in _COMMA.finditer(asked, start):
        begin = after_leads(asked, comma.end(), language)
        found = begin if begin > comma.end() else found
    return found


def _before_statement(asked: str, language: Language) -> int:
    """Give where a statement that asks begins: after *but*, or after a condition."""
    if first_word(asked) in _CONDITIONS and language in (PORTUGUESE, ITALIAN):
        comma = _COMMA.search(asked)
        return comma.end() if comma else 0
    start = after_leads(asked, 0, language)
    # "And the cost of it all?" is none, and needs its first word; so does "And if they left?".
    words = _WORD.findall(asked[start : start + _REACH].lower().replace("’", "'"))
    small = language.subordinators | language.or_words | language.prepositions
    is_bare = len(words) <= _MOST_BARE and language.auxiliaries.isdisjoint(words[1:])
    if is_bare or words[0] in small or words[0].startswith("s'"):
        return 0
    return start if first_word(asked) not in small else 0


def _opens(clause: str, language: Language) -> bool:
    return opening_of(clause, language) is not Opening.NONE


def _is_tagged(asked: str, language: Language) -> bool:
    """Recognise a statement made a question by its end: "it is safe, isn't it?"."""
    statement, comma, tag = asked.rpartition(",")
    words = [word.lower().replace("’", "'") for word in _WORD.findall(tag[:60])]
    if not comma or not words or len(words) > _LONGEST_TAG:
        return False
    is_tag = "_".join(words) in language.tags
    if "¿" in asked:
        return is_tag and "¿" in tag
    if _opens(statement, language):
        return False
    if is_tag:
        return True
    return words[0] in language.auxiliaries and " ".join(words[1:]) in _TAG_SUBJECTS


# ── whether it stands alone ───────────────────────────────────────────────────────────────────


def _restricts(before: str, language: Language) -> bool:
    """Say whether the words before the core are a condition of the question."""
    announced = before.rstrip()
    is_joined = announced.endswith((":", "—", "–", ";", "-", "…", ".", "!", "("))
    last = _CLAUSE.split(announced.rstrip(":—–;-….!( "))[-1].strip()
    own = last[after_leads(last, 0, language) :]
    if is_joined:
        return first_word(own) in language.subordinators
    # After a bare comma the words are part of the question: "In Europe, who decides?". After
    # "but" or "and" they are a statement of their own, unless that is a condition.
    body = _without_conjunction(announced, language)
    if body == announced:
        return True
    clauses = [part.strip() for part in _CLAUSE.split(body)]
    return any(
        first_word(part[after_leads(part, 0, language) :]) in language.subordinators
        for part in clauses
    )


def _without_conjunction(before: str, language: Language) -> str:
    rest, _, last = before.rpartition(" ")
    return rest if last.lower().strip(",") in language.conjunctions else before


def _is_lead(before: str, language: Language) -> bool:
    return after_leads(before, 0, language) == len(before)


def _is_stump(core: str, opening: Opening) -> bool:
    """Say whether the core says too little alone: "but why?", "but will we?"."""
    return len(core.split()) < (_FEWEST_WORDS if opening is Opening.AUXILIARY else 2)


def _leans(core: str, language: Language) -> bool:
    """Say whether the core has a pronoun whose noun stands before it."""
    words = [word.lower().replace("’", "'") for word in _WORD.findall(core)]
    small = language.auxiliaries | language.wh | language.determiners | language.conjunctions
    for word in words:
        if word in language.pronouns:
            return True
        if word not in small and word not in language.prepositions and word not in _FILLERS:
            return False
    return False
