"""What reading back asks of Discord, as a port; `delivery/reactions.py` answers it.

Every method may raise `Temporary` (try again), `AccessLost` or `TargetGone`.
"""

from collections.abc import Sequence
from enum import Enum, auto
from typing import NamedTuple, Protocol

from bot.domain.ids import MemberId, MessageId, PollId
from bot.domain.poll import Poll


class Urgency(Enum):
    """For whose sake a poll is read: who waits longest for it comes last."""

    RECOUNT = auto()
    CLOSING = auto()
    ABSENCE = auto()
    SWEEP = auto()


class Shown(NamedTuple):
    """One reaction under a poll that means an option; the bot's own mark is not counted.

    Several may mean the same option: skin tones are reactions of their own.
    """

    position: int
    emoji: str
    normal: int
    burst: int


class Counts(NamedTuple):
    """What a poll's message shows at a glance; `seeded` if the bot's own mark is on each option."""

    reactions: tuple[Shown, ...]
    seeded: bool

    def of(self, position: int) -> int:
        """Count the marks shown for an option."""
        return sum(
            shown.normal + shown.burst for shown in self.reactions if shown.position == position
        )


class Page(NamedTuple):
    """The polls found on one page of a channel's messages, and the last message the page reached.

    `through` is None where the page reached the end of the channel.
    """

    counts: dict[PollId, Counts]
    through: MessageId | None


class Voters(NamedTuple):
    """Who holds a reaction; `listed` counts bots and repeats too, but never the bot's own mark."""

    members: frozenset[MemberId]
    listed: int


class Reactions(Protocol):
    """The reactions under polls, as Discord shows them now."""

    async def fetch_page(self, polls: Sequence[Poll], urgency: Urgency) -> Page:
        """Read one page of a channel, from the first of its polls on; they come in order.

        A poll that is missing from a page that reached past it need not be gone: Discord shows an
        empty history to whom it allows none.
        """

    async def fetch_counts(self, poll: Poll, urgency: Urgency) -> Counts:
        """Read one poll's message."""

    async def fetch_voters(self, poll: Poll, shown: Shown, urgency: Urgency) -> Voters:
        """Read who holds a reaction, super reactions included."""
