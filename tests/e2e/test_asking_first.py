"""Deeds that ask before anything is changed, over the wire."""

from datetime import timedelta

from bot.domain.discussion import DiscussionState
from bot.domain.post import PostState
from tests.e2e.test_control import THIS, WEIGHT
from tests.e2e.troupe import running, said


async def test_stopping_asks_first(troupe, guild):
    """How many polls are open is said, and whoever thinks better of it changes nothing."""
    await troupe.begin(guild)
    await troupe.jump()
    shown = await troupe.command(guild, "discussion stop", **THIS)

    assert "2 sections would not be posted. **1 poll** is open" in shown.content
    kept = await troupe.press(guild, shown, "Keep")
    assert "stays as it is" in kept.content
    assert (await troupe.progress(guild)).discussion.state is DiscussionState.RUNNING
    assert not kept.components


async def test_resuming_asks_where_the_schedule_is_too_short(sandbox, guild, database_file):
    """A pause has eaten up slots: it is said before it goes on, also to a new process."""
    async with running(sandbox, database_file) as troupe:
        await troupe.begin(guild, days="daily", ends="2026-01-08")
        await troupe.jump()
        await troupe.command(guild, "discussion pause", **THIS)
        await troupe.advance(timedelta(days=2))
        shown = await troupe.command(guild, "discussion resume", **THIS)
        assert "all the same?** It pauses again" in said(shown)
        assert "Until 2026-01-08 there is no slot for 1 section" in said(shown)
        kept = await troupe.press(guild, shown, "Leave it")
        assert "stays as it is" in kept.content
        again = await troupe.command(guild, "discussion resume", **THIS)
        now = troupe.clock.now()
    async with running(sandbox, database_file, now=now) as troupe:
        assert "**Resumed.**" in said(await troupe.press(guild, again, "Resume it"))
        assert (await troupe.progress(guild)).discussion.state is DiscussionState.RUNNING


async def test_taking_in_asks_where_the_schedule_is_too_short(sandbox, guild, database_file):
    """That the last one is left without a slot is said before, also to a new process."""
    async with running(sandbox, database_file) as troupe:
        await troupe.begin(guild, days="daily", ends="2026-01-07")
        await troupe.command(guild, "discussion skip", **THIS, section="2")
        await troupe.jump()
        await troupe.command(guild, "discussion pause", **THIS)
        await troupe.advance(timedelta(days=1))
        await troupe.command(guild, "discussion resume", **THIS)
        shown = await troupe.command(guild, "discussion unskip", **THIS, section="#1")
        assert f"**Take in “{WEIGHT}” all the same?**" in said(shown)
        assert "Until 2026-01-07 there is no slot for 1 section" in said(shown)
        assert (await troupe.progress(guild)).posts[1].state is PostState.SKIPPED
        now = troupe.clock.now()
    async with running(sandbox, database_file, now=now) as troupe:
        taken = said(await troupe.press(guild, shown, "Take it in"))
        assert f"**Taken in again:** “{WEIGHT}”" in taken
        assert "there is no slot for 1 section" in taken
