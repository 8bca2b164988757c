"""REST beside the stranger's path: hooks, faults, unknown requests, headers, the control API."""

from datetime import UTC, datetime, timedelta

import aiohttp
import discord
import pytest

from bot.sandbox import ConnectionDropped, ControlRefusal, Sandbox

FORWARD = {"type": 1, "message_id": "1", "channel_id": "1"}
CREATE = "POST /channels/{channel_id}/messages"


@pytest.fixture
async def rest(sandbox):
    """Open a bare HTTP session with the bot's token."""
    headers = {"Authorization": f"Bot {sandbox.bot_token}"}
    async with aiohttp.ClientSession(headers=headers) as session:
        yield session


class TestUnrouted:
    """What the sandbox does not understand."""

    @pytest.mark.parametrize(
        ("method", "path", "body"),
        [
            ("GET", "/voice/regions", None),
            ("POST", "/channels/{general}/messages", {"content": "x", "glitter": True}),
            ("POST", "/channels/{general}/messages", {"embeds": [{"title": "x", "shine": 1}]}),
            ("POST", "/channels/{general}/messages", {"message_reference": FORWARD}),
            ("POST", "/channels/{general}/messages", {"content": "x", "flags": 1 << 13}),
            ("POST", "/guilds/{guild}/channels", {"name": "stage", "type": 13}),
            ("PATCH", "/guilds/{guild}", {"icon": "data:image/png;base64,AAAA"}),
            ("POST", "/interactions/1/token/callback", {"type": 12}),
            ("GET", "/users/@me?verbose=1", None),
            ("GET", "/users/@me", {"why": 1}),
        ],
    )
    async def test_answers_501_and_counts(self, method, path, body):
        """Unknown routes, fields and parameters are refused loudly and counted."""
        async with Sandbox() as sandbox, aiohttp.ClientSession() as session:
            guild = await sandbox.control.world.add_guild("Readers")
            await sandbox.control.world.invite_bot(guild.id, ["administrator"])
            ids = {"general": guild.channels["general"], "guild": guild.id}
            url = sandbox.api_url + path.format(**ids)
            headers = {"Authorization": f"Bot {sandbox.bot_token}"}
            async with session.request(method, url, json=body, headers=headers) as answer:
                assert answer.status == 501
                assert "does not emulate" in (await answer.json())["message"]
            assert len(sandbox.unrouted) == 1
            assert len(await sandbox.control.books.unrouted()) == 1


class TestTransport:
    """What every answer carries."""

    async def test_headers(self, sandbox, rest):
        """Bodies are exactly JSON, and rate-limit headers are always there."""
        async with rest.get(sandbox.api_url + "/users/@me") as answer:
            assert answer.headers["Content-Type"] == "application/json"
            assert int(answer.headers["X-RateLimit-Remaining"]) > 1000
            assert float(answer.headers["X-RateLimit-Reset-After"]) > 0
            assert answer.headers["X-RateLimit-Bucket"]

    async def test_no_token(self, sandbox):
        """Without the token nothing is answered."""
        async with (
            aiohttp.ClientSession() as session,
            session.get(sandbox.api_url + "/users/@me") as answer,
        ):
            assert answer.status == 401

    async def test_invalid_form(self, sandbox, rest, guild):
        """Wrong fields are named, each with Discord's code."""
        url = f"{sandbox.api_url}/channels/{guild.channels['general']}/messages"
        async with rest.post(url, json={"embeds": [{"fields": [{"name": "x"}]}]}) as answer:
            assert answer.status == 400
            errors = (await answer.json())["errors"]
        value = errors["embeds"]["0"]["fields"]["0"]["value"]
        assert value["_errors"][0]["code"] == "BASE_TYPE_REQUIRED"


class TestServers:
    """What is told of the bot's servers."""

    async def test_counts(self, sandbox, rest, guild):
        """How many members a server has is told where it is asked for, in the list too."""
        for path in (f"/guilds/{guild.id}", "/users/@me/guilds"):
            shown = []
            for query in ("", "?with_counts=true"):
                async with rest.get(sandbox.api_url + path + query) as answer:
                    found = await answer.json()
                shown.append(found[0] if isinstance(found, list) else found)
            assert "approximate_member_count" not in shown[0]
            assert shown[1]["approximate_member_count"] == 5

    async def test_list(self, bot, guild):
        """The list tells what the bot may do in each."""
        (found,) = [each async for each in bot.fetch_guilds()]
        assert (found.id, found.name, found.owner_id) == (guild.id, "Readers", None)


class TestHooks:
    """Standing right before and after a request's effect."""

    async def test_both_phases(self, sandbox, bot, guild, control):
        """A hook sees each request before and after it took effect, with its number."""
        channel = bot.get_channel(guild.channels["general"])
        seen = []

        async def hook(method, route, phase, count):
            kept = await control.books.messages(channel.id)
            seen.append((f"{method} {route}", phase, count, len(kept)))

        remove = sandbox.on_request(hook)
        await channel.send("one")
        remove()
        await channel.send("two")

        assert seen == [(CREATE, "before", 1, 0), (CREATE, "after", 1, 1)]

    @pytest.mark.parametrize(("phase", "kept"), [("before", 0), ("after", 1)])
    async def test_hanging_up(self, sandbox, bot, guild, control, phase, kept):
        """A hook can hang up before the effect, or after it with the answer unsent."""
        channel = bot.get_channel(guild.channels["general"])

        def hook(method, route, at, count):
            del count
            if f"{method} {route}" == CREATE and at == phase:
                raise ConnectionDropped

        sandbox.on_request(hook)
        with pytest.raises(aiohttp.ServerDisconnectedError):
            await channel.send("one")

        assert len(await control.books.messages(channel.id)) == kept


