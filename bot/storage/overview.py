"""What the host sees of all servers at once: counts and instants, nothing of what anybody wrote."""

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.storage.tables import discussions, polls, posts


@dataclass(frozen=True, slots=True, kw_only=True)
class Overview:
    """How many rows stand in each state, and since when the longest overdue post has waited."""

    discussions: dict[str, int]
    posts: dict[str, int]
    polls: dict[str, int]
    overdue_since: datetime | None


async def survey(unit: AsyncConnection, *, now: datetime) -> Overview:
    """Count over all servers."""
    overdue_since = await unit.scalar(
        sa.select(posts.c.attend_at)
        .where(posts.c.attend_at <= now)
        .order_by(posts.c.attend_at)
        .limit(1)
    )
    return Overview(
        discussions=await _count(unit, discussions.c.state),
        posts=await _count(unit, posts.c.state),
        polls=await _count(unit, polls.c.state),
        overdue_since=overdue_since,
    )


async def _count(unit: AsyncConnection, state: sa.Column[str]) -> dict[str, int]:
    rows = await unit.execute(sa.select(state, sa.func.count()).group_by(state))
    return {str(name): int(number) for name, number in rows}
