"""What the record keeps of a change of terms."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.domain.changed_terms import change_of, closing_of
from bot.domain.terms import DEFAULT_TERMS, ClosesAfter, ClosesAt, ClosesWithNext


@pytest.mark.parametrize(
    "closing",
    [
        ClosesAfter(timedelta(days=3)),
        ClosesAt(datetime(2027, 3, 1, 17, tzinfo=UTC)),
        ClosesWithNext(timedelta(hours=36)),
    ],
)
def test_a_closing_is_read_as_it_was_kept(closing):
    """What polls' closing was changed to can be said later, in any language."""
    kept = change_of("closing", replace(DEFAULT_TERMS, closing=closing))

    assert closing_of(kept["to"]) == closing


def test_a_change_without_one_value_names_itself_alone():
    """Threads have three settings, tags are a list: that they changed is kept, not to what."""
    assert change_of("threads", DEFAULT_TERMS) == {"what": "threads"}
