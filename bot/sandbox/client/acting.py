"""What members do in their clients."""

from collections.abc import Sequence
from urllib.parse import quote

from bot.sandbox.client.governing import Governing
from bot.sandbox.client.invoking import Invocations
from bot.sandbox.client.threads import Threads
from bot.sandbox.client.views import File
from bot.sandbox.jsontypes import Json


def _path(channel_id: int, message_id: int | None = None, emoji: str | None = None) -> str:
    path = f"/channels/{channel_id}/messages"
    if message_id is not None:
        path += f"/{message_id}"
    if emoji is not None:
        path += f"/reactions/{quote(emoji, safe='')}"
    return path


class MemberActions(Invocations, Governing, Threads):
    """Acts as a member, with that member's permissions; answers show what the member sees.

    Everything raises ControlRefusal where Discord, or the member's client, would refuse.
    """

    async def send(
        self,
        user_id: int,
        channel_id: int,
        content: str = "",
        *,
        reply_to: int | None = None,
        files: Sequence[File] = (),
        poll: Json | None = None,
        silent: bool = False,
    ) -> Json:
        """Write a message in a channel or thread; `poll` is a poll as REST takes it."""
        answer: Json = await self._line.call(
            "POST",
            _path(channel_id),
            user_id=user_id,
            content=content,
            reply_to=None if reply_to is None else str(reply_to),
            files=[each.as_json() for each in files],
            poll=poll,
            silent=silent,
        )
        return answer

    async def read(self, user_id: int, channel_id: int, limit: int = 50) -> list[Json]:
        """Read a channel, newest first, own ephemeral answers included."""
        answer: list[Json] = await self._line.call(
            "GET", _path(channel_id), user_id=user_id, limit=limit
        )
        return answer

    async def edit(self, user_id: int, channel_id: int, message_id: int, content: str) -> Json:
        """Edit one's own message."""
        path = _path(channel_id, message_id)
        answer: Json = await self._line.call("PATCH", path, user_id=user_id, content=content)
        return answer

    async def hide_embeds(
        self, user_id: int, channel_id: int, message_id: int, *, hidden: bool = True
    ) -> None:
        """Hide a message's embeds, as its author or a moderator, or show them again."""
        path = _path(channel_id, message_id) + "/embeds"
        await self._line.call("PUT", path, user_id=user_id, hidden=hidden)

    async def delete_message(self, user_id: int, channel_id: int, message_id: int) -> None:
        """Delete one's own message, or another's as a moderator."""
        await self._line.call("DELETE", _path(channel_id, message_id), user_id=user_id)

    async def pin(self, user_id: int, channel_id: int, message_id: int) -> None:
        """Pin a message."""
        await self._line.call("PUT", _path(channel_id, message_id) + "/pin", user_id=user_id)

    async def unpin(self, user_id: int, channel_id: int, message_id: int) -> None:
        """Take a pin away."""
        await self._line.call("DELETE", _path(channel_id, message_id) + "/pin", user_id=user_id)

    async def publish(self, user_id: int, channel_id: int, message_id: int) -> None:
        """Publish an announcement."""
        path = _path(channel_id, message_id) + "/publish"
        await self._line.call("POST", path, user_id=user_id)

    async def vote(
        self, user_id: int, channel_id: int, message_id: int, answers: Sequence[int]
    ) -> None:
        """Vote in a poll for these answers (counted from 1) and no others; none takes it back."""
        path = _path(channel_id, message_id) + "/votes"
        await self._line.call("PUT", path, user_id=user_id, answers=list(answers))

    async def end_poll(self, user_id: int, channel_id: int, message_id: int) -> None:
        """End one's own poll before its time."""
        path = _path(channel_id, message_id) + "/poll-end"
        await self._line.call("POST", path, user_id=user_id)

    async def react(
        self, user_id: int, channel_id: int, message_id: int, emoji: str, *, burst: bool = False
    ) -> None:
        """Put an emoji on a message; `burst` makes it a super reaction."""
        path = _path(channel_id, message_id, emoji)
        await self._line.call("PUT", path, user_id=user_id, burst=burst)

    async def list_reactors(
        self, user_id: int, channel_id: int, message_id: int, emoji: str, *, burst: bool = False
    ) -> list[Json]:
        """List who holds an emoji, by id; `burst` lists the super reactions."""
        path = _path(channel_id, message_id, emoji)
        answer: list[Json] = await self._line.call("GET", path, user_id=user_id, burst=burst)
        return answer

    async def unreact(
        self, user_id: int, channel_id: int, message_id: int, emoji: str, *, of: int | None = None
    ) -> None:
        """Take one's emoji back, or as a moderator that `of` another member."""
        path = _path(channel_id, message_id, emoji)
        await self._line.call("DELETE", path, user_id=user_id, of=of)

    async def clear_reactions(
        self, user_id: int, channel_id: int, message_id: int, emoji: str | None = None
    ) -> None:
        """Clear all reactions, or one emoji, as a moderator."""
        path = _path(channel_id, message_id) + "/reactions"
        await self._line.call("DELETE", path, user_id=user_id, emoji=emoji)

    async def block(self, user_id: int, target_id: int, *, blocked: bool = True) -> None:
        """Block a user or the bot, who can then neither react to one nor write to one."""
        path = f"/users/{user_id}/blocked/{target_id}"
        await self._line.call("PUT", path, blocked=blocked)

    async def close_messages(self, user_id: int, *, closed: bool = True) -> None:
        """Take no direct messages any more; or take them again."""
        await self._line.call("PUT", f"/users/{user_id}/closed", closed=closed)

    async def open_private(self, user_id: int) -> int:
        """Open one's direct messages with the bot; gives the channel."""
        return int((await self._line.call("POST", f"/users/{user_id}/private"))["id"])

    async def look_at(self, user_id: int, channel_id: int) -> Json:
        """Look at a channel or thread."""
        answer: Json = await self._line.call("GET", f"/channels/{channel_id}", user_id=user_id)
        return answer

    async def delete_channel(self, user_id: int, channel_id: int) -> None:
        """Delete a channel with its threads, or a thread."""
        await self._line.call("DELETE", f"/channels/{channel_id}", user_id=user_id)
