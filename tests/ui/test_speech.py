"""The bot speaks six languages: whatever it says in one, it can say in all."""

import asyncio
import re
from pathlib import Path
from string import Formatter

import pytest

from bot.domain.ballot import Option, default_options
from bot.domain.guild import GuildSettings
from bot.domain.holdings import Holdings
from bot.domain.language import Language
from bot.ui.limits import COMMAND_DESCRIPTION, MESSAGE_CONTENT, MODAL_TITLE, length
from bot.ui.pasting import PasteKey, paste_form
from bot.ui.polls import poll_embed, words_of
from bot.ui.privacy import ask_to_erase
from bot.ui.server_setup import Step, step_content
from bot.ui.servers import say_organizers, say_set
from bot.ui.speech import _, listing, ngettext, number, speak, speaking, spoken
from tests.builders import make_question
from tests.catalogue import (
    bounded_in,
    descriptions_in,
    gather,
    read_catalogue,
    sentences_of,
    translated_languages,
    unspoken_in,
    words_of_options,
)
from tests.ui.samples import NOW, REFERENCE, make_poll

ROOT = Path(__file__).parents[2]
MANY = 50
HOLDINGS = Holdings(
    open_polls=1_000,
    closed_polls=1_000,
    since=NOW,
    articles=("A title of eighty characters",) * 6,
    discussions=("A title of eighty characters",) * 6,
    edits=1_000,
    left_out=1_000,
    excluded=1_000,
)
FOR_HOSTS = {"host_replies.py"}
# Keys and what is typed into commands, which are English.
ENGLISH = {
    *("Mon, Thu", "Tue, Fri", "Mon, Wed, Fri", "Tue, Thu", "Sat, Sun", "first Mon", "last Fri"),
    *("take in", "post now", "change channel", "Worth watching", "`/discussion start`"),
}


def said(catalogue):
    """Give what a catalogue has: each sentence's forms with those of its translation."""
    return {
        entry.id: (entry.string,) if isinstance(entry.string, str) else tuple(entry.string)
        for entry in catalogue
        if entry.id
    }


def places(sentence):
    """Give the names of what goes into a sentence."""
    return {name for _text, name, _spec, _conversion in Formatter().parse(sentence) if name}


@pytest.mark.parametrize("language", translated_languages())
class TestCatalogues:
    """What the catalogues must have."""

    def test_complete(self, language):
        """A catalogue has every sentence that the code says, and no other."""
        held = {entry.id for entry in read_catalogue(language)}

        assert held == {entry.id for entry in gather()}

    def test_translated(self, language):
        """Every sentence is translated, in all forms that the language's numbers call for."""
        catalogue = read_catalogue(language)
        untranslated = {
            sentence
            for sentence, forms in said(catalogue).items()
            if not all(forms)
            or len(forms) != (catalogue.num_plurals if isinstance(sentence, tuple) else 1)
        }

        assert not untranslated

    def test_places(self, language):
        """A translation takes what the sentence takes, and nothing else."""
        for sentence, forms in said(read_catalogue(language)).items():
            own = places(sentence[-1] if isinstance(sentence, tuple) else sentence)
            for form in forms:
                assert places(form) == own, sentence

    def test_marks(self, language):
        """Commands, emphasis and mentions are as many in a translation as in the sentence."""
        for sentence, forms in said(read_catalogue(language)).items():
            own = sentence[-1] if isinstance(sentence, tuple) else sentence
            for form in forms:
                assert re.findall(r"`[^`]*`|\*+|^-# |<[@#]", form) == re.findall(
                    r"`[^`]*`|\*+|^-# |<[@#]", own
                )


