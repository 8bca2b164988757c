"""What the bot paused by itself: told in the log channel, else directly, else by a command."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.domain.discussion import PauseReason
from bot.domain.history import Deed
from bot.domain.ids import MemberId
from bot.errors import NotTheStarter, Permanent
from bot.storage import discussions, guilds, history
from tests.builders import CHANNEL, GUILD, NOW, ORGANIZER
from tests.fakes import access_lost, temporary
from tests.services.running import running

LOG = CHANNEL + 100
OTHER_ORGANIZER = MemberId(ORGANIZER + 1)
HOUR = timedelta(hours=1)


async def set_log(bot):
    """Set the server's log channel."""
    bot.discord.add_channel(GUILD, LOG)
    async with bot.database.write() as unit:
        settings = await guilds.get_settings(unit, guild_id=GUILD)
        await guilds.set_settings(
            unit, guild_id=GUILD, settings=replace(settings, log_channel_id=LOG)
        )


async def pause(bot, reason=PauseReason.PERMISSION):
    """Have the bot pause the discussion by itself."""
    async with bot.database.write() as unit:
        await discussions.pause(
            unit, guild_id=GUILD, discussion_id=1, reason=reason, at=bot.clock.now()
        )
    await bot.rest()


async def untold(bot):
    """Give the deeds that an organizer's next command is answered with."""
    async with bot.database.write() as unit:
        found = await history.take_untold_pauses(unit, guild_id=GUILD, at=bot.clock.now())
    return [entry.deed for entry in found]


def direct(discord, member_id=ORGANIZER):
    """Give the deeds told a member directly."""
    return [message.body.deed for message in discord.standing("direct", member_id)]


async def test_the_starter_who_agreed_is_written_to_once(bot, discord):
    """Only of what the bot did by itself; the next command says nothing more."""
    await bot.begin(tells_starter=True)
    await bot.control.pause(GUILD, "1", by=ORGANIZER)
    await bot.control.resume(GUILD, "1", by=ORGANIZER)
    await pause(bot)

    assert direct(discord) == [Deed.PAUSED]
    assert await untold(bot) == []
    assert discord.times_sent()["direct", 4] == 1


async def test_nobody_is_written_to_unasked(bot, discord):
    """Without that the next command tells."""
    await bot.begin()
    await pause(bot)

    assert direct(discord) == []
    assert await untold(bot) == [Deed.PAUSED]
    assert await untold(bot) == []


async def test_a_log_channel_goes_first(bot, discord):
    """Where it takes the pause the starter is left in peace."""
    await set_log(bot)
    await bot.begin(tells_starter=True)
    await pause(bot)

    assert [one.body.deed for one in discord.standing("history", LOG)] == [
        Deed.STARTED,
        Deed.PAUSED,
    ]
    assert direct(discord) == []
    assert await untold(bot) == []


@pytest.mark.parametrize("refusal", [access_lost(), Permanent(reason="gone")])
async def test_a_log_channel_that_refuses_hands_on(bot, discord, refusal):
    """The starter hears of it at once, and of a later pause too."""
    await set_log(bot)
    await bot.begin(tells_starter=True)
    await bot.rest()
    discord.refuse("history", refusal)
    await pause(bot)

    assert direct(discord) == [Deed.PAUSED]
    await bot.control.resume(GUILD, "1", by=ORGANIZER)
    await pause(bot, PauseReason.PROMPT_DELETED)
    assert direct(discord) == [Deed.PAUSED, Deed.PAUSED]
    assert await untold(bot) == []


async def test_handing_on_does_not_ask_the_log_channel_anew(bot, discord):
    """What it refused for want of a permission it is asked once in an hour, pauses or not."""
    await set_log(bot)
    discord.refuse("history", access_lost())
    await bot.begin(tells_starter=True)
    await bot.rest()
    await pause(bot)
    await bot.control.resume(GUILD, "1", by=ORGANIZER)
    await pause(bot)

    assert direct(discord) == [Deed.PAUSED, Deed.PAUSED]
    assert sum(name.startswith("history") for name in discord.requests) == 1


