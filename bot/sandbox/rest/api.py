"""Serving the REST API: one path for every request, from the socket to the books and back."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final
from urllib.parse import unquote

from aiohttp import web

from bot.sandbox.books import Books
from bot.sandbox.errors import ConnectionDropped, NotEmulated, Reason, Refusal
from bot.sandbox.exchanges import Exchange, Observer
from bot.sandbox.faults import Faults
from bot.sandbox.hooks import Hooks
from bot.sandbox.jsontypes import Json
from bot.sandbox.limits import Denial, Grant, Limiter
from bot.sandbox.pulse import Pulse
from bot.sandbox.rest import (
    bans,
    channels,
    governing,
    guilds,
    interactions,
    invites,
    messages,
    polls,
    reactions,
    threads,
)
from bot.sandbox.rest.answers import FaultAnswer, deny, hang_up, respond, strike, suffer, truncate
from bot.sandbox.rest.body import read_body
from bot.sandbox.rest.call import Advice, Call, Endpoint
from bot.sandbox.routing import Match, RouteTable
from bot.sandbox.shapes import check
from bot.sandbox.state.world import World

_NOUNS: Final = (
    bans,
    channels,
    governing,
    guilds,
    interactions,
    invites,
    messages,
    polls,
    reactions,
    threads,
)


@dataclass(slots=True)
class Api:
    """The REST API over one world; `crashes` are the sandbox's own failures, never Discord's."""

    world: World
    books: Books
    hooks: Hooks
    faults: Faults
    limiter: Limiter
    pulse: Pulse
    advise: Callable[[], Advice] = Advice
    observers: tuple[Observer, ...] = ()
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
        asked = self._ask(request, match)
        if isinstance(asked, Denial):
            self._note(request.method, route.template, path, 429, scope=asked.scope)
            return deny(asked)
        exchange = Exchange(route.method, route.template, dict(request.query))
        try:
            response = await self._answer(request, match, asked, exchange)
        except ConnectionDropped:
            self._note(request.method, route.template, path, 0)
            return hang_up(request)
        except FaultAnswer as struck:
            response = strike(struck.fault)
            scope = struck.fault.scope
            self._note(request.method, route.template, path, response.status, scope=scope)
            return response
        except Refusal as refusal:
            status, code = refusal.reason.status, refusal.reason.code
            self._observe(exchange, status, refusal.as_json())
            self._note(request.method, route.template, path, status, code)
            response = respond(status, refusal.as_json())
            response.headers.update(asked.headers)
            return response
        except NotEmulated as unknown:
            return self._unrouted(request, path, unknown.what)
        except Exception as error:  # noqa: BLE001 - our own bug: told, kept, raised at the end
            self.crashes.append(error)
            return self._unrouted(request, path, f"sandbox crashed: {error!r}")
        self._note(request.method, route.template, path, response.status)
        return response

    def _ask(self, request: web.Request, match: Match[Endpoint]) -> Grant | Denial:
        """Ask whether a request may go on; one that is not the bot's costs the bot nothing."""
        route = match.route
        if route.handler.open or self._is_bot(request):
            return self.limiter.ask(route.label, match.variables, exempt=route.handler.open)
        return self.limiter.ask_unnamed() or Grant({})

    def _note(
        self,
        method: str,
        route: str,
        path: str,
        status: int,
        code: int = 0,
        scope: str = "user",
    ) -> None:
        self.limiter.note(status, scope)
        self.books.note_request(method, route, path, status, code)
        self.pulse.beat()

    def _observe(self, exchange: Exchange, status: int, answer: Json | list[Json] | None) -> None:
        exchange.status, exchange.answer = status, answer
        for observer in self.observers:
            observer(exchange)

    async def _answer(
        self, request: web.Request, match: Match[Endpoint], granted: Grant, exchange: Exchange
    ) -> web.StreamResponse:
        route = match.route
        found: Call | Refusal
        try:
            found = await self._read(request, match, exchange)
        except Refusal as refusal:
            # What goes wrong on purpose strikes such a request as well, before it is refused.
            found = refusal
        number = self.hooks.number(route.method, route.template)
        await self.hooks.call(route.method, route.template, "before", number)
        await suffer(self.faults, route.label, "before")
        if isinstance(found, Refusal):
            raise found
        try:
            reply = route.handler.handle(found)
        finally:
            await self.hooks.call(route.method, route.template, "after", number)
        self._observe(exchange, reply.status, reply.body)
        cut = await suffer(self.faults, route.label, "after")
        response = respond(reply.status, reply.body)
        response.headers.update(granted.headers)
        return await truncate(request, response) if cut else response

    async def _read(self, request: web.Request, match: Match[Endpoint], exchange: Exchange) -> Call:
        endpoint = match.route.handler
        if not endpoint.open and not self._is_bot(request):
            raise Refusal(Reason.UNAUTHORIZED)
        unknown = request.query.keys() - endpoint.query
        if unknown:
            raise NotEmulated(f"query parameter {sorted(unknown)}")
        body, files = await read_body(request, endpoint)
        exchange.body, exchange.multipart = body, bool(files)
        if endpoint.body is not None:
            check(endpoint.body, body)
        elif body:
            raise NotEmulated("a body where none belongs")
        query, reason = dict(request.query), request.headers.get("X-Audit-Log-Reason")
        reason = None if reason is None else unquote(reason)
        return Call(self.world, match.variables, query, body, files, self.advise, reason)

    def _is_bot(self, request: web.Request) -> bool:
        return request.headers.get("Authorization") == f"Bot {self.world.bot_token}"

    def _unrouted(self, request: web.Request, path: str, what: str) -> web.Response:
        self.books.note_unrouted(request.method, path, what)
        self._note(request.method, "(unrouted)", path, 501)
        words = f"The sandbox does not emulate this: {what} ({request.method} {path})"
        return respond(501, {"message": words, "code": 0})
