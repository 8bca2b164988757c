"""Closing times in words: how much longer a poll is open, or until when."""

import re
from datetime import datetime, time, timedelta
from typing import Final

from bot.domain.calendar_words import parse_date, parse_times
from bot.domain.folding import folded
from bot.domain.terms import ClosesAfter, ClosesAt, ClosesWithNext, Closing
from bot.domain.wall_time import instant_of, shown_at
from bot.errors import (
    ClosingRuleWanted,
    ClosingWanted,
    MomentGoneBy,
    UnknownDate,
    UnknownMoment,
    UnknownSpan,
    UnknownTime,
)

_LONGEST: Final = timedelta(days=365)
_UNITS: Final = {
    "m": timedelta(minutes=1),
    "h": timedelta(hours=1),
    "d": timedelta(days=1),
    "w": timedelta(weeks=1),
}
_SPAN = re.compile(
    r"(?P<count>\d{1,5})\s*(?P<unit>m|min|minutes?|h|hours?|d|days?|w|weeks?)", re.ASCII
)


def parse_span(text: str) -> timedelta:
    """Read "2 days", "12 h" or "1 week", a year at most; raise `UnknownSpan`."""
    found = _SPAN.fullmatch(folded(text).strip())
    if found is None:
        raise UnknownSpan(given=text)
    span = int(found["count"]) * _UNITS[found["unit"][0]]
    if not timedelta(0) < span <= _LONGEST:
        raise UnknownSpan(given=text)
    return span


def parse_moment(text: str, *, time_zone: str, now: datetime) -> datetime:
    """Read "2027-03-01 18:00" by the zone's clocks; a day alone means its end.

    Raise `UnknownMoment`, also for one that lies more than a year ahead.
    """
    day_text, _, time_text = text.strip().partition(" ")
    try:
        day = parse_date(day_text)
        if time_text.strip():
            (at,) = parse_times(time_text)
            wall = datetime.combine(day, at)
        else:
            wall = datetime.combine(day + timedelta(days=1), time.min)
    except (UnknownDate, UnknownTime, ValueError):
        raise UnknownMoment(given=text) from None
    # Before it is reckoned with: the calendar's last days have no instant everywhere.
    if wall - shown_at(now, time_zone) > _LONGEST:
        raise UnknownMoment(given=text)
    return instant_of(wall, time_zone)


def read_closing(
    by: str | None, until: str | None, *, since: datetime, time_zone: str, now: datetime
) -> datetime:
    """Give the instant at which a poll is to close: so long after `since`, or at a moment.

    Raise `ClosingWanted` unless exactly one is given, else as `parse_span` and `parse_moment`.
    """
    if by is not None and until is None:
        return since + parse_span(by)
    if until is not None and by is None:
        return parse_moment(until, time_zone=time_zone, now=now)
    raise ClosingWanted


def read_closing_rule(
    after: str | None, until: str | None, *, with_next: bool, time_zone: str, now: datetime
) -> Closing:
    """Give when the polls of a discussion are to close.

    Raise `ClosingRuleWanted` where nothing was said, or several things that exclude each other,
    `MomentGoneBy`, else as `parse_span` and `parse_moment`.
    """
    if with_next and until is None:
        return ClosesWithNext() if after is None else ClosesWithNext(parse_span(after))
    if with_next or (after is None) == (until is None):
        raise ClosingRuleWanted
    if until is None:
        return ClosesAfter(parse_span(after or ""))
    moment = parse_moment(until, time_zone=time_zone, now=now)
    if moment <= now:
        raise MomentGoneBy(closing=moment)
    return ClosesAt(moment)
