"""Direct messages: to whom the bot may write, and who takes none."""

import discord
import pytest

from bot.sandbox import ControlRefusal
from tests.sandbox.puppet import Rest
from tests.sandbox.stranger import Stranger


@pytest.fixture
async def rest(sandbox, guild):  # noqa: ARG001 - the server must be there first
    """Make requests as the bot."""
    return Rest(sandbox)


@pytest.fixture
def ada(guild):
    """Give a member's id."""
    return guild.members["ada"]


async def _open(rest, user):
    """Open a person's direct messages; give the path of what is in them."""
    opened = await rest.ok("POST", "/users/@me/channels", {"recipient_id": str(user)})
    return f"/channels/{opened['id']}/messages"


async def test_written(rest, control, ada):
    """There is one channel for each person, who reads there what the bot writes."""
    body = {"recipient_id": str(ada)}
    first, again = [await rest.ok("POST", "/users/@me/channels", body) for _ in range(2)]
    assert first["id"] == again["id"]
    assert [each["id"] for each in first["recipients"]] == [str(ada)]
    path = f"/channels/{first['id']}/messages"
    sent = await rest.ok("POST", path, {"content": "psst"})
    assert (await control.members.read(ada, int(first["id"])))[0]["content"] == "psst"
    await rest.ok("PATCH", f"{path}/{sent['id']}", {"content": "pst"})
    await rest.ok("PUT", f"{path}/pins/{sent['id']}")
    await rest.ok("DELETE", f"{path}/{sent['id']}")


async def test_nobody_elses(rest, control, guild, ada):
    """Nobody else sees them."""
    channel = int((await _open(rest, ada)).split("/")[2])
    with pytest.raises(ControlRefusal) as refused:
        await control.members.read(guild.members["ben"], channel)
    assert refused.value.code == 50001


async def test_closed(rest, control, sandbox, ada):
    """Who takes no messages, or has blocked the bot, is not written to until they do again."""
    path = await _open(rest, ada)
    refusals = [
        lambda on: control.members.close_messages(ada, closed=on),
        lambda on: control.members.block(ada, sandbox.world.bot.id, blocked=on),
    ]
    for refuse in refusals:
        await refuse(True)
        assert (await rest("POST", path, {"content": "x"}))[:2] == (403, 50007)
        await refuse(False)
        await rest.ok("POST", path, {"content": "x"})


async def test_strangers(rest, control, guild, ada):
    """Without a server in common nobody writes to anybody."""
    path = await _open(rest, ada)
    await control.world.remove_member(guild.id, ada)
    assert (await rest("POST", path, {"content": "x"}))[:2] == (403, 50278)
    with pytest.raises(ControlRefusal) as refused:
        await control.members.send(ada, int(path.split("/")[2]), "x")
    assert refused.value.code == 50278
    stranger = await control.world.add_user("zoe")
    assert (await rest("POST", await _open(rest, stranger), {"content": "x"}))[:2] == (403, 50278)


async def test_nobody(rest, sandbox):
    """Neither bots nor people there are not have direct messages."""
    for who, answer in ((sandbox.world.bot.id, (400, 50007)), (1, (404, 10013))):
        body = {"recipient_id": str(who)}
        assert (await rest("POST", "/users/@me/channels", body))[:2] == answer


async def test_no_server(rest, ada):
    """What belongs to servers is refused, and a channel that was closed is as it was."""
    path = await _open(rest, ada)
    sent = (await rest.ok("POST", path, {"content": "x"}))["id"]
    channel = path.removesuffix("/messages")
    for method, where, body in (
        ("PATCH", channel, {"name": "x"}),
        ("PUT", f"{channel}/permissions/{ada}", {"type": 1}),
        ("POST", f"{path}/bulk-delete", {"messages": [sent, "1"]}),
        ("POST", f"{path}/{sent}/crosspost", None),
    ):
        assert (await rest(method, where, body))[:2] == (400, 50003)
    await rest.ok("DELETE", channel)
    assert len(await rest.ok("GET", await _open(rest, ada))) == 1


async def test_discord_py(connect, control, guild, sandbox):
    """discord.py writes to a member, hears the answer, and is told who takes nothing."""
    async with connect(Stranger()) as bot:
        ada = await bot.fetch_user(guild.members["ada"])
        await ada.send("psst")
        channel = await control.members.open_private(ada.id)
        await control.members.send(ada.id, channel, "what?")
        assert await bot.next_event() == ("message", "what?", channel)
        await control.members.close_messages(ada.id)
        with pytest.raises(discord.Forbidden) as refused:
            await ada.send("psst")
        assert refused.value.code == 50007
    assert sandbox.unrouted == []
