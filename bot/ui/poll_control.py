"""Polls in a list for organizers, and what they did with one in words: what happens next."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final

import discord

from bot.domain.ballot import PollState
from bot.domain.poll import Poll
from bot.ui.markup import escape_within
from bot.ui.pages import paginate
from bot.ui.polls import jump_url
from bot.ui.speech import N_, _, ngettext, number

_LONGEST: Final = 120
_MOST_CLOSED: Final = 20
_EMPTY: Final = N_(
    "There is no poll yet: polls open when their section is posted. See with "
    "`/discussion status` when that is."
)


def list_embeds(polls: Sequence[Poll]) -> tuple[discord.Embed, ...]:
    """List polls with their links: open ones first, soonest to close first; then the newest."""
    still_open = sorted(
        (poll for poll in polls if poll.state is PollState.OPEN),
        key=lambda poll: (poll.closes_at is None, poll.closes_at, poll.poll_id),
    )
    closed = sorted(
        (poll for poll in polls if poll.state is PollState.CLOSED),
        key=lambda poll: (poll.closed_at, poll.poll_id),
        reverse=True,
    )
    if not polls:
        return paginate([_(_EMPTY)], title=_("Polls"))
    lines = [_line(poll) for poll in (*still_open, *closed[:_MOST_CLOSED])]
    if (left_out := len(closed) - _MOST_CLOSED) > 0:
        lines.append(
            ngettext(
                "…and {count} older poll: `/poll show` finds it, `/tally` shows a discussion’s.",
                "…and {count} older polls: `/poll show` finds each, `/tally` shows a discussion’s.",
                left_out,
            )
        )
    open_number, closed_number = len(still_open), len(closed)
    title = _(
        "Polls: {open_number} open, {closed_number} closed",
        open_number=number(open_number),
        closed_number=number(closed_number),
    )
    return paginate(lines, title=title)


def _line(poll: Poll) -> str:
    return f"**{name_of(poll)}**\n{_state(poll)}{_link(poll)}"


def _state(poll: Poll) -> str:
    if poll.state is PollState.OPEN:
        if poll.closes_at is None:
            return _("Open · closes when the next section comes")
        return _("Open · closes {when}", when=_when(poll.closes_at))
    if poll.closed_at is None:
        return _("Closed")
    return _("Closed {when}", when=_when(poll.closed_at))


def _link(poll: Poll) -> str:
    url = jump_url(poll)
    return f" · <#{poll.channel_id}> · [{_('see the poll')}]({url})" if url else ""


def _when(instant: datetime) -> str:
    return f"{discord.utils.format_dt(instant, 'f')} ({discord.utils.format_dt(instant, 'R')})"


def say_closing(poll: Poll, *, others_open: int) -> str:
    """Confirm that a poll closes, and say what becomes of its result."""
    return _(
        "**Closing** “{question}”. I read its reactions once more; then its message shows "
        "the result. {results} `/poll reopen` opens it again.",
        question=name_of(poll),
        results=_say_results(others_open),
    )


def say_extended(poll: Poll) -> str:
    """Confirm that a poll is open for longer."""
    return _(
        "**Extended.** “{question}” {how}. Its message says so in a moment.",
        question=name_of(poll),
        how=_closes(poll),
    )


def say_reopened(poll: Poll, *, concluded: bool) -> str:
    """Confirm that a poll takes votes again, and say what members know already."""
    said = [
        _(
            "**Open again.** “{question}” {how}. Earlier votes go on counting, and so do "
            "reactions put since it had closed.",
            question=name_of(poll),
            how=_closes(poll),
        )
    ]
    if concluded:
        said.append(
            _(
                "The section’s results stay where they were posted; they are written anew "
                "once it has closed again."
            )
        )
    said.append(_("Its result has been public: whoever votes now may know it."))
    return " ".join(said)


def _closes(poll: Poll) -> str:
    if poll.closes_at is None:
        return _("closes when the next section comes")
    return _("closes {when}", when=_when(poll.closes_at))


def _say_results(others_open: int) -> str:
    if not others_open:
        return _("It is the section’s last open poll, so the section’s results follow.")
    if others_open == 1:
        return _("The section’s results follow once its other open poll has closed, too.")
    return _(
        "The section’s results follow once its other {others_open} have closed, too.",
        others_open=number(others_open),
    )


def name_of(poll: Poll) -> str:
    """Give a poll's question, harmless and short."""
    return escape_within(poll.question, _LONGEST)
