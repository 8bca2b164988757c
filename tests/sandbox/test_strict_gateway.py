"""The gateway's strictness: what it closes for, what it replays, what it tells whom and when."""

import asyncio
import json

import aiohttp
import pytest

from bot.sandbox import Sandbox, assumptions
from tests.patience import PATIENCE_SECONDS
from tests.sandbox.puppet import Rest
from tests.sandbox.raw import Raw, greeted, identified, identity, resumption


async def _resumed(sandbox, dial, ready, sequence) -> Raw:
    raw = await greeted(dial)
    await raw.say(6, resumption(sandbox, ready, sequence))
    return raw


@pytest.fixture
def skip_time(sandbox):
    """Let real time seem to have gone by for the windows of the protocol."""

    def skip(seconds, of=sandbox):
        real = of.world.monotonic
        of.world.monotonic = lambda: real() + seconds

    return skip


class TestMalformed:
    """Frames that Discord does not take."""

    @pytest.mark.parametrize(
        ("frame", "code"),
        [
            ("[]", 4002),
            ('{"d": 1}', 4002),
            ('{"op": "1"}', 4002),
            ('{"op": 1, "d": "x"}', 4002),
            ('{"op": 2, "d": []}', 4002),
            ('{"op": 2, "d": {"token": "x"}}', 4002),
            ('{"op": 6, "d": {"session_id": "x", "token": "y"}}', 4002),
            ('{"op": 8, "d": {}}', 4003),
            ('{"op": 5, "d": {}}', 4001),
            ("[" * 3000, 4002),
            ('{"op": ' + "9" * 4000 + "}", 4001),
            (json.dumps({"op": 1, "d": None, "pad": "x" * 4096}), 4002),
            (json.dumps({"op": 1, "d": None, "pad": "x" * 100_000}), 4002),
        ],
    )
    async def test_close_with_their_code(self, dial, frame, code):
        """Each is answered with the documented close code."""
        raw = await greeted(dial)
        await raw.socket.send_str(frame)
        assert await raw.hear_close() == code

    @pytest.mark.parametrize(
        ("op", "data"),
        [
            (8, {"guild_id": "²", "query": "", "limit": 0}),
            (8, {"guild_id": "1", "query": "", "limit": "0"}),
            (8, {"guild_id": [], "user_ids": ["1"]}),
            (3, {"status": ["online"]}),
            (3, {"status": {}}),
        ],
    )
    async def test_once_a_session_runs(self, sandbox, dial, op, data):
        """What is wrong inside a frame is answered with the same code."""
        raw, _ = await identified(sandbox, dial)
        await raw.say(op, data)
        assert await raw.hear_close() == 4002

    async def test_binary(self, dial):
        """Bytes are no JSON."""
        raw = await greeted(dial)
        await raw.socket.send_bytes(b'{"op": 1, "d": null}')
        assert await raw.hear_close() == 4002

    async def test_identifying_twice(self, sandbox, dial):
        """Who is known does not say again who it is."""
        raw, _ = await identified(sandbox, dial)
        await raw.say(2, identity(sandbox))
        assert await raw.hear_close() == 4005

    async def test_too_many_frames(self, dial):
        """The 121st frame within a minute is one too many."""
        raw = await greeted(dial)
        for _ in range(120):
            await raw.say(1, None)
            assert (await raw.hear())["op"] == 11
        await raw.say(1, None)
        assert await raw.hear_close() == 4008

    async def test_frames_of_a_past_minute(self, dial, skip_time):
        """After a minute as many may be sent again."""
        raw = await greeted(dial)
        for _ in range(120):
            await raw.say(1, None)
            await raw.hear()
        skip_time(60)
        await raw.say(1, None)
        assert (await raw.hear())["op"] == 11

    async def test_silence(self, dial, monkeypatch):
        """A client that never beats is closed."""
        monkeypatch.setattr(assumptions, "HEARTBEAT_MILLISECONDS", 50)
        raw = await greeted(dial)
        assert await raw.hear_close() == 4009

    @pytest.mark.parametrize(
        ("op", "data"),
        [
            (3, {"status": "idle", "since": None, "afk": False, "activities": []}),
            (4, {"guild_id": "1", "channel_id": None, "self_mute": False, "self_deaf": False}),
        ],
    )
    async def test_presence_and_voice_are_taken(self, sandbox, dial, op, data):
        """What changes nothing here is accepted all the same."""
        raw, _ = await identified(sandbox, dial)
        await raw.say(op, data)
        await raw.say(1, 1)
        assert (await raw.hear())["op"] == 11

    async def test_unknown_presence(self, sandbox, dial):
        """A status that there is not is no presence."""
        raw, _ = await identified(sandbox, dial)
        await raw.say(3, {"status": "asleep"})
        assert await raw.hear_close() == 4002


