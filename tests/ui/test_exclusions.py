"""Votes set aside, in words for organizers."""

from bot.domain.ballot import PollState
from bot.domain.exclusion import Exclusion, ExclusionChange
from bot.ui.exclusions import exclusion_embeds, say_excluded, say_readmitted
from tests.builders import NOW
from tests.ui.samples import make_poll

OPEN = make_poll(question="Is it so?")
CLOSED = make_poll(question="Is it not?", state=PollState.CLOSED)


def change(*polls, voted=()):
    """Make a change of the seventh member's votes."""
    return ExclusionChange(member_id=7, polls=polls, voted=voted)


def test_says_what_comes_of_it_and_how_to_undo_it():
    """Where the votes do not count, whether there are any, and whether results are mended."""
    said = say_excluded(change(OPEN))
    assert "Votes of <@7> on “Is it so?” do not count any more" in said
    assert "have not voted there yet" in said
    assert "`/poll readmit`" in said
    assert "written anew" not in said

    said = say_excluded(change(OPEN, CLOSED, voted=(CLOSED,)))
    assert "on 2 polls" in said
    assert "have not voted" not in said
    assert "written anew" in said


def test_says_where_votes_count_again():
    """On one poll or on several."""
    assert say_readmitted(change(OPEN)) == "**Counted again:** the votes of <@7> on “Is it so?”."
    said = say_readmitted(change(OPEN, CLOSED, voted=(OPEN, CLOSED)))
    assert "on 2 polls" in said
    assert "written anew" in said


def test_lists_whose_votes_are_set_aside():
    """With poll, organizer, day and reason; of whom was erased no name is left."""
    listed = Exclusion(
        poll_id=5,
        question="Is it *so*?",
        member_id=7,
        excluded_by=8,
        excluded_at=NOW,
        reason="two accounts",
    )
    erased = Exclusion(
        poll_id=5, question="So?", member_id=-9, excluded_by=8, excluded_at=NOW, reason=None
    )
    (page,) = exclusion_embeds([listed, erased])

    assert r"<@7> · **Is it \*so\*?**" in page.description
    assert f"<@8> · <t:{int(NOW.timestamp())}:d>" in page.description
    assert "two accounts" in page.description
    assert "a member since erased · **So?**" in page.description
    (empty,) = exclusion_embeds([])
    assert "`/poll exclude`" in empty.description
