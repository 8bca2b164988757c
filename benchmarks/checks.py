"""Whether the loop stands still while every voter of a crowded poll is compared with its rows.

What Discord shows is given here at once, so that nothing but the comparing is measured: of a poll
whose rows are all there but for a hundredth, and of one that has none of them.
"""

import asyncio
import random
import tempfile
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from benchmarks.bot_process import Stalls
from benchmarks.discussions import open_discussions
from benchmarks.figures import Bench
from bot.clock import SystemClock
from bot.domain.ids import MemberId
from bot.domain.poll import Poll
from bot.memory import keep_what_is_there
from bot.services.checks import Checks
from bot.services.intake import Intake
from bot.services.reactions import Counts, Page, Shown, Urgency, Voters
from bot.storage import votes
from bot.storage.database import open_database
from bot.storage.votes import Addition, Mark

_VOTES = 100_000
_FIRST_VOTER = 1_300_000_000_000_000_000
_AWAY = _VOTES // 100


class _Crowd:
    """A Discord on which a crowd has voted, each member once."""

    def __init__(self, shown: dict[int, frozenset[MemberId]]) -> None:
        self._shown = shown

    async def fetch_page(self, polls: Sequence[Poll], urgency: Urgency) -> Page:
        """Never asked for where every voter is read."""
        raise NotImplementedError

    async def fetch_counts(self, poll: Poll, urgency: Urgency) -> Counts:
        """Give the counts."""
        del urgency
        emojis = {option.position: option.emoji for option in poll.options}
        reactions = (
            Shown(position, emojis[position], len(members), 0)
            for position, members in self._shown.items()
        )
        return Counts(tuple(reactions), seeded=True)

    async def fetch_voters(self, poll: Poll, shown: Shown, urgency: Urgency) -> Voters:
        """Give the crowd at an option."""
        del poll, urgency
        members = self._shown[shown.position]
        return Voters(members, listed=len(members))


async def _measure() -> float:
    """Give the longest stall, in milliseconds."""
    source = random.Random(1)
    with tempfile.TemporaryDirectory() as folder:
        async with open_database(Path(folder, "colloquy.db")) as database:
            full, empty, *_ = await open_discussions(database, 1)
            positions = [source.randrange(len(full.options)) for _ in range(_VOTES)]
            marks = [
                Mark(full.guild_id, full.poll_id, position, _FIRST_VOTER + number)
                for number, position in enumerate(positions)
            ]
            async with database.write() as unit:
                additions = [Addition(mark, order) for order, mark in enumerate(marks[_AWAY:], 1)]
                await votes.apply(unit, additions=additions, at=datetime.now(UTC))
            shown: dict[int, list[MemberId]] = {option.position: [] for option in full.options}
            for mark in marks[:-_AWAY]:
                shown[mark.position].append(MemberId(mark.member_id))
            crowd = _Crowd({position: frozenset(members) for position, members in shown.items()})
            clock = SystemClock()
            checks = Checks(database, crowd, Intake(database, clock), clock)
            del additions, marks, positions, shown
            # As a bot does when it is connected.
            keep_what_is_there()
            stalls = Stalls()
            watching = asyncio.create_task(stalls.watch())
            mended = [await checks.check(poll, Urgency.SWEEP) for poll in (full, empty)]
            watching.cancel()
    there = _VOTES - _AWAY
    if [(one.missing, one.stale) for one in mended] != [(_AWAY, _AWAY), (there, 0)]:
        raise AssertionError(mended)
    return stalls.longest * 1_000


BENCHES = (Bench(name="checks.stall_ms", unit="ms", bar=20, run=_measure),)
