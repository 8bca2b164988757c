"""The gateway's line breaks: what members did meanwhile is heard afterwards, or read back."""

import pytest


@pytest.fixture
async def poll(troupe, guild):
    """Give an open poll on which ada has voted Yes."""
    await troupe.begin(guild)
    await troupe.jump()
    (poll,) = await troupe.polls(guild)
    await troupe.react(poll, guild.members["ada"], 0)
    await troupe.until_tallied(poll, [1, 0, 0])
    return poll


async def _vote_in_the_gap(troupe, guild, poll) -> None:
    """Let one member switch and another put two marks, the second one later."""
    await troupe.unreact(poll, guild.members["ada"], 0)
    await troupe.react(poll, guild.members["ada"], 2)
    await troupe.react(poll, guild.members["ben"], 0)
    await troupe.react(poll, guild.members["ben"], 1)


async def test_votes_in_the_gap_of_a_lost_session_are_read_back(troupe, guild, sandbox, poll):
    """A new session replays nothing: Discord is asked, and order among the votes is unknown.

    Posting needs no gateway: a section comes in its slot meanwhile, and votes on it are found too.
    """
    await sandbox.control.trouble.gateway("hold")
    await sandbox.control.trouble.gateway("forget")
    await _vote_in_the_gap(troupe, guild, poll)
    await troupe.jump()
    second = (await troupe.polls(guild))[1]
    await troupe.react(second, guild.members["cleo"], 3)
    await sandbox.control.trouble.gateway("release")

    await troupe.until_tallied(second, [0, 0, 0, 1])
    await troupe.until_tallied(poll, [1, 0, 1])


@pytest.mark.parametrize("loss", ["abort", "reconnect"])
async def test_votes_in_the_gap_of_a_resumed_session_are_replayed(
    loss, troupe, guild, sandbox, poll
):
    """A resumed session replays events in their order, so the latest choice is known."""
    await sandbox.control.trouble.gateway("hold")
    await sandbox.control.trouble.gateway(loss)
    await _vote_in_the_gap(troupe, guild, poll)
    await sandbox.control.trouble.gateway("release")

    await troupe.until_tallied(poll, [0, 1, 1])
