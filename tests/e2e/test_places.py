"""Where a discussion posts: in each kind of channel, and by its terms, also across a restart."""

from datetime import timedelta

import pytest

from bot.delivery import niceties as delivery_niceties
from bot.domain.channel import ChannelKind
from bot.domain.discussion import DiscussionState
from tests.e2e.cuts import Cut
from tests.e2e.places import CROSSPOSTED, REQUIRE_TAG, add_forum, posts_of, section_posts
from tests.e2e.test_main_path import STORY
from tests.e2e.troupe import (
    article,
    channel_of,
    is_prompt,
    is_silent,
    prompts,
    references,
    running,
    said,
    standing_everywhere,
    standing_in,
)

TITLE = STORY.splitlines()[0]
FIRST_POST = "POST /channels/{[^}]+}/threads$"


class TestForum:
    """A section is one post, with everything of it inside."""

    async def test_a_post_for_each_section(self, troupe, guild, sandbox):
        """Posts are named, tagged and numbered; prompt, polls and results stand inside."""
        forum = await add_forum(sandbox, guild)
        answer = said(await troupe.begin(guild, STORY, channel=forum, tag="Reading"))
        assert f"<#{forum}>" in answer
        await troupe.play_out()

        assert (await troupe.progress(guild)).discussion.state is DiscussionState.FINISHED
        posts = await section_posts(sandbox, guild, forum)
        assert [post["name"] for post in posts] == [
            "Bread and Bridges",
            "A Matter of Flour",
            "What Remains",
        ]
        assert all(len(post["applied_tags"]) == 1 for post in posts)
        for number, post in enumerate(posts, start=1):
            first, *others = await standing_in(sandbox, int(post["id"]))
            assert first["id"] == post["id"]
            assert first["embeds"][0]["author"]["name"] == f"{number} of 3"
            assert not is_silent(first)
            assert others
            assert all(is_silent(each) for each in others)
        standing = await standing_everywhere(sandbox, guild)
        assert len(set(references(standing))) == len(standing)
        assert len([each for each in standing if is_prompt(each)]) == 3

    @pytest.mark.parametrize("phase", ["before", "after"])
    @pytest.mark.parametrize("archived", [False, True], ids=["active", "archived"])
    async def test_once_across_a_restart(self, phase, archived, sandbox, guild, database_file):
        """Stopped while a post is being made, the next start looks for it, archived or not."""
        forum = await add_forum(sandbox, guild)
        async with running(sandbox, database_file) as troupe:
            await troupe.begin(guild, STORY, channel=forum)
            instant = await troupe.settle()
        cut = Cut(sandbox, FIRST_POST, phase)
        await cut.stop_there(database_file, now=troupe.clock.now(), at=instant)
        if archived:
            for post in await posts_of(sandbox, guild, forum):
                await sandbox.control.members.edit_thread(
                    guild.owner_id, int(post["id"]), archived=True
                )
        async with running(sandbox, database_file, now=instant) as troupe:
            await troupe.play_out()
            assert (await troupe.progress(guild)).discussion.state is DiscussionState.FINISHED

        assert len(await section_posts(sandbox, guild, forum)) == 3
        standing = await standing_everywhere(sandbox, guild)
        assert len(set(references(standing))) == len(standing)

    async def test_once_where_the_answer_is_lost(self, troupe, guild, sandbox):
        """A post that Discord made and answered with an error is found and not made again."""
        forum = await add_forum(sandbox, guild)
        await troupe.begin(guild, STORY, channel=forum)
        await sandbox.control.trouble.add_fault(FIRST_POST, "status", phase="after", status=500)
        await troupe.play_out()

        assert len(await section_posts(sandbox, guild, forum)) == 3

    async def test_a_forum_that_demands_a_tag(self, troupe, guild, sandbox):
        """Without a tag it is refused at the start, with the sentence that says what to do."""
        forum = await add_forum(sandbox, guild, flags=REQUIRE_TAG)
        await troupe.command(guild, "article add", file=article(STORY))
        given = {"article": TITLE, "days": "daily", "time": "09:00", "zone": "UTC"}
        refused = await troupe.refused(guild, "discussion start", **given, channel=forum)
        assert f"<#{forum}> takes no post without a tag" in refused

        offered = await troupe.typed(guild, "discussion start", "tag", "vo", channel=forum)
        assert list(offered) == ["Votes"]
        await troupe.start(guild, **given, channel=forum, tag=offered["Votes"])
        await troupe.jump()
        assert len(await section_posts(sandbox, guild, forum)) == 1

    async def test_votes_and_a_deleted_post(self, troupe, guild, sandbox):
        """Votes in a post count; a moderator who deletes the post withdraws the section."""
        forum = await add_forum(sandbox, guild)
        await troupe.begin(guild, STORY, channel=forum)
        await troupe.jump()
        poll, other = await troupe.polls(guild)
        await troupe.react(poll, guild.members["ada"], 1)
        await troupe.until_tallied(poll, [0, 1, 0])
        assert poll.channel_id == other.channel_id

        await sandbox.control.members.delete_channel(guild.owner_id, poll.channel_id)
        progress = await troupe.until(
            guild, lambda one: one.discussion.state is DiscussionState.PAUSED
        )
        assert progress.discussion.pause_reason == "prompt_deleted"


