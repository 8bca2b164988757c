"""Polls in a list for organizers, and what they did with one in words: what happens next."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final

import discord

from bot.domain.ballot import PollState
from bot.domain.poll import Poll
from bot.ui.bars import counted
from bot.ui.markup import escape_within
from bot.ui.pages import paginate
from bot.ui.polls import jump_url

_LONGEST: Final = 120
_MOST_CLOSED: Final = 20
_EMPTY: Final = (
    "There is no poll yet: polls open when their section is posted. "
    "See with `/discussion status` when that is."
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
        return paginate([_EMPTY], title="Polls")
    lines = [_line(poll) for poll in (*still_open, *closed[:_MOST_CLOSED])]
    if (left_out := len(closed) - _MOST_CLOSED) > 0:
        lines.append(f"…and {counted(left_out, 'older poll')}: `/tally` shows them all.")
    title = f"Polls: {len(still_open)} open, {len(closed)} closed"
    return paginate(lines, title=title)


def _line(poll: Poll) -> str:
    return f"**{name_of(poll)}**\n{_state(poll)}{_link(poll)}"


def _state(poll: Poll) -> str:
    if poll.state is PollState.OPEN:
        if poll.closes_at is None:
            return "Open · closes when the next section comes"
        return f"Open · closes {_when(poll.closes_at)}"
    return f"Closed {_when(poll.closed_at)}" if poll.closed_at else "Closed"


def _link(poll: Poll) -> str:
    url = jump_url(poll)
    return f" · <#{poll.channel_id}> · [see the poll]({url})" if url else ""


def _when(instant: datetime) -> str:
    return f"{discord.utils.format_dt(instant, 'f')} ({discord.utils.format_dt(instant, 'R')})"


def say_closing(poll: Poll, *, others_open: int) -> str:
    """Confirm that a poll closes, and say what becomes of its result."""
    return (
        f"**Closing** “{name_of(poll)}”. I read its reactions once more; then its message shows "
        f"the result. {_say_results(others_open)}"
    )


def say_extended(poll: Poll) -> str:
    """Confirm that a poll is open for longer."""
    return f"**Extended.** “{name_of(poll)}” {_closes(poll)} Its message says so in a moment."


def say_reopened(poll: Poll, *, concluded: bool) -> str:
    """Confirm that a poll takes votes again, and say what members know already."""
    results = (
        "The section’s results stay where they were posted; they are written anew once it has "
        "closed again. "
        if concluded
        else ""
    )
    return (
        f"**Open again.** “{name_of(poll)}” {_closes(poll)} Earlier votes go on counting, and so "
        f"do reactions put since it had closed. {results}"
        "Its result has been public: whoever votes now may know it."
    )


def _closes(poll: Poll) -> str:
    if poll.closes_at is None:
        return "closes when the next section comes."
    return f"closes {_when(poll.closes_at)}."


def _say_results(others_open: int) -> str:
    if not others_open:
        return "It is the section’s last open poll, so the section’s results follow."
    others = "its other open poll has" if others_open == 1 else f"its other {others_open} have"
    return f"The section’s results follow once {others} closed, too."


def name_of(poll: Poll) -> str:
    """Give a poll's question, harmless and short."""
    return escape_within(poll.question, _LONGEST)
