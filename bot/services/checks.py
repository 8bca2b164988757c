"""Checks: polls' rows are compared with the reactions Discord shows, and mended.

Events that arrive meanwhile are newer than the reading, so the marks they speak of are left to
them. Marks found here have no order: the counting rule knows what that means.
"""

from collections import Counter
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import ExitStack, asynccontextmanager
from datetime import datetime
from typing import NamedTuple

from bot.clock import Clock
from bot.domain.ids import GuildId, PollId
from bot.domain.poll import Poll
from bot.services.intake import Intake, Watch
from bot.services.reactions import Counts, Reactions, Urgency
from bot.storage import checks, erasures, votes
from bot.storage.checks import Awaited
from bot.storage.database import Database, Unit
from bot.storage.votes import Addition, Mark


class Check(NamedTuple):
    """How many marks were missing, how many stale, and if the bot's mark is on each option."""

    missing: int
    stale: int
    seeded: bool


class Difference(NamedTuple):
    """A poll whose rows may not be what is shown, at these positions; watched since it was read."""

    poll: Poll
    counts: Counts
    positions: frozenset[int]
    watch: Watch


class Comparison(NamedTuple):
    """What one page of a channel told of its polls; `rest` begins where the page ended.

    `unseen` polls were not where they should be.
    """

    agreeing: Sequence[tuple[Poll, Counts]]
    differing: Sequence[Difference]
    unseen: Sequence[Poll]
    rest: Sequence[Poll]


class Checks:
    """Compares votes with what is shown, by their counts or by every voter.

    Every method raises what the `Reactions` port raises; then nothing was recorded.
    """

    def __init__(
        self, database: Database, reactions: Reactions, intake: Intake, clock: Clock
    ) -> None:
        self._database = database
        self._reactions = reactions
        self._intake = intake
        self._clock = clock

    async def check(self, poll: Poll, urgency: Urgency) -> Check:
        """Bring a poll's rows to the voters that Discord shows now, every one of them."""
        async with self._database.read() as unit:
            asked = await checks.last_asking(unit, guild_id=poll.guild_id, poll_id=poll.poll_id)
        with self._intake.watching(poll.poll_id) as watch:
            counts = await self._reactions.fetch_counts(poll, urgency)
            difference = Difference(poll, counts, _positions(poll), watch)
            return await self.mend(difference, asked, urgency)

    @asynccontextmanager
    async def comparing(
        self, polls: Sequence[Poll], awaited: Mapping[PollId, Awaited], urgency: Urgency
    ) -> AsyncIterator[Comparison]:
        """Compare the polls of a channel by their counts, as far as one page of it goes.

        They come in the order of their messages. Records which agree; those that differ are to be
        mended within the context.
        """
        at = self._clock.now()
        with ExitStack() as stack:
            watches = {
                poll.poll_id: stack.enter_context(self._intake.watching(poll.poll_id))
                for poll in polls
            }
            page = await self._reactions.fetch_page(polls, urgency)
            await self._intake.flush()
            reached = [
                poll for poll in polls if page.through is None or poll.address[1] <= page.through
            ]
            seen = [poll for poll in reached if poll.poll_id in page.counts]
            expected = await self._expected(seen)
            compared = []
            for poll in seen:
                counts, watch = page.counts[poll.poll_id], watches[poll.poll_id]
                positions = _positions(poll)
                if not awaited[poll.poll_id].thorough and not watch.outdated:
                    # What was touched may have come before the page or after it.
                    touched = {mark.position for mark in watch.touched}
                    positions = _differing(poll, counts, expected[poll.poll_id]) | touched
                compared.append(Difference(poll, counts, positions, watch))
            agreeing = [(one.poll, one.counts) for one in compared if not one.positions]
            asked = {poll.poll_id: awaited[poll.poll_id].asked for poll, _ in agreeing}
            await self._record(polls[0].guild_id, asked, at)
            yield Comparison(
                agreeing=agreeing,
                differing=[one for one in compared if one.positions],
                unseen=[poll for poll in reached if poll.poll_id not in page.counts],
                rest=polls[len(reached) :],
            )

    async def _record(self, guild_id: GuildId, asked: Mapping[PollId, int], at: datetime) -> None:
        if asked:
            async with self._database.write() as unit:
                await checks.record_counts(unit, guild_id=guild_id, asked=asked, at=at)

    async def _expected(self, polls: Sequence[Poll]) -> dict[PollId, Counter[int]]:
        """Give by position how many marks Discord should show for these polls of one channel."""
        expected: dict[PollId, Counter[int]] = {poll.poll_id: Counter() for poll in polls}
        if polls:
            async with self._database.read() as unit:
                for listing in (votes.count_marks, checks.list_uncounted):
                    found = await listing(unit, guild_id=polls[0].guild_id, poll_ids=set(expected))
                    for poll_id, marks in found.items():
                        expected[poll_id].update(marks)
        return expected

    async def mend(self, difference: Difference, asked: int, urgency: Urgency) -> Check:
        """Bring a poll's rows to the voters shown at some of its positions."""
        poll, counts, positions, watch = difference
        at = self._clock.now()
        shown: set[tuple[int, int]] = set()
        uncounted: Counter[int] = Counter(dict.fromkeys(positions, 0))
        for reaction in counts.reactions:
            if reaction.position in positions:
                voters = await self._reactions.fetch_voters(poll, reaction, urgency)
                shown.update((reaction.position, member_id) for member_id in voters.members)
                uncounted[reaction.position] += voters.listed
        await self._intake.flush()
        async with self._database.write() as unit:
            # Only here, where no batch can come between.
            if not watch.outdated:
                left_out = await erasures.list_left_out(
                    unit,
                    guild_id=poll.guild_id,
                    poll_id=poll.poll_id,
                    member_ids={member_id for _, member_id in shown},
                )
                shown = {mark for mark in shown if mark[1] not in left_out}
                uncounted.subtract(Counter(position for position, _ in shown))
                missing, stale = await self._mend(unit, difference, shown)
                await checks.record_voters(
                    unit,
                    poll=poll,
                    asked=asked,
                    at=at,
                    uncounted=uncounted,
                    every=positions == _positions(poll),
                )
                return Check(missing, stale, counts.seeded)
        # The reading may hold what was cleared meanwhile, or events may have been dropped.
        return await self.check(poll, urgency)

    async def _mend(
        self, unit: Unit, difference: Difference, shown: set[tuple[int, int]]
    ) -> tuple[int, int]:
        poll, _, positions, watch = difference
        rows = await votes.list_of_poll(unit, guild_id=poll.guild_id, poll_id=poll.poll_id)
        held = {(vote.position, vote.member_id) for vote in rows if vote.position in positions}
        touched = {(mark.position, mark.member_id) for mark in watch.touched}
        missing, stale = shown - held - touched, held - shown - touched
        await votes.apply(
            unit,
            removals=[Mark(poll.guild_id, poll.poll_id, *mark) for mark in stale],
            additions=[
                Addition(Mark(poll.guild_id, poll.poll_id, *mark), None) for mark in missing
            ],
            at=self._clock.now(),
        )
        return len(missing), len(stale)


def _positions(poll: Poll) -> frozenset[int]:
    return frozenset(option.position for option in poll.options)


def _differing(poll: Poll, counts: Counts, expected: Counter[int]) -> frozenset[int]:
    return frozenset(
        position for position in _positions(poll) if counts.of(position) != expected[position]
    )
