"""Terms in words: how a discussion posts, from which section on, and what stands in the way."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Final

import discord
from discord import app_commands

from bot.domain.arrangement import Arrangement
from bot.domain.channel import ChannelKind
from bot.domain.discussion import Discussion, PauseReason
from bot.domain.language import OWN_NAMES
from bot.domain.ping import Ping
from bot.domain.terms import Placement, Terms
from bot.ui.limits import EMBED_TITLE
from bot.ui.markup import escape_within
from bot.ui.pages import paginate
from bot.ui.poll_terms import poll_terms_lines
from bot.ui.shortfalls import describe_shortfall
from bot.ui.speech import N_, _

PLACEMENTS: Final[Mapping[Placement, str]] = {
    Placement.AUTO: N_("questions with answers in the channel, open questions in the thread"),
    Placement.CHANNEL: N_("all in the channel"),
    Placement.THREAD: N_("all in the thread"),
}
_PLACEMENT_CHOICES: Final[Mapping[Placement, str]] = {
    Placement.AUTO: "By kind: choices in the channel, open questions in the thread",
    Placement.CHANNEL: "All in the channel",
    Placement.THREAD: "All in the thread",
}
_AUTO_ARCHIVES: Final[Mapping[timedelta, str]] = {
    timedelta(hours=1): N_("an hour"),
    timedelta(days=1): N_("a day"),
    timedelta(days=3): N_("three days"),
    timedelta(days=7): N_("a week"),
}
_SLOW_MODES: Final[Mapping[timedelta, str]] = {
    timedelta(0): N_("off"),
    timedelta(seconds=5): N_("5 seconds"),
    timedelta(seconds=10): N_("10 seconds"),
    timedelta(seconds=15): N_("15 seconds"),
    timedelta(seconds=30): N_("30 seconds"),
    timedelta(minutes=1): N_("a minute"),
    timedelta(minutes=2): N_("2 minutes"),
    timedelta(minutes=5): N_("5 minutes"),
    timedelta(minutes=10): N_("10 minutes"),
    timedelta(minutes=15): N_("15 minutes"),
    timedelta(minutes=30): N_("30 minutes"),
    timedelta(hours=1): N_("an hour"),
    timedelta(hours=2): N_("2 hours"),
    timedelta(hours=6): N_("6 hours"),
}
_LONGEST_TAG = 50


# ── what may be chosen ────────────────────────────────────────────────────────────────────────


def placement_choices() -> list[app_commands.Choice[str]]:
    """Offer where polls go."""
    return [app_commands.Choice(name=name, value=one) for one, name in _PLACEMENT_CHOICES.items()]


def auto_archive_choices() -> list[app_commands.Choice[int]]:
    """Offer after how long without a message a thread is archived, in seconds."""
    return _spans(_AUTO_ARCHIVES)


def slow_mode_choices() -> list[app_commands.Choice[int]]:
    """Offer how long members wait between two messages, in seconds."""
    return _spans(_SLOW_MODES)


def _spans(words: Mapping[timedelta, str]) -> list[app_commands.Choice[int]]:
    return [
        app_commands.Choice(name=name.capitalize(), value=int(span.total_seconds()))
        for span, name in words.items()
    ]


# ── what holds ────────────────────────────────────────────────────────────────────────────────


def terms_embeds(arrangement: Arrangement) -> tuple[discord.Embed, ...]:
    """Show every term as it holds now."""
    name = escape_within(arrangement.discussion.title, EMBED_TITLE // 2)
    title = _("How “{name}” posts", name=name)
    return paginate(_lines(arrangement), title=title, apart="\n")


def say_changed(arrangement: Arrangement) -> str:
    """Confirm a change and say from when on it holds."""
    if arrangement.next_section is None:
        return _("**Saved.** Every section is posted, so nothing that stands is changed by it.")
    return _(
        "**Saved.** It holds from section {next_section} of {of} on; what is posted stays as "
        "it is.",
        next_section=arrangement.next_section,
        of=arrangement.of,
    )


def say_language_changed() -> str:
    """Confirm another language and say from when on it is spoken."""
    return _(
        "**Saved.** I speak it from the next message on, and in the index; what is posted stays "
        "as it is."
    )


def say_tells_starter(arrangement: Arrangement) -> str:
    """Confirm whether whoever started a discussion is written to."""
    if not arrangement.discussion.terms.tells_starter:
        return _("**Saved.** I write to nobody about this discussion.")
    return _(
        "**Saved.** If it has to pause and the log channel cannot say so, I write to you "
        "directly. If you take no direct messages, you hear of it with your next command here."
    )


def say_changed_at_once() -> str:
    """Confirm a change that what stands already follows, such as of its pin or its index."""
    return _("**Saved.** It holds at once, also for what is posted.")


def _lines(arrangement: Arrangement) -> list[str]:
    discussion, terms = arrangement.discussion, arrangement.discussion.terms
    forum = discussion.channel_kind is ChannelKind.FORUM
    polls = _("all in the section’s post") if forum else _(PLACEMENTS[terms.placement])
    name, ping, archived = _thread_name(terms), _ping(arrangement), _archived(terms, forum=forum)
    slow_mode, pin, index = (
        _span(terms.slow_mode, _SLOW_MODES),
        _pin(terms, forum=forum),
        _index(arrangement),
    )
    lines = [
        _("**Polls:** {polls}", polls=polls),
        *poll_terms_lines(terms),
        _("**Ping:** {ping}", ping=ping),
        _("**Posts’ name:** {name}", name=name)
        if forum
        else _("**Threads’ name:** {name}", name=name),
        _("**Archived after:** {archived}", archived=archived),
        _("**Slow mode:** {slow_mode}", slow_mode=slow_mode),
    ]
    lines += [_("**Pin:** {pin}", pin=pin), _("**Index:** {index}", index=index)]
    if forum:
        lines.append(_("**Tags:** {tags}", tags=_tags(arrangement)))
    if discussion.channel_kind is ChannelKind.ANNOUNCEMENT:
        lines.append(
            _("**Publishing:** servers that follow the channel are sent each section")
            if terms.publishes
            else _("**Publishing:** off")
        )
    language = terms.language
    lines.append(
        _("**Language:** {language}", language=OWN_NAMES[language])
        if language
        else _("**Language:** the server’s")
    )
    lines.append(_("**Direct message if it has to pause:** {whom}", whom=_told(discussion)))
    if discussion.pause_reason is PauseReason.CHANNEL_GONE:
        # Nothing can be allowed in a channel that is gone.
        return lines
    channel = f"<#{discussion.channel_id}>"
    return lines + [
        f"⚠ {describe_shortfall(one.nicety, one.why, channel)}" for one in arrangement.shortfalls
    ]


def _ping(arrangement: Arrangement) -> str:
    mention = f"<@&{arrangement.discussion.terms.ping_role_id}>"
    match arrangement.ping:
        case None:
            return _("nobody")
        case Ping.NOTIFIES:
            return _("{mention}, with each section", mention=mention)
        case Ping.NOT_MENTIONABLE:
            return _(
                "{mention}, but it would notify nobody: allow anyone to mention the role "
                "(Server Settings ▸ Roles), or allow me **Mention @everyone, @here, and "
                "All Roles**",
                mention=mention,
            )
        case Ping.ROLE_GONE:
            return _(
                "a role that was deleted, so nobody; choose another with `/discussion set ping`"
            )


def _told(discussion: Discussion) -> str:
    if not discussion.terms.tells_starter or not discussion.started_by:
        return _("to nobody")
    starter = f"<@{discussion.started_by}>"
    return _("to {starter}, if no log channel takes it", starter=starter)


def _pin(terms: Terms, *, forum: bool) -> str:
    if not terms.pins:
        return _("nothing")
    if forum and terms.index:
        return _("the index, for a forum has one pin; without an index, the section’s post")
    return _("the section that is being discussed")


def _index(arrangement: Arrangement) -> str:
    index, discussion = arrangement.index, arrangement.discussion
    if not discussion.terms.index:
        return _("off")
    if index is None:
        return _("none yet; `/discussion set index` with `on: True` sends it")
    if index.dismissed_at is not None:
        return _("deleted; `/discussion set index` with `on: True` sends it anew")
    if index.message_id is None:
        return _("on its way")
    if discussion.pause_reason is PauseReason.CHANNEL_GONE and (
        index.channel_id == discussion.channel_id
    ):
        return _("gone with its channel; `/discussion channel` has it sent in another")
    home = index.message_id if index.kind is ChannelKind.FORUM else index.channel_id
    url = f"https://discord.com/channels/{index.guild_id}/{home}/{index.message_id}"
    return _("[one message that shows every section]({url})", url=url)


def _thread_name(terms: Terms) -> str:
    return f"`{terms.thread_name}`" if terms.thread_name else _("the section’s heading")


def _archived(terms: Terms, *, forum: bool) -> str:
    span = _span(terms.auto_archive, _AUTO_ARCHIVES)
    if forum or terms.placement is not Placement.CHANNEL:
        return _("{span} without a message; a week where a poll is held there", span=span)
    return _("{span} without a message", span=span)


def _tags(arrangement: Arrangement) -> str:
    names = dict(arrangement.forum.tags) if arrangement.forum else {}
    chosen = [
        escape_within(names.get(tag_id, _("one that is gone")), _LONGEST_TAG)
        for tag_id in arrangement.discussion.terms.forum_tag_ids
    ]
    return ", ".join(chosen) or _("none")


def _span(span: timedelta, words: Mapping[timedelta, str]) -> str:
    return _(words[span]) if span in words else str(span)
