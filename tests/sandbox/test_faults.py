"""REST that goes wrong on purpose, and what the real client makes of it."""

import asyncio
import types

import aiohttp
import discord
import pytest

from bot.sandbox import ControlRefusal, File, Sandbox
from bot.sandbox.faults import BadFault, read_faults
from tests.sandbox.stranger import Stranger

CREATE = "POST /channels/{channel_id}/messages"
SEND = r"^POST /channels/\{channel_id\}/messages$"


@pytest.fixture
def naps(monkeypatch):
    """Let discord.py sleep no longer than a moment between its tries; gives what it wanted."""
    wanted = []

    async def nap(seconds, result=None):
        wanted.append(seconds)
        return await asyncio.sleep(0, result)

    hasty = types.SimpleNamespace(**vars(asyncio))
    hasty.sleep = nap
    monkeypatch.setattr(discord.http, "asyncio", hasty)
    monkeypatch.setattr(discord.webhook.async_, "asyncio", hasty)
    return wanted


class TestSending:
    """A message is sent while something is wrong."""

    @pytest.mark.parametrize(
        ("kind", "options", "error", "attempts", "slept", "kept"),
        [
            ("limit", {"seconds": 0.5, "count": 2}, None, 3, [0.5, 0.5], 1),
            ("limit", {"seconds": 0.2, "count": None}, discord.HTTPException, 5, [0.2] * 5, 0),
            ("limit", {"seconds": 0.5, "via": False}, discord.HTTPException, 1, [], 0),
            ("limit", {"seconds": 0.5, "scope": "global"}, None, 2, [0.5], 1),
            ("limit", {"seconds": 0.5, "scope": "shared"}, None, 2, [0.5], 1),
            ("limit", {"seconds": 0.5, "phase": "after"}, None, 2, [0.5], 1),
            ("status", {"status": 500}, None, 2, [1], 1),
            ("status", {"status": 500, "phase": "after"}, None, 2, [1], 1),
            ("html", {"status": 502, "count": 2}, None, 3, [1, 3], 1),
            ("html", {"status": 504, "phase": "after"}, None, 2, [1], 1),
            (
                "status",
                {"status": 500, "count": None},
                discord.DiscordServerError,
                5,
                [1, 3, 5, 7, 9],
                0,
            ),
            ("status", {"status": 503}, discord.DiscordServerError, 1, [], 0),
            ("html", {"status": 503}, discord.DiscordServerError, 1, [], 0),
            ("status", {"status": 403}, discord.Forbidden, 1, [], 0),
            ("status", {"status": 404, "phase": "after"}, discord.NotFound, 1, [], 1),
            ("status", {"status": 400}, discord.HTTPException, 1, [], 0),
            ("drop", {}, aiohttp.ServerDisconnectedError, 1, [], 0),
            ("drop", {"phase": "after"}, aiohttp.ServerDisconnectedError, 1, [], 1),
            ("truncate", {}, aiohttp.ClientPayloadError, 1, [], 1),
            ("delay", {"seconds": 0.01}, None, 1, [], 1),
            ("delay", {"seconds": 0.01, "phase": "after"}, None, 1, [], 1),
        ],
    )
    async def test_documented_behaviour(
        self, bot, guild, control, naps, kind, options, error, attempts, slept, kept
    ):
        """So often it is tried, so long it is waited, and so many messages there are."""
        channel = bot.get_channel(guild.channels["general"])
        await control.trouble.add_fault(SEND, kind, **options)
        if error is None:
            await channel.send("one")
        else:
            with pytest.raises(error) as raised:
                await channel.send("one")
            assert type(raised.value) is error
        counts = await control.books.request_counts()
        assert counts[CREATE] == attempts
        assert [each for each in naps if each] == slept
        assert len(await control.books.messages(channel.id)) == kept

    async def test_longer_than_it_would_wait(self, connect, guild, control):
        """A client with a limit to its patience gives up at once."""
        async with connect(Stranger(max_ratelimit_timeout=30)) as bot:
            await control.trouble.add_fault(SEND, "limit", seconds=40)
            with pytest.raises(discord.RateLimited) as raised:
                await bot.get_channel(guild.channels["general"]).send("one")
            assert raised.value.retry_after == 40

    async def test_a_delay_before_and_one_after_differ(self, bot, guild, control):
        """Given up before the effect there may be no message yet, after it there is one."""
        channel = bot.get_channel(guild.channels["general"])
        await control.trouble.add_fault(SEND, "delay", seconds=30, phase="after")
        sending = asyncio.create_task(channel.send("one"))
        assert len(await control.books.messages(channel.id, at_least=1)) == 1
        assert not sending.done()
        sending.cancel()
        with pytest.raises(asyncio.CancelledError):
            await sending


