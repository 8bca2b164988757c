"""The index: what it shows of a discussion, and its next step read off its row."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.domain.ballot import PollState
from bot.domain.channel import ChannelKind
from bot.domain.index import (
    REFRESHED_EVERY,
    Aim,
    DeleteIndex,
    EditIndex,
    EntryState,
    Index,
    PinIndex,
    RestIndex,
    SendIndex,
    UnpinIndex,
    next_index_step,
    under_way,
    view_index,
)
from bot.domain.post import Pin, PostState
from bot.domain.progress import Progress
from tests.builders import (
    CHANNEL,
    DAY,
    FIRST_SLOT,
    GUILD,
    NOW,
    OTHER_CHANNEL,
    make_open_poll,
    make_poll,
    make_post,
    make_schedule,
)
from tests.ui.test_tallies import DISCUSSION

AIM = Aim(wanted=True, channel_id=CHANNEL, is_on=True, frame="f", shown="s")
UNSENT = Index(discussion_id=3, guild_id=GUILD, channel_id=CHANNEL, kind=ChannelKind.TEXT)
STANDING = replace(
    UNSENT, message_id=8, frame="f", shown="s", edited_at=NOW, pin=Pin.PINNED, tried_at=NOW
)


def step(index, aim=AIM, now=NOW):
    """Give the next step, as what it is."""
    found = next_index_step(index, aim, now)
    return found if isinstance(found, RestIndex) else type(found)


class TestSteps:
    """What is next to be done."""

    def test_is_sent_and_pinned_and_rests(self):
        """It is sent, then pinned, then nothing is to be done."""
        assert step(UNSENT) is SendIndex
        assert step(replace(STANDING, pin=None)) is PinIndex
        assert step(STANDING) == RestIndex(None)
        assert step(replace(STANDING, pin=Pin.REFUSED)) == RestIndex(None)

    def test_shows_at_once_what_is_new(self):
        """What happened to a section is shown at once."""
        assert step(replace(STANDING, frame="old", shown="old")) is EditIndex

    def test_follows_votes_in_its_time(self):
        """Votes alone are shown when some time has passed since the last edit."""
        voted = replace(STANDING, shown="old")

        assert step(voted) == RestIndex(NOW + REFRESHED_EVERY)
        assert step(voted, now=NOW + REFRESHED_EVERY) is EditIndex

    def test_goes_where_the_discussion_goes(self):
        """In another channel it is taken away, to be sent there."""
        assert step(replace(STANDING, channel_id=OTHER_CHANNEL)) is DeleteIndex
        assert step(replace(UNSENT, channel_id=OTHER_CHANNEL)) is SendIndex

    def test_not_wanted(self):
        """Switched off it is taken away, and not sent."""
        unwanted = replace(AIM, wanted=False)

        assert step(STANDING, unwanted) is DeleteIndex
        assert step(UNSENT, unwanted) == RestIndex(None)

    def test_deleted_by_somebody(self):
        """What a moderator deleted does not come back by itself."""
        assert step(replace(UNSENT, dismissed_at=NOW)) == RestIndex(None)

    def test_after_the_end(self):
        """It stays as a record without a pin, shows the end, and is never begun."""
        ended = replace(AIM, is_on=False)

        assert step(STANDING, ended) is UnpinIndex
        assert step(replace(STANDING, pin=None), ended) == RestIndex(None)
        assert step(replace(STANDING, frame="old"), ended) is EditIndex
        assert step(UNSENT, ended) == RestIndex(None)


class TestUnderWay:
    """What is waited for."""

    @pytest.mark.parametrize(
        ("changes", "expected"),
        [
            ({"state": PostState.CLAIMED, "attend_at": NOW}, True),
            ({"state": PostState.POSTED, "attend_at": NOW}, True),
            ({"state": PostState.POSTED, "attend_at": NOW, "completed_at": NOW}, False),
            ({"state": PostState.CLAIMED, "attend_at": NOW, "attempts": 1}, False),
            ({"state": PostState.POSTED, "attend_at": None}, False),
            ({"state": PostState.PLANNED, "attend_at": NOW}, False),
        ],
    )
    def test_a_section_that_is_just_being_posted(self, changes, expected):
        """Only what changes in a moment anyway is waited for, not what waits itself."""
        assert under_way([make_post(**changes)], NOW) is expected


class TestView:
    """What it shows."""

    def test_each_section_with_its_state(self):
        """Every section has the state that members see, what is to come its instant."""
        standing = {"state": PostState.POSTED, "posted_at": NOW, "completed_at": NOW}
        posts = (
            make_post(post_id=1, section=0, number=1, message_ids=(11,), **standing),
            make_post(post_id=2, section=1, number=2, message_ids=(12,), **standing),
            make_post(post_id=3, section=2, number=3, message_ids=(13,), **standing),
            make_post(post_id=4, section=3, number=4, message_ids=(14,), state=PostState.WITHDRAWN),
            make_post(post_id=5, section=4, number=0, state=PostState.SKIPPED),
            make_post(post_id=6, section=5, number=5, state=PostState.CLAIMED),
            make_post(post_id=7, section=6, number=6, state=PostState.PLANNED, due_at=FIRST_SLOT),
            make_post(post_id=8, section=7, number=7, state=PostState.PLANNED, due_at=None),
        )
        polls = (
            make_open_poll(21, post_id=1),
            make_open_poll(22, post_id=1, state=PollState.CLOSED),
            make_open_poll(23, post_id=2, state=PollState.CLOSED),
            make_poll(24, post_id=7),
        )
        progress = Progress(
            discussion=DISCUSSION, schedule=make_schedule(), posts=posts, polls=polls
        )

        view = view_index(progress, {1: 12, 2: 0, 4: 5})

        assert [entry.state for entry in view.entries] == [
            EntryState.OPEN,
            EntryState.CLOSED,
            EntryState.POSTED,
            EntryState.WITHDRAWN,
            EntryState.SKIPPED,
            EntryState.TO_COME,
            EntryState.TO_COME,
            EntryState.TO_COME,
        ]
        assert [entry.message_id for entry in view.standing] == [11, 12, 13]
        assert [entry.turnout for entry in view.entries] == [12, 0, *[None] * 6]
        due = [entry.due_at for entry in view.entries[-2:]]
        assert due == [FIRST_SLOT, FIRST_SLOT + DAY]

    def test_what_votes_change_is_apart(self):
        """Without turnouts two views of the same sections are the same."""
        post = make_post(
            post_id=1,
            number=1,
            message_ids=(11,),
            state=PostState.POSTED,
            posted_at=NOW,
            completed_at=NOW + timedelta(seconds=1),
        )
        progress = Progress(
            discussion=DISCUSSION, schedule=make_schedule(), posts=(post,), polls=()
        )
        few, many = (view_index(progress, {1: turnout}) for turnout in (1, 100))

        assert few != many
        assert few.without_turnouts == many.without_turnouts
