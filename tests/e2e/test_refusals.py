"""Every slash command as it should not be used: a clear sentence, and not a row is changed."""

import sqlite3
from contextlib import closing

import pytest
import pytest_asyncio

from bot.sandbox import ControlRefusal, File, Sandbox
from tests.e2e.desk import Desk
from tests.e2e.troupe import ARTICLE, MONDAY, NAMES, article, channel_of, running, said

pytestmark = pytest.mark.asyncio(loop_scope="module")

TITLE = ARTICLE.splitlines()[0]
QUIET = "A Walk Without Questions\n\nThe road is long. The evening is mild.\n"
STOPPED = "An Old Discussion\n\nIs it over at last, and may we all go home now?\n"
LONG = "x" * 6000


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def stage(migrated_file, tmp_path_factory):
    """Give one running bot and server for all refusals: none of them changes anything.

    One article is being discussed, paused; one has no question; one discussion was stopped.
    """
    database = tmp_path_factory.mktemp("refusals") / "colloquy.db"
    database.write_bytes(migrated_file.read_bytes())
    async with Sandbox(seed=2, start=MONDAY) as sandbox:
        guild = await sandbox.control.world.add_guild(
            "Readers", channels=["reading", "hall"], members=NAMES
        )
        async with running(sandbox, database) as troupe:
            await troupe.begin(guild, STOPPED)
            old = STOPPED.splitlines()[0]
            await troupe.command(guild, "discussion stop", discussion=old, close_polls=True)
            await troupe.command(guild, "article add", file=article(QUIET))
            await troupe.begin(guild)
            await troupe.jump()
            yield troupe, guild
        assert sandbox.unrouted == []


FILES = {
    "binary": (bytes(range(256)) * 64, "is not a text I can read"),
    "picture": (b"\x89PNG\r\n\x1a\n" + bytes(4000), "is not a text I can read"),
    "empty": (b"", "has no words in it"),
    "blank": (b" \n\t\n \r\n", "has no words in it"),
    "no words": ("— … *** ___ 🙂\n\n———\n".encode(), "has no words in it"),
    "five megabytes": (b"Is it so? " * 500_000, "I read up to 2.0 MB"),
    "same again": (ARTICLE.encode(), "has that very text already"),
}


# The control client sends a large file in one piece, which aiohttp warns of.
@pytest.mark.filterwarnings("ignore:Sending a large body:ResourceWarning")
@pytest.mark.parametrize("kind", FILES)
async def test_a_file_that_is_no_article_is_refused(kind, stage):
    """`/article add` says what is wrong with the file and what to attach instead."""
    troupe, guild = stage
    data, refusal = FILES[kind]

    file = File("walk & <@1> `talk`.txt", data)
    answer = await troupe.refused(guild, "article add", file=file)

    assert refusal in answer
    assert "`talk`" not in answer


STARTS = {
    "unknown article": ({"article": "Nothing of the kind"}, "This server has no article"),
    "article id too large": ({"article": "9" * 40}, "This server has no article"),
    "endless article": ({"article": LONG}, "This server has no article"),
    "unknown days": ({"days": "someday"}, "I cannot read the days “someday”"),
    "no days": ({"days": ","}, "I cannot read the days"),
    "endless days": ({"days": LONG}, "I cannot read the days"),
    "unknown time": ({"time": "25:00"}, "I cannot read the time “25:00”"),
    "time in words": ({"time": "after lunch"}, "I cannot read the time"),
    "endless time": ({"time": LONG}, "I cannot read the time"),
    "unknown zone": ({"zone": "Europe/Berlim"}, "Did you mean `Europe/Berlin`"),
    "offset for a zone": ({"zone": "UTC+2"}, "I know no time zone “UTC+2”"),
    "path for a zone": ({"zone": "../../etc/passwd"}, "I know no time zone"),
    "endless zone": ({"zone": LONG}, "I know no time zone"),
    "unknown date": ({"starts": "next week"}, "I cannot read the date “next week”"),
    "no such date": ({"starts": "2026-02-30"}, "I cannot read the date"),
    "endless date": ({"starts": LONG}, "I cannot read the date"),
    "day gone by": ({"starts": "2026-01-04"}, "has gone by"),
    "first day of all": ({"starts": "0001-01-01"}, "is too far from today"),
    "last day of all": ({"starts": "9999-12-31"}, "“9999-12-31” is too far from today"),
    "a mistyped year": ({"starts": "2206-01-12"}, "is too far from today"),
    "a blackout without end": ({"blackout": "2026-12-01..2199-12-31"}, "“2199-12-31” is too far"),
    "no question": ({"article": "A Walk Without Questions"}, "`prompts_only: True`"),
    "twice in a channel": ({"article": TITLE, "days": "daily"}, "is already being discussed"),
}


