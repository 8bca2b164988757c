"""What a server has set, and whether the bot has left it."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.dialects.sqlite import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.ids import GuildId
from bot.storage.tables import guilds


async def get_organizer_role(unit: AsyncConnection, *, guild_id: GuildId) -> int | None:
    """Give the id of the server's organizer role, None if it has set none."""
    role_id: int | None = await unit.scalar(
        sa.select(guilds.c.organizer_role_id).where(guilds.c.guild_id == guild_id)
    )
    return role_id


async def set_organizer_role(
    unit: AsyncConnection, *, guild_id: GuildId, role_id: int | None
) -> None:
    """Set or unset the server's organizer role."""
    await _upsert(unit, guild_id, organizer_role_id=role_id)


async def set_left_at(unit: AsyncConnection, *, guild_id: GuildId, at: datetime | None) -> None:
    """Note when the bot left the server; None when it is back."""
    await _upsert(unit, guild_id, left_at=at)


async def _upsert(unit: AsyncConnection, guild_id: GuildId, **values: object) -> None:
    await unit.execute(
        insert(guilds)
        .values(guild_id=guild_id, **values)
        .on_conflict_do_update(index_elements=[guilds.c.guild_id], set_=values)
    )
