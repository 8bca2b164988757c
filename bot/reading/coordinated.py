"""Two clauses that *or* joins ▶ an alternative each: "¿es de todos o sigue siendo de ella?"."""

import re

from bot.reading.joints import is_echo, or_pattern
from bot.reading.languages import ENGLISH, Language, word_set
from bot.reading.openings import Opening, opening_of
from bot.reading.statements import state

# Forms of the commonest verbs; the endings show most of the others.
_VERBS = {
    "es": word_set(
        "es son está están era eran fue fueron será serán hay había ha han hemos tiene tienen "
        "sigue siguen queda quedan va van puede pueden debe deben hace hacen quiere quieren sirve "
        "sirven somos tenemos vamos deja dejan falta faltan basta bastan parece parecen viene "
        "vienen"
    ),
    "fr": word_set(
        "est sont était sera serait a ont avait aura reste restent faut va vont peut peuvent doit "
        "doivent fait font vaut veut veulent suffit semble vient viennent"
    ),
    "pt": word_set(
        "é são está estão era eram foi foram será serão há havia tem têm continua continuam fica "
        "ficam vai vão pode podem deve devem faz fazem quer querem serve servem falta faltam basta "
        "bastam somos temos vamos parece parecem vem vêm"
    ),
    "it": word_set(
        "è siamo sono era erano fu furono sarà saranno c'è ha hanno abbiamo siamo resta restano "
        "rimane rimangono va vanno può possono deve devono fa fanno vuole vogliono serve servono "
        "manca mancano basta bastano sembra sembrano viene vengono continua continuano"
    ),
}
_ENDINGS = {
    "es": r"[^\W\d_]{2,}(?:[aei]mos|aban|[aei]rían?|[aei]rán?|aron|ieron)",
    "fr": r"[^\W\d_]{2,}(?:aient|eront|erons|erez)",
    "pt": r"[^\W\d_]{2,}(?:[aeiô]mos|avam|[aei]riam?|[aei]rão|[aei]rá|[aei]ram)",
    "it": r"[^\W\d_]{2,}(?:iamo|[aei]vano|[aei]rono|[aeiu]ranno|[aei]rebbe(?:ro)?|[aeiu]rà)",
}
_FINITE = {code: re.compile(pattern, re.IGNORECASE) for code, pattern in _ENDINGS.items()}
_ENCLITIC = re.compile(r"[^\W\d_]+[^\W\d_r]-(?:se|nos|me|te|lhes?|[oa]s?)", re.IGNORECASE)
# What may stand before a verb, and nowhere else.
_CLITICS = {
    "es": word_set("se nos me te le les"),
    "fr": word_set(""),
    "pt": word_set("se nos me te lhe lhes"),
    "it": word_set("si ci mi ti vi ne"),
}
_SUBJECTS = {
    "es": word_set("yo tú él ella nosotros nosotras ellos ellas usted ustedes"),
    "fr": word_set("je tu il elle on nous vous ils elles ça cela"),
    "pt": word_set("eu tu ele ela nós eles elas você vocês isso"),
    "it": word_set("io tu lui lei noi voi loro"),
}
_EMPHASIS = word_set(
    "mismo misma mismos mismas stesso stessa stessi stesse próprio própria próprios próprias même "
    "mêmes aussi también também anche seul seule seuls seules"
)
_DEPENDING = word_set("que si")
_ADVERBS = word_set("ya todavía aún já ainda già ancora déjà encore ahora agora ora adesso")
_NEGATIONS = word_set("no ne non não n'")
# "Is it the lamp that fails, or the eye?"
_CLEFT = re.compile(
    r"(?:is|was)(?:n['’]t)?\s+it\s+(?P<what>[^,]{1,120}?\s(?:that|who|which)\s[^,]{1,120})",
    re.IGNORECASE,
)
_RELATIVE = re.compile(r"\s(?:that|who|which)\s", re.IGNORECASE)


def find_clauses(clause: str, language: Language) -> list[str]:
    """Give the clauses of which each asks anew: "will they act, or will they wait"."""
    clauses = [""]
    start = 0
    for joint in or_pattern(language).finditer(clause):
        if _asks_anew(clause, joint, language):
            clauses[-1] = clause[start : joint.start()]
            clauses.append("")
            start = joint.end()
    clauses[-1] = clause[start:]
    if len(clauses) == 1:
        return _of_cleft(clause, language) if language is ENGLISH else []
    clauses = [*_listed(clauses[0], clauses[-1]), *clauses[1:]]
    return [_state(words) if language is ENGLISH else words for words in clauses]


def _listed(first: str, last: str) -> list[str]:
    """Part "is it fear, is it habit" where all begin as the last clause does."""
    parts = first.split(", ")
    begins = last.lower().split()[:1]
    return parts if all(part.lower().split()[:1] == begins for part in parts) else [first]


def _asks_anew(clause: str, joint: re.Match[str], language: Language) -> bool:
    right = clause[joint.end() :]
    if is_echo(right):
        return False
    if opening_of(right, language) is Opening.AUXILIARY:
        return True
    if language.code not in _VERBS:
        return False
    before = [word.lower().strip(",") for word in clause[: joint.start()].split()]
    # In a clause that depends, what follows *or* may depend, too.
    if not (language.wh | _DEPENDING).isdisjoint(before[1:]):
        return False
    return _is_clause(right.replace("’", "'").lower().split(), language)


def _is_clause(words: list[str], language: Language) -> bool:
    """Say whether words begin as a clause does: a verb, perhaps behind what belongs to it."""
    while words and words[0] in _NEGATIONS | _ADVERBS:
        words = words[1:]
    if not words:
        return False
    first, second = words[0], words[1] if len(words) > 1 else ""
    if first in _CLITICS[language.code]:
        return bool(second) and second not in _EMPHASIS
    if first in _SUBJECTS[language.code]:
        is_verb = language.code == "fr" and second not in language.prepositions
        return bool(second) and second not in _EMPHASIS and (is_verb or _is_verb(second, language))
    if first in language.determiners and len(words) > 3:  # noqa: PLR2004
        return _is_verb(words[2], language)
    is_whole = bool(second) or _FINITE[language.code].fullmatch(first) is not None
    return is_whole and _is_verb(first, language)


def _is_verb(word: str, language: Language) -> bool:
    if word in _VERBS[language.code] or word.startswith("c'est"):
        return True
    is_enclitic = language.code == "pt" and _ENCLITIC.fullmatch(word) is not None
    return is_enclitic or _FINITE[language.code].fullmatch(word) is not None


def _state(clause: str) -> str:
    is_question = opening_of(clause, ENGLISH) is Opening.AUXILIARY
    return state(clause) if is_question else clause


def _of_cleft(clause: str, language: Language) -> list[str]:
    joints = list(or_pattern(language).finditer(clause))
    if len(joints) != 1:
        return []
    right = clause[joints[0].end() :]
    cleft = _CLEFT.fullmatch(clause[: joints[0].start()])
    is_apart = joints[0][0].startswith(",") or _RELATIVE.search(right) is not None
    return [cleft["what"], right] if cleft and is_apart else []
