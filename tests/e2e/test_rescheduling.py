"""Another schedule in mid-series, over the wire: what is shown is what is done, or it is not."""

from datetime import timedelta

from bot.sandbox import File
from tests.e2e.troupe import channel_of, said

ASKED = "discussion schedule"
TITLE = "A Long Walk"
THIS = {"discussion": TITLE}
LONG = "\n\n".join(
    [
        TITLE,
        *(
            f"Part Number {number}\n\nThe road goes on for a while. Is this part number {number}?"
            for number in range(1, 7)
        ),
    ]
)


def shown(outcome):
    """Give what a question shows."""
    return outcome.embeds[0]["description"]


async def begin(troupe, guild):
    """Start a discussion of six sections on Mondays and Thursdays, and have the first posted."""
    await troupe.begin(guild, LONG)
    await troupe.jump()


async def elsewhere(troupe, guild, **options):
    """Ask for a dry run of the same article in another channel."""
    hall = await troupe.sandbox.control.world.add_channel(guild.id, "hall")
    asked = {"article": TITLE, "channel": hall, "days": "daily", "time": "10:00", "zone": "UTC"}
    return hall, asked | options


async def test_a_change_made_meanwhile_is_kept(troupe, guild):
    """Who asked first is shown anew what was asked of the schedule as it is; both hold then."""
    await begin(troupe, guild)
    mine = await troupe.command(guild, ASKED, **THIS, blackout="2026-01-13..2026-01-14")
    theirs = await troupe.command(guild, ASKED, **THIS, days="tue", time="18:00")
    await troupe.press(guild, theirs, "Change it")

    again = await troupe.press(guild, mine, "Change it")
    kept = (await troupe.progress(guild)).schedule
    done = await troupe.press(guild, mine, "Change it")

    assert "Until now: every Tuesday at 18:00" in shown(again)
    assert "No section on 2026-01-13..2026-01-14." in shown(again)
    assert kept.blackout == ()
    assert "**Changed.** I post every Tuesday at 18:00" in done.content
    assert "Before: No day is left out." in done.content
    history = said(await troupe.command(guild, "discussion history", **THIS))
    assert "Schedule changed: No section on 2026-01-13..2026-01-14." in history
    assert "Schedule changed: every Tuesday at 18:00, UTC time." in history


async def test_an_old_question_has_expired(troupe, guild):
    """After a day it says how to ask anew."""
    await begin(troupe, guild)
    mine = await troupe.command(guild, ASKED, **THIS, time="18:00")
    await troupe.advance(timedelta(hours=25))

    gone = await troupe.press(guild, mine, "Change it")

    assert "ask anew with `/discussion schedule`" in said(gone)


async def test_a_slot_that_has_passed_is_shown_anew(troupe, guild):
    """What comes a week later than shown is not done before it is seen."""
    await begin(troupe, guild)
    mine = await troupe.command(guild, ASKED, **THIS, days="mon", time="09:10")
    await troupe.advance(timedelta(minutes=30))

    again = await troupe.press(guild, mine, "Change it")

    assert shown(again) != shown(mine)
    assert (await troupe.progress(guild)).schedule.recurrence.times[0].minute == 0


async def test_a_calendar_file_is_not_asked_for_twice(troupe, guild):
    """Its days are kept with what was asked, also where that is shown anew."""
    await begin(troupe, guild)
    calendar = (
        b"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nDTSTART;VALUE=DATE:20260112\r\n"
        b"END:VEVENT\r\nEND:VCALENDAR\r\n"
    )
    mine = await troupe.command(guild, ASKED, **THIS, holidays=File("days.ics", calendar))
    await troupe.press(guild, await troupe.command(guild, ASKED, **THIS, time="18:00"), "Change it")
    await troupe.press(guild, mine, "Change it")
    await troupe.press(guild, mine, "Change it")

    schedule = (await troupe.progress(guild)).schedule
    assert [str(span.first) for span in schedule.blackout] == ["2026-01-12"]
    assert schedule.recurrence.times[0].hour == 18


