"""Who is told what of threads: members of private ones, and a bot that was thrown out."""

import pytest

from bot.sandbox import intents, permissions
from tests.sandbox.puppet import Rest
from tests.sandbox.raw import identified

ALL = permissions.ALL & ~permissions.ADMINISTRATOR


@pytest.fixture
async def rest(sandbox):
    """Make requests as the bot."""
    return Rest(sandbox)


@pytest.fixture
async def hear(sandbox, dial, control, guild):
    """Offer to hear everything the gateway says until now, as (event, data)."""
    raw, _ = await identified(sandbox, dial, intents=1 | 1 << 9 | 1 << 10)
    await raw.hear_until("GUILD_CREATE")

    async def heard():
        end = await control.members.send(guild.members["ben"], guild.channels["books"], "end")
        found = await raw.hear_until("MESSAGE_CREATE")
        while found[-1]["d"]["id"] != end["id"]:
            found += await raw.hear_until("MESSAGE_CREATE")
        return [(each["t"], each["d"]) for each in found[:-1]]

    return heard


async def _hers(control, guild):
    """Let ada open a private thread; gives her and the thread."""
    ada = guild.members["ada"]
    made = await control.members.open_alone(ada, guild.channels["general"], "hers", private=True)
    return ada, int(made["id"])


async def test_outside(control, guild, hear, rest):
    """Of a private thread it is not in the bot hears nothing, and finds nothing."""
    ada, thread = await _hers(control, guild)
    sent = await control.members.send(ada, thread, "x")
    await control.members.react(ada, thread, int(sent["id"]), "✅")
    await control.members.edit_thread(ada, thread, name="ours")
    await control.members.edit_thread(ada, thread, archived=True)
    assert await hear() == []
    assert (await rest("GET", f"/channels/{thread}"))[:2] == (403, 50001)
    active = await rest.ok("GET", f"/guilds/{guild.id}/threads/active")
    assert active["threads"] == []


async def test_added_and_taken_out(sandbox, control, guild, hear):
    """Added it is told of the thread, then of itself; taken out, of that alone."""
    ada, thread = await _hers(control, guild)
    me = str(sandbox.world.bot.id)
    await control.members.add_to_thread(ada, thread, sandbox.world.bot.id)
    told = dict(await hear())
    assert list(told) == ["THREAD_CREATE", "THREAD_MEMBERS_UPDATE", "MESSAGE_CREATE"]
    assert "newly_created" not in told["THREAD_CREATE"]
    assert told["THREAD_CREATE"]["member"]["user_id"] == me
    assert told["MESSAGE_CREATE"]["type"] == 1
    await control.members.remove_from_thread(ada, thread, sandbox.world.bot.id)
    ((name, data),) = await hear()
    assert (name, data["removed_member_ids"]) == ("THREAD_MEMBERS_UPDATE", [me])
    await control.members.send(ada, thread, "x")
    assert await hear() == []


async def test_moderators(control, guild, hear):
    """Who manages threads is told of every one."""
    await control.world.invite_bot(guild.id, ALL)
    await hear()
    ada, thread = await _hers(control, guild)
    await control.members.send(ada, thread, "x")
    assert [name for name, _ in await hear()] == ["THREAD_CREATE", "MESSAGE_CREATE"]


async def test_joined(control, guild, rest, hear):
    """Joining a public thread, the bot is told of it again."""
    ada = guild.members["ada"]
    made = await control.members.open_alone(ada, guild.channels["general"], "x")
    await hear()
    await rest.ok("PUT", f"/channels/{made['id']}/thread-members/@me")
    names = [name for name, _ in await hear()]
    assert names == ["THREAD_CREATE", "THREAD_MEMBERS_UPDATE"]
    await rest.ok("PUT", f"/channels/{made['id']}/thread-members/@me")
    assert await hear() == []


async def test_opened_again(control, guild, rest, hear):
    """Of one it is in that is opened again the bot is told its membership."""
    path = f"/channels/{guild.channels['general']}/threads"
    mine = int((await rest.ok("POST", path, {"name": "x", "type": 11}))["id"])
    await control.members.edit_thread(guild.owner_id, mine, archived=True)
    await hear()
    await control.members.edit_thread(guild.owner_id, mine, archived=False)
    names = [name for name, _ in await hear()]
    assert names == ["THREAD_UPDATE", "THREAD_MEMBER_UPDATE"]


@pytest.mark.parametrize("again", [permissions.BOT_DEFAULT, ALL])
async def test_thrown_out(sandbox, control, guild, rest, again):
    """Invited again the bot is in none of its threads; only a moderator sees its private ones."""
    await control.world.invite_bot(guild.id, ALL)
    path = f"/channels/{guild.channels['general']}/threads"
    bodies = [{"name": "x", "type": kind} for kind in (11, 12)]
    threads = [(await rest.ok("POST", path, body))["id"] for body in bodies]
    sent = (await rest.ok("POST", f"/channels/{threads[0]}/messages", {"content": "x"}))["id"]
    await control.members.kick(guild.owner_id, guild.id, sandbox.world.bot.id)
    assert (await rest("GET", f"/channels/{threads[0]}"))[:2] == (403, 50001)
    await control.world.invite_bot(guild.id, again)
    moderator = again == ALL
    for thread, answer in ((threads[0], (200, 0)), (threads[1], (200, 0) if moderator else None)):
        assert (await rest("GET", f"/channels/{thread}"))[:2] == (answer or (403, 50001))
    assert "member" not in await rest.ok("GET", f"/channels/{threads[0]}")
    # It still is who wrote its messages and opened its threads, and comes back in by writing.
    await rest.ok("PATCH", f"/channels/{threads[0]}/messages/{sent}", {"content": "y"})
    await rest.ok("PATCH", f"/channels/{threads[0]}", {"name": "still mine"})
    await rest.ok("POST", f"/channels/{threads[0]}/messages", {"content": "x"})
    assert "member" in await rest.ok("GET", f"/channels/{threads[0]}")


async def test_others_need_the_intent(sandbox, dial, control, guild):
    """Of others who join it is told with the members intent alone."""
    sandbox.world.privileged_intents |= intents.GUILD_MEMBERS
    knowing, _ = await identified(sandbox, dial, intents=3)
    await knowing.hear_until("GUILD_CREATE")
    made = await control.members.open_alone(guild.members["ada"], guild.channels["general"], "x")
    await knowing.hear_until("THREAD_CREATE")
    await control.members.add_to_thread(guild.members["ben"], int(made["id"]), guild.members["ben"])
    (*_, told) = await knowing.hear_until("THREAD_MEMBERS_UPDATE")
    if told["d"]["added_members"][0]["user_id"] == str(guild.members["ada"]):
        (*_, told) = await knowing.hear_until("THREAD_MEMBERS_UPDATE")
    assert told["d"]["added_members"][0]["user_id"] == str(guild.members["ben"])
