"""A withdrawal: what a moderator took away, for the words about it."""

from dataclasses import dataclass

from bot.domain.discussion import DiscussionState
from bot.domain.poll import Poll
from bot.domain.post import Post


@dataclass(frozen=True, slots=True, kw_only=True)
class Withdrawal:
    """A withdrawn section with its polls that were sent, and how its discussion stands now."""

    post: Post
    polls: tuple[Poll, ...]
    state: DiscussionState
