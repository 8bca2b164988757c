"""Single polls in an organizer's hand, by command and from the message's context menu."""

from bot.domain.ballot import PollState
from tests.e2e.troupe import is_ephemeral, prompts, said, text_of


async def shown(sandbox, poll):
    """Give what a poll's message says."""
    standing = await sandbox.control.books.messages(poll.channel_id)
    (message,) = [one for one in standing if int(one["id"]) == poll.message_id]
    return text_of(message)


async def test_a_poll_is_listed_shown_and_closed(troupe, guild, sandbox):
    """Closing says what comes next; the message shows the result, and the poll is listed closed."""
    assert "There is no poll yet" in said(await troupe.command(guild, "poll list"))
    await troupe.begin(guild)
    await troupe.jump()
    (poll,) = await troupe.polls(guild)
    await troupe.react(poll, guild.members["ada"], 0)
    listed = said(await troupe.command(guild, "poll list"))
    assert "Polls: 1 open, 0 closed" in listed
    assert f"/{poll.channel_id}/{poll.message_id}" in listed

    ((name, value),) = (await troupe.typed(guild, "poll close", "poll")).items()
    assert name == poll.question
    assert "1 member voted" in said(await troupe.command(guild, "poll show", poll=value))
    assert "**Closing**" in said(await troupe.command(guild, "poll close", poll=value))
    await troupe.settle()
    assert "0 open, 1 closed" in said(await troupe.command(guild, "poll list"))
    again = await troupe.refused(guild, "poll close", poll=value)
    assert "has closed, so its votes are final" in again
    assert "Poll closed" in said(await troupe.command(guild, "discussion history"))
    assert "Voting has closed." in await shown(sandbox, poll)


async def test_a_poll_is_shown_and_closed_from_its_message(troupe, guild, sandbox):
    """Organizers need not search for it; anybody else, and any other message, gets a sentence."""
    await troupe.begin(guild)
    await troupe.jump()
    (poll,) = await troupe.polls(guild)

    async def choose(menu, *, by=guild.owner_id, message_id=poll.message_id):
        outcome = await sandbox.control.members.run_context_menu(
            by, poll.channel_id, menu, message_id=message_id
        )
        assert is_ephemeral(outcome.message)
        return said(outcome)

    assert "Nobody has voted yet" in await choose("Show tally")
    (prompt, *_) = await prompts(sandbox, guild)
    assert "is no poll of mine" in await choose("Show tally", message_id=int(prompt["id"]))
    ada = guild.members["ada"]
    await sandbox.control.members.allow_command(
        guild.owner_id, guild.id, "Close poll", users={ada: True}
    )
    assert "You may not do this here" in await choose("Close poll", by=ada)
    assert "**Closing**" in await choose("Close poll")
    await troupe.settle()
    (closed,) = await troupe.polls(guild)
    assert closed.state is PollState.CLOSED
