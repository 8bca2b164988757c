"""Making things go wrong on purpose."""

from typing import Literal

from bot.sandbox.client.line import Line

FaultName = Literal["status", "html", "drop", "delay", "truncate", "limit"]
GatewayAction = Literal["abort", "close", "reconnect", "invalidate", "forget", "hold", "release"]


class Trouble:
    """Injects faults into REST, and disturbs gateway connections."""

    def __init__(self, line: Line) -> None:
        self._line = line

    async def add_fault(  # noqa: PLR0913 - a fault has many sides, each named at the call
        self,
        match: str,
        kind: FaultName,
        *,
        phase: Literal["before", "after"] = "before",
        status: int = 500,
        seconds: float = 0.0,
        count: int | None = 1,
        skip: int = 0,
        probability: float = 1.0,
        scope: Literal["user", "global", "shared"] = "user",
        via: bool = True,
    ) -> None:
        """Let requests fail whose `METHOD /route/{template}` the regular expression matches.

        `count` None means always; `skip` lets so many pass first; `seconds` is the delay, or the
        retry_after of a "limit"; `via` False makes a limit look like a ban.
        """
        await self._line.call(
            "POST",
            "/faults",
            match=match,
            kind=kind,
            phase=phase,
            status=status,
            seconds=seconds,
            count="always" if count is None else count,
            skip=skip,
            probability=probability,
            scope=scope,
            via=via,
        )

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
        forget cuts the line and loses the session; hold keeps new connections waiting for HELLO
        until release.
        """
        await self._line.call(
            "POST", "/gateway", action=action, shard=shard, code=code, resumable=resumable
        )
