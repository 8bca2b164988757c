"""A plan: what a discussion would post, section by section and slot by slot; nothing is begun."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from bot.domain.ballot import Place, placed
from bot.domain.channel import ChannelKind
from bot.domain.draft import Draft
from bot.domain.holidays import Holidays
from bot.domain.ids import ChannelId
from bot.domain.poll import PlannedPoll
from bot.domain.rights import Checkup
from bot.domain.terms import closing_time
from bot.domain.timetable import Note, Slot

MOST_IN_CHANNEL: Final = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedSection:
    """A section in its slot.

    `characters` are those of its text as posted, in `messages` messages; it was `merged` from so
    many sections to fit.
    """

    number: int
    heading: str | None
    slot: Slot
    characters: int
    messages: int
    polls: tuple[PlannedPoll, ...]
    merged: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """A draft laid out; `notes` say what clock changes and blackout days do to it.

    `server_zone` is the server's own, None if it has set none; `elsewhere` are the channels in
    which the same article is being discussed.
    """

    draft: Draft
    title: str
    sections: tuple[PlannedSection, ...]
    notes: tuple[Note, ...]
    holidays: Holidays | None
    checkup: Checkup
    server_zone: str | None
    elsewhere: tuple[ChannelId, ...] = ()

    @property
    def may_begin(self) -> bool:
        """Whether nothing that is required is missing in the channel."""
        gone = self.checkup.kind is None
        return not gone and not any(right.required for right in self.checkup.lacking)

    @property
    def merged(self) -> int:
        """How many sections the article has fewer for being merged."""
        return sum(section.merged - 1 for section in self.sections)

    @property
    def polls(self) -> int:
        """How many polls there would be."""
        return sum(len(section.polls) for section in self.sections)

    @property
    def empty(self) -> tuple[int, ...]:
        """The numbers of the sections of which no text is left to post."""
        return tuple(section.number for section in self.sections if not section.characters)

    @property
    def crowded(self) -> tuple[int, ...]:
        """The numbers of the sections with more polls in the channel than people like to see."""
        if self.checkup.kind is ChannelKind.FORUM:
            return ()
        placement = self.draft.terms.placement
        return tuple(
            section.number
            for section in self.sections
            if sum(placed(placement, poll.place) is Place.CHANNEL for poll in section.polls)
            > MOST_IN_CHANNEL
        )

    @property
    def closes_at(self) -> datetime | None:
        """When the last poll would close; None without any."""
        asking = [section.slot.instant for section in self.sections if section.polls]
        closing = self.draft.terms.closing
        ends = [closing_time(closing, instant, awaits_next=False) for instant in asking]
        return max(filter(None, ends), default=None)
