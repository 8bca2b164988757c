"""The dry run, over the wire: everything is shown before anything is public."""

from datetime import timedelta

import pytest

from bot.domain.terms import ClosesWithNext, Placement
from bot.sandbox import File
from tests.e2e.desk import Desk
from tests.e2e.troupe import ARTICLE, article, channel_of, is_index, prompts, running, said

TITLE = ARTICLE.splitlines()[0]
LONG = "# A Long Walk\n\n" + "\n\n".join(
    f"## Part {number}\n\nThe road goes on for a while. Is this part number {number}?"
    for number in range(1, 24)
)
CHRISTMAS = File(
    "holidays.ics",
    b"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nDTSTART;VALUE=DATE:20260112\r\n"
    b"DTEND;VALUE=DATE:20260114\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n",
)


@pytest.fixture
def asked(guild):
    """Give what a dry run is asked for with."""
    return {
        "article": TITLE,
        "channel": channel_of(guild),
        "days": "mon, thu",
        "time": "09:00",
        "zone": "Europe/Berlin",
    }


@pytest.mark.parametrize("words", ["discussion start", "discussion preview"])
async def test_everything_is_shown_and_nothing_is_done(troupe, guild, sandbox, asked, words):
    """The end first; each section with local time, timestamp, size and polls; two buttons."""
    await troupe.command(guild, "article add", file=article())
    shown = await troupe.command(guild, words, **asked)
    lines = shown.embeds[0]["description"].split("\n")

    assert lines[0].startswith("**Ends Thu 2026-01-15 09:00** (<t:1768464000:F>)")
    (second,) = [line for line in lines if line.startswith("2")]
    assert "**Who Carries the Weight** · Mon 2026-01-12 09:00 · <t:1768204800:f>" in second
    assert "characters · 1 poll" in second
    assert [item["label"] for item in shown.components[0]["components"]] == ["Start", "Cancel"]
    await troupe.play_out()
    assert await prompts(sandbox, guild) == []
    assert "None is on" in said(await troupe.command(guild, "discussion status"))

    given_up = await troupe.press(guild, shown, "Cancel")
    assert "Nothing was started" in given_up.content
    assert not given_up.components
    assert await prompts(sandbox, guild) == []


async def test_what_the_calendar_does_is_pointed_out(troupe, guild, asked):
    """Blackout days, typed and from a file, move what is behind them."""
    await troupe.command(guild, "article add", file=article())
    shown = said(
        await troupe.command(
            guild, "discussion preview", **asked, blackout="2026-01-08", holidays=CHRISTMAS
        )
    )

    assert "**Ends Thu 2026-01-22" in shown
    assert "Blackout 2026-01-08: no slot on Thu 2026-01-08 09:00." in shown
    assert "Blackout 2026-01-12 to 2026-01-13" in shown


async def test_holidays_come_again_and_half_a_file_is_refused(troupe, guild, asked):
    """A holiday of every year is left out, and it is told how far; half a file changes nothing."""
    yearly = CHRISTMAS.content.replace(b"END:VEVENT", b"RRULE:FREQ=YEARLY\r\nEND:VEVENT")
    yearly = yearly.replace(b":2026", b":2020")
    await troupe.command(guild, "article add", file=article())
    refused, shown = [
        said(
            await troupe.command(
                guild, "discussion preview", **asked, holidays=File("days.ics", data)
            )
        )
        for data in (yearly[:-20], yearly)
    ]

    assert "days.ics” breaks off before its end" in refused
    assert "Blackout 2026-01-12 to 2026-01-13" in shown
    assert "days.ics: 1 event repeats without end; I follow it until 2031-12-31." in shown


async def test_a_clock_change_is_pointed_out(troupe, guild, asked):
    """In spring the same local time is an hour earlier in UTC."""
    await troupe.command(guild, "article add", file=article())
    shown = said(await troupe.command(guild, "discussion preview", **asked, starts="2026-03-26"))

    assert "Clock change: from Mon 2026-03-30 09:00 on, local time is UTC+02:00" in shown


async def test_times_are_in_the_servers_zone(troupe, guild, asked):
    """A server's zone is the default, and is told beside another one."""
    await troupe.command(guild, "server set", zone="Asia/Tokyo", channel=channel_of(guild))
    await troupe.command(guild, "article add", file=article())
    there = said(await troupe.command(guild, "discussion preview", **asked))
    here = said(
        await troupe.command(guild, "discussion preview", article=TITLE, days="daily", time="9:00")
    )

    assert "Thu 2026-01-08 17:00 (Thu 2026-01-08 09:00 in Europe/Berlin)" in there
    assert "every day at 09:00, Asia/Tokyo time" in here


