"""The gateway: sessions that are lost, resumed, refused, and split over shards."""

import asyncio

import aiohttp
import discord
import pytest

from bot.sandbox import Sandbox, assumptions
from tests.patience import PATIENCE_SECONDS
from tests.sandbox.raw import Raw, identified, identity
from tests.sandbox.stranger import Stranger


async def _react_while_away(control, guild, message, count=20):
    """Let a member add reactions; returns what the bot should be told."""
    letters = [chr(0x1F1E6 + n) for n in range(count)]
    ada = guild.members["ada"]
    for each in letters:
        await control.members.react(ada, guild.channels["general"], message.id, each)
    return [("add", each, ada) for each in letters]


class TestResume:
    """What happened while the line was cut."""

    @pytest.mark.parametrize(
        ("action", "options"),
        [
            ("abort", {}),
            ("close", {"code": 4000}),
            ("close", {"code": 1001}),
            ("close", {"code": 4009}),
            ("reconnect", {}),
            ("invalidate", {"resumable": True}),
        ],
    )
    async def test_events_are_replayed(self, sandbox, bot, guild, control, action, options):
        """After a resumable loss every event comes once and in order."""
        message = await bot.get_channel(guild.channels["general"]).send("vote")
        await control.trouble.gateway("hold")
        await control.trouble.gateway(action, **options)
        await sandbox.until(lambda: not sandbox.hub.connected)

        expected = await _react_while_away(control, guild, message)
        await control.trouble.gateway("release")

        seen = [await bot.next_event() for _ in range(21)]
        assert seen.count(("resumed", 0)) == 1
        seen.remove(("resumed", 0))
        assert seen == expected

    async def test_a_zombie_is_left(self, sandbox, connect, guild, control, monkeypatch):
        """A line over which nothing comes is given up by the client; nothing said is lost."""
        monkeypatch.setattr(assumptions, "HEARTBEAT_MILLISECONDS", 500)
        monkeypatch.setattr(assumptions, "HEARTBEAT_GRACE", 100)
        async with connect(Stranger(heartbeat_timeout=2.0)) as bot:
            message = await bot.get_channel(guild.channels["general"]).send("vote")
            await control.trouble.gateway("mute")
            expected = await _react_while_away(control, guild, message, count=3)

            seen = [await bot.next_event() for _ in range(4)]

        assert seen.count(("resumed", 0)) == 1
        seen.remove(("resumed", 0))
        assert seen == expected
        assert sandbox.hub.identifies == 1

    async def test_a_heartbeat_is_asked_for(self, sandbox, dial, control):
        """The client may be asked for a heartbeat out of turn."""
        raw, _ = await identified(sandbox, dial)
        await control.trouble.gateway("beat")
        assert (await raw.hear())["op"] == 1

    async def test_a_forgotten_session_loses_events(self, sandbox, connect, guild, control):
        """After a lost session nothing is replayed; REST still shows the reactions."""
        bot = Stranger(shard_count=1)
        ready_again = asyncio.Event()

        async with connect(bot):
            bot.on_shard_ready = _setter(ready_again)
            message = await bot.get_channel(guild.channels["general"]).send("vote")
            await control.trouble.gateway("hold")
            await control.trouble.gateway("forget")
            await sandbox.until(lambda: not sandbox.hub.connected)
            await _react_while_away(control, guild, message, count=3)
            await control.trouble.gateway("release")
            await asyncio.wait_for(ready_again.wait(), PATIENCE_SECONDS)

            assert await bot.next_event() == ("back", guild.id)
            assert bot.seen.empty()
            message = await message.channel.fetch_message(message.id)
            assert len(message.reactions) == 3
        assert sandbox.hub.identifies == 2


def _setter(event):
    async def on_shard_ready(shard_id):
        del shard_id
        event.set()

    return on_shard_ready


