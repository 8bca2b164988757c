"""A section's walk: what is to be done for it next, read off its post and polls alone.

A restart is the same walk: whatever was recorded is not done again.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import IntEnum

from bot.domain.ballot import PollState
from bot.domain.poll import Poll
from bot.domain.post import Pin, Post, PostState


@dataclass(frozen=True, slots=True)
class SendPart:
    """Send a part of the prompt; parts count from 0."""

    part: int


@dataclass(frozen=True, slots=True)
class OpenThread:
    """Open the thread under the prompt."""


@dataclass(frozen=True, slots=True)
class SendPoll:
    """Send a poll's message."""

    poll: Poll


@dataclass(frozen=True, slots=True)
class SeedPoll:
    """Put the bot's own reaction for each option."""

    poll: Poll


@dataclass(frozen=True, slots=True)
class Complete:
    """Note that thread, polls and seeds stand."""


@dataclass(frozen=True, slots=True)
class ClosePoll:
    """Read the reactions once more, then stop counting."""

    poll: Poll


@dataclass(frozen=True, slots=True)
class CorrectPoll:
    """Write corrected words and another closing time into the poll's message."""

    poll: Poll


@dataclass(frozen=True, slots=True)
class ChangeOptions:
    """Put a poll's new options in the place of those it has, unless somebody votes."""

    poll: Poll


@dataclass(frozen=True, slots=True)
class ShowResult:
    """Write the result into the poll's message."""

    poll: Poll


@dataclass(frozen=True, slots=True)
class Conclude:
    """Send the section's result message."""


@dataclass(frozen=True, slots=True)
class Remind:
    """Remind the section's thread that its polls close soon."""


@dataclass(frozen=True, slots=True)
class TakeDown:
    """Delete what stands of a withdrawn section: prompt, polls, results."""


@dataclass(frozen=True, slots=True)
class KeepOpen:
    """Open the thread again, which was archived although a poll in it is open."""


@dataclass(frozen=True, slots=True)
class Unpin:
    """Take a pin away: this section's, or that of the one before it."""

    post: Post


@dataclass(frozen=True, slots=True)
class PinPrompt:
    """Pin the prompt: it is the section that is being discussed."""


@dataclass(frozen=True, slots=True)
class PublishPart:
    """Have the servers that follow the channel sent a part of the prompt."""

    part: int


Nice = KeepOpen | Unpin | PinPrompt | PublishPart


@dataclass(frozen=True, slots=True)
class Wishes:
    """What a section would be nicer with.

    `pins` if it is the one to be pinned; `pinned` are those of the discussion that are. Its thread
    is reminded once, `remind_before` the first of its polls closes.
    """

    pins: bool = False
    pinned: tuple[Post, ...] = ()
    publishes: bool = False
    remind_before: timedelta | None = None


NO_WISHES = Wishes()


@dataclass(frozen=True, slots=True)
class Rest:
    """Nothing to do before `until`; None for nothing at all."""

    until: datetime | None


Step = (
    SendPart
    | OpenThread
    | SendPoll
    | SeedPoll
    | Complete
    | ClosePoll
    | ChangeOptions
    | CorrectPoll
    | ShowResult
    | Conclude
    | Remind
    | TakeDown
    | Nice
    | Rest
)


class Phase(IntEnum):
    """Whose turn it is where much is to be done: each server sees its section before any seed."""

    CLOSING = 0
    SECTION = 1
    POLL = 2
    SEED = 3
    NICETY = 4


def phase_of(step: Step) -> Phase:
    """Give the phase a step belongs to; what asks nothing of Discord is never put off."""
    match step:
        case SendPart() | OpenThread():
            return Phase.SECTION
        case SendPoll():
            return Phase.POLL
        case SeedPoll():
            return Phase.SEED
        case Unpin() | PinPrompt() | PublishPart():
            return Phase.NICETY
        case _:
            return Phase.CLOSING


_AT_REST = (PostState.PLANNED, PostState.FAILED, PostState.SKIPPED)


