"""What is said of a discussion that has nothing left to post, or lost a section or its place."""

from datetime import timedelta

from bot.domain.discussion import DiscussionState
from tests.e2e.test_control import THIS
from tests.e2e.troupe import article, channel_of, prompts, said

NOTHING_LEFT = "No section is left to post; the discussion ends when its last poll closes."


async def test_skipping_the_last_says_what_is_left_to_wait_for(troupe, guild):
    """Running or in a pause: nothing is promised that cannot come, and the polls end it."""
    await troupe.begin(guild)
    await troupe.jump()
    await troupe.command(guild, "discussion skip", **THIS)
    assert NOTHING_LEFT in said(await troupe.command(guild, "discussion skip", **THIS))
    paused = await troupe.command(guild, "discussion pause", **THIS)
    assert "**Paused.**" in said(paused)
    status = said(await troupe.command(guild, "discussion status", **THIS))
    assert NOTHING_LEFT in status
    assert "goes on with the next section" not in status
    await troupe.play_out()
    assert (await troupe.progress(guild)).discussion.state is DiscussionState.FINISHED


async def test_a_schedule_that_ended_with_nothing_left(troupe, guild):
    """Once the sections without a slot are skipped, none is said to be left."""
    await troupe.begin(guild, days="daily", ends="2026-01-07")
    await troupe.jump()
    await troupe.command(guild, "discussion pause", **THIS)
    await troupe.advance(timedelta(days=1, hours=2))
    shown = await troupe.command(guild, "discussion resume", **THIS)
    await troupe.press(guild, shown, "Resume it")
    await troupe.jump()
    assert "sections are left" in said(await troupe.command(guild, "discussion status", **THIS))
    assert NOTHING_LEFT in said(await troupe.command(guild, "discussion skip", **THIS))
    assert NOTHING_LEFT in said(await troupe.command(guild, "discussion status", **THIS))


async def test_stopping_counts_what_is_still_to_be_posted(troupe, guild, sandbox):
    """Sections that were withdrawn or skipped would not be posted anyway, nor were they."""
    await troupe.begin(guild)
    await troupe.jump()
    await troupe.command(guild, "discussion skip", **THIS)
    (prompt,) = await prompts(sandbox, guild)
    await sandbox.control.members.run_context_menu(
        guild.owner_id, channel_of(guild), "Withdraw section", message_id=int(prompt["id"])
    )
    await troupe.settle()

    status = said(await troupe.command(guild, "discussion status", **THIS))
    assert "0 of 2 sections posted, 1 skipped, 1 withdrawn" in status
    asked = await troupe.command(guild, "discussion stop", **THIS)
    assert "1 section would not be posted." in said(asked)


async def test_a_dry_run_whose_article_was_removed(troupe, guild):
    """The answer to **Start** says that the article is gone, and names no number of ours."""
    await troupe.command(guild, "article add", file=article())
    title = THIS["discussion"]
    when = {"days": "mon", "time": "09:00", "zone": "UTC"}
    shown = await troupe.command(
        guild, "discussion start", article=title, channel=channel_of(guild), **when
    )
    removal = await troupe.command(guild, "article remove", article=title)
    if removal.components:
        await troupe.press(guild, removal, "Remove")
    assert "no longer on this server’s list" in said(await troupe.press(guild, shown, "Start"))


async def test_a_deleted_channel_is_not_asked_for_rights(troupe, guild, sandbox):
    """Nobody can allow anything there: it is said that it is gone, and what moves it on."""
    hall = await sandbox.control.world.add_channel(guild.id, "hall")
    await troupe.command(guild, "article add", file=article())
    asked = {"article": THIS["discussion"], "channel": hall, "days": "mon", "time": "09:00"}
    shown = await troupe.command(guild, "discussion start", **asked, zone="UTC")
    await troupe.start(guild, **asked, zone="UTC")
    await troupe.jump()
    await sandbox.control.members.delete_channel(guild.owner_id, hall)
    await troupe.until(guild, lambda now: now.discussion.state is DiscussionState.PAUSED)

    gone = f"I cannot see <#{hall}>: it was deleted"
    assert gone in said(await troupe.press(guild, shown, "Start"))
    assert gone in await troupe.refused(guild, "discussion resume", **THIS)
    assert gone in await troupe.refused(guild, "discussion post", **THIS)
    status = said(await troupe.command(guild, "discussion status", **THIS))
    assert "`/discussion channel`" in status
    assert "Pin Messages" not in status
    terms = said(await troupe.command(guild, "discussion terms", **THIS))
    assert "**Index:** gone with its channel" in terms
    assert "Pin Messages" not in terms
    await troupe.command(guild, "discussion channel", **THIS, channel=channel_of(guild))
    await troupe.settle()
    assert "**Index:** [one message" in said(
        await troupe.command(guild, "discussion terms", **THIS)
    )
