"""Every deed of an organizer's, over the wire: alone, and with restarts in its middle."""

import asyncio
from dataclasses import dataclass, field

import pytest
import sqlalchemy as sa

from bot.domain.discussion import DiscussionState
from bot.domain.post import PostState
from bot.storage.tables import metadata
from tests.e2e.cuts import Cut
from tests.e2e.troupe import (
    ARTICLE,
    article,
    channel_of,
    is_ephemeral,
    is_prompt,
    is_silent,
    running,
    said,
    text_of,
)
from tests.patience import PATIENCE_SECONDS

TITLE = ARTICLE.splitlines()[0]
OPENING, WEIGHT, ROADS = "Opening", "Who Carries the Weight", "Two Roads"
THIS = {"discussion": TITLE}
STOPPED, FINISHED = DiscussionState.STOPPED, DiscussionState.FINISHED


@dataclass(frozen=True)
class Deed:
    """A command, the button under its answer if it asks, and what everything comes to."""

    words: str
    options: dict = field(default_factory=dict)
    button: str | None = None
    before: tuple = ()
    answer: str = ""
    state: DiscussionState = FINISHED
    posted: tuple = (OPENING, WEIGHT, ROADS)
    in_hall: tuple = ()


DEEDS = {
    "pause": Deed(
        "discussion pause",
        answer="**Paused.**",
        state=DiscussionState.PAUSED,
        posted=(OPENING,),
    ),
    "resume": Deed(
        "discussion resume",
        before=(("discussion pause", {}),),
        answer="**Resumed.** Next: section 2, <t:",
    ),
    "stop": Deed(
        "discussion stop",
        button="End it, close",
        answer="**Stopped.** 1 of 3 sections posted",
        state=STOPPED,
        posted=(OPENING,),
    ),
    "stop, polls go on": Deed(
        "discussion stop",
        button="End it, polls",
        answer="Its open polls go on",
        state=STOPPED,
        posted=(OPENING,),
    ),
    "skip": Deed(
        "discussion skip",
        answer=f"**Skipped:** “{WEIGHT}” is not posted. Next: section 2, <t:",
        posted=(OPENING, ROADS),
    ),
    "unskip": Deed(
        "discussion unskip",
        {"section": "#1"},
        before=(("discussion skip", {}),),
        answer=f"“{WEIGHT}” is section 2 now. It comes <t:",
    ),
    "move": Deed(
        "discussion move",
        {"section": "3", "before": "2"},
        answer=f"“{ROADS}” is section 2 now. It comes <t:",
        posted=(OPENING, ROADS, WEIGHT),
    ),
    "post": Deed(
        "discussion post",
        answer=f"**On its way:** “{WEIGHT}” is posted in <#",
    ),
    "schedule": Deed(
        "discussion schedule",
        {"days": "daily", "time": "18:30"},
        button="Change it",
        answer="**Changed.** I post every day at 18:30, UTC time. Next: section 2, <t:",
    ),
    "channel": Deed(
        "discussion channel",
        {"channel": "hall"},
        answer="What is posted stays where it is",
        posted=(OPENING,),
        in_hall=(WEIGHT, ROADS),
    ),
    "restart": Deed(
        "discussion restart",
        {"channel": "hall"},
        button="Start",
        before=(("discussion stop", {"close_polls": True}),),
        answer="**Started.**",
        posted=(OPENING,),
        in_hall=(OPENING, WEIGHT, ROADS),
    ),
}


async def headings(sandbox, channel_id):
    """Give the headings of the prompts that stand in a channel, in order."""
    standing = await sandbox.control.books.messages(channel_id)
    return tuple(message["embeds"][0]["title"] for message in standing if is_prompt(message))


async def do(troupe, guild, deed, hall):
    """Give the command; give what is shown."""
    options = {name: hall if name == "channel" else value for name, value in deed.options.items()}
    return await troupe.command(guild, deed.words, **THIS | options)


async def prepare(troupe, guild, deed):
    """Start a discussion, have its first section posted, and do what comes before the deed."""
    await troupe.begin(guild)
    await troupe.jump()
    for words, options in deed.before:
        await troupe.command(guild, words, **THIS | options)


async def check(troupe, guild, deed, hall):
    """Play to the end and compare with what the deed should come to; nothing stands twice."""
    await troupe.play_out()
    assert await headings(troupe.sandbox, channel_of(guild)) == deed.posted
    assert await headings(troupe.sandbox, hall) == deed.in_hall
    assert (await troupe.progress(guild)).discussion.state is deed.state


@pytest.fixture
async def hall(sandbox, guild):
    """Give the server another channel."""
    return await sandbox.control.world.add_channel(guild.id, "hall")


# One after the other, they come to the same.
IN_A_ROW = ("skip", "unskip", "schedule", "pause", "resume", "post", "channel")


