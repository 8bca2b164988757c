"""Holidays: the blackout days that a calendar file held, and what of it was not taken as it was."""

from dataclasses import dataclass
from datetime import date

from bot.domain.schedule import DaySpan


@dataclass(frozen=True, slots=True, kw_only=True)
class Holidays:
    """Blackout days from a file, in order and apart; the counts are of events.

    `timed` ones had hours and count for their whole days. `endless` ones come again after
    `followed_until`; the rule of `unfollowed` ones cannot be followed, so that they count only for
    the days they name first. `distant` ones go on for longer than is planned ahead, and count until
    there. `cancelled` and `unreadable` ones were left out. `gone_by` if all days lie in the past.
    """

    name: str
    spans: tuple[DaySpan, ...]
    timed: int
    endless: int
    followed_until: date
    unfollowed: int
    cancelled: int
    unreadable: int
    distant: int
    gone_by: bool
