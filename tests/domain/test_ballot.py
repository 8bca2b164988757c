"""Ballots: the options offered, where polls go, which reactions are the same, which votes count."""

from operator import attrgetter

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.domain.article import Question, QuestionKind, QuestionSource
from bot.domain.ballot import (
    MOST_OPTIONS,
    Place,
    Vote,
    choices,
    default_options,
    normalise_emoji,
    place_of,
)


def ask(
    text="Is it so?",
    *,
    section=0,
    kind=QuestionKind.YES_NO,
    source=QuestionSource.BODY,
    alternatives=(),
):
    """Make a question in few words."""
    return Question(
        text=text,
        shown=text,
        sentence=text,
        section=section,
        kind=kind,
        source=source,
        alternatives=alternatives,
    )


def words(options):
    """Give options as people see them, neutral ones in brackets."""
    return [
        f"({option.emoji} {option.label})" if option.neutral else f"{option.emoji} {option.label}"
        for option in options
    ]


votes = st.builds(
    Vote,
    member_id=st.integers(1, 6),
    position=st.integers(0, 4),
    arrival=st.none() | st.integers(0, 12),
)
vote_lists = st.lists(votes, max_size=30)


class TestDefaultOptions:
    """The options of a question nobody has written options for."""

    def test_yes_no(self):
        """A yes/no question offers yes, no and unsure."""
        assert words(default_options(ask())) == ["✅ Yes", "❌ No", "(❔ Unsure)"]

    def test_either_or(self):
        """An either/or question offers its alternatives, both and unsure."""
        question = ask(kind=QuestionKind.EITHER_OR, alternatives=("a leap", "a bubble"))

        assert words(default_options(question)) == [
            "🅰️ a leap",
            "🅱️ a bubble",
            "(⚖️ Both / it depends)",
            "(❔ Unsure)",
        ]

    def test_more_than_two_alternatives(self):
        """Among three, several may be right, not both."""
        question = ask(kind=QuestionKind.EITHER_OR, alternatives=("free", "cheap", "private"))

        assert words(default_options(question))[-2:] == [
            "(⚖️ Several / it depends)",
            "(❔ Unsure)",
        ]

    def test_discussion_question(self):
        """A question without answers to choose from is asked how pressing it is."""
        assert words(default_options(ask(kind=QuestionKind.WH))) == [
            "🔥 Pressing",
            "👀 Worth watching",
            "💤 Not a concern",
            "(❔ Unsure)",
        ]

    def test_three_alternatives_take_letters_of_one_kind(self):
        """From three alternatives on all carry letters that go on after B."""
        question = ask(kind=QuestionKind.EITHER_OR, alternatives=("red", "green", "blue"))

        assert [option.emoji for option in default_options(question)[:3]] == ["🇦", "🇧", "🇨"]

    @pytest.mark.parametrize("alternatives", [(), ("alone",)])
    def test_either_or_without_two_alternatives_is_a_discussion_question(self, alternatives):
        """Where the alternatives were not found no made-up ones are offered."""
        question = ask(kind=QuestionKind.EITHER_OR, alternatives=alternatives)

        assert default_options(question)[0].label == "Pressing"

    @given(st.sampled_from(QuestionKind), st.lists(st.text(min_size=1), max_size=30))
    def test_every_default_can_be_voted_on(self, kind, alternatives):
        """At most 20 options, numbered in order, told apart by emoji, a neutral one last."""
        options = default_options(ask(kind=kind, alternatives=tuple(alternatives)))

        assert len(options) <= MOST_OPTIONS
        assert [option.position for option in options] == list(range(len(options)))
        assert len({normalise_emoji(option.emoji) for option in options}) == len(options)
        assert options[-1].neutral
        assert sum(not option.neutral for option in options) >= 2


class TestEmoji:
    """Which reactions are the same."""

    @pytest.mark.parametrize(
        ("emoji", "base"),
        [
            ("✅", "✅"),
            ("⚖️", "⚖"),
            ("⚖", "⚖"),
            ("1️⃣", "1⃣"),
            ("👍🏽", "👍"),
            ("✌🏿", "✌"),
            ("✌️", "✌"),
            ("👩🏽‍💻", "👩‍💻"),
            ("🏽", "🏽"),
            ("party:123", "123"),
            ("<:party:123>", "123"),
            ("<a:party:123>", "123"),
            ("renamed:123", "123"),
            ("123", "123"),
        ],
    )
    def test_base_forms(self, emoji, base):
        """Variation selectors and skin tones go; a server's own emoji is its id."""
        assert normalise_emoji(emoji) == base

    @example("0:🏻0")
    @given(st.text(max_size=8) | st.text("✌👍🏽\ufe0f🏿:<>a1", max_size=8))
    def test_the_base_form_is_its_own_base(self, emoji):
        """Taking the base form twice is taking it once, and only nothing becomes nothing."""
        base = normalise_emoji(emoji)

        assert normalise_emoji(base) == base
        assert base or not emoji.replace("\ufe0f", "")


