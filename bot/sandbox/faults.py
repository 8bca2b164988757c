"""Faults on requests and on gateway events: what goes wrong on purpose, where, when, how often."""

import json
import random
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final, get_args

from bot.sandbox.hooks import Phase


class FaultKind(StrEnum):
    """What goes wrong."""

    STATUS = "status"
    HTML = "html"
    LIMIT = "limit"
    DROP = "drop"
    DELAY = "delay"
    TRUNCATE = "truncate"
    LOSE = "lose"
    HOLD = "hold"
    DUPLICATE = "duplicate"
    LATE = "late"
    ABORT = "abort"
    CLOSE = "close"


ON_EVENTS: Final = frozenset(
    {
        FaultKind.LOSE,
        FaultKind.HOLD,
        FaultKind.DUPLICATE,
        FaultKind.LATE,
        FaultKind.ABORT,
        FaultKind.CLOSE,
    }
)
ON_REQUESTS: Final = frozenset(FaultKind) - ON_EVENTS
_CLOSE_CODES: Final = (1000, 4999)
# Seconds; nobody waits a day.
LONGEST: Final = 86_400
SCOPES: Final = ("user", "global", "shared")


@dataclass(slots=True, kw_only=True)
class Fault:
    """One rule; `match` is a regular expression over `METHOD /route/{template}` or an event's name.

    `count` is how often it strikes (None: always), after letting `skip` pass; `phase` is before or
    after the request took effect, or the event was sent; `seconds` is a delay, or the retry_after
    of a limit; `via` and `scope` are for limits, `code` for closing; `shard` None means any.
    """

    id: int
    match: str
    kind: FaultKind
    phase: Phase = "before"
    status: int = 500
    seconds: float = 0.0
    count: int | None = 1
    skip: int = 0
    probability: float = 1.0
    scope: str = "user"
    via: bool = True
    code: int = 4000
    shard: int | None = None


class BadFault(ValueError):
    """A fault that cannot be; the message is a sentence for whoever wrote it."""


def compiles(pattern: Any) -> bool:
    """Tell whether something is a regular expression."""
    try:
        re.compile(pattern)
    except (re.error, TypeError, RecursionError, OverflowError):
        return False
    return isinstance(pattern, str)


def is_close_code(value: Any) -> bool:
    """Tell whether a connection can be closed with it."""
    return _is_int(value) and _CLOSE_CODES[0] <= value <= _CLOSE_CODES[1]


