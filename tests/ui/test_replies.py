"""Every error has words for the person who meets it."""

import contextlib
from dataclasses import fields
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot import errors
from bot.domain.discussion import Action, DiscussionState, move
from bot.domain.language import Language
from bot.domain.post import PostState
from bot.ui.host_replies import explain_to_host
from bot.ui.limits import MESSAGE_CONTENT
from bot.ui.replies import FALLBACK, explain, explain_bug
from bot.ui.speech import speaking
from tests.catalogue import translated_languages

NOW = datetime(2026, 3, 1, 9, tzinfo=UTC)


def leaves(root):
    """Give the classes below an error that have none below themselves."""
    below = root.__subclasses__()
    return [leaf for child in below for leaf in leaves(child)] if below else [root]


FOR_HOSTS = [
    leaf
    for root in (errors.ConfigurationError, errors.Unavailable, errors.UpkeepError)
    for leaf in leaves(root)
]
FOR_PEOPLE = [leaf for leaf in leaves(errors.ColloquyError) if leaf not in FOR_HOSTS]


def make(leaf):
    """Make an error of that class, its words hostile."""
    values = {}
    for field in fields(leaf):
        match field.name:
            case "permissions" | "suggestions":
                values[field.name] = ("Send Messages", "Embed Links")
            case _ if field.type is int and field.name != "given":
                values[field.name] = 1_500_000
            case "given" if leaf is errors.WrongNumberOfOptions:
                values[field.name] = 21
            case "now" | "closing" | "earliest":
                values[field.name] = NOW
            case "given" if leaf is errors.PastTime:
                values[field.name] = NOW
            case "path":
                values[field.name] = Path("data/colloquy.db")
            case "action":
                values[field.name] = Action.PAUSE
            case "state":
                about_section = leaf is errors.SectionNotToCome
                values[field.name] = PostState.POSTED if about_section else DiscussionState.FINISHED
            case _:
                values[field.name] = "Some <@1> *thing*"
    return leaf(**values)


@pytest.mark.parametrize("leaf", FOR_PEOPLE)
def test_every_refusal_has_its_own_words(leaf):
    """Whatever is refused, the reply is about that and fits a message."""
    text = explain(make(leaf))

    assert text != FALLBACK
    assert text.endswith((".", "?"))
    assert len(text) <= MESSAGE_CONTENT
    assert leaf.__name__ not in text
    assert "<@1>" not in text


@pytest.mark.parametrize("language", translated_languages())
@pytest.mark.parametrize("leaf", FOR_PEOPLE)
def test_every_refusal_in_each_language(leaf, language):
    """A refusal is as whole, short and harmless in a translation, and no longer English."""
    english = explain(make(leaf))
    with speaking(language):
        text = explain(make(leaf))

    assert text != english
    assert text.endswith((".", "?"))
    assert len(text) <= MESSAGE_CONTENT
    assert "<@1>" not in text


@pytest.mark.parametrize("leaf", [*FOR_HOSTS, errors.DatabaseFailed])
def test_every_bad_start_has_one_sentence(leaf):
    """What keeps the bot from starting is told in one line."""
    text = explain_to_host(make(leaf))

    assert text.endswith(".")
    assert "\n" not in text
    assert leaf.__name__ not in text


def test_names_the_channel_and_what_is_missing_there():
    """A missing permission is named with its channel."""
    error = errors.MissingPermission(channel_id=7, permissions=("Send Messages", "Embed Links"))

    assert explain(error).startswith("In <#7> I lack **Send Messages**, **Embed Links**.")


def test_offers_near_time_zones():
    """A misspelt zone is answered with the ones that may be meant."""
    error = errors.UnknownTimeZone(given="Berlin", suggestions=("Europe/Berlin",))

    assert "Did you mean `Europe/Berlin`?" in explain(error)
    assert "choose from the list" in explain(errors.UnknownTimeZone(given="Nowhere"))


def test_names_a_place_instead_of_a_zone_without_clock_changes():
    """Whoever typed EST is told what is wrong with it and what to type."""
    error = errors.TimeZoneWithoutChanges(given="EST", suggestions=("America/New_York",))

    assert "such as `America/New_York`" in explain(error)
    assert "choose from the list" in explain(errors.TimeZoneWithoutChanges(given="Etc/GMT+1"))


@pytest.mark.parametrize(
    ("action", "state", "words"),
    [
        (Action.PAUSE, DiscussionState.PAUSED, "is paused already."),
        (Action.RESUME, DiscussionState.RUNNING, "is running, so it cannot be resumed."),
        (Action.STOP, DiscussionState.FINISHED, "is finished, so it cannot be stopped."),
    ],
)
def test_says_why_a_discussion_cannot_be_moved(action, state, words):
    """The reply names the state the discussion is in."""
    assert words in explain(errors.IllegalMove(action=action, state=state))


@pytest.mark.parametrize("action", Action)
@pytest.mark.parametrize("state", DiscussionState)
@pytest.mark.parametrize("language", Language)
def test_has_words_for_every_action_in_every_state(action, state, language):
    """Whatever a state refuses is refused in a sentence that says what to do next."""
    with contextlib.suppress(errors.IllegalMove):
        assert move(state, action)
        return
    with speaking(language):
        assert "`/discussion" in explain(errors.IllegalMove(action=action, state=state))


def test_gives_the_start_in_the_readers_own_time():
    """Instants are shown as Discord timestamps."""
    assert f"<t:{int(NOW.timestamp())}:f>" in explain(errors.PastTime(given=NOW, now=NOW))


def test_a_bug_is_told_with_its_reference():
    """Who reports a fault can name the line of the log."""
    assert "`123`" in explain_bug(reference="123")
