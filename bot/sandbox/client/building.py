"""Building the world, and changing it from outside."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from bot.sandbox.client.line import Line
from bot.sandbox.client.views import GuildView, Permissions, add_bits
from bot.sandbox.jsontypes import Json


class WorldBuilder:
    """Makes servers, members and channels, and moves the virtual clock."""

    def __init__(self, line: Line) -> None:
        self._line = line

    async def add_user(
        self, name: str, *, days_old: float = 400, bot: bool = False, locale: str = "en-US"
    ) -> int:
        """Make an account that is in no server yet; `locale` is its client's, such as `de`."""
        answer = await self._line.call(
            "POST", "/users", name=name, days_old=days_old, bot=bot, locale=locale
        )
        return int(answer["id"])

    async def add_guild(
        self,
        name: str,
        *,
        owner: str | int | None = None,
        channels: Sequence[str | Json] = ("general",),
        roles: Sequence[str] = (),
        members: Sequence[str | int] = (),
        bot: bool = True,
        bot_permissions: Permissions | None = None,
    ) -> GuildView:
        """Make a server; members are new accounts by name, or known ones by id.

        A channel is a name, or {name, kind, parent_id, tags, flags, read_only}. The bot joins
        unless told not to.
        """
        answer = await self._line.call(
            "POST",
            "/guilds",
            name=name,
            owner=owner,
            channels=list(channels),
            roles=list(roles),
            members=list(members),
            bot=bot,
            bot_permissions=None if bot_permissions is None else add_bits(bot_permissions),
        )
        return GuildView.from_json(answer)

    async def get_guild(self, guild_id: int) -> GuildView:
        """Look at a server."""
        return GuildView.from_json(await self._line.call("GET", f"/guilds/{guild_id}"))

    async def add_channel(
        self,
        guild_id: int,
        name: str,
        kind: str = "text",
        *,
        parent_id: int | None = None,
        tags: Sequence[str] = (),
        flags: int = 0,
    ) -> int:
        """Make a channel: text, voice, category, announcement, forum or media."""
        answer = await self._line.call(
            "POST",
            f"/guilds/{guild_id}/channels",
            name=name,
            kind=kind,
            parent_id=parent_id,
            tags=list(tags),
            flags=flags,
        )
        return int(answer["id"])

    async def add_role(self, guild_id: int, name: str, permissions: Permissions = 0) -> int:
        """Make a role."""
        bits = add_bits(permissions)
        answer = await self._line.call(
            "POST", f"/guilds/{guild_id}/roles", name=name, permissions=bits
        )
        return int(answer["id"])

    async def set_role(self, guild_id: int, role_id: int, permissions: Permissions) -> None:
        """Give a role other permissions; the server's id is the role of everyone."""
        path = f"/guilds/{guild_id}/roles/{role_id}"
        await self._line.call("POST", path, permissions=add_bits(permissions))

    async def add_member(self, guild_id: int, user: str | int, roles: Sequence[int] = ()) -> int:
        """Let a new account (by name) or a known one (by id) join."""
        path = f"/guilds/{guild_id}/members"
        return int((await self._line.call("POST", path, user=user, roles=list(roles)))["id"])

    async def set_member_roles(self, guild_id: int, user_id: int, roles: Sequence[int]) -> None:
        """Give a member other roles."""
        await self._line.call("POST", f"/guilds/{guild_id}/members/{user_id}", roles=list(roles))

    async def remove_member(self, guild_id: int, user_id: int) -> None:
        """Let a member leave; messages and reactions stay."""
        await self._line.call("DELETE", f"/guilds/{guild_id}/members/{user_id}")

    async def add_emoji(self, guild_id: int, name: str) -> str:
        """Give a server a custom emoji; returns `name:id`."""
        answer = await self._line.call("POST", f"/guilds/{guild_id}/emojis", name=name)
        return f"{answer['name']}:{answer['id']}"

    async def remove_emoji(self, guild_id: int, emoji: str) -> None:
        """Delete a custom emoji, given as `name:id`; reactions with it stay, nameless."""
        emoji_id = emoji.rpartition(":")[2]
        await self._line.call("DELETE", f"/guilds/{guild_id}/emojis/{emoji_id}")

    async def set_overwrite(
        self,
        channel_id: int,
        target: str | int,
        *,
        allow: Permissions = 0,
        deny: Permissions = 0,
    ) -> None:
        """Allow and deny `bot`, `everyone`, a role or a member something in a channel.

        Replaces what stood there for that target; nothing allowed or denied removes it.
        """
        path = f"/channels/{channel_id}/overwrites"
        await self._line.call(
            "POST", path, target=target, allow=add_bits(allow), deny=add_bits(deny)
        )

    async def get_permissions(self, channel_id: int, user_id: int | None = None) -> list[str]:
        """List what the bot, or a user, may do in a channel."""
        path = f"/channels/{channel_id}/permissions"
        return list((await self._line.call("GET", path, user_id=user_id))["names"])

    async def invite_bot(self, guild_id: int, permissions: Permissions | None = None) -> GuildView:
        """Let the bot join, or change what its role permits."""
        bits = None if permissions is None else add_bits(permissions)
        path = f"/guilds/{guild_id}/bot"
        return GuildView.from_json(await self._line.call("POST", path, bot_permissions=bits))

    async def kick_bot(self, guild_id: int) -> None:
        """Throw the bot out of a server."""
        await self._line.call("DELETE", f"/guilds/{guild_id}/bot")

    async def set_outage(self, guild_id: int, *, unavailable: bool) -> None:
        """Begin or end an outage of a server."""
        await self._line.call("POST", f"/guilds/{guild_id}/outage", unavailable=unavailable)

    async def now(self) -> datetime:
        """Tell the virtual time."""
        return datetime.fromisoformat((await self._line.call("GET", "/clock"))["now"])

    async def move_clock(
        self,
        instant: datetime | None = None,
        *,
        advance: timedelta = timedelta(),
        frozen: bool | None = None,
    ) -> datetime:
        """Set the virtual clock, or forward by `advance`; freeze it or let it flow again."""
        answer = await self._line.call(
            "POST",
            "/clock",
            instant=None if instant is None else instant.isoformat(),
            advance=advance.total_seconds(),
            frozen=frozen,
        )
        return datetime.fromisoformat(answer["now"])
