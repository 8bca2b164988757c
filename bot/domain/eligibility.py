"""Eligibility: whose votes on a poll count; those of others are set aside, never deleted.

Beside the ballot in the stream: the counting rule says which vote, this says whose.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from bot.domain.ids import MemberId

# An id of Discord's bears the instant it was made, in milliseconds since then, above 22 bits.
_DISCORD_EPOCH = datetime(2015, 1, 1, tzinfo=UTC)
_MILLISECOND = timedelta(milliseconds=1)
_TIMELESS_BITS = 22
# No id is greater than what the database's integers hold.
NEWEST_OF_ALL = (1 << 63) - 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Eligibility:
    """Whose votes count: members whose id is no greater than `newest` and who are not `excluded`.

    Ids grow with the instant an account was made. Stand-ins of erased members have negative ones
    and so are never too new.
    """

    newest: int = NEWEST_OF_ALL
    excluded: Collection[int] = frozenset()

    def admits(self, member_id: int) -> bool:
        """Say whether a member's votes count."""
        return member_id <= self.newest and member_id not in self.excluded


EVERYBODY = Eligibility()


def newest_member_id(minimum_account_days: int, opened_at: datetime | None) -> MemberId:
    """Give the greatest id of an account that was old enough when a poll opened.

    As of the opening, and not of the vote: who is too new stays so, and a vote that was read back
    later counts as one that was heard. Without a least age, or before it has opened, every id is.
    """
    if not minimum_account_days or opened_at is None:
        return MemberId(NEWEST_OF_ALL)
    made_by = opened_at - timedelta(days=minimum_account_days)
    milliseconds = max((made_by - _DISCORD_EPOCH) // _MILLISECOND, -1)
    return MemberId(((milliseconds + 1) << _TIMELESS_BITS) - 1)
