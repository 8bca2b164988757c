"""Moderators at work: votes set aside and counted again, over the wire and through a restart."""

import asyncio
from datetime import timedelta

from bot.domain.discussion import DiscussionState, PauseReason
from bot.domain.post import PostState
from tests.e2e.troupe import (
    MONDAY,
    channel_of,
    is_ephemeral,
    prompts,
    running,
    said,
    standing_everywhere,
    text_of,
)
from tests.patience import PATIENCE_SECONDS


async def shown(sandbox, poll):
    """Give what a poll's message says."""
    standing = await sandbox.control.books.messages(poll.channel_id)
    return text_of(next(one for one in standing if int(one["id"]) == poll.message_id))


async def results(sandbox, guild):
    """Give the one message that says how a section's polls ended."""
    texts = [text_of(one) for one in await standing_everywhere(sandbox, guild)]
    (found,) = [text for text in texts if "how you voted" in text]
    return found


async def test_votes_are_set_aside_and_counted_again(sandbox, tmp_path):
    """While a poll is open and after; a new process in the middle finishes what was begun."""
    guild = await sandbox.control.world.add_guild(
        "Readers", channels=["reading"], members=["ada", "ben", "cleo"]
    )
    ada, ben = guild.members["ada"], guild.members["ben"]
    database = tmp_path / "colloquy.db"
    async with running(sandbox, database) as troupe:
        await troupe.begin(guild)
        await troupe.jump()
        (poll,) = await troupe.polls(guild)
        for name, position in (("ada", 0), ("ben", 1), ("cleo", 1)):
            await troupe.react(poll, guild.members[name], position)
        await troupe.until_tallied(poll, [1, 2, 0])
        ((_, value),) = (await troupe.typed(guild, "poll exclude", "poll", member=ben)).items()

        await sandbox.control.members.allow_command(
            guild.owner_id, guild.id, "poll", users={ada: True}
        )
        refused = await troupe.refused(guild, "poll exclude", by=ada, member=ben)
        assert "You may not do this here" in refused
        assert "No votes of" in await troupe.refused(guild, "poll readmit", member=ben)
        answer = said(
            await troupe.command(
                guild, "poll exclude", member=ben, poll=value, reason="two accounts"
            )
        )
        assert f"Votes of <@{ben}> on" in answer
        assert await troupe.tallied(poll) == [1, 1, 0]
        assert "set aside there already" in await troupe.refused(guild, "poll exclude", member=ben)
        assert "two accounts" in said(await troupe.command(guild, "poll excluded"))
        assert "two accounts" in said(await troupe.command(guild, "discussion history"))
        assert "does not count" in said(await troupe.command(guild, "myvotes", by=ben))
        await troupe.command(guild, "poll close", poll=value)

    async with running(sandbox, database, now=MONDAY + timedelta(minutes=16)) as troupe:
        await troupe.settle()
        aside = "2 members voted. The votes of 1 member were set aside."
        assert aside in await shown(sandbox, poll)
        assert aside in await results(sandbox, guild)
        answer = said(await troupe.command(guild, "poll readmit", member=ben))
        assert "written anew" in answer
        await troupe.settle()
        assert "3 members voted." in await shown(sandbox, poll)
        assert "set aside" not in await results(sandbox, guild)


async def test_moderators_judge_votes_where_they_moderate(troupe, guild, sandbox):
    """Whoever may manage messages in a channel sets votes aside on its polls, and on no others."""
    world, (ada, ben) = sandbox.control.world, (guild.members["ada"], guild.members["ben"])
    hall = await world.add_channel(guild.id, "hall")
    await world.set_overwrite(hall, ada, allow=["manage_messages"])
    await sandbox.control.members.allow_command(guild.owner_id, guild.id, "poll", users={ada: True})
    await troupe.begin(guild)
    await troupe.jump()
    (poll,) = await troupe.polls(guild)
    await troupe.react(poll, ben, 0)
    await troupe.until_tallied(poll, [1, 0, 0])

    assert await troupe.typed(guild, "poll exclude", "poll", by=ada, member=ben) == {}
    refused = await troupe.refused(
        guild, "poll exclude", by=ada, member=ben, poll=str(poll.poll_id)
    )
    assert "Manage Messages in the poll’s channel" in refused
    assert "You may not do this here" in await troupe.refused(guild, "poll list", by=ada)

    await world.set_overwrite(channel_of(guild), ada, allow=["manage_messages"])
    await troupe.settle()
    assert await troupe.typed(guild, "poll exclude", "poll", by=ada, member=ben) != {}
    assert "**Set aside.**" in said(await troupe.command(guild, "poll exclude", by=ada, member=ben))
    assert await troupe.tallied(poll) == [0, 0, 0]
    assert f"<@{ada}>" in said(await troupe.command(guild, "poll excluded", by=ada))
    await troupe.command(guild, "poll readmit", by=ada, member=ben)
    assert await troupe.tallied(poll) == [1, 0, 0]

    # What an organizer set aside of their own is not theirs to take back.
    await troupe.command(guild, "poll exclude", member=ada)
    own = await troupe.refused(guild, "poll readmit", by=ada, member=ada)
    assert "Those are your own votes" in own
    assert "**Counted again:**" in said(await troupe.command(guild, "poll readmit", member=ada))


