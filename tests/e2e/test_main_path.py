"""The whole of a discussion as its members live it: prompts, threads, polls, votes, results."""

from datetime import UTC, datetime, timedelta

from bot.domain.ballot import PollState
from bot.domain.discussion import DiscussionState
from tests.e2e.troupe import (
    WEEK,
    channel_of,
    is_silent,
    prompts,
    references,
    said,
    standing_everywhere,
    standing_in,
    text_of,
)

STORY = """\
Bread and Bridges

The mill stands still. Is the river to blame? And why did nobody look upstream?

A Matter of Flour

The baker waits. Should the town buy flour, or should it repair the mill?

What Remains

Nobody counts the loaves. Will there be bread on Sunday?
"""
SLOTS = [datetime(2026, 1, day, 9, tzinfo=UTC) for day in (5, 8, 12)]


async def test_sections_come_in_their_slots_and_in_order(troupe, guild, sandbox):
    """One section stands after each slot, none before the first, and only it may notify."""
    await troupe.begin(guild, STORY)
    await troupe.settle()
    assert await prompts(sandbox, guild) == []

    for number, slot in enumerate(SLOTS, start=1):
        assert await troupe.jump() == slot
        posted = await prompts(sandbox, guild)
        headed = [each["embeds"][0]["author"]["name"] for each in posted]
        assert headed == [f"{place} of 3" for place in range(1, number + 1)]
        assert not is_silent(posted[-1])

    titles = [each["embeds"][0]["title"] for each in await prompts(sandbox, guild)]
    assert titles == ["Opening", "A Matter of Flour", "What Remains"]
    assert "Bread and Bridges" in posted[0]["embeds"][0]["footer"]["text"]


async def test_a_thread_hangs_under_every_prompt(troupe, guild, sandbox):
    """Each section has a public thread named after its heading, kept open for a week."""
    await troupe.begin(guild, STORY)
    for _ in SLOTS:
        await troupe.jump()

    threads = [prompt["thread"] for prompt in await prompts(sandbox, guild)]
    assert [each["name"] for each in threads] == [
        "Bread and Bridges",
        "A Matter of Flour",
        "What Remains",
    ]
    assert {each["thread_metadata"]["auto_archive_duration"] for each in threads} == {10080}


async def test_polls_stand_by_kind_numbered_silent_and_seeded(troupe, guild, sandbox):
    """Questions with answers stand in the channel, open ones in the thread, each with its seeds."""
    await troupe.begin(guild, STORY)
    for _ in SLOTS:
        await troupe.jump()

    yes_no, pressing, either_or, last = await troupe.polls(guild)
    first_thread = int((await prompts(sandbox, guild))[0]["thread"]["id"])
    places = [poll.channel_id for poll in (yes_no, pressing, either_or, last)]
    assert places == [channel_of(guild), first_thread, channel_of(guild), channel_of(guild)]
    shown = {int(message["id"]): message for message in await standing_everywhere(sandbox, guild)}
    titles = [shown[poll.message_id]["embeds"][0]["title"] for poll in (yes_no, pressing, last)]
    assert titles == ["Question 1 of 2", "Question 2 of 2", "Question"]
    for poll, seeds in (
        (yes_no, "✅ ❌ ❔"),
        (pressing, "🔥 👀 💤 ❔"),
        (either_or, "🅰️ 🅱️ ⚖️ ❔"),
        (last, "✅ ❌ ❔"),
    ):
        assert is_silent(shown[poll.message_id])
        held = await sandbox.control.books.reactions(poll.channel_id, poll.message_id)
        assert [each.emoji for each in held] == seeds.split()
        assert all(each.bot for each in held)
        assert all(
            f"{option.emoji} {option.label}" in text_of(shown[poll.message_id])
            for option in poll.options
        )
    assert "How pressing is this question?" in text_of(shown[pressing.message_id])


async def test_a_prompt_opens_with_how_the_one_before_stands(troupe, guild, sandbox):
    """The next prompt says in a line what most chose before it and how many voted."""
    await troupe.begin(guild, STORY)
    await troupe.jump()
    poll = (await troupe.polls(guild))[0]
    for name, position in (("ada", 1), ("ben", 1), ("cleo", 0)):
        await troupe.react(poll, guild.members[name], position)
    await troupe.until_tallied(poll, [1, 2, 0])

    await troupe.jump()

    first, second = await prompts(sandbox, guild)
    assert first["content"] == ""
    assert second["content"].startswith("So far **67 % No** on “Is the river to blame?” · 3 voted")
    assert f"{poll.channel_id}/{poll.message_id}" in second["content"]
    assert not second["mentions"]


