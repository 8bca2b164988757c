"""What goes back over the wire: JSON, 429s, and answers that are broken on purpose."""

import asyncio
import json
from math import ceil
from typing import Final

from aiohttp import web

from bot.sandbox.errors import ConnectionDropped
from bot.sandbox.faults import Fault, FaultKind, Faults
from bot.sandbox.hooks import Phase
from bot.sandbox.jsontypes import Json
from bot.sandbox.limits import Denial

_TRUNCATE_AT: Final = 0.5
_UNAVAILABLE: Final = "<html><body>The service is temporarily unavailable.</body></html>"
_BANNED: Final = (
    "<html><body>Access denied. Error code: 1015. You are being rate limited.</body></html>"
)


def respond(status: int, body: Json | list[Json] | None) -> web.Response:
    """Answer with JSON, or with nothing."""
    if body is None:
        return web.Response(status=status)
    # Exactly this type: with a charset appended, discord.py takes the body for text.
    headers = {"Content-Type": "application/json"}
    return web.Response(status=status, body=json.dumps(body).encode(), headers=headers)


def deny(denial: Denial) -> web.Response:
    """Answer 429, as Discord or as the wall before it."""
    if denial.banned:
        response = web.Response(status=429, text=_BANNED, content_type="text/html")
    else:
        response = respond(429, _explain(denial))
        response.headers.update(denial.headers)
        response.headers["X-RateLimit-Scope"] = denial.scope
        if denial.scope == "global":
            response.headers["X-RateLimit-Global"] = "true"
    response.headers["Retry-After"] = str(ceil(denial.retry_after))
    if denial.via:
        response.headers["Via"] = "1.1 sandbox"
    return response


def _explain(denial: Denial) -> Json:
    shared = denial.scope == "shared"
    words = "The resource is being rate limited." if shared else "You are being rate limited."
    return {
        "message": words,
        "retry_after": ceil(denial.retry_after * 1000) / 1000,
        "global": denial.scope == "global",
    }


class FaultAnswer(Exception):
    """A fault that answers in the handler's place."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(fault)
        self.fault = fault


async def suffer(faults: Faults, label: str, phase: Phase) -> bool:
    """Let faults strike; tells whether the answer shall be cut short."""
    cut = False
    for fault in faults.strike(label, phase):
        if fault.kind is FaultKind.DELAY:
            await asyncio.sleep(fault.seconds)
        elif fault.kind is FaultKind.DROP:
            raise ConnectionDropped
        elif fault.kind is FaultKind.TRUNCATE:
            cut = True
        else:
            raise FaultAnswer(fault)
    return cut


def strike(fault: Fault) -> web.Response:
    """Give the answer of a fault that answers."""
    if fault.kind is FaultKind.HTML:
        return web.Response(status=fault.status, text=_UNAVAILABLE, content_type="text/html")
    if fault.kind is FaultKind.LIMIT:
        return deny(Denial(retry_after=fault.seconds, scope=fault.scope, via=fault.via))
    return respond(fault.status, {"message": f"{fault.status}: injected", "code": 0})


async def truncate(request: web.Request, response: web.Response) -> web.StreamResponse:
    """Send half of an answer whose length was told, and cut the line."""
    body = response.body
    if not isinstance(body, bytes) or not body:
        return response
    cut = web.StreamResponse(status=response.status, headers=response.headers)
    cut.content_length = len(body)
    await cut.prepare(request)
    await cut.write(body[: int(len(body) * _TRUNCATE_AT)])
    if request.transport is not None:
        request.transport.close()
    return cut


def hang_up(request: web.Request) -> web.Response:
    """Cut the line instead of answering."""
    if request.transport is not None:
        request.transport.abort()
    return web.Response(status=500)
