"""Discussions: what each action does in each state."""

import itertools

import pytest

from bot.domain.discussion import (
    OPEN_STATES,
    Action,
    DiscussionState,
    PauseReason,
    move,
    takes_over,
)
from bot.errors import IllegalMove

RUNNING, PAUSED = DiscussionState.RUNNING, DiscussionState.PAUSED
STOPPED, FINISHED = DiscussionState.STOPPED, DiscussionState.FINISHED

LEADS_TO = {
    (RUNNING, Action.PAUSE): PAUSED,
    (RUNNING, Action.RESUME): None,
    (RUNNING, Action.STOP): STOPPED,
    (RUNNING, Action.FINISH): FINISHED,
    (PAUSED, Action.PAUSE): PAUSED,
    (PAUSED, Action.RESUME): RUNNING,
    (PAUSED, Action.STOP): STOPPED,
    (PAUSED, Action.FINISH): FINISHED,
    (STOPPED, Action.PAUSE): None,
    (STOPPED, Action.RESUME): None,
    (STOPPED, Action.STOP): None,
    (STOPPED, Action.FINISH): None,
    (FINISHED, Action.PAUSE): None,
    (FINISHED, Action.RESUME): None,
    (FINISHED, Action.STOP): None,
    (FINISHED, Action.FINISH): None,
}
# What puts in order leaves the state as it is, and needs a discussion that is on.
for action in (
    Action.SKIP,
    Action.TAKE_IN,
    Action.POST_NOW,
    Action.MOVE,
    Action.RESCHEDULE,
    Action.CHANGE_CHANNEL,
    Action.ARRANGE,
):
    LEADS_TO |= {
        (RUNNING, action): RUNNING,
        (PAUSED, action): PAUSED,
        (STOPPED, action): None,
        (FINISHED, action): None,
    }
# What begins once more must have ended.
LEADS_TO |= {
    (RUNNING, Action.RESTART): None,
    (PAUSED, Action.RESTART): None,
    (STOPPED, Action.RESTART): STOPPED,
    (FINISHED, Action.RESTART): FINISHED,
}
# A section that stands can be taken away at any time; a discussion that runs pauses by it.
LEADS_TO |= {(state, Action.WITHDRAW): state for state in (PAUSED, STOPPED, FINISHED)}
LEADS_TO[RUNNING, Action.WITHDRAW] = PAUSED


def test_the_table_is_complete():
    """Every pair of state and action has its line above."""
    assert set(LEADS_TO) == set(itertools.product(DiscussionState, Action))


@pytest.mark.parametrize(
    ("state", "action", "reached"), [(*pair, reached) for pair, reached in LEADS_TO.items()]
)
def test_moves(state, action, reached):
    """An action leads to the state in the table, or is refused with what was tried and where."""
    if reached is None:
        with pytest.raises(IllegalMove) as refused:
            move(state, action)
        assert (refused.value.state, refused.value.action) == (state, action)
    else:
        assert move(state, action) is reached


def test_no_move_leaves_the_ends():
    """A discussion is open as long as there is something it can do next."""
    movable = {state for (state, _), reached in LEADS_TO.items() if reached not in {None, state}}

    assert movable == set(OPEN_STATES)


# Each pause gives way to those below it: it ends by itself, by what mends it, by resuming alone;
# last what organizers are told of before that.
GIVES_WAY = (
    {PauseReason.PERMISSION},
    {PauseReason.CHANNEL_GONE, PauseReason.SCHEDULE_ENDED},
    {
        PauseReason.ORGANIZER,
        PauseReason.NOT_DELIVERED,
        PauseReason.TAG_WANTED,
        PauseReason.EMOJI_GONE,
        PauseReason.SERVER_LEFT,
    },
    {PauseReason.PROMPT_DELETED, PauseReason.WITHDRAWN},
)


def test_every_pause_is_ranked():
    """Each reason stands in the table, once."""
    assert sorted(itertools.chain(*GIVES_WAY)) == sorted(PauseReason)


@pytest.mark.parametrize(("held", "reason"), [*itertools.product(PauseReason, repeat=2)])
def test_which_pause_takes_over(held, reason):
    """What is harder to end holds, whichever came first; what is as hard leaves the first."""
    ranks = {one: rank for rank, them in enumerate(GIVES_WAY) for one in them}

    assert takes_over(reason, held) is (ranks[reason] > ranks[held])
    assert takes_over(reason, None)
