"""Discussions in words: how one stands, what happens next and when, why it is paused."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Final

import discord

from bot.domain.discussion import Discussion, DiscussionState, PauseReason
from bot.domain.post import Post, PostState
from bot.domain.progress import Progress
from bot.domain.wall_time import shown_at
from bot.ui.bars import sections
from bot.ui.headings import unheaded
from bot.ui.markup import escape_within
from bot.ui.pages import paginate
from bot.ui.schedules import describe_bounds, describe_schedule
from bot.ui.shortfalls import describe_shortfall
from bot.ui.speech import N_, _, listing, ngettext

_LONGEST_TITLE = 256
_STATES: Final[Mapping[DiscussionState, str]] = {
    DiscussionState.RUNNING: N_("Running"),
    DiscussionState.PAUSED: N_("Paused"),
    DiscussionState.STOPPED: N_("Stopped"),
    DiscussionState.FINISHED: N_("Finished"),
}

NOTHING_TO_COME: Final = N_(
    "No section is left to post; the discussion ends when its last poll closes."
)
# What is paused for one of these would post if it went on, and do nothing else.
_WAITS_TO_POST: Final = frozenset(
    {
        PauseReason.ORGANIZER,
        PauseReason.PROMPT_DELETED,
        PauseReason.WITHDRAWN,
        PauseReason.SERVER_LEFT,
        PauseReason.SCHEDULE_ENDED,
    }
)

# Why it is paused, and what to do; `{channel}` is filled in.
_PAUSES: Final[Mapping[PauseReason, str]] = {
    PauseReason.ORGANIZER: (
        N_("An organizer paused it. `/discussion resume` goes on with the next section.")
    ),
    PauseReason.PERMISSION: N_(
        "I lack a permission in {channel}. `/doctor` names it and says how to grant it. It goes on "
        "by itself once I have it, or with `/discussion resume`."
    ),
    PauseReason.CHANNEL_GONE: N_(
        "Its channel or thread is gone. If the channel was deleted, go on in another with "
        "`/discussion channel`; else use `/discussion resume`."
    ),
    PauseReason.PROMPT_DELETED: N_(
        "A posted section was deleted in {channel}; its polls were withdrawn. "
        "`/discussion resume` goes on with the next section, `/discussion stop` ends it."
    ),
    PauseReason.WITHDRAWN: N_(
        "A moderator withdrew a section in {channel}, and its polls with it. "
        "`/discussion resume` goes on with the next section, `/discussion stop` ends it."
    ),
    PauseReason.NOT_DELIVERED: N_(
        "Discord did not take a section although I tried for hours. `/discussion resume` "
        "tries it again."
    ),
    PauseReason.TAG_WANTED: N_(
        "The forum {channel} takes no post without a tag. Choose one with `/discussion "
        "set tags`, then use `/discussion resume`."
    ),
    PauseReason.EMOJI_GONE: N_(
        "The emoji of an option is no longer on this server. Give the poll other options with "
        "`/article edit` and **Correct the open poll**, or close it with `/poll close`; "
        "then use `/discussion resume`."
    ),
    PauseReason.SERVER_LEFT: N_(
        "I had been removed from the server. `/discussion resume` goes on with the next section."
    ),
    PauseReason.SCHEDULE_ENDED: N_(
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
    head = f"{_head(progress)}\n-# {_bounds(progress)}\n"
    return paginate([head, *lines], title=progress.discussion.title, apart="\n")


def overview_embeds(found: Sequence[Progress]) -> tuple[discord.Embed, ...]:
    """Show in brief how the discussions stand that are on."""
    title = _("Discussions of this server")
    if not found:
        none = _("None is on. Add an article with `/article add`, then use `/discussion start`.")
        return paginate([none], title=title)
    foot = _("-# For every section of one, use `/discussion status` with its name.")
    blocks = [
        f"**{escape_within(progress.discussion.title, _LONGEST_TITLE)}**\n{_head(progress)}"
        for progress in found
    ]
    return paginate(blocks, title=title, foot=foot)


def _head(progress: Progress) -> str:
    discussion = progress.discussion
    state = say_where(discussion, f"**{say_state(discussion.state)}**")
    open_polls = ngettext("{count} poll open", "{count} polls open", progress.open_polls)
    lines = [
        f"{state} · {describe_schedule(progress.schedule)}",
        f"{_posted(progress)} · {open_polls}",
    ]
    if discussion.state is DiscussionState.RUNNING:
        lines.append(say_next(progress))
        lines += _without_slot(progress)
    elif discussion.state is DiscussionState.PAUSED:
        lines.append(describe_pause(discussion, progress.lacking, all_out=progress.is_all_out))
    if discussion.pause_reason is PauseReason.CHANNEL_GONE:
        # Nothing can be allowed in a channel that is gone.
        return "\n".join(lines)
    channel = f"<#{discussion.channel_id}>"
    lines += [
        f"⚠ {describe_shortfall(one.nicety, one.why, channel)}" for one in progress.shortfalls
    ]
    return "\n".join(lines)


def _without_slot(progress: Progress) -> list[str]:
    """Warn where the schedule ends before every section that is to come has a slot."""
    planned = sum(post.state is PostState.PLANNED for post in progress.posts)
    left = planned - len(progress.upcoming())
    if not left or progress.schedule.ends_on is None:
        return []
    return [warn_without_slot(progress, left)]


def warn_without_slot(progress: Progress, left: int) -> str:
    """Warn that the schedule ends before so many sections have a slot, and say what to do."""
    warning = ngettext(
        "Until {day} there is no slot for {count} section: choose a later `ends` with "
        "`/discussion schedule`.",
        "Until {day} there is no slot for {count} sections: choose a later `ends` with "
        "`/discussion schedule`.",
        left,
        day=progress.schedule.ends_on,
    )
    return f"⚠ {warning}"


def _bounds(progress: Progress) -> str:
    """Say what holds of the schedule besides its slots, as of the last section that was posted."""
    zone = progress.schedule.time_zone
    posted = [post.posted_at for post in progress.posts if post.posted_at is not None]
    latest = max([progress.discussion.started_at, *posted])
    return describe_bounds(progress.schedule, since=shown_at(latest, zone).date())


def _posted(progress: Progress) -> str:
    withdrawn = sum(post.state is PostState.WITHDRAWN for post in progress.posts)
    posted = sum(post.state is PostState.POSTED for post in progress.posts)
    skipped = sum(post.state is PostState.SKIPPED for post in progress.posts)
    if progress.discussion.state is DiscussionState.STOPPED:
        # Whatever was not posted is skipped then.
        skipped = 0
    of = sections(len(progress.posts) - skipped)
    said = (
        _("{posted} of {of} posted, {skipped} skipped", posted=posted, of=of, skipped=skipped)
        if skipped
        else _("{posted} of {of} posted", posted=posted, of=of)
    )
    return _("{said}, {withdrawn} withdrawn", said=said, withdrawn=withdrawn) if withdrawn else said


def say_next(progress: Progress) -> str:
    """Say which section comes next and when, or what is left to wait for."""
    upcoming = progress.upcoming()
    if upcoming:
        post, due_at = upcoming[0]
        return _("Next: section {number}, {due_at}.", number=post.number, due_at=when(due_at))
    if any(post.state is PostState.CLAIMED for post in progress.posts):
        return _("The last section is being posted.")
    return _(NOTHING_TO_COME)


def _section_line(post: Post, due_at: datetime | None) -> str:
    heading = escape_within(post.heading or "", _LONGEST_TITLE) or unheaded(post.number)
    number = f"{post.number}\\." if post.number else "–"
    return f"{number} {heading} · {_section_state(post, due_at)}"


def _section_state(post: Post, due_at: datetime | None) -> str:
    match post.state:
        case PostState.PLANNED:
            return discord.utils.format_dt(due_at, "f") if due_at else _("to come")
        case PostState.CLAIMED:
            number = post.attempts + 1
            return (
                _("being posted, try {number}", number=number)
                if post.attempts
                else _("being posted")
            )
        case PostState.POSTED:
            words = _("posted")
            return f"[{words}]({_jump_url(post)})" if post.message_ids else words
        case PostState.FAILED:
            return _("could not be posted yet")
        case PostState.SKIPPED:
            return _("not posted")
        case PostState.WITHDRAWN:
            return _("withdrawn")


def _jump_url(post: Post) -> str:
    return f"https://discord.com/channels/{post.guild_id}/{post.home_id}/{post.message_ids[0]}"


# ── what was done ─────────────────────────────────────────────────────────────────────────────


def say_started(progress: Progress) -> str:
    """Confirm a start and say what happens next."""
    discussion = progress.discussion
    polls = _("without polls") if discussion.prompts_only else _("with its polls")
    return _(
        "**Started.** I post one section at a time in <#{channel_id}>, {polls}, "
        "{schedule}. {following} Hold it with `/discussion pause`, end it with "
        "`/discussion stop`.",
        channel_id=discussion.channel_id,
        polls=polls,
        schedule=describe_schedule(progress.schedule),
        following=say_next(progress),
    )


def say_paused(progress: Progress) -> str:
    """Confirm a pause and say what goes on."""
    polls = ngettext(
        "The {count} poll that is open goes on until its time.",
        "The {count} polls that are open go on until their time.",
        progress.open_polls,
    )
    if not progress.open_polls:
        polls = _("No poll is open.")
    return _("**Paused.** No section is posted until `/discussion resume`. {polls}", polls=polls)


def say_resumed(progress: Progress) -> str:
    """Confirm that it goes on and say when."""
    return _("**Resumed.** {following}", following=say_next(progress))


def say_stopped(progress: Progress, *, close_polls: bool) -> str:
    """Confirm the end and say what becomes of the polls."""
    if not progress.open_polls:
        polls = _("No poll is open.")
    elif close_polls:
        polls = _("Its open polls close now, and their results are posted.")
    else:
        polls = _("Its open polls go on until their time.")
    return _(
        "**Stopped.** {following}; no more will be. {polls} Its tallies stay in `/tally`; "
        "`/discussion restart` begins it once more.",
        following=_posted(progress),
        polls=polls,
    )


# ── pieces ────────────────────────────────────────────────────────────────────────────────────


def describe_pause(
    discussion: Discussion, lacking: Sequence[str] = (), *, all_out: bool = False
) -> str:
    """Say why a discussion is paused and what to do about it; `lacking` as `Progress` has it.

    Where sections are `all_out` nothing waits for an organizer to go on.
    """
    reason, channel = discussion.pause_reason or PauseReason.ORGANIZER, discussion.channel_id
    if all_out and reason in _WAITS_TO_POST:
        return _(NOTHING_TO_COME)
    if reason is PauseReason.PERMISSION and lacking:
        return _(
            "I lack {lacking} in {channel}. Allow me that there, and it goes on by itself; "
            "`/doctor` says how.",
            lacking=listing([f"**{_(right)}**" for right in lacking]),
            channel=f"<#{channel}>",
        )
    return _(_PAUSES[reason], channel=f"<#{channel}>")


def say_state(state: DiscussionState) -> str:
    """Give a discussion's state as a heading has it."""
    return _(_STATES[state])


def say_where(discussion: Discussion, state: str) -> str:
    """Say where a discussion is in a state."""
    return _("{state} in <#{channel}>", state=state, channel=discussion.channel_id)


def when(instant: datetime) -> str:
    """Give an instant in the reader's own time, and how far off it is."""
    return f"{discord.utils.format_dt(instant, 'F')} ({discord.utils.format_dt(instant, 'R')})"