def _is_int(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _counts(value: Any, least: int) -> bool:
    return _is_int(value) and value >= least


def _is_among(words: Iterable[str]) -> Callable[[Any], bool]:
    return lambda value: isinstance(value, str) and value in tuple(words)


_CHECKS: Final[Mapping[str, tuple[str, Callable[[Any], bool]]]] = {
    "match": ("a regular expression", compiles),
    "kind": (f"one of {', '.join(FaultKind)}", _is_among(FaultKind)),
    "phase": ("before or after", _is_among(get_args(Phase))),
    "status": (
        "200 or an HTTP status from 400",
        lambda v: _is_int(v) and (v == 200 or 400 <= v <= 599),  # noqa: PLR2004
    ),
    "seconds": (
        f"a number from 0 to {LONGEST}",
        lambda v: _is_number(v) and 0 <= v <= LONGEST,
    ),
    "count": ("a whole number from 1, or null for always", lambda v: v is None or _counts(v, 1)),
    "skip": ("a whole number from 0", lambda v: _counts(v, 0)),
    "probability": ("a number from 0 to 1", lambda v: _is_number(v) and 0 <= v <= 1),
    "scope": (f"one of {', '.join(SCOPES)}", _is_among(SCOPES)),
    "via": ("true or false", lambda v: isinstance(v, bool)),
    "code": ("a close code from 1000 to 4999", is_close_code),
    "shard": ("a shard's number, or null for any", lambda v: v is None or _counts(v, 0)),
}
_NEEDED: Final = ("match", "kind")
_COMMON: Final = (*_NEEDED, "count", "skip", "probability")
# What a kind has besides; an event that is not sent as usual has no before and after.
_OWN: Final[Mapping[FaultKind, tuple[str, ...]]] = {
    FaultKind.STATUS: ("phase", "status"),
    FaultKind.HTML: ("phase", "status"),
    FaultKind.LIMIT: ("phase", "seconds", "scope", "via"),
    FaultKind.DROP: ("phase",),
    FaultKind.DELAY: ("phase", "seconds"),
    FaultKind.TRUNCATE: (),
    FaultKind.LOSE: ("shard",),
    FaultKind.HOLD: ("shard",),
    FaultKind.DUPLICATE: ("shard",),
    FaultKind.LATE: ("seconds", "shard"),
    FaultKind.ABORT: ("phase", "shard"),
    FaultKind.CLOSE: ("phase", "code", "shard"),
}


def read_fault(given: Any, number: int) -> Fault:
    """Read one fault as docs/sandbox.md describes it; raises BadFault."""
    if not isinstance(given, dict):
        raise BadFault("A fault is an object.")
    for name in (*_NEEDED, *given):
        _check(given, name)
    kind = FaultKind(given["kind"])
    known = (*_COMMON, *_OWN[kind])
    for name in given:
        if name not in known:
            raise BadFault(f"A fault of kind {kind} has no {name!r}; it has {', '.join(known)}.")
    # An answer can only be cut short once there is one.
    phase = {"phase": "after"} if kind is FaultKind.TRUNCATE else {}
    return Fault(id=number, **{**given, "kind": kind, **phase})


def _check(given: Mapping[str, Any], name: str) -> None:
    if name not in given:
        raise BadFault(f"A fault needs {name!r}.")
    if name not in _CHECKS:
        raise BadFault(f"A fault has no {name!r}; it has {', '.join(_CHECKS)}.")
    wanted, holds = _CHECKS[name]
    if not holds(given[name]):
        raise BadFault(f"A fault's {name!r} must be {wanted}.")


def read_faults(text: str) -> list[Fault]:
    """Read a file of faults, a JSON list; raises BadFault."""
    try:
        given = json.loads(text)
    except ValueError as error:
        raise BadFault(f"The file is not JSON: {error}.") from None
    except RecursionError:
        raise BadFault("The file is nested too deep.") from None
    if not isinstance(given, list):
        raise BadFault("The file must be a JSON list of faults.")
    return [_numbered(each, number) for number, each in enumerate(given, 1)]


def _numbered(given: Any, number: int) -> Fault:
    try:
        return read_fault(given, number)
    except BadFault as error:
        raise BadFault(f"Fault {number}: {error}") from None


class Faults:
    """Decides which faults strike; chance is seeded. Requests and events have one each."""

    def __init__(self, seed: int) -> None:
        self._random = random.Random(seed)  # noqa: S311 - reproducible accidents, not secrets
        self._rules: list[Fault] = []

    def __iter__(self) -> Iterator[Fault]:
        return iter(self._rules)

    def __len__(self) -> int:
        return len(self._rules)

    def add(self, fault: Fault) -> None:
        """Add a rule after the others."""
        self._rules.append(fault)

    def clear(self) -> None:
        """Let nothing go wrong any more."""
        self._rules.clear()

    def strike(self, label: str, phase: Phase, shard: int | None = None) -> Iterator[Fault]:
        """Yield the faults that strike now, using up their counts."""
        for fault in tuple(self._rules):
            if fault.phase != phase or not re.search(fault.match, label):
                continue
            # Used up by others while whom it strikes waited out a delay.
            if fault.count is not None and fault.count <= 0:
                continue
            if fault.shard not in {None, shard}:
                continue
            if fault.skip > 0:
                fault.skip -= 1
            elif self._random.random() < fault.probability:
                self._use(fault)
                yield fault

    def _use(self, fault: Fault) -> None:
        if fault.count is not None:
            fault.count -= 1
            if fault.count <= 0:
                self._rules.remove(fault)
