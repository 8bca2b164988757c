"""Skin tones are reactions of their own that mean one option: no vote is lost with one of them."""

import asyncio

import pytest

from bot.domain.asking import SetOptions
from bot.domain.ballot import Option
from tests.builders import FIRST_SLOT, GUILD, ORGANIZER
from tests.patience import PATIENCE_SECONDS
from tests.services.running import running
from tests.services.test_editing import first_question, make_long_article

ANNA, BEN, CLEO = 501, 502, 503
PLAIN, BROWN, PALE = "👍", "👍🏾", "👍🏻"
OPTIONS = (
    Option(position=0, label="Yes", emoji=PLAIN),
    Option(position=1, label="No", emoji="🎈"),
)


async def begun(bot):
    """Open a poll one of whose options comes in several tones; give it."""
    await bot.begin(make_long_article())
    question_id = await first_question(bot, 1)
    edit = SetOptions(question_id, OPTIONS)
    await bot.editing.edit(GUILD, 1, edit, seen=0, by=ORGANIZER)
    await bot.play(until=FIRST_SLOT)
    return (await bot.polls())[0]


@pytest.fixture
async def poll(bot):
    """Give an open poll with an option that comes in several tones."""
    return await begun(bot)


async def held(bot, poll):
    """Give who is held to have chosen the option, once all was read that is awaited."""
    await bot.intake.flush()
    async with asyncio.timeout(PATIENCE_SECONDS):
        await bot.readback.settled()
    return {
        (member_id, known) for member_id, position, known in await bot.held(poll) if not position
    }


async def test_one_tone_is_cleared(bot, discord, poll):
    """The votes in other tones stay, with their order."""
    discord.react(ANNA, poll.message_id, PLAIN)
    discord.react(BEN, poll.message_id, BROWN)

    discord.clear(poll.message_id, BROWN)

    assert await held(bot, poll) == {(ANNA, True)}


async def test_the_plain_one_is_cleared(bot, discord, poll):
    """The votes in tones stay, with their order."""
    discord.react(ANNA, poll.message_id, PLAIN)
    discord.react(BEN, poll.message_id, BROWN)

    discord.clear(poll.message_id, PLAIN)

    assert await held(bot, poll) == {(BEN, True)}


@pytest.mark.parametrize("taken", [PLAIN, BROWN])
async def test_one_of_two_is_taken_back(bot, discord, poll, taken):
    """Who holds the option in two tones and takes one back still holds it."""
    for emoji in (PLAIN, BROWN):
        discord.react(ANNA, poll.message_id, emoji)
    discord.react(BEN, poll.message_id, PALE)

    discord.unreact(ANNA, poll.message_id, taken)
    discord.unreact(BEN, poll.message_id, PALE)

    assert await held(bot, poll) == {(ANNA, False)}


async def test_over_a_restart(database_file, discord, clock):
    """Tones that were put before the process began are known from what is shown."""
    async with running(database_file, discord, clock) as bot:
        poll = await begun(bot)
        for emoji in (PLAIN, BROWN):
            discord.react(ANNA, poll.message_id, emoji)
        await bot.intake.flush()
    async with running(database_file, discord, clock) as bot:
        await bot.rest()
        discord.unreact(ANNA, poll.message_id, PLAIN)

        assert await held(bot, poll) == {(ANNA, False)}


async def test_nothing_is_asked_without_tones(bot, discord, poll):
    """Votes that come and go in one tone are known from events alone."""
    await held(bot, poll)
    discord.requests.clear()
    discord.react(ANNA, poll.message_id, PLAIN)
    discord.unreact(ANNA, poll.message_id, PLAIN)
    discord.react(CLEO, poll.message_id, PLAIN)
    discord.clear(poll.message_id, "🎈")

    assert await held(bot, poll) == {(CLEO, True)}
    assert discord.requests == []
