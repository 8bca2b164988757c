"""One thing holds a discussion and then another: what is harder to end stays, and all is told."""

import asyncio
from datetime import timedelta

import pytest

from bot.domain.ballot import PollState
from bot.domain.discussion import DiscussionState, PauseReason
from tests.e2e.troupe import ARTICLE, channel_of, prompts, said
from tests.patience import PATIENCE_SECONDS

TITLE = ARTICLE.splitlines()[0]
THIS = {"discussion": TITLE}
# Three sections are posted on three days, and then it has ended.
THREE_DAYS = {"days": "daily", "ends": "2026-01-07"}


async def lose(troupe, guild, permission="embed_links"):
    """Take a permission away and wait until the discussion is paused for want of it."""
    await troupe.sandbox.control.world.set_overwrite(channel_of(guild), "bot", deny=[permission])
    await troupe.until(guild, lambda now: now.discussion.state is DiscussionState.PAUSED)


async def give_back(troupe, guild):
    """Give back what was taken, and wait until the bot has heard of it."""
    await troupe.sandbox.control.world.set_overwrite(channel_of(guild), "bot")
    async with asyncio.timeout(PATIENCE_SECONDS):
        while "❌" in said(await troupe.command(guild, "doctor")):
            await asyncio.sleep(0.01)
    await troupe.settle()


async def withdraw(troupe, guild):
    """Withdraw the section that stands, as a moderator."""
    (prompt,) = await prompts(troupe.sandbox, guild)
    return await troupe.sandbox.control.members.run_context_menu(
        guild.owner_id, channel_of(guild), "Withdraw section", message_id=int(prompt["id"])
    )


async def delete(troupe, guild):
    """Delete the section's message by hand."""
    (prompt,) = await prompts(troupe.sandbox, guild)
    await troupe.sandbox.control.members.delete_message(
        guild.owner_id, channel_of(guild), int(prompt["id"])
    )


async def pause(troupe, guild):
    """Pause it, as an organizer."""
    await troupe.command(guild, "discussion pause", **THIS)


@pytest.mark.parametrize(
    ("deed", "reason", "told"),
    [
        (withdraw, PauseReason.WITHDRAWN, "a moderator withdrew a section"),
        (delete, PauseReason.PROMPT_DELETED, "a posted section was deleted"),
        (pause, PauseReason.ORGANIZER, "by an organizer"),
    ],
)
async def test_a_permission_that_is_back_undoes_no_other_pause(deed, reason, told, troupe, guild):
    """What happens in a pause for want of a permission holds after it, and is on record."""
    await troupe.begin(guild)
    await troupe.jump()
    await lose(troupe, guild)
    standing = len(await prompts(troupe.sandbox, guild))

    await deed(troupe, guild)
    await troupe.until(guild, lambda now: now.discussion.pause_reason is reason)
    await give_back(troupe, guild)
    await troupe.jump()

    assert (await troupe.progress(guild)).discussion.pause_reason is reason
    assert len(await prompts(troupe.sandbox, guild)) <= standing == 1
    assert f"Paused: {told}" in said(await troupe.command(guild, "discussion history", **THIS))
    assert "paused already" in await troupe.refused(guild, "discussion pause", **THIS)


async def test_organizers_hear_of_a_section_withdrawn_in_any_pause(troupe, guild):
    """A moderator is told that organizers are told; so they are, also while one paused it."""
    await troupe.begin(guild)
    await troupe.jump()
    await pause(troupe, guild)
    assert "organizers are told" in said(await withdraw(troupe, guild))

    asked = await troupe.command(guild, "server show")
    async with asyncio.timeout(PATIENCE_SECONDS):
        while "a moderator withdrew a section" not in said(asked):
            await asyncio.sleep(0.01)
            asked = await troupe.sandbox.control.members.get_outcome(asked.interaction_id)


async def test_nothing_to_come_needs_no_slot(troupe, guild):
    """After the schedule's last day it goes on all the same: the polls close, and it finishes."""
    await troupe.begin(guild, **THREE_DAYS)
    for _ in range(3):
        await troupe.jump()
    await lose(troupe, guild, "view_channel")
    await troupe.advance(timedelta(days=10))

    await give_back(troupe, guild)
    await troupe.until(guild, lambda now: now.discussion.state is DiscussionState.FINISHED)
    assert {poll.state for poll in await troupe.polls(guild)} == {PollState.CLOSED}


async def test_what_has_no_slot_left_waits_for_another_schedule(troupe, guild):
    """The permission is back after the last day: it says so, and goes on with a later end."""
    await troupe.begin(guild, **THREE_DAYS)
    await troupe.jump()
    await lose(troupe, guild)
    await troupe.advance(timedelta(days=4))
    await give_back(troupe, guild)
    await troupe.until(guild, lambda now: now.discussion.pause_reason is PauseReason.SCHEDULE_ENDED)

    status = said(await troupe.command(guild, "discussion status", **THIS))
    assert "Its schedule has ended, and sections are left." in status
    history = said(await troupe.command(guild, "discussion history", **THIS))
    assert "Paused: its schedule has ended" in history
    shown = await troupe.command(guild, "discussion schedule", **THIS, ends="2026-02-01")
    await troupe.press(guild, shown, "Change it")
    await troupe.play_out()
    assert (await troupe.progress(guild)).discussion.state is DiscussionState.FINISHED
    assert len(await prompts(troupe.sandbox, guild)) == 3


@pytest.mark.parametrize("permission", ["view_channel", "read_message_history"])
async def test_polls_close_in_an_organizer_s_pause(permission, troupe, guild):
    """A closing that fell while nothing could be read is made up for, and the pause stays."""
    await troupe.begin(guild)
    await troupe.jump()
    await pause(troupe, guild)
    await troupe.sandbox.control.world.set_overwrite(channel_of(guild), "bot", deny=[permission])
    await troupe.settle()
    await troupe.advance(timedelta(days=8))
    assert (await troupe.progress(guild)).open_polls == 1

    await give_back(troupe, guild)
    progress = await troupe.until(guild, lambda now: now.open_polls == 0)
    assert progress.discussion.pause_reason is PauseReason.ORGANIZER
