"""Indirect questions are found for suggestions, with the words in which they could be asked."""

import pytest

from bot.reading.indirect import asks_degree, find_indirect
from bot.reading.languages import ENGLISH, FRENCH, GERMAN, ITALIAN, PORTUGUESE, SPANISH

INDIRECT = [
    (
        ENGLISH,
        "It remains unclear whether the council will pay.",
        "Will the council pay?",
        "yes_no",
    ),
    (
        ENGLISH,
        "It remains unclear who (of them) will pay.",
        "It remains unclear who (of them) will pay.",
        "wh",
    ),
    (ENGLISH, "It is not known who will pay for it.", "Who will pay for it?", "wh"),
    (ENGLISH, "Nobody has said when the lamps can go.", "When can the lamps go?", "wh"),
    (
        ENGLISH,
        "The company doesn’t say how much the lamps will cost; it never did.",
        "How much will the lamps cost?",
        "wh",
    ),
    (ENGLISH, "The question is whether it helps.", "Is it true that it helps?", "yes_no"),
    (ENGLISH, "It remains to be seen if a town is able to.", "Is a town able to?", "yes_no"),
    (
        ENGLISH,
        "Nobody knows how the lamp decides.",
        "Nobody knows how the lamp decides.",
        "wh",
    ),
    (ENGLISH, "Whether it will stand, nobody could tell me.", "Will it stand?", "yes_no"),
    (ENGLISH, "It is not known how safe you are, but they try.", "How safe are you?", "wh"),
    (ENGLISH, "It is unclear whether it has learned.", "Has it learned?", "yes_no"),
    (ENGLISH, "No one could tell me who pays.", "Who pays?", "wh"),
    (GERMAN, "Ob er zahlt, konnte mir niemand sagen.", "Ob er zahlt?", "yes_no"),
    (GERMAN, "Ungeklärt ist bis heute, wer das war.", "Wer das war?", "wh"),
    (SPANISH, "Nadie sabe para quién es.", "¿Para quién es?", "wh"),
    (FRENCH, "On ignore si elle viendra, et tout est dit.", "Est-ce qu’elle viendra ?", "yes_no"),
    (SPANISH, "No está claro si el pueblo pagará.", "¿El pueblo pagará?", "yes_no"),
    (SPANISH, "Nadie sabe quién apaga la luz.", "¿Quién apaga la luz?", "wh"),
    (SPANISH, "Falta por ver cuánto cuesta.", "¿Cuánto cuesta?", "wh"),
    (
        FRENCH,
        "On ne sait pas encore si la mairie paiera.",
        "Est-ce que la mairie paiera ?",
        "yes_no",
    ),
    (FRENCH, "Reste à savoir qui paiera.", "Qui paiera ?", "wh"),
    (FRENCH, "Personne ne sait s’il reviendra.", "Est-ce qu’il reviendra ?", "yes_no"),
    (GERMAN, "Unklar bleibt, ob die Stadt zahlen wird.", "Ob die Stadt zahlen wird?", "yes_no"),
    (GERMAN, "Das weiß niemand, wer die Briefe liest.", "Wer die Briefe liest?", "wh"),
    (PORTUGUESE, "Não se sabe se o barco volta.", "O barco volta?", "yes_no"),
    (PORTUGUESE, "Ninguém sabe quem paga a luz.", "Quem paga a luz?", "wh"),
    (ITALIAN, "Non è chiaro se il comune pagherà.", "Il comune pagherà?", "yes_no"),
    (ITALIAN, "Resta da vedere chi spegne la luce.", "Chi spegne la luce?", "wh"),
]


@pytest.mark.parametrize(("language", "sentence", "words", "kind"), INDIRECT)
def test_a_sentence_that_asks_indirectly_is_found(language, sentence, words, kind):
    """In each language, with the question it holds, or as it stands where that is not simple."""
    (found,) = find_indirect(f"A. Something before it. {sentence} And after.", language)

    assert (found.sentence, found.words, found.kind) == (sentence, words, kind)


@pytest.mark.parametrize(
    "text",
    [
        "Everybody knows who pays.",
        "It is clear whether it works.",
        "The shop that nobody liked opened when it rained.",
        "“It remains unclear whether the council will pay,” said the mayor.",
        "Is it unclear whether the council will pay?",
        "He does not sing if it rains.",
        "Somebody, I do not know who, waters the plants.",
        "The lamp never asked who was calling.",
        "The lamp is not the thing that stands where it stood.",
    ],
)
def test_what_is_known_quoted_or_asked_is_none(text):
    """A thing known, somebody else's words, a condition, and what is a question already."""
    assert list(find_indirect(text, ENGLISH)) == []


@pytest.mark.parametrize(
    ("language", "words"),
    [
        (ENGLISH, "How far should a machine go?"),
        (ENGLISH, "To what extent is it ours?"),
        (ENGLISH, "How much trust does it deserve?"),
        (ENGLISH, "How likely is a failure?"),
        (SPANISH, "¿Hasta qué punto es nuestra?"),
        (FRENCH, "Dans quelle mesure est-elle à nous ?"),
        (GERMAN, "Inwieweit gehört sie uns?"),
        (PORTUGUESE, "Até que ponto é nossa?"),
        (ITALIAN, "Fino a che punto è nostra?"),
    ],
)
def test_questions_of_degree_may_be_answered_on_a_scale(language, words):
    """They ask how far, how much or how likely."""
    assert asks_degree(words, language)


@pytest.mark.parametrize(
    "words", ["How does it work?", "How many are there?", "How much does it cost?", "Who pays?"]
)
def test_other_open_questions_are_no_matter_of_degree(words):
    """A number, a price and a way are not on a scale."""
    assert not asks_degree(words, ENGLISH)
