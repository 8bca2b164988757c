"""What the bot may not read or list, and pages that end at an instant or an id."""

from datetime import datetime, timedelta, timezone

import pytest

from bot.sandbox import Sandbox
from tests.sandbox.puppet import Rest
from tests.sandbox.raw import identified

# Servers, messages; and their words.
INTENTS = 1 << 0 | 1 << 9
WORDS = 1 << 15


@pytest.fixture
def path(guild):
    """Give the path of the channel's messages."""
    return f"/channels/{guild.channels['general']}/messages"


class TestAnsweredMessages:
    """Others' words in a message that answers them."""

    async def test_over_rest(self, rest, path, control, guild):
        """An answer of the bot's shows that there is a message, without its words."""
        sent = await control.members.send(guild.members["ada"], guild.channels["general"], "secret")
        body = {
            "content": "yes",
            "message_reference": {"message_id": sent["id"]},
            "allowed_mentions": {"parse": []},
        }
        answer = await rest.ok("POST", path, body)
        for shown in (answer, (await rest.ok("GET", f"{path}?limit=1"))[0]):
            assert shown["content"] == "yes"
            assert shown["referenced_message"]["id"] == sent["id"]
            assert shown["referenced_message"]["content"] == ""

    async def test_what_names_the_bot_is_read(self, rest, path, control, guild, sandbox):
        """By itself: words that name the bot are seen, those they answer are not."""
        ada, general = guild.members["ada"], guild.channels["general"]
        sent = await control.members.send(guild.members["ben"], general, "secret")
        words = f"<@{sandbox.world.bot.id}> see"
        await control.members.send(ada, general, words, reply_to=int(sent["id"]))
        shown = (await rest.ok("GET", f"{path}?limit=1"))[0]
        assert (shown["content"], shown["referenced_message"]["content"]) == (words, "")

    @pytest.mark.parametrize(("wanted", "seen"), [(INTENTS, ""), (INTENTS | WORDS, "secret")])
    async def test_over_the_gateway(self, wanted, seen, dial):
        """A session is told the words of both messages, or of neither."""
        async with Sandbox(privileged=["message_content"]) as sandbox:
            members = sandbox.control.members
            guild = await sandbox.control.world.add_guild("Readers", members=["ada", "ben"])
            ada, ben, general = (
                guild.members["ada"],
                guild.members["ben"],
                guild.channels["general"],
            )
            raw, _ = await identified(sandbox, dial, intents=wanted)
            await raw.hear_until("GUILD_CREATE")
            sent = await members.send(ada, general, "secret")
            await members.send(ben, general, "secret", reply_to=int(sent["id"]))
            await raw.hear_until("MESSAGE_CREATE")
            told = (await raw.hear_until("MESSAGE_CREATE"))[-1]["d"]
            assert told["content"] == told["referenced_message"]["content"] == seen


@pytest.mark.parametrize(("privileged", "status"), [([], 403), (["members"], 200)])
async def test_lists_of_members(privileged, status):
    """Members are listed where the application may ask for them; one alone is always shown."""
    async with Sandbox(privileged=privileged) as sandbox:
        guild = await sandbox.control.world.add_guild("Readers", members=["ada"])
        rest, path = Rest(sandbox), f"/guilds/{guild.id}/members"
        assert (await rest("GET", f"{path}?limit=10"))[0] == status
        await rest.ok("GET", f"{path}/{guild.members['ada']}")


class TestPages:
    """Where a page of archived threads or of pins ends."""

    async def _archive(self, rest, general, sandbox, kind, count=3):
        made = []
        for number in range(count):
            body = {"name": f"t{number}", "type": kind}
            opened = await rest.ok("POST", f"/channels/{general}/threads", body)
            await rest.ok("PATCH", f"/channels/{opened['id']}", {"archived": True})
            await sandbox.control.world.move_clock(advance=timedelta(minutes=1))
            made.append(opened["id"])
        return made

    async def test_by_instant(self, rest, guild, sandbox):
        """An instant is the same in every zone; what is none is refused."""
        general = guild.channels["general"]
        made = await self._archive(rest, general, sandbox, 11)
        path = f"/channels/{general}/threads/archived/public"
        newest = (await rest.ok("GET", path))["threads"][0]
        at = newest["thread_metadata"]["archive_timestamp"]
        assert at.endswith("+00:00")
        elsewhere = datetime.fromisoformat(at).astimezone(timezone(timedelta(hours=-5)))
        for before in (at, elsewhere.isoformat(), at.replace("+00:00", "Z")):
            page = await rest.ok("GET", f"{path}?before={before.replace('+', '%2B')}")
            assert [each["id"] for each in page["threads"]] == made[1::-1]
        assert (await rest("GET", f"{path}?before=garbage"))[:2] == (400, 50035)
        assert (await rest("GET", f"{path}?before={made[0]}"))[:2] == (400, 50035)

    async def test_pins(self, rest, path, sandbox):
        """Pins go by their instant too."""
        sent = (await rest.ok("POST", path, {"content": "x"}))["id"]
        await rest.ok("PUT", f"{path}/pins/{sent}")
        at = sandbox.world.channels[int(path.split("/")[2])].pins[int(sent)]
        for shift, count in ((1, 1), (-1, 0)):
            # Written as two hours further east, a second later or earlier.
            local = (at + timedelta(hours=2, seconds=shift)).replace(tzinfo=None).isoformat()
            page = await rest.ok("GET", f"{path}/pins?before={local}%2B02:00")
            assert len(page["items"]) == count
        assert (await rest("GET", f"{path}/pins?before=garbage"))[:2] == (400, 50035)

    async def test_joined_private_threads(self, rest, guild, sandbox):
        """Private threads one is in go by id, downwards."""
        general = guild.channels["general"]
        made = await self._archive(rest, general, sandbox, 12)
        # The oldest is archived last.
        await rest.ok("PATCH", f"/channels/{made[0]}", {"archived": False})
        await rest.ok("PATCH", f"/channels/{made[0]}", {"archived": True})
        path = f"/channels/{general}/users/@me/threads/archived/private"
        first = await rest.ok("GET", f"{path}?limit=2")
        assert ([each["id"] for each in first["threads"]], first["has_more"]) == (made[:0:-1], True)
        second = await rest.ok("GET", f"{path}?limit=2&before={made[1]}")
        assert ([each["id"] for each in second["threads"]], second["has_more"]) == (made[:1], False)
        assert (await rest("GET", f"{path}?before=2030-01-01"))[:2] == (400, 50035)
