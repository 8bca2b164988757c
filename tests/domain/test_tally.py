"""Tallies: counts, turnout, shares, who is ahead, whole percentages."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.ballot import Option, Vote, choices
from bot.domain.tally import Count, Tally, percentages, tally

YES, NO, UNSURE = (
    Option(position=0, label="Yes", emoji="✅"),
    Option(position=1, label="No", emoji="❌"),
    Option(position=2, label="Unsure", emoji="❔", neutral=True),
)
OPTIONS = (YES, NO, UNSURE)

votes = st.builds(
    Vote,
    member_id=st.integers(1, 9),
    position=st.integers(0, 3),  # 3 is no option
    arrival=st.none() | st.integers(0, 20),
)
vote_lists = st.lists(votes, max_size=40)
event_lists = st.lists(st.tuples(st.booleans(), st.integers(1, 5), st.integers(0, 2)), max_size=60)


def single(*numbers):
    """Make the tally of a single-choice poll with these numbers of votes."""
    options = [Option(position=i, label=str(i), emoji=str(i)) for i in range(len(numbers))]
    counts = zip(options, numbers, strict=True)
    return Tally(
        counts=tuple(Count(option=option, votes=number) for option, number in counts),
        turnout=sum(numbers),
    )


def numbers(counted):
    """Give the votes of a tally in the order of its options."""
    return [count.votes for count in counted.counts]


class TestCounting:
    """Votes become counts."""

    def test_counts_stand_in_the_order_of_the_options(self):
        """Every option has its count, also with no vote, in the order given."""
        counted = tally(OPTIONS, [Vote(1, 1, 1), Vote(2, 1, 2), Vote(3, 2, 3)])

        assert [(count.option, count.votes) for count in counted.counts] == [
            (YES, 0),
            (NO, 2),
            (UNSURE, 1),
        ]
        assert counted.turnout == 3

    def test_options_need_not_be_numbered_without_gaps(self):
        """Counts follow an option's position, not its place in the list."""
        counted = tally((UNSURE, YES), [Vote(1, 0, 1), Vote(2, 0, 2), Vote(3, 2, 3)])

        assert numbers(counted) == [1, 2]

    def test_a_vote_for_no_option_is_as_if_never_cast(self):
        """A later reaction that is no option neither counts nor supersedes."""
        counted = tally(OPTIONS, [Vote(1, 0, 1), Vote(1, 9, 2), Vote(2, 9, 3)])

        assert numbers(counted) == [1, 0, 0]
        assert counted.turnout == 1

    def test_several_choices_of_one_member(self):
        """Where a poll allows several, each choice counts and the member once in the turnout."""
        counted = tally(OPTIONS, [Vote(1, 0, 1), Vote(1, 1, 2), Vote(2, 1, 3)], multiple=True)

        assert numbers(counted) == [1, 2, 0]
        assert counted.turnout == 2

    def test_neutral_never_counts_as_no(self):
        """A neutral vote raises turnout and its own count, and nothing else."""
        counted = tally(OPTIONS, [Vote(1, 0, 1), Vote(2, 2, 2), Vote(3, 2, 3)])

        assert numbers(counted) == [1, 0, 2]
        assert counted.turnout == 3
        assert [count.option for count in counted.leading] == [YES]

    @given(vote_lists)
    def test_single_choices_add_up_to_the_turnout(self, cast):
        """On a single-choice poll the counts sum to the number of members who voted."""
        counted = tally(OPTIONS, cast)

        assert sum(numbers(counted)) == counted.turnout
        assert counted.turnout == len({vote.member_id for vote in cast if vote.position < 3})

    @given(vote_lists)
    def test_several_choices_add_up_to_the_held_votes(self, cast):
        """On a poll that allows several, each held vote counts once however often it is listed."""
        counted = tally(OPTIONS, cast, multiple=True)

        held = {(vote.member_id, vote.position) for vote in cast if vote.position < 3}
        assert sum(numbers(counted)) == len(held)
        assert max(numbers(counted)) <= counted.turnout <= sum(numbers(counted))

    @given(st.data(), vote_lists, st.booleans())
    def test_order_and_duplicates_do_not_matter(self, data, cast, multiple):
        """Rows shuffled and listed twice give the same tally."""
        shuffled = data.draw(st.permutations(cast + cast))

        assert tally(OPTIONS, shuffled, multiple=multiple) == tally(
            OPTIONS, cast, multiple=multiple
        )

    @given(vote_lists, votes, st.booleans())
    def test_adding_then_removing_leaves_the_tally_as_before(self, cast, vote, multiple):
        """A reaction that was taken back leaves nothing behind."""
        before = tally(OPTIONS, cast, multiple=multiple)
        held = [vote._replace(arrival=100), *cast]

        assert tally(OPTIONS, held[1:], multiple=multiple) == before

    @given(vote_lists, vote_lists)
    def test_two_crowds_add_up(self, some, others):
        """The tally of two separate crowds is the sum of their tallies."""
        others = [vote._replace(member_id=vote.member_id + 100) for vote in others]

        together = numbers(tally(OPTIONS, some + others))

        apart = zip(numbers(tally(OPTIONS, some)), numbers(tally(OPTIONS, others)), strict=True)
        assert together == [one + other for one, other in apart]

    @given(event_lists)
    def test_a_played_poll_agrees_with_following_each_member(self, events):
        """After any run of reactions put and taken, the last one still held is what counts."""
        held: dict[tuple[int, int], int] = {}
        followed: dict[int, list[int]] = {}
        for arrival, (puts, member_id, position) in enumerate(events):
            mind = followed.setdefault(member_id, [])
            if position in mind:
                mind.remove(position)
            held.pop((member_id, position), None)
            if puts:
                mind.append(position)
                held[member_id, position] = arrival

        counted = tally(OPTIONS, [Vote(*key, arrival) for key, arrival in held.items()])

        last = [mind[-1] for mind in followed.values() if mind]
        assert numbers(counted) == [last.count(option.position) for option in OPTIONS]

    @given(vote_lists, st.booleans())
    def test_the_tally_is_the_counting_rule_counted(self, cast, multiple):
        """Each count is the number of members whose choice under the rule holds the option."""
        valid = [vote for vote in cast if vote.position < 3]
        chosen = choices(valid, multiple=multiple)

        counted = tally(OPTIONS, cast, multiple=multiple)

        assert numbers(counted) == [
            sum(option.position in positions for positions in chosen.values()) for option in OPTIONS
        ]


