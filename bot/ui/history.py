"""History in words: what was done, by whom and when; page by page, and for the log channel."""

from collections.abc import Mapping, Sequence
from typing import Final

import discord

from bot.domain.discussion import Discussion, PauseReason
from bot.domain.exclusion import LONGEST_REASON
from bot.domain.history import MOST_LISTED, Deed, RecordedEntry
from bot.domain.nicety import Nicety, Why
from bot.ui.changed_terms import describe_change
from bot.ui.control_keys import Key, Verb
from bot.ui.limits import EMBED_TITLE
from bot.ui.markup import escape_within
from bot.ui.panels import Item, button, panel
from bot.ui.shortfalls import describe_shortfall
from bot.ui.speech import N_, _, ngettext

_LONGEST: Final = 80
# A schedule's own words, and what bounds it.
_LONGEST_SCHEDULE: Final = 160
_ON_PAGE: Final = 12
_EMPTY: Final = N_("Nothing is on record yet.")

# What goes into the braces stands in the entry's detail.
_DEEDS: Final[Mapping[Deed, str]] = {
    Deed.STARTED: N_("Started in <#{channel}>, {schedule}"),
    Deed.PAUSED: N_("Paused: {reason}"),
    Deed.RESUMED: N_("Resumed"),
    Deed.STOPPED: N_("Stopped; polls that were open {polls}"),
    Deed.FINISHED: N_("Finished"),
    Deed.SECTION_SKIPPED: N_("Section {section} skipped"),
    Deed.SECTION_TAKEN_IN: N_("Section {section} taken in again"),
    Deed.SECTION_POSTED_NOW: N_("Section {section} posted at once"),
    Deed.SECTION_MOVED: N_("Section {section} moved to place {to}"),
    Deed.SECTION_WITHDRAWN: N_("Section {section} withdrawn"),
    Deed.SECTIONS_MERGED: N_("Sections to come merged: {before} into {after}"),
    Deed.SCHEDULE_CHANGED: N_("Schedule changed: {schedule}"),
    Deed.CHANNEL_CHANGED: N_("Moved on to <#{channel}>"),
    Deed.POLL_CLOSED: N_("Poll closed: “{question}”"),
    Deed.POLL_REOPENED: N_("Poll reopened: “{question}”"),
    Deed.POLL_EXTENDED: N_("Poll extended: “{question}”"),
}
_MOST_TOLD: Final = 5
_REASONS: Final[Mapping[str, str]] = {
    PauseReason.ORGANIZER: N_("by an organizer"),
    PauseReason.PERMISSION: N_("I lack a permission"),
    PauseReason.CHANNEL_GONE: N_("its channel or thread is gone"),
    PauseReason.PROMPT_DELETED: N_("a posted section was deleted"),
    PauseReason.WITHDRAWN: N_("a moderator withdrew a section"),
    PauseReason.NOT_DELIVERED: N_("Discord did not take a section"),
    PauseReason.TAG_WANTED: N_("the forum takes no post without a tag"),
    PauseReason.EMOJI_GONE: N_("the emoji of an option is gone"),
    PauseReason.SERVER_LEFT: N_("I was removed from the server"),
    PauseReason.SCHEDULE_ENDED: N_("its schedule has ended with sections left"),
}


