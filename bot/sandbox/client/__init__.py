"""A thin client of the control API: how the demo and the tests build the world and act in it."""

from types import TracebackType
from typing import Self

from bot.sandbox.client.acting import MemberActions
from bot.sandbox.client.building import WorldBuilder
from bot.sandbox.client.crowding import Crowd
from bot.sandbox.client.disturbing import Trouble
from bot.sandbox.client.line import ControlRefusal, Line
from bot.sandbox.client.reading import BookReader
from bot.sandbox.client.views import File, GuildView, Held, Outcome

__all__ = ["ControlClient", "ControlRefusal", "File", "GuildView", "Held", "Outcome"]


class ControlClient:
    """Speaks to a sandbox's control API; enter it to open its connections.

    `world` builds, `members` act, `books` tell what happened, `trouble` makes things go wrong,
    `crowd` does things in bulk.
    """

    def __init__(self, url: str, token: str) -> None:
        self._line = Line(url, token)
        self.world = WorldBuilder(self._line)
        self.members = MemberActions(self._line)
        self.books = BookReader(self._line)
        self.trouble = Trouble(self._line)
        self.crowd = Crowd(self._line)

    async def __aenter__(self) -> Self:
        await self._line.open()
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await self._line.close()
