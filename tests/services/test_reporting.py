"""Reporting: tallies from rows, and only the asking server's."""

import pytest

from bot.domain.article import QuestionKind
from bot.errors import DiscussionNotFound, NotOrganizer, PollNotFound
from bot.services.access import Access
from bot.services.setup import Setup
from tests.builders import (
    CHANNEL,
    DAY,
    FIRST_SLOT,
    GUILD,
    ORGANIZER,
    OTHER_CHANNEL,
    OTHER_GUILD,
    make_article,
)

YES_NO, WH = QuestionKind.YES_NO, QuestionKind.WH
ANNA, BEN = 501, 502


@pytest.fixture
async def polls(bot, discord):
    """Have two servers with the same polls; in ours Anna changes her mind, Ben does not."""
    for guild_id, channel_id in ((GUILD, CHANNEL), (OTHER_GUILD, OTHER_CHANNEL)):
        await bot.begin(
            make_article(kinds=((YES_NO, WH), (YES_NO,))),
            guild_id=guild_id,
            channel_id=channel_id,
        )
    await bot.play(until=FIRST_SLOT)
    mine, theirs = await bot.polls(GUILD), await bot.polls(OTHER_GUILD)
    discord.react(ANNA, mine[0].message_id, "✅")
    discord.react(ANNA, mine[0].message_id, "❌")
    discord.react(BEN, mine[1].message_id, "🔥")
    discord.react(ANNA, theirs[0].message_id, "❔")
    return mine


def counts(counted):
    """Give the votes by option."""
    return [count.votes for count in counted.tally.counts]


async def test_one_poll(bot, polls):
    """A poll is counted by the counting rule, votes of this moment included."""
    counted = await bot.reporting.tally_poll(GUILD, str(polls[0].poll_id))

    assert counts(counted) == [0, 1, 0]
    assert counted.tally.turnout == 1


async def test_a_whole_discussion(bot, polls):
    """A discussion's polls are counted in reading order, each voter once in its turnout."""
    report = await bot.reporting.tally_discussion(GUILD, 1)

    assert [counted.poll.poll_id for counted in report.polls] == [
        polls[0].poll_id,
        polls[1].poll_id,
    ]
    assert report.turnout == 2


@pytest.mark.parametrize(
    "given", ["", "0", "99", "-1", "one", "²", "١", " 1", "1.0", "9" * 18, "9" * 19, "9" * 5000]
)
async def test_unknown_polls(bot, polls, given):
    """What names no poll is not found, however odd."""
    assert polls
    with pytest.raises(PollNotFound):
        await bot.reporting.tally_poll(GUILD, given)


async def test_a_poll_to_come(bot, polls):
    """A poll that has not been put yet is not there to be counted."""
    with pytest.raises(PollNotFound):
        await bot.reporting.tally_poll(GUILD, str(polls[2].poll_id))

    listed = await bot.reporting.list_polls(GUILD)
    assert [poll.poll_id for poll in listed] == [polls[0].poll_id, polls[1].poll_id]


async def test_another_server(bot, polls):
    """A server can count neither polls nor discussions of another."""
    with pytest.raises(PollNotFound):
        await bot.reporting.tally_poll(OTHER_GUILD, str(polls[0].poll_id))
    with pytest.raises(DiscussionNotFound):
        await bot.reporting.tally_discussion(OTHER_GUILD, 1)


async def test_own_votes(bot, discord, polls):
    """A member sees what counts of their own votes, in this server, open polls and closed."""
    await bot.play(until=FIRST_SLOT + 8 * DAY)
    third = (await bot.polls())[2]
    if third.message_id in discord.messages:
        discord.react(ANNA, third.message_id, "❔")

    own = await bot.reporting.list_votes(GUILD, ANNA)
    theirs = await bot.reporting.list_votes(OTHER_GUILD, ANNA)

    assert (own[0].poll.poll_id, [option.label for option in own[0].chosen]) == (
        polls[0].poll_id,
        ["No"],
    )
    assert [option.label for option in theirs[0].chosen] == ["Unsure"]
    assert await bot.reporting.list_votes(GUILD, 999) == ()


class TestAccess:
    """Who may do what organizers do."""

    async def test_managers(self, database):
        """Whoever manages the server may, whatever roles it has set."""
        await Access(database).require_organizer(GUILD, manages_guild=True, role_ids=())

    @pytest.mark.parametrize("role_ids", [(), (8, 9)])
    async def test_others(self, database, clock, role_ids):
        """Others may not, unless they have the organizer role of that very server."""
        access, setup = Access(database), Setup(database, clock)
        await setup.change(GUILD, by=ORGANIZER, organizer_role_id=7)
        await setup.change(OTHER_GUILD, by=ORGANIZER, organizer_role_id=8)

        with pytest.raises(NotOrganizer):
            await access.require_organizer(GUILD, manages_guild=False, role_ids=role_ids)

        await access.require_organizer(GUILD, manages_guild=False, role_ids=(*role_ids, 7))

    async def test_no_role(self, database, clock):
        """Where no role is set, or it was unset, only managers may."""
        access, setup = Access(database), Setup(database, clock)
        await setup.change(GUILD, by=ORGANIZER, organizer_role_id=7)
        await setup.change(GUILD, by=ORGANIZER, organizer_role_id=None)

        with pytest.raises(NotOrganizer):
            await access.require_organizer(GUILD, manages_guild=False, role_ids=(7,))