class TestInteractions:
    """An interaction is answered while something is wrong."""

    @pytest.mark.parametrize("status", [500, 503])
    async def test_any_server_error_is_tried_again(self, bot, guild, control, naps, status):
        """The adapter for interactions retries whatever is the server's fault."""
        await control.trouble.add_fault("/callback$", "status", status=status, count=2)
        outcome = await control.members.run_command(
            guild.members["ada"], guild.channels["general"], "library add", {"title": "Emma"}
        )
        assert outcome.content == "Emma 1"
        assert [each for each in naps if each] == [1, 3]
        assert bot.is_ready()

    async def test_answered_although_it_looks_failed(self, bot, guild, control, naps):
        """After an error that came with the effect the second try is refused, once answered."""
        await control.trouble.add_fault("/callback$", "status", status=500, phase="after")
        outcome = await control.members.run_command(
            guild.members["ada"], guild.channels["general"], "library add", {"title": "Emma"}
        )
        assert outcome.content == "Emma 1"
        assert naps
        assert bot.is_ready()


class TestRules:
    """When faults strike."""

    async def test_skipping(self, bot, guild, control):
        """So many requests pass before the first that is struck."""
        channel = bot.get_channel(guild.channels["general"])
        await control.trouble.add_fault(SEND, "status", status=503, skip=2)
        await channel.send("one")
        await channel.send("two")
        with pytest.raises(discord.DiscordServerError):
            await channel.send("three")
        await channel.send("four")

    async def test_chance_is_seeded(self):
        """The same seed strikes the same requests, some and not all."""
        found = []
        for _ in range(2):
            async with Sandbox(seed=11) as sandbox:
                await sandbox.control.trouble.add_fault(
                    "^GET /users/@me$", "status", status=503, count=None, probability=0.5
                )
                headers = {"Authorization": f"Bot {sandbox.bot_token}"}
                async with aiohttp.ClientSession(headers=headers) as rest:
                    url = sandbox.api_url + "/users/@me"
                    found.append([(await rest.get(url)).status for _ in range(20)])
        assert found[0] == found[1]
        assert set(found[0]) == {200, 503}

    @pytest.mark.parametrize(
        ("kind", "options", "error"),
        [
            ("status", {"status": 503}, 503),
            ("html", {"status": 502, "phase": "after"}, 502),
            ("drop", {}, aiohttp.ServerDisconnectedError),
            ("truncate", {}, aiohttp.ClientPayloadError),
            ("delay", {"seconds": 0.01}, 200),
        ],
    )
    async def test_downloads(self, guild, control, kind, options, error):
        """What strikes requests strikes downloads over the CDN too, matched by their address."""
        ada, channel = guild.members["ada"], guild.channels["general"]
        sent = await control.members.send(ada, channel, "x", files=[File("a.txt", b"abcd")])
        # The client itself asks once more when a connection drops under it.
        times = 2 if kind == "drop" else 1
        await control.trouble.add_fault("^GET /cdn/", kind, count=times, **options)

        async def download():
            url = sent["attachments"][0]["url"]
            async with aiohttp.ClientSession() as session, session.get(url) as answer:
                await answer.read()
                return answer.status

        if isinstance(error, int):
            assert await download() == error
        else:
            with pytest.raises(error):
                await download()
        assert await download() == 200

    async def test_used_up_during_a_delay(self, sandbox, control):
        """What another request used up while one was delayed does not strike that one as well."""
        await control.trouble.add_fault("^GET /users/@me$", "delay", seconds=0.3)
        await control.trouble.add_fault("^GET /users/@me$", "status", status=503)
        headers = {"Authorization": f"Bot {sandbox.bot_token}"}
        async with aiohttp.ClientSession(headers=headers) as rest:

            async def ask():
                async with rest.get(sandbox.api_url + "/users/@me") as answer:
                    return answer.status

            delayed = asyncio.create_task(ask())
            while len(sandbox.faults) > 1:
                await asyncio.sleep(0)
            struck = await ask()

            assert (struck, await delayed) == (503, 200)

    async def test_nonsense(self, control):
        """A fault that cannot be is refused, and says why."""
        with pytest.raises(ControlRefusal, match="regular expression"):
            await control.trouble.add_fault("(", "status")
        with pytest.raises(ControlRefusal, match="probability"):
            await control.trouble.add_fault(".", "status", probability=2)


