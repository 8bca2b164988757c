"""Announcements: publishing them, and how often."""

import pytest

from bot.sandbox import ControlRefusal, Sandbox, permissions
from tests.sandbox.puppet import Rest


@pytest.fixture
async def news(control, guild):
    """Make an announcement channel; give the path of its messages."""
    made = await control.world.add_channel(guild.id, "news", "announcement")
    return f"/channels/{made}/messages"


async def _send(rest, path):
    return (await rest.ok("POST", path, {"content": "x"}))["id"]


async def test_once(rest, news, guild):
    """An announcement is published once; elsewhere there are none."""
    sent = await _send(rest, news)
    assert (await rest.ok("POST", f"{news}/{sent}/crosspost"))["flags"] & 1
    assert (await rest.ok("GET", f"{news}/{sent}"))["flags"] & 1
    assert (await rest("POST", f"{news}/{sent}/crosspost"))[:2] == (400, 40033)
    general = f"/channels/{guild.channels['general']}/messages"
    elsewhere = f"{general}/{await _send(rest, general)}/crosspost"
    assert (await rest("POST", elsewhere))[:2] == (400, 50024)
    assert (await rest("POST", f"{news}/1/crosspost"))[:2] == (404, 10008)


async def test_edits_keep_it(rest, news):
    """What was published stays so when it is edited."""
    sent = await _send(rest, news)
    await rest.ok("POST", f"{news}/{sent}/crosspost")
    assert (await rest.ok("PATCH", f"{news}/{sent}", {"content": "y"}))["flags"] & 1


async def test_notices(rest, news, control):
    """What Discord itself posted is not published."""
    channel = int(news.split("/")[2])
    await rest.ok("PUT", f"{news}/pins/{await _send(rest, news)}")
    notice = (await control.books.messages(channel))[-1]
    assert (await rest("POST", f"{news}/{notice['id']}/crosspost"))[:2] == (400, 50068)


async def test_permissions(rest, news, control, guild):
    """One's own needs Send Messages, another's Manage Messages too."""
    channel = int(news.split("/")[2])
    ada = guild.members["ada"]
    hers = (await control.members.send(ada, channel, "x"))["id"]
    mine = await _send(rest, news)
    with pytest.raises(ControlRefusal) as refused:
        await control.members.publish(ada, channel, int(mine))
    assert refused.value.code == 50013
    await control.world.set_overwrite(channel, "bot", deny=["manage_messages"])
    assert (await rest("POST", f"{news}/{hers}/crosspost"))[:2] == (403, 50013)
    await control.members.publish(ada, channel, int(hers))
    await control.world.set_overwrite(channel, "bot", deny=["send_messages"])
    assert (await rest("POST", f"{news}/{mine}/crosspost"))[:2] == (403, 50013)
    await control.world.set_overwrite(channel, "bot", deny=["view_channel"])
    assert (await rest("POST", f"{news}/{mine}/crosspost"))[:2] == (403, 50001)


async def test_ten_an_hour():
    """With real limits ten are published in an hour in each channel."""
    async with Sandbox(seed=7, limits="x100") as limited:
        control = limited.control
        guild = await control.world.add_guild(
            "Press",
            channels=[{"name": each, "kind": "announcement"} for each in ("a", "b")],
            members=["ada"],
            bot_permissions=permissions.ALL,
        )
        ask, statuses = Rest(limited), []
        for name, count in (("a", 11), ("b", 1)):
            channel = guild.channels[name]
            for _ in range(count):
                sent = (await control.members.send(guild.members["ada"], channel, "x"))["id"]
                path = f"/channels/{channel}/messages/{sent}/crosspost"
                statuses.append((await ask("POST", path))[0])
    assert statuses == [200] * 10 + [429] + [200]


async def test_discord_py(bot, news, sandbox):
    """discord.py publishes what it sent, and sees the flag."""
    channel = bot.get_channel(int(news.split("/")[2]))
    assert channel.is_news()
    sent = await channel.send("x")
    await sent.publish()
    assert (await channel.fetch_message(sent.id)).flags.crossposted
    assert sandbox.unrouted == []
