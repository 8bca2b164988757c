"""Invites: who makes and manages them, how long they last, and who comes."""

from datetime import timedelta

import discord
import pytest

from bot.sandbox import ControlRefusal, permissions
from tests.sandbox.puppet import Puppet, Rest


@pytest.fixture
async def client(connect, control, guild):
    """Connect a bot that may do everything but be an administrator."""
    await control.world.invite_bot(guild.id, permissions.ALL & ~permissions.ADMINISTRATOR)
    async with connect(Puppet()) as connected:
        yield connected


@pytest.fixture
async def zoe(control):
    """Give an account that is in no server."""
    return await control.world.add_user("zoe")


def _refused(code):
    return pytest.raises(ControlRefusal, check=lambda refusal: refusal.code == code)


async def test_made_by_the_bot(client, control, guild, zoe):
    """An invite is made, found, listed, used and taken back."""
    channel = client.get_channel(guild.channels["general"])
    made = await channel.create_invite(max_age=3600, max_uses=2, reason="open day")
    assert (made.max_age, made.max_uses, made.uses, made.inviter) == (3600, 2, 0, client.user)

    assert await control.members.accept_invite(zoe, made.code) == guild.id
    assert await control.members.accept_invite(zoe, made.code) == guild.id

    (listed,) = await client.get_guild(guild.id).invites()
    assert (listed.code, listed.uses) == (made.code, 1)
    assert [each.code for each in await channel.invites()] == [made.code]
    found = await client.fetch_invite(made.code)
    assert (found.guild.id, found.channel.id, found.approximate_member_count) == (
        guild.id,
        channel.id,
        len(guild.members) + 1,
    )
    assert found.expires_at == made.created_at + timedelta(hours=1)
    await made.delete()
    with pytest.raises(discord.NotFound) as refused:
        await client.fetch_invite(made.code)
    assert refused.value.code == 10006


async def test_one_that_need_not_be_unique(client, guild):
    """Unless it must be another, the same is given again."""
    channel = client.get_channel(guild.channels["general"])
    first, again = [await channel.create_invite(unique=False) for _ in range(2)]
    other, unique = (
        await channel.create_invite(unique=False, max_uses=1),
        (await channel.create_invite(unique=True)),
    )
    assert first.code == again.code
    assert len({first.code, other.code, unique.code}) == 3


async def test_ends(control, guild, zoe):
    """Time and uses end an invite, and so does its channel's deletion."""
    act, owner, general = control.members, guild.owner_id, guild.channels["general"]
    once = await act.create_invite(owner, general, max_uses=1)
    await act.accept_invite(zoe, once)
    for code in (once, "nothing"):
        with _refused(10006):
            await act.accept_invite(await control.world.add_user("yan"), code)
    daily, lasting = (
        await act.create_invite(owner, general),
        (await act.create_invite(owner, general, max_age=0)),
    )
    await control.world.move_clock(advance=timedelta(hours=25))
    await act.accept_invite(zoe, lasting)
    with _refused(10006):
        await act.accept_invite(zoe, daily)
    await act.delete_channel(owner, general)
    with _refused(10006):
        await act.accept_invite(zoe, lasting)


async def test_the_banned_stay_out(control, guild):
    """An invite lets nobody in who is banned."""
    ada = guild.members["ada"]
    code = await control.members.create_invite(ada, guild.channels["general"])
    await control.members.ban(guild.owner_id, guild.id, ada)
    with _refused(40007):
        await control.members.accept_invite(ada, code)


@pytest.mark.parametrize(
    ("need", "method", "path"),
    [
        ("create_instant_invite", "POST", "/channels/{general}/invites"),
        ("manage_channels", "GET", "/channels/{general}/invites"),
        ("manage_guild", "GET", "/guilds/{guild}/invites"),
        ("manage_channels manage_guild", "DELETE", "/invites/{code}"),
    ],
)
async def test_permissions(sandbox, control, guild, need, method, path):
    """Each route needs its permission; taking one back needs either of two."""
    general = guild.channels["general"]
    code = await control.members.create_invite(guild.owner_id, general)
    path = path.format(general=general, guild=guild.id, code=code)
    lost = permissions.mask(*need.split())
    await control.world.set_role(guild.id, guild.id, permissions.VIEW_CHANNEL)
    all_others = permissions.ALL & ~permissions.ADMINISTRATOR & ~lost
    await control.world.invite_bot(guild.id, all_others)
    rest = Rest(sandbox)
    assert (await rest(method, path, {} if method == "POST" else None))[:2] == (403, 50013)
    await control.world.invite_bot(guild.id, all_others | permissions.mask(need.split()[-1]))
    assert (await rest(method, path, {} if method == "POST" else None))[0] == 200
