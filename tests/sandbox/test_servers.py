"""Channels, outages, roles and members: what Discord allows in a server, and what not."""

from datetime import timedelta

import pytest

from bot.sandbox import ControlRefusal


class TestChannels:
    """Channels that are no threads."""

    async def test_made_and_changed(self, rest, guild):
        """The bot makes channels and changes them."""
        path = f"/guilds/{guild.id}/channels"
        home = (await rest.ok("POST", path, {"name": "home", "type": 4}))["id"]
        made = await rest.ok("POST", path, {"name": "new", "topic": "t", "parent_id": home})
        assert (made["type"], made["topic"], made["parent_id"]) == (0, "t", home)
        here = f"/channels/{made['id']}"
        change = {"name": "newer", "topic": None, "nsfw": True, "rate_limit_per_user": 5}
        assert (await rest.ok("PATCH", here, change)).items() >= change.items()
        assert (await rest("PATCH", here, {"archived": True}))[:2] == (400, 50035)
        assert (await rest("PATCH", here, {"parent_id": made["id"]}))[:2] == (400, 50035)
        assert (await rest("PATCH", here, {"available_tags": []}))[:2] == (400, 50024)
        assert (await rest("PATCH", here, {"topic": "x" * 1025}))[:2] == (400, 50035)
        assert (await rest("PATCH", f"/channels/{home}", {"type": 0}))[:2] == (400, 50024)
        assert (await rest.ok("PATCH", here, {"type": 5}))["type"] == 5
        assert (await rest.ok("PATCH", here, {"type": 0}))["type"] == 0
        await rest.ok("DELETE", here)
        assert (await rest("GET", here))[:2] == (404, 10003)

    async def test_voices(self, rest, guild):
        """A voice channel has a bitrate and a limit, which other kinds pass over."""
        settings = {"bitrate": 96_000, "user_limit": 5, "rtc_region": None}
        path = f"/guilds/{guild.id}/channels"
        voice = await rest.ok("POST", path, {"name": "v", "type": 2, **settings})
        assert voice.items() >= settings.items()
        assert "bitrate" not in await rest.ok("POST", path, {"name": "t", **settings})

    async def test_room(self, rest, sandbox, guild, general):
        """A server holds 500 channels and 250 roles, a category 50 channels."""
        path, held = f"/guilds/{guild.id}/channels", sandbox.world.guilds[guild.id]
        home = (await rest.ok("POST", path, {"name": "home", "type": 4}))["id"]
        for n in range(50):
            last = await rest.ok("POST", path, {"name": f"c{n}", "parent_id": home})
        again = {"name": "c", "parent_id": home}
        assert (await rest("POST", path, again))[:2] == (400, 50035)
        await rest.ok("PATCH", f"/channels/{last['id']}", {"parent_id": home})
        held.channels |= dict.fromkeys(range(500 - len(held.channels)), held.channels[general])
        assert (await rest("POST", path, {"name": "c"}))[:2] == (400, 30013)
        everyone = held.roles[guild.id]
        held.roles |= dict.fromkeys(range(250 - len(held.roles)), everyone)
        assert (await rest("POST", f"/guilds/{guild.id}/roles", {}))[:2] == (400, 30005)

    async def test_emojis(self, rest, control, guild):
        """A server's custom emoji are listed and looked up."""
        owl = (await control.world.add_emoji(guild.id, "owl")).split(":")[1]
        path = f"/guilds/{guild.id}/emojis"
        assert [each["id"] for each in await rest.ok("GET", path)] == [owl]
        assert (await rest.ok("GET", f"{path}/{owl}"))["name"] == "owl"
        assert (await rest("GET", f"{path}/1"))[:2] == (404, 10014)

    async def test_looked_up(self, rest, control, guild):
        """Members are found by how their names begin, and counted by role."""
        role = await control.world.add_role(guild.id, "team")
        await control.world.set_member_roles(guild.id, guild.members["ada"], [role])
        await rest.ok("PATCH", f"/guilds/{guild.id}/members/{guild.members['ben']}", {"nick": "Ad"})
        path = f"/guilds/{guild.id}/members/search"
        found = await rest.ok("GET", f"{path}?query=AD&limit=10")
        assert {each["user"]["username"] for each in found} == {"ada", "ben"}
        assert len(await rest.ok("GET", f"{path}?query=ad")) == 1
        assert (await rest("GET", path))[:2] == (400, 50035)
        counts = await rest.ok("GET", f"/guilds/{guild.id}/roles/member-counts")
        assert (counts[str(role)], str(guild.id) in counts) == (1, False)

    async def test_overwrites(self, rest, control, guild, general):
        """Overwrites are set and taken away one by one; only what one holds is given."""
        ada = guild.members["ada"]
        path = f"/channels/{general}/permissions/"
        await rest.ok("PUT", f"{path}{ada}", {"type": 1, "deny": "2048"})
        assert "send_messages" not in await control.world.get_permissions(general, ada)
        await rest.ok("DELETE", f"{path}{ada}")
        assert "send_messages" in await control.world.get_permissions(general, ada)
        assert (await rest("DELETE", f"{path}{ada}"))[:2] == (404, 10009)
        assert (await rest("PUT", f"{path}1", {"type": 1}))[:2] == (404, 10009)
        answer = await rest("PUT", f"{path}{ada}", {"type": 1, "allow": str(1 << 3)})
        assert answer[:2] == (403, 50013)

    @pytest.mark.parametrize(
        ("path", "status", "code"),
        [
            ("/channels/1", 404, 10003),
            ("/channels/1/messages", 404, 10003),
            ("/guilds/1", 404, 10004),
            ("/guilds/1/members", 404, 10004),
            ("/guilds/{guild}/members/1", 404, 10013),
            ("/guilds/{guild}/roles/1", 404, 10011),
            ("/users/1", 404, 10013),
            ("/applications/1/commands", 404, 10002),
            ("/applications/{bot}/commands/1", 404, 10063),
            ("/applications/{bot}/guilds/1/commands", 403, 50001),
            ("/channels/x", 400, 50035),
        ],
    )
    async def test_unknown(self, rest, sandbox, guild, path, status, code):
        """What is not there has a code of its own."""
        path = path.format(guild=guild.id, bot=sandbox.world.bot.id)
        assert (await rest("GET", path))[:2] == (status, code)


