"""Asking for members over the gateway, and members in GUILD_CREATE."""

import asyncio

import discord
import pytest

from bot.sandbox import Sandbox
from tests.patience import PATIENCE_SECONDS
from tests.sandbox.puppet import Puppet
from tests.sandbox.raw import identified

MEMBERS = 1 << 1
PRESENCES = 1 << 8
NAMES = {"ada", "ben", "cleo", "olga", "Colloquy"}


@pytest.fixture
async def sandbox():
    """Run a sandbox whose bot may ask for members and presences."""
    async with Sandbox(seed=7, privileged=["members", "presences"]) as running:
        yield running
        assert running.unrouted == []


@pytest.fixture
def ask(sandbox, dial, guild):
    """Ask for members as a session with these intents; gives what is heard first."""

    async def asked(intents=1, **given):
        raw, _ = await identified(sandbox, dial, intents=intents)
        await raw.hear()
        await raw.say(8, {"guild_id": str(guild.id), **given})
        return (await raw.hear())["d"]

    return asked


def _names(chunk):
    return {each["user"]["username"] for each in chunk["members"]}


class TestRequests:
    """Requests for members."""

    async def test_by_beginning(self, ask):
        """Members are found by how their names begin, so many as are asked for."""
        chunk = await ask(query="B", limit=5, nonce="n")
        assert _names(chunk) == {"ben"}
        assert (chunk["nonce"], chunk["chunk_index"], chunk["chunk_count"]) == ("n", 0, 1)
        assert "not_found" not in chunk

    async def test_by_id(self, ask, guild):
        """Who is asked for by id and is no member, or what is no id, is named."""
        chunk = await ask(user_ids=[str(guild.members["cleo"]), "12", "x"], limit=0)
        assert (_names(chunk), chunk["not_found"]) == ({"cleo"}, ["12", "x"])

    @pytest.mark.parametrize("limit", [0, 3])
    async def test_without_a_prefix_it_needs_the_intent(self, ask, limit):
        """Without the members intent nobody is listed."""
        assert _names(await ask(query="", limit=limit)) == set()
        assert len(_names(await ask(1 | MEMBERS, query="", limit=limit))) == (limit or 5)

    @pytest.mark.parametrize(("nonce", "kept"), [("n" * 32, True), ("é" * 17, False), (5, False)])
    async def test_nonce(self, ask, nonce, kept):
        """A nonce of more than 32 bytes, or that is no text, is ignored."""
        assert ("nonce" in await ask(query="b", limit=1, nonce=nonce)) is kept

    async def test_presences(self, ask):
        """Presences come where they are asked for and the intent is there."""
        wanted = {"query": "a", "limit": 1, "presences": True}
        assert "presences" not in await ask(**wanted)
        (shown,) = (await ask(1 | PRESENCES, **wanted))["presences"]
        assert shown["status"] == "online"

    async def test_a_hundred_at_most(self, ask, control, guild):
        """Neither a prefix nor a list of ids finds more than a hundred."""
        found = [await control.world.add_member(guild.id, f"m{n}") for n in range(101)]
        assert len(_names(await ask(query="m", limit=200))) == 100
        assert len(_names(await ask(user_ids=[str(each) for each in found]))) == 100

    @pytest.mark.parametrize(
        "given",
        [
            {},
            {"query": "a"},
            {"query": "a", "limit": -1},
            {"limit": 1},
            {"query": "a", "limit": 1, "guild_id": ["1"]},
        ],
    )
    async def test_unreadable(self, sandbox, dial, guild, given):
        """A request that asks for nothing, or for several servers, ends the connection."""
        raw, _ = await identified(sandbox, dial)
        await raw.say(8, {"guild_id": str(guild.id), **given})
        assert await raw.hear_close() == 4002

    async def test_other_shards(self, sandbox, dial, guild):
        """A shard is told nothing of another's servers."""
        shard = (guild.id >> 22) % 2
        raw, _ = await identified(sandbox, dial, shard=[1 - shard, 2])
        await raw.say(8, {"guild_id": str(guild.id), "query": "a", "limit": 1})
        await raw.say(1, None)
        assert (await raw.hear())["op"] == 11

    async def test_once_in_thirty_seconds(self, dial):
        """The whole list of a server is given once in so long; the others are not held up."""
        async with Sandbox(limits="real", privileged=["members"]) as sandbox:
            add = sandbox.control.world.add_guild
            guild, other = [await add(name, members=["ada"]) for name in "ab"]
            raw, _ = await identified(sandbox, dial, intents=1 | MEMBERS)
            await raw.hear()
            await raw.hear()

            async def ask(of, **given):
                await raw.say(8, {"guild_id": str(of.id), "query": "", "limit": 0, **given})
                return await raw.hear()

            assert (await ask(guild))["t"] == "GUILD_MEMBERS_CHUNK"
            limited = await ask(guild, nonce="n")
            assert limited["t"] == "RATE_LIMITED"
            assert limited["d"]["opcode"] == 8
            assert limited["d"]["meta"] == {"guild_id": str(guild.id), "nonce": "n"}
            assert 29 < limited["d"]["retry_after"] <= 30
            assert (await ask(other))["t"] == "GUILD_MEMBERS_CHUNK"
            assert (await ask(guild, query="ada"))["t"] == "GUILD_MEMBERS_CHUNK"
            real = sandbox.world.monotonic
            sandbox.world.monotonic = lambda: real() + 30
            assert (await ask(guild))["t"] == "GUILD_MEMBERS_CHUNK"


