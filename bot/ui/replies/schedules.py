"""Refusals about schedules: their days and times, their zone, their dates, their bounds."""

from bot import errors
from bot.ui.replies.phrases import moment, quoted
from bot.ui.speech import _, ngettext, number


def about_rhythm(error: errors.InvalidInput) -> str | None:
    """Word what is wrong with days and times; None for another error."""
    match error:
        case errors.UnknownDays(given):
            return _(
                "I cannot read the days {given}. Name days of the week, such as `Mon, "
                "Thu`, `Tue-Fri`, `weekdays` or `daily`, or a rhythm: `2 weeks`, `first "
                "Mon`, `last Fri`.",
                given=quoted(given),
            )
        case errors.UnknownTime(given):
            return _(
                "I cannot read the time {given}. Give it as `09:00` or `6:30 pm`; for "
                "several a day, `09:00, 18:30`.",
                given=quoted(given),
            )
        case errors.UnknownRhythm(given):
            return _(
                "I cannot read every how many days {given} is. Give it as `3 days` or `2 "
                "weeks`, a year at most.",
                given=quoted(given),
            )
        case errors.UnknownMonthDay(given):
            return _(
                "I cannot read the day of the month {given}. Give it as `first-mon`, "
                "`third-thu` or `last-fri`.",
                given=quoted(given),
            )
        case errors.UnknownCronLine():
            # Not quoted: its stars would have to be escaped.
            return _(
                "I cannot read that cron line, or it never comes due. Give minute, hour, "
                "day of the month, month and day of the week, such as `0 9 * * 1,4`."
            )
        case errors.UnknownQuietHours(given):
            return _(
                "I cannot read the quiet hours {given}. Give their beginning and their "
                "end, such as `22:00-07:00`.",
                given=quoted(given),
            )
        case _:
            return None


def about_zone(error: errors.InvalidInput) -> str | None:
    """Word what is wrong with a time zone, or that none is known; None for another error."""
    match error:
        case errors.UnknownTimeZone(given, suggestions):
            if not suggestions:
                return _(
                    "I know no time zone {given}. Type a city or country in `zone` and "
                    "choose from the list.",
                    given=quoted(given),
                )
            near = ", ".join(f"`{zone}`" for zone in suggestions)
            return _(
                "I know no time zone {given}. Did you mean {near}?", given=quoted(given), near=near
            )
        case errors.TimeZoneWithoutChanges(given, suggestions):
            if not suggestions:
                return _(
                    "{given} keeps the same time all year, an hour off where clocks change. Type "
                    "a city or country in `zone` and choose from the list.",
                    given=quoted(given),
                )
            near = ", ".join(f"`{zone}`" for zone in suggestions)
            return _(
                "{given} keeps the same time all year, an hour off where clocks change. Name a "
                "place instead, such as {near}.",
                given=quoted(given),
                near=near,
            )
        case errors.ZoneWanted():
            return _(
                "I do not know your time zone, and this server has none set. Type a city "
                "or country in `zone` and choose from the list."
            )
        case _:
            return None


def about_dates(error: errors.InvalidInput) -> str | None:
    """Word what is wrong with dates; None for another error."""
    match error:
        case errors.UnknownDate(given):
            return _(
                "I cannot read the date {given}. Give it as year-month-day, such as `2027-03-01`.",
                given=quoted(given),
            )
        case errors.UnknownDates(given):
            return _(
                "I cannot read the days {given}. Give one as `2026-12-24`, or the first "
                "and the last as `2026-12-24..2027-01-02`.",
                given=quoted(given),
            )
        case errors.DaysReversed(given):
            return _(
                "In {given} the last day lies before the first. Give the earlier one first, such "
                "as `2026-12-24..2027-01-02`.",
                given=quoted(given),
            )
        case errors.PastTime(given_at, now):
            return _(
                "{given_at} has gone by; it is {now} now. Choose today or a later day "
                "for `starts`, or leave it out to begin today.",
                given_at=moment(given_at),
                now=moment(now),
            )
        case errors.PastEnd(ends_on):
            return _(
                "The last day, {ends_on}, has gone by. Choose today or a later day for `ends`, or "
                "leave it out.",
                ends_on=quoted(str(ends_on)),
            )
        case errors.DistantDate(given_on):
            return _(
                "{given_on} is too far from today: I plan ten years ahead at most. Choose a "
                "nearer day.",
                given_on=quoted(str(given_on)),
            )
        case errors.UnreadableCalendar(name, cut_off):
            return _about_calendar(name, cut_off=cut_off)
        case _:
            return None


