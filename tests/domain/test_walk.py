"""A section's walk: the next step follows from its rows, and every walk comes to rest."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.ballot import PollState
from bot.domain.post import Pin, PostState
from bot.domain.walk import (
    NO_WISHES,
    ChangeOptions,
    ClosePoll,
    Complete,
    Conclude,
    CorrectPoll,
    KeepOpen,
    OpenThread,
    PinPrompt,
    PublishPart,
    Remind,
    Rest,
    SeedPoll,
    SendPart,
    SendPoll,
    ShowResult,
    TakeDown,
    Unpin,
    Wishes,
    next_closing_at,
    next_step,
)
from tests.builders import CHANNEL, FIRST_SLOT, WEEK, make_open_poll, make_poll, make_post

NOW = FIRST_SLOT
CLOSING = FIRST_SLOT + WEEK


def step(post, polls=(), *, parts=1, wants_thread=True, now=NOW, wishes=NO_WISHES):
    """Give the next step, for a prompt of one part unless told otherwise."""
    return next_step(post, polls, parts=parts, wants_thread=wants_thread, now=now, wishes=wishes)


def posted(**changes):
    """Make a post whose prompt stands."""
    return make_post(**{"state": PostState.POSTED, "message_ids": (9,), "posted_at": NOW} | changes)


def completed(**changes):
    """Make a post of which everything stands."""
    return posted(**{"thread_id": 9, "completed_at": NOW} | changes)


def closed(poll_id=5, **changes):
    """Make a poll that has closed."""
    return make_open_poll(poll_id, **{"state": PollState.CLOSED, "closed_at": CLOSING} | changes)


class TestDelivery:
    """From the claim until everything stands."""

    @pytest.mark.parametrize(
        "state",
        [PostState.PLANNED, PostState.FAILED, PostState.SKIPPED],
    )
    def test_nothing_to_do(self, state):
        """What is not to be sent, or no more, rests for good."""
        assert step(make_post(state=state), [make_poll()]) == Rest(until=None)

    def test_withdrawn(self):
        """What stands of it is taken down, once, however far it had come."""
        withdrawn = make_post(state=PostState.WITHDRAWN, message_ids=(7,))

        assert step(withdrawn, [make_open_poll()]) == TakeDown()
        taken_down = replace(withdrawn, taken_down_at=FIRST_SLOT)
        assert step(taken_down, [make_poll()]) == Rest(until=None)

    @pytest.mark.parametrize(("sent", "expected"), [((), 0), ((9,), 1), ((9, 10), 2)])
    def test_parts_in_order(self, sent, expected):
        """The parts of a prompt are sent in order, before anything else."""
        post = make_post(message_ids=sent)

        assert step(post, [make_poll()], parts=3) == SendPart(expected)

    def test_thread(self):
        """After the prompt comes the thread."""
        assert step(posted(), [make_poll()]) == OpenThread()

    def test_no_thread(self):
        """Where no thread can be had the polls come at once."""
        poll = make_poll()

        assert step(posted(), [poll], wants_thread=False) == SendPoll(poll)

    def test_polls_before_seeds(self):
        """All polls stand before the first is seeded."""
        standing, planned = make_open_poll(5, seeded_at=None), make_poll(6)

        assert step(posted(thread_id=9), [standing, planned]) == SendPoll(planned)

    def test_seeds_in_order(self):
        """Polls are seeded in order, withdrawn ones not at all."""
        polls = [
            make_open_poll(5),
            make_open_poll(6, state=PollState.WITHDRAWN, seeded_at=None),
            make_open_poll(7, seeded_at=None),
        ]

        assert step(posted(thread_id=9), polls) == SeedPoll(polls[2])

    def test_what_is_refused_keeps_no_poll_open(self):
        """A poll closes in its time, and shows its result, while others still lack seeds."""
        unseeded = make_open_poll(5, seeded_at=None, closes_at=CLOSING + WEEK)
        due, planned = make_open_poll(6, seeded_at=None), make_poll(7)

        assert step(posted(thread_id=9), [unseeded, due], now=CLOSING) == ClosePoll(due)
        assert step(posted(), [planned, due], now=CLOSING) == ClosePoll(due)
        over = closed(6)
        assert step(posted(thread_id=9), [unseeded, over], now=CLOSING) == ShowResult(over)
        shown = replace(over, shown_at=CLOSING)
        assert step(posted(thread_id=9), [unseeded, shown], now=CLOSING) == SeedPoll(unseeded)

    def test_when_the_next_closes(self):
        """The next closing is that of an open poll, and still to come."""
        polls = [
            make_open_poll(5, closes_at=NOW),
            make_open_poll(6, closes_at=CLOSING + WEEK),
            make_open_poll(7),
            make_open_poll(8, closes_at=None),
            closed(9, closes_at=NOW + timedelta(minutes=1)),
        ]

        assert next_closing_at(polls, NOW) == CLOSING
        assert next_closing_at(polls, CLOSING + WEEK) is None

    def test_other_options_before_seeds(self):
        """A poll that cannot be seeded may be given other options: they are the way out."""
        stuck = make_open_poll(5, seeded_at=None, new_options=make_poll().options)

        assert step(posted(thread_id=9), [stuck]) == ChangeOptions(stuck)

    @pytest.mark.parametrize("polls", [(), (make_open_poll(),)])
    def test_complete(self, polls):
        """When thread, polls and seeds stand the delivery is complete."""
        assert step(posted(thread_id=9), polls) == Complete()


class TestReminder:
    """Once, some time before the first poll closes."""

    @given(
        before=st.timedeltas(timedelta(minutes=1), 2 * WEEK),
        waited=st.timedeltas(timedelta(0), WEEK - timedelta(microseconds=1)),
        open_for=st.lists(st.timedeltas(timedelta(minutes=1), WEEK), min_size=1, max_size=3),
        reminded=st.booleans(),
    )
    def test_in_its_time_and_once(self, before, waited, open_for, reminded):
        """It is due so long before a poll closes that is open for longer, else never."""
        polls = [
            make_open_poll(number, closes_at=NOW + span) for number, span in enumerate(open_for)
        ]
        post = completed(reminded_at=NOW if reminded else None)
        wishes = Wishes(remind_before=before)
        due = [NOW + span - before for span in open_for if span > before and not reminded]
        found = step(post, polls, now=NOW + waited, wishes=wishes)

        if waited >= min(open_for):
            assert isinstance(found, ClosePoll)
        elif due and min(due) <= NOW + waited:
            assert found == Remind()
        else:
            assert found == Rest(until=min([NOW + min(open_for), *due]))

    def test_none_of_what_closes_with_the_next(self):
        """Nobody knows when that is: it rests until the next section comes."""
        poll = make_open_poll(closes_at=None)

        assert step(completed(), [poll], wishes=Wishes(remind_before=WEEK)) == Rest(until=None)


class TestClosing:
    """From completion until the results stand."""

    def test_rests_until_the_first_closes(self):
        """While polls are open it rests until the first of them closes."""
        polls = [make_open_poll(5, closes_at=CLOSING + WEEK), make_open_poll(6)]

        assert step(completed(), polls) == Rest(until=CLOSING)

    def test_closes_in_its_time(self):
        """A poll closes when its time has come, not before."""
        poll = make_open_poll()

        assert step(completed(), [poll], now=CLOSING) == ClosePoll(poll)

    def test_seeds_again(self):
        """Seeds that were cleared are put again; but what is to close is closed first."""
        cleared, due = make_open_poll(5, seeded_at=None), make_open_poll(6)
        later = replace(cleared, closes_at=CLOSING + WEEK, printed_closes_at=CLOSING + WEEK)

        assert step(completed(), [cleared, due]) == SeedPoll(cleared)
        assert step(completed(), [later, due], now=CLOSING) == ClosePoll(due)

    def test_changes_options_before_seeds(self):
        """Options that are to change are changed first, without seeding what goes."""
        poll = make_open_poll(5, seeded_at=None, new_options=make_poll().options)

        assert step(completed(), [make_open_poll(6), poll]) == ChangeOptions(poll)
        assert step(completed(), [poll], now=CLOSING) == ClosePoll(poll)

    def test_corrects_words_once(self):
        """Corrected words are written into the message until it is recorded that they stand."""
        poll = make_open_poll(5, corrected_at=NOW)

        assert step(completed(), [poll]) == CorrectPoll(poll)
        shown = replace(poll, correction_shown_at=NOW)
        assert step(completed(), [shown]) == Rest(until=CLOSING)

    def test_prints_another_closing_time_once(self):
        """A poll that was given more time says so until it is recorded that it does."""
        later = CLOSING + WEEK
        poll = make_open_poll(5, closes_at=later, printed_closes_at=CLOSING)

        assert step(completed(), [poll]) == CorrectPoll(poll)
        shown = replace(poll, printed_closes_at=later)
        assert step(completed(), [shown]) == Rest(until=later)

    def test_shows_each_result(self):
        """Each closed poll's result is shown, once."""
        shown, hidden = closed(5, shown_at=CLOSING), closed(6)

        assert step(completed(), [shown, hidden], now=CLOSING) == ShowResult(hidden)

    def test_one_result_message(self):
        """When the last poll has closed and is shown, the results are told, once."""
        polls = [closed(5, shown_at=CLOSING), closed(6, shown_at=CLOSING)]

        assert step(completed(), polls, now=CLOSING) == Conclude()
        assert step(completed(concluded_at=CLOSING), polls, now=CLOSING) == Rest(until=None)

    def test_not_while_one_is_open(self):
        """While one poll is open the section's results wait."""
        polls = [closed(5, shown_at=NOW), make_open_poll(6)]

        assert step(completed(), polls) == Rest(until=CLOSING)

    @pytest.mark.parametrize("polls", [(), (make_open_poll(state=PollState.WITHDRAWN),)])
    def test_nothing_to_tell(self, polls):
        """Without a poll that was counted there are no results to tell."""
        assert step(completed(), polls, now=CLOSING) == Rest(until=None)


