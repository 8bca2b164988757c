"""Polling: an organizer's hand on one poll; what is done goes on record.

Rows say what is to be; the section's walk does it.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from bot.clock import Clock
from bot.domain.ballot import PollState
from bot.domain.closing_words import read_closing
from bot.domain.history import Deed, HistoryEntry
from bot.domain.ids import GuildId, MemberId, MessageId
from bot.domain.poll import Poll, parse_poll_id
from bot.errors import (
    ClosesSooner,
    ClosingGoneBy,
    NoPollThere,
    PollFinal,
    PollNotFound,
    PollNotOpen,
    PollStillOpen,
)
from bot.services.dispatch import Dispatch
from bot.services.intake import Intake
from bot.services.readback import Readback
from bot.storage import discussions, history, polls, posts, votes
from bot.storage.database import Database, Unit

# For how long a poll is opened again unless somebody says.
_AGAIN: Final = "1 week"


@dataclass(frozen=True, slots=True, kw_only=True)
class PollChange:
    """A poll after a change, how many others of its section are open, and if its results stand."""

    poll: Poll
    others_open: int
    concluded: bool


class Polling:
    """Changes of single polls that members can see.

    Every method raises `PollNotFound`, also for a poll of another server; then nothing is changed.
    """

    def __init__(
        self,
        database: Database,
        intake: Intake,
        readback: Readback,
        dispatch: Dispatch,
        clock: Clock,
    ) -> None:
        self._database = database
        self._intake = intake
        self._readback = readback
        self._dispatch = dispatch
        self._clock = clock

    async def find_at(self, guild_id: GuildId, message_id: MessageId) -> Poll:
        """Give the poll that stands in a message; raise `NoPollThere`."""
        async with self._database.read() as unit:
            found = await polls.find_by_message(unit, guild_id=guild_id, message_ids=[message_id])
        for poll in found:
            if poll.state in {PollState.OPEN, PollState.CLOSED}:
                return poll
        raise NoPollThere

    async def close(self, guild_id: GuildId, given: str, *, by: MemberId) -> PollChange:
        """Have an open poll close now: it is read back once more first. Raise `PollNotOpen`."""
        now = self._clock.now()
        async with self._database.write() as unit:
            poll = await _get(unit, guild_id, given)
            if poll.state is not PollState.OPEN:
                raise PollNotOpen(question=poll.question)
            # One that is closing already, or tries to, is on record with what had it close.
            if poll.closes_at is None or poll.closes_at > now:
                await polls.close_one(unit, poll=poll, at=now)
                await self._record(unit, poll, Deed.POLL_CLOSED, by)
            change = await self._attend(unit, poll)
        self._dispatch.ring()
        return change

    async def extend(
        self, guild_id: GuildId, given: str, by: str | None, until: str | None, *, who: MemberId
    ) -> PollChange:
        """Give an open poll more time, so much or until then; raise `PollNotOpen`.

        Raises also what `read_closing` raises, and `ClosesSooner`: a printed closing time never
        moves earlier.
        """
        now = self._clock.now()
        async with self._database.write() as unit:
            poll = await _get(unit, guild_id, given)
            if poll.state is not PollState.OPEN:
                raise PollNotOpen(question=poll.question)
            earliest = poll.closes_at or now
            closing = await _read_closing(unit, poll, by, until, since=earliest, now=now)
            if closing <= max(earliest, now):
                raise ClosesSooner(question=poll.question, closing=closing, earliest=earliest)
            await polls.close_one(unit, poll=poll, at=closing)
            await self._record(unit, poll, Deed.POLL_EXTENDED, who)
            change = await self._attend(unit, poll)
        self._dispatch.ring()
        return change

    async def reopen(
        self, guild_id: GuildId, given: str, by: str | None, until: str | None, *, who: MemberId
    ) -> PollChange:
        """Have a closed poll take votes again, for a week unless told otherwise.

        Its message says so again, and its section's results are written anew once it has closed.
        What was reacted meanwhile is read back. Raises `PollStillOpen`, `PollFinal` if somebody was
        erased from it, what `read_closing` raises, and `ClosingGoneBy`.
        """
        now = self._clock.now()
        if by is None and until is None:
            by = _AGAIN
        async with self._database.write() as unit:
            poll = await _get(unit, guild_id, given)
            if poll.state is PollState.OPEN:
                raise PollStillOpen(question=poll.question)
            anonymous = await votes.are_anonymous(unit, guild_id=guild_id, poll_id=poll.poll_id)
            if poll.final or anonymous:
                raise PollFinal(question=poll.question)
            closing = await _read_closing(unit, poll, by, until, since=now, now=now)
            if closing <= now:
                raise ClosingGoneBy(closing=closing)
            await polls.reopen(unit, poll=poll, closes_at=closing)
            post = await posts.get(unit, guild_id=guild_id, post_id=poll.post_id)
            await posts.reopen(unit, post=post)
            await self._record(unit, poll, Deed.POLL_REOPENED, who)
            change = await self._attend(unit, poll)
        self._intake.listen(change.poll)
        self._readback.ask_poll(guild_id, poll.poll_id)
        self._dispatch.ring()
        return change

    async def _attend(self, unit: Unit, poll: Poll) -> PollChange:
        """Have the poll's section looked at now; give the poll as it is then."""
        guild_id, post_id = poll.guild_id, poll.post_id
        post = await posts.get(unit, guild_id=guild_id, post_id=post_id)
        await posts.attend(unit, post=post, at=self._clock.now())
        of_section = await polls.list_of_post(unit, guild_id=guild_id, post_id=post_id)
        others = [
            one for one in of_section if one.state is PollState.OPEN and one.poll_id != poll.poll_id
        ]
        changed = await polls.get(unit, guild_id=guild_id, poll_id=poll.poll_id)
        return PollChange(
            poll=changed,
            others_open=len(others),
            concluded=post.result_message_id is not None,
        )

    async def _record(self, unit: Unit, poll: Poll, deed: Deed, by: MemberId) -> None:
        await history.record(
            unit,
            HistoryEntry(
                guild_id=poll.guild_id,
                discussion_id=poll.discussion_id,
                deed=deed,
                done_by=by,
                done_at=self._clock.now(),
                detail={"question": poll.question},
            ),
        )


async def _read_closing(
    unit: Unit,
    poll: Poll,
    by: str | None,
    until: str | None,
    *,
    since: datetime,
    now: datetime,
) -> datetime:
    """Read a closing time by the clocks of the poll's discussion."""
    schedule = await discussions.get_schedule(
        unit, guild_id=poll.guild_id, discussion_id=poll.discussion_id
    )
    return read_closing(by, until, since=since, time_zone=schedule.time_zone, now=now)


async def _get(unit: Unit, guild_id: GuildId, given: str) -> Poll:
    """Give a poll that was sent and stands."""
    poll = await polls.get(unit, guild_id=guild_id, poll_id=parse_poll_id(given))
    if poll.state not in {PollState.OPEN, PollState.CLOSED}:
        raise PollNotFound(given=given)
    return poll
