"""The index in words: every section with its state, the way in for who comes late."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from typing import Final

import discord

from bot.domain.discussion import DiscussionState
from bot.domain.index import Entry, EntryState, IndexView
from bot.ui.excerpts import link_of
from bot.ui.headings import unheaded
from bot.ui.limits import EMBED_DESCRIPTION, EMBED_TITLE, length
from bot.ui.markup import clip, escape_within
from bot.ui.speech import N_, _, listing, ngettext

_HEADINGS: Final = (100, 40, 20)
_LONGEST_NAME: Final = 200

_STATES: Final[Mapping[EntryState, str]] = {
    EntryState.TO_COME: N_("to come"),
    EntryState.POSTED: N_("posted"),
    EntryState.OPEN: N_("open"),
    EntryState.CLOSED: N_("closed"),
    EntryState.SKIPPED: N_("skipped"),
    EntryState.WITHDRAWN: N_("withdrawn"),
}
_HOW_MANY: Final[Mapping[EntryState, Callable[[int], str]]] = {
    EntryState.TO_COME: lambda count: ngettext("{count} to come", "{count} to come", count),
    EntryState.POSTED: lambda count: ngettext("{count} posted", "{count} posted", count),
    EntryState.OPEN: lambda count: ngettext("{count} open", "{count} open", count),
    EntryState.CLOSED: lambda count: ngettext("{count} closed", "{count} closed", count),
    EntryState.SKIPPED: lambda count: ngettext("{count} skipped", "{count} skipped", count),
    EntryState.WITHDRAWN: lambda count: ngettext("{count} withdrawn", "{count} withdrawn", count),
}


def index_embed(view: IndexView, *, reference: str) -> discord.Embed:
    """Show a discussion at a glance; the footer ends with the reference we know the message by.

    What does not fit is said in sums, first of what lies farthest from the newest section.
    """
    head = _head(view)
    room = EMBED_DESCRIPTION - length(f"{head}\n\n")
    return (
        discord.Embed(
            title=escape_within(view.title, EMBED_TITLE),
            description=f"{head}\n\n{_list(view, room)}",
            url=link_of(view.source),
        )
        .set_author(name=_("Index"))
        .set_footer(text=_footer(view, reference))
    )


def _head(view: IndexView) -> str:
    lines = list(filter(None, [_state(view), _way_in(view)]))
    return "\n".join(lines) or _("Its sections, and when they come:")


def _state(view: IndexView) -> str | None:
    match view.state:
        case DiscussionState.RUNNING:
            return None
        case DiscussionState.PAUSED:
            return _("**Paused.** What is to come has its dates again when it goes on.")
        case DiscussionState.FINISHED | DiscussionState.STOPPED:
            return _("**It has ended.**")


def _way_in(view: IndexView) -> str | None:
    standing = view.standing
    if not standing:
        return None
    first, newest = standing[0], standing[-1]
    pieces = [_("**New here?** Begin with [section {number}]({url}).", **_named(view, first))]
    if newest is not first:
        pieces.append(_("The newest is [section {number}]({url}).", **_named(view, newest)))
    if any(entry.state is EntryState.OPEN for entry in standing):
        pieces.append(_("What is marked *open* takes your vote, whenever you come."))
    return " ".join(pieces)


def _named(view: IndexView, entry: Entry) -> dict[str, object]:
    return {"number": entry.number, "url": _url(view, entry)}


# ── the list ──────────────────────────────────────────────────────────────────────────────────


def _list(view: IndexView, room: int) -> str:
    for longest in _HEADINGS:
        text = "\n".join(_line(view, entry, longest) for entry in view.entries)
        if length(text) <= room:
            return text
    return _excerpt(view, room)


def _excerpt(view: IndexView, room: int) -> str:
    """Show as many sections about the newest as there is room for, the others in sums."""
    count = len(view.entries)
    centre = max(
        (place for place, entry in enumerate(view.entries) if entry.message_id is not None),
        default=0,
    )
    # Wider is longer, so the widest that fits is found by halving.
    narrow, wide = 0, count
    while narrow < wide:
        width = (narrow + wide + 1) // 2
        if length(_window(view, centre, width)) <= room:
            narrow = width
        else:
            wide = width - 1
    return _window(view, centre, narrow)


def _window(view: IndexView, centre: int, width: int) -> str:
    first, stop = max(centre - width, 0), centre + width + 1
    lines = [_line(view, entry, _HEADINGS[-1]) for entry in view.entries[first:stop]]
    before, after = _sum(view.entries[:first]), _sum(view.entries[stop:])
    return "\n".join(filter(None, [before, *lines, after]))


def _sum(entries: Sequence[Entry]) -> str | None:
    numbers = [entry.number for entry in entries if entry.number]
    if not numbers:
        return None
    counts = Counter(entry.state for entry in entries)
    states = listing([_HOW_MANY[state](counts[state]) for state in EntryState if counts[state]])
    said = _(
        "Sections {first} to {last}: {states}",
        first=min(numbers),
        last=max(numbers),
        states=states,
    )
    last = entries[-1].due_at
    return f"*{said}*" + (f" · {discord.utils.format_dt(last, 'D')}" if last else "")


def _line(view: IndexView, entry: Entry, longest: int) -> str:
    heading = escape_within(entry.heading or "", longest) or unheaded(entry.number)
    number = f"{entry.number}\\." if entry.number else "–"
    pieces = [f"{number} {heading}", _standing(view, entry)]
    if entry.turnout:
        pieces.append(ngettext("{count} voted", "{count} voted", entry.turnout))
    return " · ".join(pieces)


def _standing(view: IndexView, entry: Entry) -> str:
    if entry.message_id is not None:
        state = _(_STATES[entry.state])
        # What takes votes stands out.
        words = f"**{state}**" if entry.state is EntryState.OPEN else state
        return f"[{words}]({_url(view, entry)})"
    if entry.due_at is not None:
        return discord.utils.format_dt(entry.due_at, "f")
    return _(_STATES[entry.state])


def _url(view: IndexView, entry: Entry) -> str:
    place = f"{view.guild_id}/{entry.channel_id}/{entry.message_id}"
    return f"https://discord.com/channels/{place}"


def _footer(view: IndexView, reference: str) -> str:
    pieces = [_("by {author}", author=view.author)] if view.author else []
    pieces += [view.source] if view.source else []
    named = [clip(piece, _LONGEST_NAME) for piece in pieces]
    return " · ".join([*filter(None, named), f"ref {reference}"])
