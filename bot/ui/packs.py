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
from bot.ui.speech import _

_LONGEST_TITLE: Final = 256
_LONGEST_NAME: Final = 60


def pack_file(title: str, content: bytes) -> discord.File:
    """Give a pack as a file named after its article."""
    name = re.sub(r"[^a-z0-9]+", "-", title.lower())[:_LONGEST_NAME].strip("-")
    return discord.File(io.BytesIO(content), filename=f"{name or 'article'}.pack.json")


def say_packed(kept: KeptArticle) -> str:
    """Say what the file is and how another server uses it."""
    address = link_of(kept.article.source)
    title = escape_within(kept.article.title, _LONGEST_TITLE)
    said = _(
        "The discussion pack of **{title}**: its cut points, questions, options and "
        "schedule, without its text.",
        title=title,
    )
    if address:
        use = _(
            "Another server can add the article from <{address}> with `/article add` and "
            "then give this file to `/article import-pack`.",
            address=address,
        )
    else:
        use = _(
            "Another server can add the same text with `/article add` and then give this "
            "file to `/article import-pack`."
        )
    beside = _("Paragraphs that you added are text, so it has none of them.")
    return " ".join((said, *([beside] if kept.preparation.added else []), use))


def say_taken_in(kept: KeptArticle, given: Pack) -> str:
    """Confirm that a pack was taken in and say what to do next."""
    start = "`/discussion start`"
    if given.schedule is not None:
        start = _(
            "`/discussion start` (it was discussed with `{schedule}`)",
            schedule=_asked_for(given.schedule),
        )
    return _(
        "**{title}** is prepared as the pack says. See it with `/article preview`, "
        "change or undo it with `/article edit`, and begin with {start}.",
        title=escape_within(kept.article.title, _LONGEST_TITLE),
        start=start,
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
