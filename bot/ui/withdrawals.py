"""A withdrawn section, in words for who withdrew it."""

from bot.domain.discussion import DiscussionState
from bot.domain.withdrawal import Withdrawal
from bot.ui.headings import unheaded
from bot.ui.markup import escape_within
from bot.ui.speech import _, ngettext

_LONGEST = 80


def say_withdrawn(withdrawal: Withdrawal) -> str:
    """Say what is taken away, what stays, and how the discussion goes on."""
    post = withdrawal.post
    said = [
        _(
            "**Withdrawn.** Section {number} “{heading}” is deleted in a moment.",
            number=post.number,
            heading=escape_within(post.heading, _LONGEST)
            if post.heading
            else unheaded(post.number),
        )
    ]
    if withdrawal.polls:
        said.append(
            ngettext(
                "So is its {count} poll; its votes count no more and are in no report.",
                "So are its {count} polls; their votes count no more and are in no report.",
                len(withdrawal.polls),
            )
        )
    if post.thread_id is not None:
        said.append(_("The thread stays, with what members wrote."))
    if withdrawal.state is DiscussionState.PAUSED:
        said.append(
            _(
                "The discussion is paused, and organizers are told. They have it go on by "
                "`/discussion resume`."
            )
        )
    return " ".join(said)