class TestPrivateReplies:
    """What the rooms say that people read."""

    def test_nothing_in_english_alone(self):
        """Whatever is said to people goes through the catalogues, but for what is named here."""
        unspoken = {
            text
            for folder in ("bot/ui", "cogs")
            for path in sorted((ROOT / folder).rglob("*.py"))
            if path.name not in FOR_HOSTS
            for text in unspoken_in(path.read_text(encoding="utf-8"))
        }

        assert unspoken - set(words_of_options()) == ENGLISH

    def test_english_alone_is_found_out(self):
        """Sentences that no catalogue has are found, also with something in them."""
        source = """def say(name):
            'Say hello.'
            return [_("Hello there"), f"Good morning {name}", "See you"]"""

        assert list(unspoken_in(source)) == ["Good morning …", "See you"]

    @pytest.mark.parametrize("language", translated_languages())
    def test_labels_fit(self, language):
        """What stands on buttons, selects and forms fits there in each language."""
        catalogue = read_catalogue(language)
        bounded = {
            found
            for path in sorted((ROOT / "bot" / "ui").rglob("*.py"))
            for found in bounded_in(path.read_text(encoding="utf-8"))
        }
        too_long = {
            form
            for sentence, limit in bounded
            for form in (catalogue[sentence].string, sentence)
            if length(re.sub(r"{\w+}", "", form)) > limit
        }

        assert len(bounded) > MANY
        assert not too_long

    @pytest.mark.parametrize("language", translated_languages())
    def test_descriptions_fit(self, language):
        """A command is described within Discord's limit in each language."""
        catalogue = read_catalogue(language)
        described = [
            description
            for path in sorted((ROOT / "cogs").glob("*.py"))
            for description in descriptions_in(path.read_text(encoding="utf-8"))
        ]

        assert len(described) > MANY
        assert not [one for one in described if length(catalogue[one].string) > COMMAND_DESCRIPTION]

    @pytest.mark.parametrize("language", list(Language))
    def test_the_longest_fit(self, language):
        """What is put together from long sentences fits a message or a form in each language."""
        settings = GuildSettings(organizer_role_id=2**63, channel_id=2**63, log_channel_id=2**63)
        with speaking(language):
            said = [step_content(step, settings) for step in Step]
            said += [say_set(settings), say_organizers(2**63), ask_to_erase(HOLDINGS)]
            form = paste_form(PasteKey())

        assert max(map(length, said)) <= MESSAGE_CONTENT
        labels = [row["components"][0]["label"] for row in form.to_dict()["components"]]
        assert max(map(length, labels)) <= MODAL_TITLE


def test_nothing_is_put_together_first():
    """A sentence put together before it is translated is found out."""
    with pytest.raises(ValueError, match="name"):
        list(sentences_of("_(f'Hello {name}')"))


def test_in_each_language():
    """The same poll is put in the language that is spoken."""
    poll = make_poll()
    closings = {}
    for language in Language:
        with speaking(language):
            shown = poll_embed(poll, closes_at=NOW, reference=REFERENCE)
        closings[language] = shown.description.splitlines()[2], shown.title

    assert closings[Language.ENGLISH] == ("✅ Yes", "Question 1 of 2")
    assert closings[Language.GERMAN] == ("✅ Ja", "Frage 1 von 2")
    assert closings[Language.SPANISH] == ("✅ Sí", "Pregunta 1 de 2")


def test_own_options_stay_as_written():
    """What an organizer wrote is nobody's to translate."""
    with speaking(Language.GERMAN):
        assert words_of(Option(position=0, label="Question", emoji="✅")) == "Question"
        assert [words_of(one) for one in default_options(make_question())] == [
            "Ja",
            "Nein",
            "Unsicher",
        ]


def test_numbers_and_lists():
    """Numbers and lists are written as the language writes them."""
    with speaking(Language.GERMAN):
        assert number(12345) == "12.345"
        assert listing(["a", "b", "c"]) == "a, b und c"
        assert ngettext("{count} vote", "{count} votes", 1) == "1 Stimme"
        assert ngettext("{count} vote", "{count} votes", 1200) == "1.200 Stimmen"
    assert listing(["a", "b"]) == "a and b"


def test_what_goes_in_is_not_read_as_a_sentence():
    """Braces in an article's words are words."""
    assert _("by {author}", author="{0.__class__}") == "by {0.__class__}"


async def test_each_task_speaks_for_itself():
    """A language set in one task is not heard in another."""

    async def reader(language):
        speak(language)
        await asyncio.sleep(0)
        return spoken()

    async with asyncio.TaskGroup() as tasks:
        both = [tasks.create_task(reader(one)) for one in (Language.FRENCH, Language.ITALIAN)]

    assert [task.result() for task in both] == [Language.FRENCH, Language.ITALIAN]
    assert spoken() is Language.ENGLISH
