"""How SQLite finds the rows of a batch: by key, however many polls are open."""

import pytest
import sqlalchemy as sa

from bot.storage import votes
from bot.storage.tables import options, polls
from bot.storage.votes import Addition, Clearing, Mark
from tests.builders import GUILD, NOW
from tests.storage.stands import undone

_MANY = 500


async def plans_of_a_batch(unit, poll_id):
    """Apply a batch of everything; give each of its statements' steps, as SQLite plans them."""
    executed = []

    def note(connection, cursor, statement, parameters, context, executemany):
        del connection, cursor, context, executemany
        executed.append((statement, parameters))

    sa.event.listen(unit.sync_connection, "before_cursor_execute", note)
    mark = Mark(GUILD, poll_id, 0, 77)
    await votes.apply(
        unit,
        clearings=[Clearing(GUILD, poll_id, None)],
        removals=[mark],
        additions=[Addition(mark, 5), Addition(mark, None)],
        at=NOW,
    )
    sa.event.remove(unit.sync_connection, "before_cursor_execute", note)
    return [
        [step.detail for step in await unit.exec_driver_sql(f"EXPLAIN QUERY PLAN {sql}", given)]
        for sql, given in executed
    ]


async def open_many_polls(unit, like):
    """Open hundreds of polls, beside one that is open."""
    for table, unique in ((polls, ["poll_id", "message_id"]), (options, ["poll_id"])):
        rows = list(await unit.execute(sa.select(table).where(table.c.poll_id == like)))
        await unit.execute(
            table.insert(),
            [
                row._asdict() | dict.fromkeys(unique, 10_000 + number)
                for number in range(_MANY)
                for row in rows
            ],
        )


@pytest.mark.parametrize("analysed", [False, True])
async def test_rows_are_found_by_key(database, mine, analysed):
    """A batch is gone through once, and each of its marks finds its poll and its row by key."""
    poll_id = mine.polls[0].poll_id
    async with undone(database) as unit:
        await open_many_polls(unit, poll_id)
        if analysed:
            await unit.exec_driver_sql("ANALYZE")

        plans = await plans_of_a_batch(unit, poll_id)

    by_key = {
        "SEARCH polls USING INTEGER PRIMARY KEY (rowid=?)",
        "SEARCH options USING INDEX sqlite_autoindex_options_1 (poll_id=?)",
        "SEARCH options USING COVERING INDEX sqlite_autoindex_options_1 (poll_id=? AND position=?)",
        "SEARCH votes USING PRIMARY KEY (poll_id=?)",
        "SEARCH votes USING PRIMARY KEY (poll_id=? AND member_id=? AND position=?)",
    }
    assert len(plans) == 3
    for steps in plans:
        scans = [step for step in steps if step.startswith("SCAN ")]
        assert {step.split()[1] for step in scans} <= {"json_each", "given"}
        assert {step for step in steps if step.startswith("SEARCH ")} <= by_key
        # A scan that stood within the search for polls would be made for each of them.
        loops: list[str] = []
        for step in steps:
            if step.startswith(("LIST SUBQUERY", "MATERIALIZE")):
                loops.clear()
            assert not (step.startswith("SCAN ") and "polls" in loops)
            loops.append(step.removeprefix("SEARCH ").split()[0])
