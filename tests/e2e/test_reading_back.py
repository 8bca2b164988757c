"""Reading back over the wire: pages, voters of both kinds, and what an organizer is told."""

import pytest

from tests.e2e.troupe import channel_of


@pytest.fixture
async def poll(troupe, guild):
    """Give an open poll without votes."""
    await troupe.begin(guild)
    await troupe.jump()
    (poll,) = await troupe.polls(guild)
    return poll


async def test_super_reactions_of_a_whole_crowd(troupe, guild, sandbox, poll):
    """Voters are read page by page, those with super reactions too, and no one's chat is."""
    world, members = sandbox.control.world, sandbox.control.members
    crowd = [await world.add_member(guild.id, f"reader{number}") for number in range(103)]
    place = poll.address
    await sandbox.control.trouble.gateway("hold")
    await sandbox.control.trouble.gateway("forget")
    for _ in range(3):
        await members.send(guild.owner_id, channel_of(guild), "what a question")
    await sandbox.control.crowd.react(crowd[:101], *place, [poll.options[0].emoji])
    for number in (101, 102):
        await members.react(crowd[number], *place, poll.options[0].emoji, burst=True)
    await sandbox.control.trouble.gateway("release")

    await troupe.until_tallied(poll, [103, 0, 0])
    counts = await sandbox.control.books.request_counts()
    assert counts["GET /channels/{channel_id}/messages"] == 1
    assert counts.get("GET /channels/{channel_id}/messages/{message_id}", 0) <= 1  # the sweep


async def test_a_recount(troupe, guild, sandbox, poll):
    """An event that was lost is found by a recount, which says so; then all votes are right."""
    await sandbox.control.trouble.add_event_fault("MESSAGE_REACTION_ADD", "lose")
    await troupe.react(poll, guild.members["ada"], 0)
    offered = await troupe.typed(guild, "poll recount", "poll")
    ((words, given),) = offered.items()
    assert words.startswith(poll.question)

    first = await troupe.command(guild, "poll recount", poll=given)
    second = await troupe.command(guild, "poll recount", poll=given)

    assert "1 vote added that I had missed" in first.content
    assert "All votes were right." in second.content
    assert await troupe.tallied(poll) == [1, 0, 0]
    await troupe.play_out()
    assert "its votes are final" in await troupe.refused(guild, "poll recount", poll=given)
    assert await troupe.typed(guild, "poll recount", "poll") == {}
