"""The demo's proof agrees where the bot is right, and says so where it is not."""

import discord
import pytest

from bot.demo.proof import Proof, prove_messages, prove_polls
from bot.storage import votes
from bot.storage.votes import Addition, Mark
from tests.e2e.troupe import channel_of, standing_in


@pytest.fixture
async def poll(troupe, guild):
    """Give an open poll on which ada has changed her mind."""
    await troupe.begin(guild)
    await troupe.jump()
    (poll,) = await troupe.polls(guild)
    await troupe.react(poll, guild.members["ada"], 0)
    await troupe.react(poll, guild.members["ada"], 1)
    await troupe.react(poll, guild.members["ben"], 1)
    await troupe.until_tallied(poll, [0, 2, 0])
    return poll


async def _prove(troupe, guild, poll):
    proof = Proof()
    await prove_polls(troupe.app, troupe.sandbox, [poll], proof)
    await prove_messages(troupe.sandbox, [channel_of(guild)], proof)
    return proof


async def test_equal_books_leave_no_difference(troupe, guild, poll):
    """What was compared is counted: the marks members hold, polls and messages."""
    proof = await _prove(troupe, guild, poll)

    assert proof.differences == []
    assert (proof.reactions, proof.polls, proof.messages) == (3, 1, 3)


async def test_a_vote_the_bot_lost_is_told(troupe, guild, poll):
    """A row too few makes both the held marks and the tally differ."""
    mark = Mark(guild.id, poll.poll_id, 1, guild.members["ben"])
    async with troupe.app.database.write() as unit:
        await votes.apply(unit, removals=[mark], at=troupe.clock.now())

    proof = await _prove(troupe, guild, poll)

    assert proof.differences == [
        "held reactions differ: Is anybody ready to listen?",
        "tallies differ: Is anybody ready to listen?",
    ]


async def test_an_order_the_bot_got_wrong_is_told(troupe, guild, poll):
    """The right rows with a wrong order among them make the tally differ alone."""
    mark = Mark(guild.id, poll.poll_id, 0, guild.members["ada"])
    async with troupe.app.database.write() as unit:
        await votes.apply(
            unit, removals=[mark], additions=[Addition(mark, 1000)], at=troupe.clock.now()
        )

    proof = await _prove(troupe, guild, poll)

    assert proof.differences == ["tallies differ: Is anybody ready to listen?"]


async def test_a_message_that_stands_twice_is_told(troupe, guild, poll):
    """A prompt sent again, by whatever accident, is found by its reference."""
    channel_id = channel_of(guild)
    (prompt, *_) = await standing_in(troupe.sandbox, channel_id)
    again = discord.Embed.from_dict(prompt["embeds"][0])
    await troupe.app.client.get_partial_messageable(channel_id).send(embed=again)

    proof = await _prove(troupe, guild, poll)

    reference = prompt["embeds"][0]["footer"]["text"].split()[-1]
    assert proof.differences == [f"sent 2 times: {reference}"]
