"""The terms of a discussion: how it posts and how its polls are held, as an organizer chose.

Beside the schedule, which says when. Whoever adds a term gives it a default that changes nothing
for discussions that are on, and a line in `storage/terms.py`.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from bot.domain.ids import GuildId
from bot.domain.language import Language
from bot.errors import EveryonePinged

WEEK = timedelta(days=7)
# Nobody has time to vote on a poll that is open for less.
SHORTEST_OPEN = timedelta(hours=1)


class Placement(StrEnum):
    """Where polls go: *auto* is by the kind of question, the others put all in one place."""

    AUTO = "auto"
    CHANNEL = "channel"
    THREAD = "thread"


@dataclass(frozen=True, slots=True)
class ClosesAfter:
    """A poll closes so long after it opened."""

    span: timedelta


@dataclass(frozen=True, slots=True)
class ClosesAt:
    """Every poll closes at that instant."""

    instant: datetime


@dataclass(frozen=True, slots=True)
class ClosesWithNext:
    """A poll closes when the next section is posted; those of the last one after `last`."""

    last: timedelta = WEEK


Closing = ClosesAfter | ClosesAt | ClosesWithNext


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """What holds for one discussion.

    `thread_name` may name `{number}`, `{of}`, `{heading}` and `{title}`; without it threads bear
    the section's heading. `remind_before` is how long before closing the thread is reminded.
    `language` None means the server's. `tells_starter` says that the starter agreed to be written
    to in a direct message where the server has no log channel.
    """

    placement: Placement = Placement.AUTO
    ping_role_id: int | None = None
    pins: bool = False
    index: bool = True
    publishes: bool = True
    thread_name: str | None = None
    auto_archive: timedelta = WEEK
    slow_mode: timedelta = timedelta(0)
    forum_tag_ids: tuple[int, ...] = ()
    closing: Closing = ClosesAfter(WEEK)
    remind_before: timedelta | None = None
    hides_results: bool = False
    language: Language | None = None
    tells_starter: bool = False


DEFAULT_TERMS = Terms()


def closing_time(closing: Closing, opened_at: datetime, *, awaits_next: bool) -> datetime | None:
    """Give when a poll closes that opens at an instant; None for when the next section comes.

    `awaits_next` says whether one is to come. Where a fixed time is over, or nearly, it is a week.
    """
    match closing:
        case ClosesAfter(span):
            return opened_at + span
        case ClosesAt(instant):
            return instant if instant >= opened_at + SHORTEST_OPEN else opened_at + WEEK
        case ClosesWithNext(last):
            return None if awaits_next else opened_at + last


def closing_without_next(closing: Closing, now: datetime) -> datetime:
    """Give when a poll closes that has waited for a next section in vain."""
    return now + (closing.last if isinstance(closing, ClosesWithNext) else WEEK)


def check_ping(guild_id: GuildId, role_id: int | None) -> int | None:
    """Give the role that is to be mentioned; raise `EveryonePinged` where that is everybody."""
    if role_id == guild_id:
        # Every server's role of everybody has the server's id.
        raise EveryonePinged
    return role_id
