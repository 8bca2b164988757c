"""An arrangement: a discussion's terms as they hold, from which section on, and their limits."""

from dataclasses import dataclass

from bot.domain.discussion import Discussion
from bot.domain.forum import Forum
from bot.domain.index import Index
from bot.domain.nicety import Shortfall
from bot.domain.ping import Ping


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrangement:
    """What an organizer is shown of the terms.

    `next_section` is the first that is not posted yet, from 1; None where all are. `ping` says what
    mentioning the chosen role does, `forum` what tags there are; None where there is none.
    `shortfalls` are what the discussion goes without, `index` its index if it ever had one.
    """

    discussion: Discussion
    next_section: int | None
    of: int
    ping: Ping | None
    forum: Forum | None
    shortfalls: tuple[Shortfall, ...] = ()
    index: Index | None = None
