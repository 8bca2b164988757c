"""Health over HTTP: `/healthz` and `/metrics`, on loopback, from threads of its own."""

import asyncio
import json
from collections.abc import AsyncIterator
from concurrent.futures import TimeoutError as NoAnswer
from contextlib import asynccontextmanager
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any

import structlog
from prometheus_client import CONTENT_TYPE_LATEST

from bot.errors import DatabaseFailed, PortTaken
from bot.health.health import Health

_ADDRESS = "127.0.0.1"
_HOSTS = frozenset({_ADDRESS, "localhost"})
_LOOK_EVERY_SECONDS = 0.1
_METRICS_WITHIN_SECONDS = 5.0

_log = structlog.get_logger()


@asynccontextmanager
async def serving(health: Health, port: int) -> AsyncIterator[int]:
    """Serve on a loopback port while the context lasts; 0 takes a free one, which is given.

    Raises `PortTaken`.
    """
    try:
        server = _Server(health, port, asyncio.get_running_loop())
    except OSError as error:
        raise PortTaken(port=port, reason=error.strerror or str(error)) from error
    thread = Thread(
        target=server.serve_forever, args=(_LOOK_EVERY_SECONDS,), name="health", daemon=True
    )
    thread.start()
    try:
        yield server.server_port
    finally:
        await asyncio.to_thread(server.shutdown)
        server.server_close()


class _Server(ThreadingHTTPServer):
    def __init__(self, health: Health, port: int, loop: asyncio.AbstractEventLoop) -> None:
        self._health = health
        self._loop = loop
        super().__init__((_ADDRESS, port), _Handler)

    def handle_error(self, request: Any, client_address: Any) -> None:
        del request, client_address
        _log.debug("a request for health broke off", exc_info=True)

    def answer(self, path: str) -> tuple[HTTPStatus, str, bytes]:
        """Give status, content type and body."""
        match path:
            case "/healthz":
                state = self._health.state()
                return _json(
                    HTTPStatus.OK if state.well else HTTPStatus.SERVICE_UNAVAILABLE,
                    status="ok" if state.well else "failing",
                    reasons=state.reasons,
                    warnings=state.warnings,
                )
            case "/metrics":
                return self._answer_metrics()
            case _:
                return _refuse(HTTPStatus.NOT_FOUND, "there is /healthz and /metrics")

    def _answer_metrics(self) -> tuple[HTTPStatus, str, bytes]:
        asked = asyncio.run_coroutine_threadsafe(self._health.metrics(), self._loop)
        try:
            return HTTPStatus.OK, CONTENT_TYPE_LATEST, asked.result(_METRICS_WITHIN_SECONDS)
        except NoAnswer:
            asked.cancel()
            return _refuse(HTTPStatus.SERVICE_UNAVAILABLE, "the event loop does not come round")
        except DatabaseFailed:
            return _refuse(HTTPStatus.SERVICE_UNAVAILABLE, "the database cannot be read")


class _Handler(BaseHTTPRequestHandler):
    server: _Server
    timeout = 5.0  # seconds for a request to arrive
    server_version = "Colloquy"
    sys_version = ""

    def do_GET(self) -> None:
        # A page in a browser may be led here under a name of its own (DNS rebinding).
        if self.headers.get("Host", "").partition(":")[0] not in _HOSTS:
            status, kind, body = _refuse(HTTPStatus.FORBIDDEN, "wrong Host")
        else:
            status, kind, body = self.server.answer(self.path.partition("?")[0])
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the library's word
        del format, args


def _refuse(status: HTTPStatus, reason: str) -> tuple[HTTPStatus, str, bytes]:
    return _json(status, status="failing", reasons=[reason], warnings=[])


def _json(code: HTTPStatus, **said: object) -> tuple[HTTPStatus, str, bytes]:
    return code, "application/json", json.dumps(said).encode()
