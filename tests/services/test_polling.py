"""An organizer's hand on single polls: closed before their time, on record, in every order."""

import pytest

from bot.domain.ballot import PollState
from bot.domain.history import Deed
from bot.errors import NoPollThere, PollNotFound, PollNotOpen
from tests.builders import FIRST_SLOT, GUILD, ORGANIZER, OTHER_GUILD
from tests.services.running import running

ANNA = 7_001


async def open_poll(bot):
    """Have the first section's poll open, and give it."""
    await bot.begin()
    await bot.play(FIRST_SLOT)
    return (await bot.polls())[0]


async def close(bot, poll, *, guild_id=GUILD):
    """Have an organizer close a poll."""
    return await bot.polling.close(guild_id, str(poll.poll_id), by=ORGANIZER)


class TestClosing:
    """An organizer closes a poll before its time."""

    async def test_reads_back_shows_and_concludes(self, bot, discord):
        """What nobody heard is counted, the result is shown, the section's results follow."""
        poll = await open_poll(bot)
        discord.intake = None
        discord.react(ANNA, poll.message_id, "✅")
        change = await close(bot, poll)
        await bot.rest()

        assert change.others_open == 0
        (closed, *_) = await bot.polls()
        assert (closed.state, closed.closed_at) == (PollState.CLOSED, FIRST_SLOT)
        assert discord.messages[poll.message_id].result.turnout == 1
        assert len(discord.standing("results")) == 1

    async def test_on_record_once(self, bot):
        """Who closed what and when stands in the history, however often it is asked for."""
        poll = await open_poll(bot)
        await close(bot, poll)
        await close(bot, poll)

        closings = [one for one in await bot.history() if one.deed is Deed.POLL_CLOSED]
        (entry,) = closings
        assert (entry.done_by, entry.done_at) == (ORGANIZER, FIRST_SLOT)
        assert entry.detail == {"question": poll.question}

    async def test_through_a_restart(self, database_file, discord, clock):
        """A bot that ends before it has closed the poll closes it at the next start."""
        async with running(database_file, discord, clock) as bot:
            poll = await open_poll(bot)
            discord.hang_at(len(discord.requests) + 1, after=False)
            await close(bot, poll)
            await discord.hung.wait()
        async with running(database_file, discord, clock) as bot:
            await bot.rest()

            assert (await bot.polls())[0].state is PollState.CLOSED
            assert len(discord.standing("results")) == 1

    async def test_only_an_open_poll(self, bot):
        """One that has closed is refused, and one of another server is not there."""
        poll = await open_poll(bot)
        with pytest.raises(PollNotFound):
            await close(bot, poll, guild_id=OTHER_GUILD)
        await close(bot, poll)
        await bot.rest()

        with pytest.raises(PollNotOpen):
            await close(bot, poll)
        planned = (await bot.polls())[-1]
        with pytest.raises(PollNotFound):
            await close(bot, planned)


async def test_finds_a_poll_by_its_message(bot):
    """A poll is known by its message in its own server; any other message is none."""
    poll = await open_poll(bot)

    assert (await bot.polling.find_at(GUILD, poll.message_id)).poll_id == poll.poll_id
    for guild_id, message_id in ((OTHER_GUILD, poll.message_id), (GUILD, 4)):
        with pytest.raises(NoPollThere):
            await bot.polling.find_at(guild_id, message_id)
