"""What an organizer did, in words: what happens next and when; and the record of it."""

from dataclasses import replace

import discord
import pytest

from bot.domain.discussion import DiscussionState
from bot.domain.history import MOST_LISTED, Deed, RecordedEntry
from bot.domain.language import Language
from bot.domain.post import PostState
from bot.ui.control import (
    ask_to_stop,
    say_moved,
    say_posted_now,
    say_skipped,
    say_taken_in,
)
from bot.ui.control_keys import Key, Verb
from bot.ui.history import describe_entry, entry_embed, show_history
from bot.ui.limits import EMBED_DESCRIPTION, length
from bot.ui.speech import speaking
from tests.ui.samples import NOW, make_post
from tests.ui.test_discussions import DISCUSSION, UNDER_WAY

STATES = [
    replace(UNDER_WAY, discussion=replace(DISCUSSION, state=state)) for state in DiscussionState
]
HOSTILE = "@everyone **x** <@1>"


def make_entry(deed=Deed.PAUSED, **changes):
    """Make an entry of the record."""
    values = {
        "entry_id": 1,
        "guild_id": 1,
        "discussion_id": 3,
        "title": "On *reading*",
        "deed": deed,
        "done_by": 77,
        "done_at": NOW,
        "detail": {"reason": "organizer"},
    }
    return RecordedEntry(**values | changes)


def buttons(view):
    """Give the words of a panel's buttons with what they carry."""
    pressed = [item for item in view.children if isinstance(item, discord.ui.Button)]
    return {item.label: Key.parse(item.custom_id) for item in pressed}


def test_skipping_the_last_one_promises_only_what_can_be():
    """What has finished takes no section in again; it can be begun once more."""
    ended = replace(UNDER_WAY, discussion=replace(DISCUSSION, state=DiscussionState.FINISHED))
    post = make_post(state=PostState.SKIPPED)

    assert "`/discussion unskip`" in say_skipped(UNDER_WAY, post)
    assert "unskip" not in say_skipped(ended, post)
    assert "`/discussion restart`" in say_skipped(ended, post)


class TestAsking:
    """Before a discussion is ended."""

    def test_says_how_many_polls_are_open(self):
        """And offers both ways of ending it, and none."""
        said, view = ask_to_stop(UNDER_WAY)

        assert f"**{UNDER_WAY.open_polls} poll" in said
        assert [key.verb for key in buttons(view).values()] == [
            Verb.STOP_AND_CLOSE,
            Verb.STOP_AND_LEAVE,
            Verb.KEEP,
        ]
        assert {key.row for key in buttons(view).values()} == {DISCUSSION.discussion_id}

    def test_asks_nothing_about_no_polls(self):
        """Where none is open there is one way of ending it."""
        said, view = ask_to_stop(replace(UNDER_WAY, polls=()))

        assert "No poll is open." in said
        assert list(buttons(view)) == ["End it", "Keep it on"]


@pytest.mark.parametrize("progress", STATES)
@pytest.mark.parametrize("say", [say_skipped, say_taken_in, say_moved, say_posted_now])
def test_every_deed_says_what_happens_next(say, progress):
    """Whatever state it leads to, the answer says what follows."""
    said = say(progress, make_post(state=PostState.PLANNED, heading=HOSTILE))

    assert said.startswith("**")
    assert "<@1>" not in said
    assert "@everyone" not in said
    assert said.rstrip("`").endswith((".", "again."))


class TestKeys:
    """What buttons carry."""

    @pytest.mark.parametrize("verb", Verb)
    def test_there_and_back(self, verb):
        """What is written is read."""
        key = Key(verb, 5, 2)

        assert Key.parse(str(key)) == key

    @pytest.mark.parametrize(
        "custom_id",
        ["", "edit:1:2:3:home", "control:1:burn:5:0", "control:1:keep:5", "control:1:keep:x:0"],
    )
    def test_nothing_else_is_read(self, custom_id):
        """A press of something else is not ours."""
        assert Key.parse(custom_id) is None


