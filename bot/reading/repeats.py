"""Rules of repetition of calendar files ▶ the days on which an event comes again (RFC 5545, RRULE).

For `holidays`, which blacks the days out. The days are reckoned period by period within the years
that matter, with a bound on the work for a whole file: files come from strangers.
"""

import re
from calendar import monthrange
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Final, Self

from bot.domain.schedule import DaySpan

_LONGEST: Final = 200  # characters of a rule; every day of the month takes about 100
_MOST_STEPS: Final = 20_000  # in one file: a thousand yearly holidays, in some 50 ms


_WEEK: Final = 7
_WEEKS_OF_MONTH: Final = 5
_YEAR: Final = 12  # months
_DAY: Final = timedelta(days=1)

_PARTS: Final = frozenset(
    {"FREQ", "INTERVAL", "COUNT", "UNTIL", "BYMONTH", "BYMONTHDAY", "BYDAY", "BYSETPOS", "WKST"}
)
_WEEKDAYS: Final = {
    name: day for day, name in enumerate(("MO", "TU", "WE", "TH", "FR", "SA", "SU"))
}
_NUMBER = re.compile(r"[+-]?\d{1,4}", re.ASCII)
_NTH_WEEKDAY = re.compile(r"([+-]?\d{1,2})?(MO|TU|WE|TH|FR|SA|SU)", re.ASCII)


class RuleNotFollowed(ValueError):
    """A rule cannot be read, is of a kind that is not followed, or takes too many steps."""


class _Frequency(StrEnum):
    YEARLY = "YEARLY"
    MONTHLY = "MONTHLY"
    WEEKLY = "WEEKLY"
    DAILY = "DAILY"


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """A rule as it is written; what is not said is empty or None.

    `weekdays` bear their ordinal within month or year, 0 for every one; Monday is 0. `until` is
    left as text, since its zone is the event's business.
    """

    frequency: _Frequency
    interval: int
    count: int | None
    until: str | None
    months: frozenset[int]
    month_days: frozenset[int]
    weekdays: frozenset[tuple[int, int]]
    positions: frozenset[int]
    week_start: int

    @classmethod
    def read(cls, text: str) -> Self:
        """Read a rule; raise `RuleNotFollowed`."""
        if len(text) > _LONGEST:
            raise RuleNotFollowed(text)
        said = [part.partition("=")[::2] for part in text.upper().split(";") if part]
        parts = dict(said)
        if len(parts) < len(said) or not parts.keys() <= _PARTS:
            raise RuleNotFollowed(text)
        try:
            rule = cls(
                frequency=_Frequency(parts["FREQ"]),
                interval=_number(parts.get("INTERVAL", "1"), 1, 9_999),
                count=_number(parts["COUNT"], 1, 9_999) if "COUNT" in parts else None,
                until=parts.get("UNTIL"),
                months=_numbers(parts, "BYMONTH", 1, _YEAR),
                month_days=_numbers(parts, "BYMONTHDAY", -31, 31),
                weekdays=_weekdays(parts),
                positions=_numbers(parts, "BYSETPOS", -366, 366),
                week_start=_WEEKDAYS[parts.get("WKST", "MO")],
            )
        except (KeyError, ValueError):
            raise RuleNotFollowed(text) from None
        rule._require_meaning()
        return rule

    @property
    def breadth(self) -> int:
        """How many days are looked at in one of the rule's periods, roughly and at most."""
        weekdays = len(self.weekdays)
        if self.frequency in {_Frequency.WEEKLY, _Frequency.DAILY}:
            return 1 + weekdays
        months = 1
        if self.frequency is _Frequency.YEARLY and (self.months or self.month_days or weekdays):
            months = len(self.months) or _YEAR
        return months * (1 + len(self.month_days) + _WEEKS_OF_MONTH * weekdays)

    def _require_meaning(self) -> None:
        """Raise `RuleNotFollowed` for parts that the format gives no meaning beside each other."""
        by_day = self.frequency in {_Frequency.WEEKLY, _Frequency.DAILY}
        nth = any(ordinal for ordinal, _ in self.weekdays)
        if (
            (by_day and nth)
            or (self.frequency is _Frequency.WEEKLY and self.month_days)
            or (self.positions and not (self.months or self.month_days or self.weekdays))
        ):
            raise RuleNotFollowed(self)


class Repeats:
    """Follows the rules of one file within the days that matter, as far as its steps reach."""

    def __init__(self, within: DaySpan) -> None:
        self.within = within
        self._steps = _MOST_STEPS

    def take(self, steps: int = 1) -> None:
        """Count work that is about to be done; raise `RuleNotFollowed` when it is too much."""
        if steps > self._steps:
            self._steps = 0
            raise RuleNotFollowed(steps)
        self._steps -= steps

    def follow(self, rule: Rule, begin: date, until: date | None) -> tuple[list[date], bool]:
        """List the days that matter on which an event comes, and say if it goes on after them.

        It first comes on `begin`, and no more after `until`, the rule's end as a day of the
        event's own. Raises `RuleNotFollowed`.
        """
        last = min(self.within.last, until or self.within.last)
        # Who counts has to begin at the beginning.
        after = begin if rule.count else max(begin, self.within.first)
        left = rule.count
        found = []
        for days in _periods(rule, begin, after, last):
            self.take(rule.breadth + len(days))
            for day in days:
                if day < begin:
                    continue
                if day > last or left == 0:
                    break
                left = left and left - 1
                if day >= self.within.first:
                    found.append(day)
            if left == 0:
                break
        return found, left != 0 and (until is None or until > self.within.last)


