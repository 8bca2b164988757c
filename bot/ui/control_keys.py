"""What the buttons under answers about discussions carry: all of it in their custom ids.

Nothing is kept in memory, so they work after a restart: `control:1:<verb>:<row>:<page>`.
"""

import re
from enum import StrEnum
from typing import NamedTuple, Self

_FORM = re.compile(r"control:1:(?P<verb>[a-z-]+):(?P<row>\d{1,18}):(?P<page>\d{1,6})", re.ASCII)


class Verb(StrEnum):
    """What a press asks for; the row is a draft's or a discussion's, 0 for the whole server."""

    # A discussion is to be ended: closing its polls, leaving them, or not at all.
    STOP_AND_CLOSE = "stop-and-close"
    STOP_AND_LEAVE = "stop-and-leave"
    KEEP = "keep"
    # A discussion is to go on though its schedule is too short.
    RESUME = "resume"
    # A section is to be taken in again all the same; the page is its id.
    TAKE_IN = "take-in"
    # A draft's schedule is to hold for the discussion that it redates.
    REDATE = "redate"
    # Another page of its history.
    HISTORY = "history"
    # A draft, of which another page is looked at, or which is looked at anew, begun or given up.
    PAGE = "page"
    LOOK = "look"
    START = "start"
    CANCEL = "cancel"
    # What it is to be begun with: chosen from a list, or pressed.
    CLOSING = "closing"
    PLACEMENT = "placement"
    INDEX_ON = "index-on"
    INDEX_OFF = "index-off"


class Key(NamedTuple):
    """A press under an answer."""

    verb: Verb
    row: int
    page: int = 0

    def __str__(self) -> str:
        return f"control:1:{self.verb}:{self.row}:{self.page}"

    @classmethod
    def parse(cls, custom_id: str) -> Self | None:
        """Read a custom id; None if it is none of these."""
        found = _FORM.fullmatch(custom_id)
        if found is None or found["verb"] not in set(Verb):
            return None
        return cls(Verb(found["verb"]), int(found["row"]), int(found["page"]))
