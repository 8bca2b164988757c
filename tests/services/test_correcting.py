"""Correcting open polls: words at any time, options until somebody has voted."""

from datetime import timedelta

import pytest

from bot.domain.asking import SetOptions
from bot.domain.ballot import Option, PollState
from bot.errors import ArticleChangedMeanwhile
from tests.builders import CHANNEL, DAY, FIRST_SLOT, GUILD, ORGANIZER, WEEK
from tests.fakes import FakePublisher, access_lost, temporary
from tests.services.running import running
from tests.services.test_editing import first_question, make_long_article

ANNA, BERT = 7_001, 7_002
OLD = ["✅ Yes", "❌ No", "❔ Unsure"]
# One emoji stays and means something else; one goes, one comes.
OTHERS = (
    Option(position=0, label="At once", emoji="✅"),
    Option(position=1, label="Later", emoji="⏳"),
    Option(position=2, label="Who knows", emoji="❔", neutral=True),
)
NEW = ["✅ At once", "⏳ Later", "❔ Who knows"]
# Three marks off, the words, the counts; then the counts by the new options, and three seeds.
_REQUESTS = 3 + 1 + 1 + 1 + 3
# Between any two of them: before the first and after each.
_BETWEEN = [(1, False), *((number, True) for number in range(1, _REQUESTS + 1))]


def labels(options):
    """Give options as organizers write them."""
    return [f"{one.emoji} {one.label}" for one in options]


async def open_poll(bot):
    """Give the first section's poll as rows have it."""
    return (await bot.polls())[0]


async def prepare(bot):
    """Have a poll open and its question given other options; give the question's id."""
    await bot.begin(make_long_article())
    await bot.play(FIRST_SLOT)
    question_id = await first_question(bot, 1)
    edit = SetOptions(question_id, OTHERS)
    await bot.editing.edit(GUILD, 1, edit, seen=0, by=ORGANIZER)
    return question_id


async def correct(bot, question_id, *, seen=1):
    """Put the open poll as its question is now."""
    return await bot.correcting.correct(GUILD, 1, question_id, seen=seen)


class TestWords:
    """The words of an open poll may be corrected, and are marked so."""

    async def test_in_the_message(self, bot, discord):
        """The poll's message and what is counted later bear the new words."""
        await bot.begin(make_long_article())
        await bot.play(FIRST_SLOT)
        question_id = await first_question(bot, 1)
        await bot.editing.reword(GUILD, 1, question_id, "Is it sew?", seen=0, by=ORGANIZER)
        assert (await open_poll(bot)).question == "Is it 0?"

        discord.refuse("correct", temporary(), times=1)
        (corrected,) = (await correct(bot, question_id)).polls
        await bot.rest()
        await bot.play(FIRST_SLOT + DAY / 2)

        poll = await open_poll(bot)
        assert (poll.poll_id, poll.question) == (corrected.poll_id, "Is it sew?")
        assert poll.corrected_at is not None
        assert discord.messages[poll.message_id].correction == "Is it sew?"
        assert (await correct(bot, question_id)).polls == ()

    async def test_a_poll_that_is_gone(self, bot, discord):
        """A correction of a deleted poll withdraws it."""
        question_id = await prepare(bot)
        discord.lose_message((await open_poll(bot)).message_id)
        await correct(bot, question_id)
        await bot.rest()

        assert (await open_poll(bot)).state is PollState.WITHDRAWN

    async def test_only_what_was_seen(self, bot):
        """Words that somebody else has written meanwhile are not published unseen."""
        question_id = await prepare(bot)
        await bot.editing.reword(GUILD, 1, question_id, "Is it sew?", seen=1, by=ORGANIZER + 1)

        with pytest.raises(ArticleChangedMeanwhile):
            await correct(bot, question_id, seen=1)
        assert (await open_poll(bot)).question == "Is it 0?"


