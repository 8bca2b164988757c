"""`python -m bot status`: how the installation stands, beside a running bot or without one."""

import json
from datetime import timedelta

import pytest

from bot.clock import SystemClock
from bot.domain.discussion import PauseReason
from bot.errors import DatabaseFailed
from bot.render.status import render_status_json, render_status_text
from bot.services.status import read_status
from bot.storage import agenda, discussions, guilds, posts
from bot.storage.agenda import Dating
from bot.storage.backup import back_up
from bot.storage.database import open_database, open_for_reading
from tests.builders import FIRST_SLOT, GUILD, NOW, OTHER_CHANNEL, OTHER_GUILD
from tests.command_line import ended
from tests.storage.stands import set_up
from tests.test_main import BAD_CONFIGURATION, invoke, only_sentence  # noqa: F401 - a fixture

NOT_DONE = 1


@pytest.fixture
def status(database_file, tmp_path):
    """Give how the test's database stands, read past whoever holds it."""

    async def read():
        async with open_for_reading(database_file) as reading:
            return await read_status(reading, SystemClock(), copies=tmp_path)

    return read


async def test_an_empty_installation(status, database_file):
    """Before anything is added it says what to do first."""
    async with open_database(database_file):
        found = await status()

    text = render_status_text(found)
    assert text.startswith("The bot is running: 0 servers, 0 articles, 0 open discussions")
    assert "type /article add" in text or "/article add" in text
    assert "There is no daily copy" in text


async def test_discussions_slots_and_polls(status, database):
    """Each open discussion with its next slot; times in UTC, ids to look them up by."""
    mine = await set_up(database)
    await set_up(database, guild_id=OTHER_GUILD, channel_id=OTHER_CHANNEL)
    slot = FIRST_SLOT + timedelta(days=3)
    async with database.write() as unit:
        dating = Dating(guild_id=GUILD, discussion_id=mine.discussion_id, due_at=slot)
        await agenda.date_all(unit, [dating])
        await discussions.pause(
            unit, guild_id=OTHER_GUILD, discussion_id=2, reason=PauseReason.PERMISSION, at=NOW
        )
        await guilds.set_left_at(unit, guild_id=OTHER_GUILD, at=NOW)

    found = await status()

    first, second = found.discussions
    assert (first.guild_id, first.next_at, first.sections, first.sections_posted) == (
        GUILD,
        slot,
        2,
        1,
    )
    assert (second.guild_id, second.state, second.pause_reason) == (
        OTHER_GUILD,
        "paused",
        "permission",
    )
    assert (found.servers, found.servers_left, found.open_polls) == (1, 1, 2)
    text = render_status_text(found)
    assert "next 2026-03-05 09:00 UTC: On reading, section 1 of 2, 1 open poll" in text
    assert "paused (permission)" in text
    assert "1 server (1 more left)" in text


async def test_failures_say_what_is_next(status, database):
    """What failed, how often, why in one harmless line, and what happens or must be done."""
    mine = await set_up(database)
    async with database.write() as unit:
        for post in mine.posts:
            await posts.record_retry(
                unit, post=post, attend_at=NOW, reason="503 0 \x1b[31mService\nUnavailable"
            )
        await posts.record_failed(unit, post=mine.posts[1], reason="403 50013 Missing Permissions")

    text = render_status_text(await status())

    assert "section 1 of On reading" in text
    assert "503 0  [31mService Unavailable; next try 2026-03-02 08:00 UTC." in text
    assert "given up until an organizer types /discussion resume" in text
    assert "\x1b" not in text
    assert "Overdue since 2026-03-02 08:00 UTC: see /healthz and the log." in text


async def test_disk_and_copies(status, database, tmp_path):
    """File, log and free space in bytes; the newest daily copy."""
    back_up(database.path, tmp_path / "colloquy-20260302T080000Z.db")

    found = await status()

    assert found.disk.database == database.path.stat().st_size
    assert found.disk.free > 0
    assert found.backed_up_at == NOW
    assert json.loads(render_status_json(found))["backed_up_at"] == NOW.isoformat()


async def test_only_reads(database_file):
    """Nothing can be written, and the file may be held by a bot meanwhile."""
    async with open_database(database_file), open_for_reading(database_file) as reading:
        with pytest.raises(DatabaseFailed):
            async with reading.write() as unit:
                await guilds.set_left_at(unit, guild_id=GUILD, at=NOW)


def test_without_a_bot(invoke, database_file):  # noqa: F811 - the fixture
    """It works while no bot runs, as text and as JSON."""
    code, out, err = invoke("status", database=database_file)
    assert (code, err) == (0, "")
    assert "The bot is not running" in out

    code, out, _ = invoke("status", "--json", database=database_file)
    assert code == 0
    assert json.loads(out)["running"] is False


def test_refusals(invoke, tmp_path):  # noqa: F811 - likewise
    """A database that is not there, or not ours, is named in one sentence."""
    missing = only_sentence(invoke("status", database=tmp_path / "no.db"), NOT_DONE)
    assert "There is no database" in missing
    letter = tmp_path / "letter.txt"
    letter.write_text("Dear reader, " * 1000, encoding="utf-8")
    assert "cannot be opened" in only_sentence(invoke("status", database=letter), BAD_CONFIGURATION)
    assert list(tmp_path.iterdir()) == [letter]


async def test_beside_a_running_bot(database_file, tmp_path):
    """Another process may look while this one holds the file."""
    async with open_database(database_file) as database:
        await set_up(database)
        code, out, err = await ended("status", folder=tmp_path, database=database_file)

    assert (code, err) == (0, "")
    assert "The bot is running: 1 server" in out
