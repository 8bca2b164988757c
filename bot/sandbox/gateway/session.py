"""A gateway session: what one shard was told, numbered and kept for RESUME."""

from collections import deque
from dataclasses import dataclass, field

from bot.sandbox import assumptions
from bot.sandbox.gateway.connection import Connection
from bot.sandbox.gateway.event import Event


@dataclass(slots=True, eq=False)
class Session:
    """One shard's session; it outlives its connection for a while."""

    id: str
    shard: int
    shards: int
    intents: int
    connection: Connection | None = None
    sequence: int = 0
    lost_at: float | None = None
    _replay: deque[tuple[int, str]] = field(
        default_factory=lambda: deque(maxlen=assumptions.REPLAY_EVENTS)
    )

    def wants(self, event: Event) -> bool:
        """Tell whether an event belongs to this shard and was asked for."""
        if event.needs and not event.needs & self.intents:
            return False
        return self.shard == 0 if event.guild_id is None else self.holds(event.guild_id)

    def holds(self, guild_id: int) -> bool:
        """Tell whether a server is of this shard."""
        return (guild_id >> 22) % self.shards == self.shard

    def tell(self, event: Event) -> None:
        """Give an event its number, keep it for replay, and send it if somebody listens.

        What the session may not read is withheld.
        """
        self.sequence += 1
        text = event.text(self.intents)
        frame = f'{{"t":"{event.name}","s":{self.sequence},"op":0,"d":{text}}}'
        self._replay.append((self.sequence, frame))
        if self.connection is not None:
            self.connection.send_text(frame)

    def can_replay(self, sequence: int) -> bool:
        """Tell whether everything after `sequence` is still kept."""
        if not 0 <= sequence <= self.sequence:
            return False
        oldest = self._replay[0][0] if self._replay else self.sequence + 1
        return sequence >= oldest - 1

    def replay(self, sequence: int) -> None:
        """Send again what came after `sequence`."""
        if self.connection is None:
            return
        for number, frame in self._replay:
            if number > sequence:
                self.connection.send_text(frame)