def show_history(
    entries: Sequence[RecordedEntry], *, discussion: Discussion | None, page: int
) -> tuple[discord.Embed, discord.ui.View]:
    """Show a page of entries, the newest first, with the ways to the others."""
    last = max(0, (len(entries) - 1) // _ON_PAGE)
    page = min(page, last)
    title = escape_within(discussion.title, EMBED_TITLE) if discussion else _("This server")
    lines = [
        f"{discord.utils.format_dt(entry.done_at, 'f')} · {describe_entry(entry)}"
        for entry in entries[page * _ON_PAGE : (page + 1) * _ON_PAGE]
    ]
    foot = []
    if len(entries) >= MOST_LISTED and page == last:
        foot.append(_("-# Older entries are kept, but not shown here."))
    if last:
        number, of = page + 1, last + 1
        foot.append(_("-# Page {number} of {of}, the newest first.", number=number, of=of))
    embed = discord.Embed(title=title, description="\n".join([*(lines or [_(_EMPTY)]), *foot]))

    def turn(label: str, to: int) -> Item | None:
        key = Key(Verb.HISTORY, discussion.discussion_id if discussion else 0, to)
        return button(label, key, 0) if to in range(last + 1) else None

    return embed, panel([turn(_("◀ Newer"), page - 1), turn(_("Older ▶"), page + 1)])


def entry_embed(entry: RecordedEntry, *, reference: str) -> discord.Embed:
    """Tell an entry in the log channel; the footer is the reference we know the message by."""
    when = discord.utils.format_dt(entry.done_at, "F")
    return discord.Embed(description=f"{describe_entry(entry)}\n-# {when}").set_footer(
        text=f"ref {reference}"
    )


def direct_embed(entry: RecordedEntry, *, reference: str) -> discord.Embed:
    """Tell the starter of a discussion what happened, and why they hear it."""
    why = _(
        "You asked me to tell you if this discussion has to pause. In [its server]({url}), "
        "`/doctor` says what is missing, `/discussion status` how it stands; "
        "`/discussion set tell_me` ends these messages.",
        url=f"https://discord.com/channels/{entry.guild_id}",
    )
    embed = entry_embed(entry, reference=reference)
    embed.description = f"{embed.description}\n\n{why}"
    return embed


def say_untold(entries: Sequence[RecordedEntry]) -> str:
    """Tell an organizer of pauses that nobody was told of, the oldest first."""
    lines = [f"- {describe_entry(entry)}" for entry in entries[-_MOST_TOLD:]]
    foot = _(
        "See `/doctor` for permissions and `/discussion status` for the rest. With a log "
        "channel (`/server set`) you hear of it at once."
    )
    return "\n".join([_("**While you were away:**"), *lines, foot])


def describe_entry(entry: RecordedEntry) -> str:
    """Say what was done with what, and by whom."""
    title = f"**{escape_within(entry.title, _LONGEST)}** · " if entry.title else ""
    # Of a member who was erased nothing but a zero is left.
    who = _("by itself") if entry.done_by is None else _("by <@{done_by}>", done_by=entry.done_by)
    who = _("by a member since erased") if entry.done_by == 0 else who
    return f"{title}{_deed(entry)} · {who}"


def _deed(entry: RecordedEntry) -> str:
    if entry.deed is Deed.WENT_WITHOUT and {"what", "why", "channel"} <= entry.detail.keys():
        return _shortfall(entry.detail)
    if entry.deed in {Deed.MEMBER_EXCLUDED, Deed.MEMBER_READMITTED}:
        return _votes_of_a_member(entry)
    if entry.deed in {Deed.TERMS_CHANGED, Deed.SETTINGS_CHANGED}:
        return describe_change(entry.detail) or entry.deed.capitalize()
    detail: dict[str, str] = {}
    for name, value in entry.detail.items():
        most = _LONGEST_SCHEDULE if name == "schedule" else _LONGEST
        detail[name] = escape_within(_words_for(name, str(value)), most)
    if "lacking" in detail:
        return _(
            "Paused: I lack {lacking} in its channel; it goes on once I have that",
            lacking=detail["lacking"],
        )
    try:
        return _(_DEEDS[entry.deed]).format(**detail)
    except KeyError:
        return entry.deed.capitalize()


def _votes_of_a_member(entry: RecordedEntry) -> str:
    excluded = entry.deed is Deed.MEMBER_EXCLUDED
    if "question" in entry.detail:
        question = escape_within(str(entry.detail["question"]), _LONGEST)
        said = (
            _("A member’s votes set aside on “{question}”", question=question)
            if excluded
            else _("A member’s votes counted again on “{question}”", question=question)
        )
    else:
        number = int(entry.detail.get("number", 0))
        said = (
            ngettext(
                "A member’s votes set aside on {count} poll",
                "A member’s votes set aside on {count} polls",
                number,
            )
            if excluded
            else ngettext(
                "A member’s votes counted again on {count} poll",
                "A member’s votes counted again on {count} polls",
                number,
            )
        )
    why = entry.detail.get("why")
    return f"{said} ({escape_within(str(why), LONGEST_REASON)})" if why else said


def _words_for(name: str, value: str) -> str:
    """Put a detail into the language spoken, where it is the bot's own words."""
    match name:
        case "reason" if value in _REASONS:
            return _(_REASONS[value])
        case "polls":
            return _("were closed") if value == "closed" else _("go on until their time")
        case "lacking":
            return ", ".join(_(right) for right in value.split(", "))
        case _:
            return value


def _shortfall(detail: Mapping[str, str | int]) -> str:
    nicety, why = Nicety(str(detail["what"])), Why(str(detail["why"]))
    return describe_shortfall(nicety, why, f"<#{detail['channel']}>")