@pytest.mark.parametrize("kind", STARTS)
async def test_a_start_with_something_wrong_is_refused(kind, stage):
    """`/discussion start` names what it cannot use and says how to give it."""
    troupe, guild = stage
    options, refusal = STARTS[kind]
    right = {
        "article": "An Old Discussion",
        "channel": channel_of(guild),
        "days": "mon",
        "time": "09:00",
        "zone": "UTC",
    }

    assert refusal in await troupe.refused(guild, "discussion start", **right | options)


OTHERS = {
    "preview of nothing": ("article preview", {"article": "?"}, "This server has no article"),
    "preview of 0": ("article preview", {"article": "0"}, "This server has no article"),
    "removal of nothing": ("article remove", {"article": LONG}, "This server has no article"),
    "removal in use": ("article remove", {"article": TITLE}, "is being discussed in <#"),
    "status of nothing": (
        "discussion status",
        {"discussion": "none"},
        "This server has no discussion “none”",
    ),
    "pause of nothing": ("discussion pause", {"discussion": "99"}, "has no discussion “99”"),
    "resume when running": (
        "discussion resume",
        {"discussion": TITLE},
        "This discussion is running",
    ),
    "pause when stopped": (
        "discussion pause",
        {"discussion": "An Old Discussion"},
        "This discussion is stopped, so it cannot be paused",
    ),
    "resume when stopped": (
        "discussion resume",
        {"discussion": "An Old Discussion"},
        "This discussion is stopped, so it cannot be resumed",
    ),
    "stop when stopped": (
        "discussion stop",
        {"discussion": "An Old Discussion", "close_polls": True},
        "This discussion is stopped already",
    ),
    "stop of nothing": (
        "discussion stop",
        {"discussion": "<@1> **x**", "close_polls": False},
        "This server has no discussion",
    ),
    "tally of no poll": ("tally", {"poll": "12345"}, "This server has no poll “12345”"),
    "tally of words": ("tally", {"poll": "the first"}, "This server has no poll"),
    "tally of strange digits": ("tally", {"poll": "١٢٣"}, "This server has no poll"),
    "tally of a huge id": ("tally", {"poll": "9" * 30}, "This server has no poll"),
    "tally of superscripts": ("tally", {"poll": "²"}, "This server has no poll"),
    "tally of a planned poll": ("tally", {"poll": "3"}, "This server has no poll"),
    "tally of no discussion": ("tally", {"discussion": "99"}, "has no discussion “99”"),
    "tally of all words": ("tally", {"discussion": LONG}, "This server has no discussion"),
}


@pytest.mark.parametrize("kind", OTHERS)
async def test_a_command_that_cannot_be_carried_out_is_refused(kind, stage):
    """The answer says what there is not, or why not now, and what to do."""
    troupe, guild = stage
    words, options, refusal = OTHERS[kind]

    answer = await troupe.refused(guild, words, **options)

    assert refusal in answer
    assert len(answer) < 600
    assert answer.count("\n") == 0


async def test_a_paused_discussion_is_not_paused_again(stage):
    """Pausing twice changes nothing the second time and says so."""
    troupe, guild = stage
    await troupe.command(guild, "discussion pause", discussion=TITLE)

    assert "This discussion is paused already" in await troupe.refused(
        guild, "discussion pause", discussion=TITLE
    )
    await troupe.command(guild, "discussion resume", discussion=TITLE)


