"""Events on messages that are not known to be polls yet, held while polls are being sent.

The gateway may tell of a vote before the request that sent its poll has been answered.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from bot.domain.ids import MessageId

# While polls are being sent, every reacted message anywhere may be one of them.
_MOST = 20_000


class EarlyEvents:
    """Holds what to hear again once a message turns out to be a poll."""

    def __init__(self) -> None:
        self._expected = 0
        self._held: dict[MessageId, list[Callable[[], None]]] = {}
        self._count = 0
        self.missed = False

    @property
    def expected(self) -> bool:
        """Whether any poll is being sent."""
        return self._expected > 0

    @contextmanager
    def expecting(self) -> Iterator[None]:
        """Hold events while a poll is being sent."""
        self._expected += 1
        try:
            yield
        finally:
            self._expected -= 1
            if not self._expected:
                self._held.clear()
                self._count = 0
                self.missed = False

    def keep(self, message_id: MessageId, hear_again: Callable[[], None]) -> None:
        """Hold an event, if any poll is expected; too many are noted as `missed`."""
        if not self._expected:
            return
        if self._count >= _MOST:
            self.missed = True
            return
        self._count += 1
        self._held.setdefault(message_id, []).append(hear_again)

    def take(self, message_id: MessageId) -> list[Callable[[], None]]:
        """Give the events on a message, in their order."""
        return self._held.pop(message_id, [])
