"""Shortfalls: what each discussion goes without, so that it is told once."""

import sqlalchemy as sa
from sqlalchemy.dialects.sqlite import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.ids import DiscussionId, GuildId
from bot.domain.nicety import Nicety, Shortfall, Why
from bot.storage.tables import discussions, shortfalls


async def note(
    unit: AsyncConnection,
    *,
    guild_id: GuildId,
    discussion_id: DiscussionId,
    shortfall: Shortfall,
) -> bool:
    """Note that a discussion goes without something; True if that is news."""
    owned = sa.select(
        sa.literal(guild_id),
        discussions.c.discussion_id,
        sa.literal(shortfall.nicety.value),
        sa.literal(shortfall.why.value),
        sa.literal(shortfall.since, shortfalls.c.since.type),
    ).where(discussions.c.guild_id == guild_id, discussions.c.discussion_id == discussion_id)
    result = await unit.execute(
        insert(shortfalls)
        .from_select(["guild_id", "discussion_id", "nicety", "why", "since"], owned)
        .on_conflict_do_update(
            index_elements=[shortfalls.c.discussion_id, shortfalls.c.nicety],
            set_={"why": shortfall.why, "since": shortfall.since},
            where=shortfalls.c.why != shortfall.why.value,
        )
    )
    return result.rowcount > 0


async def clear(
    unit: AsyncConnection, *, guild_id: GuildId, discussion_id: DiscussionId, nicety: Nicety
) -> None:
    """Note that something works (again)."""
    await unit.execute(
        sa.delete(shortfalls).where(
            shortfalls.c.guild_id == guild_id,
            shortfalls.c.discussion_id == discussion_id,
            shortfalls.c.nicety == nicety,
        )
    )


async def list_of_discussion(
    unit: AsyncConnection, *, guild_id: GuildId, discussion_id: DiscussionId
) -> tuple[Shortfall, ...]:
    """List what a discussion goes without, the longest first."""
    rows = await unit.execute(
        sa.select(shortfalls)
        .where(shortfalls.c.guild_id == guild_id, shortfalls.c.discussion_id == discussion_id)
        .order_by(shortfalls.c.since, shortfalls.c.nicety)
    )
    return tuple(
        Shortfall(nicety=Nicety(row["nicety"]), why=Why(row["why"]), since=row["since"])
        for row in rows.mappings()
    )
