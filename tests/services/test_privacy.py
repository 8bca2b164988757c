"""Erasing a member: gone from the rows, from what is read back, and from restored copies."""

import shutil
import sqlite3
from contextlib import closing

import pytest
from structlog.testing import capture_logs

from bot.domain.ballot import PollState
from bot.errors import DatabaseFailed
from bot.storage.backup import back_up, restore
from tests.builders import GUILD, ORGANIZER, OTHER_CHANNEL, OTHER_GUILD, WEEK
from tests.services.running import running

# As long as Discord’s are, so that no random number in a file can hold one by chance.
ADA, BEN, CLEO = (710_400_000_000_000_000 + number for number in (101, 102, 103))


@pytest.fixture
async def poll(bot):
    """Give an open poll on which ada and ben have voted Yes."""
    await bot.begin()
    await bot.play(until=bot.clock.now() + WEEK / 2)
    poll = (await bot.polls())[0]
    react(bot, poll, ADA, 0)
    react(bot, poll, BEN, 0)
    assert {member_id for member_id, *_ in await bot.held(poll)} == {ADA, BEN}
    return poll


def react(bot, poll, member_id, position):
    """Have a member react, heard by the bot."""
    bot.discord.react(member_id, poll.message_id, poll.options[position].emoji)


async def voters(bot, poll):
    """Give who holds a vote on a poll."""
    return {member_id for member_id, *_ in await bot.held(poll)}


def put_back(bot, copy):
    """Restore a copy beside another, as a host does who has lost the database but no other file."""
    path = copy.with_name(bot.database.path.name)
    shutil.copy(bot.database.ledger.path, path.with_name(bot.database.ledger.path.name))
    restore(copy, path)
    return path


def everything(path):
    """Give every row of a database file as text."""
    with closing(sqlite3.connect(path)) as connection:
        return "\n".join(connection.iterdump())


@pytest.mark.usefixtures("poll")
async def test_shows_what_is_stored(bot):
    """Votes by open and closed polls, and what a member added or started."""
    held = await bot.privacy.show(GUILD, ADA)
    assert (held.open_polls, held.closed_polls, held.articles) == (1, 0, ())

    organizer = await bot.privacy.show(GUILD, ORGANIZER)
    assert organizer.articles == organizer.discussions == ("On reading",)
    assert organizer.since is None

    assert not await bot.privacy.show(GUILD, CLEO)
    assert not await bot.privacy.show(OTHER_GUILD, ADA)
    await bot.play()
    held = await bot.privacy.show(GUILD, ADA)
    assert (held.open_polls, held.closed_polls) == (0, 1)


async def test_takes_the_member_out_of_every_row(bot, poll):
    """After an erasure no row bears the id, whatever the member did."""
    for member_id in (ADA, ORGANIZER):
        assert str(member_id) in everything(bot.database.path)

        await bot.privacy.erase(GUILD, member_id)

        assert str(member_id) not in everything(bot.database.path)
        assert not await bot.privacy.show(GUILD, member_id)
    assert await voters(bot, poll) == {BEN}


async def test_is_not_read_back(bot, poll):
    """The reaction still stands on Discord; neither a new session nor closing makes it a vote."""
    await bot.privacy.erase(GUILD, ADA)
    bot.readback.ask(shard_id=0, shard_count=1)
    await bot.rest()
    assert await voters(bot, poll) == {BEN}
    assert await bot.readback.check(poll) == (0, 0, True)

    await bot.play()
    counted = await bot.reporting.tally_poll(GUILD, str(poll.poll_id))
    assert counted.poll.state is PollState.CLOSED
    assert counted.tally.turnout == 1


async def test_reacting_anew_counts(bot, poll):
    """Who reacts again is a voter again, on that poll; reading back leaves it at that."""
    await bot.privacy.erase(GUILD, ADA)

    react(bot, poll, ADA, 1)
    assert await voters(bot, poll) == {ADA, BEN}
    bot.readback.ask(shard_id=0, shard_count=1)
    await bot.rest()

    assert (ADA, 1, True) in await bot.held(poll)
    # The other open poll goes on without her.
    assert (await bot.privacy.show(GUILD, ADA)).left_out == 1


async def test_others_are_read_back(bot, poll):
    """Leaving one member out costs nobody else a vote."""
    await bot.privacy.erase(GUILD, ADA)
    bot.discord.intake = None
    react(bot, poll, CLEO, 1)
    bot.discord.intake = bot.intake
    bot.readback.ask(shard_id=0, shard_count=1)
    await bot.rest()

    assert await voters(bot, poll) == {BEN, CLEO}


