"""Reporting: tallies of one poll or a whole discussion, and what a member has chosen."""

from collections.abc import Collection

from bot.domain.ballot import Option, PollState, Vote, choices
from bot.domain.ids import ChannelId, DiscussionId, GuildId, MemberId
from bot.domain.poll import Poll, PollLabel, parse_poll_id
from bot.domain.report import CountedPoll, OwnVote, Report
from bot.errors import PollNotFound
from bot.services.intake import Intake
from bot.storage import checks, discussions, exclusions, polls, tallies, votes
from bot.storage.database import Database

_COUNTED = (PollState.OPEN, PollState.CLOSED)


class Reporting:
    """Reads tallies; nothing here changes anything."""

    def __init__(self, database: Database, intake: Intake) -> None:
        self._database = database
        self._intake = intake

    async def list_polls(self, guild_id: GuildId) -> tuple[Poll, ...]:
        """List the server's polls that can be counted, in order."""
        async with self._database.read() as unit:
            return await polls.list_of_guild(unit, guild_id=guild_id, states=_COUNTED)

    async def list_labels(
        self,
        guild_id: GuildId,
        states: Collection[PollState] = _COUNTED,
        *,
        within: Collection[ChannelId] | None = None,
    ) -> tuple[PollLabel, ...]:
        """List the server's polls in those states, or those of some channels, to choose from."""
        async with self._database.read() as unit:
            return await polls.list_labels(unit, guild_id=guild_id, states=states, within=within)

    async def tally_poll(self, guild_id: GuildId, given: str) -> CountedPoll:
        """Count one poll; raise `PollNotFound`, also for a poll of another server."""
        poll_id = parse_poll_id(given)
        await self._intake.flush()
        async with self._database.read_side_by_side() as (unit, beside):
            poll = await polls.get(unit, guild_id=guild_id, poll_id=poll_id)
            if poll.state not in _COUNTED:
                raise PollNotFound(given=given)
            counted = await tallies.count(unit, [poll], beside=beside)
            doubted = await checks.list_doubted(unit, guild_id=guild_id, poll_ids=[poll_id])
        return CountedPoll(poll=poll, tally=counted[poll_id], exact_until=doubted.get(poll_id))

    async def tally_discussion(self, guild_id: GuildId, discussion_id: DiscussionId) -> Report:
        """Count every open or closed poll of a discussion."""
        await self._intake.flush()
        async with self._database.read() as unit:
            discussion = await discussions.get(unit, guild_id=guild_id, discussion_id=discussion_id)
            every = await polls.list_of_discussion(
                unit, guild_id=guild_id, discussion_id=discussion_id
            )
            found = [poll for poll in every if poll.state in _COUNTED]
            poll_ids = [poll.poll_id for poll in found]
            doubted = await checks.list_doubted(unit, guild_id=guild_id, poll_ids=poll_ids)
            counted = await tallies.count(unit, found)
            turnout = await tallies.count_turnout(unit, found)
        return Report(
            discussion=discussion,
            polls=tuple(
                CountedPoll(
                    poll=poll,
                    tally=counted[poll.poll_id],
                    exact_until=doubted.get(poll.poll_id),
                )
                for poll in found
            ),
            turnout=turnout,
        )

    async def list_votes(self, guild_id: GuildId, member_id: MemberId) -> tuple[OwnVote, ...]:
        """List what a member has chosen in the server's polls, in order."""
        await self._intake.flush()
        async with self._database.read() as unit:
            held = await votes.list_of_member(unit, guild_id=guild_id, member_id=member_id)
            found = await polls.list_of_guild(unit, guild_id=guild_id, states=_COUNTED)
            excluded = await exclusions.list_of_member(unit, guild_id=guild_id, member_id=member_id)
        return tuple(
            OwnVote(
                poll=poll,
                chosen=_chosen(poll, held[poll.poll_id]),
                excluded=poll.poll_id in excluded,
                too_new=member_id > poll.newest_member_id,
            )
            for poll in found
            if poll.poll_id in held
        )


def _chosen(poll: Poll, held: list[Vote]) -> tuple[Option, ...]:
    (positions,) = choices(held, multiple=poll.multiple).values()
    return tuple(option for option in poll.options if option.position in positions)
