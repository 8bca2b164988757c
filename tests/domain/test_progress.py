"""Progress: what is out, what comes next, and when."""

from datetime import time

import pytest

from bot.domain.ballot import PollState
from bot.domain.discussion import Discussion, DiscussionState
from bot.domain.post import PostState
from bot.domain.progress import Progress
from tests.builders import (
    CHANNEL,
    DAY,
    FIRST_SLOT,
    GUILD,
    NOW,
    ORGANIZER,
    make_open_poll,
    make_poll,
    make_post,
    make_schedule,
)


def make_progress(*posts, polls=(), schedule=None):
    """Make the progress of a running discussion."""
    return Progress(
        discussion=Discussion(
            discussion_id=3,
            guild_id=GUILD,
            channel_id=CHANNEL,
            article_id=2,
            title="On reading",
            state=DiscussionState.RUNNING,
            pause_reason=None,
            prompts_only=False,
            started_by=ORGANIZER,
            started_at=NOW,
        ),
        schedule=schedule or make_schedule(),
        posts=posts,
        polls=polls,
    )


def planned(section, due_at=None):
    """Make a planned post."""
    return make_post(section=section, state=PostState.PLANNED, due_at=due_at)


@pytest.mark.parametrize(
    "out", [PostState.POSTED, PostState.CLAIMED, PostState.FAILED, PostState.WITHDRAWN]
)
def test_what_comes_next(out):
    """The next section is the first that is still planned, in its slot; later ones follow."""
    second, third = planned(1, FIRST_SLOT + DAY), planned(2)
    progress = make_progress(make_post(section=0, state=out), second, third)

    assert progress.next_post == second
    assert progress.upcoming() == [(second, FIRST_SLOT + DAY), (third, FIRST_SLOT + 2 * DAY)]


def test_by_its_own_schedule():
    """Slots to come are those of the discussion's schedule."""
    schedule = make_schedule(days=[0], times=[time(9), time(18)])
    posts = [planned(0, FIRST_SLOT), planned(1), planned(2)]

    slots = [slot for _, slot in make_progress(*posts, schedule=schedule).upcoming()]

    assert slots == [FIRST_SLOT, FIRST_SLOT.replace(hour=18), FIRST_SLOT + 7 * DAY]


def test_paused():
    """While it is paused nothing has a slot, though something is still to come."""
    progress = make_progress(planned(0), planned(1))

    assert progress.next_post == progress.posts[0]
    assert progress.upcoming() == []


def test_all_out():
    """When all is out nothing comes."""
    progress = make_progress(make_post(state=PostState.POSTED))

    assert progress.next_post is None
    assert progress.upcoming() == []


def test_open_polls():
    """Only open polls can be voted on."""
    polls = (make_poll(1), make_open_poll(2), make_open_poll(3, state=PollState.CLOSED))

    assert make_progress(polls=polls).open_polls == 1
