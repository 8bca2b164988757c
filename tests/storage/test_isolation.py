"""Servers apart: through no function of storage can one see, change or tally another's rows."""

import inspect
import re
import shutil
from contextlib import suppress

import pytest
import pytest_asyncio
import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from bot.domain.poll import Poll
from bot.domain.post import Post
from bot.errors import Conflict, NotFound
from bot.storage import (
    agenda,
    articles,
    checks,
    closings,
    corrections,
    discussions,
    drafts,
    erasures,
    exclusions,
    guilds,
    history,
    indexes,
    polls,
    posts,
    preparations,
    series,
    shortfalls,
    texts,
    votes,
)
from bot.storage.agenda import Dating, DuePost
from bot.storage.database import open_database
from bot.storage.tables import metadata
from bot.storage.votes import Clearing, Mark
from tests.builders import FIRST_SLOT, OTHER_CHANNEL, OTHER_GUILD
from tests.storage.stands import set_up, set_up_in, undone
from tests.storage.trespasses import TRESPASSES

_REPOSITORIES = (
    agenda,
    articles,
    checks,
    closings,
    corrections,
    discussions,
    exclusions,
    guilds,
    drafts,
    history,
    indexes,
    polls,
    posts,
    preparations,
    series,
    shortfalls,
    texts,
    votes,
)

# Functions that serve all servers at once, with the reason why they must.
_SYSTEM_WIDE = {
    "checks.ask": "a lost session concerns all servers of a shard; every row says whose it is",
    "checks.list_awaited": "reading back serves all servers; every row says whose it is",
    "checks.list_to_sweep": "reading back serves all servers; every row says whose it is",
    "guilds.list_known": "which servers were left while away; nothing but ids and instants",
    "guilds.list_left": "upkeep deletes what left servers had; nothing but ids",
    "agenda.next_attention_at": "one alarm rings for all servers, and only an instant comes out",
    "agenda.is_any_ahead": "one clock serves all servers, and only whether it is so comes out",
    "agenda.bring_to_now": "one clock serves all servers; each row keeps its own",
    "agenda.list_due": "dispatch claims for all servers; every row says whose it is",
    "agenda.list_undated": "dispatch dates for all servers; every row says whose it is",
    "agenda.list_to_attend": "dispatch walks for all servers; every row says whose it is",
    "drafts.forget": "upkeep deletes what nobody has begun; nothing comes out",
    "history.next_tell_at": "one alarm rings for all servers, and only an instant comes out",
    "history.list_to_be_told": "dispatch has all servers told; nothing but ids",
    "posts.list_threads_with_open_polls": "one look after an absence; nothing but ids",
    "polls.list_open": "intake listens for all servers; every poll says whose it is",
    "closings.list_over": "dispatch closes for all servers; every row says whose it is",
    "indexes.list_due": "dispatch indexes for all servers; nothing but ids",
    "indexes.next_at": "one alarm rings for all servers, and only an instant comes out",
    "indexes.refresh": "votes of all servers come together; only when to look next is set",
    "indexes.refresh_all": "one look after an absence; only when to look next is set",
    "votes.last_arrival": "one count of arrivals for all servers, and only a number comes out",
}


# What is written where it belongs, to the other server: new rows of its own, its own settings.
_FOR_THEMSELVES = {"articles.add", "drafts.add", "guilds.get_settings", "texts.next_number"}


def public_functions():
    """List the functions by which other rooms reach the rows."""
    return {
        f"{module.__name__.rpartition('.')[2]}.{name}": function
        for module in _REPOSITORIES
        for name, function in inspect.getmembers(module, inspect.iscoroutinefunction)
        if not name.startswith("_") and function.__module__ == module.__name__
    }


async def rows_of(unit, guild_id):
    """Give every row of a server, in all tables."""
    return {
        table.name: (
            await unit.execute(
                sa.select(table)
                .where(table.c.guild_id == guild_id)
                .order_by(*table.primary_key.columns)
            )
        ).all()
        for table in metadata.sorted_tables
        if "guild_id" in table.c
    }


async def view_of(unit, stand):
    """Give what a server sees of its own discussion."""
    owner = {"guild_id": stand.guild_id, "discussion_id": stand.discussion_id}
    poll_ids = [poll.poll_id for poll in stand.polls]
    return (
        await checks.list_homes(unit, guild_id=stand.guild_id),
        await checks.list_doubted(unit, guild_id=stand.guild_id, poll_ids=poll_ids),
        await discussions.list_all(unit, guild_id=stand.guild_id),
        await posts.list_series(unit, **owner),
        await polls.list_of_discussion(unit, **owner),
        [
            await votes.list_of_poll(unit, guild_id=stand.guild_id, poll_id=poll.poll_id)
            for poll in stand.polls
        ],
    )


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def servers(migrated_file, tmp_path_factory):
    """Give a database with two servers, of which only the second shares the first's article."""
    path = shutil.copy(migrated_file, tmp_path_factory.mktemp("servers") / "colloquy.db")
    async with open_database(path) as database:
        yield database, await set_up(database)