class TestOutage:
    """Servers that are away or lost."""

    async def test_removed(self, rest, control, guild, general):
        """After its removal the bot knows neither server nor channel."""
        await control.world.kick_bot(guild.id)
        assert (await rest("GET", f"/guilds/{guild.id}"))[:2] == (404, 10004)
        assert (await rest("GET", f"/channels/{general}"))[:2] == (403, 50001)
        body = {"content": "x"}
        assert (await rest("POST", f"/channels/{general}/messages", body))[:2] == (403, 50001)

    async def test_outage(self, rest, control, guild, general):
        """During an outage requests about the server fail as the server's own trouble."""
        await control.world.set_outage(guild.id, unavailable=True)
        for path in (f"/guilds/{guild.id}", f"/channels/{general}"):
            assert (await rest("GET", path))[0] == 503
        await control.world.set_outage(guild.id, unavailable=False)
        await rest.ok("GET", f"/channels/{general}")

    async def test_leaving(self, rest, guild):
        """The bot leaves by itself."""
        await rest.ok("DELETE", f"/users/@me/guilds/{guild.id}")
        assert await rest.ok("GET", "/users/@me/guilds") == []


class TestGoverning:
    """Roles and members."""

    async def test_roles(self, rest, control, guild):
        """A role is made at the bottom, changed, moved, given, taken and deleted."""
        ada, path = guild.members["ada"], f"/guilds/{guild.id}/roles"
        role = await rest.ok("POST", path, {"name": "new", "permissions": "0", "color": 255})
        assert (role["position"], role["color"]) == (1, 255)
        here = f"{path}/{role['id']}"
        assert (await rest.ok("PATCH", here, {"name": "newer", "hoist": True}))["hoist"]
        member = f"/guilds/{guild.id}/members/{ada}"
        await rest.ok("PUT", f"{member}/roles/{role['id']}")
        assert (await rest.ok("GET", member))["roles"] == [role["id"]]
        assert (await rest.ok("PATCH", member, {"roles": []}))["roles"] == []
        await rest.ok("PUT", f"{member}/roles/{role['id']}")
        await rest.ok("DELETE", here)
        assert (await rest.ok("GET", member))["roles"] == []
        assert (await control.world.get_guild(guild.id)).roles.keys() == {"@everyone", "Colloquy"}

    async def test_what_stands_above(self, rest, control, guild):
        """Roles and members above the bot's highest role are out of its reach."""
        high = await control.world.add_role(guild.id, "high")
        ada = guild.members["ada"]
        await control.world.set_member_roles(guild.id, ada, [high])
        member, roles = f"/guilds/{guild.id}/members", f"/guilds/{guild.id}/roles"
        for method, path, body in (
            ("PATCH", f"{roles}/{high}", {"name": "x"}),
            ("DELETE", f"{roles}/{high}", None),
            ("PUT", f"{member}/{guild.members['ben']}/roles/{high}", None),
            ("PATCH", f"{member}/{ada}", {"nick": "x"}),
            ("PATCH", f"{member}/{guild.owner_id}", {"nick": "x"}),
            ("DELETE", f"{member}/{ada}", None),
            ("POST", roles, {"name": "x", "permissions": str(1 << 3)}),
        ):
            assert (await rest(method, path, body))[:2] == (403, 50013)

    async def test_timeouts(self, rest, control, guild, general):
        """A member who is timed out only reads, for 28 days at most."""
        ada = guild.members["ada"]
        path = f"/guilds/{guild.id}/members/{ada}"
        now = await control.world.now()
        for span, status in ((timedelta(days=29), 400), (timedelta(hours=1), 200)):
            until = {"communication_disabled_until": (now + span).isoformat()}
            assert (await rest("PATCH", path, until))[0] == status
        with pytest.raises(ControlRefusal) as refused:
            await control.members.send(ada, general, "x")
        assert refused.value.code == 50013
        await control.members.read(ada, general)
        await control.world.move_clock(advance=timedelta(hours=2))
        await control.members.send(ada, general, "x")
