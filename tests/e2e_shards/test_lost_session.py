"""The bot over several shards: whose session is lost has its votes read back, and nobody else."""

import pytest

from bot.client import ColloquyBot
from bot.domain.discussion import DiscussionState, PauseReason
from bot.sandbox import Sandbox
from tests.e2e.troupe import MONDAY, channel_of, references, running, standing_everywhere

_VOTERS = ["ada", "ben"]


@pytest.fixture(params=[2, 8])
async def shards(request):
    """Say how many shards there are."""
    return request.param


@pytest.fixture(autouse=True)
def identify_at_once(monkeypatch):
    """Let shards identify without waiting for each other: nothing is limited here."""

    async def before_identify_hook(_bot, _shard_id, *, initial=False):
        del initial

    monkeypatch.setattr(ColloquyBot, "before_identify_hook", before_identify_hook)


@pytest.fixture
async def sandbox(shards):
    """Give a local Discord that recommends so many shards."""
    async with Sandbox(seed=1, start=MONDAY, shards=shards) as sandbox:
        yield sandbox
        assert sandbox.unrouted == []


@pytest.fixture
async def guilds(sandbox, shards):
    """Give one server on each shard, by the shard's number."""
    found = {}
    while len(found) < shards:
        guild = await sandbox.control.world.add_guild("Readers", members=_VOTERS)
        found.setdefault((guild.id >> 22) % shards, guild)
    return found


@pytest.fixture
async def troupe(sandbox, guilds, shards, database_file):
    """Give the bot, connected over all its shards."""
    assert guilds
    async with running(sandbox, database_file) as troupe:
        state = await sandbox.control.books.state(connected=shards)
        assert {tuple(each["shard"]) for each in state["sessions"]} == {
            (number, shards) for number in range(shards)
        }
        await troupe.app.services.readback.settled()
        yield troupe


@pytest.fixture
async def polls(troupe, guilds):
    """Give the first poll of each server, by the shard's number; ada has voted on each."""
    for guild in guilds.values():
        await troupe.begin(guild)
    await troupe.jump()
    found = {shard: (await troupe.polls(guild))[0] for shard, guild in guilds.items()}
    for shard, poll in found.items():
        await troupe.react(poll, guilds[shard].members["ada"], 0)
        await troupe.until_tallied(poll, [1, 0, 0])
    return found


async def _vote(troupe, guilds, polls) -> None:
    for shard, poll in polls.items():
        await troupe.unreact(poll, guilds[shard].members["ada"], 0)
        await troupe.react(poll, guilds[shard].members["ben"], 1)


async def test_one_shard_loses_its_session(troupe, sandbox, guilds, polls, shards):
    """Votes in the gap are found in the servers of that shard; the others go on unread."""
    lost = shards - 1
    trouble = sandbox.control.trouble
    before = len(await sandbox.control.books.requests())
    await trouble.gateway("hold")
    await trouble.gateway("forget", shard=lost)
    await sandbox.until(lambda: len(sandbox.hub.connected) == shards - 1)
    await _vote(troupe, guilds, polls)
    for shard in polls.keys() - {lost}:
        await troupe.until_tallied(polls[shard], [0, 1, 0])
    assert await troupe.tallied(polls[lost]) == [1, 0, 0]
    await trouble.gateway("release")

    await troupe.until_tallied(polls[lost], [0, 1, 0])

    asked = (await sandbox.control.books.requests())[before:]
    read = {each["path"].split("/")[2] for each in asked if each["path"].startswith("/channels")}
    assert read == {str(channel_of(guilds[lost]))}


async def test_votes_while_it_was_away(sandbox, guilds, database_file):
    """At a start each shard reads its own servers back; one it was thrown out of only later."""
    async with running(sandbox, database_file) as troupe:
        for guild in guilds.values():
            await troupe.begin(guild)
        await troupe.jump()
        now = troupe.clock.now()
        polls = {shard: (await troupe.polls(guild))[0] for shard, guild in guilds.items()}
        for shard, poll in polls.items():
            await troupe.react(poll, guilds[shard].members["ada"], 0)
            await troupe.until_tallied(poll, [1, 0, 0])
    left = guilds.pop(0)
    before = len(await sandbox.control.books.requests())
    await _vote(troupe, guilds, {shard: polls[shard] for shard in guilds})
    await sandbox.control.world.kick_bot(left.id)

    async with running(sandbox, database_file, now=now) as troupe:
        for shard in guilds:
            await troupe.until_tallied(polls[shard], [0, 1, 0])
        progress = await troupe.until(
            left, lambda now: now.discussion.state is DiscussionState.PAUSED
        )
        assert progress.discussion.pause_reason is PauseReason.SERVER_LEFT
        asked = (await sandbox.control.books.requests())[before:]
        found = [each["path"] for each in asked if "/channels/" in each["path"]]
        assert all(
            any(f"/{channel_of(guild)}/" in path for path in found) for guild in guilds.values()
        )
        refused = [each for each in asked if each["status"] >= 400]
        assert [each["method"] for each in refused] in ([], ["GET"])
        await sandbox.control.world.invite_bot(left.id)
        await troupe.until_tallied(polls[0], [1, 0, 0])
        await troupe.react(polls[0], left.members["ben"], 1)
        await troupe.until_tallied(polls[0], [1, 1, 0])


async def test_a_series_over_all_shards(troupe, guilds, sandbox):
    """What is deleted on one shard stops nothing on the others; all that stands stands once."""
    for guild in guilds.values():
        await troupe.begin(guild)
    await troupe.jump()
    doomed, *others = guilds.values()
    await sandbox.control.members.delete_channel(doomed.owner_id, channel_of(doomed))
    await troupe.until(doomed, lambda now: now.discussion.state is DiscussionState.PAUSED)
    await troupe.play_out()
    for guild in others:
        assert (await troupe.progress(guild)).discussion.state is DiscussionState.FINISHED
        standing = await standing_everywhere(sandbox, guild)
        assert len(set(references(standing))) == len(standing) == 9


async def test_all_sessions_are_lost(troupe, sandbox, guilds, polls, shards):
    """Every shard reads its own servers back, and then hears again."""
    trouble = sandbox.control.trouble
    await trouble.gateway("hold")
    await trouble.gateway("forget")
    await sandbox.until(lambda: not sandbox.hub.connected)
    await _vote(troupe, guilds, polls)
    await trouble.gateway("release")
    await sandbox.control.books.state(connected=shards)
    for poll in polls.values():
        await troupe.until_tallied(poll, [0, 1, 0])
    await troupe.app.services.readback.settled()

    for shard, poll in polls.items():
        await troupe.react(poll, guilds[shard].members["ada"], 2)
        await troupe.until_tallied(poll, [0, 1, 1])
