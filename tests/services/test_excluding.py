"""Votes set aside: which count, what is shown of it, how it is undone and what outlives what."""

import pytest

from bot.domain.ballot import PollState
from bot.domain.guild import GuildSettings
from bot.domain.history import Deed
from bot.errors import AlreadyExcluded, MayNotSetAside, NotExcluded, NothingToExclude, PollNotFound
from bot.storage import exclusions, guilds
from tests.builders import CHANNEL, FIRST_SLOT, GUILD, ORGANIZER, OTHER_GUILD
from tests.services.running import running

ANNA, BERT = 7_001, 7_002
# Made long after every poll here has opened.
NEWCOMER = 1 << 62
BY = {"by": ORGANIZER}


async def vote(bot):
    """Have the first section's poll open with ANNA's and BERT's votes, and give it."""
    await bot.begin()
    await bot.play(FIRST_SLOT)
    poll = (await bot.polls())[0]
    bot.discord.react(ANNA, poll.message_id, "✅")
    bot.discord.react(BERT, poll.message_id, "❌")
    return poll


async def close(bot, poll):
    """Close a poll and let its result be shown."""
    await bot.polling.close(GUILD, str(poll.poll_id), by=ORGANIZER)
    await bot.rest()


async def standing(bot, poll):
    """Give a poll's votes for and against, and how many are set aside."""
    tally = (await bot.reporting.tally_poll(GUILD, str(poll.poll_id))).tally
    yes, no, _ = (count.votes for count in tally.counts)
    return yes, no, tally.set_aside


async def set_least_age(bot, days):
    """Have the server require accounts to be so old."""
    async with bot.database.write() as unit:
        server = GuildSettings(minimum_account_days=days)
        await guilds.set_settings(unit, guild_id=GUILD, settings=server)


