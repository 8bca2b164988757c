"""Ten thousand posts due at one instant: how soon all are queued, how long all else stands still.

Queued is what is claimed in the database, committed, and waits for its walk.
"""

import json
import sqlite3
import tempfile
from contextlib import closing
from pathlib import Path
from typing import NamedTuple

from benchmarks.figures import Bench, Rounds
from benchmarks.planned import add_places, plan_discussions
from benchmarks.processes import heard, running_sandbox, started

_SERVERS = 1_000
_DISCUSSIONS_A_SERVER = 10
_POSTS = _SERVERS * _DISCUSSIONS_A_SERVER
_PACE = 45.0


class _Round(NamedTuple):
    queued_s: float
    stall_ms: float


async def _play() -> _Round:
    async with running_sandbox("--guilds", "0", "--limits", "real") as sandbox:
        places = await add_places(sandbox, _SERVERS)
        with tempfile.TemporaryDirectory() as folder:
            database = Path(folder) / "colloquy.db"
            await plan_discussions(database, places * _DISCUSSIONS_A_SERVER, sections=2)
            given = {**sandbox.told, "database": str(database), "pace": _PACE, "due": _POSTS}
            async with started("-m", "benchmarks.bot_process", json.dumps(given)) as bot:
                await heard(bot)
                await heard(bot)
                told = await heard(bot)
            _require_claimed(database)
    return _Round(told["queued_s"], told["stall_ms"])


def _require_claimed(database: Path) -> None:
    with closing(sqlite3.connect(database)) as connection:
        (claimed,) = connection.execute(
            "SELECT count(*) FROM posts WHERE section = 0 AND claimed_at IS NOT NULL"
        ).fetchone()
        (dated,) = connection.execute(
            "SELECT count(*) FROM posts WHERE section = 1 AND due_at IS NOT NULL"
        ).fetchone()
    if claimed != _POSTS or dated != _POSTS:
        raise RuntimeError(f"{claimed} of {_POSTS} claimed, {dated} successors dated")


_ROUNDS = Rounds(_play)

BENCHES = (
    Bench(
        name="due.queued_s", unit="s", bar=0.5, run=_ROUNDS.figure(lambda played: played.queued_s)
    ),
    Bench(
        name="due.stall_ms", unit="ms", bar=50, run=_ROUNDS.figure(lambda played: played.stall_ms)
    ),
)
