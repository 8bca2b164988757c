"""A poll's message says what is asked, how to vote and, once closed, what came of it."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.article import QuestionKind
from bot.domain.ballot import Option
from bot.ui.bars import bar
from bot.ui.limits import EMBED_DESCRIPTION, EMBEDS_TOTAL, length
from bot.ui.polls import poll_embed, results_embed
from tests.ui.samples import NOW, REFERENCE, count, make_poll, make_post

CLOSES = f"<t:{int(NOW.timestamp())}:R>"


def described(poll, tally=None):
    """Give the text of a poll's message."""
    return poll_embed(poll, closes_at=NOW, reference=REFERENCE, tally=tally).description


class TestPollEmbed:
    """A poll's own message."""

    def test_puts_the_question_with_its_options_in_words(self):
        """Every option stands beside its emoji, and the rules of voting below."""
        assert described(make_poll(question="Is it *so*?")).split("\n") == [
            r"**Is it \*so\*?**",
            "",
            "✅ Yes",
            "❌ No",
            "❔ Unsure",
            "",
            "Your latest choice counts. Votes are public.",
            f"Closes {CLOSES}",
        ]

    def test_is_numbered_where_there_are_several(self):
        """A single question of a section has no number."""
        several = poll_embed(make_poll(), closes_at=NOW, reference=REFERENCE)
        single = poll_embed(make_poll(of=1), closes_at=NOW, reference=REFERENCE)

        assert several.title == "Question 1 of 2"
        assert single.title == "Question"
        assert several.footer.text == f"ref {REFERENCE}"

    @pytest.mark.parametrize("kind", [QuestionKind.WH, QuestionKind.EITHER_OR])
    def test_asks_how_pressing_a_discussion_question_is(self, kind):
        """What the options answer stands on a line of its own."""
        lines = described(make_poll(kind)).split("\n")

        assert lines[2] == "**How pressing is this question?**"
        assert lines[4] == "🔥 Pressing"

    def test_asks_only_the_question_where_the_options_answer_it(self):
        """An organizer's own options answer the question itself."""
        own = tuple(
            Option(position=place, label=label, emoji="✅") for place, label in enumerate("AB")
        )

        assert "pressing" not in described(make_poll(QuestionKind.WH, options=own))

    def test_says_that_several_may_be_chosen(self):
        """A poll that allows several says so."""
        assert "You may choose several. Votes are public." in described(make_poll(multiple=True))

    def test_shows_the_result(self):
        """Bars, percentages and counts, the turnout, and what the icons are."""
        poll = make_poll()

        assert described(poll, count(poll, 3, 1, 0).tally).split("\n") == [
            "**Is it so?**",
            "",
            "`████████░░  75 %` ✅ Yes · 3 votes",
            "`██░░░░░░░░  25 %` ❌ No · 1 vote",
            "`░░░░░░░░░░   0 %` ❔ Unsure · 0 votes",
            "",
            "**Voting has closed.** 4 members voted.",
            "The icons below also show the bot’s own mark and earlier choices.",
        ]

    def test_says_that_nobody_voted(self):
        """An empty poll closes with that."""
        poll = make_poll()

        assert "**Voting has closed.** Nobody voted." in described(poll, count(poll).tally)

    @settings(deadline=None, max_examples=30)
    @given(
        question=st.sampled_from(["*", "word ", "👩🏽"]).map(lambda piece: piece * 300),
        label=st.sampled_from(["|", "word ", "👩🏽", "x"]).map(lambda piece: (piece * 100)[:100]),
        number=st.integers(min_value=2, max_value=20),
        emoji=st.sampled_from(["✅", f"<:{'x' * 32}:{10**19}>"]),
        votes=st.lists(st.integers(min_value=0, max_value=30), max_size=20),
    )
    def test_fits_whatever_is_asked(self, question, label, number, emoji, votes):
        """Twenty of the longest options fit, open and closed, each with its words."""
        options = tuple(Option(position=place, label=label, emoji=emoji) for place in range(number))
        poll = make_poll(QuestionKind.WH, question=question, options=options)

        for tally in (None, count(poll, *votes[:number]).tally):
            embed = poll_embed(poll, closes_at=NOW, reference=REFERENCE, tally=tally)

            assert length(embed.description) <= EMBED_DESCRIPTION
            assert len(embed) <= EMBEDS_TOTAL
            assert embed.description.count(emoji) == number


class TestResultsEmbed:
    """The one result message of a section."""

    def test_shows_every_poll_of_the_section(self):
        """Each with its bars and turnout; the counting rule once."""
        results = [count(make_poll(), 2, 1), count(make_poll(QuestionKind.WH, question="Why?"), 1)]

        embed = results_embed(make_post(), results, reference=REFERENCE)

        assert embed.title == "Section 3: how you voted"
        assert "**Is it so?**\n`███████░░░  67 %` ✅ Yes · 2 votes" in embed.description
        assert "**Why?** How pressing is this question?\n`██████████ 100 %`" in embed.description
        assert "3 members voted. [See the poll](https://discord.com/" in embed.description
        assert embed.description.count("Each member’s latest choice counts.") == 1
        assert embed.footer.text == f"ref {REFERENCE}"

    @pytest.mark.parametrize("number", [1, 5, 20, 40])
    def test_fits_however_many_polls_there_are(self, number):
        """Many polls are shown in brief, and what is left out is named."""
        results = [count(make_poll(question="*" * 300), 2, 2)] * number

        embed = results_embed(make_post(), results, reference=REFERENCE)

        assert length(embed.description) <= EMBED_DESCRIPTION
        shown = embed.description.count("4 members voted.")
        assert shown == number or f"and {number - shown} more" in embed.description


@pytest.mark.parametrize(
    ("percent", "cells"), [(0, 0), (1, 1), (4, 1), (50, 5), (95, 10), (100, 10), (140, 10)]
)
def test_a_bar_has_ten_cells(percent, cells):
    """Whatever is more than nothing can be seen; nothing overflows."""
    assert bar(percent) == "█" * cells + "░" * (10 - cells)


def test_a_result_says_how_many_votes_were_set_aside():
    """The poll's own message does, beside how many voted."""
    counted = count(make_poll(), 1, 0, 0).tally
    aside = replace(counted, set_aside=1)

    assert "1 member voted. The votes of 1 member were set aside." in described(make_poll(), aside)
    assert "set aside" not in described(make_poll(), counted)


def test_results_too_long_for_one_message_send_nobody_to_a_command():
    """Members cannot use organizers' commands: what is left out is found in its own message."""
    results = [count(make_poll(question="So? " * 90), 1)] * 25

    embed = results_embed(make_post(), results, reference=REFERENCE)

    assert "more polls: their results stand in their own messages." in embed.description
    assert "/tally" not in embed.description