class TestAnnouncements:
    """An announcement channel has threads as a text channel has, and its sections are published."""

    @pytest.fixture
    async def news(self, sandbox, guild):
        """Make an announcement channel."""
        return await sandbox.control.world.add_channel(guild.id, "news", "announcement")

    async def test_sections_are_published_and_nothing_else(self, troupe, guild, sandbox, news):
        """Each prompt is published once; polls, whose votes count here, are not."""
        await troupe.begin(guild, STORY, channel=news)
        await troupe.play_out()

        for message in await standing_in(sandbox, news):
            assert bool(message["flags"] & CROSSPOSTED) is is_prompt(message)
        counts = await sandbox.control.books.request_counts()
        assert counts["POST /channels/{channel_id}/messages/{message_id}/crosspost"] == 3

    @pytest.mark.parametrize("phase", ["before", "after"])
    async def test_published_once_across_a_restart(
        self, phase, sandbox, guild, database_file, news
    ):
        """Stopped while a section is being published, the next start sees to it."""
        async with running(sandbox, database_file) as troupe:
            await troupe.begin(guild, STORY, channel=news)
            instant = await troupe.settle()
        cut = Cut(sandbox, "crosspost$", phase)
        await cut.stop_there(database_file, now=troupe.clock.now(), at=instant)
        async with running(sandbox, database_file, now=instant) as troupe:
            await troupe.play_out()

        posted = [each for each in await standing_in(sandbox, news) if is_prompt(each)]
        assert [each["flags"] & CROSSPOSTED for each in posted] == [1, 1, 1]
        standing = await standing_everywhere(sandbox, guild)
        assert len(set(references(standing))) == len(standing)

    async def test_publishing_beyond_the_limit_waits_for_nobody(
        self, troupe, guild, sandbox, news, monkeypatch
    ):
        """Put off for an hour, publishing neither stops the series nor its polls."""
        monkeypatch.setattr(delivery_niceties, "_ANSWER_SECONDS", 0.2)
        await sandbox.control.trouble.add_fault(
            "crosspost$", "limit", seconds=3000, count=None, scope="shared"
        )
        await troupe.begin(guild, STORY, channel=news)
        await troupe.jump()

        assert len(await troupe.polls(guild)) == 2
        await sandbox.control.trouble.clear_faults()
        await troupe.advance(timedelta(hours=2))
        (prompt,) = [each for each in await standing_in(sandbox, news) if is_prompt(each)]
        assert prompt["flags"] & CROSSPOSTED

    async def test_a_channel_that_becomes_one(self, troupe, guild, sandbox):
        """A text channel that an admin makes an announcement channel publishes from then on."""
        await troupe.begin(guild, STORY)
        await troupe.jump()
        channel = channel_of(guild)
        await sandbox.control.members.edit_channel(guild.owner_id, channel, type=5)
        await troupe.until(
            guild, lambda one: one.discussion.channel_kind is ChannelKind.ANNOUNCEMENT
        )
        await troupe.jump()

        assert [each["flags"] & CROSSPOSTED for each in await prompts(sandbox, guild)] == [0, 1]

    async def test_whole_series(self, troupe, guild, sandbox):
        """Sections, threads and polls stand there as in a text channel."""
        news = await sandbox.control.world.add_channel(guild.id, "news", "announcement")
        await troupe.begin(guild, STORY, channel=news)
        await troupe.play_out()

        assert (await troupe.progress(guild)).discussion.state is DiscussionState.FINISHED
        standing = await standing_in(sandbox, news)
        posted = [each for each in standing if is_prompt(each)]
        assert len(posted) == 3
        assert all("thread" in each for each in posted)
        everything = await standing_everywhere(sandbox, guild)
        assert len(set(references(everything))) == len(everything)


