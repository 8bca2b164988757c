"""A dry run in words: the end first, then section by section, and what may go wrong."""

import re
from dataclasses import replace
from datetime import UTC, date, datetime, time

import discord
import pytest

from bot.domain.channel import ChannelKind
from bot.domain.draft import Draft
from bot.domain.language import Language
from bot.domain.length import PromptLength
from bot.domain.plan import Plan, PlannedSection
from bot.domain.poll import plan_polls
from bot.domain.recurrence import EveryFewDays
from bot.domain.rights import Checkup, Finding, Purpose, Right
from bot.domain.schedule import DaySpan, MissedSlot, QuietHours, Schedule
from bot.domain.terms import ClosesAfter, ClosesAt, ClosesWithNext, Placement, Terms
from bot.domain.timetable import Slot
from bot.domain.wall_time import shown_at
from bot.ui.control_keys import Key, Verb
from bot.ui.draft_terms import chosen_terms
from bot.ui.limits import EMBED_DESCRIPTION, EMBEDS_TOTAL, length
from bot.ui.plans import show_plan
from bot.ui.speech import speaking
from tests.builders import DAY, FIRST_SLOT, NOW, WEEK, make_kept, make_schedule
from tests.ui.test_control import buttons

BERLIN = "Europe/Berlin"
FAR_OFF = "America/Argentina/ComodRivadavia"
DISTANT = date(2035, 12, 31)
WELL = Checkup(channel_id=9, purpose=Purpose.START, kind=ChannelKind.TEXT)
KEPT = make_kept()
POLLS = plan_polls(KEPT, KEPT.preparation.series[0])


def make_section(number, **changes):
    """Make a section in the slot of its number."""
    instant = FIRST_SLOT + (number - 1) * DAY
    values = {
        "number": number,
        "heading": f"Part {number}",
        "slot": Slot(instant, shown_at(instant, BERLIN)),
        "characters": 1234,
        "messages": 1,
        "polls": POLLS,
    }
    return PlannedSection(**values | changes)


def make_plan(sections=3, *, draft=None, **changes):
    """Make a plan of some sections, every day at ten in Berlin."""
    values = {
        "draft": Draft(
            draft_id=5,
            guild_id=1,
            article_id=2,
            channel_id=9,
            schedule=make_schedule(time_zone=BERLIN),
            length=PromptLength.FULL,
            prompts_only=False,
            seen=0,
            first_due_at=FIRST_SLOT,
            made_by=77,
            made_at=NOW,
            **draft or {},
        ),
        "title": "On *reading*",
        "sections": tuple(make_section(number) for number in range(1, sections + 1)),
        "notes": (),
        "holidays": None,
        "checkup": WELL,
        "server_zone": None,
    }
    return Plan(**values | changes)


