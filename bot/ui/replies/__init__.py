"""Errors in words: what is wrong, where, and what to do next. The only place that words them."""

from bot import errors
from bot.ui.replies.articles import about_file, about_words
from bot.ui.replies.discussions import about_conflict, about_start
from bot.ui.replies.links import about_link
from bot.ui.replies.missing import about_missing
from bot.ui.replies.packs import about_pack
from bot.ui.replies.phrases import FALLBACK
from bot.ui.replies.schedules import (
    about_bounds,
    about_dates,
    about_redating,
    about_rhythm,
    about_zone,
)
from bot.ui.replies.servers import about_delivery, about_setup
from bot.ui.speech import _

__all__ = ["FALLBACK", "explain", "explain_bug"]


def explain(error: errors.ColloquyError) -> str:
    """Say in one or two sentences why something was refused and what to do about it."""
    match error:
        case errors.LinkRefused():
            return about_link(error)
        case errors.InvalidInput():
            return (
                about_file(error)
                or about_words(error)
                or about_pack(error)
                or about_rhythm(error)
                or about_zone(error)
                or about_dates(error)
                or about_bounds(error)
                or about_redating(error)
                or about_start(error)
            )
        case errors.NotFound():
            return about_missing(error)
        case errors.Conflict():
            return about_redating(error) or about_conflict(error)
        case errors.SetupError():
            return about_setup(error)
        case errors.DeliveryError():
            return about_delivery(error)
        case errors.StorageError():
            return _(
                "My memory could not be read or written just now, so nothing was "
                "changed. Please try again in a minute; if it goes on, tell whoever runs "
                "this bot."
            )
        case _:
            return _(FALLBACK)


def explain_bug(*, reference: str) -> str:
    """Say that the fault is ours; the reference is in the log beside what happened."""
    return _(
        "Something went wrong on my side; this is not your fault. Please try again. If "
        "it happens again, tell whoever runs this bot the reference `{reference}`.",
        reference=reference,
    )
