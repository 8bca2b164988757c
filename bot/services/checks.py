"""Checks: polls' rows are compared with the reactions Discord shows, and mended.

Events that arrive meanwhile are newer than the reading, so the marks they speak of are left to
them. Marks found here have no order: the counting rule knows what that means.
"""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from contextlib import ExitStack, asynccontextmanager
from datetime import datetime
from functools import partial
from itertools import chain, islice
from typing import NamedTuple

from bot.clock import Clock
from bot.domain.ids import GuildId, MemberId, PollId
from bot.domain.poll import Poll
from bot.services.intake import Intake, Watch
from bot.services.reactions import Counts, Reactions, Urgency
from bot.storage import checks, erasures, votes
from bot.storage.checks import Awaited
from bot.storage.database import Database, Unit
from bot.storage.votes import Addition, Mark

_MARKS_AT_ONCE = 1_000

# A position, and the member who has a mark there.
_Place = tuple[int, int]


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


class _Reading(NamedTuple):
    """Who was shown at each position that was read, and how many marks with those of bots."""

    shown: dict[int, frozenset[MemberId]]
    listed: Counter[int]

    def everybody(self) -> Iterator[MemberId]:
        """Give all who were shown anywhere, one by one and some repeatedly."""
        return chain.from_iterable(self.shown.values())

    def uncounted(self, left_out: AbstractSet[int]) -> dict[int, int]:
        """Give by position how many marks are no votes; those of some members are not either."""
        return {
            # A crowd and a few: it takes no longer than the few.
            position: self.listed[position] - len(members) + len(members & left_out)
            for position, members in self.shown.items()
        }


class _Differing(NamedTuple):
    """Who was shown at a position and is not held there, and who is held and was not shown."""

    not_held: dict[int, set[MemberId]]
    not_shown: dict[int, set[MemberId]]

    def stale(self, keep: AbstractSet[_Place]) -> Iterator[_Place]:
        """Give the marks to be removed, one by one: there may be a crowd of them."""
        return (place for place in _places(self.not_shown) if place not in keep)

    def missing(self, keep: AbstractSet[_Place], left_out: AbstractSet[int]) -> Iterator[_Place]:
        """Give the marks to be added, one by one."""
        return (
            place
            for place in _places(self.not_held)
            if place not in keep and place[1] not in left_out
        )


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
            self._note(poll, counts)
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
                self._note(poll, counts)
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

    def _note(self, poll: Poll, counts: Counts) -> None:
        self._intake.note_shown(poll, [shown.emoji for shown in counts.reactions])

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
        reading = await self._read(difference, urgency)
        await self._intake.flush()
        differing = await self._compare(poll, reading)
        async with self._database.write() as unit:
            # Only here, where no batch can come between.
            if not watch.outdated:
                left_out = await erasures.list_left_out(
                    unit,
                    guild_id=poll.guild_id,
                    poll_id=poll.poll_id,
                    member_ids=reading.everybody(),
                )
                keep = {(mark.position, mark.member_id) for mark in watch.touched}
                stale = await self._remove(unit, poll, differing.stale(keep))
                missing = await self._add(unit, poll, differing.missing(keep, left_out))
                await checks.record_voters(
                    unit,
                    poll=poll,
                    asked=asked,
                    at=at,
                    uncounted=reading.uncounted(left_out),
                    every=positions == _positions(poll),
                )
                return Check(missing, stale, counts.seeded)
        # The reading may hold what was cleared meanwhile, or events may have been dropped.
        return await self.check(poll, urgency)

    async def _read(self, difference: Difference, urgency: Urgency) -> _Reading:
        reading = _Reading(dict.fromkeys(difference.positions, frozenset()), Counter())
        for reaction in difference.counts.reactions:
            if reaction.position in difference.positions:
                voters = await self._reactions.fetch_voters(difference.poll, reaction, urgency)
                reading.shown[reaction.position] |= voters.members
                reading.listed[reaction.position] += voters.listed
        return reading

    async def _compare(self, poll: Poll, reading: _Reading) -> _Differing:
        """Find what rows and reading do not agree on, part by part, while the loop goes on."""
        differing = _Differing({}, {position: set() for position in reading.shown})
        for position, members in reading.shown.items():
            differing.not_held[position] = set(members)
            # There may be a crowd at each.
            await asyncio.sleep(0)
        async with self._database.read() as unit:
            of_poll = partial(votes.list_part, unit, guild_id=poll.guild_id, poll_id=poll.poll_id)
            part = await of_poll()
            while part:
                for member_id, position in part:
                    if member_id in reading.shown.get(position, ()):
                        differing.not_held[position].discard(member_id)
                    elif position in reading.shown:
                        differing.not_shown[position].add(member_id)
                part = await of_poll(after=part[-1])
        return differing

    async def _remove(self, unit: Unit, poll: Poll, marks: Iterator[_Place]) -> int:
        """Remove marks, some at a time; give how many."""
        removed = 0
        for part in _parts(poll, marks):
            await votes.apply(unit, removals=part, at=self._clock.now())
            removed += len(part)
        return removed

    async def _add(self, unit: Unit, poll: Poll, marks: Iterator[_Place]) -> int:
        """Add marks whose order is not known, some at a time; give how many."""
        added = 0
        for part in _parts(poll, marks):
            additions = [Addition(mark, None) for mark in part]
            await votes.apply(unit, additions=additions, at=self._clock.now())
            added += len(part)
        return added


def _positions(poll: Poll) -> frozenset[int]:
    return frozenset(option.position for option in poll.options)


def _differing(poll: Poll, counts: Counts, expected: Counter[int]) -> frozenset[int]:
    return frozenset(
        position for position in _positions(poll) if counts.of(position) != expected[position]
    )


def _places(members: Mapping[int, Iterable[MemberId]]) -> Iterator[_Place]:
    return ((position, member_id) for position in members for member_id in members[position])


def _parts(poll: Poll, places: Iterator[_Place]) -> Iterator[list[Mark]]:
    """Give marks so many at a time that they are put into JSON without keeping the loop."""
    while part := list(islice(places, _MARKS_AT_ONCE)):
        yield [Mark(poll.guild_id, poll.poll_id, *place) for place in part]
