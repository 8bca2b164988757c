"""Single polls in an organizer's hand, by command and from the message's context menu."""

from bot.domain.ballot import PollState
from tests.e2e.troupe import (
    channel_of,
    is_ephemeral,
    prompts,
    running,
    said,
    standing_everywhere,
    text_of,
)


async def shown(sandbox, poll):
    """Give what a poll's message says."""
    standing = await sandbox.control.books.messages(poll.channel_id)
    (message,) = [one for one in standing if int(one["id"]) == poll.message_id]
    return text_of(message)


async def give(sandbox, guild, words, **options):
    """Have the owner give a command, whatever its options are called."""
    return await sandbox.control.members.run_command(
        guild.owner_id, channel_of(guild), words, options
    )


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
    assert name.startswith(poll.question)
    assert "1 member voted" in said(await troupe.command(guild, "poll show", poll=value))
    closing = said(await troupe.command(guild, "poll close", poll=value))
    assert "**Closing**" in closing
    assert "`/poll reopen` opens it again." in closing
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


async def test_a_poll_is_extended_and_opened_again(troupe, guild, sandbox):
    """Its message says each time anew when it closes, and the results are mended in place."""
    await troupe.begin(guild)
    await troupe.jump()
    (poll,) = await troupe.polls(guild)
    value = str(poll.poll_id)
    refused = await troupe.refused(guild, "poll extend", poll=value, until="2026-01-01")
    assert "never moves earlier" in refused
    extended = said(await give(sandbox, guild, "poll extend", poll=value, by="2 days"))
    await troupe.settle()
    (longer,) = await troupe.polls(guild)
    closes_at = int(longer.closes_at.timestamp())
    assert f"closes <t:{closes_at}:f>" in extended
    assert f"<t:{closes_at}:R>" in await shown(sandbox, poll)
    assert "is open" in await troupe.refused(guild, "poll reopen", poll=value)

    await troupe.react(poll, guild.members["ada"], 0)
    await troupe.command(guild, "poll close", poll=value)
    await troupe.settle()
    again = said(await give(sandbox, guild, "poll reopen", poll=value, by="1 hour"))
    assert "**Open again.**" in again
    assert "written anew" in again
    await troupe.settle()
    assert "Your latest choice counts." in await shown(sandbox, poll)
    await troupe.react(poll, guild.members["ben"], 1)
    await troupe.until_tallied(poll, [1, 1, 0])
    await troupe.jump()
    everything = [text_of(one) for one in await standing_everywhere(sandbox, guild)]
    results = [text for text in everything if "how you voted" in text]
    assert len(results) == 1
    assert "2 members voted." in results[0]


async def test_every_change_outlasts_a_restart(sandbox, guild, database_file):
    """Closed, opened again, extended: a process begun right after it does the rest, once."""
    async with running(sandbox, database_file) as troupe:
        await troupe.begin(guild)
        await troupe.jump()
        (poll,) = await troupe.polls(guild)
        await troupe.react(poll, guild.members["ada"], 0)
        await troupe.until_tallied(poll, [1, 0, 0])
        value, now = str(poll.poll_id), troupe.clock.now()
        await troupe.command(guild, "poll close", poll=value)
    async with running(sandbox, database_file, now=now) as troupe:
        await troupe.settle()
        assert "Voting has closed." in await shown(sandbox, poll)
        await give(sandbox, guild, "poll reopen", poll=value, by="1 hour")
    async with running(sandbox, database_file, now=now) as troupe:
        await troupe.settle()
        assert "Your latest choice counts." in await shown(sandbox, poll)
        await troupe.react(poll, guild.members["ben"], 1)
        await troupe.until_tallied(poll, [1, 1, 0])
        await give(sandbox, guild, "poll extend", poll=value, by="2 days")
    async with running(sandbox, database_file, now=now) as troupe:
        await troupe.settle()
        (longer, *_) = await troupe.polls(guild)
        assert f"<t:{int(longer.closes_at.timestamp())}:R>" in await shown(sandbox, poll)
        await troupe.play_out()
        assert await troupe.tallied(poll) == [1, 1, 0]
    everything = [text_of(one) for one in await standing_everywhere(sandbox, guild)]
    assert len([text for text in everything if "how you voted" in text]) == 3
