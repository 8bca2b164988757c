"""Telling: what was done stands in the log channel, once and in order, and stops nothing."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.domain.guild import GuildSettings
from bot.domain.history import Deed
from bot.errors import TargetGone
from bot.storage import guilds
from tests.builders import (
    CHANNEL,
    FIRST_SLOT,
    GUILD,
    NOW,
    ORGANIZER,
    OTHER_CHANNEL,
    OTHER_GUILD,
)
from tests.fakes import access_lost, temporary
from tests.services.running import running

LOG, OTHER_LOG = CHANNEL + 100, OTHER_CHANNEL + 100
BY = {"by": ORGANIZER}
HOUR = timedelta(hours=1)


async def set_log(bot, channel_id=LOG, guild_id=GUILD):
    """Set a server's log channel."""
    bot.discord.add_channel(guild_id, channel_id)
    async with bot.database.write() as unit:
        settings = await guilds.get_settings(unit, guild_id=guild_id)
        await guilds.set_settings(
            unit, guild_id=guild_id, settings=replace(settings, log_channel_id=channel_id)
        )


def told(discord, channel_id=LOG):
    """Give the deeds told in a log channel, in order."""
    return [message.body.deed for message in discord.standing("history", channel_id)]


async def test_each_deed_is_told_once_in_order(bot, discord):
    """Whoever did it, and when; also what the bot does by itself."""
    await set_log(bot)
    await bot.begin()
    await bot.control.pause(GUILD, "1", **BY)
    await bot.control.resume(GUILD, "1", **BY)
    await bot.play()

    assert told(discord) == [Deed.STARTED, Deed.PAUSED, Deed.RESUMED, Deed.FINISHED]
    assert discord.standing("history")[1].body.title == "On reading"
    assert set(discord.times_sent().values()) == {1}


async def test_without_a_log_channel_nothing_is_told(bot, discord):
    """Nor is it made up for when one is set: what was before is in the history."""
    await bot.begin()
    await set_log(bot)
    await bot.control.pause(GUILD, "1", **BY)
    await bot.rest()

    assert told(discord) == [Deed.PAUSED]


async def test_whoever_records_is_heard(bot, discord):
    """A record alone is enough: nobody has to ring for it."""
    await set_log(bot)
    await bot.rest()
    async with bot.database.write() as unit:
        await guilds.set_settings(
            unit, guild_id=GUILD, settings=GuildSettings(log_channel_id=LOG, time_zone="UTC")
        )
        await bot.record(unit, Deed.SETTINGS_CHANGED)
    await bot.rest()

    assert told(discord) == [Deed.SETTINGS_CHANGED]


async def test_what_is_rolled_back_is_not_told(bot, discord):
    """A transaction that fails leaves neither record nor message."""
    await set_log(bot)

    async def fail():
        async with bot.database.write() as unit:
            await bot.record(unit, Deed.SETTINGS_CHANGED)
            raise RuntimeError("on purpose")

    with pytest.raises(RuntimeError, match="on purpose"):
        await fail()
    await bot.rest()

    assert told(discord) == []
    assert await bot.history() == ()


@pytest.mark.parametrize("after", [False, True])
async def test_over_a_crash(database_file, discord, clock, after):
    """A process that dies while telling leaves it to the next, which tells it once."""
    async with running(database_file, discord, clock) as bot:
        await set_log(bot)
        await bot.rest()
        discord.hang_at(len(discord.requests) + 1, after=after)
        await bot.begin()
        await discord.hung.wait()
    clock.advance(HOUR)
    async with running(database_file, discord, clock) as bot:
        await bot.play()

    assert told(discord) == [Deed.STARTED, Deed.FINISHED]
    assert discord.times_sent()["history", 1] == 1


async def test_refused_for_now(bot, discord):
    """It is tried again after a pause, and what comes behind it waits its turn."""
    await set_log(bot)
    discord.refuse("history", temporary(), times=2)
    await bot.begin()
    await bot.rest()
    await bot.control.pause(GUILD, "1", **BY)
    await bot.play(until=NOW + timedelta(minutes=5))

    assert told(discord) == [Deed.STARTED, Deed.PAUSED]


async def test_a_channel_that_may_not_be_written_in(bot, discord):
    """It is asked at most once an hour, however much is done, and nothing else suffers."""
    await set_log(bot)
    discord.refuse("history", access_lost())
    await bot.begin()
    await bot.rest()
    for _ in range(5):
        await bot.control.pause(GUILD, "1", **BY)
        await bot.control.resume(GUILD, "1", **BY)
    await bot.play(until=FIRST_SLOT + HOUR)
    asked = sum(name.startswith("history") for name in discord.requests)
    discord.allow_all()
    await bot.play(until=FIRST_SLOT + 3 * HOUR)

    assert asked <= 3
    assert len(discord.standing("prompt")) == 1
    assert told(discord)[:3] == [Deed.STARTED, Deed.PAUSED, Deed.RESUMED]
    assert len(told(discord)) == 11


async def test_a_channel_that_is_gone(bot, discord):
    """What was to be told there is not; the discussion goes on."""
    await set_log(bot)
    discord.refuse("history", TargetGone(reason="404 10003"))
    await bot.begin()
    await bot.play()

    assert told(discord) == []
    assert len(discord.standing("prompt")) == 2
    assert [entry.deed for entry in await bot.history()] == [Deed.FINISHED, Deed.STARTED]


async def test_given_up_in_the_end(bot, discord):
    """A channel that refuses for more than a day is not asked for the same again."""
    await set_log(bot)
    discord.refuse("history 1", access_lost())
    await bot.begin()
    await bot.play(until=NOW + timedelta(days=2))

    assert Deed.STARTED not in told(discord)
    assert await bot.rest() is not None


async def test_two_servers(bot, discord):
    """Each is told its own, and one that refuses holds nobody back."""
    await set_log(bot)
    await set_log(bot, OTHER_LOG, OTHER_GUILD)
    discord.refuse("history 1", access_lost())
    await bot.begin()
    await bot.begin(guild_id=OTHER_GUILD, channel_id=OTHER_CHANNEL)
    await bot.rest()

    assert told(discord) == []
    assert told(discord, OTHER_LOG) == [Deed.STARTED]