class TestTerms:
    """Terms over the wire, in a text channel."""

    async def test_threads_as_chosen(self, troupe, guild, sandbox):
        """Name, archiving and slow mode hold from the next section on."""
        await troupe.begin(guild, STORY)
        await troupe.jump()
        answer = said(
            await troupe.command(
                guild,
                "discussion set threads",
                discussion=TITLE,
                name="{number}/{of} {heading}",
                archive=86_400,
                slow_mode=30,
            )
        )
        assert "It holds from section 2 of 3 on" in answer
        assert "`{number}/{of} {heading}`" in answer
        await troupe.command(guild, "discussion set polls", discussion=TITLE, where="channel")
        await troupe.jump()

        first, second = [prompt["thread"] for prompt in await prompts(sandbox, guild)]
        assert first["name"] == "Bread and Bridges"
        assert second["name"] == "2/3 A Matter of Flour"
        assert second["thread_metadata"]["auto_archive_duration"] == 1440
        assert second["rate_limit_per_user"] == 30

    @pytest.mark.parametrize("mentionable", [True, False])
    async def test_a_role_is_pinged_by_prompts_alone(self, troupe, guild, sandbox, mentionable):
        """That role alone, with a prompt's first message; that it cannot be is said."""
        role = await sandbox.control.members.create_role(
            guild.owner_id, guild.id, "Readers", mentionable=mentionable
        )
        await sandbox.control.world.set_overwrite(
            channel_of(guild), "bot", deny=["mention_everyone"]
        )
        answer = said(await troupe.begin(guild, STORY, ping=role))
        assert answer
        shown = said(await troupe.command(guild, "discussion terms", discussion=TITLE))
        assert f"<@&{role}>" in shown
        assert ("it would notify nobody" in shown) is not mentionable
        await troupe.play_out()

        for message in await standing_everywhere(sandbox, guild):
            pinged = [str(role)] if mentionable and is_prompt(message) else []
            assert message["mention_roles"] == pinged
            assert not message["mention_everyone"]
            assert not message["mentions"]
            assert is_silent(message) is not is_prompt(message)

    async def test_refusals(self, troupe, guild):
        """What cannot be is refused in a sentence, and changes nothing."""
        await troupe.begin(guild, STORY)
        refusals = {
            "only forums have tags": ("tags", {"tag": "Reading"}),
            "I cannot name threads “{author}”": ("threads", {"name": "{author}"}),
            "never ping everybody": ("ping", {"role": guild.id}),
            "This server has no discussion": ("polls", {"discussion": "?", "where": "auto"}),
        }
        for words, (subject, options) in refusals.items():
            given = {"discussion": TITLE} | options
            assert words in await troupe.refused(guild, f"discussion set {subject}", **given)

    async def test_of_what_has_ended(self, troupe, guild):
        """How an ended discussion posts is no longer changed; the answer says what can be done."""
        await troupe.begin(guild, STORY)
        await troupe.play_out()

        for subject, options in {"polls": {"where": "thread"}, "pin": {"on": True}}.items():
            given = {"discussion": TITLE} | options
            refusal = await troupe.refused(guild, f"discussion set {subject}", **given)
            assert refusal.startswith("This discussion is finished, so how it posts cannot be")
            assert "`/discussion restart`" in refusal
