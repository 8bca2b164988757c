"""Holidays: the blackout days that a calendar file held, and what of it was not taken as it was."""

from dataclasses import dataclass

from bot.domain.schedule import DaySpan


@dataclass(frozen=True, slots=True, kw_only=True)
class Holidays:
    """Blackout days from a file, in order and apart; the counts are of events.

    `timed` ones had hours and count for their whole days, `repeating` ones only for the days they
    name first; `cancelled` and `unreadable` ones were left out.
    """

    name: str
    spans: tuple[DaySpan, ...]
    timed: int
    repeating: int
    cancelled: int
    unreadable: int