class TestShares:
    """Parts of the turnout."""

    def test_share_is_of_the_turnout(self):
        """Neutral votes belong to the base."""
        counted = tally(OPTIONS, [Vote(1, 0, 1), Vote(2, 2, 2), Vote(3, 2, 3), Vote(4, 1, 4)])

        assert [counted.share(option.position) for option in OPTIONS] == [0.25, 0.25, 0.5]

    def test_there_is_no_share_of_nothing(self):
        """Where nobody voted there is no share, not a share of zero."""
        assert tally(OPTIONS, []).share(0) is None

    def test_only_options_have_a_share(self):
        """A position that the poll does not have is our own mistake."""
        with pytest.raises(KeyError):
            single(1, 2).share(9)

    @given(vote_lists, st.booleans())
    def test_shares_lie_between_none_and_all(self, cast, multiple):
        """A share is at least 0 and at most 1, also where several choices are allowed."""
        counted = tally(OPTIONS, cast, multiple=multiple)

        for option in OPTIONS:
            share = counted.share(option.position)
            assert share is None if counted.turnout == 0 else 0 <= share <= 1


class TestLeading:
    """Who is ahead."""

    @pytest.mark.parametrize(
        ("cast", "ahead"),
        [
            ([], []),
            ([2], []),
            ([2, 2, 2, 0], [YES]),
            ([0, 1], [YES, NO]),
            ([0, 1, 1], [NO]),
        ],
    )
    def test_the_side_ahead(self, cast, ahead):
        """The most chosen side leads, level ones together, a neutral option never."""
        counted = tally(OPTIONS, [Vote(member, side, member) for member, side in enumerate(cast)])

        assert [count.option for count in counted.leading] == ahead

    @given(vote_lists, st.booleans())
    def test_nobody_is_ahead_of_the_leading(self, cast, multiple):
        """Every side outside the lead has fewer votes, and a lead has at least one."""
        counted = tally(OPTIONS, cast, multiple=multiple)

        for count in counted.counts:
            if count in counted.leading:
                assert count.votes > 0
                assert not count.option.neutral
            elif not count.option.neutral:
                assert all(count.votes < leader.votes for leader in counted.leading)


class TestPercentages:
    """Whole percent."""

    @pytest.mark.parametrize(
        ("counts", "percents"),
        [
            ((), ()),
            ((0, 0), (0, 0)),
            ((1, 0), (100, 0)),
            ((1, 1), (50, 50)),
            ((1, 1, 1), (33, 33, 33)),
            ((2, 1), (67, 33)),
            ((1, 1, 1, 1, 1, 1), (17, 17, 17, 17, 17, 17)),
            ((1, 999), (0, 100)),
            ((25, 14, 4), (58, 33, 9)),
        ],
    )
    def test_single_choice(self, counts, percents):
        """Each percentage is the nearest to its own share, so equal counts read the same."""
        assert percentages(single(*counts)) == percents

    def test_several_choices_are_rounded_each(self):
        """Where members chose several, each percentage is the nearest to its own share."""
        cast = [Vote(1, 0, 1), Vote(1, 1, 2), Vote(2, 0, 3), Vote(3, 0, 4), Vote(3, 1, 5)]

        assert percentages(tally(OPTIONS, cast, multiple=True)) == (100, 67, 0)

    def test_a_half_is_rounded_up(self):
        """Exactly half a percent counts as one."""
        cast = [Vote(member, 0, member) for member in range(200)] + [Vote(0, 1, 999)]

        assert percentages(tally(OPTIONS, cast, multiple=True)) == (100, 1, 0)

    @given(st.lists(st.integers(0, 10**6), min_size=1, max_size=20))
    def test_percents_are_the_nearest_and_fair(self, counts):
        """Each is within half a point; equal counts read the same, more votes never less."""
        turnout = sum(counts)
        percents = percentages(single(*counts))

        for votes_cast, percent in zip(counts, percents, strict=True):
            assert abs(percent - Fraction(100 * votes_cast, turnout or 1)) <= Fraction(1, 2)
        assert len(set(zip(counts, percents, strict=True))) == len(set(counts))
        ranked = sorted(zip(counts, percents, strict=True))
        assert [percent for _, percent in ranked] == sorted(percents)

    @given(vote_lists)
    def test_percents_of_several_choices_are_the_nearest(self, cast):
        """Each is within half a point of its own part of the turnout."""
        counted = tally(OPTIONS, cast, multiple=True)

        for count, percent in zip(counted.counts, percentages(counted), strict=True):
            exact = Fraction(100 * count.votes, counted.turnout or 1)
            assert abs(percent - exact) <= Fraction(1, 2)