class TestShards:
    """Several shards of one bot."""

    async def test_servers_are_split(self, sandbox, connect, control):
        """Each server's events come over its own shard."""
        for number in range(12):
            await control.world.add_guild(f"Server {number}", members=["ada"])
        async with connect(Stranger(shard_count=2)) as bot:
            assert len(bot.guilds) == 12
            for guild in bot.guilds:
                assert guild.shard_id == (guild.id >> 22) % 2
            assert {guild.shard_id for guild in bot.guilds} == {0, 1}
            assert len(sandbox.hub.connected) == 2

    async def test_plain_client(self, connect, guild):
        """A plain Client without shards lives here too."""
        client = discord.Client(intents=discord.Intents.default(), guild_ready_timeout=0.05)
        async with connect(client):
            assert client.get_guild(guild.id).name == "Readers"


class TestHandshake:
    """What the gateway accepts."""

    @pytest.mark.parametrize("query", ["v=10", "v=10&compress=zlib-stream"])
    async def test_hello_ready_heartbeat(self, sandbox, dial, guild, query):
        """HELLO, READY with servers unavailable, then each server; heartbeats are answered."""
        raw = await dial(query)
        assert (await raw.hear())["d"]["heartbeat_interval"] > 0
        await raw.say(1, None)
        assert (await raw.hear())["op"] == 11
        await raw.say(2, identity(sandbox))

        ready, server = await raw.hear(), await raw.hear()

        assert ready["t"] == "READY"
        assert ready["s"] == 1
        assert ready["d"]["guilds"] == [{"id": str(guild.id), "unavailable": True}]
        assert (server["t"], server["s"], server["d"]["unavailable"]) == ("GUILD_CREATE", 2, False)

    @pytest.mark.parametrize(
        ("op", "data", "code"),
        [
            (2, {"token": "wrong"}, 4004),
            (2, {"shard": [2, 2]}, 4010),
            (2, {"intents": None}, 4013),
            (2, {"intents": 1 << 23}, 4013),
            (2, {"intents": 1 << 15}, 4014),
            (3, {}, 4003),
            (99, {}, 4001),
        ],
    )
    async def test_refusals(self, sandbox, dial, op, data, code):
        """Each mistake ends the connection with its own close code."""
        raw = await dial()
        await raw.hear()
        await raw.say(op, identity(sandbox, **data) if op == 2 else data)
        assert await raw.hear_close() == code

    @pytest.mark.parametrize("query", ["v=6", "v=10&encoding=etf", "v=10&compress=gzip-stream", ""])
    async def test_wrong_version(self, dial, query):
        """Another API version, encoding or compression is refused."""
        raw = await dial(query)
        assert await raw.hear_close() == 4012

    async def test_zstd(self, dial):
        """Who asks for zstd-stream is answered in plain frames."""
        raw = await dial("v=10&compress=zstd-stream")
        assert (await raw.hear())["op"] == 10

    async def test_garbage(self, dial):
        """What is no JSON ends the connection."""
        raw = await dial()
        await raw.hear()
        await raw.socket.send_str("{")
        assert await raw.hear_close() == 4002

    async def test_unknown_session(self, sandbox, dial):
        """Resuming what is not known is invalid, and identifying still works."""
        raw = await dial()
        await raw.hear()
        await raw.say(6, {"token": sandbox.bot_token, "session_id": "x", "seq": 3})
        assert await raw.hear() == {"op": 9, "d": False, "s": None, "t": None}
        await raw.say(2, identity(sandbox))
        assert (await raw.hear())["t"] == "READY"

    async def test_intents_filter(self, sandbox, dial, guild, control):
        """Without the reactions intent reactions are not told, messages are."""
        raw = await dial()
        await raw.hear()
        await raw.say(2, identity(sandbox, intents=1 | 1 << 9))
        await raw.hear()
        await raw.hear()
        ada, channel = guild.members["ada"], guild.channels["general"]

        sent = await control.members.send(ada, channel, "hi")
        await control.members.react(ada, channel, int(sent["id"]), "✅")
        await control.members.delete_message(ada, channel, int(sent["id"]))

        assert (await raw.hear())["t"] == "MESSAGE_CREATE"
        assert (await raw.hear())["t"] == "MESSAGE_DELETE"


async def test_stops_with_a_client_connected():
    """A sandbox that stops says goodbye to its connections."""
    async with aiohttp.ClientSession() as session:
        async with Sandbox() as sandbox:
            raw = Raw(await session.ws_connect(sandbox.gateway_url + "?v=10"))
            await raw.hear()
            closing = asyncio.create_task(raw.hear_close())
        assert await closing == 1001
