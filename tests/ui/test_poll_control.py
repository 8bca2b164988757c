"""Polls in a list, and what was done with one in words."""

from bot.domain.ballot import PollState
from bot.ui.poll_control import list_embeds, say_closing, say_extended, say_reopened
from tests.builders import CHANNEL, DAY, FIRST_SLOT, GUILD, make_poll


def opened(poll_id, *, closes_at):
    """Make an open poll."""
    return make_poll(
        poll_id,
        question=f"Question {poll_id}?",
        state=PollState.OPEN,
        channel_id=CHANNEL,
        message_id=poll_id,
        closes_at=closes_at,
    )


def closed(poll_id, *, closed_at):
    """Make a closed poll."""
    return make_poll(
        poll_id, question=f"Question {poll_id}?", state=PollState.CLOSED, closed_at=closed_at
    )


def text_of(polls):
    """Give everything a list says."""
    return "\n".join(embed.description for embed in list_embeds(polls))


def test_lists_what_closes_soonest_first():
    """Open polls stand before closed ones, each with its time and its link."""
    polls = [
        closed(1, closed_at=FIRST_SLOT - DAY),
        closed(2, closed_at=FIRST_SLOT),
        opened(3, closes_at=FIRST_SLOT + 2 * DAY),
        opened(4, closes_at=FIRST_SLOT + DAY),
    ]
    said = text_of(polls)
    order = sorted(range(1, 5), key=lambda number: said.index(f"Question {number}?"))

    assert order == [4, 3, 2, 1]
    assert f"closes <t:{int((FIRST_SLOT + DAY).timestamp())}:f>" in said
    assert f"https://discord.com/channels/{GUILD}/{CHANNEL}/4" in said
    assert list_embeds(polls)[0].title == "Polls: 2 open, 2 closed"


def test_says_so_where_there_is_none_or_more():
    """An empty list says when polls come; of many that closed the oldest are counted only."""
    assert "There is no poll yet" in text_of([])
    many = [closed(number, closed_at=FIRST_SLOT + number * DAY) for number in range(1, 60)]
    assert "…and 39 older polls: `/poll show` finds each" in text_of(many)


def test_says_what_becomes_of_the_result():
    """The section's results wait for its other polls."""
    poll = opened(1, closes_at=FIRST_SLOT)

    assert "the section’s results follow." in say_closing(poll, others_open=0)
    assert "its other open poll has closed" in say_closing(poll, others_open=1)
    assert "its other 3 have closed" in say_closing(poll, others_open=3)


def test_says_until_when_a_poll_is_open():
    """Whatever is done, it says when the poll closes; only results that stand are spoken of."""
    poll = opened(1, closes_at=FIRST_SLOT)
    closing = f"closes <t:{int(FIRST_SLOT.timestamp())}:f>"

    assert closing in say_extended(poll)
    assert closing in say_reopened(poll, concluded=True)
    assert "written anew" in say_reopened(poll, concluded=True)
    assert "written anew" not in say_reopened(poll, concluded=False)
