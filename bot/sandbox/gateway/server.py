"""Serving the gateway: websockets that are opened, listened to, and closed."""

import asyncio
import contextlib
import time
from collections.abc import Coroutine
from typing import Final

from aiohttp import WSMsgType, web

from bot.sandbox import assumptions
from bot.sandbox.gateway.connection import Connection
from bot.sandbox.gateway.hub import Hub
from bot.sandbox.gateway.members import MemberRequests
from bot.sandbox.gateway.starts import Starts
from bot.sandbox.gateway.talk import Closed, Talk, malformed
from bot.sandbox.state.world import World

# Up to this size a frame that is too large is heard out, and answered as Discord does.
LARGEST_READ: Final = 1 << 20
# zstd-stream is answered with plain frames, which clients take whatever they asked for: the
# standard library knows it from Python 3.14 on only.
_COMPRESSIONS: Final = frozenset({None, "zlib-stream", "zstd-stream"})

# The client said goodbye with one of these: its session is over.
_ENDING_CODES: Final = frozenset({1000, 1001})


class Gateway:
    """Accepts websockets; `close_all` ends them when the sandbox stops."""

    def __init__(
        self,
        world: World,
        hub: Hub,
        starts: Starts,
        requests: MemberRequests,
        crashes: list[Exception],
    ) -> None:
        self._world = world
        self._hub = hub
        self._starts = starts
        self._requests = requests
        self._crashes = crashes
        self._open: set[Connection] = set()

    async def serve(self, request: web.Request) -> web.StreamResponse:
        """Talk over one websocket until it closes."""
        socket = web.WebSocketResponse(compress=False, max_msg_size=LARGEST_READ, autoclose=False)
        await socket.prepare(request)
        compress = request.query.get("compress") == "zlib-stream"
        connection = Connection(socket, request, compress=compress)
        self._open.add(connection)
        writer = asyncio.create_task(self._watch(connection, connection.write()))
        try:
            await self._watch(connection, self._converse(socket, request, connection))
        finally:
            self._open.discard(connection)
            connection.hear_out()
            if not connection.says_goodbye:
                writer.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await writer
        return socket

    async def _watch(self, connection: Connection, work: Coroutine[None, None, None]) -> None:
        """Do what keeps a connection going; the sandbox's own failure is kept, and ends it."""
        try:
            await work
        except Exception as error:  # noqa: BLE001 - our own bug: kept, raised at the end
            self._crashes.append(error)
            connection.abort()

    async def _converse(
        self, socket: web.WebSocketResponse, request: web.Request, connection: Connection
    ) -> None:
        talk = Talk(self._world, self._hub, connection, self._starts, self._requests)
        await self._hub.admit()
        if request.query.get("v") != "10" or not _is_known(request):
            connection.close(4012, "Invalid API version.")
        else:
            talk.greet()
        try:
            await _listen(socket, connection, talk)
        finally:
            if talk.session is not None:
                ended = socket.close_code in _ENDING_CODES and not connection.closing
                self._hub.lose(talk.session, connection, ended=ended)

    async def close_all(self) -> None:
        """Close every connection, as a server that goes down."""
        for connection in tuple(self._open):
            connection.close(1001, "The sandbox stops.")


def _is_known(request: web.Request) -> bool:
    """Tell whether encoding and compression are any of Discord's that are served."""
    encoding, compress = request.query.get("encoding", "json"), request.query.get("compress")
    return encoding == "json" and compress in _COMPRESSIONS


async def _listen(socket: web.WebSocketResponse, connection: Connection, talk: Talk) -> None:
    """Hear frames until the connection ends; a silent client is closed with 4009."""
    patience = assumptions.HEARTBEAT_MILLISECONDS / 1000 * assumptions.HEARTBEAT_GRACE
    while True:
        try:
            async with asyncio.timeout(talk.beat_at + patience - time.monotonic()):
                message = await socket.receive()
        except TimeoutError:
            connection.close(4009, "Session timed out.")
            talk.beat_at = time.monotonic()
            continue
        if message.type not in {WSMsgType.TEXT, WSMsgType.BINARY}:
            if not connection.closing:
                # The client hangs up; its close is answered.
                await socket.close(drain=False)
            return
        try:
            if message.type is WSMsgType.BINARY:
                raise malformed()
            talk.hear(message.data)
        except Closed as closed:
            connection.close(closed.code, closed.reason)
