"""What a server has set, and whether the bot has left it."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.dialects.sqlite import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.guild import GuildSettings
from bot.domain.ids import ChannelId, GuildId
from bot.domain.language import Language
from bot.storage.tables import articles, guilds, metadata


async def get_settings(unit: AsyncConnection, *, guild_id: GuildId) -> GuildSettings:
    """Give what the server has set; the defaults for one that has set nothing."""
    rows = await unit.execute(sa.select(guilds).where(guilds.c.guild_id == guild_id))
    row = rows.mappings().first()
    if row is None:
        return GuildSettings()
    channel_id, log_channel_id = row["channel_id"], row["log_channel_id"]
    language = row["language"]
    return GuildSettings(
        organizer_role_id=row["organizer_role_id"],
        time_zone=row["time_zone"],
        channel_id=None if channel_id is None else ChannelId(channel_id),
        log_channel_id=None if log_channel_id is None else ChannelId(log_channel_id),
        language=None if language is None else Language(language),
        minimum_account_days=row["minimum_account_days"],
    )


async def set_settings(
    unit: AsyncConnection, *, guild_id: GuildId, settings: GuildSettings
) -> None:
    """Keep what the server has set, all of it."""
    await _upsert(
        unit,
        guild_id,
        organizer_role_id=settings.organizer_role_id,
        time_zone=settings.time_zone,
        channel_id=settings.channel_id,
        log_channel_id=settings.log_channel_id,
        language=settings.language,
        minimum_account_days=settings.minimum_account_days,
    )


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


async def list_known(unit: AsyncConnection) -> dict[GuildId, datetime | None]:
    """List the servers that have anything here, each with when the bot left it, if it did."""
    servers = sa.union(sa.select(guilds.c.guild_id), sa.select(articles.c.guild_id)).subquery()
    rows = await unit.execute(
        sa.select(servers.c.guild_id, guilds.c.left_at).join_from(
            servers, guilds, guilds.c.guild_id == servers.c.guild_id, isouter=True
        )
    )
    return {GuildId(guild_id): left_at for guild_id, left_at in rows}


async def list_left(unit: AsyncConnection, *, before: datetime) -> tuple[GuildId, ...]:
    """List the servers that the bot left before an instant, or at it."""
    rows = await unit.scalars(sa.select(guilds.c.guild_id).where(guilds.c.left_at <= before))
    return tuple(GuildId(guild_id) for guild_id in rows)


async def purge(unit: AsyncConnection, *, guild_id: GuildId) -> None:
    """Delete every row of a server, in all tables."""
    for table in reversed(metadata.sorted_tables):
        if "guild_id" in table.columns:
            await unit.execute(sa.delete(table).where(table.c.guild_id == guild_id))


async def _upsert(unit: AsyncConnection, guild_id: GuildId, **values: object) -> None:
    await unit.execute(
        insert(guilds)
        .values(guild_id=guild_id, **values)
        .on_conflict_do_update(index_elements=[guilds.c.guild_id], set_=values)
    )
