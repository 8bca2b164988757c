"""Reporting: tallies of one poll or a whole discussion, and what a member has chosen."""

import asyncio

from bot.domain.ballot import Option, PollState, Vote, choices
from bot.domain.ids import DiscussionId, GuildId, MemberId, PollId
from bot.domain.poll import Poll
from bot.domain.report import CountedPoll, OwnVote, Report
from bot.errors import PollNotFound
from bot.services.intake import Intake
from bot.storage import discussions, polls, votes
from bot.storage.database import Database

_COUNTED = (PollState.OPEN, PollState.CLOSED)
_LONGEST_ID = 18  # digits; longer ones do not fit the database's integers


class Reporting:
    """Reads tallies; nothing here changes anything."""

    def __init__(self, database: Database, intake: Intake) -> None:
        self._database = database
        self._intake = intake

    async def list_polls(self, guild_id: GuildId) -> tuple[Poll, ...]:
        """List the server's polls that can be counted, in order."""
        async with self._database.read() as unit:
            return await polls.list_of_guild(unit, guild_id=guild_id, states=_COUNTED)

    async def tally_poll(self, guild_id: GuildId, given: str) -> CountedPoll:
        """Count one poll; raise `PollNotFound`, also for a poll of another server."""
        if not given.isascii() or not given.isdigit() or len(given) > _LONGEST_ID:
            raise PollNotFound(given=given)
        await self._intake.flush()
        async with self._database.read() as unit:
            poll = await polls.get(unit, guild_id=guild_id, poll_id=PollId(int(given)))
            if poll.state not in _COUNTED:
                raise PollNotFound(given=given)
            held = await votes.list_of_poll(unit, guild_id=guild_id, poll_id=poll.poll_id)
        # Off the loop: a hundred thousand votes take a while.
        return await asyncio.to_thread(CountedPoll.count, poll, held)

    async def tally_discussion(self, guild_id: GuildId, discussion_id: DiscussionId) -> Report:
        """Count every open or closed poll of a discussion."""
        await self._intake.flush()
        counted: list[CountedPoll] = []
        voters: set[int] = set()
        async with self._database.read() as unit:
            discussion = await discussions.get(unit, guild_id=guild_id, discussion_id=discussion_id)
            for poll in await polls.list_of_discussion(
                unit, guild_id=guild_id, discussion_id=discussion_id
            ):
                if poll.state in _COUNTED:
                    held = await votes.list_of_poll(unit, guild_id=guild_id, poll_id=poll.poll_id)
                    counted.append(await asyncio.to_thread(CountedPoll.count, poll, held))
                    voters.update(vote.member_id for vote in held)
        return Report(discussion=discussion, polls=tuple(counted), turnout=len(voters))

    async def list_votes(self, guild_id: GuildId, member_id: MemberId) -> tuple[OwnVote, ...]:
        """List what a member has chosen in the server's polls, in order."""
        await self._intake.flush()
        async with self._database.read() as unit:
            held = await votes.list_of_member(unit, guild_id=guild_id, member_id=member_id)
            found = await polls.list_of_guild(unit, guild_id=guild_id, states=_COUNTED)
        return tuple(
            OwnVote(poll=poll, chosen=_chosen(poll, held[poll.poll_id]))
            for poll in found
            if poll.poll_id in held
        )


def _chosen(poll: Poll, held: list[Vote]) -> tuple[Option, ...]:
    (positions,) = choices(held, multiple=poll.multiple).values()
    return tuple(option for option in poll.options if option.position in positions)