async def test_the_latest_choice_of_each_member_counts(troupe, guild, sandbox):
    """Minds are changed, marks taken back; only members' marks on options ever count."""
    await troupe.begin(guild, STORY)
    await troupe.jump()
    poll = (await troupe.polls(guild))[0]
    ada, ben, cleo, dov, eve = (
        guild.members[name] for name in ("ada", "ben", "cleo", "dov", "eve")
    )
    robot = await sandbox.control.world.add_user("robot", bot=True)
    await sandbox.control.world.add_member(guild.id, robot)
    members = sandbox.control.members

    await troupe.react(poll, ada, 0)
    await troupe.until_tallied(poll, [1, 0, 0])
    await troupe.react(poll, ada, 1)
    await troupe.until_tallied(poll, [0, 1, 0])
    await troupe.unreact(poll, ada, 1)
    await troupe.until_tallied(poll, [1, 0, 0])
    await troupe.react(poll, ben, 0)
    await troupe.unreact(poll, ben, 0)
    await troupe.react(poll, ben, 1)
    await troupe.until_tallied(poll, [1, 1, 0])
    await members.react(cleo, poll.channel_id, poll.message_id, "🎉")
    await members.react(robot, poll.channel_id, poll.message_id, "✅")
    await troupe.react(poll, eve, 0)
    await troupe.unreact(poll, eve, 0)
    await members.react(dov, poll.channel_id, poll.message_id, "❔", burst=True)
    await troupe.until_tallied(poll, [1, 1, 1])
    await members.unreact(robot, poll.channel_id, poll.message_id, "✅")
    await troupe.react(poll, eve, 2)
    await troupe.until_tallied(poll, [1, 1, 2])


async def test_tally_and_myvotes_say_what_was_voted(troupe, guild):
    """`/tally` counts one poll or all of a discussion; `/myvotes` shows a member their own."""
    await troupe.begin(guild, STORY)
    await troupe.jump()
    yes_no, pressing = await troupe.polls(guild)
    ada, ben = guild.members["ada"], guild.members["ben"]
    await troupe.react(yes_no, ada, 0)
    await troupe.react(yes_no, ben, 1)
    await troupe.react(yes_no, ben, 0)
    await troupe.react(pressing, ada, 2)
    await troupe.until_tallied(yes_no, [2, 0, 0])
    await troupe.until_tallied(pressing, [0, 0, 1, 0])

    one = said(await troupe.command(guild, "tally", poll=str(yes_no.poll_id)))
    assert "100 %` ✅ Yes · 2 votes" in one
    assert "2 members voted." in one
    every = said(await troupe.command(guild, "tally"))
    assert "2 polls · 2 members voted in all" in every
    assert "Why did nobody look upstream?" in every
    by_name = said(await troupe.command(guild, "tally", discussion="bread and bridges"))
    assert by_name == every
    own = said(await troupe.command(guild, "myvotes", by=ada))
    assert "✅ Yes · open" in own
    assert "💤 Not a concern · open" in own
    assert "not voted yet" in said(await troupe.command(guild, "myvotes", by=guild.members["eve"]))


async def test_a_poll_closes_after_seven_days_with_its_result(troupe, guild, sandbox):
    """The result stands in the poll's message and once in the thread; later marks do not count."""
    await troupe.begin(guild, STORY)
    await troupe.jump()
    yes_no, pressing = await troupe.polls(guild)
    await troupe.react(yes_no, guild.members["ada"], 0)
    await troupe.react(pressing, guild.members["ben"], 0)
    await troupe.until_tallied(yes_no, [1, 0, 0])
    await troupe.until_tallied(pressing, [1, 0, 0, 0])

    await troupe.advance(WEEK - timedelta(minutes=1))
    assert (await troupe.polls(guild))[0].state is PollState.OPEN
    await troupe.advance(timedelta(minutes=16))

    closed = (await troupe.polls(guild))[:2]
    assert {poll.state for poll in closed} == {PollState.CLOSED}
    channel = {int(each["id"]): each for each in await standing_in(sandbox, channel_of(guild))}
    assert "100 %` ✅ Yes · 1 vote" in text_of(channel[yes_no.message_id])
    assert "**Voting has closed.** 1 member voted." in text_of(channel[yes_no.message_id])
    thread = await standing_in(sandbox, pressing.channel_id)
    results = [each for each in thread if "how you voted" in text_of(each)]
    assert len(results) == 1
    assert is_silent(results[0])
    assert "Is the river to blame?" in text_of(results[0])
    assert "Why did nobody look upstream?" in text_of(results[0])

    await troupe.react(yes_no, guild.members["cleo"], 1)
    await troupe.react((await troupe.polls(guild))[2], guild.members["cleo"], 1)
    await troupe.until_tallied((await troupe.polls(guild))[2], [0, 1, 0, 0])
    assert await troupe.tallied(yes_no) == [1, 0, 0]


async def test_a_discussion_ends_when_its_last_poll_closes(troupe, guild, sandbox):
    """It is finished, says so, has one result per section, and nothing of it stands twice."""
    await troupe.begin(guild, STORY)
    await troupe.play_out()

    assert (await troupe.progress(guild)).discussion.state is DiscussionState.FINISHED
    standing = await standing_everywhere(sandbox, guild)
    assert len(set(references(standing))) == len(standing) == 3 + 4 + 3
    assert sum("how you voted" in text_of(each) for each in standing) == 3
    assert "**Finished**" in said(
        await troupe.command(guild, "discussion status", discussion="Bread and Bridges")
    )
    assert "None is on" in said(await troupe.command(guild, "discussion status"))
