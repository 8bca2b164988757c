"""The kind of a question, read for itself in a language that is known."""

import pytest

from bot.reading.clauses import find_core
from bot.reading.languages import ENGLISH, FRENCH, GERMAN, ITALIAN, PORTUGUESE, SPANISH
from bot.reading.questions import kind_of


def kind(question, language):
    """Give the kind of a question that leaves nothing to choose from."""
    clause = find_core(question, language)
    return kind_of(clause.core, clause.opening, language, is_choice=False)


@pytest.mark.parametrize(
    ("language", "question"),
    [
        (ENGLISH, "And at night?"),
        (ENGLISH, "And you?"),
        (ENGLISH, "And if they refuse?"),
        (ENGLISH, "The results are mixed (mixed for whom?"),
        (GERMAN, "Und die Kosten?"),
        (GERMAN, "Und im Winter?"),
        (GERMAN, "Der Rest?"),
        (GERMAN, "Na und?"),
        (FRENCH, "Et les autres ?"),
        (FRENCH, "Et l'autre moitié ?"),
        (FRENCH, "Et s'ils refusent ?"),
        (FRENCH, "Au nom de qui parlent-ils ?"),
        (SPANISH, "¿Y los demás?"),
        (SPANISH, "¿En nombre de quién hablan?"),
        (PORTUGUESE, "E com cem?"),
        (PORTUGUESE, "E daí?"),
        (ITALIAN, "E gli altri?"),
        (ITALIAN, "In nome di chi parlano?"),
    ],
)
def test_what_asks_about_something_is_open(language, question):
    """*And* with a thing, a place or a person asks what about it, in every language."""
    assert kind(question, language) == "wh"


@pytest.mark.parametrize(
    ("language", "question"),
    [
        (ENGLISH, "In Europe?"),
        (ENGLISH, "Everybody knows?"),
        (GERMAN, "Und das stimmt?"),
        (FRENCH, "Vous croyez ?"),
        (PORTUGUESE, "Na casa em que vivemos há lugar?"),
        (PORTUGUESE, "Para a cidade, que tem luz demais?"),
    ],
)
def test_a_statement_that_asks_is_answered_by_yes_or_no(language, question):
    """So is a phrase that nothing joins to what was said."""
    assert kind(question, language) == "yes_no"
