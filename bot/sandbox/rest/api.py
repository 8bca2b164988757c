"""Serving the REST API: one path for every request, from the socket to the books and back."""

import asyncio
import json
import time
from dataclasses import dataclass, field
from typing import Final

from aiohttp import web

from bot.sandbox.books import Books, Unrouted
from bot.sandbox.errors import ConnectionDropped, NotEmulated, Reason, Refusal
from bot.sandbox.faults import Fault, FaultKind, Faults
from bot.sandbox.hooks import Hooks, Phase
from bot.sandbox.jsontypes import Json
from bot.sandbox.limits import Limiter
from bot.sandbox.pulse import Pulse
from bot.sandbox.rest import (
    channels,
    governing,
    guilds,
    interactions,
    messages,
    polls,
    reactions,
    threads,
)
from bot.sandbox.rest.body import read_body
from bot.sandbox.rest.call import Call, Endpoint
from bot.sandbox.routing import Match, RouteTable
from bot.sandbox.shapes import check
from bot.sandbox.state.world import World

_NOUNS: Final = (channels, governing, guilds, interactions, messages, polls, reactions, threads)
_TRUNCATE_AT: Final = 0.5


class FaultAnswer(Exception):
    """A fault that answers in the handler's place."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(fault)
        self.fault = fault


@dataclass(slots=True)
class Api:
    """The REST API over one world; `crashes` are the sandbox's own failures, never Discord's."""

    world: World
    books: Books
    hooks: Hooks
    faults: Faults
    limiter: Limiter
    pulse: Pulse
    shards: int = 1
    crashes: list[Exception] = field(default_factory=list)
    table: RouteTable[Endpoint] = field(default_factory=RouteTable)

    def __post_init__(self) -> None:
        for noun in _NOUNS:
            noun.ENDPOINTS.enter(self.table)

    async def serve(self, request: web.Request) -> web.StreamResponse:
        """Answer one request; a dropped connection answers nothing."""
        path = "/" + request.rel_url.raw_path.split("/", 3)[3]
        match = self.table.find(request.method, path)
        if match is None:
            return self._unrouted(request, path, "route")
        route = match.route
        try:
            response = await self._answer(request, match)
        except ConnectionDropped:
            self._note(request.method, route.template, path, 0)
            return _hang_up(request)
        except FaultAnswer as struck:
            response = _faulty(struck.fault)
        except Refusal as refusal:
            response = _respond(refusal.reason.status, refusal.as_json())
            response.headers.update(self.limiter.headers(route.label, time.time()))
            code = refusal.reason.code
            self._note(request.method, route.template, path, response.status, code)
            return response
        except NotEmulated as unknown:
            return self._unrouted(request, path, unknown.what)
        except Exception as error:  # noqa: BLE001 - our own bug: told, kept, raised at the end
            self.crashes.append(error)
            return self._unrouted(request, path, f"sandbox crashed: {error!r}")
        self._note(request.method, route.template, path, response.status)
        return response

    def _note(self, method: str, route: str, path: str, status: int, code: int = 0) -> None:
        self.books.note_request(method, route, path, status, code)
        self.pulse.beat()

    async def _answer(self, request: web.Request, match: Match[Endpoint]) -> web.Response:
        route = match.route
        call = await self._read(request, match)
        number = self.hooks.number(route.method, route.template)
        await self.hooks.call(route.method, route.template, "before", number)
        await self._strike(route.label, "before")
        try:
            reply = route.handler.handle(call)
        finally:
            await self.hooks.call(route.method, route.template, "after", number)
        cut = await self._strike(route.label, "after")
        response = _respond(reply.status, reply.body)
        response.headers.update(self.limiter.headers(route.label, time.time()))
        return _truncate(response) if cut else response

    async def _read(self, request: web.Request, match: Match[Endpoint]) -> Call:
        endpoint = match.route.handler
        if not endpoint.open:
            self._authorize(request)
        unknown = request.query.keys() - endpoint.query
        if unknown:
            raise NotEmulated(f"query parameter {sorted(unknown)}")
        body, files = await read_body(request, endpoint)
        if endpoint.body is not None:
            check(endpoint.body, body)
        elif body:
            raise NotEmulated("a body where none belongs")
        call = Call(self.world, match.variables, dict(request.query), body, files)
        call.shards = self.shards
        return call

    def _authorize(self, request: web.Request) -> None:
        if request.headers.get("Authorization") != f"Bot {self.world.bot_token}":
            raise Refusal(Reason.UNAUTHORIZED)

    async def _strike(self, label: str, phase: Phase) -> bool:
        """Let faults strike; tells whether the answer shall be cut short."""
        cut = False
        for fault in self.faults.strike(label, phase):
            if fault.kind is FaultKind.DELAY:
                await asyncio.sleep(fault.seconds)
            elif fault.kind is FaultKind.DROP:
                raise ConnectionDropped
            elif fault.kind is FaultKind.TRUNCATE:
                cut = True
            else:
                raise FaultAnswer(fault)
        return cut

    def _unrouted(self, request: web.Request, path: str, what: str) -> web.Response:
        self.books.unrouted.append(Unrouted(request.method, path, what))
        self._note(request.method, "(unrouted)", path, 501)
        words = f"The sandbox does not emulate this: {what} ({request.method} {path})"
        return _respond(501, {"message": words, "code": 0})


def _respond(status: int, body: Json | list[Json] | None) -> web.Response:
    if body is None:
        return web.Response(status=status)
    # Exactly this type: with a charset appended, discord.py takes the body for text.
    headers = {"Content-Type": "application/json"}
    return web.Response(status=status, body=json.dumps(body).encode(), headers=headers)


def _faulty(fault: Fault) -> web.Response:
    if fault.kind is FaultKind.HTML:
        page = "<html><body>The service is temporarily unavailable.</body></html>"
        return web.Response(status=fault.status, text=page, content_type="text/html")
    if fault.kind is FaultKind.LIMIT:
        return _limited(fault)
    return _respond(fault.status, {"message": f"{fault.status}: injected", "code": 0})


def _limited(fault: Fault) -> web.Response:
    everywhere = fault.scope == "global"
    body = {
        "message": "You are being rate limited.",
        "retry_after": fault.seconds,
        "global": everywhere,
    }
    response = _respond(429, body)
    response.headers["Retry-After"] = str(int(fault.seconds + 0.999))
    response.headers["X-RateLimit-Scope"] = fault.scope
    if everywhere:
        response.headers["X-RateLimit-Global"] = "true"
    # Without Via, discord.py takes a 429 for a ban by Cloudflare.
    if fault.via:
        response.headers["Via"] = "1.1 sandbox"
    return response


def _truncate(response: web.Response) -> web.Response:
    body = response.body
    if isinstance(body, bytes):
        response.body = body[: int(len(body) * _TRUNCATE_AT)]
    return response


def _hang_up(request: web.Request) -> web.Response:
    if request.transport is not None:
        request.transport.abort()
    return web.Response(status=500)
