"""A thread as it is to be opened, under a prompt or as a post of a forum."""

from dataclasses import dataclass
from datetime import timedelta


@dataclass(frozen=True, slots=True, kw_only=True)
class NewThread:
    """How a section's thread is opened.

    `auto_archive` is after how long without a message Discord archives it, `slow_mode` how long a
    member waits between two messages; only a forum knows tags.
    """

    name: str
    auto_archive: timedelta
    slow_mode: timedelta
    tag_ids: tuple[int, ...] = ()