async def test_a_long_series_has_pages_and_can_be_fitted(troupe, guild, sandbox, asked):
    """Pages turn; with a last day too early the refusal names the slots there are, and they fit."""
    await troupe.command(guild, "article add", file=article(LONG, "long.md"))
    asked |= {"article": "A Long Walk"}
    shown = await troupe.command(guild, "discussion preview", **asked)
    second = await troupe.press(guild, shown, "Later")
    assert "-# Page 2 of 3." in said(second)
    assert "\n11\\. " in said(second)
    assert "-# Page 1 of 3." in said(await troupe.press(guild, second, "◀"))

    refusal = await troupe.refused(guild, "discussion start", **asked, ends="2026-01-31")
    assert "there is room for 7 of 23 sections" in refusal
    assert "`fit: 7`" in refusal
    fitted = await troupe.command(guild, "discussion start", **asked, ends="2026-01-31", fit=7)
    assert "23 sections are merged into 7" in said(fitted)
    assert "sections merged" in said(fitted)
    await troupe.press(guild, fitted, "Start")
    await troupe.play_out()
    assert len(await prompts(sandbox, guild)) == 7


async def test_time_goes_by_before_it_is_confirmed(troupe, guild, sandbox, asked):
    """With other dates than were shown it is shown anew, and begun by pressing again."""
    await troupe.command(guild, "article add", file=article())
    shown = await troupe.command(guild, "discussion start", **asked | {"zone": "UTC"})
    await troupe.advance(timedelta(hours=1))
    anew = await troupe.press(guild, shown, "Start")

    assert "**Ends Thu 2026-01-15" in said(anew)
    started = await troupe.press(guild, anew, "Start")
    assert "Next: section 1, <t:1767862800:F>" in said(started)
    await troupe.play_out()
    assert len(await prompts(sandbox, guild)) == 3


async def test_how_it_posts_is_chosen_before_it_begins(sandbox, guild, database_file, asked):
    """What each section asks is shown, and how polls are held; a restart forgets no choice."""
    async with running(sandbox, database_file) as troupe:
        await troupe.command(guild, "article add", file=article())
        desk = await Desk(troupe, guild, guild.owner_id).open_with("discussion start", **asked)
        assert "-# • Is anybody ready to listen? · in the channel" in desk.text
        assert "**Closing:** each poll 1 week after it opened" in desk.text
        await desk.choose("When polls close", "when the next section comes")
        assert "**Closing:** when the next section comes" in desk.text
        await desk.choose("Where polls go", "all in the thread")
        assert "Is anybody ready to listen? · in the thread" in desk.text
    async with running(sandbox, database_file) as troupe:
        desk.troupe = troupe
        await desk.press("Without the index")
        assert "**Index:** off" in desk.text
        await desk.press("Start")
        terms = (await troupe.progress(guild)).discussion.terms
        assert (terms.closing, terms.placement) == (ClosesWithNext(), Placement.THREAD)
        await troupe.jump()
        standing = await sandbox.control.books.messages(channel_of(guild))
        assert not any(is_index(message) for message in standing)
        (poll,) = await troupe.polls(guild)
        assert poll.channel_id != channel_of(guild)
        assert poll.closes_at is None


async def test_it_expires_after_a_day(sandbox, guild, database_file, asked):
    """It says so, whatever process is pressed."""
    async with running(sandbox, database_file) as troupe:
        await troupe.command(guild, "article add", file=article())
        shown = await troupe.command(guild, "discussion start", **asked)
        await troupe.advance(timedelta(days=1))
        now = troupe.clock.now()
    async with running(sandbox, database_file, now=now) as troupe:
        gone = await troupe.press(guild, shown, "Start")
        assert "more than a day old" in said(gone)


async def test_who_may_no_longer_organize_begins_nothing(troupe, guild, sandbox, asked):
    """A button is held to the same rights as the command that showed it."""
    role = await sandbox.control.world.add_role(guild.id, "Stewards")
    ada = guild.members["ada"]
    await sandbox.control.world.set_member_roles(guild.id, ada, [role])
    await troupe.command(guild, "server organizers", role=role)
    for command in sandbox.world.commands[None].values():
        command.body["default_member_permissions"] = None
    await troupe.command(guild, "article add", file=article())
    shown = await troupe.command(guild, "discussion start", by=ada, **asked)
    await sandbox.control.world.set_member_roles(guild.id, ada, [])

    outcome = await sandbox.control.members.click(
        ada, channel_of(guild), int(shown.message["id"]), shown.button("Start")
    )

    assert "You may not do this here" in said(outcome)
    assert "None is on" in said(await troupe.command(guild, "discussion status"))