def worst_plan():
    """Make a plan of which everything that can be said is, and is long."""
    times = tuple(time(minutes // 60, minutes % 60) for minutes in range(24 * 60))
    recurrence = EveryFewDays(step=365, since=DISTANT, times=times)
    days = [date(2030, month, 1) for month in range(1, 13)]
    schedule = Schedule(
        recurrence=recurrence,
        time_zone=FAR_OFF,
        starts_on=date(2029, 12, 31),
        ends_on=DISTANT,
        blackout=tuple(DaySpan(day, day.replace(day=20)) for day in days),
        quiet=QuietHours(begins=time(22), ends=time(7)),
        missed=MissedSlot.SHIFT,
    )
    nice = ("create_public_threads", "send_messages_in_threads", "pin_messages", "manage_threads")
    required = ("send_messages", "embed_links", "read_message_history", "add_reactions")
    rights = [Right("view_channel"), *map(Right, required)]
    rights += [Right(name, required=False) for name in nice]
    channel_id = 2**63
    plan = make_plan(draft={"terms": Terms(closing=ClosesWithNext())})
    return replace(
        plan,
        draft=replace(plan.draft, schedule=schedule, channel_id=channel_id),
        sections=tuple(
            make_section(
                number,
                heading="*_~" * 90,
                merged=1200,
                messages=900,
                characters=10**6,
                polls=POLLS * 1000,
            )
            for number in range(1, 31)
        ),
        checkup=replace(
            WELL,
            findings=tuple(Finding(right, granted=False) for right in rights),
            silent_role_id=channel_id,
        ),
        server_zone="America/North_Dakota/New_Salem",
        elsewhere=tuple(range(channel_id, channel_id + 100)),
    )


def text(plan, notes=(), page=0):
    """Give what a page says."""
    return show_plan(plan, notes, page=page)[0].description


def test_the_end_comes_first():
    """With the last section's local time, a timestamp, and when its polls close."""
    last = FIRST_SLOT + 2 * DAY
    first_line = text(make_plan()).split("\n")[0]

    assert first_line.startswith(f"**Ends Wed 2026-03-04 10:00** (<t:{int(last.timestamp())}:F>)")
    assert "section 3 of 3" in first_line
    assert f"closes <t:{int((last + WEEK).timestamp())}:D>" in first_line


@pytest.mark.parametrize(
    ("closing", "at"),
    [
        (ClosesAt(datetime(2026, 5, 1, tzinfo=UTC)), datetime(2026, 5, 1, tzinfo=UTC)),
        (ClosesWithNext(last=3 * DAY), FIRST_SLOT + 5 * DAY),
    ],
)
def test_polls_close_by_the_terms(closing, at):
    """However it was chosen."""
    assert make_plan(draft={"terms": Terms(closing=closing)}).closes_at == at


def test_every_section_with_time_size_and_polls():
    """Its local time, a timestamp for the reader, how long it is and what it asks."""
    line = next(line for line in text(make_plan()).split("\n") if line.startswith("2"))

    assert "**Part 2** · Tue 2026-03-03 10:00" in line
    assert f"<t:{int((FIRST_SLOT + DAY).timestamp())}:f>" in line
    assert line.endswith("1,234 characters · 1 poll")


class TestQuestions:
    """What a section asks stands under it."""

    def asked(self, plan):
        """Give the lines of what is asked."""
        return [line for line in text(plan).split("\n") if line.startswith("-# •")]

    def test_each_with_its_place(self):
        """By the terms; in a forum there is but one place."""
        plan = make_plan(1)
        aside = replace(plan.draft, terms=Terms(placement=Placement.THREAD))
        forum = replace(WELL, kind=ChannelKind.FORUM)

        assert self.asked(plan) == [f"-# • {POLLS[0].question} · in the channel"]
        assert self.asked(replace(plan, draft=aside)) == [
            f"-# • {POLLS[0].question} · in the thread"
        ]
        assert self.asked(replace(plan, checkup=forum)) == [f"-# • {POLLS[0].question}"]

    def test_those_without_room_are_counted(self):
        """Of many as many as there is room for; of a prompt alone none."""
        plan = make_plan(1)
        many = replace(plan, sections=(make_section(1, polls=POLLS * 50),))
        shown = len(self.asked(many))

        assert shown > 5
        assert f"-# …and {50 - shown} more" in text(many)
        assert self.asked(replace(plan, sections=(make_section(1, polls=()),))) == []


class TestTerms:
    """How it would post is told, and can be chosen otherwise before it begins."""

    def selects(self, plan):
        """Give the labels of what is chosen in each select, by what it is for."""
        items = show_plan(plan, ())[1].children
        return {
            item.placeholder: [option.label for option in item.options if option.default]
            for item in items
            if isinstance(item, discord.ui.Select)
        }

    def test_are_told(self):
        """Where polls go, when they close, the index, and how to change it later on."""
        said = text(make_plan(draft={"terms": Terms(closing=ClosesWithNext(), index=False)}))

        assert "**Polls:** questions with answers in the channel" in said
        assert "**Closing:** when the next section comes" in said
        assert "**Index:** off" in said
        assert "`/discussion set`" in said
        assert "**Closing:**" not in text(make_plan(12), page=1)

    def test_can_be_chosen(self):
        """What holds is chosen; a time that is on no list leaves the choice open."""
        plan = make_plan()
        at = replace(plan.draft, terms=Terms(closing=ClosesAt(NOW), placement=Placement.THREAD))

        assert self.selects(plan) == {
            "When polls close": ["each poll 1 week after it opened"],
            "Where polls go": [
                "questions with answers in the channel, open questions in the thread"
            ],
        }
        assert self.selects(replace(plan, draft=at)) == {
            "When polls close": [],
            "Where polls go": ["all in the thread"],
        }
        assert buttons(show_plan(plan, ())[1])["Without the index"] == Key(Verb.INDEX_OFF, 5, 0)

    def test_only_where_there_is_a_choice(self):
        """A forum has one place for polls, and prompts alone have no polls."""
        plan = make_plan()
        forum = replace(plan, checkup=replace(WELL, kind=ChannelKind.FORUM))
        silent = replace(plan, sections=(make_section(1, polls=()),))

        assert list(self.selects(forum)) == ["When polls close"]
        assert "**Polls:** all in the section’s post" in text(forum)
        assert self.selects(silent) == {}
        assert "**Closing:**" not in text(silent)
        assert "**Index:**" in text(silent)

    @pytest.mark.parametrize(
        ("verb", "value", "terms"),
        [
            (Verb.CLOSING, "0", {"closing": ClosesAfter(DAY)}),
            (Verb.CLOSING, "4", {"closing": ClosesWithNext()}),
            (Verb.PLACEMENT, "thread", {"placement": Placement.THREAD}),
        ],
    )
    def test_a_choice_is_read(self, verb, value, terms):
        """It changes that term alone."""
        assert chosen_terms(verb, {"values": [value]}) == terms

    def test_a_press_is_read(self):
        """Each says what it wants, so that pressing twice changes nothing."""
        assert chosen_terms(Verb.INDEX_ON, {}) == {"index": True}
        assert chosen_terms(Verb.INDEX_OFF, {}) == {"index": False}
        assert chosen_terms(Verb.PAGE, {}) == {}


def test_in_the_servers_own_zone():
    """Where it has another than the schedule, both are told."""
    said = text(make_plan(server_zone="Asia/Tokyo"))

    assert "Mon 2026-03-02 18:00 (Mon 2026-03-02 10:00 in Europe/Berlin)" in said
    assert "in Europe/Berlin)" not in text(make_plan(server_zone=BERLIN))


def test_what_bounds_the_schedule():
    """Blackout days, quiet hours and the policy stand under when it posts."""
    draft = make_plan().draft
    bounded = replace(draft.schedule, quiet=QuietHours(begins=time(22), ends=time(7)))

    said = text(replace(make_plan(), draft=replace(draft, schedule=bounded)))

    assert "\n-# Quiet hours 22:00–07:00: nothing late" in said


def test_what_clock_changes_do():
    """Notes stand above the sections, on the first page alone, as many as there is room for."""
    assert "📅 Clock change: so." in text(make_plan(), ["Clock change: so."])
    assert "📅" not in text(make_plan(12), ["Clock change: so."], page=1)
    many = text(make_plan(), [f"Note {number}: {'word ' * 30}" for number in range(20)])
    assert "more of this kind" in many


class TestWhatIsMissing:
    """Permissions are pointed out by name, with the channel and what to do."""

    REQUIRED = replace(WELL, findings=(Finding(Right("add_reactions"), granted=False),))
    NICE = replace(
        WELL, findings=(Finding(Right("create_public_threads", required=False), granted=False),)
    )

    def test_required(self):
        """It cannot be started, but looked at again."""
        embed, view = show_plan(make_plan(checkup=self.REQUIRED), ())

        assert "❌ In <#9> I lack **Add Reactions**" in embed.description
        assert [item.disabled for item in view.children[:3]] == [True, False, False]
        assert "Look again" in buttons(view)

    def test_merely_nice(self):
        """It can."""
        embed, view = show_plan(make_plan(checkup=self.NICE), ())

        assert "⚠️ In <#9> I lack **Create Public Threads**" in embed.description
        assert list(buttons(view)) == ["Start", "Cancel", "Without the index"]

    def test_a_channel_that_is_not_seen(self):
        """Nothing can be said of it but that."""
        said = text(make_plan(checkup=replace(WELL, kind=None)))

        assert "❌ I cannot see <#9>" in said

    def test_a_role_that_cannot_be_mentioned(self):
        """Nobody would be notified."""
        assert "<@&8> cannot be mentioned" in text(
            make_plan(checkup=replace(WELL, silent_role_id=8))
        )

    def test_many_polls_in_the_channel(self):
        """More than two of a section are pointed out, unless terms or a forum put them aside."""
        crowded = make_section(2, polls=POLLS * 3)
        plan = make_plan(sections=2)
        plan = replace(plan, sections=(plan.sections[0], crowded))
        aside = replace(plan.draft, terms=Terms(placement=Placement.THREAD))

        assert "go to the channel: section 2." in text(plan)
        assert "go to the channel" not in text(replace(plan, draft=aside))
        forum = replace(WELL, kind=ChannelKind.FORUM)
        assert "go to the channel" not in text(replace(plan, checkup=forum))

    def test_nothing_left_to_post(self):
        """A section without any text is pointed out."""
        plan = make_plan(sections=2)
        assert "a dash is posted" not in text(plan)
        emptied = replace(plan.sections[1], characters=0)
        assert "left out of section 2, so" in text(replace(plan, sections=(emptied,)))


class TestFitting:
    """What is merged is said."""

    def test_how_many(self):
        """In all, and by section."""
        sections = (make_section(1, merged=3), make_section(2, merged=2))
        said = text(replace(make_plan(2), sections=sections, elsewhere=(4,)))

        assert "5 sections are merged into 2" in said
        assert "3 sections merged" in said
        assert "discussed in <#4> too" in said


class TestPages:
    """A long series has pages."""

    def test_ten_on_a_page(self):
        """With the ways to those before and behind."""
        plan = make_plan(25)

        middle, view = show_plan(plan, (), page=1)

        assert "\n11\\. " in middle.description
        assert "\n21\\. " not in middle.description
        assert "-# Page 2 of 3." in middle.description
        assert buttons(view)["◀ Earlier"] == Key(Verb.PAGE, 5, 0)
        assert buttons(view)["Later ▶"] == Key(Verb.PAGE, 5, 2)
        assert buttons(view)["Start"] == Key(Verb.START, 5, 0)

    def test_fits(self):
        """Whatever it holds, it is within Discord's limits and harmless."""
        sections = tuple(
            make_section(number, heading="@everyone *word* <@1>" * 20, merged=12, messages=9)
            for number in range(1, 101)
        )
        plan = replace(make_plan(), sections=sections, server_zone="America/Argentina/Rio_Gallegos")

        embed, _ = show_plan(plan, ["word " * 60] * 100)

        assert length(embed.description) <= EMBED_DESCRIPTION
        assert "<@1>" not in embed.description

    @pytest.mark.parametrize("language", Language)
    def test_fits_at_its_worst(self, language):
        """With everything missing, noted and long at once every section is shown, in any tongue."""
        with speaking(language):
            plan = worst_plan()
            notes = ["word " * 60] * 100
            first, _view = show_plan(plan, notes)
            shown = []
            for page in range(len(plan.sections)):
                embed, view = show_plan(plan, notes, page=page)
                assert length(embed.description) <= EMBED_DESCRIPTION
                assert len(embed) <= EMBEDS_TOTAL
                numbered = re.findall(r"^(\d+)\\\. ", embed.description, re.MULTILINE)
                shown += map(int, numbered)
                if Key(Verb.PAGE, plan.draft.draft_id, page + 1) not in buttons(view).values():
                    break

        assert shown == list(range(1, len(plan.sections) + 1))
        assert "📅" in first.description
