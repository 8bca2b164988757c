"""Alternatives that are infinitives, or share one, in German and the Romance languages.

*Soll man ihn verschenken, verkaufen oder zersägen?* ▶ three things that might be done.
"""

import re
from itertools import pairwise

from bot.reading.languages import GERMAN, Language, word_set
from bot.reading.statements import begins_with_verb

_INFINITIVES = {
    code: re.compile(pattern, re.IGNORECASE)
    for code, pattern in {
        "es": r"(?:[^\W\d_]+[aeiáéí]r|ir)(?:l[aeo]s?|se|nos|me|te)?",
        "fr": r"(?:[ldmnst]['’])?[^\W\d_]+(?:er|ir|re)",
        "pt": r"ir|[^\W\d_]+(?:[aei]r(?:-(?:se|lhes?|nos|me|te))?|[áêí]-l[ao]s?)",
        "it": r"[^\W\d_]+[aei]r(?:e|l[aeio]|si|ci|ne|mi|ti|vi)|far|dar|star|dir|aver|esser",
    }.items()
}
# What may stand before an infinitive and belongs to it: "no hacer nada", "le fermer", "se taire".
_BEFORE = {
    "es": word_set("no"),
    "fr": word_set("ne pas rien plus se le la les lui leur y en"),
    "pt": word_set("não"),
    "it": word_set("non"),
}
_MOST_BEFORE = 3
_BEHIND_PRONOUN = 2  # place of an infinitive whose object stands before it
_PRECEDED = word_set("just only solo sólo seulement simplement plutôt apenas só soltanto")
# Whoever can do this or that may do both.
_ABLE = word_set(
    "puede pueden podemos podría podrían peut-on peut-il peut-elle peuvent-ils peuvent-elles "
    "pouvons-nous pode podem podemos può possono possiamo"
)
_DEMANDING = word_set(
    "soll sollen sollte sollten muss müssen müsste müssten will wollen wird werden würde würden"
)
_PERMITTING = word_set("kann können könnte könnten darf dürfen dürfte dürften")
_RELATIVE = word_set("der die das den dem deren dessen denen welche welcher welches wo")
_COPULA = re.compile(r"(?<=\w) (?:sein|werden|bleiben)$")
_PASSIVE = "werden"
_FEWEST = 2
_SUBJECTS = word_set("man wir ich er sie es ihr du jeder jede jemand")
_OWN_SUBJECTS = word_set("der er wir ich jeder jede")  # surely in the nominative
_PARTICIPLE = re.compile(r"[a-zäöüß]*ge[a-zäöüß]{2,}(?:t|en)|[a-zäöüß]{4,}t")
_GERMAN_INFINITIVE = re.compile(
    r"(?!(?:offen|eigen|selten|trocken|zufrieden)$)(?:[a-zäöüß]{2,}(?:en|ern|eln)|tun|sein)"
)


def find_infinitives(left: str, right: str, language: Language) -> list[str]:
    """Read "pagar a las familias o contratar a profesionales": each says what might be done."""
    if language.code not in _INFINITIVES:
        return []
    parts = [*left.split(", "), right]
    if all(_begins_with(part, _INFINITIVES[language.code], language) for part in parts):
        return parts  # "apagarlo, arreglarlo o dejarlo como está"
    return [] if "," in left else list_infinitives(left, [right], language)


def list_infinitives(question: str, listed: list[str], language: Language) -> list[str]:
    """Give the alternatives of a list whose every part begins with an infinitive."""
    infinitive, words = _INFINITIVES[language.code], question.split()
    if not _ABLE.isdisjoint(word.lower() for word in words[:2]):
        return []
    if not all(_begins_with(part, infinitive, language) for part in listed):
        return []
    nominal = language.prepositions | language.determiners  # before a noun: "de mujer", "el mar"
    for place, (before, word) in enumerate(pairwise(words), start=1):
        if infinitive.fullmatch(word) and before.lower() not in nominal:
            return [" ".join(words[place:]), *listed]
        # "Faut-il le chercher": a pronoun right behind the verb, and no article.
        is_pronoun = before in _BEFORE[language.code] and place == _BEHIND_PRONOUN
        if is_pronoun and infinitive.fullmatch(word):
            return [" ".join(words[place - 1 :]), *listed]
    return []


def is_purpose(phrase: str, language: Language) -> bool:
    """Recognise "zu fegen", "de peindre": what there is to do, behind a preposition."""
    first, _, verb = phrase.partition(" ")
    if first.lower() not in language.prepositions or not verb:
        return False
    if language is GERMAN:
        return first == "zu" and _ends_in_infinitive(verb)
    infinitive = _INFINITIVES.get(language.code)
    is_verb = infinitive is not None and infinitive.fullmatch(verb.split()[0]) is not None
    return is_verb or (first == "to" and begins_with_verb(verb))


