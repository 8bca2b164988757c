"""Polling: an organizer's hand on one poll; what is done goes on record.

Rows say what is to be; the section's walk does it.
"""

from dataclasses import dataclass

from bot.clock import Clock
from bot.domain.ballot import PollState
from bot.domain.history import Deed, HistoryEntry
from bot.domain.ids import GuildId, MemberId, MessageId
from bot.domain.poll import Poll, parse_poll_id
from bot.errors import NoPollThere, PollNotFound, PollNotOpen
from bot.services.dispatch import Dispatch
from bot.storage import history, polls, posts
from bot.storage.database import Database, Unit


@dataclass(frozen=True, slots=True, kw_only=True)
class PollChange:
    """A poll after a change, and how many others of its section are open."""

    poll: Poll
    others_open: int


class Polling:
    """Changes of single polls that members can see.

    Every method raises `PollNotFound`, also for a poll of another server; then nothing is changed.
    """

    def __init__(self, database: Database, dispatch: Dispatch, clock: Clock) -> None:
        self._database = database
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
        return PollChange(poll=changed, others_open=len(others))

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


async def _get(unit: Unit, guild_id: GuildId, given: str) -> Poll:
    """Give a poll that was sent and stands."""
    poll = await polls.get(unit, guild_id=guild_id, poll_id=parse_poll_id(given))
    if poll.state not in {PollState.OPEN, PollState.CLOSED}:
        raise PollNotFound(given=given)
    return poll