class TestPlaces:
    """Where polls are posted."""

    @pytest.mark.parametrize(
        ("kind", "place"),
        [
            (QuestionKind.YES_NO, Place.CHANNEL),
            (QuestionKind.EITHER_OR, Place.CHANNEL),
            (QuestionKind.WH, Place.THREAD),
        ],
    )
    def test_auto(self, kind, place):
        """Answers to choose from stand in the channel, discussion questions in the thread."""
        assert place_of(kind) is place


class TestCountingRule:
    """One member, one choice, unless the poll allows several."""

    @pytest.mark.parametrize(
        ("held", "counts"),
        [
            ([(0, 5)], 0),
            ([(0, 5), (2, 9)], 2),
            ([(2, 5), (0, 9)], 0),
            ([(0, None), (2, None)], 0),
            ([(3, None), (2, None)], 2),
            ([(0, None), (2, 1)], 2),
            ([(3, 1), (0, None)], 3),
            ([(1, 0), (0, None)], 1),
            ([(2, None), (2, 7), (1, 3)], 2),
            ([(2, 7), (1, 7)], 1),
        ],
    )
    def test_single_choice(self, held, counts):
        """The latest counts; a known arrival beats an unknown; then the first listed counts."""
        cast = [Vote(7, position, arrival) for position, arrival in held]

        assert choices(cast) == {7: {counts}}

    def test_several_choices(self):
        """Where a poll allows several, all that are held count."""
        cast = [Vote(7, 0, 1), Vote(7, 2, None), Vote(8, 2, 3), Vote(7, 0, 4)]

        assert choices(cast, multiple=True) == {7: {0, 2}, 8: {2}}

    def test_nobody(self):
        """Without votes nobody has a choice."""
        assert choices([]) == choices([], multiple=True) == {}

    @given(st.data(), vote_lists, st.booleans())
    def test_the_order_of_rows_does_not_matter(self, data, cast, multiple):
        """However the rows come, the choices are the same."""
        shuffled = data.draw(st.permutations(cast))

        assert choices(shuffled, multiple=multiple) == choices(cast, multiple=multiple)

    @given(vote_lists, st.booleans())
    def test_a_duplicate_does_not_matter(self, cast, multiple):
        """The same rows twice give the same choices."""
        assert choices(cast + cast, multiple=multiple) == choices(cast, multiple=multiple)

    @given(vote_lists, st.booleans())
    def test_everybody_who_voted_has_a_choice_that_was_theirs(self, cast, multiple):
        """Each voter, and nobody else, has a choice, made of options they hold."""
        chosen = choices(cast, multiple=multiple)

        assert set(chosen) == {vote.member_id for vote in cast}
        for member_id, positions in chosen.items():
            held = {vote.position for vote in cast if vote.member_id == member_id}
            assert positions == held if multiple else len(positions) == 1 and positions <= held

    @given(vote_lists, st.booleans())
    def test_members_do_not_touch_each_other(self, cast, multiple):
        """A member's choice depends on that member's votes alone."""
        chosen = choices(cast, multiple=multiple)

        for member_id, positions in chosen.items():
            own = [vote for vote in cast if vote.member_id == member_id]
            assert choices(own, multiple=multiple) == {member_id: positions}

    @given(vote_lists)
    def test_single_choice_agrees_with_the_rule_in_words(self, cast):
        """The choice is the last by arrival among the known, else the first by position."""
        for member_id, chosen in choices(cast).items():
            own = [vote for vote in cast if vote.member_id == member_id]
            known = [vote for vote in own if vote.arrival is not None]
            latest = max(known, key=attrgetter("arrival")).arrival if known else None
            decisive = [vote for vote in own if vote.arrival == latest]

            assert chosen == {min(vote.position for vote in decisive)}

    @given(vote_lists, votes)
    def test_a_vote_that_arrives_last_counts(self, cast, vote):
        """Whatever was held before, a new reaction is the member's choice."""
        new = vote._replace(arrival=100)

        assert choices([*cast, new])[new.member_id] == {new.position}

    @given(vote_lists, votes)
    def test_changing_ones_mind_and_back_leaves_no_trace(self, cast, vote):
        """A reaction added and taken back leaves every choice as it was."""
        new = vote._replace(arrival=100)
        held = [*cast, new]

        held.remove(new)

        assert choices(held) == choices(cast)
