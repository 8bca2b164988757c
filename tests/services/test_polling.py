"""An organizer's hand on single polls: closed before their time, on record, in every order."""

from datetime import timedelta

import pytest

from bot.domain.ballot import PollState
from bot.domain.history import Deed
from bot.errors import (
    ClosesSooner,
    ClosingGoneBy,
    ClosingWanted,
    NoPollThere,
    PollFinal,
    PollNotFound,
    PollNotOpen,
    PollStillOpen,
)
from bot.storage import polls
from tests.builders import DAY, FIRST_SLOT, GUILD, ORGANIZER, OTHER_GUILD, WEEK
from tests.fakes import temporary
from tests.services.running import running

ANNA, BERT = 7_001, 7_002


async def open_poll(bot):
    """Have the first section's poll open, and give it."""
    await bot.begin()
    await bot.play(FIRST_SLOT)
    return (await bot.polls())[0]


async def close(bot, poll, *, guild_id=GUILD):
    """Have an organizer close a poll."""
    return await bot.polling.close(guild_id, str(poll.poll_id), by=ORGANIZER)


async def extend(bot, poll, by=None, until=None):
    """Have an organizer give a poll more time."""
    return await bot.polling.extend(GUILD, str(poll.poll_id), by, until, who=ORGANIZER)


async def reopen(bot, poll, by=None, until=None):
    """Have an organizer open a poll again."""
    return await bot.polling.reopen(GUILD, str(poll.poll_id), by, until, who=ORGANIZER)


async def close_and_rest(bot):
    """Have the first section's poll open and closed with ANNA's vote, and give it."""
    poll = await open_poll(bot)
    bot.discord.react(ANNA, poll.message_id, "✅")
    await close(bot, poll)
    await bot.rest()
    return (await bot.polls())[0]


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


class TestExtending:
    """An organizer gives an open poll more time."""

    async def test_in_rows_message_and_history(self, bot, discord):
        """The message bears the new time, the poll closes then, and it is on record."""
        poll = await open_poll(bot)
        discord.refuse("correct", temporary(), times=1)
        change = await extend(bot, poll, by="2 days")
        await bot.play(FIRST_SLOT + DAY / 2)

        assert change.poll.closes_at == FIRST_SLOT + WEEK + 2 * DAY
        assert discord.messages[poll.message_id].closes_at == change.poll.closes_at
        await bot.play(FIRST_SLOT + WEEK + DAY)
        assert (await bot.polls())[0].state is PollState.OPEN
        await bot.play()
        assert (await bot.polls())[0].closed_at == FIRST_SLOT + WEEK + 2 * DAY
        assert discord.requests.count(f"correct {poll.poll_id}") == 2
        assert Deed.POLL_EXTENDED in {one.deed for one in await bot.history()}

    async def test_never_earlier(self, bot):
        """A closing time that members have seen does not move earlier, nor stay the same."""
        poll = await open_poll(bot)
        for until in ("2026-03-09 09:00", "2026-03-05", "2026-01-01"):
            with pytest.raises(ClosesSooner) as refusal:
                await extend(bot, poll, until=until)
            assert refusal.value.earliest == poll.closes_at
        with pytest.raises(ClosingWanted):
            await extend(bot, poll)

        assert (await bot.polls())[0] == poll
        assert (await extend(bot, poll, until="2026-03-09 09:01")).poll.closes_at > poll.closes_at

    async def test_while_it_closes(self, bot, discord):
        """Time that is given while a poll is read for the last time still counts."""
        poll = await open_poll(bot)
        bot.discord.react(ANNA, poll.message_id, "✅")

        async def give_time(closing):
            discord.while_reading = None
            async with bot.database.write() as unit:
                await polls.close_one(unit, poll=closing, at=FIRST_SLOT + 2 * WEEK)

        discord.while_reading = give_time
        await bot.play(FIRST_SLOT + WEEK + DAY)

        assert (await bot.polls())[0].state is PollState.OPEN
        discord.react(BERT, poll.message_id, "✅")
        await bot.play()
        assert discord.messages[poll.message_id].result.turnout == 2

    async def test_only_an_open_poll(self, bot):
        """One that has closed is refused."""
        poll = await close_and_rest(bot)
        with pytest.raises(PollNotOpen):
            await extend(bot, poll, by="1 day")


