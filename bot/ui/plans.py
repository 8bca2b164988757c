"""A dry run: what a discussion would post, when and where, before anything is public."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Final
from zoneinfo import ZoneInfo

import discord

from bot.domain.ballot import placed
from bot.domain.channel import ChannelKind
from bot.domain.language import OWN_NAMES
from bot.domain.plan import Plan, PlannedSection
from bot.domain.poll import PlannedPoll
from bot.domain.wall_time import shown_at
from bot.ui.bars import characters, others, polls
from bot.ui.control_keys import Key, Verb
from bot.ui.draft_terms import index_button, term_selects, terms_lines
from bot.ui.headings import unheaded
from bot.ui.limits import EMBED_DESCRIPTION, EMBED_TITLE, length
from bot.ui.markup import clip, escape_within
from bot.ui.merges import count_merged, say_merged, say_merged_elsewhere
from bot.ui.notes import note_lines, wall_words
from bot.ui.panels import Item, button, panel
from bot.ui.polls import place_words
from bot.ui.rights import name_of_right, without_right
from bot.ui.schedules import describe_bounds, describe_schedule
from bot.ui.speech import N_, _, ngettext

_ON_PAGE: Final = 10
_LONGEST_HEADING: Final = 80
# In characters: notes at most, the line that counts pages.
_MOST_NOTES: Final = 900
_PAGE_COUNT: Final = 80
_MOST_OF_SECTION: Final = 800
_LONGEST_QUESTION: Final = 120
# Room for the line that counts what a section asks besides.
_MORE_POLLS: Final = 60
_FOOT: Final = N_(
    "-# Nothing is posted before you press **Start**. This dry run is good for a day; it "
    "is shown to you alone."
)
GIVEN_UP: Final = N_("Nothing was started. `/discussion start` begins anew.")


def show_plan(
    plan: Plan, notes: Sequence[str], *, page: int = 0
) -> tuple[discord.Embed, discord.ui.View]:
    """Show a page of a plan, its end first; `notes` are sentences on clock changes and the like."""
    pages = _pages(plan, notes)
    last = len(pages) - 1
    page = min(page, last)
    said = pages[page]
    if last:
        number, of = page + 1, last + 1
        said += "\n" + _("-# Page {number} of {of}.", number=number, of=of)
    title = _("Dry run: {title}", title=plan.title)
    embed = discord.Embed(title=escape_within(title, EMBED_TITLE), description=said)
    return embed, panel(_buttons(plan, page, last))


def _pages(plan: Plan, notes: Sequence[str]) -> list[str]:
    """Spread the sections over pages with what all need to say.

    What can be chosen and noted stands on the first alone.
    """
    head, foot = [_end(plan), *_about(plan), *_warnings(plan)], ["", _(_FOOT)]
    room = EMBED_DESCRIPTION - _PAGE_COUNT - length("\n".join([*head, "", *foot]))
    terms = terms_lines(plan)
    each = min(_MOST_OF_SECTION, (room - _length(terms)) // 2)
    blocks = [_section_block(plan, section, each) for section in plan.sections]
    notes_room = min(_MOST_NOTES, room - _length([*terms, *blocks[:1]]))
    told = [*terms, *note_lines(notes, notes_room, mark="📅")]
    shown: list[list[str]] = [[]]
    left = room - _length(told)
    for block in blocks:
        if shown[-1] and (len(shown[-1]) == _ON_PAGE or _length([block]) > left):
            shown.append([])
            left = room
        shown[-1].append(block)
        left -= _length([block])
    heads = [[*head, *told], *([head] * (len(shown) - 1))]
    pages = zip(heads, shown, strict=True)
    return ["\n".join([*above, "", *section_lines, *foot]) for above, section_lines in pages]


def _length(lines: Sequence[str]) -> int:
    """Count the characters of lines with the breaks between them and what is above."""
    return sum(length(line) + 1 for line in lines)


def _buttons(plan: Plan, page: int, last: int) -> Iterator[Item | None]:
    row = plan.draft.draft_id
    success = discord.ButtonStyle.success
    yield button(_("Start"), Key(Verb.START, row), 0, style=success, disabled=not plan.may_begin)
    yield button(_("Cancel"), Key(Verb.CANCEL, row), 0)
    if not plan.may_begin:
        yield button(_("Look again"), Key(Verb.LOOK, row, page), 0)
    yield index_button(plan, page, 1)
    if page:
        yield button(_("◀ Earlier"), Key(Verb.PAGE, row, page - 1), 1)
    if page < last:
        yield button(_("Later ▶"), Key(Verb.PAGE, row, page + 1), 1)
    yield from term_selects(plan, page, 2)


# ── what it comes to ──────────────────────────────────────────────────────────────────────────


def _end(plan: Plan) -> str:
    section = plan.sections[-1]
    closes_at = plan.closes_at
    wall, when = _wall(plan, section), _stamp(section.slot.instant, "F")
    number, of = section.number, len(plan.sections)
    said = _(
        "**Ends {wall}** ({when}) with section {number} of {of}.",
        wall=wall,
        when=when,
        number=number,
        of=of,
    )
    if closes_at is None:
        return said
    closing = _stamp(closes_at, "D")
    last_poll = _("Its last poll closes {closing}.", closing=closing)
    return f"{said} {last_poll}"


def _about(plan: Plan) -> Iterator[str]:
    draft = plan.draft
    number = polls(plan.polls)
    asked = _("without polls") if draft.prompts_only else _("with {polls}", polls=number)
    when = _stamp(plan.sections[0].slot.instant, "R")
    yield (
        _(
            "In <#{channel_id}>, {asked}: {schedule}. Begins {when}.",
            channel_id=draft.channel_id,
            asked=asked,
            schedule=describe_schedule(draft.schedule),
            when=when,
        )
    )
    today = shown_at(draft.made_at, draft.schedule.time_zone).date()
    yield f"-# {describe_bounds(draft.schedule, since=today)}"
    if draft.terms.language is not None:
        yield _("I speak {language} there.", language=OWN_NAMES[draft.terms.language])
    if plan.merged:
        yield say_merged(plan.merged, len(plan.sections))
        if plan.elsewhere:
            yield f"⚠️ {say_merged_elsewhere(plan.elsewhere)}"


def _about_sections(plan: Plan) -> Iterator[str]:
    """Say which sections have too little text, or too many polls."""
    if plan.empty:
        yield _(
            "Every paragraph is left out of section {numbers}, so a dash is posted for its text. "
            "`/article edit` can skip it or include a paragraph again.",
            numbers=_numbers(plan.empty),
        )
    if plan.crowded:
        yield _(
            "More than two polls of a section go to the channel: section {numbers}. `/article "
            "edit` can leave some out; `/discussion set polls` puts them into the threads.",
            numbers=_numbers(plan.crowded),
        )


def _numbers(of_sections: Sequence[int]) -> str:
    return clip(", ".join(map(str, of_sections)), _LONGEST_HEADING)


def _warnings(plan: Plan) -> Iterator[str]:
    checkup, where = plan.checkup, f"<#{plan.draft.channel_id}>"
    if checkup.kind is None:
        unseen = _(
            "I cannot see {where}: allow me **View Channel** there and press **Look again**.",
            where=where,
        )
        yield f"❌ {unseen}"
        return
    for right in checkup.lacking:
        name, fails = f"**{name_of_right(right.name, checkup.kind)}**", without_right(right.name)
        lacking = _("In {where} I lack {name}: {fails}.", where=where, name=name, fails=fails)
        if right.required:
            yield f"❌ {lacking}"
        else:
            yield f"⚠️ {lacking}"
    if not plan.may_begin:
        yield _("Allow me that there (Edit Channel ▸ Permissions), then press **Look again**.")
    if checkup.silent_role_id:
        silent = _(
            "<@&{silent_role_id}> cannot be mentioned there: nobody is notified.",
            silent_role_id=checkup.silent_role_id,
        )
        yield f"⚠️ {silent}"
    yield from (f"⚠️ {said}" for said in _about_sections(plan))


# ── section by section ────────────────────────────────────────────────────────────────────────


def _section_block(plan: Plan, section: PlannedSection, most: int) -> str:
    """Give a section's line and, below, what it asks, within so many characters."""
    lines = [_section_line(plan, section)]
    room = most - length(lines[0]) - _MORE_POLLS
    for number, poll in enumerate(section.polls):
        line = f"-# • {_question(plan, poll)}"
        room -= length(line) + 1
        if room < 0:
            return "\n".join([*lines, f"-# {others(len(section.polls) - number)}"])
        lines.append(line)
    return "\n".join(lines)


