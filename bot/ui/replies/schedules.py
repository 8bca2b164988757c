"""Refusals about schedules."""

from bot import errors
from bot.ui.replies.phrases import moment, quoted


def about_schedule(error: errors.InvalidInput) -> str | None:
    """Word what is wrong with days, times, zone or dates; None for another error."""
    match error:
        case errors.UnknownDays(given):
            return (
                f"I cannot read the days {quoted(given)}. "
                "Name days of the week, such as `Mon, Thu`, `Tue-Fri`, `weekdays` or `daily`, or a "
                "rhythm: `2 weeks`, `first Mon`, `last Fri`."
            )
        case errors.UnknownTime(given):
            return (
                f"I cannot read the time {quoted(given)}. "
                "Give it as `09:00` or `6:30 pm`; for several a day, `09:00, 18:30`."
            )
        case errors.UnknownTimeZone(given, suggestions):
            near = ", ".join(f"`{zone}`" for zone in suggestions)
            return f"I know no time zone {quoted(given)}. " + (
                f"Did you mean {near}?"
                if near
                else "Type a city or country in `zone` and choose from the list."
            )
        case errors.UnknownDate(given):
            return (
                f"I cannot read the date {quoted(given)}. "
                "Give it as year-month-day, such as `2027-03-01`."
            )
        case errors.PastTime(given_at, now):
            return (
                f"{moment(given_at)} has gone by; it is {moment(now)} now. "
                "Choose today or a later day for `starts`, or leave it out to begin today."
            )
        case errors.DistantDate(given_on):
            return (
                f"{quoted(str(given_on))} is too far from today. "
                "Choose a nearer day; without `starts` it begins today, without `ends` it goes on."
            )
        case _:
            return None


def about_rhythm(error: errors.InvalidInput) -> str | None:
    """Word what is wrong with a rhythm; None for another error."""
    match error:
        case errors.UnknownRhythm(given):
            return (
                f"I cannot read every how many days {quoted(given)} is. "
                "Give it as `3 days` or `2 weeks`, a year at most."
            )
        case errors.UnknownMonthDay(given):
            return (
                f"I cannot read the day of the month {quoted(given)}. "
                "Give it as `first-mon`, `third-thu` or `last-fri`."
            )
        case errors.UnknownCronLine():
            # Not quoted: its stars would have to be escaped.
            return (
                "I cannot read that cron line, or it never comes due. Give minute, hour, day of "
                "the month, month and day of the week, such as `0 9 * * 1,4`."
            )
        case errors.UnknownDates(given):
            return (
                f"I cannot read the days {quoted(given)}. "
                "Give one as `2026-12-24`, or the first and the last as `2026-12-24..2027-01-02`."
            )
        case errors.UnknownQuietHours(given):
            return (
                f"I cannot read the quiet hours {quoted(given)}. "
                "Give their beginning and their end, such as `22:00-07:00`."
            )
        case errors.UnreadableCalendar(name):
            return (
                f"{quoted(name)} is no calendar file that I can read. Attach an iCalendar file "
                "(.ics, up to 1 MB), as calendars and holiday services export it."
            )
        case errors.NoSlotLeft(ends_on):
            last = f" after {quoted(str(ends_on))}" if ends_on else ""
            return f"The schedule has no slot left{last}. Choose a later end, or other days."
        case _:
            return None


def about_bounds(error: errors.InvalidInput) -> str | None:
    """Word what is missing or too much in a schedule; None for another error."""
    match error:
        case errors.TimesWanted():
            return (
                "Say in `time` at what time of day, such as `09:00`; for several, `09:00, 18:30`."
            )
        case errors.TimesTwice():
            return "A cron line says itself at what time. Leave out `time`, or name days in `days`."
        case errors.ZoneWanted():
            return (
                "I do not know your time zone, and this server has none set. "
                "Type a city or country in `zone` and choose from the list."
            )
        case errors.EndsBeforeStart(starts_on, ends_on):
            return (
                f"The last day, {quoted(str(ends_on))}, lies before the first, "
                f"{quoted(str(starts_on))}. "
                "Choose a later `ends`, or leave it out."
            )
        case errors.TooFewSlots(slots, sections, ends_on):
            return (
                f"Until {quoted(str(ends_on))} there is room for {slots:,} of {sections:,} "
                "sections. Choose a later `ends`, more days or more times."
            )
        case _:
            return None