class TestOptions:
    """Options may be replaced until the first vote."""

    async def test_replaced(self, bot, discord):
        """Message, marks and votes go by the new options; other words are marked, these are not."""
        question_id = await prepare(bot)
        await correct(bot, question_id)
        await bot.rest()

        poll = await open_poll(bot)
        message = discord.messages[poll.message_id]
        assert labels(poll.options) == labels(message.offered) == NEW
        assert {emoji for emoji in message.reactions if discord.seeds(message)} >= {
            "✅",
            "⏳",
            "❔",
        }
        assert set(discord.seeds(message)) == {"✅", "⏳", "❔"}
        assert poll.corrected_at is None
        discord.react(ANNA, poll.message_id, "⏳")
        discord.react(BERT, poll.message_id, "❌")
        assert await bot.held(poll) == {(ANNA, poll.options[1].position, True)}
        table = await bot.editing.look(GUILD, 1)
        assert table.usage.stale_polls(table.kept.preparation, question_id) == ()

    async def test_frozen_by_a_vote(self, bot, discord):
        """With a vote there is nothing to correct; without it, once it was taken back, there is."""
        question_id = await prepare(bot)
        poll = await open_poll(bot)
        discord.react(ANNA, poll.message_id, "✅")
        await bot.held(poll)

        assert (await correct(bot, question_id)).polls == ()
        await bot.rest()
        assert labels((await open_poll(bot)).options) == OLD
        discord.unreact(ANNA, poll.message_id, "✅")
        await bot.held(poll)
        await correct(bot, question_id)
        await bot.rest()
        assert labels((await open_poll(bot)).options) == NEW

    async def test_a_vote_that_was_not_heard(self, bot, discord):
        """What stands under the message counts, whether the bot was told of it or not."""
        question_id = await prepare(bot)
        poll = await open_poll(bot)
        discord.messages[poll.message_id].reactions["❌"].add(ANNA)
        await correct(bot, question_id)
        await bot.rest()

        poll = await open_poll(bot)
        message = discord.messages[poll.message_id]
        assert labels(poll.options) == labels(message.offered) == OLD
        assert discord.seeds(message) == ["✅", "❌", "❔"]
        assert await bot.held(poll) == {(ANNA, 1, False)}

    async def test_changed_again_meanwhile(self, bot, discord):
        """Whatever was asked for last stands, also what was there at first."""
        question_id = await prepare(bot)
        discord.refuse("correct", temporary(), times=1, after=True)
        await correct(bot, question_id)
        await bot.rest()
        await bot.editing.undo(GUILD, 1, seen=1, by=ORGANIZER)
        await correct(bot, question_id, seen=2)
        await bot.play(FIRST_SLOT + DAY / 2)

        poll = await open_poll(bot)
        assert labels(poll.options) == labels(discord.messages[poll.message_id].offered) == OLD
        assert poll.new_options is None

    async def test_undone_and_put_back(self, bot, discord):
        """An undoing is put into the poll like any edit; no position is ever used twice."""
        question_id = await prepare(bot)
        before = await open_poll(bot)
        await correct(bot, question_id)
        await bot.rest()
        await bot.editing.undo(GUILD, 1, seen=1, by=ORGANIZER)
        await correct(bot, question_id, seen=2)
        await bot.rest()

        poll = await open_poll(bot)
        assert labels(poll.options) == labels(discord.messages[poll.message_id].offered) == OLD
        assert not {one.position for one in poll.options} & {one.position for one in before.options}

    async def test_where_discord_refuses(self, bot, discord):
        """Options that cannot be written stay, and the series goes on."""
        question_id = await prepare(bot)
        discord.refuse("correct", access_lost(), times=1)
        await correct(bot, question_id)
        await bot.rest()

        poll = await open_poll(bot)
        assert (labels(poll.options), poll.new_options) == (OLD, None)
        await bot.play(FIRST_SLOT + DAY)
        assert len(discord.standing("prompt")) == 2

    async def test_where_votes_cannot_be_read(self, bot, discord):
        """If nobody can tell whether somebody voted, the old options are written back."""
        question_id = await prepare(bot)
        discord.refuse("counts", access_lost(), times=1)
        await correct(bot, question_id)
        await bot.rest()

        poll = await open_poll(bot)
        assert labels(poll.options) == labels(discord.messages[poll.message_id].offered) == OLD

    async def test_closing_comes_first(self, bot, discord):
        """A poll that closes before its options could change closes with those it has."""
        question_id = await prepare(bot)
        discord.refuse("unseed", temporary())
        await correct(bot, question_id)
        await bot.rest()
        bot.clock.jump_to(FIRST_SLOT + WEEK)
        await bot.play()

        poll = await open_poll(bot)
        assert (poll.state, poll.new_options, labels(poll.options)) == (PollState.CLOSED, None, OLD)
        assert discord.messages[poll.message_id].result is not None


