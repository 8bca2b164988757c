"""The gateway as health sees it: which shards are connected, and whether Discord still answers."""

import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Protocol

# discord.py looks for another connection at once; what takes longer than this is worth a word.
_PATIENCE_SECONDS = 60.0
# Discord asks for a heartbeat about every 41 seconds: three of them unanswered.
_SILENCE_SECONDS = 130.0


class Shard(Protocol):
    """What is asked of discord.py's shard."""

    @property
    def latency(self) -> float:
        """Give the seconds that the last acknowledged heartbeat took."""

    def is_closed(self) -> bool:
        """Say whether the connection is down."""


@dataclass(slots=True)
class _Line:
    """A shard's connection; instants on the monotonic clock."""

    acknowledged_at: float
    latency: float
    closed_since: float | None = None


class Gateway:
    """Looks at the shards now and then, and says which of them are in trouble."""

    def __init__(
        self,
        shards: Callable[[], Mapping[int, Shard]],
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self._shards = shards
        self._monotonic = monotonic
        self._began_at = monotonic()
        self._lines: dict[int, _Line] = {}

    def look(self) -> None:
        """Look at every shard; call it from the loop, about once a second."""
        now = self._monotonic()
        for shard_id, shard in self._shards().items():
            line = self._lines.setdefault(shard_id, _Line(now, shard.latency))
            if shard.is_closed():
                line.closed_since = now if line.closed_since is None else line.closed_since
            # discord.py tells nobody of an acknowledgement, but measures each one anew.
            elif line.closed_since is not None or line.latency != shard.latency:
                line.closed_since = None
                line.acknowledged_at = now
            line.latency = shard.latency

    def connected(self) -> dict[int, bool]:
        """Say of each shard whether it is connected."""
        return {shard_id: line.closed_since is None for shard_id, line in list(self._lines.items())}

    def latencies(self) -> dict[int, float]:
        """Give the seconds that each connected shard's last heartbeat took to be acknowledged."""
        return {
            shard_id: line.latency
            for shard_id, line in list(self._lines.items())
            if line.closed_since is None and line.latency != float("inf")
        }

    def troubles(self) -> Iterator[str]:
        """Say what has been wrong for too long."""
        now = self._monotonic()
        if not self._lines and now - self._began_at > _PATIENCE_SECONDS:
            yield f"the gateway has not been reached for {now - self._began_at:.0f} s"
        for shard_id, line in sorted(self._lines.items()):
            if line.closed_since is not None:
                away = now - line.closed_since
                if away > _PATIENCE_SECONDS:
                    yield f"shard {shard_id} has been without the gateway for {away:.0f} s"
            elif now - line.acknowledged_at > _SILENCE_SECONDS:
                yield (
                    f"the gateway has acknowledged no heartbeat of shard {shard_id} "
                    f"for {now - line.acknowledged_at:.0f} s"
                )
