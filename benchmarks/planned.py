"""Discussions that are about to post, as rows, in as many servers as a bench wants.

One is planned as the bot does it; the others are copies of its rows, since ten thousand commands
would take longer than what is to be measured.
"""

import json
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from datetime import UTC, datetime, time
from pathlib import Path
from typing import Any, NamedTuple

from benchmarks.processes import Running
from bot.domain.article import (
    Article,
    Block,
    BlockKind,
    Question,
    QuestionKind,
    QuestionSource,
    Section,
)
from bot.domain.ids import ChannelId, GuildId, MemberId
from bot.domain.recurrence import Weekly
from bot.domain.schedule import Schedule
from bot.storage import articles, discussions, polls, schedules, series
from bot.storage.database import open_database

_ORGANIZER = MemberId(1_200_000_000_000_000_001)
# More rows than one discussion has in any table.
_STRIDE = 1_000
_OWN_IDS = ("article_id", "question_id", "discussion_id", "post_id", "poll_id")
_TABLES = ("articles", "sections", "questions", "discussions", "posts", "polls", "options")
# Long before any that is measured: whoever measures says when posts are due.
_LONG_HENCE = datetime(2100, 1, 1, tzinfo=UTC)
_ZONES = ("Europe/Berlin", "America/New_York", "Asia/Tokyo", "Africa/Lagos", "Australia/Sydney")


class Place(NamedTuple):
    """Where a discussion is held."""

    guild_id: int
    channel_id: int


async def add_places(sandbox: Running, servers: int) -> list[Place]:
    """Make servers with one channel each."""
    guild_ids = await sandbox.control.crowd.add_guilds(servers, channels=["reading"])
    return [
        Place(guild_id, (await sandbox.control.world.get_guild(guild_id)).channels["reading"])
        for guild_id in guild_ids
    ]


async def plan_discussions(
    database: Path, places: Sequence[Place], *, sections: int = 1, questions: int = 3
) -> None:
    """Plan a discussion in each place; every question has four options to choose from."""
    article = _write_article(sections, questions)
    await _plan_one(database, places[0], article)
    _copy(database, places)


async def _plan_one(path: Path, place: Place, article: Article) -> None:
    guild_id = GuildId(place.guild_id)
    now = datetime.now(UTC)
    async with open_database(path) as database, database.write() as unit:
        article_id = await articles.add(
            unit, guild_id=guild_id, article=article, added_by=_ORGANIZER, at=now
        )
        kept = await articles.get(unit, guild_id=guild_id, article_id=article_id)
        discussion_id = await discussions.add(
            unit,
            guild_id=guild_id,
            channel_id=ChannelId(place.channel_id),
            article_id=article_id,
            prompts_only=False,
            schedule=_schedule(0),
            started_by=_ORGANIZER,
            at=now,
        )
        post_ids = await series.add(
            unit,
            guild_id=guild_id,
            discussion_id=discussion_id,
            series=kept.preparation.series,
            first_due_at=_LONG_HENCE,
        )
        planned = [
            new
            for post_id, section in zip(post_ids, kept.preparation.series, strict=True)
            for new in polls.new_polls(kept, section, post_id)
        ]
        await polls.add_all(unit, planned, guild_id=guild_id, discussion_id=discussion_id)


def _write_article(sections: int, questions: int) -> Article:
    return Article(
        title="On waiting",
        author="A. Writer",
        sections=tuple(
            Section(
                heading=f"Part {number}",
                blocks=(Block(kind=BlockKind.PARAGRAPH, text=f"Words of part {number}. " * 20),),
            )
            for number in range(sections)
        ),
        questions=tuple(
            _ask(section, number) for section in range(sections) for number in range(questions)
        ),
    )


def _ask(section: int, number: int) -> Question:
    """Ask something with four options: of three questions two go to the channel."""
    words = f"What of {section}.{number}?"
    either_or = number % 3 != 0
    return Question(
        text=words,
        shown=words,
        sentence=words,
        section=section,
        kind=QuestionKind.EITHER_OR if either_or else QuestionKind.WH,
        source=QuestionSource.BODY,
        alternatives=("this", "that") if either_or else (),
    )


def _schedule(number: int) -> Schedule:
    """Give schedules as different as those of many communities are."""
    days = frozenset({number % 7, (number // 7) % 7})
    times = (time(number % 24, number % 4 * 15),)
    return Schedule(
        recurrence=Weekly(days=days, times=times), time_zone=_ZONES[number % len(_ZONES)]
    )


def _copy(path: Path, places: Sequence[Place]) -> None:
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.row_factory = sqlite3.Row
        for table in _TABLES:
            rows = [dict(row) for row in connection.execute(f"SELECT * FROM {table}")]  # noqa: S608
            columns = ", ".join(f'"{name}"' for name in rows[0])
            values = ", ".join(f":{name}" for name in rows[0])
            connection.executemany(
                f"INSERT INTO {table} ({columns}) VALUES ({values})",  # noqa: S608
                _copies(rows, places),
            )


def _copies(rows: Sequence[Mapping[str, Any]], places: Sequence[Place]) -> Iterator[dict[str, Any]]:
    for number, place in enumerate(places[1:], start=1):
        for row in rows:
            copy = dict(row, guild_id=place.guild_id)
            copy |= {name: row[name] + number * _STRIDE for name in _OWN_IDS if name in row}
            if "revision" in row:
                copy["revision"] = f"{row['revision']} {number}"
            if "schedule" in row:
                copy["channel_id"] = place.channel_id
                copy["schedule"] = json.dumps(schedules.dump(_schedule(number)))
            yield copy