def _question(plan: Plan, poll: PlannedPoll) -> str:
    question = escape_within(poll.question, _LONGEST_QUESTION)
    if plan.checkup.kind is ChannelKind.FORUM:
        return question
    return f"{question} · {place_words(placed(plan.draft.terms.placement, poll.place))}"


def _section_line(plan: Plan, section: PlannedSection) -> str:
    heading = escape_within(section.heading or "", _LONGEST_HEADING) or unheaded(section.number)
    pieces = [
        f"{section.number}\\. **{heading}**",
        _wall(plan, section),
        _stamp(section.slot.instant, "f"),
        characters(section.characters),
        polls(len(section.polls)),
    ]
    if section.messages > 1:
        pieces.append(ngettext("{count} message", "{count} messages", section.messages))
    if section.merged > 1:
        pieces.append(count_merged(section.merged))
    return " · ".join(pieces)


def _wall(plan: Plan, section: PlannedSection) -> str:
    """Give the local time of the schedule and, where the server has another zone, its own."""
    zone, own = plan.draft.schedule.time_zone, plan.server_zone
    if own is None or own == zone:
        return wall_words(section.slot.shown)
    there = section.slot.instant.astimezone(ZoneInfo(own)).replace(tzinfo=None)
    own_wall, wall = wall_words(there), wall_words(section.slot.shown)
    return _("{own_wall} ({wall} in {zone})", own_wall=own_wall, wall=wall, zone=zone)


def _stamp(instant: datetime, style: discord.utils.TimestampStyle) -> str:
    return discord.utils.format_dt(instant, style)
