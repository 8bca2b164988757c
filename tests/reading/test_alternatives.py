"""What a question leaves to choose from, read for itself in a language that is known."""

import pytest

from bot.reading.alternatives import find_alternatives
from bot.reading.clauses import find_core
from bot.reading.languages import ENGLISH, FRENCH, GERMAN, ITALIAN, PORTUGUESE, SPANISH


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


@pytest.mark.parametrize(
    ("language", "question", "alternatives"),
    [
        (
            ENGLISH,
            "Should they get a discount, a vote or a wall of trees?",
            ("A discount", "A vote", "A wall of trees"),
        ),
        (ENGLISH, "Should care be free, cheap or private?", ("Free", "Cheap", "Private")),
        (
            ENGLISH,
            "Should those who do not dig lose it, share it or pay for it?",
            ("Lose it", "Share it", "Pay for it"),
        ),
        (
            ENGLISH,
            "Can we fix it, replace it or live without it?",
            ("Fix it", "Replace it", "Live without it"),
        ),
        (ENGLISH, "Is it dead, dying, or merely asleep?", ("Dead", "Dying", "Merely asleep")),
        (
            ENGLISH,
            "Ought it to be minuted, ignored or answered?",
            ("Minuted", "Ignored", "Answered"),
        ),
        (
            ENGLISH,
            "Should a school teach soldering, sewing or both?",
            ("Soldering", "Sewing", "Both"),
        ),
        (
            GERMAN,
            "Ist das Gestaltung, Schikane oder schlicht Gedankenlosigkeit?",
            ("Gestaltung", "Schikane", "Schlicht Gedankenlosigkeit"),
        ),
        (
            ENGLISH,
            "Is tutting a form of speech, a form of silence, or a form of government?",
            ("A form of speech", "A form of silence", "A form of government"),
        ),
        (
            SPANISH,
            "¿Son del barrio, de la empresa o de nadie?",
            ("Del barrio", "De la empresa", "De nadie"),
        ),
        (FRENCH, "Est-ce utile, inutile ou nuisible ?", ("Utile", "Inutile", "Nuisible")),
        (
            GERMAN,
            "Wollen wir eine Stadt, die alles weiß, oder eine, die wegsieht?",
            ("Eine Stadt, die alles weiß", "Eine, die wegsieht"),
        ),
    ],
)
def test_parts_built_alike_are_alternatives(language, question, alternatives):
    """Three or more of them are, with a comma before *or* or without."""
    assert alternatives_of(question, language) == alternatives


@pytest.mark.parametrize(
    "question",
    [
        "Does anyone read or care about the terms?",
        "Is there a plan, a budget or a date?",
        "Has anyone seen a bee, a wasp or a butterfly?",
        "Can users see, change or delete their data?",
        "Will AI cure cancer, malaria or dementia?",
        "Do you have a dog, a cat or a bird?",
        "Should councils, schools or parents pay?",
    ],
)
def test_what_may_all_be_so_is_no_choice(question):
    """Whether there is any, and what one can do or has, is answered by yes or no."""
    assert alternatives_of(question, ENGLISH) == ()
