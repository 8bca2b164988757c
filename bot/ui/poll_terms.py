"""How a discussion holds its polls, in words: when they close, who is reminded, what is shown."""

from collections.abc import Callable
from datetime import timedelta
from typing import Final, assert_never

import discord

from bot.domain.terms import ClosesAfter, ClosesAt, ClosesWithNext, Closing, Terms
from bot.ui.speech import _, ngettext

_UNITS: Final[tuple[tuple[timedelta, Callable[[int], str]], ...]] = (
    (timedelta(weeks=1), lambda count: ngettext("{count} week", "{count} weeks", count)),
    (timedelta(days=1), lambda count: ngettext("{count} day", "{count} days", count)),
    (timedelta(hours=1), lambda count: ngettext("{count} hour", "{count} hours", count)),
    (timedelta(minutes=1), lambda count: ngettext("{count} minute", "{count} minutes", count)),
)


def poll_terms_lines(terms: Terms) -> list[str]:
    """Show every term about polls' time as it holds now."""
    return [
        f"**{_('Closing')}:** {describe_closing(terms.closing)}",
        f"**{_('Reminder')}:** {_reminder(terms)}",
        f"**{_('Results')}:** {_results(terms)}",
    ]


def say_reminder_changed() -> str:
    """Confirm a change of reminders and say from when on it holds."""
    return _("**Saved.** It holds at once, also for polls that are open.")


def describe_span(span: timedelta) -> str:
    """Say how long something is, in the largest unit that gives a whole number."""
    for unit, words in _UNITS:
        if span >= unit and not span % unit:
            return words(span // unit)
    return str(span)


def describe_closing(closing: Closing) -> str:
    """Say when polls close."""
    match closing:
        case ClosesAfter(span):
            return _("each poll {span} after it opened", span=describe_span(span))
        case ClosesAt(instant):
            return _(
                "every poll {when}; one that opens later than an hour before that, after a week",
                when=discord.utils.format_dt(instant, "f"),
            )
        case ClosesWithNext(last):
            return _(
                "when the next section comes; the last section’s polls after {span}",
                span=describe_span(last),
            )
        case _:
            assert_never(closing)


def _reminder(terms: Terms) -> str:
    if terms.remind_before is None:
        return _("none")
    if isinstance(terms.closing, ClosesWithNext):
        return _(
            "{span} before closing, in the last section’s thread alone: the others close when the "
            "next section comes",
            span=describe_span(terms.remind_before),
        )
    return _("in the thread, {span} before closing", span=describe_span(terms.remind_before))


def _results(terms: Terms) -> str:
    if terms.hides_results:
        return _("shown once a poll has closed; the next section says nothing about them")
    return _("shown once a poll has closed; the next section opens with a line on them")
