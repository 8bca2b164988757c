"""Every slash command as it should be used: private answers, in time, and what they promise."""

import asyncio

import pytest

from bot.domain.discussion import DiscussionState
from bot.sandbox import ControlRefusal
from tests.e2e.troupe import ARTICLE, MONDAY, article, channel_of, prompts, said
from tests.patience import PATIENCE_SECONDS

TITLE = ARTICLE.splitlines()[0]
QUIET = """\
A Walk Without Questions

The road is long and the evening is mild.

The Way Back

The road is just as long, and the lamps are lit by now.
"""


@pytest.fixture
def start(guild):
    """Give what `/discussion start` is told when all of it is in order."""
    return {
        "article": TITLE,
        "channel": channel_of(guild),
        "days": "mon, thu",
        "time": "09:00",
        "zone": "UTC",
    }


async def test_an_article_is_added_listed_previewed_and_removed(troupe, guild, sandbox):
    """The preview shows sections, polls, places and options; nothing is posted by any of it."""
    assert "There is none yet" in said(await troupe.command(guild, "article list"))
    added = said(await troupe.command(guild, "article add", file=article()))
    assert f"Added **{TITLE}**" in added
    assert "**2. Who Carries the Weight**" in added
    assert "Who pays for the parts that fail? (in the thread)" in added
    assert "✅ Yes · ❌ No · ❔ Unsure" in added

    listed = said(await troupe.command(guild, "article list"))
    assert f"**{TITLE}**\n3 sections · 3 questions" in listed
    offered = await troupe.typed(guild, "article preview", "article", "SHORT")
    assert list(offered) == [TITLE]
    preview = said(await troupe.command(guild, "article preview", article=offered[TITLE]))
    assert "**3. Two Roads**" in preview

    assert f"Removed **{TITLE}**" in said(
        await troupe.command(guild, "article remove", article=TITLE.upper())
    )
    assert "There is none yet" in said(await troupe.command(guild, "article list"))
    assert await troupe.typed(guild, "article remove", "article") == {}
    assert "Added" in said(await troupe.command(guild, "article add", file=article()))
    assert await prompts(sandbox, guild) == []


async def test_a_discussion_is_started_held_resumed_and_stopped(troupe, guild, sandbox, start):
    """Each step says what happens next, as timestamps everybody reads in their own time."""
    await troupe.command(guild, "article add", file=article())
    started = said(await troupe.start(guild, **start))
    assert "**Started.** I post one section at a time" in started
    first = int((await troupe.settle()).timestamp())
    assert f"Next: section 1, <t:{first}:F> (<t:{first}:R>)." in started
    assert f"Next: section 1, <t:{first}:F>" in said(
        await troupe.command(guild, "discussion status")
    )
    await troupe.jump()

    offered = await troupe.typed(guild, "discussion pause", "discussion", "walk")
    (name,) = offered
    assert name.startswith(f"{TITLE} (running, from {MONDAY:%Y-%m-%d}")
    paused = said(await troupe.command(guild, "discussion pause", discussion=offered[name]))
    assert "The 1 poll that is open goes on until its time." in paused
    status = said(await troupe.command(guild, "discussion status", discussion=TITLE))
    assert "**Paused**" in status
    assert "An organizer paused it." in status
    await troupe.play_out()
    assert len(await prompts(sandbox, guild)) == 1

    (again,) = (await troupe.typed(guild, "discussion resume", "discussion")).values()
    resumed = said(await troupe.command(guild, "discussion resume", discussion=again))
    assert "**Resumed.** Next: section 2" in resumed
    await troupe.jump()
    assert len(await prompts(sandbox, guild)) == 2

    (it,) = (await troupe.typed(guild, "discussion stop", "discussion")).values()
    stopped = said(await troupe.command(guild, "discussion stop", discussion=it, close_polls=True))
    assert "**Stopped.** 2 of 3 sections posted; no more will be." in stopped
    await troupe.play_out()
    assert len(await prompts(sandbox, guild)) == 2
    assert (await troupe.progress(guild)).discussion.state is DiscussionState.STOPPED
    assert await troupe.typed(guild, "discussion stop", "discussion") == {}
    assert "not posted" in said(await troupe.command(guild, "discussion status", discussion=TITLE))
    assert "**Started.**" in said(await troupe.start(guild, **start))


async def test_a_start_can_be_dated_and_without_polls(troupe, guild, sandbox, start):
    """`starts` sets the first day and `prompts_only` leaves out the polls."""
    await troupe.command(guild, "article add", file=article(QUIET))
    started = said(
        await troupe.start(
            guild,
            **start
            | {
                "article": "A Walk Without Questions",
                "starts": "2026-02-02",
                "zone": "Europe/Berlin",
                "days": "weekdays",
                "time": "6:30 pm",
                "prompts_only": True,
            },
        )
    )
    assert "without polls, on weekdays at 18:30, Europe/Berlin time" in started
    assert f"{await troupe.jump():%Y-%m-%d %H:%M}" == "2026-02-02 17:30"
    await troupe.play_out()
    assert len(await prompts(sandbox, guild)) == 2
    assert (await troupe.progress(guild)).discussion.state is DiscussionState.FINISHED


async def test_polls_go_on_after_a_stop_that_leaves_them_open(troupe, guild, start):
    """With `close_polls: False` members still vote until the time that was printed."""
    await troupe.command(guild, "article add", file=article())
    await troupe.start(guild, **start)
    await troupe.jump()
    (poll,) = await troupe.polls(guild)
    stopped = said(
        await troupe.command(guild, "discussion stop", discussion=TITLE, close_polls=False)
    )
    assert "Its open polls go on until their time." in stopped

    await troupe.react(poll, guild.members["ada"], 0)
    await troupe.until_tallied(poll, [1, 0, 0])
    assert await troupe.jump() == poll.closes_at
    assert (await troupe.polls(guild))[0].closed_at == poll.closes_at
    assert await troupe.jump() is None


