"""Article text becomes inert Discord text, and sections become parts that fit."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.article import Block, BlockKind, Section
from bot.ui.limits import EMBED_DESCRIPTION, length
from bot.ui.markup import clip, escape, escape_within, plain, render_parts, unescaped

ACTIVE_MENTION = re.compile(
    r"""
      @(?:everyone|here)
    | <@[!&]?\d+> | <\#\d+> | <a?:\w+:\d+> | <t:-?\d+(?::\w)?> | </[^:>]+:\d+> | <id:\w+>
    """,
    re.VERBOSE,
)
MARKUP = r"\*_~|`[]()<>#@:&!/-+.0123456789 aexy\n\u200b\u200d\u202e" + "\n“”é👩🏽"
hostile = st.lists(
    st.sampled_from(
        [
            *MARKUP,
            *("@everyone", "@here", "<@1>", "<@!1>", "<@&1>", "<#1>", "<:e:1>", "<a:e:1>"),
            *("<t:1:R>", "</go on:1>", "<id:home>", "||", "**", "```", "# ", "> ", "1. ", "-# "),
            *("https://example.org/a_b*c", "[x](https://example.org)", ":smile:"),
        ]
    )
).map("".join)


def shown(text):
    """Give what a reader sees of escaped text."""
    words = re.sub(r"\\([!-/:-@\[-`{-~])", r"\1", text).replace("\u200b", "")
    for sign in "@[]*":
        words = words.replace(f"%{ord(sign):X}", sign)
    return words


def words(text):
    """Give a text's words, bullets aside."""
    return "".join(text.split())


class TestEscape:
    """Foreign text as inert Discord text."""

    @pytest.mark.parametrize(
        ("text", "escaped"),
        [
            ("**bold** and snake_case", r"\*\*bold\*\* and snake\_case"),
            ("||spoiler|| ~~gone~~ `code`", r"\|\|spoiler\|\| \~\~gone\~\~ \`code\`"),
            ("[click](https://evil.example)", "\\[click\\]\u200b(https://evil.example)"),
            ("# Heading", r"\# Heading"),
            ("-# small", r"\-# small"),
            ("> quote\n>>> long", "\\> quote\n\\>>> long"),
            ("  - item\n* item", "  \\- item\n\\* item"),
            ("1. first", r"1\. first"),
            ("<@123> <@&123> <#123>", r"<\@123> <\@&123> <\#123>"),
            ("<:e:1> <a:e:1> <t:1:R>", r"<\:e:1> <a\:e:1> <t\:1:R>"),
            ("</go:1> <id:home>", r"<\/go:1> <id\:home>"),
            (":smile:", r"\:smile:"),
            ("back\\slash", r"back\\slash"),
        ],
    )
    def test_shows_markup_as_it_is_written(self, text, escaped):
        """What would be markup is shown as the characters it consists of."""
        assert escape(text) == escaped

    @pytest.mark.parametrize(
        "text",
        [
            "“Quoted”, as it were – isn’t it?",
            "See https://example.org/a_b_(c)?d=*e*#f_g.",
            "It costs $5 (or 5 €) & more; 50 % off!",
        ],
    )
    def test_leaves_ordinary_text_and_bare_links_alone(self, text):
        """Ordinary punctuation and bare links pass unchanged."""
        assert escape(text) == text

    def test_breaks_a_ping_of_everyone(self):
        """A ping of everyone is broken where a backslash might not stop it."""
        assert escape("@everyone, @here") == "@\u200beveryone, @\u200bhere"
        assert escape("https://example.org/@here") == "https://example.org/%40here"

    def test_removes_what_cannot_be_seen(self):
        """Zero-width and bidirectional controls vanish; an emoji family stays together."""
        assert plain("a\u200bb\u202ec\u2066d\ufeffe\u200df") == "abcdef"
        assert plain("👩\u200d👧") == "👩\u200d👧"

    @settings(deadline=None)
    @given(hostile | st.text())
    def test_leaves_no_active_mention(self, text):
        """Whatever a text contains, nobody is mentioned."""
        assert not ACTIVE_MENTION.search(escape(text))

    @settings(deadline=None)
    @given(hostile)
    def test_loses_nothing(self, text):
        """A reader sees exactly the characters of the text."""
        assert shown(escape(text)) == plain(text)

    @settings(deadline=None)
    @given(hostile | st.text(), st.integers(min_value=4, max_value=40))
    def test_fits_within_a_limit(self, text, limit):
        """Shortened text never exceeds its limit and stays inert."""
        assert length(escape_within(text, limit)) <= limit
        assert length(clip(text, limit)) <= limit
        assert not ACTIVE_MENTION.search(escape_within(text, limit))

    def test_says_that_it_was_shortened(self):
        """What is cut off ends with an ellipsis, what fits does not."""
        assert clip("one two three", 9) == "one two…"
        assert clip(" one\n two ", 7) == "one two"