class TestReading:
    """What discord.py makes of it."""

    async def test_chunks_of_a_thousand(self, sandbox, connect, control):
        """All members of a large server come in chunks, with their presences."""
        names = [f"m{n}" for n in range(2_100)]
        guild = await control.world.add_guild("Crowd", owner="olga", members=names)
        intents = discord.Intents(guilds=True, members=True)
        async with connect(Puppet(intents, chunk_guilds_at_startup=False)) as client:
            home = client.get_guild(guild.id)
            assert (len(home.members), home.member_count) == (1, 2_102)
            chunks = await asyncio.wait_for(home.chunk(), PATIENCE_SECONDS)
            assert len(chunks) == len(home.members) == 2_102
            assert home.get_member_named("olga").status is discord.Status.offline
        (session,) = sandbox.hub
        assert session.sequence == 1 + 1 + 3

    async def test_presences_bring_all_members(self, connect, guild):
        """With the presences intent a server comes with everybody, online."""
        intents = discord.Intents(guilds=True, members=True, presences=True)
        async with connect(Puppet(intents, chunk_guilds_at_startup=False)) as client:
            members = client.get_guild(guild.id).members
            assert {each.name for each in members} == NAMES
            assert {each.status for each in members} == {discord.Status.online}

    async def test_presences_when_invited(self, connect, control):
        """A server the bot joins later comes likewise, according to the session's intents."""
        for presences, known in ((True, 3), (False, 1)):
            intents = discord.Intents(guilds=True, members=True, presences=presences)
            client = Puppet(intents, chunk_guilds_at_startup=False)
            async with connect(client):
                joined = asyncio.create_task(client.wait_for("guild_join"))
                await asyncio.sleep(0)
                await control.world.add_guild("Later", members=["ada"])
                assert len((await asyncio.wait_for(joined, PATIENCE_SECONDS)).members) == known

    async def test_query(self, connect, guild):
        """Members are asked for by the beginning of their names, and by id."""
        intents = discord.Intents(guilds=True, members=True)
        async with connect(Puppet(intents)) as client:
            home = client.get_guild(guild.id)
            assert home.chunked
            assert [each.name for each in await home.query_members("cl")] == ["cleo"]
            wanted = [guild.members["ada"]]
            assert [m.name for m in await home.query_members(user_ids=wanted)] == ["ada"]
