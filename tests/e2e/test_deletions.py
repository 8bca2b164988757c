"""Moderators take away what the bot posted, or the bot itself; nothing else is lost by it."""

import asyncio

from bot.domain.ballot import PollState
from bot.domain.discussion import DiscussionState, PauseReason
from bot.domain.post import PostState
from tests.e2e.troupe import (
    channel_of,
    prompts,
    said,
    standing_everywhere,
    standing_in,
    text_of,
)
from tests.patience import PATIENCE_SECONDS

TWO_QUESTIONS = """\
The Lamp and the Well

The lamp burns all night and nobody sleeps. Is oil dear? Why do wells run dry?

The Second Evening

The well is deep and the rope is short. Will it rain?
"""


async def test_a_deleted_poll_is_withdrawn_alone(sandbox, troupe, guild):
    """Without its message a poll counts no more; the series and the other polls go on."""
    await troupe.begin(guild, TWO_QUESTIONS)
    await troupe.jump()
    yes_no, pressing = await troupe.polls(guild)
    await troupe.react(yes_no, guild.members["ada"], 0)
    await troupe.until_tallied(yes_no, [1, 0, 0])

    await sandbox.control.members.delete_message(
        guild.owner_id, yes_no.channel_id, yes_no.message_id
    )
    progress = await troupe.until(guild, lambda now: now.polls[0].state is PollState.WITHDRAWN)

    assert progress.discussion.state is DiscussionState.RUNNING
    assert "no poll" in await troupe.refused(guild, "tally", poll=str(yes_no.poll_id))
    await troupe.react(pressing, guild.members["ada"], 0)
    await troupe.until_tallied(pressing, [1, 0, 0, 0])
    await troupe.play_out()
    assert len(await prompts(sandbox, guild)) == 2
    assert (await troupe.progress(guild)).discussion.state is DiscussionState.FINISHED


async def test_a_deleted_prompt_withdraws_its_section_and_pauses(sandbox, troupe, guild):
    """Its polls go too, the discussion waits and says why; resumed, it goes on with the next."""
    await troupe.begin(guild, TWO_QUESTIONS)
    await troupe.jump()
    (prompt,) = await prompts(sandbox, guild)

    await sandbox.control.members.delete_message(
        guild.owner_id, channel_of(guild), int(prompt["id"])
    )
    progress = await troupe.until(guild, lambda now: now.discussion.state is DiscussionState.PAUSED)

    assert progress.discussion.pause_reason is PauseReason.PROMPT_DELETED
    assert progress.posts[0].state is PostState.WITHDRAWN
    assert {poll.state for poll in progress.polls[:2]} == {PollState.WITHDRAWN}
    async with asyncio.timeout(PATIENCE_SECONDS):
        while await standing_everywhere(sandbox, guild):
            await asyncio.sleep(0.01)
    title = "The Lamp and the Well"
    status = said(await troupe.command(guild, "discussion status", discussion=title))
    assert "A posted section was deleted" in status
    assert await troupe.jump() is None

    await troupe.command(guild, "discussion resume", discussion=title)
    await troupe.play_out()
    headed = [each["embeds"][0]["author"]["name"] for each in await prompts(sandbox, guild)]
    assert headed == ["2 of 2"]
    assert (await troupe.progress(guild)).discussion.state is DiscussionState.FINISHED


async def test_a_deleted_thread_takes_its_polls_along(sandbox, troupe, guild):
    """Polls in a deleted thread are withdrawn; those in the channel and the series go on."""
    await troupe.begin(guild, TWO_QUESTIONS)
    await troupe.jump()
    yes_no, pressing = await troupe.polls(guild)

    await sandbox.control.members.delete_channel(guild.owner_id, pressing.channel_id)
    progress = await troupe.until(guild, lambda now: now.polls[1].state is PollState.WITHDRAWN)

    assert progress.discussion.state is DiscussionState.RUNNING
    await troupe.react(yes_no, guild.members["ada"], 1)
    await troupe.until_tallied(yes_no, [0, 1, 0])
    await troupe.play_out()
    assert (await troupe.progress(guild)).discussion.state is DiscussionState.FINISHED
    shown = await standing_in(sandbox, channel_of(guild))
    assert "Voting has closed" in text_of(
        next(each for each in shown if int(each["id"]) == yes_no.message_id)
    )


async def test_a_deleted_channel_pauses_its_discussion(sandbox, troupe, guild):
    """The discussion says that its channel is gone, asks nothing of it again, and can be ended."""
    home = await sandbox.control.world.add_channel(guild.id, "short-lived")
    await troupe.begin(guild, TWO_QUESTIONS, channel=home)
    await troupe.jump()

    await sandbox.control.members.delete_channel(guild.owner_id, home)
    progress = await troupe.until(guild, lambda now: now.discussion.state is DiscussionState.PAUSED)

    assert progress.discussion.pause_reason is PauseReason.CHANNEL_GONE
    assert progress.polls[0].state is PollState.WITHDRAWN
    await troupe.play_out()
    title = "The Lamp and the Well"
    assert "lack **View Channel**" in await troupe.refused(
        guild, "discussion resume", discussion=title
    )
    await troupe.command(guild, "discussion stop", discussion=title, close_polls=True)
    await troupe.play_out()
    assert (await troupe.progress(guild)).discussion.state is DiscussionState.STOPPED
    refused = await sandbox.control.books.requests(refused=True)
    assert len(refused) <= 1, refused


