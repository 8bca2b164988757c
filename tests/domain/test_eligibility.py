"""Eligibility: whose votes count, by who they are and how old their accounts were."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.ballot import Option, Vote
from bot.domain.eligibility import EVERYBODY, NEWEST_OF_ALL, Eligibility, newest_member_id
from bot.domain.exclusion import LONGEST_REASON, read_reason
from bot.domain.tally import tally

OPTIONS = tuple(Option(position=place, label=str(place), emoji=str(place)) for place in range(3))
OPENED = datetime(2026, 3, 2, 9, tzinfo=UTC)
DAY = timedelta(days=1)

members = st.integers(-3, 6)
votes = st.lists(
    st.builds(
        Vote,
        member_id=members,
        position=st.integers(0, 3),  # 3 is no option
        arrival=st.none() | st.integers(0, 20),
    ),
    max_size=30,
)
eligibilities = st.builds(Eligibility, newest=members, excluded=st.frozensets(members, max_size=4))


def account(made_at):
    """Give the id of an account made then."""
    return int(made_at.timestamp() * 1000 - 1_420_070_400_000) << 22


@pytest.mark.parametrize(("age", "counts"), [(8, True), (7, True), (6, False), (-1, False)])
def test_age_as_of_the_opening(age, counts):
    """An account counts that was so many days old when the poll opened, to the instant."""
    least = Eligibility(newest=newest_member_id(7, OPENED))

    assert least.admits(account(OPENED - age * DAY)) is counts
    assert not least.admits(account(OPENED - 7 * DAY + timedelta(milliseconds=1)))
    assert least.admits(-5)


def test_without_a_least_age_everybody_counts():
    """Nor does one hold before a poll has opened; before Discord began nobody was old enough."""
    assert newest_member_id(0, OPENED) == newest_member_id(9, None) == NEWEST_OF_ALL
    assert EVERYBODY.admits(NEWEST_OF_ALL)
    assert newest_member_id(365 * 20, OPENED) == -1


@given(cast=votes, whose=eligibilities, multiple=st.booleans())
def test_setting_aside_is_as_if_never_cast(cast, whose, multiple):
    """What is set aside changes no other vote, and everybody who chose is in one of the two."""
    counted = tally(OPTIONS, cast, multiple=multiple, eligibility=whose)
    without = [vote for vote in cast if whose.admits(vote.member_id)]
    alone = tally(OPTIONS, without, multiple=multiple)
    everybody = tally(OPTIONS, cast, multiple=multiple)

    assert (counted.counts, counted.turnout) == (alone.counts, alone.turnout)
    assert counted.turnout + counted.set_aside == everybody.turnout


@given(cast=votes, whose=eligibilities, multiple=st.booleans())
def test_members_can_be_counted_apart(cast, whose, multiple):
    """To count everybody and take some away is the same as to leave them out."""
    aside = [vote for vote in cast if not whose.admits(vote.member_id)]
    everybody = tally(OPTIONS, cast, multiple=multiple)

    assert everybody.set_apart(tally(OPTIONS, aside, multiple=multiple)) == tally(
        OPTIONS, cast, multiple=multiple, eligibility=whose
    )


@given(cast=votes, whose=eligibilities)
def test_to_readmit_undoes_it(cast, whose):
    """Setting aside takes nothing away: with nobody excluded the tally is what it was."""
    tally(OPTIONS, cast, eligibility=whose)

    assert tally(OPTIONS, cast, eligibility=EVERYBODY) == tally(OPTIONS, cast)


@pytest.mark.parametrize(
    ("given_reason", "kept"),
    [
        (None, None),
        ("  ", None),
        ("sock puppet of <@!123456789012345678>", "sock puppet of …"),
        ("same as 123456789012345678,\nsee <#5>", "same as …, see …"),
        ("x" * 999, "x" * LONGEST_REASON),
    ],
)
def test_a_reason_names_nobody(given_reason, kept):
    """It is kept in one short line and bears no id."""
    assert read_reason(given_reason) == kept