async def test_a_fit_is_shown_as_it_will_be(troupe, guild):
    """Headings, dates until now and the other discussion that follows; all of it on record."""
    await begin(troupe, guild)
    hall, asked = await elsewhere(troupe, guild, starts="2026-01-20")
    await troupe.start(guild, **asked)
    first, *_ = await troupe.app.services.planning.list_all(guild.id)
    this = {"discussion": str(first.discussion_id - 1)}

    fitted = await troupe.command(guild, ASKED, **this, fit=2)
    done = await troupe.press(guild, fitted, "Change it")

    assert "5 sections are merged into 2" in shown(fitted)
    assert f"being discussed in <#{hall}> too" in shown(fitted)
    lines = [line for line in shown(fitted).split("\n") if "sections merged" in line]
    assert [line.partition(" · ")[0] for line in lines] == [
        "2\\. “Part Number 2”",
        "3\\. “Part Number 4”",
    ]
    assert "~~<t:" in lines[1]
    assert "5 sections are merged into 2" in done.content
    assert "Before:" not in done.content
    for place, words in ((this["discussion"], "5 into 2"), (str(first.discussion_id), "6 into 3")):
        history = said(await troupe.command(guild, "discussion history", discussion=place))
        assert f"Sections to come merged: {words}" in history


async def test_a_fit_that_cannot_be_is_refused_when_asked(troupe, guild):
    """What is posted elsewhere stays as it is cut: no button is offered that never works."""
    await begin(troupe, guild)
    _hall, asked = await elsewhere(troupe, guild)

    refusal = await troupe.refused(guild, "discussion start", **asked, fit=2)

    assert refusal.startswith(f"“Part Number 1” is posted or skipped in <#{channel_of(guild)}>")


async def test_a_fit_leaves_moved_sections_where_the_article_has_them(troupe, guild):
    """What was moved here stays alone; the article keeps its order for the next discussion."""
    await begin(troupe, guild)
    await troupe.command(guild, "discussion move", **THIS, section="6", before="2")

    fitted = await troupe.command(guild, ASKED, **THIS, fit=2)
    await troupe.press(guild, fitted, "Change it")
    refusal = await troupe.refused(guild, ASKED, **THIS, fit=1)

    assert "“Part Number 6” · " in shown(fitted)
    assert "3\\. “Part Number 2” · " in shown(fitted)
    assert "4 sections merged" in shown(fitted)
    assert "at least 2 are left" in refusal
    (kept,) = await troupe.app.services.library.list_all(guild.id)
    article = await troupe.app.services.library.get(guild.id, str(kept.article_id))
    assert [section.heading for section in article.preparation.series] == [
        f"Part Number {number}" for number in (1, 2, 6)
    ]


async def test_what_changes_nothing_is_refused(troupe, guild):
    """Without an option, with what holds already, or with more slots than sections."""
    await begin(troupe, guild)
    for options in ({}, {"time": "09:00"}, {"fit": 20}):
        refusal = await troupe.refused(guild, ASKED, **THIS, **options)
        assert refusal.startswith("That changes nothing"), options


async def test_what_is_taken_away_is_named(troupe, guild):
    """Beside what would hold stands what held."""
    await troupe.begin(guild, LONG, quiet="22:00-07:00", blackout="2026-03-01")

    bare = await troupe.command(guild, ASKED, **THIS, quiet="none", blackout="none")

    assert (
        "No section on 2026-03-01. Quiet hours 22:00–07:00"
        in (shown(bare).partition("Until now")[2])
    )


async def test_in_a_pause_the_dates_are_conditional(troupe, guild):
    """The question says that it is paused, and what has it go on."""
    await begin(troupe, guild)
    await troupe.command(guild, "discussion pause", **THIS)

    asked = await troupe.command(guild, ASKED, **THIS, days="fri")

    assert "It is paused and stays so: these dates hold if it goes on now." in shown(asked)


async def test_weeks_count_from_a_new_first_day(troupe, guild):
    """“Every 2 weeks” from the third of February begins on the third of February."""
    await troupe.begin(guild, LONG, days="every 2 weeks")

    asked = await troupe.command(guild, ASKED, **THIS, starts="2026-02-03")

    assert "every 2 weeks, counted from 2026-02-03" in shown(asked)
    assert "<t:1770109200:f>" in shown(asked)
