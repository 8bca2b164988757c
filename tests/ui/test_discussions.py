"""How a discussion stands is told with its dates and, where it is paused, with a way on."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.domain.discussion import DiscussionState, PauseReason
from bot.domain.post import PostState
from bot.domain.progress import Progress
from bot.ui.discussions import (
    describe_pause,
    overview_embeds,
    say_paused,
    say_resumed,
    say_started,
    say_stopped,
    status_embeds,
)
from bot.ui.limits import EMBED_DESCRIPTION, MESSAGE_CONTENT, length
from tests.builders import make_schedule
from tests.ui.samples import NOW, make_poll, make_post
from tests.ui.test_tallies import DISCUSSION, text_of

SCHEDULE = make_schedule(days={0, 3})
SLOT = f"<t:{int(NOW.timestamp())}:F> (<t:{int(NOW.timestamp())}:R>)"
LATER = f"<t:{int((NOW + timedelta(days=3)).timestamp())}:f>"


def make_progress(*states, discussion=DISCUSSION, due_at=NOW):
    """Make a discussion whose sections are in these states, the first planned one due now."""
    first = next((at for at, state in enumerate(states) if state is PostState.PLANNED), None)
    posts = tuple(
        make_post(
            post_id=at,
            section=at,
            heading=f"Part *{at}*" if at else None,
            state=state,
            due_at=due_at if at == first else None,
            posted_at=NOW if state is PostState.POSTED else None,
            message_ids=(11,) if state is PostState.POSTED else (),
        )
        for at, state in enumerate(states)
    )
    return Progress(
        discussion=discussion,
        schedule=SCHEDULE,
        posts=posts,
        polls=(make_poll(),),
    )


UNDER_WAY = make_progress(PostState.POSTED, PostState.PLANNED, PostState.PLANNED)


class TestStatus:
    """Section by section."""

    def test_warns_of_an_end_that_comes_too_early(self):
        """Sections that the schedule has no slot for are counted, with what to do."""
        short = replace(UNDER_WAY, schedule=replace(SCHEDULE, ends_on=NOW.date()))

        said = text_of(status_embeds(short))

        assert f"⚠ Until {NOW.date()} there is no slot for 1 section: choose a later" in said
        assert "no slot for" not in text_of(status_embeds(UNDER_WAY))

    def test_shows_what_is_posted_and_what_is_to_come(self):
        """Slots are Discord timestamps, so that everybody reads their own time."""
        assert text_of(status_embeds(UNDER_WAY)).split("\n") == [
            "**Running** in <#10> · every Monday and Thursday at 09:00, UTC time",
            "1 of 3 sections posted · 1 poll open",
            f"Next: section 2, {SLOT}.",
            (
                "-# A section whose slot is missed is posted up to 12 hours late, otherwise in the "
                "next slot."
            ),
            "",
            "1\\. Opening · [posted](https://discord.com/channels/1/10/11)",
            f"2\\. Part \\*1\\* · <t:{int(NOW.timestamp())}:f>",
            f"3\\. Part \\*2\\* · {LATER}",
        ]

    @pytest.mark.parametrize(
        ("state", "words"),
        [
            (PostState.CLAIMED, "being posted"),
            (PostState.FAILED, "could not be posted yet"),
            (PostState.SKIPPED, "not posted"),
            (PostState.WITHDRAWN, "withdrawn"),
        ],
    )
    def test_names_every_state_of_a_section(self, state, words):
        """A section's state is said in words."""
        assert f"Opening · {words}" in text_of(status_embeds(make_progress(state)))

    def test_says_how_often_a_section_was_tried(self):
        """A section that Discord did not take is tried again."""
        progress = make_progress(PostState.CLAIMED)
        tried = replace(progress, posts=(replace(progress.posts[0], attempts=2),))

        assert "being posted, try 3" in text_of(status_embeds(tried))

    def test_says_when_everything_is_posted(self):
        """Polls may go on after the last section."""
        assert "No section is left to post" in text_of(
            status_embeds(make_progress(PostState.POSTED))
        )
        assert "is being posted" in text_of(status_embeds(make_progress(PostState.CLAIMED)))

    def test_promises_no_dates_while_paused(self):
        """A pause moves everything after it."""
        paused = replace(DISCUSSION, state=DiscussionState.PAUSED)
        progress = make_progress(PostState.PLANNED, discussion=paused, due_at=None)

        text = text_of(status_embeds(progress))

        assert "Opening · to come" in text
        assert "`/discussion resume`" in text

    def test_fits_however_long_the_series_is(self):
        """Hundreds of sections go on in further embeds."""
        pages = status_embeds(make_progress(*[PostState.PLANNED] * 300))

        assert len(pages) > 1
        assert all(length(page.description) <= EMBED_DESCRIPTION for page in pages)


class TestOverview:
    """All that are on."""

    def test_shows_each_in_brief(self):
        """Title, state and the next slot."""
        text = text_of(overview_embeds([UNDER_WAY, UNDER_WAY]))

        assert text.count(r"**A \*title\***") == 2
        assert text.count(SLOT) == 2

    def test_says_how_to_start_one(self):
        """An empty answer names the next command."""
        assert "`/discussion start`" in text_of(overview_embeds([]))


class TestConfirmations:
    """What was done, and what happens next and when."""

    def test_a_start_says_when_the_first_section_goes_out(self):
        """And that there are no polls, where there are none."""
        without = replace(UNDER_WAY, discussion=replace(DISCUSSION, prompts_only=True))

        assert f"Next: section 2, {SLOT}." in say_started(UNDER_WAY)
        assert "with its polls" in say_started(UNDER_WAY)
        assert "without polls" in say_started(without)
        assert len(say_started(UNDER_WAY)) <= MESSAGE_CONTENT

    def test_a_pause_says_what_goes_on(self):
        """Polls are not paused."""
        assert "1 poll that is open goes on" in say_paused(UNDER_WAY)

    def test_a_resumption_says_when(self):
        """The next slot is named."""
        assert SLOT in say_resumed(UNDER_WAY)

    def test_a_stop_says_what_becomes_of_the_polls(self):
        """They close now or go on."""
        assert "close now" in say_stopped(UNDER_WAY, close_polls=True)
        assert "until their time" in say_stopped(UNDER_WAY, close_polls=False)
        for close_polls in (True, False):
            said = say_stopped(replace(UNDER_WAY, polls=()), close_polls=close_polls)
            assert "No poll is open." in said
            assert "open polls" not in said


def test_a_pause_names_the_permission_that_is_missing():
    """That one and no other, and that nothing more has to be done than grant it."""
    paused = replace(DISCUSSION, state=DiscussionState.PAUSED, pause_reason=PauseReason.PERMISSION)

    text = describe_pause(paused, ["Embed Links"])

    assert "I lack **Embed Links** in <#" in text
    assert "goes on by itself" in text
    assert "View Channel" not in text


def test_a_channel_that_is_gone_has_a_successor():
    """The series need not be begun anew: it goes on in another channel."""
    assert "`/discussion channel`" in describe_pause(
        replace(DISCUSSION, pause_reason=PauseReason.CHANNEL_GONE)
    )


@pytest.mark.parametrize("reason", [*PauseReason, None])
def test_every_pause_says_what_to_do(reason):
    """Whatever the reason, a command leads on."""
    text = describe_pause(replace(DISCUSSION, pause_reason=reason))

    goes_on = "schedule" if reason is PauseReason.SCHEDULE_ENDED else "resume"
    assert f"`/discussion {goes_on}`" in text
    assert "{" not in text