async def test_choices_are_offered_while_typing(troupe, guild, start):
    """Days, zones, polls and discussions are found by what people type."""
    await troupe.command(guild, "article add", file=article())
    await troupe.start(guild, **start)
    await troupe.jump()

    assert "Mon, Thu" in (await troupe.typed(guild, "discussion start", "days")).values()
    read = await troupe.typed(guild, "discussion start", "days", "tue-fri")
    assert "tue-fri (every Tuesday, Wednesday, Thursday and Friday)" in read
    assert (
        "Asia/Kolkata" in (await troupe.typed(guild, "discussion start", "zone", "mumbai")).values()
    )
    assert list(await troupe.typed(guild, "discussion start", "article", "wa")) == [TITLE]
    assert await troupe.typed(guild, "discussion start", "article", "zzz") == {}
    (name,) = await troupe.typed(guild, "tally", "poll", "listen")
    assert name.startswith(f"Is anybody ready to listen? (open, {MONDAY:%Y-%m-%d}, #")
    assert len(await troupe.typed(guild, "tally", "discussion")) == 1
    assert len(await troupe.typed(guild, "discussion status", "discussion")) == 1
    assert await troupe.typed(guild, "discussion resume", "discussion") == {}


async def test_what_was_chosen_from_the_list_goes_before_a_title(troupe, guild, start):
    """An article that is called like another's id is not taken for it."""
    await troupe.command(guild, "article add", file=article())
    chosen = (await troupe.typed(guild, "discussion start", "article"))[TITLE]
    await troupe.command(guild, "article add", file=article(f"{chosen}\n\nIs this a number?\n"))

    started = await troupe.start(guild, **start | {"article": chosen})
    assert started.embeds[0]["title"] == TITLE
    assert "is already being discussed" in await troupe.refused(
        guild, "discussion start", **start | {"article": chosen}
    )


async def test_organizers_are_members_with_the_role_as_well(troupe, guild, sandbox):
    """The role's members may organize, but who is an organizer remains the managers' to say."""
    stewards = await sandbox.control.world.add_role(guild.id, "Stewards")
    await sandbox.control.world.set_member_roles(guild.id, guild.members["ada"], [stewards])
    shown = said(await troupe.command(guild, "server show"))
    assert "**Organizers**: members with Manage Server\n" in shown
    assert f"<@&{stewards}>" in said(
        await troupe.command(guild, "server organizers", role=stewards)
    )
    _show_commands_to_everybody(sandbox)
    ada, ben = guild.members["ada"], guild.members["ben"]

    assert "Added" in said(await troupe.command(guild, "article add", by=ada, file=article()))
    assert list(await troupe.typed(guild, "article preview", "article", by=ada)) == [TITLE]
    assert "You may not do this here" in await troupe.refused(guild, "server organizers", by=ada)
    for words, options in (
        ("article add", {"file": article("Another text. Is it short?")}),
        ("article list", {}),
        ("article preview", {"article": TITLE}),
        ("article remove", {"article": TITLE}),
        ("discussion status", {}),
        ("discussion pause", {"discussion": TITLE}),
        ("discussion terms", {"discussion": TITLE}),
        ("discussion set polls", {"discussion": TITLE, "where": "thread"}),
        ("discussion set ping", {"discussion": TITLE}),
        ("discussion set threads", {"discussion": TITLE}),
        ("discussion set tags", {"discussion": TITLE}),
        ("discussion resume", {"discussion": TITLE}),
        ("discussion stop", {"discussion": TITLE, "close_polls": True}),
        ("tally", {}),
        ("server show", {}),
        ("server set", {"language": "fr"}),
        ("server setup", {}),
        ("server organizers", {"role": stewards}),
    ):
        refusal = await troupe.refused(guild, words, by=ben, **options)
        assert "You may not do this here: it takes Manage Server" in refusal, words
    assert await troupe.typed(guild, "article preview", "article", by=ben) == {}
    assert "not voted yet" in said(await troupe.command(guild, "myvotes", by=ben))

    await troupe.command(guild, "server organizers")
    assert "You may not do this here" in await troupe.refused(guild, "article list", by=ada)


async def test_commands_for_organizers_are_not_shown_to_others(troupe, guild):
    """Discord hides all but `/myvotes` from members who do not manage the server."""
    for words in ("article list", "discussion status", "tally", "server show"):
        with pytest.raises(ControlRefusal, match="not shown"):
            await troupe.command(guild, words, by=guild.members["ada"])
    await troupe.command(guild, "myvotes", by=guild.members["ada"])


def _show_commands_to_everybody(sandbox) -> None:
    """Allow everybody all commands, as under Server Settings ▸ Integrations."""
    for command in sandbox.world.commands[None].values():
        command.body["default_member_permissions"] = None


async def test_help_is_for_whoever_asks(troupe, guild):
    """Members see what is theirs, organizers every command; each can be tapped."""
    ids = troupe.app.client.command_ids
    mine = said(await troupe.command(guild, "help", by=guild.members["ada"]))
    assert f"</myvotes:{ids['myvotes']}>" in mine
    assert "/article add" not in mine
    outcome = await troupe.command(guild, "help")
    async with asyncio.timeout(PATIENCE_SECONDS):
        while f"</article add:{ids['article']}>" not in said(outcome):
            await asyncio.sleep(0.01)
            members = troupe.sandbox.control.members
            outcome = await members.get_outcome(outcome.interaction_id)
