"""Logs: lines for people or programs, with ids, and without what is nobody's business."""

import json
import logging
import traceback

import pytest
import structlog

from bot.errors import DatabaseFailed, QuestionNotFound, TooManyParagraphs
from bot.logs import configure_logs
from bot.sandbox import Sandbox
from tests.e2e.troupe import ARTICLE, MONDAY, running

SECRET = "MTIzNDU2.a-token-nobody.must-see"


@pytest.fixture(autouse=True)
def _handlers_apart():
    """Leave the root logger with the handlers it had."""
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    yield
    root.handlers[:] = handlers
    root.setLevel(level)


def broken():
    """Raise with something in a variable that nobody should read."""
    words = SECRET
    raise ValueError(len(words))


def refused(words):
    """Raise what somebody is told that wrote these words."""
    raise QuestionNotFound(given=words)


def test_text(capsys):
    """A line for people: when, how bad, what, with the ids."""
    configure_logs("info")
    structlog.get_logger().warning("section will be tried again", guild_id=7, post_id=3)

    line = capsys.readouterr().err
    assert line.count("\n") == 1
    assert "section will be tried again" in line
    assert "guild_id=7" in line


def test_json(capsys):
    """One object a line, ours and other libraries' alike, tracebacks within."""
    configure_logs("info", "json")
    structlog.get_logger("bot.x").info("section posted", guild_id=7, post_id=3)
    logging.getLogger("aiohttp.server").error("an odd request: %s", "é")
    try:
        broken()
    except ValueError:
        structlog.get_logger().exception("a listener failed")

    ours, theirs, failure = map(json.loads, capsys.readouterr().err.splitlines())
    assert (ours["event"], ours["guild_id"], ours["post_id"]) == ("section posted", 7, 3)
    assert ours["level"] == "info"
    assert (theirs["logger"], theirs["event"]) == ("aiohttp.server", "an odd request: é")
    assert failure["exception"].endswith("ValueError: 32")


@pytest.mark.parametrize("form", ["text", "json"])
def test_no_secret(capsys, form):
    """Neither variables of a traceback nor other libraries' words show the token."""
    configure_logs("debug", form, secret=SECRET)
    logging.getLogger("aiohttp.client").debug("Authorization: Bot %s", SECRET)
    try:
        broken()
    except ValueError:
        structlog.get_logger().exception("a listener failed", header=f"Bot {SECRET}")

    said = capsys.readouterr().err
    assert SECRET not in said
    assert said.count("[token]") == 2
    assert "a listener failed" in said


@pytest.mark.parametrize("form", ["text", "json"])
def test_an_error_of_somebodys_shows_no_word_of_theirs(capsys, form):
    """Where one ends in the log all the same, its kind and its numbers stand there."""
    configure_logs("info", form)
    words = "Does my boss read this?"
    try:
        refused(words)
    except QuestionNotFound:
        structlog.get_logger().exception("an aside stumbled", key=3)

    assert "boss" not in (line := capsys.readouterr().err)
    assert "QuestionNotFound" in line
    assert str(TooManyParagraphs(wanted=51, most=50)) == "TooManyParagraphs(wanted=51, most=50)"


async def test_a_database_error_shows_no_values(database):
    """What could not be written is not repeated in the traceback that the log gets."""
    title = "A title that stays out of logs"

    async def fail():
        async with database.write() as unit:
            await unit.exec_driver_sql("INSERT INTO nowhere VALUES (?)", (title,))

    with pytest.raises(DatabaseFailed) as failure:
        await fail()

    assert title not in "".join(traceback.format_exception(failure.value))


async def test_a_whole_discussion_leaves_no_word_of_it(capsys, database_file):
    """Posting, voting, refusals and faults at the finest level: ids, but no text and no token."""
    configure_logs("debug", "json")
    async with Sandbox(seed=1, start=MONDAY) as sandbox:
        guild = await sandbox.control.world.add_guild("Readers", members=["ada", "ben"])
        async with running(sandbox, database_file) as troupe:
            trouble = sandbox.control.trouble
            await trouble.add_fault("POST /channels/.*/messages", "status", status=500, skip=1)
            await trouble.add_fault("POST /channels/.*/messages", "status", status=400, skip=4)
            await trouble.add_fault("PUT /channels", "drop", count=2)
            await troupe.begin(guild)
            await troupe.command(guild, "tally", poll="99")
            await troupe.command(guild, "discussion pause", discussion="What a member typed")
            await troupe.jump()
            for poll in await troupe.polls(guild):
                await troupe.react(poll, guild.members["ada"], 0)
            await troupe.play_out()

    lines = capsys.readouterr().err.splitlines()
    posted = [line for line in map(json.loads, lines) if line["event"] == "section posted"]
    assert all({"guild_id", "post_id"} <= line.keys() for line in posted)
    assert posted
    said = "\n".join(lines)
    assert sandbox.bot_token not in said
    for sentence in ARTICLE.replace("?", ".").replace("\n", ".").split("."):
        assert not sentence.strip() or sentence.strip() not in said
    assert "DiscussionNotFound" in said
    assert "What a member typed" not in said
    assert str(guild.members["ada"]) not in said
