"""Making things go wrong on purpose."""

from collections.abc import Sequence
from typing import Final, Literal

from bot.sandbox.client.line import Line
from bot.sandbox.jsontypes import Json

FaultName = Literal["status", "html", "limit", "drop", "delay", "truncate"]
EventFaultName = Literal["lose", "hold", "duplicate", "late", "abort", "close"]
GatewayAction = Literal[
    "abort", "close", "reconnect", "invalidate", "forget", "mute", "beat", "hold", "release"
]
Scope = Literal["user", "global", "shared"]
Phase = Literal["before", "after"]
_USUAL: Final[Json] = {
    "phase": "before",
    "status": 500,
    "seconds": 0.0,
    "count": 1,
    "skip": 0,
    "probability": 1.0,
    "scope": "user",
    "via": True,
    "code": 4000,
    "shard": None,
}


class Trouble:
    """Injects faults into REST and events, scripts rate limits, disturbs gateway connections."""

    def __init__(self, line: Line) -> None:
        self._line = line

    async def add_fault(  # noqa: PLR0913 - a fault has many sides, each named at the call
        self,
        match: str,
        kind: FaultName,
        *,
        phase: Phase = "before",
        status: int = 500,
        seconds: float = 0.0,
        count: int | None = 1,
        skip: int = 0,
        probability: float = 1.0,
        scope: Scope = "user",
        via: bool = True,
    ) -> None:
        """Let requests fail whose `METHOD /route/{template}` the regular expression matches.

        `count` None means always; `skip` lets so many pass first; `seconds` is the delay, or the
        retry_after of a "limit"; `via` False makes a limit look like a ban. "truncate" lets the
        request take effect and cuts the line in the middle of the answer. A field that the kind has
        nothing to do with is refused.
        """
        given = {
            "phase": phase,
            "status": status,
            "seconds": seconds,
            "count": count,
            "skip": skip,
            "probability": probability,
            "scope": scope,
            "via": via,
        }
        await self._add(match, kind, given)

    async def _add(self, match: str, kind: str, given: Json) -> None:
        """Send what differs from the usual: a kind of fault does not take every field."""
        fault = {name: value for name, value in given.items() if value != _USUAL[name]}
        await self._line.call("POST", "/faults", fault={"match": match, "kind": kind, **fault})

    async def add_event_fault(  # noqa: PLR0913 - likewise
        self,
        match: str,
        kind: EventFaultName,
        *,
        phase: Phase = "before",
        seconds: float = 0.0,
        count: int | None = 1,
        skip: int = 0,
        probability: float = 1.0,
        code: int = 4000,
        shard: int | None = None,
    ) -> None:
        """Let gateway events go wrong whose name the regular expression matches.

        "lose" never sends one, "hold" keeps it until `release_events`, "late" sends it after
        `seconds` while others pass it, "duplicate" sends it twice; "abort" and "close" end the
        connection before it, so that only RESUME brings it, or after it. A field that the kind has
        nothing to do with is refused.
        """
        given = {
            "phase": phase,
            "seconds": seconds,
            "count": count,
            "skip": skip,
            "probability": probability,
            "code": code,
            "shard": shard,
        }
        await self._add(match, kind, given)

    async def release_events(self) -> int:
        """Send the events that were held back; gives how many."""
        return int((await self._line.call("POST", "/events/release"))["released"])

    async def script_limits(self, match: str, answers: Sequence[Json]) -> None:
        """Decide about the rate of the next requests of a route, one answer each.

        An answer is {retry_after, scope, via}, which is a 429, or the bucket told with a success:
        {bucket, limit, remaining, reset_after}. When all are used up the usual limits hold again.
        """
        await self._line.call("POST", "/limits", match=match, answers=list(answers))

    async def clear_faults(self) -> None:
        """Let nothing go wrong any more."""
        await self._line.call("DELETE", "/faults")

    async def gateway(
        self,
        action: GatewayAction,
        *,
        shard: int | None = None,
        code: int | None = None,
        resumable: bool = False,
    ) -> None:
        """Disturb the sessions of one shard, or of all.

        abort cuts the line; close closes with `code`; reconnect sends op 7; invalidate sends op 9;
        forget cuts the line and loses the session; mute lets nothing through any more, heartbeats'
        answers neither, though the line stays open; beat asks for a heartbeat (op 1); hold keeps
        new connections waiting for HELLO until release.
        """
        await self._line.call(
            "POST", "/gateway", action=action, shard=shard, code=code, resumable=resumable
        )
