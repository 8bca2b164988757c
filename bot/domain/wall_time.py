"""Wall time: what the clocks of a zone show, and the law for times they skip or show twice."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo


def instant_of(wall: datetime, time_zone: str) -> datetime:
    """Give the UTC instant at which the zone's clocks first show `wall` or, in a gap, pass it.

    A wall time that a clock change skips is the first instant after the gap; one that occurs twice
    is its first occurrence.
    """
    zone = ZoneInfo(time_zone)
    first, second = _readings(wall, zone)
    # In a gap the two offsets stand in the other order than in a doubled hour (PEP 495), and the
    # two readings lie on either side of the clock change.
    if first <= second:
        return first
    return _clock_change(second, first, wall, zone)


def last_instant_of(wall: datetime, time_zone: str) -> datetime:
    """Give the UTC instant at which the zone's clocks last show `wall` or, in a gap, pass it."""
    first, second = _readings(wall, ZoneInfo(time_zone))
    return second if first <= second else instant_of(wall, time_zone)


def occurs_twice(wall: datetime, time_zone: str) -> bool:
    """Say whether the zone's clocks show `wall` a second time after being put back."""
    first, second = _readings(wall, ZoneInfo(time_zone))
    return first < second


def shown_at(instant: datetime, time_zone: str) -> datetime:
    """Say what the zone's clocks show at an instant, naive."""
    return instant.astimezone(ZoneInfo(time_zone)).replace(tzinfo=None)


def _readings(wall: datetime, zone: ZoneInfo) -> tuple[datetime, datetime]:
    """Read `wall` as UTC by the offset before a clock change and by the one after it."""
    before, after = (wall.replace(tzinfo=zone, fold=fold) for fold in (0, 1))
    return before.astimezone(UTC), after.astimezone(UTC)


def _clock_change(before: datetime, after: datetime, wall: datetime, zone: ZoneInfo) -> datetime:
    """Find the first instant, in whole seconds, at which the zone's clocks have passed `wall`."""
    low, high = 0, int((after - before) / timedelta(seconds=1))
    start = before.replace(microsecond=0)
    while low < high:
        middle = (low + high) // 2
        shown = (start + timedelta(seconds=middle)).astimezone(zone).replace(tzinfo=None)
        if shown > wall:
            high = middle
        else:
            low = middle + 1
    return start + timedelta(seconds=low)
