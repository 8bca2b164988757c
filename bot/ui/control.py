"""What an organizer did with a discussion, in words: what happens next and when."""

import discord

from bot.domain.discussion import DiscussionState
from bot.domain.post import Post
from bot.domain.progress import Progress
from bot.ui.control_keys import Key, Verb
from bot.ui.discussions import NOTHING_TO_COME, say_next, warn_without_slot
from bot.ui.headings import unheaded
from bot.ui.markup import escape_within
from bot.ui.panels import button, panel
from bot.ui.speech import N_, _, ngettext

_LONGEST_HEADING = 80
KEPT_ON = N_("Nothing was changed: the discussion stays as it is.")


def ask_to_stop(progress: Progress) -> tuple[str, discord.ui.View]:
    """Say what ending a discussion means, and ask what becomes of its polls."""
    discussion, row = progress.discussion, progress.discussion.discussion_id
    left = progress.would_not_be_posted
    title = escape_within(discussion.title, _LONGEST_HEADING)
    said = " ".join(
        [
            _(
                "**End “{title}” in <#{channel_id}>?**",
                title=title,
                channel_id=discussion.channel_id,
            ),
            ngettext(
                "{count} section would not be posted.",
                "{count} sections would not be posted.",
                left,
            ),
            _open_polls(progress.open_polls),
            _("Its tallies stay."),
        ]
    )
    danger = discord.ButtonStyle.danger
    keep = button(_("Keep it on"), Key(Verb.KEEP, row), 0)
    if not progress.open_polls:
        end = button(_("End it"), Key(Verb.STOP_AND_LEAVE, row), 0, style=danger)
        return said, panel([end, keep])
    close = button(_("End it, close polls now"), Key(Verb.STOP_AND_CLOSE, row), 0, style=danger)
    leave = button(_("End it, polls go on"), Key(Verb.STOP_AND_LEAVE, row), 0, style=danger)
    return said, panel([close, leave, keep])


def ask_to_resume(progress: Progress, without_slot: int) -> tuple[str, discord.ui.View]:
    """Say that the schedule is too short for what is to come, and ask whether to go on."""
    title = escape_within(progress.discussion.title, _LONGEST_HEADING)
    said = _(
        "**Resume “{title}” all the same?** It pauses again when its schedule has ended.",
        title=title,
    )
    row = progress.discussion.discussion_id
    resume = button(_("Resume it"), Key(Verb.RESUME, row), 0, style=discord.ButtonStyle.success)
    view = panel([resume, button(_("Leave it"), Key(Verb.KEEP, row), 0)])
    return f"{said}\n{warn_without_slot(progress, without_slot)}", view


def ask_to_take_in(
    progress: Progress, post: Post, without_slot: int
) -> tuple[str, discord.ui.View]:
    """Say that the schedule is too short for one section more, and ask whether to take it in."""
    said = _("**Take in {section} all the same?** Then not all have a slot.", section=name_of(post))
    row = progress.discussion.discussion_id
    key = Key(Verb.TAKE_IN, row, post.section_id)
    take = button(_("Take it in"), key, 0, style=discord.ButtonStyle.success)
    view = panel([take, button(_("Leave it"), Key(Verb.KEEP, row), 0)])
    return f"{said}\n{warn_without_slot(progress, without_slot)}", view


def _open_polls(number: int) -> str:
    if not number:
        return _("No poll is open.")
    return ngettext(
        "**{count} poll** is open: close it now, or let it go on until the time it has.",
        "**{count} polls** are open: close them now, or let them go on until the time they have.",
        number,
    )


def say_skipped(progress: Progress, post: Post) -> str:
    """Confirm that a section is left out."""
    if progress.discussion.state is DiscussionState.FINISHED:
        return _(
            "**Skipped:** {section} is not posted. {following} `/discussion restart` begins it "
            "once more.",
            section=name_of(post),
            following=say_afterwards(progress),
        )
    return _(
        "**Skipped:** {section} is not posted. {following} `/discussion unskip` takes it in again.",
        section=name_of(post),
        following=say_afterwards(progress),
    )


def say_taken_in(progress: Progress, post: Post) -> str:
    """Confirm that a section is taken in again."""
    return _(
        "**Taken in again:** {section} is section {number} now. {following}",
        section=name_of(post),
        number=post.number,
        following=_when(progress, post),
    )


def say_moved(progress: Progress, post: Post) -> str:
    """Confirm that a section comes at another time."""
    return _(
        "**Moved:** {section} is section {number} now. {following}",
        section=name_of(post),
        number=post.number,
        following=_when(progress, post),
    )


def say_posted_now(progress: Progress, post: Post) -> str:
    """Confirm that a section is on its way."""
    where = f"<#{progress.discussion.channel_id}>"
    return _(
        "**On its way:** {section} is posted in {where} now. {following}",
        section=name_of(post),
        where=where,
        following=say_afterwards(progress),
    )


def say_moved_on(progress: Progress) -> str:
    """Confirm another channel."""
    return _(
        "**Moved on to <#{channel_id}>.** What is posted stays where it is, and its "
        "polls with it. {following}",
        channel_id=progress.discussion.channel_id,
        following=say_afterwards(progress),
    )


def name_of(post: Post) -> str:
    """Give a section's heading between quotation marks."""
    return quote_heading(post.heading, post.number)


def quote_heading(given: str | None, number: int) -> str:
    """Give a heading between quotation marks; without one the section's number."""
    heading = escape_within(given or "", _LONGEST_HEADING) or unheaded(number)
    return _("“{given}”", given=heading)


def _when(progress: Progress, post: Post) -> str:
    for one, at in progress.upcoming():
        if one.post_id == post.post_id:
            when = discord.utils.format_dt(at, "F")
            return _("It comes {when}.", when=when)
    return say_afterwards(progress)


def say_afterwards(progress: Progress) -> str:
    """Say what comes next, or why nothing does."""
    match progress.discussion.state:
        case DiscussionState.RUNNING:
            return say_next(progress)
        case DiscussionState.PAUSED if progress.is_all_out:
            return _(NOTHING_TO_COME)
        case DiscussionState.PAUSED:
            return _("The discussion is paused: `/discussion resume` goes on with what is to come.")
        case DiscussionState.FINISHED:
            return _("Nothing is left, so the discussion has finished.")
        case DiscussionState.STOPPED:
            return _("The discussion has ended.")
