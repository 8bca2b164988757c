"""A posted section says where in the series it stands, whose it is and how the last one went."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.ballot import PollState
from bot.ui.headings import thread_name
from bot.ui.limits import (
    EMBED_AUTHOR,
    EMBED_DESCRIPTION,
    EMBED_FOOTER,
    EMBED_TITLE,
    EMBEDS_TOTAL,
    MESSAGE_CONTENT,
    THREAD_NAME,
    length,
)
from bot.ui.prompts import prompt_content, prompt_embed
from tests.ui.samples import REFERENCE, count, make_poll, make_prompt

LONG = st.sampled_from(["*", "[x](y)", "word ", "@everyone ", "<@1>", "👩🏽", "\n"]).flatmap(
    lambda piece: st.integers(min_value=1, max_value=600).map(lambda times: piece * times)
)


class TestPromptEmbed:
    """The section itself."""

    def test_is_headed_with_its_place_and_heading(self):
        """The place in the series stands above the heading."""
        embed = prompt_embed(make_prompt(heading="Who *owns* it?"), reference=REFERENCE)

        assert embed.author.name == "3 of 7"
        assert embed.title == r"Who \*owns\* it?"
        assert embed.description == "The text."
        assert embed.footer.text == f"A title · by An Author · ref {REFERENCE}"

    def test_a_section_without_a_heading(self):
        """The first is the opening, others go by their number."""
        first = replace(make_prompt(heading=None), number=1)
        assert prompt_embed(first, reference=REFERENCE).title == "Opening"
        third = replace(make_prompt(heading=None), number=3)
        assert prompt_embed(third, reference=REFERENCE).title == "Part 3"

    def test_says_that_it_continues(self):
        """Further parts are marked."""
        embed = prompt_embed(make_prompt(part=1, parts=2), reference=REFERENCE)

        assert embed.author.name == "3 of 7, continued"

    def test_links_and_names_the_source(self):
        """The heading links to the article where it has an address."""
        embed = prompt_embed(
            make_prompt(source="https://example.org/a", author=None), reference=REFERENCE
        )

        assert embed.url == "https://example.org/a"
        assert embed.footer.text == f"A title · https://example.org/a · ref {REFERENCE}"

    def test_takes_no_other_source_for_a_link(self):
        """What is no address is named, not linked."""
        for source in ("javascript:alert(1)", "my shelf", "https://[", "http://", "h" * 3000):
            embed = prompt_embed(make_prompt(source=source), reference=REFERENCE)

            assert embed.url is None

    @settings(deadline=None)
    @given(title=LONG, heading=LONG, author=LONG, source=LONG)
    def test_fits_whatever_the_article_is_called(self, title, heading, author, source):
        """No limit is exceeded, and the reference stays whole."""
        prompt = make_prompt(
            title=title,
            heading=heading,
            author=author,
            source=source,
            text="x" * EMBED_DESCRIPTION,
        )

        embed = prompt_embed(prompt, reference=REFERENCE)

        assert 0 < length(embed.title) <= EMBED_TITLE
        assert length(embed.author.name) <= EMBED_AUTHOR
        assert length(embed.footer.text) <= EMBED_FOOTER
        assert embed.footer.text.endswith(REFERENCE)
        assert len(embed) <= EMBEDS_TOTAL


class TestPromptContent:
    """The line on the section before."""

    def test_says_how_the_section_before_stands(self):
        """Percentage, answer, question, turnout and the way there."""
        standing = count(make_poll(question="Is it *safe*?"), 3, 1, 1)

        assert prompt_content(make_prompt(standing=standing)) == (
            r"So far **60 % Yes** on “Is it \*safe\*?” · 5 voted · "
            "[see the poll](https://discord.com/channels/1/10/11)"
        )

    def test_says_how_it_ended(self):
        """A closed poll is spoken of as over."""
        standing = count(make_poll(state=PollState.CLOSED), 1)

        assert prompt_content(make_prompt(standing=standing)).startswith("In the end **100 % Yes**")

    def test_names_answers_that_are_level(self):
        """None of several leading answers is left out."""
        line = prompt_content(make_prompt(standing=count(make_poll(), 2, 2, 1)))

        assert line.startswith("So far **Yes and No** are level at **40 %** on")

    def test_says_nothing_where_there_is_nothing_to_say(self):
        """Neither a first section nor a further part has the line, nor a poll without a side."""
        standing = count(make_poll(), 3)

        assert prompt_content(make_prompt()) is None
        assert prompt_content(make_prompt(part=1, standing=standing)) is None
        assert prompt_content(make_prompt(standing=count(make_poll(), 0, 0, 4))) is None

    def test_mentions_the_role_first_and_once(self):
        """The role stands on a line of its own above the line, in the first part alone."""
        standing = count(make_poll(), 3)

        pinging = prompt_content(make_prompt(ping_role_id=77, standing=standing))
        assert pinging.split("\n") == ["<@&77>", prompt_content(make_prompt(standing=standing))]
        assert prompt_content(make_prompt(ping_role_id=77)) == "<@&77>"
        assert prompt_content(make_prompt(ping_role_id=77, part=1)) is None

    @settings(deadline=None)
    @given(question=LONG)
    def test_fits_a_message(self, question):
        """However long the question, the line fits."""
        line = prompt_content(make_prompt(standing=count(make_poll(question=question), 1)))

        assert length(line) <= MESSAGE_CONTENT


class TestThreadName:
    """What a section's thread is called."""

    @settings(deadline=None)
    @given(
        template=st.none() | st.sampled_from(["{number}/{of} {heading}", "{title}: {heading}"]),
        heading=st.none() | LONG,
        title=LONG,
    )
    def test_fits(self, template, heading, title):
        """A thread's name is never too long nor empty."""
        name = thread_name(template, number=3, of=12, heading=heading, title=title)

        assert 0 < length(name) <= THREAD_NAME

    @pytest.mark.parametrize(
        ("template", "name"),
        [
            (None, "The {title} of it"),
            ("{number}/{of} {heading}", "3/12 The {title} of it"),
            ("{title} · {heading}", "On bread · The {title} of it"),
            ("Week {number}", "Week 3"),
        ],
    )
    def test_says_what_the_template_says(self, template, name):
        """Fields are filled in once; what stands in a heading is no field."""
        heading = "The {title} of it"

        assert thread_name(template, number=3, of=12, heading=heading, title="On bread") == name

    def test_cuts_headings_and_keeps_the_rest(self):
        """A long heading leaves room for what the template says after it."""
        name = thread_name(
            "{heading} ({number} of {of})", number=3, of=12, heading="Bread " * 40, title="x"
        )

        assert name.endswith("… (3 of 12)")

    def test_without_a_heading(self):
        """A section without a heading is called the opening, and by default by the title."""
        named = {"number": 1, "of": 2, "heading": None, "title": "On bread"}

        assert thread_name("{number} {heading}", **named) == "1 Opening"
        assert thread_name("{heading}", **{**named, "number": 2}) == "Part 2"
        assert thread_name(None, **named) == "On bread"