@pytest.mark.asyncio(loop_scope="module")
@pytest.mark.parametrize("neighbours", ["alone", "equals"])
@pytest.mark.parametrize("name", TRESPASSES)
async def test_no_trespass(servers, name, neighbours):
    """A server that names another's rows changes nothing, and sees nothing but its own."""
    database, mine = servers
    seen = None
    async with undone(database) as unit:
        if neighbours == "equals":
            await set_up_in(unit, guild_id=OTHER_GUILD, channel_id=OTHER_CHANNEL)
        before = await rows_of(unit, mine.guild_id), await view_of(unit, mine)
        # Refusing is as good as finding nothing.
        with suppress(NotFound, Conflict, IntegrityError, ValueError):
            seen = await TRESPASSES[name](unit, mine)
        after = await rows_of(unit, mine.guild_id), await view_of(unit, mine)

    assert after == before
    assert not seen or neighbours == "equals" or name in _FOR_THEMSELVES


def test_every_function_is_tried():
    """No function by which rows are reached is left out of the two tests above."""
    assert set(public_functions()) == set(TRESPASSES) | set(_SYSTEM_WIDE)


def test_every_function_is_told_the_server():
    """Every function takes the server's id, alone or in what it is given, or serves all of them."""
    bearers = {"Post", "Poll", "HistoryEntry", "RecordedEntry", "Draft", "Index", "Waiting"}
    collections = {"DuePost", "Dating", "Clearing", "Mark", "Addition"}

    def told(function):
        parameters = inspect.signature(function, eval_str=False).parameters.values()
        words = " ".join(str(parameter.annotation) for parameter in parameters)
        return any(parameter.name == "guild_id" for parameter in parameters) or any(
            name in words.replace("[", " ").replace("]", " ").replace("'", " ").split(" ")
            or re.search(rf"\.{name}\b", words)
            for name in bearers | collections
        )

    untold = {name for name, function in public_functions().items() if not told(function)}

    assert untold == set(_SYSTEM_WIDE)
    assert all("guild_id" in kind.__annotations__ for kind in (Post, Poll, DuePost, Dating))
    assert "guild_id" in Mark._fields
    assert "guild_id" in Clearing._fields


def test_every_row_says_whose_it_is():
    """Every table of content has the server's id, never null."""
    own = {"installation", "erasures"}

    assert all(
        not table.c.guild_id.nullable for table in metadata.sorted_tables if table.name not in own
    )


async def test_what_serves_all_says_whose(database, mine, theirs):
    """What is listed for all servers at once bears the server's id with every row."""
    async with database.read() as unit:
        open_polls = await polls.list_open(unit)
        to_attend = await agenda.list_to_attend(unit, now=FIRST_SLOT)
        due = await agenda.list_due(unit, now=FIRST_SLOT)
        awaited = await checks.list_awaited(unit)

    assert {one.guild_id for one in awaited} == {mine.guild_id, theirs.guild_id}
    assert {poll.guild_id for poll in open_polls} == {mine.guild_id, theirs.guild_id}
    assert {one.guild_id for one in to_attend} == {mine.guild_id, theirs.guild_id}
    assert due == ()


def test_every_member_can_be_erased():
    """Every column that may bear a member's id is one that erasing sees to."""
    settings = {"guilds.organizer_role_id", "guilds.log_channel_id"}
    ours = {
        "only",
        "article_id",
        "question_id",
        "discussion_id",
        "post_id",
        "poll_id",
        "section_id",
        "entry_id",
        "draft_id",
    }
    places = {"guild_id", "channel_id", "thread_id", "message_id", "result_message_id"}
    erased = {
        *("votes.member_id", "articles.added_by", "discussions.started_by"),
        "preparations.made_by",
        "history.done_by",
        *("exclusions.member_id", "exclusions.excluded_by"),
        "drafts.made_by",
    }

    bearers = {
        f"{column.table.name}.{column.name}"
        for table in metadata.sorted_tables
        for column in table.columns
        if column.name.endswith(("_id", "_by")) and column.name not in ours | places
    }

    assert bearers - settings - {"erasures.erasure_id"} == erased
    assert {f"{doer.table.name}.{doer.name}" for doer in erasures._DOERS} <= erased