def next_step(
    post: Post,
    polls: Sequence[Poll],
    *,
    parts: int,
    wants_thread: bool,
    now: datetime,
    wishes: Wishes = NO_WISHES,
) -> Step:
    """Give the next step for a section whose prompt has `parts` parts.

    The order is that of the queue to Discord: prompt, thread, polls, seeds; what is merely nice
    comes last and holds nothing up. A poll closes in its time whatever is refused of the others.
    """
    if post.state in _AT_REST:
        return Rest(until=None)
    if post.state is PostState.WITHDRAWN:
        return Rest(until=None) if post.taken_down_at else TakeDown()
    # Whatever becomes of the text afterwards, what stands is left alone.
    if post.posted_at is None and len(post.message_ids) < parts:
        return SendPart(len(post.message_ids))
    if due := _next_due(polls, now):
        return due
    if post.completed_at is None:
        return _next_delivery(post, polls, wants_thread=wants_thread)
    closing = _next_closing(post, polls, now, wishes.remind_before)
    if isinstance(closing, Rest):
        return _next_nicety(post, polls, wishes) or closing
    return closing


def _next_due(polls: Sequence[Poll], now: datetime) -> ClosePoll | ShowResult | None:
    for poll in polls:
        if poll.state is PollState.OPEN and poll.closes_at is not None and poll.closes_at <= now:
            return ClosePoll(poll)
    for poll in polls:
        if poll.state is PollState.CLOSED and poll.shown_at is None:
            return ShowResult(poll)
    return None


def _next_delivery(post: Post, polls: Sequence[Poll], *, wants_thread: bool) -> Step:
    if wants_thread and post.thread_id is None:
        return OpenThread()
    for poll in polls:
        if poll.state is PollState.PLANNED:
            return SendPoll(poll)
    # Discord may know an emoji no more: other options are the way out.
    return _next_options(polls) or _next_seed(polls) or Complete()


def _next_options(polls: Sequence[Poll]) -> ChangeOptions | None:
    for poll in polls:
        if poll.state is PollState.OPEN and poll.new_options is not None:
            return ChangeOptions(poll)
    return None


def _next_seed(polls: Sequence[Poll]) -> SeedPoll | None:
    for poll in polls:
        if poll.state is PollState.OPEN and poll.seeded_at is None:
            return SeedPoll(poll)
    return None


def _next_closing(
    post: Post, polls: Sequence[Poll], now: datetime, remind_before: timedelta | None
) -> Step:
    still_open = [poll for poll in polls if poll.state is PollState.OPEN]
    if change := _next_change(polls, still_open):
        return change
    reminds_at = reminder_due(post, polls, remind_before)
    if reminds_at is not None and reminds_at <= now:
        return Remind()
    closed = any(poll.state is PollState.CLOSED for poll in polls)
    if closed and not still_open and post.concluded_at is None:
        return Conclude()
    closings = [poll.closes_at for poll in still_open]
    return Rest(until=min(filter(None, [*closings, reminds_at]), default=None))


def next_closing_at(polls: Sequence[Poll], now: datetime) -> datetime | None:
    """Give when the next open poll closes by itself; None where none does later than now."""
    closings = [poll.closes_at for poll in polls if poll.state is PollState.OPEN]
    return min((at for at in closings if at is not None and at > now), default=None)


def reminder_due(
    post: Post, polls: Sequence[Poll], remind_before: timedelta | None
) -> datetime | None:
    """Give when a section is to be reminded of; None if never, or if it has been.

    Not of a poll that is open for no longer than that, or that closes with the next section.
    """
    if remind_before is None or post.reminded_at is not None:
        return None
    due = [
        poll.closes_at - remind_before
        for poll in polls
        if poll.state is PollState.OPEN
        and poll.closes_at is not None
        and poll.opened_at is not None
        and poll.closes_at - poll.opened_at > remind_before
    ]
    return min(due, default=None)


def _next_change(polls: Sequence[Poll], still_open: Sequence[Poll]) -> Step | None:
    # Before seeds: they go while options change.
    if step := _next_options(polls) or _next_seed(polls):
        return step
    for poll in still_open:
        if poll.is_misprinted:
            return CorrectPoll(poll)
    return None


def _next_nicety(post: Post, polls: Sequence[Poll], wishes: Wishes) -> Nice | None:
    if post.archived and holds_open_poll(post, polls):
        return KeepOpen()
    if wishes.pins and post.pin is None:
        others = [one for one in wishes.pinned if one.post_id != post.post_id]
        # The one before goes first: at Discord's limit there is room for one of the two.
        return Unpin(others[0]) if others else PinPrompt()
    if post.pin is Pin.PINNED and not wishes.pins:
        return Unpin(post)
    if wishes.publishes and post.published < len(post.message_ids):
        return PublishPart(post.published)
    return None


def holds_open_poll(post: Post, polls: Sequence[Poll]) -> bool:
    """Say whether a poll in the section's thread can be voted on."""
    return any(poll.state is PollState.OPEN and poll.channel_id == post.thread_id for poll in polls)