class TestNiceties:
    """What is merely nice comes last and is done once."""

    def test_pins_the_section_that_is_discussed(self):
        """Once all else stands the prompt is pinned, and then it is."""
        wishes = Wishes(pins=True)

        assert step(completed(), wishes=wishes) == PinPrompt()
        assert step(completed(pin=Pin.PINNED), wishes=wishes) == Rest(until=None)
        assert step(posted(thread_id=9), wishes=wishes) == Complete()

    def test_unpins_the_one_before_first(self):
        """There may be room for only one: the one before goes, then this one is pinned."""
        before = completed(post_id=3, pin=Pin.PINNED)
        wishes = Wishes(pins=True, pinned=(before,))

        assert step(completed(), wishes=wishes) == Unpin(before)

    def test_unpins_what_is_not_to_be_pinned(self):
        """Where nothing is to be pinned any more, what is goes."""
        pinned = completed(pin=Pin.PINNED)

        assert step(pinned) == Unpin(pinned)
        assert step(completed(pin=Pin.REFUSED)) == Rest(until=None)

    def test_does_not_try_again_what_was_refused(self):
        """A section that could not be pinned is left as it is."""
        assert step(completed(pin=Pin.REFUSED), wishes=Wishes(pins=True)) == Rest(until=None)

    def test_publishes_part_by_part(self):
        """Each message of the prompt is published, in order."""
        wishes = Wishes(publishes=True)
        post = completed(message_ids=(9, 10))

        assert step(post, wishes=wishes) == PublishPart(0)
        assert step(replace(post, published=1), wishes=wishes) == PublishPart(1)
        assert step(replace(post, published=2), wishes=wishes) == Rest(until=None)

    def test_opens_an_archived_thread_while_a_poll_in_it_is_open(self):
        """A thread is opened again only for a poll that can be voted on in it."""
        inside, outside = make_open_poll(5, channel_id=9), make_open_poll(6)
        archived = completed(archived=True)

        assert step(archived, [inside]) == KeepOpen()
        assert step(archived, [outside]) == Rest(until=CLOSING)
        assert step(archived, [closed(shown_at=NOW, channel_id=9), outside]) == Rest(until=CLOSING)

    def test_holds_nothing_up(self):
        """What is due of the polls goes first."""
        wishes = Wishes(pins=True, publishes=True)
        poll = make_open_poll()

        assert step(completed(), [poll], now=CLOSING, wishes=wishes) == ClosePoll(poll)
        assert step(completed(), [poll], wishes=wishes) == PinPrompt()