class TestStarts:
    """How often sessions may be started."""

    async def test_one_in_five_seconds(self, dial, skip_time):
        """With real limits a second IDENTIFY comes too soon, until five seconds have gone by."""
        async with Sandbox(limits="real") as sandbox:
            await identified(sandbox, dial, shard=[0, 2])
            raw, heard = await identified(sandbox, dial, shard=[1, 2])
            assert (heard["op"], heard["d"]) == (9, False)
            skip_time(5, of=sandbox)
            await raw.say(2, identity(sandbox, shard=[1, 2]))
            assert (await raw.hear())["t"] == "READY"

    async def test_one_for_each_key(self, dial):
        """Shards whose numbers differ modulo max_concurrency do not wait for each other."""
        async with Sandbox(limits="real", concurrency=2) as sandbox:
            found = [await identified(sandbox, dial, shard=[n, 3]) for n in range(3)]
            assert [heard["op"] for _, heard in found] == [0, 0, 9]

    async def test_a_thousand_a_day(self, dial, monkeypatch):
        """Who starts more sessions than a day allows is let in no more."""
        monkeypatch.setattr("bot.sandbox.gateway.starts.SESSIONS_A_DAY", 1)
        async with Sandbox(limits="real") as sandbox:
            await identified(sandbox, dial)
            raw = await greeted(dial, of=sandbox)
            await raw.say(2, identity(sandbox))
            assert await raw.hear_close() == 4004

    async def test_no_limits(self, sandbox, dial):
        """With limits off every IDENTIFY is let in, and counted."""
        for number in range(4):
            _, heard = await identified(sandbox, dial, shard=[number, 4])
            assert heard["t"] == "READY"
        assert sandbox.hub.identifies == 4


class TestSharding:
    """Which shard is told what."""

    async def test_too_many_servers(self, sandbox, dial, control):
        """More than 2,500 servers on a shard need more shards."""
        await control.crowd.add_guilds(2_501)
        raw = await greeted(dial)
        await raw.say(2, identity(sandbox))
        assert await raw.hear_close() == 4011
        _, ready = await identified(sandbox, dial, shard=[0, 2])
        assert ready["t"] == "READY"

    @pytest.mark.parametrize("shards", [2, 8])
    async def test_events_come_over_their_shard_alone_and_in_order(
        self, sandbox, dial, control, shards
    ):
        """A server is listed by, and its messages come over, the shard of its id."""
        guilds = [
            await control.world.add_guild(f"Server {n}", owner="olga") for n in range(2 * shards)
        ]
        found = [await identified(sandbox, dial, shard=[n, shards]) for n in range(shards)]
        words = [f"word {n}" for n in range(5)]
        for word in words:
            for guild in guilds:
                await control.members.send(guild.owner_id, guild.channels["general"], word)
        for shard, (raw, ready) in enumerate(found):
            own = {str(each.id) for each in guilds if (each.id >> 22) % shards == shard}
            assert {each["id"] for each in ready["d"]["guilds"]} == own
            frames = [await raw.hear() for _ in range(6 * len(own))]
            assert [each["s"] for each in frames] == list(range(2, len(frames) + 2))
            told = [each["d"]["guild_id"] for each in frames if each["t"] == "MESSAGE_CREATE"]
            assert sorted(told) == sorted(5 * list(own))
            for guild_id in own:
                ids = [
                    int(each["d"]["id"])
                    for each in frames
                    if each["t"] == "MESSAGE_CREATE" and each["d"]["guild_id"] == guild_id
                ]
                assert ids == sorted(ids)


