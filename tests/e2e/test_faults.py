"""Discord stumbles: connections drop, answers fail or come late; every message stands once."""

import pytest

from bot.domain.discussion import DiscussionState
from tests.e2e.troupe import article, is_prompt, references, standing_everywhere

FAULTS = {
    "dropped before it took effect": {"kind": "drop", "phase": "before"},
    "dropped after it took effect": {"kind": "drop", "phase": "after"},
    "an error before it took effect": {"kind": "status", "phase": "before", "status": 500},
    "an error after it took effect": {"kind": "status", "phase": "after", "status": 502},
    "a page instead of an answer": {"kind": "html", "phase": "before", "status": 503},
    "a wall before Discord": {"kind": "html", "phase": "before", "status": 403},
    "a wall that knows nothing": {"kind": "html", "phase": "before", "status": 404},
    "a page that says all is well": {"kind": "html", "phase": "before", "status": 200},
    "half an answer": {"kind": "truncate"},
    "a limit": {"kind": "limit", "seconds": 0.05, "count": 3},
    "a limit on everything": {"kind": "limit", "seconds": 0.05, "scope": "global"},
    "a late answer": {"kind": "delay", "phase": "after", "seconds": 0.3},
}


@pytest.mark.parametrize("fault", FAULTS)
async def test_every_message_stands_once_whatever_goes_wrong(fault, troupe, guild, sandbox):
    """The fault strikes a prompt, then a poll, then a result; all of them stand, none twice."""
    await troupe.begin(guild)
    for skip in (0, 1, 0):
        await sandbox.control.trouble.add_fault(
            "POST /channels/[^/]+/messages$", skip=skip, **FAULTS[fault]
        )
        await troupe.jump()

    await troupe.play_out()

    await _check_all_stand_once(troupe, guild, sandbox)


@pytest.mark.parametrize("phase", ["before", "after"])
async def test_threads_seeds_and_results_survive_a_dropped_line(phase, troupe, guild, sandbox):
    """Whatever else is under way when the line drops is done again without harm."""
    for match in (
        "POST .*/threads$",
        "PUT .*/reactions/",
        "GET /channels/.*/messages/",
        "PATCH /channels/.*/messages/",
    ):
        await sandbox.control.trouble.add_fault(match, "drop", phase=phase)
    await troupe.begin(guild)

    await troupe.play_out()

    await _check_all_stand_once(troupe, guild, sandbox)
    for poll in await troupe.polls(guild):
        held = await sandbox.control.books.reactions(poll.channel_id, poll.message_id)
        assert [each.emoji for each in held] == [option.emoji for option in poll.options]


async def test_polls_close_though_their_seeds_are_refused(troupe, guild, sandbox):
    """Where Discord takes no seed for good, the polls still close in time and show results."""
    await sandbox.control.trouble.add_fault("PUT .*/reactions/", "status", status=400, count=None)
    await troupe.begin(guild)
    await troupe.jump()
    opened = [poll for poll in await troupe.polls(guild) if poll.closes_at is not None]
    assert (await troupe.progress(guild)).discussion.state is DiscussionState.PAUSED

    await troupe.play_out()

    assert opened
    assert {poll.seeded_at for poll in opened} == {None}
    closed = {poll.poll_id: poll for poll in await troupe.polls(guild)}
    assert all(closed[poll.poll_id].closed_at == poll.closes_at for poll in opened)
    assert all(closed[poll.poll_id].shown_at for poll in opened)


async def test_a_poll_full_of_strange_reactions_counts_without_its_seeds(troupe, guild, sandbox):
    """One member cannot stop a series so."""
    await troupe.begin(guild)
    await sandbox.control.trouble.add_fault("PUT .*/reactions/", "status", status=503, count=None)
    await troupe.jump()
    (poll,) = await troupe.polls(guild)
    await sandbox.control.trouble.clear_faults()
    for sign in range(0x1F400, 0x1F400 + 20):
        await sandbox.control.members.react(
            guild.members["ada"], poll.channel_id, poll.message_id, chr(sign)
        )

    await troupe.jump()

    assert (await troupe.progress(guild)).discussion.state is DiscussionState.RUNNING
    (poll,) = await troupe.polls(guild)
    assert poll.seeded_at is not None


async def test_commands_are_answered_through_a_limit(troupe, guild, sandbox):
    """A limited follow-up is waited for; the member still gets the answer."""
    await sandbox.control.trouble.add_fault("POST /webhooks/", "limit", seconds=0.05, count=2)

    assert (await troupe.command(guild, "article list")).embeds


async def _check_all_stand_once(troupe, guild, sandbox) -> None:
    assert (await troupe.progress(guild)).discussion.state is DiscussionState.FINISHED
    standing = await standing_everywhere(sandbox, guild)
    assert len(set(references(standing))) == len(standing) == 9
    headed = [each["embeds"][0]["author"]["name"] for each in standing if is_prompt(each)]
    assert headed == ["1 of 3", "2 of 3", "3 of 3"]


@pytest.mark.parametrize(
    "fault",
    [{"kind": "status", "status": 503}, {"kind": "status", "status": 404}, {"kind": "drop"}],
    ids=["unavailable", "gone", "dropped"],
)
async def test_an_attachment_that_discord_does_not_hand_out(fault, troupe, guild, sandbox):
    """Whoever attached it is asked to try again; nothing was changed by it."""
    await sandbox.control.trouble.add_fault("^GET /cdn/", count=None, **fault)

    refusal = await troupe.refused(guild, "article add", file=article())

    assert "I could not get “walk.txt” from Discord just now" in refusal