def take(post, polls, taken):
    """Do a step on the rows, as posting would record it."""

    def with_poll(poll, **changes):
        return [replace(one, **changes) if one == poll else one for one in polls]

    match taken:
        case SendPart():
            ids = (*post.message_ids, 9 + len(post.message_ids))
            return replace(post, message_ids=ids, state=PostState.POSTED), polls
        case OpenThread():
            return replace(post, thread_id=9), polls
        case SendPoll(poll):
            opened = {"state": PollState.OPEN, "channel_id": CHANNEL, "closes_at": CLOSING}
            return post, with_poll(poll, **opened, printed_closes_at=CLOSING)
        case SeedPoll(poll):
            return post, with_poll(poll, seeded_at=NOW)
        case Complete():
            return replace(post, completed_at=NOW), polls
        case ClosePoll(poll):
            return post, with_poll(poll, state=PollState.CLOSED, closed_at=CLOSING)
        case ShowResult(poll):
            return post, with_poll(poll, shown_at=CLOSING)
        case Conclude():
            return replace(post, concluded_at=CLOSING), polls
    raise AssertionError(taken)


@given(
    parts=st.integers(1, 3),
    count=st.integers(0, 3),
    wants_thread=st.booleans(),
    withdrawn=st.sets(st.integers(0, 2)),
)
def test_every_walk_ends(parts, count, wants_thread, withdrawn):
    """Taking each step once, every section comes to rest with nothing left to do."""
    post = make_post()
    polls = [
        make_poll(5 + n, state=PollState.WITHDRAWN if n in withdrawn else PollState.PLANNED)
        for n in range(count)
    ]
    now, taken = NOW, []
    while True:
        following = next_step(post, polls, parts=parts, wants_thread=wants_thread, now=now)
        if isinstance(following, Rest):
            if following.until is None:
                break
            now = following.until
            continue
        assert following not in taken
        taken.append(following)
        post, polls = take(post, polls, following)

    asked = count - len(withdrawn & set(range(count)))
    expected = parts + wants_thread + 1 + 4 * asked + bool(asked)
    assert len(taken) == expected
