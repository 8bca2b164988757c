"""An exclusion: a member's votes on a poll that organizers have set aside."""

import re
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from bot.domain.ids import MemberId, PollId
from bot.domain.poll import Poll

LONGEST_REASON: Final = 200
_MENTION = re.compile(r"<[@#][!&]?\d+>|\d{15,}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Exclusion:
    """Whose votes on which poll do not count, who had it so, when and why.

    The id of a member who has been erased since is negative, and nobody's.
    """

    poll_id: PollId
    question: str
    member_id: MemberId
    excluded_by: MemberId
    excluded_at: datetime
    reason: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ExclusionChange:
    """What became of a member's votes: on which polls, and on which of them they had voted."""

    member_id: MemberId
    polls: tuple[Poll, ...]
    voted: tuple[Poll, ...]


def read_reason(given: str | None) -> str | None:
    """Give a reason as it may be kept: short, and without anybody's id.

    What is kept about members is what they can have erased; a reason is not.
    """
    plain = " ".join(_MENTION.sub("…", given or "").split())
    return plain[:LONGEST_REASON] or None
