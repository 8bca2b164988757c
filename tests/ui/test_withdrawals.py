"""A withdrawn section, in words for who withdrew it."""

from bot.domain.discussion import DiscussionState
from bot.domain.withdrawal import Withdrawal
from bot.ui.withdrawals import say_withdrawn
from tests.builders import make_poll, make_post


def test_says_what_goes_what_stays_and_what_comes_next():
    """The polls, the thread and the pause are named where there are any."""
    post = make_post(heading="A *word*", thread_id=9)
    said = say_withdrawn(
        Withdrawal(post=post, polls=(make_poll(), make_poll(6)), state=DiscussionState.PAUSED)
    )
    assert r"Section 1 “A \*word\*”" in said
    assert "its 2 polls" in said
    assert "The thread stays" in said
    assert "`/discussion resume`" in said

    alone = say_withdrawn(Withdrawal(post=make_post(), polls=(), state=DiscussionState.FINISHED))
    assert alone == "**Withdrawn.** Section 1 “Opening” is deleted in a moment."
