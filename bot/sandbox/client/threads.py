"""What members do with threads and forum posts."""

from collections.abc import Sequence

from bot.sandbox.client.line import Line
from bot.sandbox.client.views import File
from bot.sandbox.jsontypes import Json


class Threads:
    """Opens threads and posts as a member, and joins, leaves and changes them."""

    def __init__(self, line: Line) -> None:
        self._line = line

    async def open_thread(self, user_id: int, channel_id: int, message_id: int, name: str) -> Json:
        """Open the thread of a message."""
        path = f"/channels/{channel_id}/messages/{message_id}/threads"
        answer: Json = await self._line.call("POST", path, user_id=user_id, name=name)
        return answer

    async def open_alone(
        self, user_id: int, channel_id: int, name: str, *, private: bool = False
    ) -> Json:
        """Open a thread without a message."""
        path = f"/channels/{channel_id}/threads"
        answer: Json = await self._line.call(
            "POST", path, user_id=user_id, name=name, private=private
        )
        return answer

    async def open_post(
        self,
        user_id: int,
        forum_id: int,
        name: str,
        content: str = "",
        *,
        tags: Sequence[int] = (),
        files: Sequence[File] = (),
    ) -> Json:
        """Open a forum post with its first message; answers the thread and its `message`."""
        answer: Json = await self._line.call(
            "POST",
            f"/channels/{forum_id}/posts",
            user_id=user_id,
            name=name,
            content=content,
            tags=list(tags),
            files=[each.as_json() for each in files],
        )
        return answer

    async def add_to_thread(self, user_id: int, thread_id: int, target_id: int) -> None:
        """Add somebody to a thread, or join it oneself."""
        path = f"/channels/{thread_id}/members/{target_id}"
        await self._line.call("PUT", path, user_id=user_id)

    async def remove_from_thread(self, user_id: int, thread_id: int, target_id: int) -> None:
        """Take somebody out of a thread, or leave it oneself."""
        path = f"/channels/{thread_id}/members/{target_id}"
        await self._line.call("DELETE", path, user_id=user_id)

    async def edit_thread(
        self,
        user_id: int,
        thread_id: int,
        *,
        name: str | None = None,
        archived: bool | None = None,
        locked: bool | None = None,
    ) -> Json:
        """Rename, archive or lock a thread."""
        given = {"name": name, "archived": archived, "locked": locked}
        changes = {key: value for key, value in given.items() if value is not None}
        path = f"/channels/{thread_id}"
        answer: Json = await self._line.call("PATCH", path, user_id=user_id, changes=changes)
        return answer
