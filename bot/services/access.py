"""Access: who may do what organizers do, whatever Discord's own command permissions say."""

from collections.abc import Collection

from bot.domain.ids import GuildId
from bot.errors import NotOrganizer
from bot.storage import guilds
from bot.storage.database import Database


class Access:
    """The rights that handlers check again."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def require_organizer(
        self, guild_id: GuildId, *, manages_guild: bool, role_ids: Collection[int]
    ) -> None:
        """Raise `NotOrganizer` unless the member manages the server or has its organizer role."""
        if manages_guild:
            return
        async with self._database.read() as unit:
            organizer_role_id = await guilds.get_organizer_role(unit, guild_id=guild_id)
        if organizer_role_id is None or organizer_role_id not in role_ids:
            raise NotOrganizer
