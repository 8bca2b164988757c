"""How a phrase begins: with an article, a preposition, or a word like *just* before them."""

import re

from bot.reading.languages import Language, word_set

HEDGES = word_set(
    "just only merely simply still rather really nur bloß "
    "schlicht einfach eher noch seulement plutôt simplement "
    "solo sólo solamente soltanto apenas somente só simplemente simplesmente semplicemente "
    "lediglich"
)
_ELIDED = re.compile(r"(?:l|un|d)['’]\w", re.IGNORECASE)


def first_weighty(phrase: str) -> str:
    """Give the first word that is more than "just" or "only"."""
    first, *others = phrase.lower().split(maxsplit=2)
    return others[0] if first in HEDGES and others else first


def is_hedged(phrase: str) -> bool:
    """Say whether a phrase begins with a word such as *just*, and goes on."""
    first, _, others = phrase.lower().partition(" ")
    return first in HEDGES and bool(others)


def is_determined(phrase: str, language: Language) -> bool:
    """Say whether a phrase begins with an article or the like, also one as in *l’idée*."""
    first = first_weighty(phrase)
    return first in language.determiners or _ELIDED.match(first) is not None


def is_a_part(phrase: str, language: Language) -> bool:
    """Say whether a phrase may stand in a list of parts alike: "the tram", "of the tram"."""
    first = first_weighty(phrase)
    return is_determined(phrase, language) or first in language.prepositions
