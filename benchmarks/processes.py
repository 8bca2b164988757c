"""The processes a bench works with: a sandbox of its own, and somebody who lives in it."""

import asyncio
import contextlib
import json
import os
import sys
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

from bot.sandbox import ControlClient

_PATIENCE_SECONDS = 120.0


@dataclass(frozen=True, slots=True)
class Running:
    """A sandbox that runs: where it is, its control client and its process id."""

    told: Mapping[str, Any]
    control: ControlClient
    process_id: int


@asynccontextmanager
async def running_sandbox(*arguments: str) -> AsyncIterator[Running]:
    """Run `python -m bot sandbox` until the context ends."""
    async with started("-m", "bot", "sandbox", *arguments) as process:
        told = await heard(process)
        async with ControlClient(told["control_url"], told["control_token"]) as control:
            yield Running(told, control, process.pid)


@asynccontextmanager
async def started(
    *arguments: str, environment: Mapping[str, str] | None = None
) -> AsyncIterator[asyncio.subprocess.Process]:
    """Run Python with arguments; it is ended with the context, gently first."""
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        *arguments,
        stdout=asyncio.subprocess.PIPE,
        env=os.environ | dict(environment or {}),
    )
    try:
        yield process
    finally:
        with contextlib.suppress(ProcessLookupError):
            process.terminate()
        try:
            await asyncio.wait_for(process.communicate(), _PATIENCE_SECONDS)
        except TimeoutError:
            process.kill()
            await process.communicate()


async def heard(
    process: asyncio.subprocess.Process, *, seconds: float = _PATIENCE_SECONDS
) -> dict[str, Any]:
    """Wait so long at most for a process's next line of JSON."""
    if process.stdout is None:
        raise RuntimeError("the process has no stdout")
    line = await asyncio.wait_for(process.stdout.readline(), seconds)
    if not line:
        raise RuntimeError("the process ended without a word")
    found: dict[str, Any] = json.loads(line)
    return found


async def resident_kilobytes(process_id: int) -> int:
    """Ask how much memory a process holds."""
    process = await asyncio.create_subprocess_exec(
        "ps", "-o", "rss=", "-p", str(process_id), stdout=asyncio.subprocess.PIPE
    )
    printed, _ = await process.communicate()
    return int(printed)
