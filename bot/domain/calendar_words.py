"""Calendar words: days, times, rhythms and dates as people write them."""

import re
from datetime import date, time

from bot.domain.folding import folded
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
from bot.domain.schedule import DaySpan, QuietHours, join_spans
from bot.errors import (
    DaysReversed,
    InvalidInput,
    TimesTwice,
    TimesWanted,
    UnknownCronLine,
    UnknownDate,
    UnknownDates,
    UnknownDays,
    UnknownMonthDay,
    UnknownQuietHours,
    UnknownRhythm,
    UnknownTime,
)

# ── days of the week ──────────────────────────────────────────────────────────────────────────

_DAY_NAMES = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_SHORTEST_DAY_NAME = 2

_DAY_GROUPS = {
    "daily": EVERY_DAY,
    "day": EVERY_DAY,
    "everyday": EVERY_DAY,
    "weekday": WORKDAYS,
    "workday": WORKDAYS,
    "weekend": WEEKEND,
}

_DAY_RANGE = re.compile(r"\s*(?:[-–—]|\b(?:to|through|thru|until|till)\b)\s*")
_DAY_BREAK = re.compile(r"[\s,;/&+]+")
_DAY_FILLERS = frozenset({"", "all", "and", "each", "every", "on"})


def parse_days(text: str) -> frozenset[int]:
    """Read days of the week, 0 = Monday: names or their beginnings, lists, ranges, groups.

    Raise `UnknownDays` rather than guess: "every other monday" is not read as every Monday.
    """
    words = _DAY_BREAK.split(_DAY_RANGE.sub("-", folded(text)))
    days: set[int] = set()
    for word in words:
        if word in _DAY_FILLERS:
            continue
        named = _days_of(word)
        if not named:
            raise UnknownDays(given=text)
        days |= named
    if not days:
        raise UnknownDays(given=text)
    return frozenset(days)


def _days_of(word: str) -> frozenset[int]:
    """Give the days that one word or range stands for, none if it is not understood."""
    if "-" not in word:
        day = _day_of(word)
        return (
            frozenset({day}) if day is not None else _DAY_GROUPS.get(_singular(word), frozenset())
        )
    first, last, *rest = (_day_of(end) for end in word.split("-"))
    if first is None or last is None or rest:
        return frozenset()
    # A range may run over the end of the week: Friday to Monday is four days.
    return frozenset((first + step) % 7 for step in range((last - first) % 7 + 1))


def _day_of(word: str) -> int | None:
    name = _singular(word)
    if len(name) < _SHORTEST_DAY_NAME:
        return None
    return next((day for day, full in enumerate(_DAY_NAMES) if full.startswith(name)), None)


def _singular(word: str) -> str:
    """Drop an abbreviation's dot and the s of "Mondays", "tues." and "weekends"."""
    return word.rstrip(".").removesuffix("s")


# ── times of day ──────────────────────────────────────────────────────────────────────────────

_TIME_BREAK = re.compile(
    r"""
      \s* (?: [,;&+/] | \band\b ) \s*
    | (?<= [:.]\d\d ) \s+ (?=\d)     # a bare space only after minutes: "9 15" is ambiguous
    """,
    re.VERBOSE,
)
_TIME = re.compile(
    r"""
    (?: at \s+ )?
    (?P<hour> \d{1,2} )
    (?: (?: [:.h] | (?<=\d\d) ) (?P<minute> \d\d ) )?     # 9:05, 9.05, 9h05, 0905
    (?: \s* (?P<half> [ap] ) \.? m \.? | h )?             # 9am, 9 p.m., 18h
    """,
    re.VERBOSE,
)
_TIME_WORDS = {"noon": time(12), "midday": time(12), "midnight": time(0)}


def parse_times(text: str) -> tuple[time, ...]:
    """Read times of day, ascending and without repeats; raise `UnknownTime` with the bad one."""
    pieces = [piece for piece in _TIME_BREAK.split(folded(text)) if piece]
    if not pieces:
        raise UnknownTime(given=text)
    return tuple(sorted({_time_of(piece) for piece in pieces}))


def _time_of(piece: str) -> time:
    if piece in _TIME_WORDS:
        return _TIME_WORDS[piece]
    found = _TIME.fullmatch(piece)
    if found is None:
        raise UnknownTime(given=piece)
    hour, minute = int(found["hour"]), int(found["minute"] or 0)
    if found["half"]:
        if hour not in range(1, 13):
            raise UnknownTime(given=piece)
        hour = hour % 12 + (12 if found["half"] == "p" else 0)
    try:
        return time(hour, minute)
    except ValueError:
        raise UnknownTime(given=piece) from None