async def test_a_deed_says_what_happens_next_and_comes_to_it(troupe, guild, hall):
    """Each answer names what comes next and when; what has finished can be begun elsewhere."""
    await prepare(troupe, guild, DEEDS["pause"])
    for name in IN_A_ROW:
        shown = await do(troupe, guild, DEEDS[name], hall)
        if DEEDS[name].button:
            shown = await troupe.press(guild, shown, DEEDS[name].button)
        assert DEEDS[name].answer in said(shown), name
    await troupe.play_out()
    assert await headings(troupe.sandbox, channel_of(guild)) == (OPENING, WEIGHT)
    assert await headings(troupe.sandbox, hall) == (ROADS,)
    assert (await troupe.progress(guild)).discussion.state is FINISHED

    again = DEEDS["restart"]
    shown = await do(troupe, guild, again, hall)
    assert again.answer in said(await troupe.press(guild, shown, again.button))
    await troupe.play_out()
    assert await headings(troupe.sandbox, hall) == (ROADS, OPENING, WEIGHT, ROADS)


@pytest.mark.parametrize("name", DEEDS)
async def test_a_deed_with_restarts_in_its_middle(sandbox, guild, hall, database_file, name):
    """A process between question and answer, and one right after the deed, change nothing."""
    deed = DEEDS[name]
    async with running(sandbox, database_file) as troupe:
        await prepare(troupe, guild, deed)
        shown = await do(troupe, guild, deed, hall)
        assert deed.button or deed.answer in said(shown)
        now = troupe.clock.now()
    if deed.button:
        async with running(sandbox, database_file, now=now) as troupe:
            done = await troupe.press(guild, shown, deed.button)
            assert deed.answer in said(done)
    async with running(sandbox, database_file, now=now) as troupe:
        await check(troupe, guild, deed, hall)


@pytest.mark.parametrize(
    ("name", "request_cut"),
    [
        ("post", r"POST .*/messages$"),
        ("post", r"PUT .*/reactions"),
        ("stop", r"PATCH .*channels/.*/messages/"),
        ("restart", r"POST .*/messages$"),
    ],
)
@pytest.mark.parametrize("phase", ["before", "after"])
async def test_a_deed_that_is_cut_off(
    sandbox, guild, hall, database_file, name, request_cut, phase
):
    """A process that is stopped in the middle of what a deed sends leaves it to the next."""
    deed = DEEDS[name]
    async with running(sandbox, database_file) as troupe:
        await prepare(troupe, guild, deed)
        await troupe.settle()
        cut = Cut(sandbox, request_cut, phase)
        shown = await do(troupe, guild, deed, hall)
        if deed.button:
            await troupe.press(guild, shown, deed.button)
        await asyncio.wait_for(cut.reached.wait(), PATIENCE_SECONDS)
        now = troupe.clock.now()
        cut.release()
    async with running(sandbox, database_file, now=now) as troupe:
        await check(troupe, guild, deed, hall)


async def test_a_start_over_restarts(sandbox, guild, database_file):
    """What was shown by one process is begun by the next, and cannot be begun twice."""
    async with running(sandbox, database_file) as troupe:
        await troupe.command(guild, "article add", file=article())
        shown = await troupe.command(
            guild,
            "discussion start",
            article=TITLE,
            channel=channel_of(guild),
            days="mon, thu",
            time="09:00",
            zone="UTC",
        )
        assert await headings(sandbox, channel_of(guild)) == ()
    async with running(sandbox, database_file) as troupe:
        assert "**Started.**" in said(await troupe.press(guild, shown, "Start"))
    async with running(sandbox, database_file) as troupe:
        await troupe.play_out()

    assert await headings(sandbox, channel_of(guild)) == (OPENING, WEIGHT, ROADS)


async def test_sections_are_chosen_by_heading(troupe, guild):
    """What is to come can be skipped and moved, what is skipped taken in again."""
    await troupe.begin(guild)
    await troupe.jump()
    members = troupe.sandbox.control.members

    async def offered(words, focused="section"):
        choices = await members.autocomplete(
            guild.owner_id, channel_of(guild), words, focused=focused, options=THIS
        )
        return {choice["name"]: choice["value"] for choice in choices}

    assert await offered("discussion skip") == {f"2. {WEIGHT}": "#1", f"3. {ROADS}": "#2"}
    assert await offered("discussion unskip") == {}
    await troupe.command(guild, "discussion skip", **THIS, section="#1")
    assert await offered("discussion move", "before") == {f"2. {ROADS}": "#2"}
    assert await offered("discussion unskip") == {f"– {WEIGHT}": "#1"}
    assert "Section" not in await troupe.refused(guild, "discussion skip", **THIS, section="#0")
    assert "has no section “9”" in await troupe.refused(
        guild, "discussion skip", **THIS, section="9"
    )


