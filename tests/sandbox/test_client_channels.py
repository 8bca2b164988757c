"""Channels as discord.py changes them: overwrites, places, categories."""

import discord
import pytest

from bot.sandbox import permissions
from tests.sandbox.puppet import Rest


@pytest.fixture
async def general(bot, control, guild):
    """Give the channel, as a bot sees it that may change it."""
    await control.world.invite_bot(guild.id, permissions.ALL)
    return bot.get_channel(guild.channels["general"])


async def test_overwrites(bot, general):
    """They are set for a role, looked at and taken away again."""
    everyone = general.guild.default_role
    await general.set_permissions(everyone, send_messages=False, read_messages=True)
    found = (await bot.fetch_channel(general.id)).overwrites_for(everyone)
    assert (found.send_messages, found.read_messages) == (False, True)
    await general.set_permissions(everyone, overwrite=None)
    assert (await bot.fetch_channel(general.id)).overwrites_for(everyone).is_empty()


async def test_places(bot, general, guild):
    """Channels come in the order they are put in, the first place included."""
    books = bot.get_channel(guild.channels["books"])
    for first, second in ((general, books), (books, general)):
        await second.move(end=True)
        await first.move(beginning=True)
        shown = await general.guild.fetch_channels()
        assert min(shown, key=lambda each: each.position).id == first.id


async def test_into_a_category(bot, general):
    """A channel in a category may take its overwrites over; it comes out again."""
    hidden = {general.guild.default_role: discord.PermissionOverwrite(read_messages=False)}
    shelf = await general.guild.create_category("Shelf", overwrites=hidden)
    await general.edit(category=shelf, sync_permissions=True)
    shown = await bot.fetch_channel(general.id)
    assert shown.category_id == shelf.id
    assert shown.overwrites_for(general.guild.default_role).read_messages is False
    await general.edit(category=None)
    assert (await bot.fetch_channel(general.id)).category_id is None


async def test_only_who_may(sandbox, control, guild):
    """Without Manage Channels nothing is moved, nor is what is unknown."""
    rest, general = Rest(sandbox), guild.channels["general"]
    path, place = f"/guilds/{guild.id}/channels", {"id": str(general), "position": 3}
    assert (await rest("PATCH", path, [place]))[:2] == (403, 50013)
    await control.world.invite_bot(guild.id, ["view_channel", "manage_channels"])
    assert (await rest("PATCH", path, [place, {"id": "1"}]))[:2] == (404, 10003)
    wrong = {"id": str(general), "parent_id": str(guild.channels["books"])}
    assert (await rest("PATCH", path, [place, wrong]))[:2] == (400, 50035)
    assert (await rest.ok("GET", f"/channels/{general}"))["position"] != 3
    await rest.ok("PATCH", path, [place])
    assert (await rest.ok("GET", f"/channels/{general}"))["position"] == 3
