"""Doing things in bulk: many servers, many reactions, and a clock that stands still."""

from datetime import timedelta

import discord
import pytest

from bot.sandbox import ControlRefusal, Sandbox


class TestServers:
    """Many alike servers at once."""

    async def test_are_as_if_made_singly(self, control, connect):
        """Each has its number, its channels and members, and the bot in it."""
        ids = await control.crowd.add_guilds(
            1_100,
            "Club {n}",
            channels=["a", {"name": "b", "read_only": True}],
            roles=["reader"],
            members=["x"],
        )

        first, last = [await control.world.get_guild(each) for each in (ids[0], ids[-1])]
        client = discord.Client(intents=discord.Intents.default(), guild_ready_timeout=0.05)
        async with connect(client):
            assert {guild.id for guild in client.guilds} == set(ids)
            told = client.get_guild(ids[-1])
            may_write = {
                channel.name: channel.permissions_for(told.default_role).send_messages
                for channel in told.text_channels
            }
        assert (first.name, last.name) == ("Club 1", "Club 1100")
        assert list(last.channels) == ["a", "b"]
        assert may_write == {"a": True, "b": False}
        assert "reader" in last.roles
        assert "x" in last.members


class TestReactions:
    """Many members who react at once."""

    async def test_each_is_told_and_booked(self, bot, guild, control):
        """Every reaction is a reaction as any: an event to the bot, an entry in the books."""
        channel = guild.channels["general"]
        message = await bot.get_channel(channel).send("vote")
        crowd = [guild.members[name] for name in ("ada", "ben", "cleo")]

        assert await control.crowd.react(crowd, channel, message.id, ["✅", "❌"]) == 6
        assert await control.crowd.unreact(crowd[:1], channel, message.id, ["✅"]) == 1

        expected = [("add", emoji, user) for emoji in "✅❌" for user in crowd]
        expected.append(("remove", "✅", crowd[0]))
        assert [await bot.next_event() for _ in expected] == expected
        held = await control.books.reactions(channel, message.id)
        assert len(held) == 5

    async def test_the_rules_hold(self, bot, guild, control):
        """Who may not react singly may not in a crowd, nor is the bot one of a crowd."""
        channel = guild.channels["general"]
        message = await bot.get_channel(channel).send("vote")
        await control.world.set_overwrite(channel, "everyone", deny=["add_reactions"])
        with pytest.raises(ControlRefusal) as refused:
            await control.crowd.react([guild.members["ada"]], channel, message.id, ["✅"])
        assert refused.value.code == 50013
        with pytest.raises(ControlRefusal):
            await control.crowd.react([bot.user.id], channel, message.id, ["✅"])


class TestStandingStill:
    """A clock that is stopped where it is."""

    async def test_freezing_in_place(self, control):
        """A flowing clock stops at the present instant, and flows again from there."""
        stopped = await control.world.move_clock(frozen=True)
        assert await control.world.now() == stopped
        released = await control.world.move_clock(frozen=False)
        assert released >= stopped

    async def test_frozen_from_the_beginning(self):
        """A sandbox may begin with its clock standing, and be moved on by hand."""
        async with Sandbox(frozen=True) as sandbox:
            world = sandbox.control.world
            now = await world.now()
            assert await world.now() == now
            moved = await world.move_clock(advance=timedelta(hours=1))
            assert moved == await world.now() == now + timedelta(hours=1)