class TestHistory:
    """The record in words."""

    @pytest.mark.parametrize("deed", Deed)
    def test_every_deed_has_words(self, deed):
        """Also with a detail that nobody has thought of."""
        for detail in ({}, {"reason": "permission", "section": 3, "to": 1, "odd": HOSTILE}):
            said = describe_entry(make_entry(deed, detail=detail))
            assert "{" not in said
            assert "by <@77>" in said
            assert "<@1>" not in said

    @pytest.mark.parametrize(
        ("deed", "detail", "words"),
        [
            (Deed.PAUSED, {"reason": "schedule_ended"}, "Paused: its schedule has ended"),
            (Deed.SECTION_MOVED, {"section": 4, "to": 2}, "Section 4 moved to place 2"),
            (
                Deed.MEMBER_EXCLUDED,
                {"number": 1, "question": "So?", "why": "two accounts"},
                "A member’s votes set aside on “So?” (two accounts)",
            ),
            (Deed.MEMBER_READMITTED, {"number": 3}, "A member’s votes counted again on 3 polls"),
            (Deed.STARTED, {"channel": "9", "schedule": "daily"}, "Started in <#9>, daily"),
            (Deed.STOPPED, {"polls": "go on"}, "polls that were open go on until their time"),
            (Deed.SETTINGS_CHANGED, {"setting": "time_zone"}, "setting changed: time zone"),
            (
                Deed.SETTINGS_CHANGED,
                {"setting": "time_zone", "to": "Asia/Kolkata"},
                "setting changed: time zone, now Asia/Kolkata",
            ),
            (Deed.SETTINGS_CHANGED, {"setting": "log_channel_id", "to": "9"}, "now <#9>"),
            (Deed.SETTINGS_CHANGED, {"setting": "language", "to": ""}, "now nothing set"),
            (Deed.SETTINGS_CHANGED, {"setting": "language", "to": "de"}, "now Deutsch"),
            (Deed.TERMS_CHANGED, {"what": "polls"}, "Terms changed: where polls stand ·"),
            (
                Deed.TERMS_CHANGED,
                {"what": "polls", "to": "thread"},
                "where polls stand, now all in the thread",
            ),
            (Deed.TERMS_CHANGED, {"what": "ping", "to": "5"}, "ping, now <@&5>"),
            (Deed.TERMS_CHANGED, {"what": "pin", "to": 1}, "pin, now on"),
            (Deed.TERMS_CHANGED, {"what": "pin", "to": 0}, "pin, now off"),
            (Deed.TERMS_CHANGED, {"what": "closing", "to": "after 86400"}, "now each poll 1 day"),
            (Deed.TERMS_CHANGED, {"what": "closing", "to": "whenever"}, "now whenever"),
        ],
    )
    def test_details(self, deed, detail, words):
        """What the entry has besides stands in its place."""
        assert words in describe_entry(make_entry(deed, detail=detail))

    def test_is_all_in_the_language_spoken(self):
        """No word of another language stands in an entry."""
        with speaking(Language.GERMAN):
            changed = describe_entry(make_entry(Deed.TERMS_CHANGED, detail={"what": "polls"}))
            stopped = describe_entry(make_entry(Deed.STOPPED, detail={"polls": "go on"}))

        assert "polls" not in changed
        assert "go on" not in stopped

    def test_says_where_it_ends(self):
        """The last page says that there is more than is shown."""
        entries = [make_entry(entry_id=number) for number in range(MOST_LISTED)]

        first, _ = show_history(entries, discussion=DISCUSSION, page=0)
        last, _ = show_history(entries, discussion=DISCUSSION, page=99)

        assert "Older entries" not in first.description
        assert "Older entries are kept" in last.description

    def test_who(self):
        """A member, nobody, or one of whom nothing is left."""
        assert "by itself" in describe_entry(make_entry(done_by=None))
        assert "by a member since erased" in describe_entry(make_entry(done_by=0))

    def test_pages(self):
        """Twelve on a page, with buttons to the others where there are any."""
        entries = [make_entry(entry_id=number) for number in range(30)]

        first, ways_on = show_history(entries, discussion=DISCUSSION, page=0)
        last, ways_back = show_history(entries, discussion=None, page=9)

        assert first.description.count("Paused") == 12
        assert last.description.count("Paused") == 6
        assert buttons(ways_on) == {"Older ▶": Key(Verb.HISTORY, DISCUSSION.discussion_id, 1)}
        assert buttons(ways_back) == {"◀ Newer": Key(Verb.HISTORY, 0, 1)}

    def test_nothing_on_record(self):
        """The empty record says so."""
        embed, view = show_history([], discussion=None, page=0)

        assert embed.description == "Nothing is on record yet."
        assert view.children == []

    def test_fits(self):
        """The longest page is within Discord's limits."""
        long = {"schedule": "word " * 100, "channel": "1" * 19}
        entries = [make_entry(Deed.STARTED, title="*" * 300, detail=long)] * 40

        embed, _ = show_history(entries, discussion=DISCUSSION, page=1)

        assert length(embed.description) <= EMBED_DESCRIPTION

    def test_in_the_log_channel(self):
        """One message an entry, which ends with the reference we know it by."""
        embed = entry_embed(make_entry(), reference="abc")

        assert embed.description.startswith("**On \\*reading\\*** · Paused: by an organizer")
        assert embed.footer.text.endswith("abc")
