"""Niceties: what a series is better with and goes on without, and why one had to be left out."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Nicety(StrEnum):
    """What is merely nice."""

    THREAD = "thread"
    PING = "ping"
    TAGS = "tags"
    PIN = "pin"
    INDEX_PIN = "index pin"
    PUBLISH = "publish"


class Why(StrEnum):
    """Why it had to be left out."""

    PERMISSION = "permission"
    FULL = "full"
    GONE = "gone"
    BUSY = "busy"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True, kw_only=True)
class Shortfall:
    """A nicety that a discussion goes without since an instant, until it works again."""

    nicety: Nicety
    why: Why
    since: datetime
