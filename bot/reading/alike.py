"""Alternatives that begin alike: with the same word, the same two words, or the same article."""

from itertools import pairwise

from bot.reading.comparatives import compares
from bot.reading.languages import Language, word_set
from bot.reading.phrases import first_weighty, is_determined

_INDIRECT = word_set("matter depend clear know decide tell")
_REFERRING = word_set("celui celle ceux celles quello quella quelli quelle")
_RELATIVE = word_set("who which that die der das den dem qui que dont quem che cui")
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
# Likewise before a vowel: "d'argent ou de volonté".
_ELIDED = {
    "d": "de", "qu": "que", "l": "l'", "all": "a", "dell": "de", "nell": "em", "sull": "su",
    "dall": "da",
}  # fmt: skip


def find_pairs_alike(left: str, right: str) -> list[str]:
    """Read alternatives that begin with the same two words: "what we keep or what we hear"."""
    words, begins = left.split(), right.split()
    pair = [word.lower() for word in begins[:2]]
    starts = [
        place
        for place, both in enumerate(pairwise(words))
        if place and [word.lower() for word in both] == pair
    ]
    return [*parted_at(words, starts), right] if starts and len(begins) > len(pair) else []


def parted_at(words: list[str], starts: list[int]) -> list[str]:
    """Give what begins at the last of these places, and at those before it that commas part."""
    found: list[str] = []
    end = len(words)
    for start in reversed(starts):
        if found and not words[end - 1].endswith(","):
            break
        found.insert(0, " ".join(words[start:end]))
        end = start
    return found


def find_relatives(left: str, right: str, language: Language) -> list[str]:
    """Read "eine Stadt, die alles weiß, oder eine, die wegsieht": with the same article twice."""
    first, words = right.split(maxsplit=1)[0].strip(","), left.split()
    _, comma, clause = right.partition(", ")
    opens = clause.split(maxsplit=1)[0].lower() if comma else ""
    if opens not in _RELATIVE or first.lower() not in language.determiners:
        return []
    starts = [at for at, word in enumerate(words) if at and word.lower() == first.lower()]
    start = next((at for at in starts if "," in " ".join(words[at:])), None)
    return [" ".join(words[start:]), right] if start else []


def find_referring(left: str, right: str, language: Language) -> list[str]:
    """Read "est-ce la faute du maître ou celle du système": the second takes up the first."""
    said = left.partition(" ")[2]
    is_taken_up = right.split(maxsplit=1)[0].lower() in _REFERRING
    return [said, right] if said and is_taken_up and is_determined(said, language) else []


def find_words_alike(left: str, right: str, language: Language) -> list[str]:
    """Read alternatives that begin with the same word: "what is read or what is right"."""
    first, words = plain_word(first_weighty(right)), left.split()
    places = [place for place, word in enumerate(words) if plain_word(word) == first and place]
    small = language.determiners | language.pronouns | language.conjunctions | language.auxiliaries
    is_indirect = not _INDIRECT.isdisjoint(words) and not compares(words, language)
    if not places or first in small or is_indirect:
        return []
    found = [right]
    for part in reversed(left.split(", ")):  # "too small, too new, or too strange"
        begins = [at for at, word in enumerate(part.split()) if plain_word(word) == first]
        if not begins:
            break
        found.insert(0, " ".join(part.split()[begins[-1] :]))
        if begins[-1]:
            break
    if places[-1] and words[places[-1] - 1].lower() == "ce":  # "ce qu'on perd"
        found[0] = f"{words[places[-1] - 1]} {found[0]}"
    return found


def plain_word(word: str) -> str:
    """Give a word as it is compared: in small letters, without the article it has swallowed."""
    word = word.lower().replace("’", "'")
    return _CONTRACTED.get(word) or _ELIDED.get(word.partition("'")[0], word)