class TestExcluding:
    """A member's votes are set aside and count again."""

    async def test_on_an_open_poll_and_back(self, bot):
        """What the member has chosen and chooses later does not count, until it does again."""
        poll = await vote(bot)
        change = await bot.excluding.exclude(GUILD, ANNA, str(poll.poll_id), None, **BY)
        assert [one.poll_id for one in change.voted] == [poll.poll_id]
        assert await standing(bot, poll) == (0, 1, 1)
        bot.discord.react(ANNA, poll.message_id, "❌")
        assert await standing(bot, poll) == (0, 1, 1)

        await bot.excluding.readmit(GUILD, ANNA, None, **BY)
        assert await standing(bot, poll) == (0, 2, 0)

    async def test_within_the_channels_that_somebody_moderates(self, bot):
        """Nothing is changed, listed or offered elsewhere; a thread is of the channel it is in."""
        poll = await vote(bot)
        elsewhere, here = {"within": {CHANNEL + 1}}, {"within": {CHANNEL}}
        with pytest.raises(MayNotSetAside):
            await bot.excluding.exclude(GUILD, ANNA, str(poll.poll_id), None, **BY, **elsewhere)
        with pytest.raises(NothingToExclude):
            await bot.excluding.exclude(GUILD, ANNA, None, None, **BY, **elsewhere)
        await bot.excluding.exclude(GUILD, ANNA, None, None, **BY, **here)
        assert await standing(bot, poll) == (0, 1, 1)
        assert await bot.excluding.list_all(GUILD, **elsewhere) == ()
        assert len(await bot.excluding.list_all(GUILD, **here)) == 1
        assert await bot.reporting.list_labels(GUILD, **elsewhere) == ()
        assert len(await bot.reporting.list_labels(GUILD, **here)) == 1
        with pytest.raises(NotExcluded):
            await bot.excluding.readmit(GUILD, ANNA, None, **BY, **elsewhere)
        await bot.excluding.readmit(GUILD, ANNA, str(poll.poll_id), **BY, **here)
        assert await standing(bot, poll) == (1, 1, 0)

    async def test_a_result_that_is_out_is_shown_anew(self, bot, discord):
        """The poll's message and the section's results are mended, both ways, sent only once."""
        poll = await vote(bot)
        await close(bot, poll)
        message, (results,) = discord.messages[poll.message_id], discord.standing("results")
        assert message.result.turnout == 2

        await bot.excluding.exclude(GUILD, ANNA, None, None, **BY)
        await bot.rest()
        assert (message.result.turnout, message.result.set_aside) == (1, 1)
        assert results.body[0].tally == message.result
        await bot.excluding.readmit(GUILD, ANNA, str(poll.poll_id), **BY)
        await bot.rest()
        assert (message.result.turnout, message.result.set_aside) == (2, 0)
        assert results.body[0].tally == message.result
        assert discord.times_sent()[results.reference] == 1
        assert (await bot.polls())[0].state is PollState.CLOSED

    async def test_while_the_result_is_being_shown(self, bot, discord):
        """What was shown a moment too early is shown once more."""
        poll = await vote(bot)
        show = discord.show_result

        async def exclude_meanwhile(shown, tally):
            discord.show_result = show
            await show(shown, tally)
            await bot.excluding.exclude(GUILD, ANNA, None, None, **BY)

        discord.show_result = exclude_meanwhile
        await close(bot, poll)

        assert discord.messages[poll.message_id].result.set_aside == 1
        assert discord.standing("results")[0].body[0].tally.set_aside == 1

    async def test_who_has_not_voted(self, bot, discord):
        """Nothing is shown anew for it; if they vote it does not count."""
        poll = await vote(bot)
        stranger = BERT + 1
        change = await bot.excluding.exclude(GUILD, stranger, str(poll.poll_id), None, **BY)
        assert change.voted == ()
        discord.react(stranger, poll.message_id, "✅")

        assert await standing(bot, poll) == (1, 1, 1)

    async def test_through_a_restart(self, database_file, discord, clock):
        """A bot that ends before it has shown the result anew shows it at the next start."""
        async with running(database_file, discord, clock) as bot:
            poll = await vote(bot)
            await close(bot, poll)
            discord.hang_at(len(discord.requests) + 1, after=False)
            await bot.excluding.exclude(GUILD, ANNA, str(poll.poll_id), None, **BY)
            await discord.hung.wait()
        async with running(database_file, discord, clock) as bot:
            await bot.rest()

            assert discord.messages[poll.message_id].result.set_aside == 1
            assert discord.standing("results")[0].body[0].tally.set_aside == 1
            assert len(await bot.excluding.list_all(GUILD)) == 1

    async def test_on_record(self, bot):
        """Who did it, where and why is on record; who it was done to is in the list alone."""
        poll = await vote(bot)
        reason = f"three accounts, see <@{BERT}>"
        await bot.excluding.exclude(GUILD, ANNA, None, reason, **BY)
        (listed,) = await bot.excluding.list_all(GUILD)
        await bot.excluding.readmit(GUILD, ANNA, None, **BY)

        readmitted, excluded = (await bot.history())[:2]
        assert (excluded.deed, readmitted.deed) == (Deed.MEMBER_EXCLUDED, Deed.MEMBER_READMITTED)
        assert excluded.discussion_id == poll.discussion_id
        assert excluded.detail == {
            "number": 1,
            "question": poll.question,
            "why": "three accounts, see …",
        }
        assert str(ANNA) not in str(excluded)
        assert (listed.member_id, listed.excluded_by, listed.reason) == (
            ANNA,
            ORGANIZER,
            "three accounts, see …",
        )
        assert await bot.excluding.list_all(GUILD) == ()

    async def test_refusals(self, bot):
        """What is so already, what is no poll here, and another server's poll."""
        with pytest.raises(NothingToExclude):
            await bot.excluding.exclude(GUILD, ANNA, None, None, **BY)
        poll = await vote(bot)
        given = str(poll.poll_id)
        with pytest.raises(NotExcluded):
            await bot.excluding.readmit(GUILD, ANNA, given, **BY)
        planned = str((await bot.polls())[-1].poll_id)
        for guild_id, poll_id in ((OTHER_GUILD, given), (GUILD, planned), (GUILD, "no number")):
            with pytest.raises(PollNotFound):
                await bot.excluding.exclude(guild_id, ANNA, poll_id, None, **BY)
            with pytest.raises(PollNotFound):
                await bot.excluding.readmit(guild_id, ANNA, poll_id, **BY)
        await bot.excluding.exclude(GUILD, ANNA, given, None, **BY)
        before = await bot.history()
        with pytest.raises(AlreadyExcluded):
            await bot.excluding.exclude(GUILD, ANNA, None, None, **BY)
        with pytest.raises(NotExcluded):
            await bot.excluding.readmit(GUILD, BERT, None, **BY)
        assert await bot.history() == before

    async def test_the_member_can_see_it(self, bot):
        """Their own votes and what is stored about them say so."""
        await vote(bot)
        await bot.excluding.exclude(GUILD, ANNA, None, None, **BY)

        (own,) = await bot.reporting.list_votes(GUILD, ANNA)
        assert (own.excluded, own.too_new) == (True, False)
        assert (await bot.privacy.show(GUILD, ANNA)).excluded == 1
        assert (await bot.privacy.show(GUILD, BERT)).excluded == 0


