"""The tests' own reader of Discord's text: it must see what is live, or they prove nothing."""

import pytest

from tests.ui.discord_text import complain, see, words_of


@pytest.mark.parametrize(
    "text",
    [
        "Hello @everyone",
        "`@here`",
        "<@1> and <@&2> and <#3> and </go on:4> and <t:1:R> and <:e:1> and <id:home>",
        "[click](https://evil.example)",
        "[click](<https://evil.example>)",
        r"\\[click](https://evil.example)",
        "https://discord.gg/abc",
        "discord.com/invite/abc",
        "||spoiler||",
        "||open",
        "```\nopen",
        "**open",
        "`code`",
        "a\u202eb",
        "[https://bank.example](https://evil.example)",
    ],
)
def test_sees_what_is_live(text):
    """Each of these does something to whoever reads it."""
    assert complain(text)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (r"\*\*bold\*\* \[a\]", "**bold**[a]"),
        ("```\nx = 1\n```", "x=1"),
        ("> quoted\n- item\n**bold**", "quoteditembold"),
        ("See https://example.org/a_b.", "Seehttps://example.org/a_b."),
        (r"\\ and <\@1>", "\\and<@1>"),
    ],
)
def test_reads_what_is_not(text, words):
    """Escaped marks are words; ours are none."""
    assert complain(text) == []
    assert words_of(text) == words


def test_sees_blocks_at_line_starts_only():
    """A quote, a list and a heading begin with a line."""
    assert see("> a\n- b > c\n# d\n\\# e").blocks == ["> ", "- ", "# "]
