"""Another schedule in words, before it holds: each date that is and the one that would be."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.domain.language import Language
from bot.domain.redating import Redating
from bot.domain.timetable import Slot
from bot.domain.wall_time import shown_at
from bot.ui.control_keys import Key, Verb
from bot.ui.limits import EMBED_DESCRIPTION, length
from bot.ui.redating import ask_to_reschedule
from bot.ui.speech import speaking
from tests.builders import make_schedule
from tests.ui.test_control import UNDER_WAY, buttons
from tests.ui.test_plans import make_plan

HOUR = timedelta(hours=1)
LATER = {post.post_id: due_at + HOUR for post, due_at in UNDER_WAY.upcoming()}


def make_redating(*, number=None, fit=None, progress=UNDER_WAY):
    """Make one that has each section come an hour later."""
    slots = tuple(Slot(at, shown_at(at, "UTC")) for at in LATER.values())
    draft = replace(make_plan().draft, fit=fit, redates=1, schedule=make_schedule())
    return Redating(draft=draft, progress=progress, slots=slots[:number], notes=(), holidays=None)


def text(redating, notes=()):
    """Give what is shown."""
    return ask_to_reschedule(redating, notes)[0].description


def test_each_section_with_both_dates():
    """What holds now is struck out; both schedules are named, and nothing is changed yet."""
    said = text(make_redating())

    assert "I would post every day at 09:00" in said
    assert "Until now: every Monday" in said
    for _post, due_at in UNDER_WAY.upcoming():
        was, will_be = int(due_at.timestamp()), int((due_at + HOUR).timestamp())
        assert f"~~<t:{was}:f>~~ <t:{will_be}:f>" in said
    assert "Nothing is changed before" in said


def test_merged_ones_are_not_named():
    """Which neighbours come together is not known before; when they come is."""
    said = text(make_redating(number=1, fit=1))

    assert "\n1\\. <t:" in said
    assert "~~" not in said


def test_asks():
    """With a button for each answer."""
    _embed, view = ask_to_reschedule(make_redating(), ())

    assert buttons(view) == {"Change it": Key(Verb.REDATE, 5), "Leave it": Key(Verb.KEEP, 5)}


def test_notes_are_told():
    """What the calendar does stands above the dates."""
    assert "📅 Clock change: so." in text(make_redating(), ["Clock change: so."])


def test_nothing_to_come():
    """It says so; the schedule can be changed all the same."""
    assert "Nothing of it is to come." in text(make_redating(number=0))


@pytest.mark.parametrize("language", Language)
def test_fits(language):
    """However long a series is, and whatever is noted."""
    one = UNDER_WAY.upcoming()[0][0]
    many = tuple(replace(one, post_id=number, heading="*_~" * 90) for number in range(900))
    redating = make_redating(progress=replace(UNDER_WAY, posts=many))
    redating = replace(redating, slots=redating.slots[:1] * 900)
    with speaking(language):
        assert length(text(redating, ["word " * 60] * 100)) <= EMBED_DESCRIPTION