class TestLeastAge:
    """A server requires accounts to be so many days old."""

    async def test_counts_neither_heard_nor_read_back(self, bot, discord):
        """Whose account was too new when the poll opened is set aside, and told so."""
        await set_least_age(bot, 3)
        poll = await vote(bot)
        discord.react(NEWCOMER, poll.message_id, "✅")
        discord.intake = None
        discord.react(NEWCOMER + 1, poll.message_id, "✅")
        await bot.readback.recount(GUILD, str(poll.poll_id))

        assert await standing(bot, poll) == (1, 1, 2)
        (own,) = await bot.reporting.list_votes(GUILD, NEWCOMER)
        assert (own.excluded, own.too_new) == (False, True)
        report = await bot.reporting.tally_discussion(GUILD, poll.discussion_id)
        assert report.turnout == 2

    async def test_holds_for_open_polls_alone(self, bot, discord):
        """Set anew it changes what is open; what has closed keeps what it closed with."""
        poll = await vote(bot)
        discord.react(NEWCOMER, poll.message_id, "✅")
        await set_least_age(bot, 3)
        assert await standing(bot, poll) == (1, 1, 1)
        await close(bot, poll)
        await set_least_age(bot, 0)

        assert await standing(bot, poll) == (1, 1, 1)
        assert discord.messages[poll.message_id].result.set_aside == 1
        await bot.polling.reopen(GUILD, str(poll.poll_id), None, None, who=ORGANIZER)
        assert await standing(bot, poll) == (2, 1, 0)


class TestErasing:
    """Members erase themselves; that is no way round being set aside."""

    @pytest.mark.parametrize("member_id", [ANNA, NEWCOMER])
    async def test_from_a_closed_poll(self, bot, discord, member_id):
        """Its numbers stay, those set aside as well, and nobody's id is left."""
        await set_least_age(bot, 3)
        poll = await vote(bot)
        discord.react(NEWCOMER, poll.message_id, "✅")
        await bot.excluding.exclude(GUILD, ANNA, None, "two accounts", **BY)
        await close(bot, poll)
        before = await standing(bot, poll)
        assert before == (0, 1, 2)
        await bot.privacy.erase(GUILD, member_id)

        assert await standing(bot, poll) == before
        assert not await bot.privacy.show(GUILD, member_id)
        async with bot.database.read() as unit:
            left = await exclusions.list_members(unit, poll)
        assert member_id not in left

    async def test_from_an_open_poll(self, bot, discord):
        """Who reacts anew is known again and does not count; a later readmission finds them."""
        poll = await vote(bot)
        await bot.excluding.exclude(GUILD, ANNA, None, "two accounts", **BY)
        await bot.privacy.erase(GUILD, ANNA)
        (listed,) = await bot.excluding.list_all(GUILD)
        assert listed.member_id < 0
        assert listed.reason is None
        assert await standing(bot, poll) == (0, 1, 0)
        discord.react(ANNA, poll.message_id, "❌")

        assert await standing(bot, poll) == (0, 1, 1)
        await bot.excluding.readmit(GUILD, ANNA, str(poll.poll_id), **BY)
        assert await standing(bot, poll) == (0, 2, 0)

    async def test_nothing_is_kept_once_it_has_closed(self, bot):
        """Who was erased from an open poll and did not come back is forgotten at its closing."""
        poll = await vote(bot)
        await bot.excluding.exclude(GUILD, ANNA, None, None, **BY)
        await bot.privacy.erase(GUILD, ANNA)
        await close(bot, poll)

        assert await bot.excluding.list_all(GUILD) == ()
        assert await standing(bot, poll) == (0, 1, 0)

    async def test_over_a_restored_copy(self, database_file, discord, clock):
        """Somebody who never voted is found again, and stays excluded where they may vote."""
        async with running(database_file, discord, clock) as bot:
            poll = await vote(bot)
            await bot.excluding.exclude(GUILD, BERT + 1, None, None, **BY)
            bot.database.ledger.add(GUILD, BERT + 1)
        async with running(database_file, discord, clock) as bot:
            (listed,) = await bot.excluding.list_all(GUILD)
            assert listed.member_id < 0
            discord.react(BERT + 1, poll.message_id, "✅")
            assert await standing(bot, poll) == (1, 1, 1)
