"""Deleting, reading back, and writing too fast."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.sandbox import ControlRefusal, Sandbox
from tests.sandbox.puppet import Rest


@pytest.fixture
async def rest(sandbox):
    """Make requests as the bot."""
    return Rest(sandbox)


@pytest.fixture
def path(guild):
    """Give the path of a channel's messages."""
    return f"/channels/{guild.channels['general']}/messages"


class TestDeleting:
    """Bulk deletion, and what is gone."""

    @pytest.fixture
    async def many(self, rest, path, control, guild):
        """Let the bot moderate and post 101 messages; give their ids."""
        await control.world.invite_bot(
            guild.id,
            ["view_channel", "send_messages", "manage_messages", "read_message_history"],
        )
        return [(await rest.ok("POST", path, {"content": "x"}))["id"] for _ in range(101)]

    async def test_bulk(self, rest, path, many, control, guild):
        """Two to a hundred different ids, whether they exist or not."""
        bulk = path + "/bulk-delete"
        for wrong in ([], many[:1], many, [many[0], many[0]]):
            assert (await rest("POST", bulk, {"messages": wrong}))[:2] == (400, 50016)
        await rest.ok("POST", bulk, {"messages": [*many[:99], str(int(many[0]) - 1)]})
        assert len(await control.books.messages(guild.channels["general"])) == 2

    async def test_fourteen_days(self, rest, path, many, control, guild):
        """One message that is too old spoils the whole request."""
        await control.world.move_clock(advance=timedelta(days=14, minutes=1))
        fresh = (await rest.ok("POST", path, {"content": "x"}))["id"]
        body = {"messages": [many[0], fresh]}
        assert (await rest("POST", path + "/bulk-delete", body))[:2] == (400, 50034)
        assert len(await control.books.messages(guild.channels["general"])) == 102

    @pytest.mark.parametrize(
        ("method", "tail", "body"),
        [
            ("GET", "", None),
            ("PATCH", "", {"content": "x"}),
            ("DELETE", "", None),
            ("PUT", "/reactions/%E2%9C%85/@me", None),
            ("GET", "/reactions/%E2%9C%85", None),
            ("POST", "/threads", {"name": "x"}),
            ("POST", "/crosspost", None),
        ],
    )
    async def test_unknown_message(self, rest, path, method, tail, body):
        """A message that is not there is refused with 10008."""
        assert (await rest(method, f"{path}/1{tail}", body))[:2] == (404, 10008)

    async def test_members_delete_only_their_own(self, control, guild, rest, path):
        """A member without the right cannot delete the bot's message; a moderator can."""
        message = await rest.ok("POST", path, {"content": "x"})
        general, here = guild.channels["general"], int(message["id"])
        with pytest.raises(ControlRefusal) as refused:
            await control.members.delete_message(guild.members["ada"], general, here)
        assert refused.value.code == 50013
        await control.members.delete_message(guild.owner_id, general, here)
        assert (await rest("GET", f"{path}/{here}"))[:2] == (404, 10008)


class TestHistory:
    """Reading back."""

    async def test_windows(self, rest, path):
        """Before, after and around are exclusive, exclusive and inclusive; newest first."""
        ids = [(await rest.ok("POST", path, {"content": str(n)}))["id"] for n in range(9)]

        async def read(query):
            found = await rest.ok("GET", f"{path}?{query}")
            return [ids.index(each["id"]) for each in found]

        assert await read("limit=3") == [8, 7, 6]
        assert await read(f"before={ids[3]}") == [2, 1, 0]
        assert await read(f"after={ids[3]}&limit=2") == [5, 4]
        assert await read(f"around={ids[4]}&limit=3") == [5, 4, 3]
        assert (await rest("GET", path + "?limit=101"))[:2] == (400, 50035)
        assert (await rest("GET", path + "?limit=0"))[:2] == (400, 50035)

    async def test_without_the_permission(self, rest, path, control, guild):
        """Without Read Message History there is nothing to read."""
        await rest.ok("POST", path, {"content": "x"})
        await control.world.set_overwrite(
            guild.channels["general"], "bot", deny=["read_message_history"]
        )
        assert await rest.ok("GET", path) == []


class TestSlowMode:
    """Slow channels."""

    async def test_members_wait(self):
        """A member writes once per interval; bots and those who may bypass it as they like."""
        async with Sandbox(start=datetime(2030, 1, 1, tzinfo=UTC)) as slow:
            guild = await slow.control.world.add_guild(
                "Slow", members=["ada"], bot_permissions=["manage_channels", "send_messages"]
            )
            rest, general = Rest(slow), guild.channels["general"]
            await slow.control.world.move_clock(frozen=True)
            await rest.ok("PATCH", f"/channels/{general}", {"rate_limit_per_user": 60})
            members = slow.control.members
            for _ in range(2):
                await rest.ok("POST", f"/channels/{general}/messages", {"content": "x"})
                await members.send(guild.owner_id, general, "x")
            await members.send(guild.members["ada"], general, "x")
            with pytest.raises(ControlRefusal) as refused:
                await members.send(guild.members["ada"], general, "x")
            assert (refused.value.status, refused.value.code) == (429, 20016)
            await slow.control.world.move_clock(advance=timedelta(seconds=60))
            await members.send(guild.members["ada"], general, "x")
