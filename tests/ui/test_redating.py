"""Another schedule in words, before it holds: each date that is and the one that would be."""

from dataclasses import replace
from datetime import time, timedelta

import pytest

from bot.domain.discussion import DiscussionState, PauseReason
from bot.domain.editing import Fit
from bot.domain.language import Language
from bot.domain.redating import RedatedSection, Redating
from bot.domain.schedule import QuietHours
from bot.domain.timetable import Slot
from bot.domain.wall_time import shown_at
from bot.ui.control import name_of
from bot.ui.control_keys import Key, Verb
from bot.ui.limits import EMBED_DESCRIPTION, length
from bot.ui.redating import ask_to_reschedule, say_rescheduled
from bot.ui.speech import speaking
from tests.builders import make_schedule
from tests.ui.test_control import UNDER_WAY, buttons
from tests.ui.test_plans import make_plan

HOUR = timedelta(hours=1)


def make_redating(*, number=None, merged=1, progress=UNDER_WAY, before=None, **changes):
    """Make one that has each section come an hour later."""
    sections = tuple(
        RedatedSection(
            number=post.number,
            heading=post.heading,
            merged=merged,
            until_now=due_at,
            slot=Slot(due_at + HOUR, shown_at(due_at + HOUR, "UTC")),
        )
        for post, due_at in UNDER_WAY.upcoming()
    )
    draft = replace(make_plan().draft, schedule=replace(make_schedule(), **changes))
    return Redating(
        draft=draft,
        progress=replace(progress, schedule=before or progress.schedule),
        sections=sections[:number],
        edit=Fit(()),
        notes=(),
        holidays=None,
        elsewhere=(77,) if merged > 1 else (),
    )


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


def test_what_merges_is_shown_with_its_heading():
    """How many there are, what the first is called and was due, and where else it merges."""
    redating = make_redating(number=1, merged=3)
    (post, due_at), *_others = UNDER_WAY.upcoming()
    said = text(redating)

    assert "3 sections are merged into 1, neighbours with neighbours." in said
    assert "being discussed in <#77> too: what is to come there merges" in said
    assert f"{post.number}\\. {name_of(post)} · ~~<t:{int(due_at.timestamp())}:f>~~" in said
    assert "· 3 sections merged" in said


def test_what_is_taken_away_is_named():
    """Bounds that held until now stand beside those that would."""
    quiet = QuietHours(begins=time(22), ends=time(7))
    said = text(make_redating(before=make_schedule(quiet=quiet)))

    assert said.count("Quiet hours 22:00–07:00") == 1
    assert said.index("Until now") < said.index("Quiet hours")


@pytest.mark.parametrize(
    ("reason", "words"),
    [
        (PauseReason.ORGANIZER, "stays so: these dates hold if it goes on now. An organizer"),
        (PauseReason.CHANNEL_GONE, "Its channel or thread is gone."),
        (PauseReason.SCHEDULE_ENDED, "with this one it goes on."),
    ],
)
def test_a_pause_is_named(reason, words):
    """Dates in a pause are not taken for promises."""
    paused = replace(UNDER_WAY.discussion, state=DiscussionState.PAUSED, pause_reason=reason)

    assert words in text(make_redating(progress=replace(UNDER_WAY, discussion=paused)))


def test_the_confirmation_names_what_was_before():
    """What of it is otherwise alone, with a way back; merges only where there are any."""
    quiet = QuietHours(begins=time(22), ends=time(7))
    said = say_rescheduled(UNDER_WAY, make_redating(before=make_schedule(), quiet=quiet))

    assert said.startswith("**Changed.** I post every Monday")
    assert "-# Before: No quiet hours. `/discussion schedule`" in said
    assert "Undo" not in said
    assert "**Undo** in `/article edit`" in say_rescheduled(UNDER_WAY, make_redating(merged=2))


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
    redating = make_redating(merged=2)
    one = replace(redating.sections[0], heading="*_~" * 90)
    redating = replace(redating, sections=(one,) * 900)
    with speaking(language):
        assert length(text(redating, ["word " * 60] * 100)) <= EMBED_DESCRIPTION
