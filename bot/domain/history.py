"""History: what was done with a discussion or in a server, by whom and when; never rewritten."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Final

from bot.domain.ids import DiscussionId, GuildId, MemberId

# So far back the record is shown.
MOST_LISTED: Final = 200


class Deed(StrEnum):
    """What can be done; in words in `ui/history.py`."""

    STARTED = "started"
    PAUSED = "paused"
    RESUMED = "resumed"
    STOPPED = "stopped"
    FINISHED = "finished"
    SECTION_SKIPPED = "section skipped"
    SECTION_TAKEN_IN = "section taken in"
    SECTION_POSTED_NOW = "section posted now"
    SECTION_MOVED = "section moved"
    SECTION_WITHDRAWN = "section withdrawn"
    SECTIONS_MERGED = "sections merged"
    SCHEDULE_CHANGED = "schedule changed"
    CHANNEL_CHANGED = "channel changed"
    TERMS_CHANGED = "terms changed"
    WENT_WITHOUT = "went without"
    POLL_CLOSED = "poll closed"
    POLL_REOPENED = "poll reopened"
    POLL_EXTENDED = "poll extended"
    MEMBER_EXCLUDED = "member excluded"
    MEMBER_READMITTED = "member readmitted"
    SETTINGS_CHANGED = "settings changed"


@dataclass(frozen=True, slots=True, kw_only=True)
class HistoryEntry:
    """One deed; `done_by` is None where the bot did it by itself.

    `detail` is what the words need besides (a section's number, a reason), plain JSON and never
    anybody's id or message.
    """

    guild_id: GuildId
    discussion_id: DiscussionId | None
    deed: Deed
    done_by: MemberId | None
    done_at: datetime
    detail: Mapping[str, str | int] = field(default_factory=dict)

    @property
    def asks_for_help(self) -> bool:
        """Whether organizers have to know of it: the bot paused a discussion by itself."""
        return self.deed is Deed.PAUSED and self.done_by is None


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordedEntry(HistoryEntry):
    """A deed as it stands in the record; `title` is its discussion's, None for the server's own."""

    entry_id: int
    title: str | None
