"""The bot goes away and comes back: nothing is lost, nothing doubled, votes are found."""

import asyncio
import sqlite3
from contextlib import closing

import pytest

from bot import app
from bot.clock import TimeLapseClock
from bot.domain.ballot import PollState
from bot.domain.discussion import DiscussionState
from bot.errors import ApiUnreachable
from bot.settings import Settings
from bot.storage import connections
from tests.e2e.cuts import Cut
from tests.e2e.troupe import (
    MONDAY,
    NAMES,
    WEEK,
    is_prompt,
    prompts,
    references,
    running,
    standing_everywhere,
)


async def test_a_discussion_goes_on_after_a_restart_at_rest(sandbox, guild, database_file):
    """Each start posts what comes next; nothing that stands is sent again."""
    async with running(sandbox, database_file) as troupe:
        await troupe.begin(guild)
    now = troupe.clock.now()
    for number in (1, 2, 3):
        async with running(sandbox, database_file, now=now) as troupe:
            await troupe.jump()
            now = troupe.clock.now()
        assert len(await prompts(sandbox, guild)) == number
    async with running(sandbox, database_file, now=now) as troupe:
        await troupe.play_out()
        assert (await troupe.progress(guild)).discussion.state is DiscussionState.FINISHED

    standing = await standing_everywhere(sandbox, guild)
    assert len(set(references(standing))) == len(standing) == 9


@pytest.mark.parametrize("phase", ["before", "after"])
async def test_a_delivery_that_was_cut_short_is_taken_up(phase, sandbox, guild, database_file):
    """Stopped while prompt, thread, poll, seed or result is under way, it goes on where it was."""
    async with running(sandbox, database_file) as troupe:
        await troupe.begin(guild)
        instant = await troupe.settle()
    cuts = (
        "POST /channels/{[^}]+}/messages$",
        "POST /channels/{[^}]+}/messages/{[^}]+}/threads$",
        "PUT .*/reactions/",
        "PATCH /channels/{[^}]+}/messages/{[^}]+}$",
        "POST /channels/{[^}]+}/messages$",
    )
    for match in cuts:
        cut = Cut(sandbox, match, phase)
        await cut.stop_there(database_file, now=troupe.clock.now(), at=instant)
        async with running(sandbox, database_file, now=instant) as troupe:
            instant = await troupe.settle()
            if instant is None:
                break

    async with running(sandbox, database_file, now=troupe.clock.now()) as troupe:
        await troupe.play_out()
        assert (await troupe.progress(guild)).discussion.state is DiscussionState.FINISHED
    standing = await standing_everywhere(sandbox, guild)
    assert len(set(references(standing))) == len(standing) == 9
    assert [each["embeds"][0]["author"]["name"] for each in filter(is_prompt, standing)] == [
        "1 of 3",
        "2 of 3",
        "3 of 3",
    ]


async def test_what_was_begun_ends_with_the_bot(sandbox, guild, database_file):
    """Events that are being seen to when the bot stops are ended before its database is closed."""
    async with running(sandbox, database_file) as troupe:
        await troupe.begin(guild)
        for _ in range(50):
            troupe.app.client.dispatch("ready")
    assert events_under_way() == []

    troupe.app.client.dispatch("ready")
    assert events_under_way() == []


def events_under_way():
    """List what discord.py has begun to tell of."""
    return [task for task in asyncio.all_tasks() if task.get_name().startswith("discord.py: ")]


async def test_a_start_while_the_database_is_locked(
    sandbox, guild, database_file, logs, monkeypatch
):
    """A database that cannot be written to when the bot starts is waited for."""
    monkeypatch.setattr(connections, "BUSY_SECONDS", 0.01)
    monkeypatch.setattr(app, "_RETRY_SECONDS", 0.01)

    async def unlock():
        while not any("waits for the database" in entry["event"] for entry in logs):
            await asyncio.sleep(0.01)
        lock.rollback()

    with closing(sqlite3.connect(database_file, isolation_level=None)) as lock:
        lock.execute("BEGIN IMMEDIATE")
        unlocking = asyncio.create_task(unlock())
        async with running(sandbox, database_file) as troupe:
            await troupe.begin(guild)
        await unlocking


@pytest.mark.parametrize("where", ["GET /users/@me", "GET /oauth2", "PUT /applications"])
async def test_a_start_while_discord_cannot_be_reached(
    where, sandbox, guild, database_file, logs, monkeypatch
):
    """A network that is not there yet is waited for, wherever in the login it fails."""
    monkeypatch.setattr(app, "_RETRY_SECONDS", 0.01)
    await sandbox.control.trouble.add_fault(where, "drop", count=3)

    async with running(sandbox, database_file) as troupe:
        await troupe.begin(guild)

    waits = [entry for entry in logs if "waits for Discord" in entry["event"]]
    assert waits


@pytest.mark.parametrize("status", [401, 403])
@pytest.mark.parametrize("where", ["GET /users/@me", "PUT /applications"])
async def test_a_page_at_the_start_is_waited_out(
    where, status, sandbox, guild, database_file, monkeypatch
):
    """What stands before Discord says nothing about the token, whatever its status."""
    monkeypatch.setattr(app, "_RETRY_SECONDS", 0.01)
    await sandbox.control.trouble.add_fault(where, "html", status=status, count=2)

    async with running(sandbox, database_file) as troupe:
        await troupe.begin(guild)


