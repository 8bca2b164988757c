"""A report: the tallies of a discussion; last in the stream."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Self

from bot.domain.ballot import Option, Vote
from bot.domain.discussion import Discussion
from bot.domain.poll import Poll
from bot.domain.tally import Tally, tally


@dataclass(frozen=True, slots=True, kw_only=True)
class CountedPoll:
    """A poll with its tally.

    While its votes are being compared with Discord's, `exact_until` is as of when they were exact.
    """

    poll: Poll
    tally: Tally
    exact_until: datetime | None = None

    @classmethod
    def count(cls, poll: Poll, held: Iterable[Vote]) -> Self:
        """Count a poll's votes by the counting rule."""
        return cls(poll=poll, tally=tally(poll.options, held, multiple=poll.multiple))


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """A discussion's counted polls in reading order; `turnout` counts each member once."""

    discussion: Discussion
    polls: tuple[CountedPoll, ...]
    turnout: int


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnVote:
    """What a member has chosen in a poll, by the counting rule."""

    poll: Poll
    chosen: tuple[Option, ...]
