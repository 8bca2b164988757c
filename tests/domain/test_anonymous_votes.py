"""Votes without their member: the tally stays what it was."""

from hypothesis import given
from hypothesis import strategies as st

from bot.domain.ballot import Vote, anonymise, default_options, turnout_over
from bot.domain.tally import tally
from tests.builders import make_question

OPTIONS = default_options(make_question())
MEMBERS = range(1, 6)

marks = st.dictionaries(
    st.tuples(st.sampled_from(MEMBERS), st.integers(0, len(OPTIONS) - 1)),
    st.none() | st.integers(1, 50),
)


def votes_of(held):
    """Give marks as votes."""
    return [Vote(member_id, position, arrival) for (member_id, position), arrival in held.items()]


def without(votes, members, *, multiple):
    """Give votes with those of some members made anonymous, each under an id of its own."""
    kept = [vote for vote in votes if vote.member_id not in members]
    for member_id in members:
        own = [vote for vote in votes if vote.member_id == member_id]
        kept.extend(anonymise(own, -member_id, multiple=multiple))
    return kept


@given(held=marks, members=st.sets(st.sampled_from(MEMBERS)), multiple=st.booleans())
def test_the_tally_stays(held, members, multiple):
    """Whoever is erased, in whatever order, every count and the turnout are as before."""
    votes = votes_of(held)

    after = without(votes, members, multiple=multiple)

    assert tally(OPTIONS, after, multiple=multiple) == tally(OPTIONS, votes, multiple=multiple)
    assert not members & {vote.member_id for vote in after}


@given(held=marks, member_id=st.sampled_from(MEMBERS), multiple=st.booleans())
def test_only_what_counts_is_kept(held, member_id, multiple):
    """Neither order nor superseded choices stay behind."""
    own = [vote for vote in votes_of(held) if vote.member_id == member_id]

    after = anonymise(own, -1, multiple=multiple)

    assert all(vote.arrival is None and vote.member_id == -1 for vote in after)
    assert len(after) == (len(own) if multiple else min(1, len(own)))


@given(polls=st.lists(marks, max_size=4), members=st.sets(st.sampled_from(MEMBERS)))
def test_turnout_over_several_polls(polls, members):
    """Members count once; of erased ones at least as many as any one poll shows, never too many."""
    before = [votes_of(held) for held in polls]
    after = []
    for number, votes in enumerate(before):
        anonymous = without(votes, members, multiple=False)
        # Another stand-in on every poll.
        after.append(
            [
                vote._replace(member_id=vote.member_id - 100 * number)
                if vote.member_id < 0
                else vote
                for vote in anonymous
            ]
        )

    true_turnout = len({vote.member_id for votes in before for vote in votes})
    assert turnout_over(before) == true_turnout
    assert turnout_over(after) <= true_turnout
    if len(members) <= 1:
        assert turnout_over(after) == true_turnout
