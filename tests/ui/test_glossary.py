"""One word, one meaning in every language: catalogues hold to the glossary's words."""

import re
from functools import cache
from pathlib import Path

import pytest

from tests.catalogue import read_catalogue, translated_languages

GLOSSARY = Path(__file__).parents[2] / "docs" / "glossary.md"

# Commands and options stay English, and what is put in is nobody's word; others name their own.
NOT_WORDS = re.compile(
    r"`[^`]*`|\{[^}]*\}|/[a-z]+(?: [a-z_-]+)?|\*\*(?:Show tally|Close poll|Withdraw section)\*\*"
    r"|Read Message History|discussion pack"
)
# Where the word is a verb, or part of a turn of phrase.
OTHERWISE = re.compile(
    r"(?:to|how you|whoever|somebody) votes?\b|set out to vote on|open for votes|takes your vote",
    re.IGNORECASE,
)
PLURALS = {"tally": "tallies", "blackout": "blacked out", "set aside": "sets? .{0,25}aside"}


@cache
def words():
    """Read the table: by English word, the word of each language."""
    rows = [
        [cell.strip() for cell in line.strip("|").split("|")]
        for line in GLOSSARY.read_text("utf-8").partition("## In the other")[2].splitlines()
        if line.startswith("|")
    ]
    (_, *languages), _, *entries = rows
    return {word: dict(zip(languages, said, strict=True)) for word, *said in entries}


def says(word, sentence):
    """Say whether an English sentence has a glossary word, in one of its forms."""
    plain = OTHERWISE.sub(" ", NOT_WORDS.sub(" ", sentence))
    forms = "|".join([f"{word}s?", *([PLURALS[word]] if word in PLURALS else [])])
    return re.search(rf"\b(?:{forms})\b", plain, re.IGNORECASE) is not None


@pytest.mark.parametrize("language", translated_languages(), ids=lambda one: one.value)
@pytest.mark.parametrize("word", sorted(words()))
def test_a_word_is_said_by_its_own(word, language):
    """Whatever speaks of a thing calls it by the glossary's word."""
    own = words()[word][language.value]
    wrong = {
        message.id: message.string
        for message in read_catalogue(language)
        if any(says(word, one) for one in forms_of(message.id))
        and not any(own.casefold() in one.casefold() for one in forms_of(message.string))
    }

    assert not wrong


@pytest.mark.parametrize("language", translated_languages(), ids=lambda one: one.value)
def test_a_poll_is_not_called_a_vote(language):
    """The word for a poll stands for nothing else that is cast, kept or counted."""
    poll, vote = (words()[word][language.value] for word in ("poll", "vote"))

    assert poll.casefold() != vote.casefold()


def forms_of(said):
    """Give the singular and the plural of what is said, or what has but one form."""
    return said if isinstance(said, tuple | list) else [said]


def test_french_speaks_to_one_reader_as_a_friend():
    """Whoever is spoken to is addressed the same way throughout."""
    french = next(one for one in translated_languages() if one.value == "fr")
    formal = re.compile(r"\b(?:vous|votre|vos)\b", re.IGNORECASE)

    assert not [
        one
        for message in read_catalogue(french)
        for one in forms_of(message.string)
        if formal.search(one)
    ]