def section(*blocks):
    """Build a section from pairs of kind and text."""
    return Section(heading=None, blocks=tuple(Block(kind=kind, text=text) for kind, text in blocks))


PARAGRAPH, ITEM, QUOTE, CODE = BlockKind.PARAGRAPH, BlockKind.ITEM, BlockKind.QUOTE, BlockKind.CODE


class TestRenderParts:
    """A section as Discord text in parts."""

    def test_renders_every_kind_of_block(self):
        """Paragraphs stand apart, items form a list, quotes and code look like themselves."""
        parts = render_parts(
            section(
                (PARAGRAPH, "First *things*."),
                (ITEM, "• one"),
                (ITEM, "– two"),
                (ITEM, "3. three"),
                (QUOTE, "“Said\nso.”"),
                (CODE, "if x:\n    y = '```'"),
            )
        )

        assert parts == (
            """\
First \\*things\\*.

- one
- two
3\\. three

> “Said
> so.”

```
if x:
    y = '`\u200b`\u200b`'
```""",
        )

    def test_gives_a_part_even_for_a_section_without_text(self):
        """A heading without text is still a prompt."""
        assert render_parts(section()) == ("—",)

    def test_cuts_between_blocks(self):
        """Blocks are left whole where they fit."""
        parts = render_parts(section(*[(PARAGRAPH, "x" * 1500)] * 3))

        assert parts == ("x" * 1500 + "\n\n" + "x" * 1500, "x" * 1500)

    def test_leaves_a_list_whole(self):
        """A list that fits a part is not parted."""
        listed = [(ITEM, "- " + "x" * 500)] * 5

        parts = render_parts(section((PARAGRAPH, "x" * 3000), *listed))

        assert [part.count("- ") for part in parts] == [0, 5]

    def test_cuts_a_long_paragraph_between_sentences(self):
        """A paragraph longer than a part ends its parts with a sentence."""
        parts = render_parts(section((PARAGRAPH, "This is one sentence of many. " * 300)))

        assert len(parts) > 1
        assert all(part.endswith("many.") for part in parts)

    def test_cuts_between_words_where_no_sentence_ends(self):
        """Without sentences words are left whole."""
        parts = render_parts(section((PARAGRAPH, "word " * 2000)))

        assert {word for part in parts for word in part.split()} == {"word"}

    def test_reopens_quotes_and_code(self):
        """Every part of a long quotation or code is one by itself."""
        quoted = render_parts(section((QUOTE, "Quite so, said he. " * 500)))
        code = render_parts(section((CODE, "\n".join(["    line = 1"] * 900))))

        assert all(part.startswith("> ") for part in quoted)
        assert all(part.startswith("```\n    line") for part in code)
        assert all(part.endswith("1\n```") for part in code)

    @settings(deadline=None, max_examples=40)
    @given(
        st.lists(
            st.tuples(
                st.sampled_from(BlockKind),
                st.tuples(hostile, st.integers(min_value=1, max_value=200)).map(
                    lambda given: given[0] * given[1]
                ),
            ),
            max_size=4,
        )
    )
    def test_loses_no_word_and_exceeds_no_limit(self, blocks):
        """All parts fit, and together they hold every word of the section."""
        written = [
            (kind, f"- {text}" if kind is ITEM else text) for kind, text in blocks if text.strip()
        ]

        parts = render_parts(section(*written))

        assert all(0 < length(part) <= EMBED_DESCRIPTION for part in parts)
        # What only draws (bullets, margins, fences) is not compared.
        marks = str.maketrans("", "", "->`—*\\")
        before = "".join(words(plain(text)) for _, text in written)
        after = "".join(words(shown(part)) for part in parts)
        assert after.translate(marks) == before.translate(marks)


@given(st.text())
def test_what_was_escaped_reads_as_before_on_a_terminal(text):
    """No backslash that Discord would swallow is left where every character is shown."""
    assert unescaped(escape(text)) == plain(text)
