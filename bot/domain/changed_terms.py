"""What the record keeps of a change of terms: what was changed and to what, as plain JSON.

Kept by value and not in words: whoever reads the record may speak another language. Words are in
`ui/changed_terms.py`.
"""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Final, assert_never

from bot.domain.terms import ClosesAfter, ClosesAt, ClosesWithNext, Closing, Terms

Detail = Mapping[str, str | int]


def change_of(what: str, terms: Terms) -> Detail:
    """Give the detail of a change; `what` is the command that made it, `to` what holds now."""
    value = _VALUES.get(what)
    return {"what": what} if value is None else {"what": what, "to": value(terms)}


def closing_of(kept: str) -> Closing:
    """Read what a change of closing was to; raise `ValueError`."""
    kind, _, value = kept.partition(" ")
    match kind:
        case "after":
            return ClosesAfter(timedelta(seconds=int(value)))
        case "at":
            return ClosesAt(datetime.fromisoformat(value))
        case "next":
            return ClosesWithNext(timedelta(seconds=int(value)))
        case _:
            raise ValueError(kept)


def _kept_closing(closing: Closing) -> str:
    match closing:
        case ClosesAfter(span):
            return f"after {_seconds(span)}"
        case ClosesAt(instant):
            return f"at {instant.isoformat()}"
        case ClosesWithNext(last):
            return f"next {_seconds(last)}"
        case _:
            assert_never(closing)


def _seconds(span: timedelta | None) -> int:
    return int(span.total_seconds()) if span else 0


_VALUES: Final[Mapping[str, Callable[[Terms], str | int]]] = {
    "polls": lambda terms: terms.placement.value,
    "ping": lambda terms: str(terms.ping_role_id or ""),
    "closing": lambda terms: _kept_closing(terms.closing),
    "reminder": lambda terms: _seconds(terms.remind_before),
    "results": lambda terms: int(not terms.hides_results),
    "pin": lambda terms: int(terms.pins),
    "index": lambda terms: int(terms.index),
    "publishing": lambda terms: int(terms.publishes),
    "tell_me": lambda terms: int(terms.tells_starter),
    "language": lambda terms: terms.language.value if terms.language else "",
}
