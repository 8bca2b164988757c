"""Another schedule in mid-series, before it holds: what it would do to what is to come."""

from collections.abc import Iterator, Sequence
from itertools import zip_longest
from typing import Final

import discord

from bot.domain.redating import Redating
from bot.domain.wall_time import shown_at
from bot.ui.bars import others
from bot.ui.control import name_of
from bot.ui.control_keys import Key, Verb
from bot.ui.limits import EMBED_DESCRIPTION, EMBED_TITLE, length
from bot.ui.markup import escape_within
from bot.ui.notes import note_lines
from bot.ui.panels import button, panel
from bot.ui.schedules import describe_bounds, describe_schedule
from bot.ui.speech import N_, _

# In characters.
_MOST_NOTES: Final = 900
_MORE: Final = 60
_FOOT: Final = N_("-# Nothing is changed before you press **Change it**. What is posted stays.")


def ask_to_reschedule(
    redating: Redating, notes: Sequence[str]
) -> tuple[discord.Embed, discord.ui.View]:
    """Show how what is to come would be dated, and ask whether it should."""
    progress, draft = redating.progress, redating.draft
    today = shown_at(draft.made_at, draft.schedule.time_zone).date()
    head = [
        _("I would post {schedule}.", schedule=describe_schedule(draft.schedule)),
        f"-# {describe_bounds(draft.schedule, since=today)}",
        _("Until now: {schedule}.", schedule=describe_schedule(progress.schedule)),
        *note_lines(notes, _MOST_NOTES, mark="📅"),
        "",
    ]
    foot = ["", _(_FOOT)]
    room = EMBED_DESCRIPTION - length("\n".join([*head, *foot])) - _MORE
    lines = list(_within(list(_dates(redating)), room))
    title = _("Another schedule: {title}", title=progress.discussion.title)
    embed = discord.Embed(
        title=escape_within(title, EMBED_TITLE), description="\n".join([*head, *lines, *foot])
    )
    row = draft.draft_id
    change = button(_("Change it"), Key(Verb.REDATE, row), 0, style=discord.ButtonStyle.success)
    return embed, panel([change, button(_("Leave it"), Key(Verb.KEEP, row), 0)])


def _dates(redating: Redating) -> Iterator[str]:
    """Give a line for each section to come: its date until now, and the one it would have."""
    if not redating.slots:
        yield _("Nothing of it is to come.")
        return
    before = {post.post_id: due_at for post, due_at in redating.progress.upcoming()}
    merges = redating.draft.fit is not None
    for number, (post, slot) in enumerate(zip_longest(redating.to_come, redating.slots), start=1):
        if slot is None:
            break
        when = discord.utils.format_dt(slot.instant, "f")
        if merges or post is None:
            # Which headings are left once neighbours are merged is not known before.
            yield f"{number}\\. {when}"
            continue
        was = before.get(post.post_id)
        once = f"~~{discord.utils.format_dt(was, 'f')}~~ " if was and was != slot.instant else ""
        yield f"{post.number}\\. {name_of(post)} · {once}{when}"


def _within(lines: Sequence[str], room: int) -> Iterator[str]:
    for number, line in enumerate(lines):
        room -= length(line) + 1
        if room < 0:
            yield others(len(lines) - number)
            return
        yield line