def _periods(rule: Rule, begin: date, after: date, last: date) -> Iterator[list[date]]:
    """Give the days of each year, month, week or day of a rule, from that of `after` to `last`.

    Each list ascends; in the first there may be days before `after`, in the last after `last`.
    """
    match rule.frequency:
        case _Frequency.YEARLY:
            for year in range(_from(begin.year, after.year, rule), last.year + 1, rule.interval):
                yield _placed(rule, _of_year(rule, year, begin))
        case _Frequency.MONTHLY:
            first = _from(_month(begin), _month(after), rule)
            for month in range(first, _month(last) + 1, rule.interval):
                yield _placed(rule, _of_month(rule, *divmod(month, _YEAR), begin))
        case _Frequency.WEEKLY:
            monday = begin.toordinal() - (begin.weekday() - rule.week_start) % _WEEK
            apart = rule.interval * _WEEK
            first = monday + (after.toordinal() - monday) // apart * apart
            for week in range(first, last.toordinal() + 1, apart):
                yield _placed(rule, _of_week(rule, date.fromordinal(week), begin))
        case _Frequency.DAILY:
            first = _from(begin.toordinal(), after.toordinal(), rule)
            for ordinal in range(first, last.toordinal() + 1, rule.interval):
                yield _placed(rule, _of_day(rule, date.fromordinal(ordinal)))


def _from(begin: int, after: int, rule: Rule) -> int:
    """Give the last period of a rule, counted from `begin` on, that does not lie past `after`."""
    return begin + (after - begin) // rule.interval * rule.interval


def _month(day: date) -> int:
    return day.year * _YEAR + day.month - 1


def _placed(rule: Rule, days: set[date]) -> list[date]:
    """Put a period's days in order; with positions, those alone, counted from its ends."""
    ordered = sorted(days)
    if not rule.positions:
        return ordered
    size = len(ordered)
    chosen = {place - 1 if place > 0 else size + place for place in rule.positions}
    return [ordered[place] for place in sorted(chosen) if 0 <= place < size]


def _of_year(rule: Rule, year: int, begin: date) -> set[date]:
    if rule.months:
        return set().union(*(_of_month(rule, year, month - 1, begin) for month in rule.months))
    if not (rule.month_days or rule.weekdays):
        return _of_month(rule, year, begin.month - 1, begin)
    # Without months the ordinals of weekdays are counted within the year.
    found = _on_weekdays(rule, date(year, 1, 1), date(year, _YEAR, 31)) if rule.weekdays else None
    if not rule.month_days:
        return found or set()
    months = (_on_month_days(rule.month_days, year, month) for month in range(1, _YEAR + 1))
    days = set[date]().union(*months)
    return days if found is None else days & found


def _of_month(rule: Rule, year: int, month: int, begin: date) -> set[date]:
    """Give the days of a month, whose number begins at 0."""
    month += 1
    if rule.months and month not in rule.months:
        return set()
    if not rule.weekdays:
        return _on_month_days(rule.month_days or {begin.day}, year, month)
    first = date(year, month, 1)
    days = _on_weekdays(rule, first, first.replace(day=monthrange(year, month)[1]))
    return days & _on_month_days(rule.month_days, year, month) if rule.month_days else days


def _of_week(rule: Rule, first: date, begin: date) -> set[date]:
    wanted = {weekday for _, weekday in rule.weekdays} or {begin.weekday()}
    days = (first + _DAY * ((weekday - rule.week_start) % _WEEK) for weekday in wanted)
    return {day for day in days if not rule.months or day.month in rule.months}


def _of_day(rule: Rule, day: date) -> set[date]:
    if rule.months and day.month not in rule.months:
        return set()
    if rule.weekdays and (0, day.weekday()) not in rule.weekdays:
        return set()
    from_end = day.day - monthrange(day.year, day.month)[1] - 1
    if rule.month_days and rule.month_days.isdisjoint((day.day, from_end)):
        return set()
    return {day}


def _on_month_days(wanted: Iterable[int], year: int, month: int) -> set[date]:
    """Give those days of a month that it has; below 0 they are counted from its end."""
    length = monthrange(year, month)[1]
    days = (day if day > 0 else length + 1 + day for day in wanted)
    return {date(year, month, day) for day in days if 1 <= day <= length}


def _on_weekdays(rule: Rule, first: date, last: date) -> set[date]:
    """Give the days of a month or year that are the wanted weekdays, or the nth of them."""
    found: set[date] = set()
    for ordinal, weekday in rule.weekdays:
        begin = first.toordinal() + (weekday - first.weekday()) % _WEEK
        days = range(begin, last.toordinal() + 1, _WEEK)
        place = ordinal - 1 if ordinal > 0 else len(days) + ordinal
        if ordinal and not 0 <= place < len(days):
            continue
        found.update(map(date.fromordinal, [days[place]] if ordinal else days))
    return found


def _number(text: str, least: int, most: int) -> int:
    """Read a number other than 0 within bounds; raise `ValueError`."""
    if not _NUMBER.fullmatch(text) or not least <= int(text) <= most or int(text) == 0:
        raise ValueError(text)
    return int(text)


def _numbers(parts: dict[str, str], name: str, least: int, most: int) -> frozenset[int]:
    if name not in parts:
        return frozenset()
    return frozenset(_number(text, least, most) for text in parts[name].split(","))


def _weekdays(parts: dict[str, str]) -> frozenset[tuple[int, int]]:
    if "BYDAY" not in parts:
        return frozenset()
    found = [_NTH_WEEKDAY.fullmatch(text) for text in parts["BYDAY"].split(",")]
    if None in found:
        raise ValueError(parts["BYDAY"])
    return frozenset(
        (_number(each[1], -53, 53) if each[1] else 0, _WEEKDAYS[each[2]]) for each in found if each
    )
