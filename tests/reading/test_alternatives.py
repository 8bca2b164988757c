"""What a question leaves to choose from, read for itself in a language that is known."""

import pytest

from bot.reading.alternatives import find_alternatives
from bot.reading.clauses import find_core
from bot.reading.languages import FRENCH, GERMAN, ITALIAN, PORTUGUESE, SPANISH


def alternatives_of(question, language):
    """Give the alternatives of a question."""
    clause = find_core(question, language)
    return find_alternatives(clause.core, clause.opening, language)


@pytest.mark.parametrize(
    ("language", "question", "alternatives"),
    [
        (
            GERMAN,
            "Ist das ein Problem der Technik, der Kultur oder der Planung?",
            ("Der Technik", "Der Kultur", "Der Planung"),
        ),
        (
            SPANISH,
            "¿Es mejor prohibir los pisos o limitarlos?",
            ("Prohibir los pisos", "Limitarlos"),
        ),
        (SPANISH, "¿Conviene esperar o actuar ya?", ("Esperar", "Actuar ya")),
        (
            SPANISH,
            "¿Hay que pagar a unos o contratar a otros?",
            ("Pagar a unos", "Contratar a otros"),
        ),
        (SPANISH, "¿Estamos ante un riesgo o una amenaza?", ("Un riesgo", "Una amenaza")),
        (SPANISH, "¿Progreso o retroceso?", ("Progreso", "Retroceso")),
        (SPANISH, "¿Puede la gente leer o escribir sin luz?", ()),
        (FRENCH, "Doit-on payer plus ou consommer moins ?", ("Payer plus", "Consommer moins")),
        (FRENCH, "Faut-il interdire ou encadrer ?", ("Interdire", "Encadrer")),
        (
            FRENCH,
            "Est-ce ce que l'on garde ou ce que l'on entend ?",
            ("Ce que l'on garde", "Ce que l'on entend"),
        ),
        (FRENCH, "Peut-on voir ou entendre la mer ?", ()),
        (ITALIAN, "Dobbiamo aspettare o agire subito?", ("Aspettare", "Agire subito")),
        (PORTUGUESE, "Devemos esperar ou agir já?", ("Esperar", "Agir já")),
    ],
)
def test_alternatives_of_other_languages_are_whole_phrases(language, question, alternatives):
    """Infinitives, and phrases that begin alike; what one can do is no choice."""
    assert alternatives_of(question, language) == alternatives