class Busy(FakePublisher):
    """A Discord on which something happens just before or after a request took effect."""

    def __init__(self, clock):
        super().__init__(clock)
        self.happening = None

    def happen(self, number, *, after, what):
        """Have something happen around the n-th request from now on."""
        self.happening = (len(self.requests) + number, after, what)

    async def _ask(self, name, effect):
        number = len(self.requests) + 1

        def disturbed():
            at, after, what = self.happening or (0, False, None)
            if number == at and not after:
                what()
            answer = effect()
            if number == at and after:
                what()
            return answer

        return await super()._ask(name, disturbed)


@pytest.fixture
async def busy(database_file, clock):
    """Give a running bot on a Discord on which something may happen at any time."""
    world = Busy(clock)
    world.add_channel(GUILD, CHANNEL)
    async with running(database_file, world, clock) as bot:
        yield bot


async def assert_right(bot, reacted):
    """Assert that the message shows what counts, and that the vote is for what was shown."""
    await bot.play(FIRST_SLOT + DAY / 2)
    poll = await open_poll(bot)
    message = bot.discord.messages[poll.message_id]
    assert poll.new_options is None
    offered = labels(message.offered or poll.options)
    assert labels(poll.options) == offered
    assert {one.emoji for one in poll.options} <= set(bot.discord.seeds(message))
    held = {
        (member, labels(poll.options)[_place(poll, at)]) for member, at, _ in await bot.held(poll)
    }
    emoji, was_shown = reacted
    counted = {(ANNA, words) for words in offered if words.startswith(emoji)}
    assert held == counted
    if offered == NEW and emoji == "✅":
        # It was an option before, and another one.
        assert was_shown == NEW


def _place(poll, position):
    return next(at for at, one in enumerate(poll.options) if one.position == position)


@pytest.mark.parametrize(("number", "after"), _BETWEEN)
@pytest.mark.parametrize(
    ("emoji", "heard"), [("✅", True), ("✅", False), ("❌", True), ("⏳", False)]
)
async def test_a_vote_meanwhile(busy, number, after, emoji, heard):
    """Whenever somebody votes, what they saw counts; a mark that meant nothing may come to mean."""
    question_id = await prepare(busy)
    poll = await open_poll(busy)
    message = busy.discord.messages[poll.message_id]
    shown = []

    def vote():
        shown.append(labels(message.offered or poll.options))
        if heard:
            busy.discord.react(ANNA, poll.message_id, emoji)
        else:
            message.reactions.setdefault(emoji, set()).add(ANNA)

    busy.discord.happen(number, after=after, what=vote)
    await correct(busy, question_id)
    await busy.rest()
    assert shown, "the change takes fewer requests than this test disturbs"
    if not heard:
        busy.readback.ask(shard_id=0, shard_count=1)

    await assert_right(busy, (emoji, shown[0]))


@pytest.mark.parametrize(("number", "after"), _BETWEEN)
@pytest.mark.parametrize("voted", [None, "✅"])
async def test_killed_meanwhile(database_file, clock, number, after, voted):
    """Killed at any request, voted on while away: the next start sees it through or back."""
    world = Busy(clock)
    world.add_channel(GUILD, CHANNEL)
    async with running(database_file, world, clock) as bot:
        question_id = await prepare(bot)
        poll = await open_poll(bot)
        world.hang_at(len(world.requests) + number, after=after)
        await correct(bot, question_id)
        assert await bot.play_until_hung()
    message = world.messages[poll.message_id]
    shown = labels(message.offered or poll.options)
    if voted:
        message.reactions.setdefault(voted, set()).add(ANNA)

    clock.advance(timedelta(hours=1))
    async with running(database_file, world, clock) as bot:
        await bot.rest()
        await assert_right(bot, (voted, shown) if voted else ("none", shown))
        if not voted:
            assert labels((await open_poll(bot)).options) == NEW
