"""A dry run: what a discussion would post, when and where, before anything is public."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Final
from zoneinfo import ZoneInfo

import discord

from bot.domain.plan import Plan, PlannedSection
from bot.ui.bars import counted
from bot.ui.control_keys import Key, Verb
from bot.ui.headings import OPENING
from bot.ui.limits import EMBED_TITLE, length
from bot.ui.markup import escape_within
from bot.ui.panels import Item, button, panel
from bot.ui.rights import name_of_right, without_right
from bot.ui.schedules import describe_schedule

_ON_PAGE: Final = 10
_LONGEST_HEADING: Final = 80
_MOST_NOTES: Final = 900  # characters
_DAYS: Final = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_FOOT: Final = (
    "-# Nothing is posted before you press **Start**. This dry run is good for a day; "
    "it is shown to you alone."
)
GIVEN_UP: Final = "Nothing was started. `/discussion start` begins anew."


def show_plan(
    plan: Plan, notes: Sequence[str], *, page: int = 0
) -> tuple[discord.Embed, discord.ui.View]:
    """Show a page of a plan, its end first; `notes` are sentences on clock changes and the like."""
    last = max(0, (len(plan.sections) - 1) // _ON_PAGE)
    page = min(page, last)
    shown = plan.sections[page * _ON_PAGE : (page + 1) * _ON_PAGE]
    lines = [_end(plan), *_about(plan), *_warnings(plan), *_notes(notes if not page else ())]
    lines += ["", *(_section_line(plan, section) for section in shown), "", _FOOT]
    if last:
        lines.append(f"-# Page {page + 1} of {last + 1}.")
    title = f"Dry run: {plan.title}"
    embed = discord.Embed(title=escape_within(title, EMBED_TITLE), description="\n".join(lines))
    return embed, panel(_buttons(plan, page, last))


def _buttons(plan: Plan, page: int, last: int) -> Iterator[Item | None]:
    row = plan.draft.draft_id
    success = discord.ButtonStyle.success
    yield button("Start", Key(Verb.START, row), 0, style=success, disabled=not plan.may_begin)
    yield button("Cancel", Key(Verb.CANCEL, row), 0)
    if not plan.may_begin:
        yield button("Look again", Key(Verb.LOOK, row, page), 0)
    if page:
        yield button("◀ Earlier", Key(Verb.PAGE, row, page - 1), 1)
    if page < last:
        yield button("Later ▶", Key(Verb.PAGE, row, page + 1), 1)


# ── what it comes to ──────────────────────────────────────────────────────────────────────────


def _end(plan: Plan) -> str:
    section = plan.sections[-1]
    closes_at = plan.closes_at
    polls = f" Its last poll closes {_stamp(closes_at, 'D')}." if closes_at else ""
    return (
        f"**Ends {_wall(plan, section)}** ({_stamp(section.slot.instant, 'F')}) with section "
        f"{section.number} of {len(plan.sections)}.{polls}"
    )


def _about(plan: Plan) -> Iterator[str]:
    draft = plan.draft
    polls = "without polls" if draft.prompts_only else f"with {counted(plan.polls, 'poll')}"
    yield (
        f"In <#{draft.channel_id}>, {polls}: {describe_schedule(draft.schedule)}. "
        f"Begins {_stamp(plan.sections[0].slot.instant, 'R')}."
    )
    if plan.merged:
        yield (
            f"{counted(plan.merged + len(plan.sections), 'section')} are merged into "
            f"{len(plan.sections)}, neighbours with neighbours. `/article edit` can undo it."
        )
        if plan.elsewhere:
            places = ", ".join(sorted({f"<#{channel_id}>" for channel_id in plan.elsewhere}))
            yield f"⚠️ The article is being discussed in {places} too: what is to come there merges."


def _warnings(plan: Plan) -> Iterator[str]:
    checkup, where = plan.checkup, f"<#{plan.draft.channel_id}>"
    if checkup.kind is None:
        yield f"❌ I cannot see {where}: allow me **View Channel** there and press **Look again**."
        return
    for right in checkup.lacking:
        name = f"**{name_of_right(right.name, checkup.kind)}**"
        if right.required:
            yield (
                f"❌ In {where} I lack {name}: {without_right(right.name)}. Allow me that there "
                "(Edit Channel ▸ Permissions), then press **Look again**."
            )
        else:
            yield f"⚠️ In {where} I lack {name}: {without_right(right.name)}."
    if checkup.silent_role_id:
        yield f"⚠️ <@&{checkup.silent_role_id}> cannot be mentioned there: nobody is notified."


def _notes(notes: Sequence[str]) -> Iterator[str]:
    room = _MOST_NOTES
    for number, note in enumerate(notes):
        line = f"📅 {note}"
        room -= length(line)
        if room < 0:
            yield f"📅 … and {counted(len(notes) - number, 'note')} more of this kind."
            return
        yield line


# ── section by section ────────────────────────────────────────────────────────────────────────


def _section_line(plan: Plan, section: PlannedSection) -> str:
    heading = escape_within(section.heading or "", _LONGEST_HEADING) or OPENING
    pieces = [
        f"{section.number}\\. **{heading}**",
        _wall(plan, section),
        _stamp(section.slot.instant, "f"),
        f"{section.characters:,} characters",
        counted(len(section.polls), "poll"),
    ]
    if section.messages > 1:
        pieces.append(f"{section.messages} messages")
    if section.merged > 1:
        pieces.append(f"{section.merged} sections merged")
    return " · ".join(pieces)


def _wall(plan: Plan, section: PlannedSection) -> str:
    """Give the local time of the schedule and, where the server has another zone, its own."""
    zone, own = plan.draft.schedule.time_zone, plan.server_zone
    if own is None or own == zone:
        return _local(section.slot.shown)
    there = section.slot.instant.astimezone(ZoneInfo(own)).replace(tzinfo=None)
    return f"{_local(there)} ({_local(section.slot.shown)} in {zone})"


def _local(wall: datetime) -> str:
    return f"{_DAYS[wall.weekday()]} {wall:%Y-%m-%d %H:%M}"


def _stamp(instant: datetime, style: discord.utils.TimestampStyle) -> str:
    return discord.utils.format_dt(instant, style)
