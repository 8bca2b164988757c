"""What moderators and owners do in their clients."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, Final

from bot.sandbox.client.line import Line
from bot.sandbox.jsontypes import Json

_NOBODY: Final[Mapping[int, bool]] = MappingProxyType({})


def _path(user_id: int, guild_id: int, rest: str = "") -> str:
    return f"/as/{user_id}/guilds/{guild_id}{rest}"


class Governing:
    """Governs a server as a member, as far as roles and hierarchy let that member.

    Changes and new things are named and written as REST takes them: `nick`, `topic`,
    `permission_overwrites`, permissions as text.
    """

    def __init__(self, line: Line) -> None:
        self._line = line

    async def edit_guild(self, user_id: int, guild_id: int, **changes: Any) -> None:
        """Rename a server, or change its settings."""
        await self._line.call("PATCH", _path(user_id, guild_id), changes=changes)

    async def delete_guild(self, user_id: int, guild_id: int) -> None:
        """Delete one's own server with all that is in it."""
        await self._line.call("DELETE", _path(user_id, guild_id))

    async def give_away(self, user_id: int, guild_id: int, target_id: int) -> None:
        """Give one's own server to another member."""
        await self._line.call("PUT", _path(user_id, guild_id, f"/owner/{target_id}"))

    async def edit_member(
        self, user_id: int, guild_id: int, target_id: int, **changes: Any
    ) -> None:
        """Change a member's `nick`, `roles` or `communication_disabled_until`."""
        path = _path(user_id, guild_id, f"/members/{target_id}")
        await self._line.call("PATCH", path, changes=changes)

    async def time_out(
        self, user_id: int, guild_id: int, target_id: int, seconds: float | None
    ) -> None:
        """Silence a member for `seconds` of virtual time, or let them speak again (None)."""
        path = _path(user_id, guild_id, f"/members/{target_id}/timeout")
        await self._line.call("PUT", path, seconds=seconds)

    async def kick(self, user_id: int, guild_id: int, target_id: int) -> None:
        """Throw a member, or the bot, out."""
        await self._line.call("DELETE", _path(user_id, guild_id, f"/members/{target_id}"))

    async def ban(
        self,
        user_id: int,
        guild_id: int,
        target_id: int,
        *,
        delete_seconds: int = 0,
        reason: str | None = None,
    ) -> None:
        """Ban somebody, the bot too, and delete what they wrote in the last `delete_seconds`."""
        path = _path(user_id, guild_id, f"/bans/{target_id}")
        await self._line.call("PUT", path, delete_seconds=delete_seconds, reason=reason)

    async def unban(self, user_id: int, guild_id: int, target_id: int) -> None:
        """Let somebody in again."""
        await self._line.call("DELETE", _path(user_id, guild_id, f"/bans/{target_id}"))

    async def create_invite(
        self,
        user_id: int,
        channel_id: int,
        *,
        max_age: int | None = None,
        max_uses: int | None = None,
    ) -> str:
        """Make an invite for so many seconds (a day; 0: for ever) and uses; gives its code."""
        path = f"/as/{user_id}/channels/{channel_id}/invites"
        answer = await self._line.call("POST", path, max_age=max_age, max_uses=max_uses)
        return str(answer["code"])

    async def accept_invite(self, user_id: int, code: str) -> int:
        """Join by an invite, as an account that is in the server or not; gives the server's id."""
        return int((await self._line.call("PUT", f"/as/{user_id}/invites/{code}"))["id"])

    async def allow_command(
        self,
        user_id: int,
        guild_id: int,
        command: str | None,
        *,
        roles: Mapping[int, bool] = _NOBODY,
        users: Mapping[int, bool] = _NOBODY,
        channels: Mapping[int, bool] = _NOBODY,
    ) -> None:
        """Say under Integrations who may use a command, and where; nothing said takes all back.

        None stands for all commands about which nothing is said; the server's id for everyone, and
        one less for all channels.
        """
        given = ((1, roles), (2, users), (3, channels))
        entries = [
            {"id": str(each), "type": kind, "permission": allowed}
            for kind, named in given
            for each, allowed in named.items()
        ]
        path = _path(user_id, guild_id, "/commands")
        await self._line.call("PUT", path, command=command, entries=entries)

    async def create_channel(self, user_id: int, guild_id: int, name: str, **rest: Any) -> int:
        """Make a channel; `type` is Discord's number."""
        channel = {"name": name, **rest}
        answer = await self._line.call(
            "POST", _path(user_id, guild_id, "/channels"), channel=channel
        )
        return int(answer["id"])

    async def edit_channel(self, user_id: int, channel_id: int, **changes: Any) -> Json:
        """Change a channel or thread."""
        path = f"/channels/{channel_id}"
        answer: Json = await self._line.call("PATCH", path, user_id=user_id, changes=changes)
        return answer

    async def create_role(self, user_id: int, guild_id: int, name: str, **rest: Any) -> int:
        """Make a role."""
        role = {"name": name, **rest}
        answer = await self._line.call("POST", _path(user_id, guild_id, "/roles"), role=role)
        return int(answer["id"])

    async def edit_role(self, user_id: int, guild_id: int, role_id: int, **changes: Any) -> None:
        """Change a role that stands below one's own."""
        path = _path(user_id, guild_id, f"/roles/{role_id}")
        await self._line.call("PATCH", path, changes=changes)

    async def delete_role(self, user_id: int, guild_id: int, role_id: int) -> None:
        """Delete a role that stands below one's own."""
        await self._line.call("DELETE", _path(user_id, guild_id, f"/roles/{role_id}"))
