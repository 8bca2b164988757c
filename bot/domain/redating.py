"""Another schedule for a discussion that is on, as it was asked for and is not yet in force."""

from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from bot.domain.draft import Draft
from bot.domain.editing import Fit
from bot.domain.holidays import Holidays
from bot.domain.ids import ChannelId
from bot.domain.progress import Progress
from bot.domain.timetable import Note, Slot


@dataclass(frozen=True, slots=True, kw_only=True)
class RedatedSection:
    """A section that is to come, `merged` from so many, and its date `until_now`, if it had one."""

    number: int
    heading: str | None
    merged: int
    until_now: datetime | None
    slot: Slot


@dataclass(frozen=True, slots=True, kw_only=True)
class Redating:
    """A draft that redates `progress`, laid out; `edit` merges what has to be merged.

    `notes` say what clock changes and blackout days do to it, `holidays` what a calendar file
    held; `elsewhere` are the channels in which the merged sections are to come too.
    """

    draft: Draft
    progress: Progress
    sections: tuple[RedatedSection, ...]
    edit: Fit
    notes: tuple[Note, ...]
    holidays: Holidays | None
    elsewhere: tuple[ChannelId, ...] = ()

    @property
    def merged(self) -> int:
        """How many sections fewer are to come for being merged."""
        return sum(section.merged - 1 for section in self.sections)


def seal(
    progress: Progress, sections: tuple[RedatedSection, ...], elsewhere: tuple[ChannelId, ...]
) -> str:
    """Give what is the same only where the same state and dates are shown again."""
    discussion = progress.discussion
    state = (discussion.state, discussion.pause_reason, discussion.channel_id, elsewhere)
    dated = [
        (
            section.number,
            section.heading,
            section.merged,
            section.until_now and section.until_now.isoformat(),
            section.slot.instant.isoformat(),
        )
        for section in sections
    ]
    return sha256(repr((state, dated)).encode()).hexdigest()