# ── rhythms ───────────────────────────────────────────────────────────────────────────────────

_FIRST_TIME = re.compile(
    r"(?: \b at \s+ )? (?: \d | \b (?: noon | midday | midnight ) \b )", re.VERBOSE
)


def parse_weekly(text: str) -> Weekly:
    """Read days of the week followed by times of day: "mon,thu 09:00, 18:30".

    Raise `UnknownDays`, `UnknownTime`, or `TimesWanted` where there are days alone.
    """
    plain = folded(text)
    found = _FIRST_TIME.search(plain)
    words = plain[: found.start()] if found else plain
    days = parse_days(words or plain)
    if found is None:
        raise TimesWanted
    return Weekly(days=days, times=parse_times(plain[found.start() :]))


_EVERY = re.compile(
    r"""
    (?: every \s+ )?
    (?: (?P<count> \d{1,3} ) \s*
      | (?P<spelled> two | three | four ) \s+
      | (?P<other> other ) \s+
      # Without "every", the second day may be that of a month.
      | (?<= every\s ) (?: (?P<nth> \d{1,3} ) (?: st | nd | rd | th )
                        | (?P<word> second | third | fourth ) ) \s+
    )?
    (?P<unit> days? | weeks? )
    """,
    re.VERBOSE,
)


_COUNTS = {"two": 2, "other": 2, "second": 2, "three": 3, "third": 3, "four": 4, "fourth": 4}
_COUNTED = ("count", "spelled", "other", "nth", "word")


def parse_every(text: str, *, since: date, times: tuple[time, ...]) -> EveryFewDays:
    """Read "2 weeks", "every other week", "3 days" or "week", counted from `since`.

    Raise `UnknownRhythm`.
    """
    found = _EVERY.fullmatch(folded(text))
    if found is None:
        raise UnknownRhythm(given=text)
    days = _count_of(found) * (7 if found["unit"].startswith("week") else 1)
    try:
        return EveryFewDays(step=days, since=since, times=times)
    except ValueError:
        raise UnknownRhythm(given=text) from None


def _count_of(every: re.Match[str]) -> int:
    said = next(filter(None, every.group(*_COUNTED)), "1")
    return _COUNTS.get(said) or int(said)


_PLACES = {
    "first": 1,
    "1st": 1,
    "second": 2,
    "2nd": 2,
    "third": 3,
    "3rd": 3,
    "fourth": 4,
    "4th": 4,
    "fifth": 5,
    "5th": 5,
    "last": LAST,
}
_MONTH_DAY = re.compile(
    r"""
    (?: (?:on\s+)? (?: the | (?P<every> every ) ) \s+ )?
    (?P<place> \w+ ) [\s-]+ (?P<day> [a-z]+ \.? )
    (?P<of_month> \s+ (?: of | in ) \s+ (?: the | each | every | a ) \s+ month )?
    """,
    re.VERBOSE,
)
# "Every first Monday" can only be of a month; every second one may be that of a fortnight.
_ONCE_A_MONTH = frozenset({"first", "1st", "last"})


def parse_monthly(text: str, *, times: tuple[time, ...]) -> Monthly:
    """Read "first-mon" to "fifth-mon" or "last-mon"; raise `UnknownMonthDay`.

    Groups of days are read too: "first-workday", "last-day".
    """
    found = _MONTH_DAY.fullmatch(folded(text))
    days = _days_of(found["day"]) if found else frozenset[int]()
    if found is None or not days or found["place"] not in _PLACES:
        raise UnknownMonthDay(given=text)
    return Monthly(nth=_PLACES[found["place"]], days=days, times=times)


def parse_cron_line(text: str) -> CronLine:
    """Read a cron line of five fields; raise `UnknownCronLine`, also if it never comes due."""
    try:
        return CronLine(" ".join(text.split()))
    except ValueError:
        raise UnknownCronLine(given=text) from None


_CRON_LINE = re.compile(r"[\d*]\S* (?:\S+ ){3}\S+")