class TestResume:
    """Going on where one was."""

    async def test_replays_what_was_missed(self, sandbox, dial, guild, control):
        """Everything after the number comes again, then RESUMED."""
        raw, ready = await identified(sandbox, dial)
        await raw.hear()
        await raw.socket.close(code=4000)
        await control.members.send(guild.members["ada"], guild.channels["general"], "missed")
        raw = await _resumed(sandbox, dial, ready, 1)
        heard = await raw.hear_until("RESUMED")
        assert [each["t"] for each in heard] == ["GUILD_CREATE", "MESSAGE_CREATE", "RESUMED"]
        assert [each["s"] for each in heard] == [2, 3, 4]
        assert isinstance(heard[-1]["d"], dict)

    async def test_a_number_never_sent(self, sandbox, dial):
        """What was never sent cannot be gone on from; the session is over then."""
        raw, ready = await identified(sandbox, dial)
        await raw.socket.close(code=4000)
        raw = await _resumed(sandbox, dial, ready, 99)
        assert await raw.hear_close() == 4007
        raw = await _resumed(sandbox, dial, ready, 1)
        assert (await raw.hear())["op"] == 9

    async def test_too_late(self, sandbox, dial, skip_time):
        """A session that was lost for too long is over."""
        raw, ready = await identified(sandbox, dial)
        await raw.socket.close(code=4000)
        await sandbox.until(lambda: not sandbox.hub.connected)
        skip_time(assumptions.RESUME_SECONDS + 1)
        raw = await _resumed(sandbox, dial, ready, 1)
        assert (await raw.hear()) == {"op": 9, "d": False, "s": None, "t": None}

    async def test_too_much_was_missed(self, sandbox, dial, guild, control, monkeypatch):
        """What the buffer no longer holds cannot be replayed."""
        monkeypatch.setattr(assumptions, "REPLAY_EVENTS", 3)
        raw, ready = await identified(sandbox, dial)
        await raw.socket.close(code=4000)
        for _ in range(3):
            await control.members.send(guild.members["ada"], guild.channels["general"], "x")
        raw = await _resumed(sandbox, dial, ready, 1)
        assert (await raw.hear())["op"] == 9

    async def test_saying_goodbye_ends_it(self, sandbox, dial):
        """A client that closes with 1000 cannot resume."""
        raw, ready = await identified(sandbox, dial)
        await raw.socket.close(code=1000)
        await sandbox.until(lambda: not sandbox.hub.connected)
        raw = await _resumed(sandbox, dial, ready, 1)
        assert (await raw.hear())["op"] == 9

    async def test_before_there_was_a_session(self, sandbox, dial):
        """Who was cut off before READY asks for nothing, and is told to begin anew."""
        raw = await _resumed(sandbox, dial, {"d": {"session_id": None}}, None)
        assert (await raw.hear()) == {"op": 9, "d": False, "s": None, "t": None}


class TestGoodbye:
    """A connection that is closed with a code."""

    async def test_waits_for_a_client_that_answers_late(self, sandbox):
        """The line stays until the client has answered, so that it is sure of the code."""
        async with (
            aiohttp.ClientSession() as session,
            session.ws_connect(f"{sandbox.gateway_url}?v=10", autoclose=False) as socket,
        ):
            await socket.receive(timeout=PATIENCE_SECONDS)
            await socket.send_json({"op": 2, "d": identity(sandbox, token="wrong")})
            told = await socket.receive(timeout=PATIENCE_SECONDS)
            await asyncio.sleep(0.2)
            await socket.close()
        assert (told.type, told.data) == (aiohttp.WSMsgType.CLOSE, 4004)
        assert (socket.close_code, socket.exception()) == (4004, None)


