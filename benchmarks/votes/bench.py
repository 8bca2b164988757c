"""Votes from a loopback gateway to rows, against discord.py by itself, and at a steady rate."""

import itertools
import json
import shutil
import sqlite3
import statistics
import sys
import tempfile
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, closing
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import aiohttp

from benchmarks.discussions import open_discussions
from benchmarks.figures import Bench, Rounds
from benchmarks.processes import heard, started
from benchmarks.votes.crowd import FIRST_VOTER, OpenPoll
from bot.domain.poll import Poll
from bot.storage.database import open_database

# Twenty-one open polls each.
_SERVERS = 48
_VOTES = 60_000
_RATE = 10_000


@dataclass(frozen=True, slots=True)
class _Stage:
    """A gateway that offers votes, and a database in which its polls are open."""

    told: dict[str, Any]
    database: Path
    session: aiohttp.ClientSession

    async def offer(self, votes: int, rate: float | None) -> list[float]:
        """Have votes offered; gives when each went out."""
        asked = {"votes": votes, "rate": rate}
        async with self.session.post(f"{self.told['api_url']}/offer", json=asked) as answer:
            answer.raise_for_status()
            sent: list[float] = (await answer.json())["sent"]
        return sent[:votes]

    async def count_requests(self) -> int:
        """Count the requests since the offer began."""
        async with self.session.get(f"{self.told['api_url']}/requests") as answer:
            return int((await answer.json())["requests"])


@asynccontextmanager
async def _set_stage(servers: int = _SERVERS) -> AsyncIterator[_Stage]:
    with tempfile.TemporaryDirectory() as folder:
        database, plan = Path(folder, "colloquy.db"), Path(folder, "polls.json")
        async with open_database(database) as opened:
            _write_plan(plan, await open_discussions(opened, servers))
        async with (
            started("-m", "benchmarks.votes.gateway", str(plan)) as gateway,
            aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=120)) as session,
        ):
            yield _Stage(await heard(gateway), database, session)


def _write_plan(plan: Path, polls: Sequence[Poll]) -> None:
    offered = [
        OpenPoll(poll.guild_id, *poll.address, [option.emoji for option in poll.options])
        for poll in polls
    ]
    plan.write_text(json.dumps([asdict(poll) for poll in offered]), "utf-8")


@dataclass(frozen=True, slots=True)
class _Kept:
    """What became of votes that were offered."""

    seconds: float
    delays: Sequence[float]
    requests: int
    commits: int


async def _let_bot_hear(stage: _Stage, rate: float | None) -> _Kept:
    """Offer votes to the bot with a database of its own, until all are rows."""
    with tempfile.TemporaryDirectory() as folder:
        database = shutil.copy(stage.database, Path(folder, "colloquy.db"))
        given = {**stage.told, "database": str(database), "votes": _VOTES}
        async with started("-m", "benchmarks.votes.bot", json.dumps(given)) as bot:
            await heard(bot)
            sent = await stage.offer(_VOTES, rate)
            told = await heard(bot)
            requests = await stage.count_requests()
        commits: list[float] = told["commits"]
        delays = _compare(database, sent, commits)
    _note(
        f"bot: {_VOTES / (commits[-1] - sent[0]):,.0f} votes/s, {told['cpu'] / _VOTES * 1e6:.1f} µs"
        f" of CPU each, offered at {_VOTES / (sent[-1] - sent[0]):,.0f}/s"
    )
    return _Kept(commits[-1] - sent[0], delays, requests, len(commits))


def _compare(database: Path, sent: Sequence[float], commits: Sequence[float]) -> list[float]:
    """Give how long each vote took from the gateway to its commit.

    All rows of a batch bear one instant, and batches are committed in order.
    """
    with closing(sqlite3.connect(database)) as connection:
        rows = connection.execute("SELECT at, member_id FROM votes ORDER BY at").fetchall()
    if len(rows) != len(sent):
        raise RuntimeError(f"{len(sent)} votes were offered, {len(rows)} are rows")
    batches = [list(batch) for _, batch in itertools.groupby(rows, key=lambda row: row[0])]
    return [
        commit - sent[member_id - FIRST_VOTER]
        for batch, commit in zip(batches, commits, strict=True)
        for _, member_id in batch
    ]


async def _let_plain_client_hear(stage: _Stage) -> float:
    """Offer votes to discord.py with an empty listener; gives the seconds until the last."""
    async with started("-m", "benchmarks.votes.plain", json.dumps(stage.told)) as client:
        await heard(client)
        sent = await stage.offer(_VOTES, None)
        told = await heard(client)
    seconds: float = told["ended"] - sent[0]
    _note(
        f"discord.py alone: {_VOTES / seconds:,.0f} votes/s, {told['cpu'] / _VOTES * 1e6:.1f} µs"
        " of CPU each"
    )
    return seconds


async def _race() -> float:
    """Have both hear as many votes as fast as they can; gives how much faster the bot is."""
    async with _set_stage() as stage:
        plain = await _let_plain_client_hear(stage)
        kept = await _let_bot_hear(stage, None)
        plain += await _let_plain_client_hear(stage)
    return plain / 2 / kept.seconds


async def _hear_steadily() -> _Kept:
    """Have the bot hear ten thousand votes a second."""
    async with _set_stage() as stage:
        return await _let_bot_hear(stage, _RATE)


def _percentile(kept: _Kept, percent: int) -> float:
    return statistics.quantiles(kept.delays, n=100)[percent - 1] * 1_000


def _note(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


_steady = Rounds(_hear_steadily)

BENCHES = (
    Bench(name="votes.ratio", unit="×", bar=1.0, run=_race, at_least=True),
    Bench(
        name="votes.p50_ms",
        unit="ms",
        bar=20,
        run=_steady.figure(lambda kept: _percentile(kept, 50)),
    ),
    Bench(
        name="votes.p99_ms",
        unit="ms",
        bar=50,
        run=_steady.figure(lambda kept: _percentile(kept, 99)),
    ),
    Bench(
        name="votes.requests",
        unit="per vote",
        bar=0,
        run=_steady.figure(lambda kept: kept.requests / _VOTES),
    ),
    Bench(
        name="votes.commits_per_1000",
        unit="",
        bar=10,
        run=_steady.figure(lambda kept: kept.commits / _VOTES * 1_000),
    ),
)
