"""Two servers at once: one bot and one database, and neither learns or changes the other's."""

import pytest

from bot.domain.discussion import DiscussionState
from tests.e2e.troupe import ARTICLE, channel_of, prompts, said

TITLE = ARTICLE.splitlines()[0]


@pytest.fixture
async def other(sandbox, guild):
    """Give a second server; ada is a member of both."""
    return await sandbox.control.world.add_guild(
        "Writers", channels=["writing"], members=[guild.members["ada"], "fay"]
    )


async def test_the_same_article_is_discussed_apart(sandbox, troupe, guild, other):
    """Both servers have their own sections, polls and tallies of one text."""
    await troupe.begin(guild)
    await troupe.begin(other, days="daily", time="10:00")
    await troupe.jump()
    assert len(await prompts(sandbox, guild)) == 1
    assert await prompts(sandbox, other) == []
    await troupe.jump()
    assert len(await prompts(sandbox, other)) == 1

    (here,), (there,) = await troupe.polls(guild), await troupe.polls(other)
    await troupe.react(here, guild.members["ada"], 0)
    await troupe.react(there, guild.members["ada"], 1)
    await troupe.react(there, other.members["fay"], 1)
    await troupe.until_tallied(here, [1, 0, 0])
    await troupe.until_tallied(there, [0, 2, 0])
    mine = said(await troupe.command(guild, "myvotes", by=guild.members["ada"]))
    assert "✅ Yes" in mine
    assert "❌ No" not in mine
    assert "2 members voted" in said(await troupe.command(other, "tally"))

    await troupe.command(other, "discussion stop", discussion=TITLE, close_polls=True)
    await troupe.play_out()
    assert (await troupe.progress(guild)).discussion.state is DiscussionState.FINISHED
    assert len(await prompts(sandbox, guild)) == 3
    assert len(await prompts(sandbox, other)) == 1


async def test_what_one_server_has_cannot_be_named_in_the_other(troupe, guild, other):
    """Ids and titles of another server are unknown: refused, and nothing changes anywhere."""
    await troupe.begin(other, ARTICLE + "\nAn end of its own.\n")
    await troupe.command(other, "discussion stop", discussion=TITLE, close_polls=True)
    await troupe.begin(guild)
    await troupe.jump()
    (poll,) = await troupe.polls(guild)
    progress = await troupe.progress(guild)
    await troupe.react(poll, guild.members["ada"], 0)
    await troupe.until_tallied(poll, [1, 0, 0])
    discussion_id = str(progress.discussion.discussion_id)
    article_id = str(progress.discussion.article_id)
    when = {"channel": channel_of(other), "days": "daily", "time": "9:00", "zone": "UTC"}

    for words, options, refusal in (
        ("article preview", {"article": article_id}, "This server has no article"),
        ("article remove", {"article": article_id}, "This server has no article"),
        ("discussion start", {"article": article_id} | when, "This server has no article"),
        ("discussion status", {"discussion": discussion_id}, "This server has no discussion"),
        ("discussion pause", {"discussion": discussion_id}, "This server has no discussion"),
        ("discussion resume", {"discussion": discussion_id}, "This server has no discussion"),
        (
            "discussion stop",
            {"discussion": discussion_id, "close_polls": True},
            "This server has no discussion",
        ),
        ("tally", {"poll": str(poll.poll_id)}, "This server has no poll"),
        ("tally", {"discussion": discussion_id}, "This server has no discussion"),
    ):
        assert refusal in await troupe.refused(other, words, **options), words
    assert "None is on" in said(await troupe.command(other, "discussion status"))
    assert "not voted yet" in said(await troupe.command(other, "myvotes", by=guild.members["ada"]))
    assert await troupe.typed(other, "tally", "poll") == {}
    assert discussion_id not in (await troupe.typed(other, "tally", "discussion")).values()
    assert article_id not in (await troupe.typed(other, "article preview", "article")).values()


async def test_organizers_of_one_server_are_nobody_in_the_other(sandbox, troupe, guild, other):
    """The organizer role is a server's own: setting it here gives nobody rights there."""
    role = await sandbox.control.world.add_role(guild.id, "Stewards")
    await troupe.command(guild, "server organizers", role=role)

    assert f"<@&{role}>" in said(await troupe.command(guild, "server show"))
    assert "<@&" not in said(await troupe.command(other, "server show"))