class TestSight:
    """Threads that come into sight."""

    async def test_threads_are_told_when_their_channel_is_seen_again(
        self, sandbox, dial, guild, control
    ):
        """A bot that may see a channel again is told its active threads."""
        channel, ada = guild.channels["general"], guild.members["ada"]
        sent = await control.members.send(ada, channel, "topic")
        thread = await control.members.open_thread(ada, channel, int(sent["id"]), "talk")
        raw, _ = await identified(sandbox, dial)
        await raw.hear()

        await control.world.set_overwrite(channel, "bot", deny=["view_channel"])
        assert (await raw.hear())["t"] == "CHANNEL_UPDATE"
        await control.world.set_overwrite(channel, "bot")

        update, sync = await raw.hear(), await raw.hear()
        assert (update["t"], sync["t"]) == ("CHANNEL_UPDATE", "THREAD_LIST_SYNC")
        assert sync["d"]["channel_ids"] == [str(channel)]
        assert [each["id"] for each in sync["d"]["threads"]] == [thread["id"]]

    async def test_a_role_may_bring_it_about(self, sandbox, dial, guild, control):
        """What everybody may see is followed too, and told in full."""
        raw, _ = await identified(sandbox, dial)
        await raw.hear()
        await control.world.invite_bot(guild.id, [])
        await control.world.set_role(guild.id, guild.id, [])
        await control.world.set_role(guild.id, guild.id, ["view_channel"])
        heard = [await raw.hear() for _ in range(6)]
        assert [each["t"] for each in heard] == [
            *["GUILD_ROLE_UPDATE"] * 3,
            *["CHANNEL_UPDATE"] * 2,
            "THREAD_LIST_SYNC",
        ]
        assert [each["d"]["name"] for each in heard[3:5]] == ["general", "books"]

    async def test_hidden_channels_are_masked(self, sandbox, dial, guild, control):
        """Of a channel the bot does not see it is told the place, and nothing else."""
        secret = await control.members.create_channel(
            guild.owner_id, guild.id, "secret", topic="t", nsfw=True, rate_limit_per_user=5
        )
        await control.world.set_overwrite(secret, "everyone", deny=["view_channel"])
        await control.world.set_overwrite(secret, "bot", deny=["view_channel"])
        raw, _ = await identified(sandbox, dial)
        (told,) = [c for c in (await raw.hear())["d"]["channels"] if c["id"] == str(secret)]
        assert (told["name"], told["flags"], told["topic"]) == ("___hidden___", 1 << 17, None)
        deny = {"id": str(guild.id), "type": 0, "allow": "0", "deny": str(1 << 10)}
        assert told["permission_overwrites"] == [deny]
        assert (told["nsfw"], told["rate_limit_per_user"]) == (False, 0)

        await control.members.edit_channel(guild.owner_id, secret, name="secrets")
        assert (await raw.hear())["d"]["name"] == "___hidden___"
        await control.world.set_overwrite(secret, "bot")
        await control.world.set_overwrite(secret, "everyone")
        assert (await raw.hear())["d"]["name"] == "___hidden___"
        assert (await raw.hear())["d"]["name"] == "secrets"

    async def test_categories(self, sandbox, dial, guild, control):
        """A category is seen where one of its channels is."""
        home = await control.world.add_channel(guild.id, "home", "category")
        rooms = [
            await control.world.add_channel(guild.id, name, parent_id=home) for name in ("a", "b")
        ]
        await control.world.invite_bot(guild.id, [])
        await control.world.set_role(guild.id, guild.id, [])
        raw, _ = await identified(sandbox, dial)
        channels = (await raw.hear())["d"]["channels"]
        assert {each["name"] for each in channels} == {"___hidden___"}

        await control.world.set_overwrite(rooms[1], "bot", allow=["view_channel"])

        heard = [await raw.hear() for _ in range(3)]
        assert [each["t"] for each in heard] == [*["CHANNEL_UPDATE"] * 2, "THREAD_LIST_SYNC"]
        assert [each["d"]["name"] for each in heard[:2]] == ["b", "home"]
        assert heard[2]["d"]["channel_ids"] == [str(rooms[1])]
        listed = await Rest(sandbox).ok("GET", f"/guilds/{guild.id}/channels")
        assert {each["name"] for each in listed} == {"b", "home"}
        await control.members.delete_channel(guild.owner_id, home)
        heard = [await raw.hear() for _ in range(3)]
        assert [each["t"] for each in heard] == ["CHANNEL_DELETE", *["CHANNEL_UPDATE"] * 2]
        assert {each["d"]["parent_id"] for each in heard[1:]} == {None}
