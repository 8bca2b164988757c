"""When polls close, and the reminder before, over the wire and across a restart."""

import asyncio
from datetime import timedelta

import pytest

from bot.domain.ballot import PollState
from bot.domain.discussion import DiscussionState
from tests.e2e.cuts import Cut
from tests.e2e.troupe import (
    ARTICLE,
    MONDAY,
    WEEK,
    is_silent,
    prompts,
    references,
    running,
    said,
    standing_everywhere,
    standing_in,
    text_of,
)
from tests.patience import PATIENCE_SECONDS

TITLE = ARTICLE.splitlines()[0]
HOUR = timedelta(hours=1)


async def shown(sandbox, poll):
    """Give what a poll's message says."""
    standing = await sandbox.control.books.messages(poll.channel_id)
    (message,) = [one for one in standing if int(one["id"]) == poll.message_id]
    return text_of(message)


async def reminders(sandbox, guild):
    """List the reminders that stand."""
    standing = await standing_everywhere(sandbox, guild)
    return [each for each in standing if "Voting closes soon" in text_of(each)]


async def test_with_the_next_section(troupe, guild, sandbox):
    """The poll's message says so; it closes with its result as the next section comes."""
    await troupe.begin(guild)
    answer = said(
        await troupe.command(guild, "discussion set closing", discussion=TITLE, with_next=True)
    )
    assert "when the next section comes" in answer
    await troupe.jump()
    (poll,) = await troupe.polls(guild)
    assert "Closes when the next section comes" in await shown(sandbox, poll)
    listed = said(await troupe.command(guild, "poll list"))
    assert "closes when the next section comes" in listed
    await troupe.react(poll, guild.members["ada"], 0)
    await troupe.until_tallied(poll, [1, 0, 0])

    await troupe.jump()
    assert "Voting has closed." in await shown(sandbox, poll)
    assert "1 voted" in (await prompts(sandbox, guild))[1]["content"]
    await troupe.play_out()
    assert (await troupe.progress(guild)).discussion.state is DiscussionState.FINISHED


@pytest.mark.parametrize("phase", ["before", "after"])
async def test_reminded_once_across_a_restart(phase, sandbox, guild, database_file):
    """Stopped while the reminder is sent, the next start sends it or finds it, silently."""
    async with running(sandbox, database_file) as troupe:
        await troupe.begin(guild)
        await troupe.command(guild, "discussion set reminder", discussion=TITLE, ahead="6 hours")
        await troupe.jump()
        (poll,) = await troupe.polls(guild)
        await troupe.command(guild, "discussion pause", discussion=TITLE)
        instant = poll.closes_at - 6 * HOUR
        cut = Cut(sandbox, "POST /channels/{[^}]+}/messages$", phase)
        await sandbox.control.world.move_clock(instant, frozen=True)
        troupe.clock.jump_to(instant)
        await asyncio.wait_for(cut.reached.wait(), PATIENCE_SECONDS)
    cut.release()
    async with running(sandbox, database_file, now=instant) as troupe:
        await troupe.settle()
        (reminder,) = await reminders(sandbox, guild)
        assert is_silent(reminder)
        assert poll.question in text_of(reminder)
        await troupe.advance(6 * HOUR)
        (closed,) = await troupe.polls(guild)
        assert closed.state is PollState.CLOSED

    assert len(await reminders(sandbox, guild)) == 1
    standing = await standing_everywhere(sandbox, guild)
    assert len(set(references(standing))) == len(standing)


async def test_results_are_kept_from_the_next_section(troupe, guild, sandbox):
    """Hidden, the next section says nothing of the one before; the poll shows its own result."""
    await troupe.begin(guild)
    await troupe.command(guild, "discussion set results", discussion=TITLE, hidden=True)
    await troupe.jump()
    (poll,) = await troupe.polls(guild)
    await troupe.react(poll, guild.members["ada"], 0)
    await troupe.until_tallied(poll, [1, 0, 0])
    await troupe.jump()

    assert "voted" not in (await prompts(sandbox, guild))[1]["content"]
    await troupe.play_out()
    assert "1 member voted." in await shown(sandbox, poll)


async def test_one_result_message_though_the_thread_refused(troupe, guild, sandbox):
    """Sent to the channel where the thread was locked, it is written anew there, not sent again."""
    await troupe.begin(guild)
    await troupe.jump()
    await troupe.command(guild, "discussion pause", discussion=TITLE)
    (poll,) = await troupe.polls(guild)
    (prompt,) = await prompts(sandbox, guild)
    thread_id = int(prompt["thread"]["id"])
    await sandbox.control.world.set_overwrite(
        poll.channel_id, "bot", deny=["send_messages_in_threads"]
    )
    await troupe.command(guild, "poll close", poll=str(poll.poll_id))
    await troupe.settle()
    await sandbox.control.world.set_overwrite(
        poll.channel_id, "bot", allow=["send_messages_in_threads"]
    )
    end = f"{poll.opened_at + timedelta(days=1):%Y-%m-%d %H:%M}"
    await troupe.command(guild, "poll reopen", poll=str(poll.poll_id), until=end)
    await troupe.react(poll, guild.members["ben"], 1)
    await troupe.until_tallied(poll, [0, 1, 0])
    await troupe.advance(timedelta(days=1))

    results = [
        each
        for each in await standing_everywhere(sandbox, guild)
        if "how you voted" in text_of(each)
    ]
    (message,) = results
    assert "1 member voted." in text_of(message)
    assert not [each for each in await standing_in(sandbox, thread_id) if each in results]


async def test_refusals(troupe, guild):
    """What cannot be read, or is over, is refused in a sentence and changes nothing."""
    await troupe.begin(guild)
    refusals = {
        "Say in `after`": {},
        "I cannot read how long": {"after": "soon"},
        "has gone by": {"until": f"{MONDAY - WEEK:%Y-%m-%d}"},
    }
    for words, options in refusals.items():
        refused = await troupe.refused(guild, "discussion set closing", discussion=TITLE, **options)
        assert words in refused
    refused = await troupe.refused(
        guild, "discussion set reminder", discussion=TITLE, ahead="now and then"
    )
    assert "I cannot read how long" in refused
