"""Doing things in bulk, to put a load on a bot."""

from collections.abc import Sequence

from bot.sandbox.client.line import Line
from bot.sandbox.client.views import Permissions, add_bits
from bot.sandbox.jsontypes import Json

# One call carries so many users at most, so that no request grows without bound.
_USERS_A_CALL = 5_000
_GUILDS_A_CALL = 1_000


class Crowd:
    """Makes many alike servers, and lets many members react: a load generator."""

    def __init__(self, line: Line) -> None:
        self._line = line

    async def add_guilds(
        self,
        count: int,
        name: str = "Server {n}",
        *,
        channels: Sequence[str | Json] = ("general",),
        roles: Sequence[str] = (),
        members: Sequence[str | int] = (),
        bot_permissions: Permissions | None = None,
    ) -> list[int]:
        """Make servers as `world.add_guild` does, `{n}` being each one's number; gives their ids.

        Members by name are new accounts in each server.
        """
        ids: list[int] = []
        while len(ids) < count:
            answer = await self._line.call(
                "POST",
                "/crowd/guilds",
                count=min(_GUILDS_A_CALL, count - len(ids)),
                first=len(ids) + 1,
                name=name,
                channels=list(channels),
                roles=list(roles),
                members=list(members),
                bot_permissions=None if bot_permissions is None else add_bits(bot_permissions),
            )
            ids += [int(each) for each in answer]
        return ids

    async def react(
        self, user_ids: Sequence[int], channel_id: int, message_id: int, emojis: Sequence[str]
    ) -> int:
        """Have every user put every emoji on a message; gives how many reactions that were."""
        return await self._react(user_ids, channel_id, message_id, emojis, add=True)

    async def unreact(
        self, user_ids: Sequence[int], channel_id: int, message_id: int, emojis: Sequence[str]
    ) -> int:
        """Have every user take every emoji back."""
        return await self._react(user_ids, channel_id, message_id, emojis, add=False)

    async def _react(
        self,
        user_ids: Sequence[int],
        channel_id: int,
        message_id: int,
        emojis: Sequence[str],
        *,
        add: bool,
    ) -> int:
        done = 0
        for at in range(0, len(user_ids), _USERS_A_CALL):
            answer = await self._line.call(
                "POST",
                "/crowd/reactions",
                user_ids=list(user_ids[at : at + _USERS_A_CALL]),
                channel_id=channel_id,
                message_id=message_id,
                emojis=list(emojis),
                add=add,
            )
            done += answer["done"]
        return done
