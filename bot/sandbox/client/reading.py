"""Reading the books of what happened."""

from bot.sandbox.client.line import Line
from bot.sandbox.client.views import Held
from bot.sandbox.jsontypes import Json


def _held(data: Json) -> Held:
    ids = {"message_id": int(data["message_id"]), "user_id": int(data["user_id"])}
    return Held(**{**data, **ids})


class BookReader:
    """Asks what happened; what waits, waits `seconds` at most and answers what there is then."""

    def __init__(self, line: Line) -> None:
        self._line = line

    async def messages(
        self, channel_id: int, *, deleted: bool = False, at_least: int = 0, seconds: float = 60.0
    ) -> list[Json]:
        """List a channel's messages, oldest first; waits until there are `at_least` so many."""
        answer: list[Json] = await self._line.call(
            "GET",
            f"/books/channels/{channel_id}",
            deleted=int(deleted),
            at_least=at_least,
            seconds=seconds,
        )
        return answer

    async def reactions(
        self, channel_id: int, message_id: int, *, at_least: int = 0, seconds: float = 60.0
    ) -> list[Held]:
        """List who holds what on a message, in order; waits until there are `at_least` so many."""
        answer = await self._line.call(
            "GET",
            f"/books/channels/{channel_id}/messages/{message_id}/reactions",
            at_least=at_least,
            seconds=seconds,
        )
        return [_held(each) for each in answer]

    async def all_reactions(self) -> list[Held]:
        """List who holds what on any message, in order."""
        return [_held(each) for each in await self._line.call("GET", "/books/reactions")]

    async def requests(self, *, refused: bool = False) -> list[Json]:
        """List the latest REST requests, oldest first, perhaps only those refused."""
        answer: list[Json] = await self._line.call("GET", "/books/requests", refused=int(refused))
        return answer

    async def request_counts(self) -> dict[str, int]:
        """Count REST requests by `METHOD /route/{template}`."""
        answer: dict[str, int] = await self._line.call("GET", "/books/counts")
        return answer

    async def unrouted(self) -> list[Json]:
        """List the requests the sandbox did not understand."""
        answer: list[Json] = await self._line.call("GET", "/books/unrouted")
        return answer

    async def interactions(self) -> list[Json]:
        """List what members asked of the bot."""
        answer: list[Json] = await self._line.call("GET", "/books/interactions")
        return answer

    async def commands(self, name: str | None = None, *, seconds: float = 60.0) -> list[Json]:
        """List the registered commands; waits until `name` is among them if it is given."""
        answer: list[Json] = await self._line.call("GET", "/commands", name=name, seconds=seconds)
        return answer

    async def state(self, *, connected: int = 0, seconds: float = 60.0) -> Json:
        """Show everything at a glance; waits until `connected` sessions are listened to."""
        answer: Json = await self._line.call("GET", "/state", connected=connected, seconds=seconds)
        return answer
