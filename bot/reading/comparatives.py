"""What a question compares: "more rules or better ones" is a choice, "more than a or b" is none."""

import re

from bot.reading.languages import Language, word_set

_MORE = {
    "en": word_set("more fewer less better worse most"),
    "es": word_set("más menos mejor mejores peor peores mayor mayores menor menores"),
    "fr": word_set("plus moins davantage mieux meilleur meilleure meilleurs meilleures pire pires"),
    "de": word_set("mehr weniger besser bessere besseren besseres schlechter schlechtere lieber"),
    "pt": word_set("mais menos melhor melhores pior piores maior maiores menor menores"),
    "it": word_set("più meno meglio migliore migliori peggio peggiore peggiori maggiore maggiori"),
}
_BETTER = word_set("better mejor mieux besser lieber melhor meglio más plus mehr mais più")
# These may belong to a verb: "payer plus ou consommer moins".
_ADVERBS = _BETTER | word_set("less menos moins weniger meno worse peor pior peggio")
_THAN = {
    "en": re.compile(r"\bthan\b"),
    "es": re.compile(r"\b(?:que|de)\b"),
    "fr": re.compile(r"\b(?:que\b|qu['’])"),
    "de": re.compile(r"\bals\b"),
    "pt": re.compile(r"\b(?:do\s+que|que|de)\b"),
    "it": re.compile(r"\b(?:di|che|dei|del|dello|della|delle|degli)\b"),
}
# Where something counts for more, *or* says what else might.
_COUNTING = re.compile(
    r"\b(?:matter|import|cont[ae]|compt|zähl|val[ei]|rather|prefer)", re.IGNORECASE
)
_MOST_WORDS = 6
_MOST_LAST_WORDS = 3


def compares(words: list[str], language: Language) -> bool:
    """Say whether something is more, less or better than something else."""
    return not _MORE[language.code].isdisjoint(word.lower().strip(",") for word in words)


def is_comparison(left: str, right: str, language: Language) -> bool:
    """Say whether alternatives are only what is compared with: "more than a coffee or a bun"."""
    words = left.split()
    place = _last_more(words, language)
    if place is None or _COUNTING.search(left):
        return False
    after = " ".join(words[place + 1 :]).lower()
    than = _THAN[language.code].match(after)
    return than is not None and not compares(right.split(), language)


def find_compared(left: str, right: str, language: Language) -> list[str]:
    """Read "more rules or better ones", "do they learn better alone or in a group"."""
    words, begins = left.split(), right.lower().split()
    place = _last_more(words, language)
    if not place:
        return []
    more = _MORE[language.code]
    is_short = len(begins) <= _MOST_LAST_WORDS
    if begins[0] in more or (is_short and not (more - _ADVERBS).isdisjoint(begins)):
        start = place - (words[place - 1].lower() == begins[0])  # "de menos o de más"
        return [" ".join(words[start:]), right] if len(words) - place <= _MOST_WORDS else []
    is_manner = begins[0] in language.prepositions and words[place].lower() in _BETTER
    is_apart = begins[0] not in [word.lower() for word in words]
    if is_manner and is_apart and is_short and place < len(words) - 1:
        start = len(words) - 1 - (words[-2].lower() in language.prepositions)
        return [" ".join(words[start:]), right]
    return []


def _last_more(words: list[str], language: Language) -> int | None:
    more = _MORE[language.code]
    return next((at for at in range(len(words) - 1, -1, -1) if words[at].lower() in more), None)
