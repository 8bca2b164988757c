"""What an organizer did with a discussion, in words: what happens next and when."""

from collections.abc import Sequence

import discord

from bot.domain.discussion import DiscussionState
from bot.domain.post import Post
from bot.domain.progress import Progress
from bot.ui.bars import counted
from bot.ui.control_keys import Key, Verb
from bot.ui.discussions import say_next
from bot.ui.headings import OPENING
from bot.ui.markup import escape_within
from bot.ui.panels import button, panel
from bot.ui.schedules import describe_schedule

_LONGEST_HEADING = 80
KEPT_ON = "Nothing was changed: the discussion goes on."


def ask_to_stop(progress: Progress) -> tuple[str, discord.ui.View]:
    """Say what ending a discussion means, and ask what becomes of its polls."""
    discussion, row = progress.discussion, progress.discussion.discussion_id
    left = sum(post.posted_at is None for post in progress.posts)
    title = escape_within(discussion.title, _LONGEST_HEADING)
    said = (
        f"**End “{title}” in <#{discussion.channel_id}>?** {counted(left, 'section')} would not be "
        f"posted. {_open_polls(progress.open_polls)} Its tallies stay."
    )
    danger = discord.ButtonStyle.danger
    keep = button("Keep it on", Key(Verb.KEEP, row), 0)
    if not progress.open_polls:
        end = button("End it", Key(Verb.STOP_AND_LEAVE, row), 0, style=danger)
        return said, panel([end, keep])
    close = button("End it, close polls now", Key(Verb.STOP_AND_CLOSE, row), 0, style=danger)
    leave = button("End it, polls go on", Key(Verb.STOP_AND_LEAVE, row), 0, style=danger)
    return said, panel([close, leave, keep])


def _open_polls(number: int) -> str:
    if not number:
        return "No poll is open."
    verb, them = ("is", "it") if number == 1 else ("are", "they")
    return (
        f"**{counted(number, 'poll')}** {verb} open: close {'it' if number == 1 else 'them'} now, "
        f"or let {'it' if number == 1 else 'them'} go on until the time {them} "
        f"{'has' if number == 1 else 'have'}."
    )


def say_skipped(progress: Progress, post: Post) -> str:
    """Confirm that a section is left out."""
    return (
        f"**Skipped:** {name_of(post)} is not posted. {_afterwards(progress)} "
        "`/discussion unskip` takes it in again."
    )


def say_taken_in(progress: Progress, post: Post) -> str:
    """Confirm that a section is taken in again."""
    return (
        f"**Taken in again:** {name_of(post)} is section {post.number} now. {_when(progress, post)}"
    )


def say_moved(progress: Progress, post: Post) -> str:
    """Confirm that a section comes at another time."""
    return f"**Moved:** {name_of(post)} is section {post.number} now. {_when(progress, post)}"


def say_posted_now(progress: Progress, post: Post) -> str:
    """Confirm that a section is on its way."""
    where = f"<#{progress.discussion.channel_id}>"
    return f"**On its way:** {name_of(post)} is posted in {where} now. {_afterwards(progress)}"


def say_rescheduled(progress: Progress, notes: Sequence[str]) -> str:
    """Confirm another schedule, and say what it does to what is to come."""
    said = f"**Changed.** I post {describe_schedule(progress.schedule)}. {_afterwards(progress)}"
    return "\n".join([said, *(f"-# {note}" for note in notes)])


def say_moved_on(progress: Progress) -> str:
    """Confirm another channel."""
    return (
        f"**Moved on to <#{progress.discussion.channel_id}>.** What is posted stays where it is, "
        f"and its polls with it. {_afterwards(progress)}"
    )


def name_of(post: Post) -> str:
    """Give a section's heading between quotation marks."""
    return f"“{escape_within(post.heading or '', _LONGEST_HEADING) or OPENING}”"


def _when(progress: Progress, post: Post) -> str:
    for one, at in progress.upcoming():
        if one.post_id == post.post_id:
            return f"It comes {discord.utils.format_dt(at, 'F')}."
    return _afterwards(progress)


def _afterwards(progress: Progress) -> str:
    match progress.discussion.state:
        case DiscussionState.RUNNING:
            return say_next(progress)
        case DiscussionState.PAUSED:
            return "The discussion is paused: `/discussion resume` goes on with what is to come."
        case DiscussionState.FINISHED:
            return "Nothing is left, so the discussion has finished."
        case DiscussionState.STOPPED:
            return "The discussion has ended."