async def test_a_section_that_failed_is_not_offered_to_be_moved(troupe, guild):
    """It keeps its place, so it can be skipped alone; before it nothing is moved either."""
    await troupe.begin(guild)
    await troupe.jump()
    await troupe.command(guild, "discussion pause", **THIS)
    async with troupe.app.database.write() as unit:
        chosen = sa.update(metadata.tables["posts"]).where(sa.column("section") == 1)
        await unit.execute(chosen.values(state=PostState.FAILED))

    assert await troupe.typed(guild, "discussion skip", "section", **THIS) == {
        f"2. {WEIGHT}": "#1",
        f"3. {ROADS}": "#2",
    }
    for focused in ("section", "before"):
        offered = await troupe.typed(guild, "discussion move", focused, **THIS)
        assert offered == {f"3. {ROADS}": "#2"}


async def test_several_discussions_at_once(troupe, guild, hall):
    """Two in one server, each in its channel, do not touch each other."""
    await troupe.begin(guild)
    other = ARTICLE.replace(TITLE, "Another Walk")
    await troupe.begin(guild, other, channel=hall, days="daily")
    await troupe.command(guild, "discussion skip", discussion="Another Walk")
    await troupe.play_out()

    assert await headings(troupe.sandbox, channel_of(guild)) == (OPENING, WEIGHT, ROADS)
    assert await headings(troupe.sandbox, hall) == (WEIGHT, ROADS)


async def test_history_and_the_log_channel(sandbox, guild, hall, database_file):
    """Who did what and when; told once each, silently and without a ping, also over a restart."""
    ben = guild.members["ben"]
    async with running(sandbox, database_file) as troupe:
        await troupe.command(guild, "server set", log_channel=hall)
        await troupe.begin(guild)
        await troupe.jump()
        await troupe.command(guild, "discussion pause", **THIS)
        now = troupe.clock.now()
    async with running(sandbox, database_file, now=now) as troupe:
        await troupe.command(guild, "discussion resume", **THIS)
        await troupe.play_out()
        listed = said(await troupe.command(guild, "discussion history"))
        own = said(await troupe.command(guild, "discussion history", **THIS))

    told = await sandbox.control.books.messages(hall)
    lines = [text_of(message) for message in told]
    deeds = (
        "Server setting changed: log channel",
        "Started in",
        "The index is not pinned",
        "Paused",
        "Resumed",
        "Finished",
    )
    assert len(lines) == len(deeds)
    assert all(deed in line for deed, line in zip(deeds, lines, strict=True))
    assert all(is_silent(message) and not is_ephemeral(message) for message in told)
    assert all(message["mentions"] == [] and not message["content"] for message in told)
    assert listed.count(f"by <@{guild.owner_id}>") == 4
    assert "Server setting" not in own
    assert own.index("Finished") < own.index("Started")
    assert str(ben) not in listed


async def test_a_log_channel_without_rights_stops_nothing(troupe, guild, hall):
    """Nothing can be told there, and everything goes on; it is not asked again and again."""
    await troupe.command(guild, "server set", log_channel=hall)
    await troupe.settle()
    await troupe.sandbox.control.world.set_overwrite(hall, "bot", deny=["send_messages"])
    await troupe.begin(guild)
    for words in ("discussion pause", "discussion resume", "discussion pause", "discussion resume"):
        await troupe.command(guild, words, **THIS)
    await troupe.jump()
    await troupe.settle()

    assert await headings(troupe.sandbox, channel_of(guild)) == (OPENING,)
    assert len(await troupe.sandbox.control.books.messages(hall)) == 1


async def test_what_is_illegal_is_refused_in_a_sentence(troupe, guild):
    """After the end nothing of it is skipped, moved, posted, dated or moved on."""
    await troupe.begin(guild)
    await troupe.command(guild, "discussion stop", **THIS, close_polls=True)

    for words, options in (
        ("discussion skip", {}),
        ("discussion unskip", {"section": "1"}),
        ("discussion move", {"section": "1"}),
        ("discussion post", {}),
        ("discussion schedule", {"time": "18:00"}),
        ("discussion channel", {"channel": channel_of(guild)}),
        ("discussion stop", {}),
        ("discussion pause", {}),
        ("discussion resume", {}),
    ):
        refusal = await troupe.refused(guild, words, **THIS | options)
        assert refusal.startswith("This discussion is stopped"), words
        assert refusal.count("\n") == 0


@pytest.mark.parametrize("before", ["2", "3", None])
async def test_moving_to_where_it_comes_anyway_is_refused(troupe, guild, before):
    """Before itself, before the one behind it or last of all: nothing changes or is on record."""
    await troupe.begin(guild)
    section = "2" if before else "3"
    where = {"before": before} if before else {}
    said_so = await troupe.refused(guild, "discussion move", **THIS, section=section, **where)
    assert f"comes there already: it is section {section}" in said_so
