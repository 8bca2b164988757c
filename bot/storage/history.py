"""The record of what was done, only ever added to."""

from typing import Final

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.history import Deed, HistoryEntry
from bot.domain.ids import DiscussionId, GuildId, MemberId
from bot.storage.tables import history

_MOST_LISTED: Final = 200


async def record(unit: AsyncConnection, entry: HistoryEntry) -> None:
    """Add an entry, in the transaction of what it tells of."""
    await unit.execute(
        sa.insert(history).values(
            guild_id=entry.guild_id,
            discussion_id=entry.discussion_id,
            deed=entry.deed,
            done_by=entry.done_by,
            done_at=entry.done_at,
            detail=dict(entry.detail),
        )
    )


async def list_entries(
    unit: AsyncConnection,
    *,
    guild_id: GuildId,
    discussion_id: DiscussionId | None = None,
    most: int = _MOST_LISTED,
) -> tuple[HistoryEntry, ...]:
    """List a server's entries, or one discussion's, the newest first."""
    chosen = sa.select(history).where(history.c.guild_id == guild_id)
    if discussion_id is not None:
        chosen = chosen.where(history.c.discussion_id == discussion_id)
    rows = await unit.execute(chosen.order_by(history.c.entry_id.desc()).limit(most))
    return tuple(_entry(row) for row in rows.mappings())


def _entry(row: sa.RowMapping) -> HistoryEntry:
    done_by, discussion_id = row["done_by"], row["discussion_id"]
    return HistoryEntry(
        guild_id=GuildId(row["guild_id"]),
        discussion_id=None if discussion_id is None else DiscussionId(discussion_id),
        deed=Deed(row["deed"]),
        done_by=None if done_by is None else MemberId(done_by),
        done_at=row["done_at"],
        detail=row["detail"],
    )
