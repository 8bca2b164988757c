"""Discussion packs: the file that is handed out, and what is said when one is taken in."""

import io
import re
from typing import Final

import discord

from bot.domain.library import KeptArticle
from bot.domain.pack import Pack, PackedSchedule
from bot.domain.schedule import MissedSlot
from bot.ui.excerpts import link_of
from bot.ui.markup import escape_within

_LONGEST_TITLE: Final = 256
_LONGEST_NAME: Final = 60


def pack_file(title: str, content: bytes) -> discord.File:
    """Give a pack as a file named after its article."""
    name = re.sub(r"[^a-z0-9]+", "-", title.lower())[:_LONGEST_NAME].strip("-")
    return discord.File(io.BytesIO(content), filename=f"{name or 'article'}.pack.json")


def say_packed(kept: KeptArticle) -> str:
    """Say what the file is and how another server uses it."""
    address = link_of(kept.article.source)
    first = f"add the article from <{address}>" if address else "add the same text"
    return (
        f"The discussion pack of **{escape_within(kept.article.title, _LONGEST_TITLE)}**: its cut "
        "points, questions, options and schedule, without its text. Another server can "
        f"{first} with `/article add` and then give this file to `/article import-pack`."
    )


def say_taken_in(kept: KeptArticle, given: Pack) -> str:
    """Confirm that a pack was taken in and say what to do next."""
    start = "`/discussion start`"
    schedule = given.schedule
    if schedule is not None:
        start = f"`/discussion start` (it was discussed with `{_asked_for(schedule)}`)"
    return (
        f"**{escape_within(kept.article.title, _LONGEST_TITLE)}** is prepared as the pack says. "
        "See it with `/article preview`, change or undo it with `/article edit`, and begin with "
        f"{start}."
    )


def _asked_for(schedule: PackedSchedule) -> str:
    """Give the options of `/discussion start` that make the schedule."""
    given = {
        "days": schedule.days,
        "time": schedule.times,
        "zone": schedule.time_zone,
        "quiet": schedule.quiet and f"{schedule.quiet.begins:%H:%M}-{schedule.quiet.ends:%H:%M}",
        "missed": None if schedule.missed is MissedSlot.SHIFT else schedule.missed.value,
    }
    return " ".join(f"{name}:{words}" for name, words in given.items() if words)
