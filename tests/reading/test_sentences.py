"""Where sentences end, and where they only seem to."""

import pytest

from bot.reading.languages import ENGLISH, GERMAN, LANGUAGES, SPANISH, recognise_language
from bot.reading.sentences import split_sentences


def cut(text, language=ENGLISH):
    """Give the sentences of a text without the spaces between."""
    return [sentence.strip() for sentence in split_sentences(text, language)]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("It is safe.", "It is not."),
        ("Is it?", "No."),
        ("Is it?", "2025 will tell."),
        ("Is it?", "“Never,” they say."),
        ("It is (or was.)", "It is not."),
        ("“It is safe.”", "Nobody laughed."),
        ("He said «no».", "Nobody laughed."),
        ("**Is it?**", "It is."),
        ("It went on…", "Then it stopped."),
        ("It is at https://example.org/?q=1.", "It is long."),
        ("This is plan B.", "The other one is lost."),
        ("He lives in the U.S.", "Is it far?"),
        ("The answer is no.", "The question stands."),
        ("Wires, poles, etc.", "The rest is air."),
        ("これは安全か？", "はい。"),
    ],
)
def test_two_sentences_are_two(first, second):
    """A mark, a space and a beginning make a new sentence."""
    assert cut(f"{first} {second}") == [first, second]


@pytest.mark.parametrize(
    ("first", "second"),
    [("Will it keep up?", "Or will it not?"), ("It is safe.", "The end is near.")],
)
def test_glued_sentences_are_two(first, second):
    """A missing space does not join sentences."""
    assert cut(first + second) == [first, second]


@pytest.mark.parametrize(
    "text",
    [
        "Dr. Smith of the U.S. Army met Mrs. J. R. Jones at 3 p.m. Tuesday.",
        "See Fig. 3 and No. 5, e.g. the left one vs. Right.",
        "It rose by 3.5 percent, i.e. a lot.",
        "“Is it? It is. Really!” he said.",
        "“Is it?” he said.",
        "See https://example.org/a.B?c=D! and www.example.org/?E for more.",
        "Use `a. B` or [this. That](https://example.org/x) here.",
        "1. This is one",
        "Who pays? asked nobody.",
        "Node.js and ASP.Net and e.g.this.",
        "The question — who? — remains.",
    ],
)
def test_what_only_looks_like_an_end_is_none(text):
    """Abbreviations, quotations, addresses, code and numbers go on."""
    assert cut(text) == [text]


def test_german_dates_go_on():
    """An ordinal's stop ends no German sentence."""
    assert cut("Am 3. Mai war es so weit.", GERMAN) == ["Am 3. Mai war es so weit."]


def test_spanish_questions_begin_sentences():
    """An inverted mark opens a sentence."""
    assert cut("Es así. ¿Por qué?", SPANISH) == ["Es así.", "¿Por qué?"]


@pytest.mark.parametrize(
    ("code", "text"),
    [
        ("en", "This is what it is, and that is all there is to it."),
        ("es", "Esto es lo que se dice de la ciudad y de los que viven en ella."),
        ("fr", "C’est ce que les gens disent de la ville et de ceux qui y vivent."),
        ("de", "Das ist es, was die Leute von der Stadt und den Menschen sagen."),
        ("pt", "Isto é o que se diz da cidade e dos que não vivem com ela."),
        ("it", "Questo è quello che si dice della città e di chi non ci vive."),
        ("en", "42"),
    ],
)
def test_the_language_of_a_text_is_recognised(code, text):
    """Its commonest words tell; English where nothing does."""
    assert recognise_language(text).code == code


def test_every_language_has_the_tables_it_needs():
    """A table without question words or verbs could find no questions."""
    assert len({language.code for language in LANGUAGES}) == len(LANGUAGES)
    assert all(language.wh and language.auxiliaries and language.or_words for language in LANGUAGES)
