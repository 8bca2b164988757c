"""Older files keep their discussions when the schedule moves into one column."""

import shutil
import sqlite3
from contextlib import closing
from datetime import date, time

import pytest

from bot.domain.discussion import DiscussionState
from bot.domain.recurrence import Weekly
from bot.domain.schedule import Schedule
from bot.storage import agenda, discussions, schedules
from bot.storage import database as storage
from bot.storage.database import open_database
from tests.builders import CHANNEL, FIRST_SLOT, GUILD, NOW, make_schedule
from tests.storage.test_database import ask

_MICROSECONDS = 1_000_000

_ROWS = """
INSERT INTO articles VALUES (1, :guild, 'On reading', NULL, NULL, 'r1', '[]', 5, 0, NULL);
INSERT INTO discussions VALUES
    (1, :guild, :channel, 1, 'running', NULL, 1, '[0, 3]', '["09:00:00", "18:30:00"]',
     'Europe/Berlin', 5, :now, NULL),
    (2, :guild, :channel, 1, 'stopped', NULL, 0, '[6]', '["23:59:30"]', 'UTC', 5, 0, 1);
INSERT INTO posts (post_id, guild_id, discussion_id, section, state, due_at, attend_at, attempts)
VALUES (1, :guild, 1, 0, 'posted', 1, NULL, 0),
       (2, :guild, 1, 1, 'planned', :slot, :slot, 0)
"""
_VALUES = {
    "guild": GUILD,
    "channel": CHANNEL,
    "now": int(NOW.timestamp()) * _MICROSECONDS,
    "slot": int(FIRST_SLOT.timestamp()) * _MICROSECONDS,
}


@pytest.fixture
async def older_file(tmp_path, monkeypatch):
    """Give a file as it was at the first revision, with a discussion under way in it."""
    path = tmp_path / "colloquy.db"
    first = tmp_path / "migrations"
    shutil.copytree(storage._MIGRATIONS, first)
    for revision in (first / "versions").glob("[0-9]*.py"):
        if not revision.name.startswith("0001"):
            revision.unlink()
    with monkeypatch.context() as earlier:
        earlier.setattr(storage, "_MIGRATIONS", first)
        async with open_database(path):
            pass
    with closing(sqlite3.connect(path)) as connection:
        for statement in _ROWS.split(";"):
            connection.execute(statement, _VALUES)
        connection.commit()
    return path


async def test_running_discussions_go_on(older_file):
    """Discussions, their posts and what is due next come through, each with its schedule."""
    async with open_database(older_file) as database, database.read() as unit:
        found = await discussions.get(unit, guild_id=GUILD, discussion_id=1)
        schedule = await discussions.get_schedule(unit, guild_id=GUILD, discussion_id=1)
        stopped = await discussions.get_schedule(unit, guild_id=GUILD, discussion_id=2)
        (due,) = await agenda.list_due(unit, now=FIRST_SLOT)

    assert (found.state, found.channel_id, found.started_at) == (
        DiscussionState.RUNNING,
        CHANNEL,
        NOW,
    )
    assert schedule == Schedule(
        recurrence=Weekly(days=frozenset({0, 3}), times=(time(9), time(18, 30))),
        time_zone="Europe/Berlin",
    )
    assert stopped == make_schedule(days={6}, times=[time(23, 59, 30)])
    assert (due.due_at, due.schedule) == (FIRST_SLOT, schedule)


async def test_a_copy_stays_beside_it(older_file):
    """The host finds the file as it was, should they want to go back."""
    async with open_database(older_file):
        pass

    copy = older_file.with_name("colloquy.db.before-leaving-0001")
    assert ask(copy, "SELECT days, time_zone FROM discussions WHERE discussion_id = 1") == [
        ("[0, 3]", "Europe/Berlin")
    ]
    assert ask(copy, "SELECT version_num FROM alembic_version") == [("0001",)]
    assert ask(older_file, "PRAGMA foreign_key_check") == []


def test_the_form_is_versioned():
    """What is kept names its version, and another version is not guessed at."""
    kept = schedules.dump(make_schedule(starts_on=date(2026, 10, 20)))

    assert kept["version"] == 1
    with pytest.raises(ValueError):
        schedules.parse(kept | {"version": 2})
    with pytest.raises(ValueError):
        schedules.parse(kept | {"recurrence": {"kind": "lunar", "times": []}})
