"""Discussion packs: the file that is handed out, and what is said when one is taken in."""

import io
import re
from collections.abc import Iterator, Sequence
from typing import Final

import discord

from bot.domain.library import KeptArticle
from bot.domain.pack import Pack, PackedSchedule, find_missing
from bot.domain.preparation import Preparation, PreparedSection
from bot.domain.schedule import MissedSlot
from bot.ui.bars import others
from bot.ui.excerpts import link_of
from bot.ui.headings import unheaded
from bot.ui.markup import escape_within
from bot.ui.speech import _

_LONGEST_TITLE: Final = 256
_LONGEST_NAME: Final = 60
_LONGEST_HEADING: Final = 80
_MOST_NAMED: Final = 8


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
    return " ".join((said, *_not_in_it(kept.preparation), use))


def _not_in_it(preparation: Preparation) -> Iterator[str]:
    """Say what a pack does not have."""
    if not preparation.added:
        return
    yield _("Paragraphs that you added are text, so it has none of them.")
    left_with_none = [
        section
        for section in preparation.series
        if section.blocks and preparation.left_out.issuperset(section.blocks)
    ]
    if left_with_none:
        yield _(
            "Where it is imported, these sections are skipped, because they have no other text: "
            "{sections}.",
            sections=_named(preparation, left_with_none),
        )


def say_taken_in(kept: KeptArticle, given: Pack) -> str:
    """Confirm that a pack was taken in, say what of it is missing and what to do next."""
    start = "`/discussion start`"
    if given.schedule is not None:
        start = _(
            "`/discussion start` (it was discussed with `{schedule}`)",
            schedule=_asked_for(given.schedule),
        )
    said = _(
        "**{title}** is prepared as the pack says. See it with `/article preview`, "
        "change or undo it with `/article edit`, and begin with {start}.",
        title=escape_within(kept.article.title, _LONGEST_TITLE),
        start=start,
    )
    missing = find_missing(given, kept.preparation)
    if not missing:
        return said
    told = _(
        "Skipped, because all their text was added by an organizer and a pack has no text: "
        "{sections}. To post one of them, add a paragraph to it in `/article edit`, then "
        "**Include again**.",
        sections=_named(kept.preparation, missing),
    )
    return f"{said}\n{told}"


def _named(preparation: Preparation, sections: Sequence[PreparedSection]) -> str:
    """Name the first of some sections, and say how many more there are."""
    places = [preparation.place_of(section.section_id) + 1 for section in sections]
    named = [
        f"{place}. {escape_within(section.heading or '', _LONGEST_HEADING) or unheaded(place)}"
        for place, section in zip(places, sections, strict=True)
    ]
    rest = [others(len(named) - _MOST_NAMED)] if len(named) > _MOST_NAMED else []
    return ", ".join(named[:_MOST_NAMED] + rest)


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
