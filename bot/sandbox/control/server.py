"""Serving the control API: who may ask, and how refusals are told."""

import inspect
import json
import secrets
from typing import Any

from aiohttp import web

from bot.sandbox.control import (
    accounting,
    acting,
    building,
    crowding,
    disturbing,
    governing,
    invoking,
    threads,
)
from bot.sandbox.control.ask import ROUTES, Ask, Desk
from bot.sandbox.errors import ClientRefusal, NotEmulated, Refusal
from bot.sandbox.jsontypes import Json

# Importing the modules has entered their routes.
HANDLERS = (accounting, acting, building, crowding, disturbing, governing, invoking, threads)
PREFIX = "/sandbox"


class Control:
    """The control API; only loopback hosts, its own origin and its token are let in."""

    def __init__(self, desk: Desk, crashes: list[Exception]) -> None:
        self._desk = desk
        self._crashes = crashes
        self.token = secrets.token_urlsafe(24)

    async def serve(self, request: web.Request) -> web.Response:
        """Answer one request."""
        try:
            if (refused := self._refuse_stranger(request)) is not None:
                return refused
            match = ROUTES.find(request.method, request.rel_url.raw_path.removeprefix(PREFIX))
            if match is None:
                return _say(404, "The control API has no such route.")
            entry, variables = match.route.handler, match.variables
            known = frozenset({*entry.fields, *variables})
            ask = Ask({**request.query, **await _read(request), **variables}, known)
            answer = entry.handle(self._desk, ask)
            if inspect.isawaitable(answer):
                answer = await answer
        except Refusal as refusal:
            return _respond(refusal.reason.status, refusal.as_json())
        except ClientRefusal as refusal:
            return _say(422, refusal.why)
        except NotEmulated as unknown:
            return _say(501, unknown.what)
        except web.HTTPException as refusal:
            return _say(refusal.status, refusal.reason)
        except Exception as error:  # noqa: BLE001 - our own bug: told, kept, raised at the end
            self._crashes.append(error)
            return _say(500, f"The sandbox crashed: {error!r}")
        return _respond(200, answer)

    def _refuse_stranger(self, request: web.Request) -> web.Response | None:
        """Refuse other hosts and origins (a page in a browser), and wrong tokens."""
        try:
            host, own = request.url.host, str(request.url.origin())
        except ValueError:
            return _say(403, "Wrong Host.")
        if host not in {"127.0.0.1", "localhost"}:
            return _say(403, "Wrong Host.")
        origin = request.headers.get("Origin")
        if origin is not None and origin != own:
            return _say(403, "Wrong Origin.")
        given = request.headers.get("Authorization", "")
        if not secrets.compare_digest(given.encode(), f"Bearer {self.token}".encode()):
            return _say(401, "Wrong control token.")
        return None


async def _read(request: web.Request) -> Json:
    raw = await request.read()
    if not raw:
        return {}
    try:
        body = json.loads(raw)
    except (ValueError, RecursionError):
        raise ClientRefusal("The body is not JSON.") from None
    if not isinstance(body, dict):
        raise ClientRefusal("The body must be an object.")
    return body


def _respond(status: int, body: Any) -> web.Response:
    return web.Response(
        status=status, text=json.dumps(body), content_type="application/json", charset="utf-8"
    )


def _say(status: int, words: str) -> web.Response:
    return _respond(status, {"message": words, "code": None})