class TestFiles:
    """Faults from a file."""

    def test_read(self):
        """A list of faults, each with what differs from the usual."""
        first, second = read_faults(
            '[{"match": "POST", "kind": "html", "status": 502, "count": null},'
            ' {"match": "MESSAGE_", "kind": "late", "seconds": 2, "shard": 1}]'
        )
        assert (first.kind, first.status, first.count, first.phase) == ("html", 502, None, "before")
        assert (second.kind, second.seconds, second.shard, second.id) == ("late", 2, 1, 2)

    @pytest.mark.parametrize(
        ("text", "words"),
        [
            ("{", "not JSON"),
            ("{}", "a JSON list"),
            ("[1]", "Fault 1: A fault is an object."),
            ('[{"kind": "drop"}]', "Fault 1: A fault needs 'match'."),
            ('[{"match": ".", "kind": "drop"}, {"match": "."}]', "Fault 2: A fault needs 'kind'."),
            ('[{"match": ".", "kind": "explode"}]', "'kind' must be one of status, html"),
            ('[{"match": ".", "kind": "drop", "colour": 1}]', "has no 'colour'"),
            ('[{"match": ".", "kind": "drop", "count": 0}]', "'count' must be a whole number"),
            ('[{"match": ".", "kind": "status", "status": 302}]', "'status' must be 200 or"),
            ('[{"match": ".", "kind": "limit", "via": 1}]', "'via' must be true or false"),
            ('[{"match": ".", "kind": []}]', "'kind' must be one of status, html"),
            ('[{"match": ["."], "kind": "drop"}]', "'match' must be a regular expression"),
            ('[{"match": ".", "kind": "drop", "phase": {}}]', "'phase' must be before or after"),
            ('[{"match": ".", "kind": "delay", "seconds": 1e999}]', "'seconds' must be a number"),
            ('[{"match": ".", "kind": "delay", "seconds": NaN}]', "'seconds' must be a number"),
            ("[" * 100_000, "nested too deep"),
            ('[{"match": ".", "kind": "lose", "phase": "after"}]', "lose has no 'phase'"),
            ('[{"match": ".", "kind": "hold", "seconds": 1}]', "hold has no 'seconds'"),
            ('[{"match": ".", "kind": "drop", "shard": 1}]', "drop has no 'shard'"),
            ('[{"match": ".", "kind": "truncate", "phase": "before"}]', "truncate has no 'phase'"),
            ('[{"match": ".", "kind": "close", "status": 500}]', "close has no 'status'"),
        ],
    )
    def test_nonsense(self, text, words):
        """What is wrong with a file is said in one sentence."""
        with pytest.raises(BadFault) as refused:
            read_faults(text)
        assert words in str(refused.value)