class TestFaults:
    """Accidents on purpose."""

    async def test_error_after_the_effect_sends_once(self, bot, guild, control):
        """A 500 after the message exists is retried by the client without a second message."""
        channel = bot.get_channel(guild.channels["general"])
        await control.trouble.add_fault(
            "^" + CREATE.replace("{", "\\{") + "$", "status", phase="after"
        )

        await channel.send("one")

        assert len(await control.books.messages(channel.id)) == 1
        assert (await control.books.request_counts())[CREATE] == 2

    async def test_rate_limit(self, bot, guild, control):
        """A 429 with Via is waited for, without it is taken for a ban."""
        channel = bot.get_channel(guild.channels["general"])
        await control.trouble.add_fault("messages", "limit", seconds=0.05, count=2)
        await channel.send("patient")
        await control.trouble.add_fault("messages", "limit", seconds=0.05, via=False)
        with pytest.raises(discord.HTTPException) as refused:
            await channel.send("banned")
        assert refused.value.status == 429

    async def test_cleared(self, bot, guild, control):
        """Cleared faults strike no more."""
        await control.trouble.add_fault(".", "status", status=503, count=None)
        with pytest.raises(discord.DiscordServerError):
            await bot.fetch_guild(guild.id)
        await control.trouble.clear_faults()
        await bot.fetch_guild(guild.id)

    async def test_drop(self, bot, guild, control):
        """A dropped connection is no answer at all; aiohttp itself asks once more for a GET."""
        await control.trouble.add_fault("GET /guilds", "drop", count=2)
        with pytest.raises(aiohttp.ServerDisconnectedError):
            await bot.fetch_guild(guild.id)


class TestClock:
    """Virtual time for what is shown."""

    async def test_messages_bear_virtual_time(self, bot, guild, control):
        """Ids and timestamps follow the virtual clock."""
        channel = bot.get_channel(guild.channels["general"])
        instant = datetime.now(UTC) + timedelta(days=30)

        await control.world.move_clock(instant, frozen=True)
        message = await channel.send("later")

        assert abs(message.created_at - instant) < timedelta(milliseconds=2)
        assert await control.world.now() == instant

    async def test_only_forward(self, control):
        """Time does not run backwards."""
        with pytest.raises(ControlRefusal):
            await control.world.move_clock(advance=timedelta(seconds=-5))

    async def test_nonce_window_is_real_time(self, bot, guild, control, sandbox):
        """The nonce outlives a jump of the virtual clock, not its real window."""
        channel = bot.get_channel(guild.channels["general"])
        first = await channel.send("x", nonce="n")
        await control.world.move_clock(advance=timedelta(hours=2))
        assert (await channel.send("x", nonce="n")).id == first.id

        real = sandbox.world.monotonic
        sandbox.world.monotonic = lambda: real() + 301
        assert (await channel.send("x", nonce="n")).id != first.id


class TestControlApi:
    """Who may use the control API."""

    @pytest.mark.parametrize(
        ("headers", "status"),
        [
            ({}, 401),
            ({"Authorization": "Bearer wrong"}, 401),
            ({"Authorization": "Bearer {token}", "Origin": "http://elsewhere.example"}, 403),
            ({"Authorization": "Bearer {token}", "Host": "elsewhere.example"}, 403),
            ({"Authorization": "Bearer {token}"}, 200),
        ],
    )
    async def test_strangers(self, sandbox, headers, status):
        """Only loopback hosts, its own pages and its token are let in."""
        sent = {name: each.format(token=sandbox.control_token) for name, each in headers.items()}
        async with (
            aiohttp.ClientSession() as session,
            session.get(sandbox.control_url + "/state", headers=sent) as answer,
        ):
            assert answer.status == status

    async def test_members_are_bound_by_permissions(self, guild, control):
        """A member without rights is refused with Discord's codes."""
        ada, channel = guild.members["ada"], guild.channels["general"]
        sent = await control.members.send(guild.members["ben"], channel, "mine")
        with pytest.raises(ControlRefusal) as refused:
            await control.members.delete_message(ada, channel, int(sent["id"]))
        assert refused.value.code == 50013
        with pytest.raises(ControlRefusal) as refused:
            await control.members.delete_channel(ada, channel)
        assert refused.value.code == 50013

    async def test_same_seed_same_ids(self):
        """Two sandboxes with one seed and one start have the same ids."""
        start = datetime(2030, 1, 1, tzinfo=UTC)
        found = []
        for _ in range(2):
            async with Sandbox(seed=3, start=start) as sandbox:
                found.append((await sandbox.control.world.add_guild("Readers")).id)
        assert found[0] == found[1]