async def test_the_last_section_is_not_skipped(stage):
    """Something has to be posted: the press is refused, and nothing is changed."""
    troupe, guild = stage
    desk = await Desk(troupe, guild, guild.owner_id).open("A Walk Without Questions")
    await desk.choose("Choose a section", "1.")
    before = troupe.rows()

    await desk.press("Skip")

    assert "It is the only section that would be posted" in desk.told[0]
    assert troupe.rows() == before


@pytest.mark.parametrize("words", ["article list", "article add"])
async def test_a_memory_that_fails(words, stage, logs):
    """Whoever asks is told that nothing was done and to try again; once it is mended, it works."""
    troupe, guild = stage
    await troupe.settle()
    others = {"article add": {"file": article("Another Walk\n\nShall we go?\n")}}
    before = _inserted(troupe)
    with closing(sqlite3.connect(troupe.app.database.path)) as host:
        host.execute("ALTER TABLE articles RENAME TO mislaid")
        try:
            answer = await troupe.command(guild, words, **others.get(words, {}))
        finally:
            host.execute("ALTER TABLE mislaid RENAME TO articles")

    assert "My memory could not be read or written just now" in answer.content
    assert "try again in a minute" in answer.content
    assert _inserted(troupe) == before
    (told,) = [entry for entry in logs if entry["log_level"] == "error"]
    assert "no such table" in str(told["exc_info"])
    logs.remove(told)
    assert TITLE in said(await troupe.command(guild, "article list"))


def _inserted(troupe):
    """Give what the rows hold; how their tables are written down is another matter."""
    return [line for line in troupe.rows() if line.startswith("INSERT")]


@pytest.mark.parametrize("kind", ["voice", "category", "media"])
async def test_only_channels_that_can_hold_one_are_offered(kind, stage):
    """Discord's client lets text channels, announcement channels and forums be chosen alone."""
    troupe, guild = stage
    other = await troupe.sandbox.control.world.add_channel(guild.id, f"a-{kind}", kind)
    given = {"article": TITLE, "channel": other, "days": "mon", "time": "9", "zone": "UTC"}

    with pytest.raises(ControlRefusal):
        await troupe.command(guild, "discussion start", **given)


async def test_nothing_is_offered_outside_a_server(stage):
    """In direct messages with the bot there are no commands to be refused."""
    troupe, guild = stage
    members = troupe.sandbox.control.members
    here = await members.open_private(guild.owner_id)

    for command in ("article list", "discussion status", "tally", "myvotes", "privacy show"):
        with pytest.raises(ControlRefusal, match="not offered"):
            await members.run_command(guild.owner_id, here, command)


PERMISSIONS = {
    "view_channel": "View Channel",
    "send_messages": "Send Messages",
    "embed_links": "Embed Links",
    "read_message_history": "Read Message History",
    "add_reactions": "Add Reactions",
}


@pytest.mark.parametrize("permission", PERMISSIONS)
async def test_a_channel_that_the_bot_cannot_work_in_is_refused(permission, stage):
    """The dry run names channel and permission and cannot be started until it is given back."""
    troupe, guild = stage
    hall = guild.channels["hall"]
    given = {
        "article": "An Old Discussion",
        "channel": hall,
        "days": "mon",
        "time": "09:00",
        "zone": "UTC",
    }
    world = troupe.sandbox.control.world
    await world.set_overwrite(hall, "bot", deny=[permission])

    shown = await troupe.command(guild, "discussion start", **given)
    with pytest.raises(ControlRefusal):
        await troupe.press(guild, shown, "Start")
    await world.set_overwrite(hall, "bot")

    assert f"<#{hall}>" in said(shown)
    assert f"**{PERMISSIONS[permission]}**" in said(shown)
    again = await troupe.press(guild, shown, "Look again")
    started = await troupe.press(guild, again, "Start")
    assert "**Started.**" in started.content
    (found,) = [
        one
        for one in await troupe.app.services.planning.list_all(guild.id)
        if one.channel_id == hall and one.state == "running"
    ]
    await troupe.command(
        guild, "discussion stop", discussion=str(found.discussion_id), close_polls=True
    )
