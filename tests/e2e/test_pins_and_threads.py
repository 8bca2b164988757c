"""Pins that follow the discussion, and threads that stay open while a poll in them is."""

import asyncio
from datetime import timedelta

import pytest

from bot.domain.discussion import DiscussionState
from tests.e2e.cuts import Cut
from tests.e2e.places import PIN_NOTICE, POST_PINNED, add_forum, section_posts
from tests.e2e.test_main_path import STORY
from tests.e2e.troupe import channel_of, prompts, references, running, said, standing_everywhere
from tests.patience import PATIENCE_SECONDS

TITLE = STORY.splitlines()[0]


async def test_a_thread_with_a_poll_outlives_its_chosen_span(troupe, guild, sandbox):
    """A thread that holds a poll is not archived after an hour, as others are."""
    await troupe.begin(guild, STORY)
    await troupe.command(guild, "discussion set threads", discussion=TITLE, archive=3600)
    await troupe.jump()
    await troupe.advance(timedelta(hours=12))

    (prompt,) = await prompts(sandbox, guild)
    thread = await sandbox.control.members.look_at(guild.owner_id, int(prompt["id"]))
    assert not thread["thread_metadata"]["archived"]


class TestPins:
    """The section that is being discussed is pinned, where it is wished."""

    @pytest.fixture(autouse=True)
    async def _may_pin(self, sandbox, guild):
        """Let the bot pin."""
        channel = channel_of(guild)
        await sandbox.control.world.set_overwrite(channel, "bot", allow=["pin_messages"])

    async def test_one_at_a_time_and_without_a_notice(self, troupe, guild, sandbox):
        """Each section takes the place of the one before; the notices of pins are taken away."""
        await troupe.begin(guild, STORY)
        answer = said(await troupe.command(guild, "discussion set pin", discussion=TITLE, on=True))
        assert "**Pin:** the section that is being discussed" in answer
        assert "**Saved.** It holds at once, also for what is posted." in answer
        for number in range(3):
            await troupe.jump()
            pinned = [each["pinned"] for each in await prompts(sandbox, guild)]
            assert pinned == [place == number for place in range(number + 1)]
        standing = await sandbox.control.books.messages(channel_of(guild))
        assert PIN_NOTICE not in {each["type"] for each in standing}
        await troupe.play_out()
        assert not any(each["pinned"] for each in await prompts(sandbox, guild))

    @pytest.mark.parametrize("phase", ["before", "after"])
    @pytest.mark.parametrize("method", ["PUT", "DELETE"])
    async def test_across_a_restart(self, phase, method, sandbox, guild, database_file):
        """Stopped while a pin is put or taken away, the next start sees to it."""
        async with running(sandbox, database_file) as troupe:
            await troupe.begin(guild, STORY)
            await troupe.command(guild, "discussion set pin", discussion=TITLE, on=True)
            await troupe.jump()
            instant = await troupe.settle()
        cut = Cut(sandbox, f"{method} .*/messages/pins/", phase)
        await cut.stop_there(database_file, now=troupe.clock.now(), at=instant)
        async with running(sandbox, database_file, now=instant) as troupe:
            await troupe.settle()
            assert [each["pinned"] for each in await prompts(sandbox, guild)] == [False, True]
            await troupe.play_out()

        assert not any(each["pinned"] for each in await prompts(sandbox, guild))
        standing = await standing_everywhere(sandbox, guild)
        assert len(set(references(standing))) == len(standing)

    async def test_a_forum_pins_its_post(self, troupe, guild, sandbox):
        """In a forum without an index the section's post is pinned, one after the other."""
        forum = await add_forum(sandbox, guild)
        await sandbox.control.world.set_overwrite(forum, "bot", allow=["manage_threads"])
        await troupe.begin(guild, STORY, channel=forum)
        await troupe.command(guild, "discussion set index", discussion=TITLE, on=False)
        await troupe.command(guild, "discussion set pin", discussion=TITLE, on=True)
        await troupe.jump()
        await troupe.jump()

        posts = await section_posts(sandbox, guild, forum)
        assert [post["flags"] & POST_PINNED for post in posts] == [0, POST_PINNED]

    @pytest.mark.parametrize(
        ("permission", "setting", "said_then"),
        [
            ("pin_messages", "pin", "allow me **Pin Messages**"),
            ("create_public_threads", None, "allow me **Create Public Threads**"),
            ("send_messages_in_threads", None, "**Send Messages in Threads**"),
        ],
    )
    async def test_without_a_permission(
        self, troupe, guild, sandbox, permission, setting, said_then
    ):
        """The series goes on; what is missing is said; given back, it works with the next."""
        await sandbox.control.world.set_overwrite(channel_of(guild), "bot", deny=[permission])
        await troupe.begin(guild, STORY)
        if setting:
            await troupe.command(guild, f"discussion set {setting}", discussion=TITLE, on=True)
        await troupe.jump()
        for words in ("discussion terms", "discussion status"):
            assert said_then in said(await troupe.command(guild, words, discussion=TITLE))

        refused = await sandbox.control.books.requests(refused=True)
        assert len([each for each in refused if each["status"] == 403]) <= 1
        await sandbox.control.world.set_overwrite(channel_of(guild), "bot", allow=["pin_messages"])
        await troupe.jump()
        assert "⚠" not in said(await troupe.command(guild, "discussion terms", discussion=TITLE))
        assert len(await prompts(sandbox, guild)) == 2


class TestKeptOpen:
    """A thread in which a poll is open stays open."""

    async def test_archived_by_a_member(self, troupe, guild, sandbox):
        """Archived, it is opened again; locked by a moderator, it is let be."""
        await troupe.begin(guild, STORY)
        await troupe.jump()
        _, poll = await troupe.polls(guild)
        members = sandbox.control.members
        await members.edit_thread(guild.owner_id, poll.channel_id, archived=True)
        await self._until_open(sandbox, guild, poll.channel_id)
        await troupe.react(poll, guild.members["ada"], 0)
        await troupe.until_tallied(poll, [1, 0, 0, 0])

        await members.edit_thread(guild.owner_id, poll.channel_id, archived=True, locked=True)
        await troupe.settle()
        assert (await self._state(sandbox, guild, poll.channel_id))["archived"]
        await troupe.play_out()
        assert (await troupe.progress(guild)).discussion.state is DiscussionState.FINISHED

    async def test_archived_while_the_bot_is_away(self, sandbox, guild, database_file):
        """The next start opens it again."""
        async with running(sandbox, database_file) as troupe:
            await troupe.begin(guild, STORY)
            await troupe.jump()
            _, poll = await troupe.polls(guild)
        await sandbox.control.members.edit_thread(guild.owner_id, poll.channel_id, archived=True)
        async with running(sandbox, database_file, now=troupe.clock.now()):
            await self._until_open(sandbox, guild, poll.channel_id)

    async def _state(self, sandbox, guild, thread_id):
        looked = await sandbox.control.members.look_at(guild.owner_id, thread_id)
        return looked["thread_metadata"]

    async def _until_open(self, sandbox, guild, thread_id):
        async with asyncio.timeout(PATIENCE_SECONDS):
            while (await self._state(sandbox, guild, thread_id))["archived"]:
                await asyncio.sleep(0.01)
