"""What the rows of a server say about one member."""

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.ballot import PollState
from bot.domain.holdings import Holdings
from bot.domain.ids import GuildId, MemberId
from bot.storage import erasures, exclusions
from bot.storage.instants import Instant
from bot.storage.tables import articles, discussions, options, polls, preparations, votes


async def find(unit: AsyncConnection, *, guild_id: GuildId, member_id: MemberId) -> Holdings:
    """Find everything about a member; of withdrawn polls as of closed ones."""
    rows = await unit.execute(
        sa.select(polls.c.state, sa.func.count(polls.c.poll_id.distinct()), _first())
        # By way of the options every look-up of votes is by key.
        .join_from(polls, options, options.c.poll_id == polls.c.poll_id)
        .join(
            votes,
            sa.and_(votes.c.poll_id == options.c.poll_id, votes.c.position == options.c.position),
        )
        .where(
            polls.c.guild_id == guild_id,
            votes.c.guild_id == guild_id,
            votes.c.member_id == member_id,
        )
        .group_by(polls.c.state)
    )
    by_state = {state: (number, since) for state, number, since in rows}
    added = await unit.scalars(
        sa.select(articles.c.title)
        .where(articles.c.guild_id == guild_id, articles.c.added_by == member_id)
        .order_by(articles.c.article_id)
    )
    started = await unit.scalars(
        sa.select(articles.c.title)
        .join_from(discussions, articles, articles.c.article_id == discussions.c.article_id)
        .where(discussions.c.guild_id == guild_id, discussions.c.started_by == member_id)
        .order_by(discussions.c.discussion_id)
    )
    edits = await unit.scalar(
        sa.select(sa.func.count()).where(
            preparations.c.guild_id == guild_id, preparations.c.made_by == member_id
        )
    )
    open_polls, _ = by_state.get(PollState.OPEN, (0, None))
    return Holdings(
        open_polls=open_polls,
        closed_polls=sum(number for number, _ in by_state.values()) - open_polls,
        since=min((since for _, since in by_state.values()), default=None),
        articles=tuple(added),
        edits=edits or 0,
        discussions=tuple(started),
        excluded=len(await exclusions.list_of_member(unit, guild_id=guild_id, member_id=member_id)),
        left_out=await erasures.count_left_out(unit, guild_id=guild_id, member_id=member_id),
    )


def _first() -> sa.ColumnElement[object]:
    return sa.type_coerce(sa.func.min(votes.c.at), Instant)