def _about_calendar(name: str, *, cut_off: bool) -> str:
    if cut_off:
        return _(
            "{name} breaks off before its end, so days would be missing. Export it anew and "
            "attach it again.",
            name=quoted(name),
        )
    return _(
        "{name} is no calendar file that I can read. Attach an iCalendar file "
        "(.ics, up to 1 MB and 4,000 events), as calendars and holiday services export it.",
        name=quoted(name),
    )


def about_bounds(error: errors.InvalidInput) -> str | None:
    """Word what is missing or too much in a schedule; None for another error."""
    match error:
        case errors.TimesWanted():
            return _(
                "Say in `time` at what time of day, such as `09:00`; for several, `09:00, 18:30`."
            )
        case errors.TimesTwice():
            return _(
                "The time is said twice: `days` says it itself. Leave out `time`, or name days "
                "alone in `days`."
            )
        case errors.EndsBeforeStart(starts_on, ends_on):
            return _(
                "The last day, {ends_on}, lies before the first, {starts_on}. Choose a "
                "later `ends`, or leave it out.",
                ends_on=quoted(str(ends_on)),
                starts_on=quoted(str(starts_on)),
            )
        case errors.NoSlotLeft(ends_on):
            if ends_on is None:
                return _("The schedule has no slot left. Choose a later end, or other days.")
            return _(
                "Until {ends_on} the schedule has no slot left. Choose a later end, or other days.",
                ends_on=quoted(str(ends_on)),
            )
        case errors.TooFewSlots(slots, sections, ends_on):
            if not slots:
                return ngettext(
                    "Until {ends_on} there is no room for the {count} section that is to come. "
                    "Choose a later `ends`, more days or more times.",
                    "Until {ends_on} there is room for none of {count} sections. "
                    "Choose a later `ends`, more days or more times.",
                    sections,
                    ends_on=quoted(str(ends_on)),
                )
            return _(
                "Until {ends_on} there is room for {slots} of {sections} sections. Choose a "
                "later `ends`, more days or more times, or `fit: {fit}` to merge neighbours.",
                ends_on=quoted(str(ends_on)),
                slots=number(slots),
                sections=number(sections),
                fit=slots,
            )
        case _:
            return None


def about_redating(error: errors.ColloquyError) -> str | None:
    """Word why another schedule in mid-series is not to be had; None for another error."""
    match error:
        case errors.ScheduleAsItIs():
            return _(
                "That changes nothing: it is so already. Name what is to be otherwise, such as "
                "`days` or `time`; `/discussion status` says what holds now."
            )
        case errors.MovedApart(least):
            return _(
                "Sections that were moved are not merged with others, so at least {least} are "
                "left. Choose `fit: {least}` or more, or move them back with `/discussion move`.",
                least=number(least),
            )
        case errors.RedatingGone():
            return _(
                "This change was made or left, or it is more than a day old. See how the "
                "discussion stands with `/discussion status`, or ask anew with `/discussion "
                "schedule`."
            )
        case errors.RedatingStale():
            return _(
                "Nothing was changed: since this was shown, time has gone by, or the discussion "
                "or its article was changed. Look at what it would do now, and press **Change "
                "it** again if it is still wanted."
            )
        case _:
            return None
