"""How far a discussion has come: what is out, what is to come and when."""

from dataclasses import dataclass
from datetime import datetime

from bot.domain.ballot import PollState
from bot.domain.discussion import Discussion
from bot.domain.poll import Poll
from bot.domain.post import Post, PostState
from bot.domain.schedule import Schedule, forecast


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """How a discussion stands: what is out, what is to come and when."""

    discussion: Discussion
    schedule: Schedule
    posts: tuple[Post, ...]
    polls: tuple[Poll, ...]

    @property
    def next_post(self) -> Post | None:
        """The planned section that comes next."""
        return next((post for post in self.posts if post.state is PostState.PLANNED), None)

    @property
    def open_polls(self) -> int:
        """How many polls can be voted on now."""
        return sum(poll.state is PollState.OPEN for poll in self.polls)

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