class TestReopening:
    """An organizer opens a closed poll again."""

    async def test_takes_votes_and_shows_them(self, bot, discord):
        """Earlier votes, those put meanwhile and later ones count; the results are written anew."""
        poll = await close_and_rest(bot)
        message = discord.messages[poll.message_id]
        discord.react(BERT, poll.message_id, "❌")
        change = await reopen(bot, poll)
        await bot.rest()

        assert change.poll.closes_at == FIRST_SLOT + WEEK
        assert (message.result, message.closes_at) == (None, FIRST_SLOT + WEEK)
        discord.react(BERT + 1, poll.message_id, "❌")
        assert {member for member, *_ in await bot.held(poll)} == {ANNA, BERT, BERT + 1}
        await bot.play()
        assert message.result.turnout == 3
        (results, *_) = discord.standing("results")
        assert results.body[0].tally.turnout == 3
        assert discord.times_sent()[results.reference] == 1
        assert Deed.POLL_REOPENED in {one.deed for one in await bot.history()}

    async def test_results_that_are_gone_are_sent_again(self, bot, discord):
        """Where the section's results were deleted they are sent once the poll has closed."""
        poll = await close_and_rest(bot)
        discord.lose_message(discord.standing("results")[0].message_id)
        await reopen(bot, poll, by="1 hour")
        await bot.play(FIRST_SLOT + DAY / 2)

        assert len(discord.standing("results")) == 1

    async def test_through_a_restart(self, database_file, discord, clock):
        """A bot that ends before it has said so says so at the next start, and counts."""
        async with running(database_file, discord, clock) as bot:
            poll = await close_and_rest(bot)
            discord.hang_at(len(discord.requests) + 1, after=False)
            await reopen(bot, poll)
            await discord.hung.wait()
        discord.react(BERT, poll.message_id, "❌")
        async with running(database_file, discord, clock) as bot:
            await bot.rest()

            assert discord.messages[poll.message_id].closes_at == FIRST_SLOT + WEEK
            assert {member for member, *_ in await bot.held(poll)} == {ANNA, BERT}

    async def test_a_message_that_is_gone(self, bot, discord):
        """A poll whose message was deleted unheard is withdrawn instead."""
        poll = await close_and_rest(bot)
        discord.lose_message(poll.message_id)
        await reopen(bot, poll)
        await bot.rest()

        assert (await bot.polls())[0].state is PollState.WITHDRAWN

    @pytest.mark.parametrize("erased_before", [True, False])
    async def test_never_where_somebody_was_erased(self, bot, discord, *, erased_before):
        """Reading back would count again whom the poll was to forget, open or closed then."""
        poll = await open_poll(bot)
        discord.react(ANNA, poll.message_id, "✅")
        if erased_before:
            await bot.privacy.erase(GUILD, ANNA)
        await close(bot, poll)
        await bot.rest()
        if not erased_before:
            await bot.privacy.erase(GUILD, ANNA)

        with pytest.raises(PollFinal):
            await reopen(bot, poll)
        assert (await bot.polls())[0].state is PollState.CLOSED

    async def test_only_a_closed_poll_and_later(self, bot):
        """An open poll has `extend`; a time that has gone by is refused."""
        poll = await open_poll(bot)
        with pytest.raises(PollStillOpen):
            await reopen(bot, poll)
        await close(bot, poll)
        await bot.rest()
        with pytest.raises(ClosingGoneBy):
            await reopen(bot, poll, until="2026-03-01")
        assert (await reopen(bot, poll, until="2026-03-02 10:00")).poll.closes_at == (
            FIRST_SLOT + timedelta(hours=1)
        )


async def test_finds_a_poll_by_its_message(bot):
    """A poll is known by its message in its own server; any other message is none."""
    poll = await open_poll(bot)

    assert (await bot.polling.find_at(GUILD, poll.message_id)).poll_id == poll.poll_id
    for guild_id, message_id in ((OTHER_GUILD, poll.message_id), (GUILD, 4)):
        with pytest.raises(NoPollThere):
            await bot.polling.find_at(guild_id, message_id)
