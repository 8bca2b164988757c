"""How far a discussion has come: what is out, what is to come and when."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.domain.ballot import PollState
from bot.domain.discussion import Discussion
from bot.domain.nicety import Shortfall
from bot.domain.poll import Poll
from bot.domain.post import Post, PostState
from bot.domain.schedule import Schedule, forecast
from bot.errors import NoSuchSection

_TO_POST = frozenset({PostState.PLANNED, PostState.CLAIMED, PostState.FAILED})
_NAMED = re.compile(r"#(?P<section_id>\d{1,9})|(?P<number>\d{1,9})", re.ASCII)


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """How a discussion stands: what is out, what is to come and when.

    `lacking` names the permissions for want of which it is paused, as Discord's client calls them.
    """

    discussion: Discussion
    schedule: Schedule
    posts: tuple[Post, ...]
    polls: tuple[Poll, ...]
    shortfalls: tuple[Shortfall, ...] = ()
    lacking: tuple[str, ...] = ()

    @property
    def next_post(self) -> Post | None:
        """The planned section that comes next."""
        return next((post for post in self.posts if post.state is PostState.PLANNED), None)

    @property
    def open_polls(self) -> int:
        """How many polls can be voted on now."""
        return sum(poll.state is PollState.OPEN for poll in self.polls)

    @property
    def is_all_out(self) -> bool:
        """Whether nothing is left to post: nothing is to come, on its way or refused."""
        return not any(post.state in _TO_POST for post in self.posts)

    @property
    def would_not_be_posted(self) -> int:
        """How many sections stopping would leave out; one on its way goes out all the same."""
        return sum(
            post.state in _TO_POST and (post.state is not PostState.CLAIMED or post.attempts > 0)
            for post in self.posts
        )

    def upcoming(self) -> list[tuple[Post, datetime]]:
        """Give the planned sections and when each will be sent if nothing comes between.

        Empty while the discussion is paused: a pause moves all later sections. Sections for which
        the schedule ends too early are left out.
        """
        planned = [post for post in self.posts if post.state is PostState.PLANNED]
        if not planned or planned[0].due_at is None:
            return []
        first = planned[0].due_at
        sendings = forecast(self.schedule, first, planned[0].attend_at or first)
        return list(zip(planned, sendings, strict=False))


def find_post(posts: Sequence[Post], given: str) -> Post:
    """Find a section by its number, or as `#` and its id; raise `NoSuchSection`.

    The id is for lists to choose from: numbers change as sections move, and skipped ones have none.
    """
    found = _NAMED.fullmatch(given.strip())
    for post in posts:
        if found and str(post.section_id) == found["section_id"]:
            return post
        if found and post.number and str(post.number) == found["number"]:
            return post
    raise NoSuchSection(given=given)
