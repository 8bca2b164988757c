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
            ENGLISH,
            "Is that laziness, -- or simply the shape of the stairs?",
            ("Laziness", "Simply the shape of the stairs"),
        ),
        (
            ENGLISH,
            "Should the last name on the card pay, or should everybody pay?",
            ("The last name on the card should pay", "Everybody should pay"),
        ),
        (
            ENGLISH,
            "Has the argument been won, or has it only been postponed?",
            ("The argument has been won", "It has only been postponed"),
        ),
        (
            ENGLISH,
            "Should the service, the city or the people who use it pay for such a garden?",
            ("The service", "The city", "The people who use it"),
        ),
        (
            ENGLISH,
            "Should children decide, or should their parents?",
            ("Children should decide", "Their parents should"),
        ),
        (
            ENGLISH,
            "Do people want work or do they want wages?",
            ("People want work", "They want wages"),
        ),
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
            ENGLISH,
            "Should councils, schools or parents pay?",
            ("Councils", "Schools", "Parents"),
        ),
        (
            ENGLISH,
            "Should we halve the plots as they fall free, quarter them, or leave them as they are?",
            ("Halve the plots as they fall free", "Quarter them", "Leave them as they are"),
        ),
        (ENGLISH, "Do we want a record, a memory, or peace?", ("A record", "A memory", "Peace")),
        (
            ENGLISH,
            "Should the hospital pay, then, or the county, or the riders?",
            ("The hospital", "The county", "The riders"),
        ),
        (
            GERMAN,
            "Soll man ihn verschenken, verkaufen oder zersägen?",
            ("Verschenken", "Verkaufen", "Zersägen"),
        ),
        (
            GERMAN,
            "Sollen wir den Park schließen, die Wiese mähen oder alles lassen, wie es ist?",
            ("Den Park schließen", "Die Wiese mähen", "Alles lassen, wie es ist"),
        ),
        (
            GERMAN,
            "Soll die Stadt Busse, Bahnen oder Radwege bauen?",
            ("Busse", "Bahnen", "Radwege"),
        ),
        (
            GERMAN,
            "Müssen die Eigentümer, die Mieter oder die Verwaltung zahlen?",
            ("Die Eigentümer", "Die Mieter", "Die Verwaltung"),
        ),
        (
            GERMAN,
            "Muss der Staat eingreifen, der Markt es richten oder jeder für sich sorgen?",
            ("Der Staat eingreifen", "Der Markt es richten", "Jeder für sich sorgen"),
        ),
        (
            FRENCH,
            "Les parents doivent-ils décider, conseiller ou se taire ?",
            ("Décider", "Conseiller", "Se taire"),
        ),
        (
            SPANISH,
            "¿Debería la ley imponer la siesta, permitirla o ignorarla?",
            ("Imponer la siesta", "Permitirla", "Ignorarla"),
        ),
        (
            PORTUGUESE,
            "Deve o professor quebrar o silêncio, esperar ou fazer a chamada?",
            ("Quebrar o silêncio", "Esperar", "Fazer a chamada"),
        ),
        (
            ITALIAN,
            "Vogliamo cambiare tutto, cambiare metà o non cambiare nulla?",
            ("Cambiare tutto", "Cambiare metà", "Non cambiare nulla"),
        ),
        (
            ENGLISH,
            "Is a habit that outlives its reason a superstition, a courtesy, or just a stiff neck?",
            ("A superstition", "A courtesy", "Just a stiff neck"),
        ),
        (
            ENGLISH,
            "Should it be sold, given to whoever found it, or kept for ever?",
            ("Sold", "Given to whoever found it", "Kept for ever"),
        ),
        (
            GERMAN,
            "Soll man ein Buch, das voll ist, schließen, abschreiben oder weiterschreiben?",
            ("Schließen", "Abschreiben", "Weiterschreiben"),
        ),
        (
            FRENCH,
            "Est-il un luxe, une peine, ou tout simplement un âge ?",
            ("Un luxe", "Une peine", "Tout simplement un âge"),
        ),
        (
            ITALIAN,
            "Avremmo dovuto alzarci, restare seduti o far finta di dormire?",
            ("Alzarci", "Restare seduti", "Far finta di dormire"),
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
    ],
)
def test_what_may_all_be_so_is_no_choice(question):
    """Whether there is any, and what one can do or has, is answered by yes or no."""
    assert alternatives_of(question, ENGLISH) == ()


@pytest.mark.parametrize(
    ("language", "question"),
    [
        (GERMAN, "Gibt es einen Plan, ein Budget oder einen Termin?"),
        (GERMAN, "Kann man Daten sehen, ändern oder löschen?"),
        (GERMAN, "Darf man Kindern Bäume, Teiche oder Werkzeug überhaupt zumuten?"),
        (FRENCH, "Y a-t-il un plan, un budget ou une date ?"),
        (FRENCH, "Peut-on voir, modifier ou effacer ses données ?"),
        (SPANISH, "¿Hay un plan, un presupuesto o una fecha?"),
        (PORTUGUESE, "Há um plano, um orçamento ou uma data?"),
        (ITALIAN, "C'è un piano, un bilancio o una data?"),
    ],
)
def test_what_there_is_or_may_be_done_is_no_choice_in_any_language(language, question):
    """Whether there is a thing, and what one is able or free to do, is answered by yes or no."""
    assert alternatives_of(question, language) == ()
