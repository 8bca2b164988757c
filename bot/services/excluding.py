"""Excluding: a member's votes are set aside on polls, and count again; all of it on record.

The votes stay in their rows. Results that are out are shown anew by their sections' walks.
"""

from collections import Counter
from collections.abc import Collection

from bot.clock import Clock
from bot.domain.ballot import PollState
from bot.domain.exclusion import Exclusion, ExclusionChange, read_reason
from bot.domain.history import Deed, HistoryEntry
from bot.domain.ids import ChannelId, GuildId, MemberId, PollId
from bot.domain.poll import Poll, parse_poll_id
from bot.errors import (
    AlreadyExcluded,
    MayNotSetAside,
    NotExcluded,
    NothingToExclude,
    OwnVotes,
    PollNotFound,
)
from bot.services.dispatch import Dispatch
from bot.services.intake import Intake
from bot.storage import exclusions, history, polls, posts, votes
from bot.storage.database import Database, Unit

_COUNTED = (PollState.OPEN, PollState.CLOSED)

# The channels whose polls somebody may judge; None is all of them.
Within = Collection[ChannelId] | None


class Excluding:
    """An organizer's and a moderator's say in whose votes count.

    Without a poll it is about every poll of the server that is open or has closed. With `within` it
    is about polls of these channels alone: those in which a moderator may manage messages. Every
    method raises `PollNotFound`, also for a poll of another server, and `MayNotSetAside` for one of
    another channel; then nothing is changed.
    """

    def __init__(
        self, database: Database, intake: Intake, dispatch: Dispatch, clock: Clock
    ) -> None:
        self._database = database
        self._intake = intake
        self._dispatch = dispatch
        self._clock = clock

    async def list_all(self, guild_id: GuildId, within: Within = None) -> tuple[Exclusion, ...]:
        """List whose votes are set aside, the newest first."""
        async with self._database.read() as unit:
            return await exclusions.list_all(unit, guild_id=guild_id, within=within)

    async def exclude(
        self,
        guild_id: GuildId,
        member_id: MemberId,
        given: str | None,
        reason: str | None,
        *,
        by: MemberId,
        within: Within = None,
    ) -> ExclusionChange:
        """Set a member's votes aside, those given and those to come on the same polls.

        Raises `NothingToExclude` where there is no poll, and `AlreadyExcluded`.
        """
        kept_reason = read_reason(reason)
        await self._intake.flush()
        async with self._database.write() as unit:
            found = await _find(unit, guild_id, given, within)
            if not found:
                raise NothingToExclude
            added = await exclusions.add(
                unit,
                guild_id=guild_id,
                poll_ids=[poll.poll_id for poll in found],
                member_id=member_id,
                reason=kept_reason,
                by=by,
                at=self._clock.now(),
            )
            if not added:
                raise AlreadyExcluded(member_id=member_id)
            change = await self._follow(unit, guild_id, member_id, found, added)
            await self._record(unit, change, Deed.MEMBER_EXCLUDED, by, kept_reason)
        self._dispatch.ring()
        return change

    async def readmit(
        self,
        guild_id: GuildId,
        member_id: MemberId,
        given: str | None,
        *,
        by: MemberId,
        within: Within = None,
    ) -> ExclusionChange:
        """Have a member's votes count again; raise `NotExcluded`.

        Raises `OwnVotes` for a moderator's own: what somebody set aside they do not take back.
        """
        if within is not None and member_id == by:
            raise OwnVotes
        await self._intake.flush()
        async with self._database.write() as unit:
            found = await _find(unit, guild_id, given, within)
            removed = await exclusions.remove(
                unit,
                guild_id=guild_id,
                poll_ids=[poll.poll_id for poll in found],
                member_id=member_id,
            )
            if not removed:
                raise NotExcluded(member_id=member_id)
            change = await self._follow(unit, guild_id, member_id, found, removed)
            await self._record(unit, change, Deed.MEMBER_READMITTED, by, None)
        self._dispatch.ring()
        return change

    async def _follow(
        self,
        unit: Unit,
        guild_id: GuildId,
        member_id: MemberId,
        found: Collection[Poll],
        changed: Collection[PollId],
    ) -> ExclusionChange:
        """Have the results shown anew that are others now."""
        held = await votes.list_of_member(unit, guild_id=guild_id, member_id=member_id)
        affected = tuple(poll for poll in found if poll.poll_id in changed)
        voted = tuple(poll for poll in affected if poll.poll_id in held)
        closed = [poll for poll in voted if poll.state is PollState.CLOSED]
        await polls.show_anew(unit, guild_id=guild_id, poll_ids=[one.poll_id for one in closed])
        for post_id in {poll.post_id for poll in closed}:
            post = await posts.get(unit, guild_id=guild_id, post_id=post_id)
            await posts.reopen(unit, post=post)
            await posts.attend(unit, post=post, at=self._clock.now())
        return ExclusionChange(member_id=member_id, polls=affected, voted=voted)

    async def _record(
        self,
        unit: Unit,
        change: ExclusionChange,
        deed: Deed,
        by: MemberId,
        reason: str | None,
    ) -> None:
        """Put it on record, once for each discussion; who it is about is not in there."""
        numbers = Counter(poll.discussion_id for poll in change.polls)
        questions = {poll.discussion_id: poll.question for poll in change.polls}
        for discussion_id, number in numbers.items():
            detail: dict[str, str | int] = {"number": number}
            if number == 1:
                detail["question"] = questions[discussion_id]
            if reason is not None:
                detail["why"] = reason
            await history.record(
                unit,
                HistoryEntry(
                    guild_id=change.polls[0].guild_id,
                    discussion_id=discussion_id,
                    deed=deed,
                    done_by=by,
                    done_at=self._clock.now(),
                    detail=detail,
                ),
            )


async def _find(
    unit: Unit, guild_id: GuildId, given: str | None, within: Within
) -> tuple[Poll, ...]:
    """Give one poll that was sent and stands, or all of the server's or of these channels."""
    if given is None:
        return await polls.list_of_guild(unit, guild_id=guild_id, states=_COUNTED, within=within)
    poll = await polls.get(unit, guild_id=guild_id, poll_id=parse_poll_id(given))
    if poll.state not in _COUNTED:
        raise PollNotFound(given=given)
    if within is not None:
        labels = await polls.list_labels(unit, guild_id=guild_id, states=_COUNTED, within=within)
        if poll.poll_id not in {one.poll_id for one in labels}:
            raise MayNotSetAside
    return (poll,)
