"""Discussions in words: how one stands, what happens next and when, why it is paused."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Final

import discord

from bot.domain.discussion import Discussion, DiscussionState, PauseReason
from bot.domain.post import Post, PostState
from bot.domain.progress import Progress
from bot.ui.bars import counted
from bot.ui.headings import OPENING
from bot.ui.markup import escape_within
from bot.ui.pages import paginate
from bot.ui.schedules import describe_schedule
from bot.ui.shortfalls import describe_shortfall

_LONGEST_TITLE = 256

# Why it is paused, and what to do; `{channel}` is filled in.
_PAUSES: Final[Mapping[PauseReason, str]] = {
    PauseReason.ORGANIZER: (
        "An organizer paused it. `/discussion resume` goes on with the next section."
    ),
    PauseReason.PERMISSION: (
        "I lack a permission in {channel}. Allow me View Channel, Send Messages, Embed Links, "
        "Read Message History, Add Reactions and Send Messages in Threads there, then use "
        "`/discussion resume`."
    ),
    PauseReason.CHANNEL_GONE: (
        "Its channel or thread is gone. If the channel was deleted, end this with "
        "`/discussion stop` and start the article in another; else use `/discussion resume`."
    ),
    PauseReason.PROMPT_DELETED: (
        "A posted section was deleted in {channel}; its polls were withdrawn. "
        "`/discussion resume` goes on with the next section, `/discussion stop` ends it."
    ),
    PauseReason.NOT_DELIVERED: (
        "Discord did not take a section although I tried for hours. "
        "`/discussion resume` tries it again."
    ),
    PauseReason.TAG_WANTED: (
        "The forum {channel} takes no post without a tag. Choose one with `/discussion set tags`, "
        "then use `/discussion resume`."
    ),
    PauseReason.EMOJI_GONE: (
        "The emoji of an option is no longer on this server. Give the poll other options with "
        "`/article edit` and **Correct the open poll**, or close it with `/poll close`; "
        "then use `/discussion resume`."
    ),
    PauseReason.SERVER_LEFT: (
        "I had been removed from the server. `/discussion resume` goes on with the next section."
    ),
    PauseReason.SCHEDULE_ENDED: (
        "Its schedule has ended, and sections are left. Give it a later end with "
        "`/discussion schedule`, post them with `/discussion post`, or end it with "
        "`/discussion stop`."
    ),
}


# ── how it stands ─────────────────────────────────────────────────────────────────────────────


def status_embeds(progress: Progress) -> tuple[discord.Embed, ...]:
    """Show how a discussion stands, section by section."""
    slots = {post.section: due_at for post, due_at in progress.upcoming()}
    lines = [_section_line(post, slots.get(post.section)) for post in progress.posts]
    # Lines are blocks, so that a long series goes on in the next embed.
    return paginate([f"{_head(progress)}\n", *lines], title=progress.discussion.title, apart="\n")


def overview_embeds(found: Sequence[Progress]) -> tuple[discord.Embed, ...]:
    """Show in brief how the discussions stand that are on."""
    title = "Discussions of this server"
    if not found:
        none = "None is on. Add an article with `/article add`, then use `/discussion start`."
        return paginate([none], title=title)
    foot = "-# For every section of one, use `/discussion status` with its name."
    blocks = [
        f"**{escape_within(progress.discussion.title, _LONGEST_TITLE)}**\n{_head(progress)}"
        for progress in found
    ]
    return paginate(blocks, title=title, foot=foot)


def _head(progress: Progress) -> str:
    discussion = progress.discussion
    state = f"**{discussion.state.capitalize()}** in <#{discussion.channel_id}>"
    lines = [
        f"{state} · {describe_schedule(progress.schedule)}",
        f"{_posted(progress)} · {counted(progress.open_polls, 'poll')} open",
    ]
    if discussion.state is DiscussionState.RUNNING:
        lines.append(say_next(progress))
    elif discussion.state is DiscussionState.PAUSED:
        lines.append(describe_pause(discussion))
    channel = f"<#{discussion.channel_id}>"
    lines += [
        f"⚠ {describe_shortfall(one.nicety, one.why, channel)}" for one in progress.shortfalls
    ]
    return "\n".join(lines)


def _posted(progress: Progress) -> str:
    posted = sum(post.posted_at is not None for post in progress.posts)
    skipped = sum(post.state is PostState.SKIPPED for post in progress.posts)
    if progress.discussion.state is DiscussionState.STOPPED:
        # Whatever was not posted is skipped then.
        skipped = 0
    of = counted(len(progress.posts) - skipped, "section")
    return f"{posted} of {of} posted" + (f", {skipped} skipped" if skipped else "")


def say_next(progress: Progress) -> str:
    """Say which section comes next and when, or what is left to wait for."""
    upcoming = progress.upcoming()
    if upcoming:
        post, due_at = upcoming[0]
        return f"Next: section {post.number}, {when(due_at)}."
    if any(post.state is PostState.CLAIMED for post in progress.posts):
        return "The last section is being posted."
    return "Every section is posted; the discussion ends when its last poll closes."


def _section_line(post: Post, due_at: datetime | None) -> str:
    heading = escape_within(post.heading or "", _LONGEST_TITLE) or OPENING
    number = f"{post.number}\\." if post.number else "–"
    return f"{number} {heading} · {_section_state(post, due_at)}"


def _section_state(post: Post, due_at: datetime | None) -> str:
    match post.state:
        case PostState.PLANNED:
            return discord.utils.format_dt(due_at, "f") if due_at else "to come"
        case PostState.CLAIMED:
            return f"being posted, try {post.attempts + 1}" if post.attempts else "being posted"
        case PostState.POSTED:
            return f"[posted]({_jump_url(post)})" if post.message_ids else "posted"
        case PostState.FAILED:
            return "could not be posted yet"
        case PostState.SKIPPED:
            return "not posted"
        case PostState.WITHDRAWN:
            return "withdrawn"


def _jump_url(post: Post) -> str:
    return f"https://discord.com/channels/{post.guild_id}/{post.home_id}/{post.message_ids[0]}"


# ── what was done ─────────────────────────────────────────────────────────────────────────────


def say_started(progress: Progress) -> str:
    """Confirm a start and say what happens next."""
    discussion = progress.discussion
    polls = "without polls" if discussion.prompts_only else "with its polls"
    return (
        f"**Started.** I post one section at a time in <#{discussion.channel_id}>, {polls}, "
        f"{describe_schedule(progress.schedule)}. {say_next(progress)} "
        "Hold it with `/discussion pause`, end it with `/discussion stop`."
    )


def say_paused(progress: Progress) -> str:
    """Confirm a pause and say what goes on."""
    polls = {
        0: "No poll is open.",
        1: "The 1 poll that is open goes on until its time.",
    }.get(
        progress.open_polls,
        f"The {progress.open_polls} polls that are open go on until their time.",
    )
    return f"**Paused.** No section is posted until `/discussion resume`. {polls}"


def say_resumed(progress: Progress) -> str:
    """Confirm that it goes on and say when."""
    return f"**Resumed.** {say_next(progress)}"


def say_stopped(progress: Progress, *, close_polls: bool) -> str:
    """Confirm the end and say what becomes of the polls."""
    polls = (
        "Its open polls close now, and their results are posted."
        if close_polls
        else "Its open polls go on until their time."
    )
    return (
        f"**Stopped.** {_posted(progress)}; no more will be. {polls} Its tallies stay in `/tally`."
    )


# ── pieces ────────────────────────────────────────────────────────────────────────────────────


def describe_pause(discussion: Discussion) -> str:
    """Say why a discussion is paused and what to do about it."""
    reason = discussion.pause_reason or PauseReason.ORGANIZER
    return _PAUSES[reason].format(channel=f"<#{discussion.channel_id}>")


def when(instant: datetime) -> str:
    """Give an instant in the reader's own time, and how far off it is."""
    return f"{discord.utils.format_dt(instant, 'F')} ({discord.utils.format_dt(instant, 'R')})"
