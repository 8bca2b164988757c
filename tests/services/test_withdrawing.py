"""A moderator withdraws a section: all that stands of it goes, once, whatever happens meanwhile."""

import pytest

from bot.domain.article import QuestionKind
from bot.domain.ballot import PollState
from bot.domain.discussion import DiscussionState, PauseReason
from bot.domain.history import Deed
from bot.domain.post import PostState
from bot.errors import AlreadyWithdrawn, NoSectionThere
from tests.builders import DAY, FIRST_SLOT, GUILD, ORGANIZER, OTHER_GUILD, WEEK, make_article
from tests.fakes import temporary
from tests.services.running import running

YES_NO, WH = QuestionKind.YES_NO, QuestionKind.WH
ANNA, MODERATOR = 7_001, 8_001


async def begin(bot):
    """Have the first of two sections posted, with a poll in the channel and one in the thread."""
    await bot.begin(make_article(kinds=((YES_NO, WH), (YES_NO,))))
    await bot.play(until=FIRST_SLOT)


async def withdraw(bot, message):
    """Have a moderator withdraw the section that a message belongs to."""
    return await bot.moderation.withdraw(GUILD, message.message_id, by=MODERATOR)


@pytest.mark.parametrize("kind", ["prompt", "poll"])
async def test_all_of_it_goes(bot, discord, kind):
    """Prompt and polls are deleted, votes count nowhere, and the discussion waits."""
    await begin(bot)
    (poll, *_) = await bot.polls()
    discord.react(ANNA, poll.message_id, "✅")
    withdrawal = await withdraw(bot, discord.standing(kind)[-1])
    await bot.play()

    assert discord.messages == {}
    assert discord.threads
    assert (len(withdrawal.polls), withdrawal.state) == (2, DiscussionState.PAUSED)
    assert (await bot.posts())[0].state is PostState.WITHDRAWN
    assert [one.state for one in await bot.polls()][:2] == [PollState.WITHDRAWN] * 2
    discussion = await bot.discussion()
    assert discussion.pause_reason is PauseReason.WITHDRAWN
    assert (await bot.reporting.tally_discussion(GUILD, 1)).polls == ()
    # They are kept, and may be erased.
    assert await bot.held(poll) == {(ANNA, 0, True)}
    assert (await bot.privacy.show(GUILD, ANNA)).closed_polls == 1


async def test_on_record(bot, discord):
    """Who withdrew which section, and that the discussion paused."""
    await begin(bot)
    await withdraw(bot, discord.standing("prompt")[0])

    paused, withdrawn, *_ = await bot.history()
    assert (withdrawn.deed, withdrawn.done_by) == (Deed.SECTION_WITHDRAWN, MODERATOR)
    assert withdrawn.detail == {"section": 1}
    assert (paused.deed, paused.done_by) == (Deed.PAUSED, None)
    assert paused.detail == {"reason": "withdrawn"}


async def test_goes_on_with_the_next(bot, discord):
    """Resumed, the next section is posted at its slot, and everything was sent once."""
    await begin(bot)
    await withdraw(bot, discord.standing("prompt")[0])
    await bot.control.resume(GUILD, "1", by=ORGANIZER)
    await bot.play()

    assert [prompt.body.number for prompt in discord.standing("prompt")] == [2]
    assert (await bot.discussion()).state is DiscussionState.FINISHED
    assert set(discord.times_sent().values()) == {1}


async def test_after_it_has_ended(bot, discord):
    """Results go as well, and the discussion stays what it was."""
    await begin(bot)
    await bot.play()
    (first, second) = discord.standing("results")
    withdrawal = await withdraw(bot, first)
    await bot.rest()

    assert withdrawal.state is DiscussionState.FINISHED
    assert (await bot.discussion()).state is DiscussionState.FINISHED
    assert discord.standing("results") == [second]
    assert [prompt.body.number for prompt in discord.standing("prompt")] == [2]


async def test_the_last_one_ends_the_discussion(bot, discord):
    """With nothing left to come and no poll open, there is nothing to wait for."""
    await begin(bot)
    await bot.play(until=FIRST_SLOT + WEEK + DAY / 2)
    await withdraw(bot, discord.standing("prompt")[-1])
    await bot.rest()

    assert (await bot.discussion()).state is DiscussionState.FINISHED


async def test_refusals(bot, discord):
    """What is no section of that server, and what is withdrawn already."""
    await begin(bot)
    (prompt,) = discord.standing("prompt")
    for guild_id, message_id in ((OTHER_GUILD, prompt.message_id), (GUILD, 4)):
        with pytest.raises(NoSectionThere):
            await bot.moderation.withdraw(guild_id, message_id, by=MODERATOR)
    await withdraw(bot, prompt)
    before = await bot.history()
    with pytest.raises(AlreadyWithdrawn):
        await withdraw(bot, prompt)
    assert await bot.history() == before


async def test_discord_does_not_answer(bot, discord):
    """What could not be deleted at once is deleted later."""
    await begin(bot)
    discord.refuse("delete", temporary(), times=2)
    await withdraw(bot, discord.standing("prompt")[0])
    await bot.play()

    assert discord.messages == {}


@pytest.mark.parametrize("number", range(1, 4))
@pytest.mark.parametrize("after", [False, True])
async def test_through_a_restart(database_file, discord, clock, number, after):
    """A bot that ends amid the deletions goes on with them at the next start."""
    async with running(database_file, discord, clock) as bot:
        await begin(bot)
        discord.hang_at(len(discord.requests) + number, after=after)
        await withdraw(bot, discord.standing("prompt")[0])
        await discord.hung.wait()
    async with running(database_file, discord, clock) as bot:
        await bot.rest()

        assert discord.messages == {}
        assert (await bot.posts())[0].taken_down_at is not None
        assert set(discord.times_sent().values()) == {1}
        assert len([one for one in await bot.history() if one.deed is Deed.PAUSED]) == 1


async def test_while_it_is_being_posted(database_file, discord, clock):
    """Withdrawn between prompt and polls, a section loses both, also over a restart."""
    async with running(database_file, discord, clock) as bot:
        await bot.begin(make_article(kinds=((YES_NO, YES_NO), (YES_NO,))))
        discord.hang_at(3, after=True)
        bot.clock.jump_to(FIRST_SLOT)
        await discord.hung.wait()
        await withdraw(bot, discord.standing("prompt")[0])
    async with running(database_file, discord, clock) as bot:
        await bot.rest()

        assert discord.standing("prompt") == []
        assert [one.state for one in await bot.polls()][:2] == [PollState.WITHDRAWN] * 2
        assert (await bot.posts())[0].state is PostState.WITHDRAWN
