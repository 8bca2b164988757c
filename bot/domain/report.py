"""A report: the tallies of a discussion; last in the stream."""

from dataclasses import dataclass
from datetime import datetime

from bot.domain.ballot import Option
from bot.domain.discussion import Discussion
from bot.domain.poll import Poll
from bot.domain.tally import Tally


@dataclass(frozen=True, slots=True, kw_only=True)
class CountedPoll:
    """A poll with its tally.

    While its votes are being compared with Discord's, `exact_until` is as of when they were exact.
    """

    poll: Poll
    tally: Tally
    exact_until: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """A discussion's counted polls in reading order; `turnout` counts each member once."""

    discussion: Discussion
    polls: tuple[CountedPoll, ...]
    turnout: int


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnVote:
    """What a member has chosen in a poll, by the counting rule, and whether it is set aside.

    `too_new` says that it is because of the age of their account.
    """

    poll: Poll
    chosen: tuple[Option, ...]
    excluded: bool = False
    too_new: bool = False