def _begins_with(part: str, infinitive: re.Pattern[str], language: Language) -> bool:
    small = _BEFORE[language.code] | _PRECEDED
    for word in part.split()[: _MOST_BEFORE + 1]:
        if infinitive.fullmatch(word.strip(",")):
            return True
        if word.lower() not in small:
            return False
    return False


def list_under_modal(words: list[str], listed: list[str]) -> list[str]:
    """Give the alternatives that a German modal verb puts: what to do, or whom or what with."""
    if "lieber" in words[1:-1]:  # "möchten Sie lieber Tee, Kaffee oder Wasser"
        return [" ".join(words[words.index("lieber") + 1 :]), *listed]
    modal = words[0].lower()
    if modal not in _DEMANDING | _PERMITTING:
        return []
    words, listed = _past_relative(words, listed)
    if not listed:
        return []
    *middle, last = listed
    if last.endswith(f" {_PASSIVE}"):  # "saniert, verkauft oder dem Efeu überlassen werden"
        return _things_to_do(words, [*middle, last.removesuffix(f" {_PASSIVE}")])
    if all(map(_ends_in_infinitive, middle)):
        is_choice = modal in _DEMANDING and any(map(_is_infinitive, last.split()))
        return _things_to_do(words, listed) if is_choice else []
    if not _is_infinitive(last.split()[-1]) or any(map(_ends_in_infinitive, (words[-1], *middle))):
        return []
    return _things_with_one_verb(words, listed, is_demanding=modal in _DEMANDING)


def without_shared_verb(listed: list[str], clause: str) -> list[str]:
    """Take from the last alternative the verb at the clause's end that is all the others', too."""
    is_under_modal = clause.split(maxsplit=1)[0].lower() in _DEMANDING | _PERMITTING
    if not listed or not is_under_modal or any(map(_ends_in_infinitive, listed[:-1])):
        return listed
    words = listed[-1].split()
    if words[-1] != clause.rsplit(maxsplit=1)[-1]:
        return listed
    is_shared = len(words) > len(listed[0].split()) and _is_infinitive(words[-1])
    return [*listed[:-1], " ".join(words[:-1])] if is_shared else listed


def without_copula(left: str, right: str) -> str:
    """Take the verb from "offen oder geschlossen sein", which belongs to both."""
    is_shared = left.split(maxsplit=1)[0].lower() in _DEMANDING and not _ends_in_infinitive(left)
    return _COPULA.sub("", right) if is_shared else right


def _past_relative(words: list[str], listed: list[str]) -> tuple[list[str], list[str]]:
    """Take the clause in "ein Buch, das voll ist, schließen, …" to what the list belongs to."""
    first = listed[0]
    is_clause = first.split()[0] in _RELATIVE and not _ends_in_infinitive(first)
    if not is_clause or len(listed) <= _FEWEST:
        return words, listed
    return [*words[:-1], f"{words[-1]},", *f"{first},".split(), *listed[1].split()], listed[2:]


def _things_to_do(words: list[str], listed: list[str]) -> list[str]:
    is_bare = _is_infinitive(words[-1]) or _PARTICIPLE.fullmatch(words[-1])
    if is_bare and listed[:-1] and all(" " not in part for part in listed[:-1]):
        return [words[-1], *listed]
    if any(part.split()[0] in _OWN_SUBJECTS for part in listed):
        return [" ".join(words[1:]), *listed]  # "der Staat eingreifen, der Markt es richten"
    first = words[_after_subject(words) :]
    return [" ".join(first), *listed] if first else []


def _things_with_one_verb(words: list[str], listed: list[str], *, is_demanding: bool) -> list[str]:
    """Read "die Eltern, die Lehrer oder die Stadt zahlen": the verb at the end belongs to all."""
    last = listed[-1].split()
    noun = next((at for at, word in enumerate(last) if word[0].isupper()), None)
    if noun is None:
        return []
    listed = [*listed[:-1], " ".join(last[: noun + 1])]
    if all(part.split()[0].lower() in GERMAN.determiners for part in listed):
        starts = [at for at, word in enumerate(words) if word.lower() in GERMAN.determiners]
        return [" ".join(words[starts[-1] :]), *listed] if starts else []
    is_bare = is_demanding and all(part[0].isupper() for part in listed) and words[-1][0].isupper()
    return [words[-1], *listed] if is_bare else []


def _after_subject(words: list[str]) -> int:
    """Give where what is said of the subject begins, after the verb and the subject."""
    if words[1:2] and words[1].lower() in _SUBJECTS:
        return 2
    return next((at + 1 for at, word in enumerate(words) if at and word[0].isupper()), len(words))


def _ends_in_infinitive(part: str) -> bool:
    return _is_infinitive(part.rsplit(maxsplit=1)[-1])


def _is_infinitive(word: str) -> bool:
    return _GERMAN_INFINITIVE.fullmatch(word.strip(",")) is not None