async def test_a_start_where_discord_stays_away_ends(sandbox, database_file, monkeypatch):
    """Some time later the start gives up, which the host's supervisor may answer with another."""
    monkeypatch.setattr(app, "_RETRY_SECONDS", 0.01)
    monkeypatch.setattr(app, "_TRIES_TO_LOGIN", 3)
    await sandbox.control.trouble.add_fault("GET /users/@me", "drop", count=None)
    settings = Settings(database=database_file, api_url=sandbox.api_url, backups=0)

    async with app.assembled(settings, TimeLapseClock(MONDAY)) as put_together:
        with pytest.raises(ApiUnreachable):
            await put_together.run(sandbox.bot_token, stop=asyncio.Event())


async def test_a_slot_that_was_slept_through_is_made_up_for_once(sandbox, guild, database_file):
    """Away for a slot, the bot posts at once if little time has passed, else at the next slot."""
    async with running(sandbox, database_file) as troupe:
        await troupe.begin(guild)
        first = await troupe.settle()
    late = first + WEEK / 14  # half a day

    await sandbox.control.world.move_clock(late, frozen=True)
    async with running(sandbox, database_file, now=late) as troupe:
        await troupe.settle()
        assert len(await prompts(sandbox, guild)) == 1
    later = late + WEEK
    await sandbox.control.world.move_clock(later, frozen=True)
    async with running(sandbox, database_file, now=later) as troupe:
        await troupe.settle()
        assert len(await prompts(sandbox, guild)) == 1
        await troupe.play_out()
        assert len(await prompts(sandbox, guild)) == 3


async def test_votes_while_the_bot_is_away_are_found_at_its_start(sandbox, guild, database_file):
    """Cast, withdrawn and changed votes count as Discord shows them; known order goes first."""
    ada, ben, cleo, dov, eve = (guild.members[name] for name in NAMES)
    async with running(sandbox, database_file) as troupe:
        await troupe.begin(guild)
        await troupe.jump()
        (poll,) = await troupe.polls(guild)
        for member in (ada, cleo, dov):
            await troupe.react(poll, member, 1)
        await troupe.until_tallied(poll, [0, 3, 0])

    # A second mark of unknown time does not go before one whose time is known.
    await troupe.react(poll, ada, 0)
    # Of two marks of unknown time the option that is listed first counts.
    await troupe.react(poll, ben, 2)
    await troupe.react(poll, ben, 0)
    await troupe.unreact(poll, cleo, 1)
    await troupe.unreact(poll, dov, 1)
    await troupe.react(poll, dov, 2)
    await sandbox.control.members.react(eve, poll.channel_id, poll.message_id, "❔", burst=True)

    async with running(sandbox, database_file, now=troupe.clock.now()) as troupe:
        assert await troupe.tallied(poll) == [1, 1, 2]
        await troupe.react(poll, ben, 1)
        await troupe.until_tallied(poll, [0, 2, 2])


async def test_votes_cast_after_the_last_start_are_counted_at_closing(
    sandbox, guild, database_file
):
    """A poll whose time came while the bot was away closes with the votes that stand by then."""
    async with running(sandbox, database_file) as troupe:
        await troupe.begin(guild)
        await troupe.jump()
        (poll,) = await troupe.polls(guild)
    await troupe.react(poll, guild.members["ada"], 2)

    later = troupe.clock.now() + WEEK
    await sandbox.control.world.move_clock(later, frozen=True)
    async with running(sandbox, database_file, now=later) as troupe:
        await troupe.settle()
        assert await troupe.tallied(poll) == [0, 0, 1]


async def test_seeds_cleared_while_the_bot_is_away_come_back(sandbox, guild, database_file):
    """What a moderator cleared meanwhile counts no more, and members can vote with a tap again."""
    async with running(sandbox, database_file) as troupe:
        await troupe.begin(guild)
        await troupe.jump()
        (poll,) = await troupe.polls(guild)
        await troupe.react(poll, guild.members["ada"], 0)
        await troupe.until_tallied(poll, [1, 0, 0])
        now = troupe.clock.now()
    await sandbox.control.members.clear_reactions(guild.owner_id, poll.channel_id, poll.message_id)

    async with running(sandbox, database_file, now=now) as troupe:
        await troupe.until_tallied(poll, [0, 0, 0])
        held = await sandbox.control.books.reactions(poll.channel_id, poll.message_id, at_least=3)

    assert [each.emoji for each in held if each.bot] == [option.emoji for option in poll.options]


async def test_a_poll_deleted_while_the_bot_is_away_is_withdrawn(sandbox, guild, database_file):
    """A poll whose message is gone at the start is not kept open until its time."""
    async with running(sandbox, database_file) as troupe:
        await troupe.begin(guild)
        await troupe.jump()
        (poll,) = await troupe.polls(guild)
        now = troupe.clock.now()
    await sandbox.control.members.delete_message(guild.owner_id, poll.channel_id, poll.message_id)

    async with running(sandbox, database_file, now=now) as troupe:
        (poll,) = await troupe.polls(guild)

    assert poll.state is PollState.WITHDRAWN
