"""When a poll closes by the terms of its discussion."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.closing_words import read_closing_rule
from bot.domain.terms import (
    SHORTEST_OPEN,
    WEEK,
    ClosesAfter,
    ClosesAt,
    ClosesWithNext,
    closing_time,
    closing_without_next,
)
from bot.errors import ClosingRuleWanted, MomentGoneBy
from tests.builders import NOW

SPANS = st.timedeltas(timedelta(minutes=1), timedelta(days=365))
CLOSINGS = st.one_of(
    SPANS.map(ClosesAfter),
    st.timedeltas(timedelta(days=-30), timedelta(days=30)).map(lambda one: ClosesAt(NOW + one)),
    SPANS.map(ClosesWithNext),
)


@given(closing=CLOSINGS, awaits_next=st.booleans())
def test_every_poll_has_time_and_an_end(closing, awaits_next):
    """Nobody is given less time than was chosen, or an hour; only what waits has no end yet."""
    closes_at = closing_time(closing, NOW, awaits_next=awaits_next)

    if closes_at is None:
        assert isinstance(closing, ClosesWithNext)
        assert awaits_next
        assert closing_without_next(closing, NOW) == NOW + closing.last
    elif isinstance(closing, ClosesAt):
        assert closes_at in {closing.instant, NOW + WEEK}
        assert closes_at - NOW >= SHORTEST_OPEN
    else:
        assert closes_at > NOW


@pytest.mark.parametrize(
    ("after", "until", "with_next", "expected"),
    [
        ("3 days", None, False, ClosesAfter(timedelta(days=3))),
        (None, None, True, ClosesWithNext()),
        ("2 weeks", None, True, ClosesWithNext(2 * WEEK)),
    ],
)
def test_words(after, until, with_next, expected):
    """A rule is read from what an organizer says."""
    found = read_closing_rule(after, until, with_next=with_next, time_zone="UTC", now=NOW)

    assert found == expected


@pytest.mark.parametrize(
    ("after", "until", "with_next"),
    [(None, None, False), ("3 days", "2026-03-01", False), (None, "2026-03-01", True)],
)
def test_words_that_say_too_little_or_too_much(after, until, with_next):
    """Nothing, or what excludes each other, is refused."""
    with pytest.raises(ClosingRuleWanted):
        read_closing_rule(after, until, with_next=with_next, time_zone="UTC", now=NOW)


def test_a_moment_by_the_clocks_of_the_zone():
    """A moment is one of the discussion's zone, and lies ahead."""
    moment = (NOW + timedelta(days=40)).replace(hour=18, minute=0, second=0, microsecond=0)
    words = f"{moment:%Y-%m-%d} 19:00"
    found = read_closing_rule(None, words, with_next=False, time_zone="Africa/Lagos", now=NOW)
    assert found == ClosesAt(moment)

    with pytest.raises(MomentGoneBy):
        read_closing_rule(
            None, f"{NOW - timedelta(days=2):%Y-%m-%d}", with_next=False, time_zone="UTC", now=NOW
        )