async def test_accounts_that_are_too_new(troupe, guild, sandbox):
    """The server says how old accounts must be; it holds at once, and can be taken back."""
    newcomer = await sandbox.control.world.add_user("newt", days_old=2)
    await sandbox.control.world.add_member(guild.id, newcomer)
    await troupe.begin(guild)
    await troupe.jump()
    (poll,) = await troupe.polls(guild)
    await troupe.react(poll, guild.members["ada"], 0)
    await troupe.react(poll, newcomer, 1)
    await troupe.until_tallied(poll, [1, 1, 0])

    await troupe.command(guild, "server set", minimum_account_days=3)
    assert await troupe.tallied(poll) == [1, 0, 0]
    outcome = await troupe.command(guild, "poll show", poll=str(poll.poll_id))
    assert is_ephemeral(outcome.message)
    assert "The votes of 1 member were set aside." in said(outcome)
    own = said(await troupe.command(guild, "myvotes", by=newcomer))
    assert "your account was too new for this poll" in own

    await troupe.command(guild, "server set", minimum_account_days=0)
    assert await troupe.tallied(poll) == [1, 1, 0]


async def told_besides(sandbox, asked, words):
    """Wait until these words have come besides the answer, a moment later."""
    async with asyncio.timeout(PATIENCE_SECONDS):
        while words not in said(asked):
            await asyncio.sleep(0.01)
            asked = await sandbox.control.members.get_outcome(asked.interaction_id)


async def test_a_section_is_withdrawn(sandbox, tmp_path):
    """By whoever may manage messages there, at once; a new process goes on with the next one."""
    guild = await sandbox.control.world.add_guild(
        "Readers", channels=["reading"], members=["ada", "ben"]
    )
    ada = guild.members["ada"]
    moderators = await sandbox.control.world.add_role(guild.id, "Moderators", ["manage_messages"])
    database = tmp_path / "colloquy.db"

    async def choose(message_id, *, by=ada):
        return await sandbox.control.members.run_context_menu(
            by, channel_of(guild), "Withdraw section", message_id=message_id
        )

    async with running(sandbox, database) as troupe:
        await troupe.begin(guild)
        await troupe.jump()
        (poll,) = await troupe.polls(guild)
        await troupe.react(poll, guild.members["ben"], 0)
        await troupe.until_tallied(poll, [1, 0, 0])
        (prompt,) = await prompts(sandbox, guild)
        await sandbox.control.members.allow_command(
            guild.owner_id, guild.id, "Withdraw section", users={ada: True}
        )
        assert "Manage Messages" in said(await choose(int(prompt["id"])))
        await sandbox.control.world.set_member_roles(guild.id, ada, [moderators])
        await troupe.settle()

        outcome = await choose(int(prompt["id"]))
        assert is_ephemeral(outcome.message)
        assert "**Withdrawn.** Section 1" in said(outcome)

    async with running(sandbox, database, now=MONDAY + timedelta(minutes=16)) as troupe:
        await troupe.settle()
        assert await standing_everywhere(sandbox, guild) == []
        progress = await troupe.progress(guild)
        assert progress.discussion.pause_reason is PauseReason.WITHDRAWN
        assert progress.posts[0].state is PostState.WITHDRAWN
        assert "no poll" in await troupe.refused(guild, "tally", poll=str(poll.poll_id))
        title = progress.discussion.title
        asked = await troupe.command(guild, "discussion history")
        assert "Section 1 withdrawn" in said(asked)
        await told_besides(sandbox, asked, "While you were away")
        await troupe.command(guild, "discussion resume", discussion=title)
        await troupe.play_out()
        headed = [one["embeds"][0]["author"]["name"] for one in await prompts(sandbox, guild)]
        assert headed == ["2 of 3", "3 of 3"]
        assert (await troupe.progress(guild)).discussion.state is DiscussionState.FINISHED
