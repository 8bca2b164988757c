"""Another schedule for a discussion that is on, as it was asked for and is not yet in force."""

from dataclasses import dataclass

from bot.domain.draft import Draft
from bot.domain.holidays import Holidays
from bot.domain.post import Post, PostState
from bot.domain.progress import Progress
from bot.domain.timetable import Note, Slot


@dataclass(frozen=True, slots=True, kw_only=True)
class Redating:
    """A draft that redates `progress`; `slots` are those of what is to come, in order.

    `notes` say what clock changes and blackout days do to them, `holidays` what a calendar file
    held.
    """

    draft: Draft
    progress: Progress
    slots: tuple[Slot, ...]
    notes: tuple[Note, ...]
    holidays: Holidays | None

    @property
    def to_come(self) -> tuple[Post, ...]:
        """The sections that are to come, before any are merged."""
        return tuple(post for post in self.progress.posts if post.state is PostState.PLANNED)
