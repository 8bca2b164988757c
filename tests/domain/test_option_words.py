"""Options as organizers write them: an emoji and words to a line."""

import pytest

from bot.domain.article import QuestionKind
from bot.domain.ballot import default_options
from bot.domain.option_words import parse_options
from bot.errors import (
    OptionWithoutWords,
    RepeatedEmoji,
    UnknownEmoji,
    WordsWanted,
    WrongNumberOfOptions,
)
from tests.builders import make_question

OWN = {"party": "<:party:1234567>", "wave": "<a:wave:7654321>"}


def read(lines, neutral="❔ Unsure"):
    """Give the options as emoji and words, the neutral one in brackets."""
    options = parse_options(lines, neutral, OWN)
    assert [option.position for option in options] == list(range(len(options)))
    return [
        f"({one.emoji} {one.label})" if one.neutral else f"{one.emoji} {one.label}"
        for one in options
    ]


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        ("✅ Yes\n❌ No", ["✅ Yes", "❌ No"]),
        ("  ✅Yes \n\n ❌   No  way ", ["✅ Yes", "❌ No way"]),
        ("👩🏽‍💻 Coders\n🇪🇺 Europe\n1️⃣ One", ["👩🏽‍💻 Coders", "🇪🇺 Europe", "1️⃣ One"]),
        ("Fast\nSlow", ["🅰️ Fast", "🅱️ Slow"]),
        ("Fast\n❌ No\nSlow", ["🇦 Fast", "❌ No", "🇨 Slow"]),
        ("🇦 Fast\n🇧 Slow\n🇨 Never", ["🇦 Fast", "🇧 Slow", "🇨 Never"]),
        (
            ":party: Party\n<a:wave:7654321> Wave",
            ["<:party:1234567> Party", "<a:wave:7654321> Wave"],
        ),
        ("2: not an emoji\n(3) nor this", ["🅰️ 2: not an emoji", "🅱️ (3) nor this"]),
    ],
)
def test_reads(lines, expected):
    """An emoji first, else a letter by the option's place."""
    assert read(lines) == [*expected, "(❔ Unsure)"]


def test_the_neutral_one_has_an_emoji_too():
    """Without one of its own it has the question mark."""
    assert read("✅ Yes", "No idea")[-1] == "(❔ No idea)"
    assert read("✅ Yes", "🤷 No idea")[-1] == "(🤷 No idea)"


@pytest.mark.parametrize(
    ("lines", "neutral", "error"),
    [
        (" \n ", "❔ Unsure", WrongNumberOfOptions),
        ("\n".join(f"No. {at}" for at in range(20)), "❔ Unsure", WrongNumberOfOptions),
        ("✅ Yes\n✅ Yes indeed", "❔ Unsure", RepeatedEmoji),
        ("✅ Yes\n❔ Perhaps", "Unsure", RepeatedEmoji),
        ("✅", "❔ Unsure", OptionWithoutWords),
        ("✅ Yes", "❔", OptionWithoutWords),
        ("✅ Yes", "  ", WordsWanted),
        (":elsewhere: Yes", "❔ Unsure", UnknownEmoji),
        ("<:party:999> Yes", "❔ Unsure", UnknownEmoji),
    ],
)
def test_refuses(lines, neutral, error):
    """What cannot be a poll says why."""
    with pytest.raises(error):
        parse_options(lines, neutral, OWN)


@pytest.mark.parametrize("kind", QuestionKind)
def test_reads_what_it_shows(kind):
    """The options of a kind, shown as lines, are read as the same; every neutral one is kept."""
    options = default_options(make_question(kind=kind))
    lines = [
        "\n".join(f"{one.emoji} {one.label}" for one in options if one.neutral is neutral)
        for neutral in (False, True)
    ]

    assert parse_options(*lines, {}) == options


def test_a_letter_that_another_line_has_is_not_given():
    """Lines that were given letters before are shown with them, and others put between."""
    assert read("Everybody\n🇦 The town\n🇧 Nobody") == [
        *("🇩 Everybody", "🇦 The town", "🇧 Nobody"),
        "(❔ Unsure)",
    ]
    assert read("🇧 Y\n🇨 Z\nNew")[2] == "🇩 New"


def test_an_emoji_may_be_named_and_needs_no_space():
    """As Discord's apps let people type them; a server's own comes before one of that name."""
    assert read(":thumbsup: Yes\n:party:No\n<a:wave:7654321>Perhaps\n✅Sure")[:4] == [
        "👍 Yes",
        "<:party:1234567> No",
        "<a:wave:7654321> Perhaps",
        "✅ Sure",
    ]
