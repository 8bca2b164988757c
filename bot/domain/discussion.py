"""A discussion: one article discussed in one channel of one server, and its states."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import NamedTuple

from bot.domain.channel import ChannelKind
from bot.domain.ids import ArticleId, ChannelId, DiscussionId, GuildId, MemberId
from bot.domain.length import PromptLength
from bot.domain.terms import DEFAULT_TERMS, Terms
from bot.errors import IllegalMove


class DiscussionState(StrEnum):
    """Where a discussion stands; it ends `finished` by itself or `stopped` by an organizer."""

    RUNNING = "running"
    PAUSED = "paused"
    STOPPED = "stopped"
    FINISHED = "finished"


class Action(StrEnum):
    """What can be done with a discussion; most of it leaves the state as it is."""

    PAUSE = "pause"
    RESUME = "resume"
    STOP = "stop"
    FINISH = "finish"
    SKIP = "skip"
    TAKE_IN = "take in"
    POST_NOW = "post now"
    MOVE = "move"
    RESCHEDULE = "reschedule"
    CHANGE_CHANNEL = "change channel"
    ARRANGE = "arrange"
    RESTART = "restart"
    WITHDRAW = "withdraw"


class PauseReason(StrEnum):
    """Why a discussion is paused; organizers see it in words."""

    ORGANIZER = "organizer"
    PERMISSION = "permission"
    CHANNEL_GONE = "channel_gone"
    PROMPT_DELETED = "prompt_deleted"
    WITHDRAWN = "withdrawn"
    NOT_DELIVERED = "not_delivered"
    TAG_WANTED = "tag_wanted"
    EMOJI_GONE = "emoji_gone"
    SERVER_LEFT = "server_left"
    SCHEDULE_ENDED = "schedule_ended"


# How hard a pause is to end: by itself, by the command that mends it, by `/discussion resume`
# alone; and last what organizers must have heard of before they resume.
_HOLDS: dict[PauseReason, int] = {
    PauseReason.PERMISSION: 0,
    PauseReason.CHANNEL_GONE: 1,
    PauseReason.SCHEDULE_ENDED: 1,
    PauseReason.ORGANIZER: 2,
    PauseReason.NOT_DELIVERED: 2,
    PauseReason.TAG_WANTED: 2,
    PauseReason.EMOJI_GONE: 2,
    PauseReason.SERVER_LEFT: 2,
    PauseReason.PROMPT_DELETED: 3,
    PauseReason.WITHDRAWN: 3,
}


def takes_over(reason: PauseReason, held: PauseReason | None) -> bool:
    """Whether a pause for `reason` takes the place of one held for another; None holds nothing.

    The one that is harder to end stays, whichever came first: else a discussion that somebody
    wants paused would go on by itself.
    """
    return held is None or _HOLDS[reason] > _HOLDS[held]


_MOVES: dict[tuple[DiscussionState, Action], DiscussionState] = {
    (DiscussionState.RUNNING, Action.PAUSE): DiscussionState.PAUSED,
    (DiscussionState.RUNNING, Action.STOP): DiscussionState.STOPPED,
    (DiscussionState.RUNNING, Action.FINISH): DiscussionState.FINISHED,
    # One pause may take over another, as `takes_over` says.
    (DiscussionState.PAUSED, Action.PAUSE): DiscussionState.PAUSED,
    (DiscussionState.PAUSED, Action.RESUME): DiscussionState.RUNNING,
    (DiscussionState.PAUSED, Action.STOP): DiscussionState.STOPPED,
    # A pause stops posts, not polls: the last poll may close in it.
    (DiscussionState.PAUSED, Action.FINISH): DiscussionState.FINISHED,
}

OPEN_STATES = (DiscussionState.RUNNING, DiscussionState.PAUSED)
ENDED_STATES = (DiscussionState.STOPPED, DiscussionState.FINISHED)

# What may be done with a discussion that is on, also in a pause, and leaves it as it is.
_STEERING = (
    Action.SKIP,
    Action.TAKE_IN,
    Action.POST_NOW,
    Action.MOVE,
    Action.RESCHEDULE,
    Action.CHANGE_CHANNEL,
    Action.ARRANGE,
)
_MOVES |= {(state, action): state for state in OPEN_STATES for action in _STEERING}
# It is another discussion that begins then.
_MOVES |= {(state, Action.RESTART): state for state in ENDED_STATES}
# A bad prompt can be taken away whenever it stands; what would follow it waits.
_MOVES |= {(state, Action.WITHDRAW): state for state in DiscussionState}
_MOVES[DiscussionState.RUNNING, Action.WITHDRAW] = DiscussionState.PAUSED


def move(state: DiscussionState, action: Action) -> DiscussionState:
    """Give the state that `action` leads to; raise `IllegalMove` where there is none."""
    try:
        return _MOVES[state, action]
    except KeyError:
        raise IllegalMove(action=action, state=state) from None


class DiscussionLabel(NamedTuple):
    """As much of a discussion as it takes to choose it from a list."""

    discussion_id: DiscussionId
    title: str
    state: DiscussionState
    started_at: datetime
    channel_id: ChannelId


@dataclass(frozen=True, slots=True, kw_only=True)
class Discussion:
    """One article in one channel; its dates are in its `Schedule`, its sections in its posts.

    With `own_order` what is to come is no longer in the article's order.
    """

    discussion_id: DiscussionId
    guild_id: GuildId
    channel_id: ChannelId
    channel_kind: ChannelKind = ChannelKind.TEXT
    article_id: ArticleId
    title: str
    state: DiscussionState
    pause_reason: PauseReason | None
    prompts_only: bool
    length: PromptLength = PromptLength.FULL
    terms: Terms = DEFAULT_TERMS
    own_order: bool = False
    started_by: MemberId
    started_at: datetime

    def after(self, action: Action) -> DiscussionState:
        """Give the state that an organizer's `action` leads to; raise `IllegalMove`.

        A pause leads nowhere where nothing but `/discussion resume` ends the one that is on.
        """
        state = move(self.state, action)
        if action is Action.PAUSE and not takes_over(PauseReason.ORGANIZER, self.pause_reason):
            raise IllegalMove(action=action, state=self.state)
        return state