def parse_rhythm(text: str, *, times: str | None, since: date) -> Recurrence:
    """Read any rhythm: days of the week, "2 weeks" from `since` on, "first mon", a cron line.

    `times` are words of their own, save that a cron line has its own times and that they may stand
    behind days of the week. Raise `TimesWanted` or `TimesTwice` beside what the others raise.
    """
    plain = folded(text)
    if _CRON_LINE.fullmatch(plain):
        if times is not None:
            raise TimesTwice(given=times)
        return parse_cron_line(text)
    if times is None:
        if not _FIRST_TIME.search(plain) or _is_counted(plain):
            raise TimesWanted
        return parse_weekly(text)
    if _is_counted(plain):
        return parse_every(text, since=since, times=parse_times(times))
    if _is_monthly(plain):
        return parse_monthly(text, times=parse_times(times))
    return Weekly(days=_days_alone(text), times=parse_times(times))


def _days_alone(text: str) -> frozenset[int]:
    """Read days of the week; raise `TimesTwice` where times stand behind them."""
    try:
        return parse_days(text)
    except UnknownDays:
        if _has_times(text):
            raise TimesTwice(given=text) from None
        raise


def _has_times(text: str) -> bool:
    try:
        parse_weekly(text)
    except InvalidInput:
        return False
    return True


def _is_counted(plain: str) -> bool:
    """Say whether a rhythm counts days or weeks; "every day" names days of the week."""
    found = _EVERY.fullmatch(plain)
    if found is None:
        return False
    return found["unit"].startswith("week") or any(found.group(*_COUNTED))


def _is_monthly(plain: str) -> bool:
    """Say whether a rhythm names a day of the month; every second Monday may be meant otherwise."""
    found = _MONTH_DAY.fullmatch(plain)
    if found is None or found["place"] not in _PLACES:
        return False
    return not found["every"] or bool(found["of_month"]) or found["place"] in _ONCE_A_MONTH


# ── dates ─────────────────────────────────────────────────────────────────────────────────────

# Time zones were not kept by law much earlier, and nobody plans later.
_FIRST_YEAR, _LAST_YEAR = 1970, 2199
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)


def parse_date(text: str) -> date:
    """Read year-month-day; raise `UnknownDate`, also for a year that cannot be meant."""
    found = parse_any_date(text)
    if found.year not in range(_FIRST_YEAR, _LAST_YEAR + 1):
        raise UnknownDate(given=text)
    return found


def parse_any_date(text: str) -> date:
    """Read year-month-day of any year; raise `UnknownDate`."""
    plain = text.strip()
    try:
        found = date.fromisoformat(plain)
    except ValueError:
        raise UnknownDate(given=text) from None
    if not _DATE.fullmatch(plain):
        raise UnknownDate(given=text)
    return found


def parse_day_span(text: str) -> DaySpan:
    """Read a day or a range, "2026-12-24..2027-01-02"; raise `UnknownDates` or `DaysReversed`."""
    begins, dots, ends = text.partition("..")
    try:
        first, last = parse_date(begins), parse_date(ends if dots else begins)
    except UnknownDate:
        raise UnknownDates(given=text) from None
    if last < first:
        raise DaysReversed(given=text)
    return DaySpan(first, last)


_SPAN_SIGN = re.compile(r"\s*(?:\.{2,3}|…|[–—]|\b(?:to|until|till|through)\b)\s*")
_SPAN_BREAK = re.compile(r"[\s,;]+")


def parse_day_spans(text: str) -> tuple[DaySpan, ...]:
    """Read days and ranges, "2026-12-24..2027-01-02, 2027-04-05", in order and joined.

    Raise `UnknownDates` with the one that cannot be read.
    """
    pieces = [piece for piece in _SPAN_BREAK.split(_SPAN_SIGN.sub("..", text)) if piece]
    if not pieces:
        raise UnknownDates(given=text)
    return join_spans([parse_day_span(piece) for piece in pieces])


_HOURS = re.compile(r"(?P<begins>.+?)\s*(?:\.\.|[-–—]|\b(?:to|until|till)\b)\s*(?P<ends>.+)")


def parse_quiet_hours(text: str) -> QuietHours:
    """Read "22:00-07:00" or "10 pm to 7 am"; raise `UnknownQuietHours`."""
    found = _HOURS.fullmatch(folded(text))
    if found is None:
        raise UnknownQuietHours(given=text)
    try:
        return QuietHours(begins=_time_of(found["begins"]), ends=_time_of(found["ends"]))
    except (UnknownTime, ValueError):
        raise UnknownQuietHours(given=text) from None