async def test_a_log_channel_that_refuses_leaves_it_to_the_next_command(bot, discord):
    """Where nobody agreed, organizers hear of it with their next command and not a day later."""
    await set_log(bot)
    await bot.begin()
    await bot.rest()
    discord.refuse("history", access_lost())
    await pause(bot)

    assert await untold(bot) == [Deed.PAUSED]
    discord.allow_all()
    await bot.play(until=bot.clock.now() + 2 * HOUR)
    assert [one.body.deed for one in discord.standing("history", LOG)] == [Deed.STARTED]


async def test_closed_messages_leave_it_to_the_next_command(bot, discord):
    """Who takes no direct messages is asked once."""
    discord.refuse("direct", access_lost())
    await bot.begin(tells_starter=True)
    await pause(bot)
    await bot.play(until=bot.clock.now() + 2 * HOUR)

    assert sum(name.startswith("direct") for name in discord.requests) == 1
    assert await untold(bot) == [Deed.PAUSED]


async def test_a_direct_message_is_tried_again(bot, discord):
    """What Discord cannot do just now it is asked again, and it stands once."""
    discord.refuse("direct", temporary(), times=2, after=True)
    await bot.begin(tells_starter=True)
    await pause(bot)
    await bot.play(until=bot.clock.now() + timedelta(minutes=10))

    assert direct(discord) == [Deed.PAUSED]
    assert set(discord.times_sent().values()) == {1}


@pytest.mark.parametrize("after", [False, True])
async def test_over_a_crash(database_file, discord, clock, after):
    """A process that dies while writing leaves it to the next, which writes once."""
    async with running(database_file, discord, clock) as bot:
        await bot.begin(tells_starter=True)
        await bot.rest()
        discord.hang_at(len(discord.requests) + 1, after=after)
        async with bot.database.write() as unit:
            await discussions.pause(
                unit, guild_id=GUILD, discussion_id=1, reason=PauseReason.PERMISSION, at=NOW
            )
        await discord.hung.wait()
    clock.advance(HOUR)
    async with running(database_file, discord, clock) as bot:
        await bot.rest()

    assert direct(discord) == [Deed.PAUSED]
    assert set(discord.times_sent().values()) == {1}


async def test_only_the_starter_agrees(bot, discord):
    """Another organizer can end it, and not agree for them."""
    await bot.begin()
    with pytest.raises(NotTheStarter):
        await bot.arranging.set_tells_starter(GUILD, "1", OTHER_ORGANIZER, on=True)
    await bot.arranging.set_tells_starter(GUILD, "1", ORGANIZER, on=True)
    assert (await bot.discussion()).terms.tells_starter
    await bot.arranging.set_tells_starter(GUILD, "1", OTHER_ORGANIZER, on=False)
    await pause(bot)

    assert direct(discord) == []
    assert await untold(bot) == [Deed.PAUSED]


async def test_begun_again_by_somebody_else(bot):
    """Whoever begins it again has not agreed because the one before did."""
    await bot.begin(tells_starter=True)
    await bot.play()
    await bot.restart()
    assert (await bot.discussion(2)).terms.tells_starter
    await bot.control.stop(GUILD, "2", close_polls=True, by=ORGANIZER)
    await bot.restart(2, by=OTHER_ORGANIZER)

    assert not (await bot.discussion(3)).terms.tells_starter


async def test_erased_with_the_rest(bot, discord):
    """Who has themselves erased is not written to, and that they agreed is forgotten."""
    await bot.begin(tells_starter=True)
    await bot.privacy.erase(GUILD, ORGANIZER)
    await pause(bot)

    assert not (await bot.discussion()).terms.tells_starter
    assert direct(discord) == []
    assert await untold(bot) == [Deed.PAUSED]
