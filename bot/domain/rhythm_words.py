"""A recurrence ▶ the words that `calendar_words.parse_rhythm` makes it from."""

from collections.abc import Sequence
from datetime import date, time
from typing import Final, NamedTuple

from bot.domain.calendar_words import parse_rhythm
from bot.domain.recurrence import (
    EVERY_DAY,
    LAST,
    WEEKEND,
    WORKDAYS,
    CronLine,
    EveryFewDays,
    Monthly,
    Recurrence,
    Weekly,
)
from bot.errors import InvalidInput

_DAYS: Final = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_GROUPS: Final = {EVERY_DAY: "day", WORKDAYS: "workday", WEEKEND: "weekend"}
_PLACES: Final = {1: "first", 2: "second", 3: "third", 4: "fourth", 5: "fifth", LAST: "last"}
_WEEK: Final = 7
_ANY_DAY: Final = date(2000, 1, 1)


class RhythmWords(NamedTuple):
    """Days and times of day as somebody types them; a cron line has its own times."""

    days: str
    times: str | None


def words_of(recurrence: Recurrence) -> RhythmWords | None:
    """Give the words for a rhythm, without the day it counts from; None where there are none."""
    words = _words_of(recurrence)
    since = recurrence.since if isinstance(recurrence, EveryFewDays) else _ANY_DAY
    try:
        read = parse_rhythm(words.days, times=words.times, since=since)
    except InvalidInput:
        return None
    return words if read == recurrence else None


def _words_of(recurrence: Recurrence) -> RhythmWords:
    match recurrence:
        case Weekly(days=days, times=times):
            return RhythmWords(", ".join(_DAYS[day] for day in sorted(days)), _times(times))
        case EveryFewDays(step=step, times=times):
            weeks, rest = divmod(step, _WEEK)
            counted = f"{step} days" if rest else f"{weeks} weeks"
            return RhythmWords(f"every {counted}", _times(times))
        case Monthly(nth=nth, days=days, times=times):
            day = _GROUPS.get(days) or _DAYS[min(days)]
            if days == EVERY_DAY:
                # By itself "second day" is every other day.
                day = "day of the month"
            return RhythmWords(f"{_PLACES[nth]} {day}", _times(times))
        case CronLine(line):
            return RhythmWords(line, None)


def _times(times: Sequence[time]) -> str:
    return ", ".join(f"{one:%H:%M}" for one in times)