async def test_a_restart_remembers(bot, poll, tmp_path, discord, clock):
    """Who is left out is in the rows, and so is who reacts anew."""
    await bot.privacy.erase(GUILD, ADA)
    back_up(bot.database.path, tmp_path / "copy.db")

    async with running(put_back(bot, tmp_path / "copy.db"), discord, clock) as again:
        await again.rest()
        assert await voters(again, poll) == {BEN}
        react(again, poll, ADA, 1)
        assert await voters(again, poll) == {ADA, BEN}
        assert (await again.privacy.show(GUILD, ADA)).left_out == 1


async def test_closed_polls_keep_their_totals(bot, poll):
    """Counts and turnout stay; which member it was does not, nor when or in which order."""
    react(bot, poll, ADA, 1)
    react(bot, poll, CLEO, 2)
    await bot.play()
    before = await bot.reporting.tally_discussion(GUILD, 1)

    await bot.privacy.erase(GUILD, ADA)

    assert await bot.reporting.tally_discussion(GUILD, 1) == before
    assert await bot.reporting.list_votes(GUILD, ADA) == ()
    stand_ins = [row for row in await bot.held(poll) if row[0] < 0]
    assert [(position, ordered) for _, position, ordered in stand_ins] == [(1, False)]


@pytest.mark.usefixtures("poll")
async def test_hashes_go_at_closing(bot):
    """What is kept to leave somebody out goes when it has no more use."""
    await bot.privacy.erase(GUILD, ADA)
    assert (await bot.privacy.show(GUILD, ADA)).left_out == 2

    await bot.play()

    assert (await bot.privacy.show(GUILD, ADA)).left_out == 0


async def test_other_servers_keep_theirs(bot, poll):
    """An erasure in one server changes nothing in another."""
    await bot.begin(guild_id=OTHER_GUILD, channel_id=OTHER_CHANNEL)
    await bot.play(until=bot.clock.now() + WEEK / 4)
    other = (await bot.polls(OTHER_GUILD))[0]
    react(bot, other, ADA, 0)
    await bot.intake.flush()

    await bot.privacy.erase(GUILD, ADA)

    assert await voters(bot, other) == {ADA}
    assert await voters(bot, poll) == {BEN}


@pytest.mark.parametrize("voted", ["before the copy", "after the copy"])
async def test_a_restored_copy_brings_nobody_back(bot, poll, tmp_path, discord, clock, voted):
    """Neither the rows of the copy nor what Discord still shows count again."""
    member_id = ADA if voted == "before the copy" else CLEO
    back_up(bot.database.path, tmp_path / "copy.db")
    react(bot, poll, CLEO, 0)
    await bot.privacy.erase(GUILD, member_id)

    async with running(put_back(bot, tmp_path / "copy.db"), discord, clock) as again:
        await again.rest()
        assert await voters(again, poll) == {ADA, BEN, CLEO} - {member_id}
        assert str(member_id) not in everything(again.database.path)


async def test_closed_polls_of_a_restored_copy(bot, poll, tmp_path, discord, clock):
    """Totals stay, the member goes."""
    await bot.play()
    back_up(bot.database.path, tmp_path / "copy.db")
    before = await bot.reporting.tally_poll(GUILD, str(poll.poll_id))
    await bot.privacy.erase(GUILD, ADA)

    async with running(put_back(bot, tmp_path / "copy.db"), discord, clock) as again:
        assert str(ADA) not in everything(again.database.path)
        assert await again.reporting.tally_poll(GUILD, str(poll.poll_id)) == before


async def test_an_erasure_is_done_once(bot, poll):
    """Whoever has reacted anew since stays a voter through any number of starts."""
    await bot.privacy.erase(GUILD, ADA)
    react(bot, poll, ADA, 1)
    for _ in range(3):
        await bot.privacy.replay()

    assert await voters(bot, poll) == {ADA, BEN}


async def test_a_lost_ledger_is_told_of(bot, poll):
    """Where the ledger no longer knows what was done here, the host is told."""
    await bot.privacy.erase(GUILD, ADA)
    bot.database.ledger.path.unlink()

    with capture_logs() as entries:
        await bot.privacy.replay()

    (entry,) = entries
    assert (entry["log_level"], entry["missing"]) == ("warning", 1)
    assert await voters(bot, poll) == {BEN}


async def test_a_ledger_that_cannot_be_written_leaves_all_as_it_was(bot, poll):
    """Without the ledger an erasure would not last, so it is refused; nothing is changed."""
    bot.database.ledger.path.mkdir()

    with pytest.raises(DatabaseFailed):
        await bot.privacy.erase(GUILD, ADA)

    assert await voters(bot, poll) == {ADA, BEN}
