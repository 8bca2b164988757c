"""How long a community waits for its tallies, and whether anything else waits meanwhile."""

import asyncio
import random
import statistics
import tempfile
import time
from collections.abc import Awaitable, Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import sqlalchemy as sa

from benchmarks.bot_process import Stalls
from benchmarks.discussions import open_discussions
from benchmarks.figures import Bench, Rounds
from bot.clock import SystemClock
from bot.domain.poll import Poll
from bot.services.intake import Intake
from bot.services.reporting import Reporting
from bot.storage import votes
from bot.storage.database import Database, open_database
from bot.storage.tables import polls as poll_rows
from bot.storage.votes import Addition, Mark

_VOTES = 100_000
_VOTERS = 500
_FIRST_VOTER = 1_300_000_000_000_000_000
_CALLS = 5


@dataclass(frozen=True, slots=True)
class _Round:
    """Milliseconds: for a poll of one choice, of several, a discussion; the longest stall."""

    single: float
    multi: float
    all: float
    stall: float


async def _count() -> _Round:
    """Count polls of three servers: one poll of each kind that all vote on, and a discussion."""
    with tempfile.TemporaryDirectory() as folder:
        async with open_database(Path(folder, "colloquy.db")) as database:
            opened = await open_discussions(database, 3)
            single, multi, *_ = opened
            discussion = [poll for poll in opened if poll.guild_id == opened[-1].guild_id]
            await _fill(database, single, multi, discussion)
            reporting = Reporting(database, Intake(database, SystemClock()))
            stalls = Stalls()
            watching = asyncio.create_task(stalls.watch())
            try:
                return _Round(
                    await _time(lambda: reporting.tally_poll(single.guild_id, str(single.poll_id))),
                    await _time(lambda: reporting.tally_poll(multi.guild_id, str(multi.poll_id))),
                    await _time(
                        lambda: reporting.tally_discussion(
                            discussion[0].guild_id, discussion[0].discussion_id
                        )
                    ),
                    stalls.longest * 1_000,
                )
            finally:
                watching.cancel()


async def _time(act: Callable[[], Awaitable[object]]) -> float:
    """Give the median of some calls, in milliseconds."""
    taken = []
    for _ in range(_CALLS):
        began = time.perf_counter()
        await act()
        taken.append(time.perf_counter() - began)
    return statistics.median(taken) * 1_000


async def _fill(database: Database, single: Poll, multi: Poll, discussion: Sequence[Poll]) -> None:
    source = random.Random(1)
    async with database.write() as unit:
        await unit.execute(
            sa.update(poll_rows).where(poll_rows.c.poll_id == multi.poll_id).values(multiple=True)
        )
    marks = {
        # One in ten has changed their mind and left the first mark standing.
        **dict.fromkeys(_draw(source, single, _VOTES, of=_VOTES * 9 // 10)),
        **dict.fromkeys(_draw(source, multi, _VOTES, of=_VOTES // 2)),
        **{mark: None for poll in discussion for mark in _draw(source, poll, _VOTERS, of=_VOTERS)},
    }
    async with database.write() as unit:
        additions = [Addition(mark, arrival) for arrival, mark in enumerate(marks, start=1)]
        await votes.apply(unit, additions=additions, at=datetime.now(UTC))


def _draw(source: random.Random, poll: Poll, number: int, *, of: int) -> Iterator[Mark]:
    """Draw so many different marks on a poll, of so many members; none has more than it offers."""
    order = list(range(of))
    source.shuffle(order)
    firsts = [source.randrange(len(poll.options)) for _ in order]
    for drawn in range(number):
        again, at = divmod(drawn, of)
        position = (firsts[at] + again) % len(poll.options)
        yield Mark(poll.guild_id, poll.poll_id, position, _FIRST_VOTER + order[at])


_rounds = Rounds(_count)

BENCHES = (
    Bench(name="tally.single_ms", unit="ms", bar=100, run=_rounds.figure(lambda one: one.single)),
    Bench(name="tally.multi_ms", unit="ms", bar=20, run=_rounds.figure(lambda one: one.multi)),
    Bench(name="tallies.ms", unit="ms", bar=20, run=_rounds.figure(lambda one: one.all)),
    Bench(name="tallies.stall_ms", unit="ms", bar=20, run=_rounds.figure(lambda one: one.stall)),
)
