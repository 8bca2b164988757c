"""Options as organizers write them: an emoji and words to a line."""

import pytest

from bot.domain.ballot import default_options
from bot.domain.option_words import parse_options
from bot.errors import RepeatedEmoji, UnknownEmoji, WordsWanted, WrongNumberOfOptions
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
        ("✅", "❔ Unsure", WordsWanted),
        ("✅ Yes", "❔", WordsWanted),
        ("✅ Yes", "  ", WordsWanted),
        (":elsewhere: Yes", "❔ Unsure", UnknownEmoji),
        ("<:party:999> Yes", "❔ Unsure", UnknownEmoji),
    ],
)
def test_refuses(lines, neutral, error):
    """What cannot be a poll says why."""
    with pytest.raises(error):
        parse_options(lines, neutral, OWN)


def test_reads_what_it_shows():
    """The options of a kind, shown as lines, are read as the same."""
    options = default_options(make_question())
    *answers, neutral = [f"{one.emoji} {one.label}" for one in options]

    assert parse_options("\n".join(answers), neutral, {}) == options
