"""What several replies are put together from."""

from datetime import datetime
from typing import Final

import discord

from bot.ui.markup import escape_within
from bot.ui.speech import N_, _, decimal

FALLBACK: Final = N_("That did not work, and nothing was changed. Please try again in a minute.")


_LONGEST_QUOTED = 100


_MEGABYTE = 1_000_000


def quoted(given: str) -> str:
    """Put what somebody gave between quotation marks, made harmless and short."""
    return _("“{given}”", given=escape_within(given, _LONGEST_QUOTED))


def moment(instant: datetime) -> str:
    """Show an instant in the reader’s own time."""
    return discord.utils.format_dt(instant, "f")


def megabytes(size: int) -> str:
    """Show a size."""
    return f"{decimal(size / _MEGABYTE)} MB"
