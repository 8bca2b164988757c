"""Another schedule in mid-series: what it would do to what is to come, and that it holds."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Final

import discord

from bot.domain.discussion import DiscussionState, PauseReason
from bot.domain.progress import Progress
from bot.domain.redating import RedatedSection, Redating
from bot.domain.schedule import Schedule
from bot.domain.wall_time import shown_at
from bot.ui.bars import others
from bot.ui.control import quote_heading, say_afterwards
from bot.ui.control_keys import Key, Verb
from bot.ui.discussions import describe_pause
from bot.ui.limits import EMBED_DESCRIPTION, EMBED_TITLE, length
from bot.ui.markup import escape_within
from bot.ui.merges import count_merged, say_merged, say_merged_elsewhere
from bot.ui.notes import note_lines
from bot.ui.panels import button, panel
from bot.ui.schedules import describe_bounds, describe_changes, describe_schedule
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
    head = [
        *_schedules(redating),
        *_merges(redating),
        *_pause(progress),
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


def say_rescheduled(progress: Progress, redating: Redating) -> str:
    """Confirm another schedule, and say how to go back to the one before."""
    said = _(
        "**Changed.** I post {schedule}. {following}",
        schedule=describe_schedule(progress.schedule),
        following=say_afterwards(progress),
    )
    return "\n".join([said, *(f"-# {line}" for line in _ways_back(redating))])


def _ways_back(redating: Redating) -> Iterator[str]:
    schedule, before, since = _both(redating)
    if schedule != before:
        changed = describe_changes(schedule, before, since=since)
        yield _("Before: {schedule} `/discussion schedule` with that goes back.", schedule=changed)
    if redating.merged:
        yield say_merged(redating.merged, len(redating.sections))


def _both(redating: Redating) -> tuple[Schedule, Schedule, date]:
    """Give the schedule that was asked for, the one before, and today."""
    schedule = redating.draft.schedule
    today = shown_at(redating.draft.made_at, schedule.time_zone).date()
    return schedule, redating.progress.schedule, today


def _schedules(redating: Redating) -> Iterator[str]:
    """Say what would hold and what holds, with all that bounds either where that differs."""
    schedule, before, since = _both(redating)
    bounds, were = (describe_bounds(one, since=since) for one in (schedule, before))
    yield _("I would post {schedule}.", schedule=describe_schedule(schedule))
    yield f"-# {bounds}"
    yield _("Until now: {schedule}.", schedule=describe_schedule(before))
    if bounds != were:
        yield f"-# {were}"


def _merges(redating: Redating) -> Iterator[str]:
    if redating.merged:
        yield say_merged(redating.merged, len(redating.sections))
        if redating.elsewhere:
            yield f"⚠️ {say_merged_elsewhere(redating.elsewhere)}"


def _pause(progress: Progress) -> Iterator[str]:
    """Say of a discussion in a pause when the dates hold."""
    discussion = progress.discussion
    if discussion.state is not DiscussionState.PAUSED:
        return
    if discussion.pause_reason is PauseReason.SCHEDULE_ENDED:
        ended = _("It is paused because its schedule has ended; with this one it goes on.")
        yield f"⏸️ {ended}"
        return
    paused = _("It is paused and stays so: these dates hold if it goes on now.")
    yield f"⏸️ {paused} {describe_pause(discussion, progress.lacking)}"


def _dates(redating: Redating) -> Iterator[str]:
    """Give a line for each section to come: its date until now, and the one it would have."""
    if not redating.sections:
        yield _("Nothing of it is to come.")
        return
    for section in redating.sections:
        yield _line(section)


def _line(section: RedatedSection) -> str:
    was, instant = section.until_now, section.slot.instant
    once = f"~~{discord.utils.format_dt(was, 'f')}~~ " if was and was != instant else ""
    pieces = [
        f"{section.number}\\. {quote_heading(section.heading, section.number)}",
        f"{once}{discord.utils.format_dt(instant, 'f')}",
    ]
    if section.merged > 1:
        pieces.append(count_merged(section.merged))
    return " · ".join(pieces)


def _within(lines: Sequence[str], room: int) -> Iterator[str]:
    for number, line in enumerate(lines):
        room -= length(line) + 1
        if room < 0:
            yield others(len(lines) - number)
            return
        yield line
