"""Rate limits: how much a bot may ask, and the headers that tell it.

Everything here runs in real time, as the client that waits for it does.
"""

import hashlib
import re
import time
from collections import deque
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from math import ceil
from typing import Final

from bot.sandbox import assumptions

# As documented: requests a second in all, and answers of 401, 403 or 429 in ten minutes.
GLOBAL_LIMIT: Final = 50
GLOBAL_SECONDS: Final = 1.0
INVALID_LIMIT: Final = 10_000
INVALID_SECONDS: Final = 600.0
_INVALID: Final = frozenset({401, 403, 429})
_HUGE: Final = 1_000_000
_SCALED: Final = re.compile(r"x(\d+(?:\.\d+)?)")
# What a bucket belongs to besides its route.
_MAJOR: Final = ("channel_id", "guild_id", "application_id", "interaction_id", "token")


def read_factor(mode: str) -> float | None:
    """Read how fast limits run: None for "off", 1 for "real", 4 for "x4"; ValueError otherwise."""
    if mode == "off":
        return None
    if mode == "real":
        return 1.0
    found = _SCALED.fullmatch(mode)
    if found is None or not float(found[1]):
        raise ValueError(mode)
    return float(found[1])


@dataclass(slots=True)
class Window:
    """So many in so many seconds, counted from the first; then all are granted again."""

    limit: int
    seconds: float
    left: int = 0
    ends: float = float("-inf")

    def take(self, now: float) -> bool:
        """Take one if there is one."""
        if now >= self.ends:
            self.left, self.ends = self.limit, now + self.seconds
        if not self.left:
            return False
        self.left -= 1
        return True


@dataclass(frozen=True, slots=True)
class Grant:
    """A request that may go on; `headers` go with its answer."""

    headers: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Denial:
    """A request that is answered 429; without `via` discord.py takes that for a ban.

    `banned` is the page that Cloudflare answers once too many requests were invalid.
    """

    retry_after: float
    scope: str = "user"
    via: bool = True
    banned: bool = False
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Script:
    """Answers for the requests of a route, used up one after the other."""

    match: str
    answers: deque[Grant | Denial]


class Limiter:
    """Grants and denies requests; with limits off every bucket is huge, but the headers are there.

    Without headers discord.py sends one request at a time per route and channel.
    """

    def __init__(self, mode: str, monotonic: Callable[[], float] = time.monotonic) -> None:
        self.mode = mode
        self.factor = read_factor(mode)
        self.invalid_limit = INVALID_LIMIT
        self._monotonic = monotonic
        self._buckets: dict[tuple[str, ...], Window] = {}
        self._scripts: list[Script] = []
        self._everything = Window(GLOBAL_LIMIT, GLOBAL_SECONDS / (self.factor or 1))
        self._unnamed = Window(GLOBAL_LIMIT, GLOBAL_SECONDS / (self.factor or 1))
        self._invalid = Window(_HUGE, INVALID_SECONDS)
        self._banned_until = float("-inf")

    def script(self, match: str, answers: Iterable[Grant | Denial]) -> None:
        """Let the next requests whose `METHOD /route/{template}` matches have these answers."""
        self._scripts.append(Script(match, deque(answers)))

    def ask(self, label: str, variables: Mapping[str, str], *, exempt: bool) -> Grant | Denial:
        """Decide about a request; `exempt` does not count for the global limit."""
        if scripted := self._scripted(label):
            return scripted
        name, limit, seconds = _bucket(label)
        if self.factor is None:
            return Grant(_describe(name, Window(_HUGE, 1.0, _HUGE - 1, 1.0), 0.0))
        now = self._monotonic()
        if (ban := self._ban(now)) is not None:
            return ban
        if not exempt and not self._everything.take(now):
            return Denial(retry_after=self._everything.ends - now, scope="global")
        key = (name, *(variables.get(each, "") for each in _MAJOR))
        window = self._buckets.get(key)
        if window is None:
            window = self._buckets[key] = Window(limit, seconds / self.factor)
        if window.take(now):
            return Grant(_describe(name, window, now))
        return Denial(retry_after=window.ends - now, headers=_describe(name, window, now))

    def ask_unnamed(self) -> Denial | None:
        """Decide about a request without the bot's token, which counts for its address alone."""
        if self.factor is None:
            return None
        now = self._monotonic()
        if (ban := self._ban(now)) is not None or self._unnamed.take(now):
            return ban
        return Denial(retry_after=self._unnamed.ends - now, scope="global")

    def _ban(self, now: float) -> Denial | None:
        if now >= self._banned_until:
            return None
        return Denial(retry_after=self._banned_until - now, via=False, banned=True)

    def _scripted(self, label: str) -> Grant | Denial | None:
        for script in self._scripts:
            if script.answers and re.search(script.match, label):
                return script.answers.popleft()
        return None

    def note(self, status: int, scope: str = "user") -> None:
        """Count an answer where it was invalid; too many bring the ban, unless limits are off."""
        if status not in _INVALID or scope == "shared":
            return
        now = self._monotonic()
        self._invalid.take(now)
        if self.factor is not None and self.invalid >= self.invalid_limit:
            self._banned_until = max(self._banned_until, now + assumptions.BAN_SECONDS)

    @property
    def invalid(self) -> int:
        """How many invalid requests there were in the ten minutes that run."""
        return _HUGE - self._invalid.left if self._monotonic() < self._invalid.ends else 0


def _bucket(label: str) -> tuple[str, int, float]:
    """Tell the bucket of a route: its name, its limit, its seconds."""
    for pattern, name, limit, seconds in assumptions.BUCKETS:
        if re.search(pattern, label):
            return name or label, limit, seconds
    return label, *assumptions.OTHER_BUCKETS


def _describe(name: str, window: Window, now: float) -> dict[str, str]:
    rest = max(window.ends - now, 0.0)
    return describe(name, limit=window.limit, remaining=window.left, reset_after=rest)


def describe(name: str, *, limit: int, remaining: int, reset_after: float) -> dict[str, str]:
    """Write the headers that tell of a bucket."""
    # Rounded up, so that who waits as long as is told never comes too soon.
    reset_after = ceil(reset_after * 1000) / 1000
    return {
        "X-RateLimit-Limit": str(limit),
        "X-RateLimit-Remaining": str(remaining),
        "X-RateLimit-Reset": f"{time.time() + reset_after:.3f}",
        "X-RateLimit-Reset-After": f"{reset_after:.3f}",
        "X-RateLimit-Bucket": hashlib.sha256(name.encode()).hexdigest()[:32],
    }