async def test_cleared_reactions_bring_the_seeds_back(sandbox, troupe, guild):
    """The votes are gone from the tally, the bot's marks stand again, and voting goes on."""
    await troupe.begin(guild, TWO_QUESTIONS)
    await troupe.jump()
    poll = (await troupe.polls(guild))[0]
    place = (poll.channel_id, poll.message_id)
    for name, position in (("ada", 0), ("ben", 0), ("cleo", 1)):
        await troupe.react(poll, guild.members[name], position)
    await troupe.until_tallied(poll, [2, 1, 0])

    await sandbox.control.members.clear_reactions(guild.owner_id, *place, "✅")
    await troupe.until_tallied(poll, [0, 1, 0])
    held = await sandbox.control.books.reactions(*place, at_least=4)
    assert {each.emoji for each in held if each.bot} == {"✅", "❌", "❔"}

    await sandbox.control.members.clear_reactions(guild.owner_id, *place)
    await troupe.until_tallied(poll, [0, 0, 0])
    held = await sandbox.control.books.reactions(*place, at_least=3)
    assert {each.emoji for each in held} == {"✅", "❌", "❔"}

    await troupe.react(poll, guild.members["ada"], 2)
    await troupe.until_tallied(poll, [0, 0, 1])


async def test_a_bot_that_was_removed_waits_and_goes_on_when_invited_again(sandbox, troupe, guild):
    """Its discussions pause; back in the server they are resumed, and votes missed are found."""
    await troupe.begin(guild, TWO_QUESTIONS)
    await troupe.jump()
    poll = (await troupe.polls(guild))[0]
    await troupe.react(poll, guild.members["ada"], 0)
    await troupe.until_tallied(poll, [1, 0, 0])

    await sandbox.control.world.kick_bot(guild.id)
    progress = await troupe.until(guild, lambda now: now.discussion.state is DiscussionState.PAUSED)
    assert progress.discussion.pause_reason is PauseReason.SERVER_LEFT
    await troupe.react(poll, guild.members["ben"], 1)
    assert len(await prompts(sandbox, guild)) == 1

    await sandbox.control.world.invite_bot(guild.id)
    await troupe.until_tallied(poll, [1, 1, 0])
    title = "The Lamp and the Well"
    status = said(await troupe.command(guild, "discussion status", discussion=title))
    assert "I had been removed from the server" in status
    await troupe.command(guild, "discussion resume", discussion=title)
    await troupe.play_out()
    assert len(await prompts(sandbox, guild)) == 2
    assert (await troupe.progress(guild)).discussion.state is DiscussionState.FINISHED


async def test_a_server_that_was_deleted_takes_nothing_else_along(sandbox, troupe, guild):
    """Its discussion waits, Discord is asked once of each poll, and another server's goes on."""
    other = await sandbox.control.world.add_guild("Others", channels=["hall"], members=["fay"])
    await troupe.begin(guild, TWO_QUESTIONS)
    await troupe.begin(other, TWO_QUESTIONS)
    await troupe.jump()

    await sandbox.control.members.delete_guild(guild.owner_id, guild.id)
    progress = await troupe.until(guild, lambda now: now.discussion.state is DiscussionState.PAUSED)

    assert progress.discussion.pause_reason is PauseReason.SERVER_LEFT
    await troupe.play_out()
    refused = await sandbox.control.books.requests(refused=True)
    assert {(each["method"], each["code"]) for each in refused} <= {("GET", 10003)}
    assert len({each["path"] for each in refused}) == len(refused)
    assert (await troupe.progress(other)).discussion.state is DiscussionState.FINISHED
    assert len(await prompts(sandbox, other)) == 2


async def test_an_outage_of_a_server_changes_nothing(sandbox, troupe, guild):
    """A server that Discord cannot reach for a while has not removed the bot."""
    await troupe.begin(guild, TWO_QUESTIONS)
    await troupe.jump()
    poll = (await troupe.polls(guild))[0]
    await troupe.react(poll, guild.members["ada"], 0)
    await troupe.until_tallied(poll, [1, 0, 0])
    before = troupe.rows()

    await sandbox.control.world.set_outage(guild.id, unavailable=True)
    await sandbox.control.world.set_outage(guild.id, unavailable=False)
    await troupe.react(poll, guild.members["ben"], 1)
    await troupe.until_tallied(poll, [1, 1, 0])
    await troupe.unreact(poll, guild.members["ben"], 1)
    await troupe.until_tallied(poll, [1, 0, 0])

    assert troupe.rows() == before
    assert (await troupe.progress(guild)).discussion.state is DiscussionState.RUNNING
    await troupe.play_out()
    assert len(await prompts(sandbox, guild)) == 2
