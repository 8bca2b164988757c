"""Serving the gateway: the handshake, heartbeats, and what the client may say when."""

import asyncio
import contextlib
import json
import time
from typing import Any, Final

from aiohttp import WSMsgType, web

from bot.sandbox import assumptions, intents
from bot.sandbox.gateway.connection import Connection
from bot.sandbox.gateway.hub import INVALID_SESSION, Hub
from bot.sandbox.gateway.members import send_chunks
from bot.sandbox.gateway.session import Session
from bot.sandbox.jsontypes import Json
from bot.sandbox.state.world import World

HEARTBEAT: Final = 1
IDENTIFY: Final = 2
PRESENCE: Final = 3
VOICE: Final = 4
RESUME: Final = 6
REQUEST_MEMBERS: Final = 8
HELLO: Final = 10
HEARTBEAT_ACK: Final = 11
LARGEST_FRAME: Final = 4096
# Up to this size a frame that is too large is heard out, and answered as Discord does.
LARGEST_READ: Final = 1 << 20
MOST_FRAMES: Final = 120
FRAME_WINDOW: Final = 60.0

# The client said goodbye with one of these: its session is over.
_ENDING_CODES: Final = frozenset({1000, 1001})


class Closed(Exception):
    """The client did something that ends the connection with a close code."""

    def __init__(self, code: int, reason: str) -> None:
        super().__init__(code, reason)
        self.code = code
        self.reason = reason


class Talk:
    """The conversation over one connection."""

    def __init__(self, world: World, hub: Hub, connection: Connection) -> None:
        self._world = world
        self._hub = hub
        self._connection = connection
        self._frames: list[float] = []
        self.session: Session | None = None
        self.beat_at = time.monotonic()

    def greet(self) -> None:
        """Say HELLO."""
        self._connection.send(
            HELLO, {"heartbeat_interval": assumptions.HEARTBEAT_MILLISECONDS, "_trace": []}
        )

    def hear(self, text: str) -> None:
        """Take one frame; raises Closed for what Discord does not tolerate."""
        self._count_frame()
        if len(text.encode()) > LARGEST_FRAME:
            raise Closed(4002, "Payload too large.")
        frame = _decode(text)
        op, data = frame.get("op"), frame.get("d")
        if op == HEARTBEAT:
            self.beat_at = time.monotonic()
            self._connection.send(HEARTBEAT_ACK)
        elif op == IDENTIFY:
            self._identify(data)
        elif op == RESUME:
            self._resume(data)
        elif op in {PRESENCE, VOICE, REQUEST_MEMBERS}:
            self._ask(op, data)
        else:
            raise Closed(4001, "Unknown opcode.")

    def _count_frame(self) -> None:
        now = time.monotonic()
        self._frames = [each for each in self._frames if now - each < FRAME_WINDOW]
        self._frames.append(now)
        if len(self._frames) > MOST_FRAMES:
            raise Closed(4008, "Rate limited.")

    def _identify(self, data: Any) -> None:
        if self.session is not None:
            raise Closed(4005, "Already authenticated.")
        if not isinstance(data, dict) or "properties" not in data:
            raise Closed(4002, "Error while decoding payload.")
        if data.get("token") != self._world.bot_token:
            raise Closed(4004, "Authentication failed.")
        shard, shards = _read_shard(data.get("shard", [0, 1]))
        wanted = self._read_intents(data.get("intents"))
        session_id = self._world.ids.draw_token()
        self.session = Session(session_id, shard, shards, wanted, self._connection)
        self._hub.begin(self.session)

    def _read_intents(self, wanted: Any) -> int:
        if not isinstance(wanted, int) or wanted & ~intents.KNOWN:
            raise Closed(4013, "Invalid intent(s).")
        if wanted & intents.PRIVILEGED & ~self._world.privileged_intents:
            raise Closed(4014, "Disallowed intent(s).")
        return wanted

    def _resume(self, data: Any) -> None:
        if self.session is not None:
            raise Closed(4005, "Already authenticated.")
        if not isinstance(data, dict) or data.get("token") != self._world.bot_token:
            raise Closed(4004, "Authentication failed.")
        session_id, sequence = str(data.get("session_id")), int(data.get("seq") or 0)
        self.session = self._hub.resume(session_id, sequence, self._connection)
        if self.session is None:
            self._connection.send(INVALID_SESSION, data=False)

    def _ask(self, op: int, data: Any) -> None:
        if self.session is None:
            raise Closed(4003, "Not authenticated.")
        if op == REQUEST_MEMBERS:
            send_chunks(self._world, self.session, data)


def _decode(text: str) -> Json:
    try:
        frame = json.loads(text)
    except ValueError:
        raise Closed(4002, "Error while decoding payload.") from None
    if not isinstance(frame, dict):
        raise Closed(4002, "Error while decoding payload.")
    return frame


def _read_shard(shard: Any) -> tuple[int, int]:
    match shard:
        case [int(number), int(count)] if 0 <= number < count:
            return number, count
    raise Closed(4010, "Invalid shard.")


class Gateway:
    """Accepts websockets; `close_all` ends them when the sandbox stops."""

    def __init__(self, world: World, hub: Hub) -> None:
        self._world = world
        self._hub = hub
        self._open: set[Connection] = set()

    async def serve(self, request: web.Request) -> web.StreamResponse:
        """Talk over one websocket until it closes."""
        socket = web.WebSocketResponse(compress=False, max_msg_size=LARGEST_READ)
        await socket.prepare(request)
        compress = request.query.get("compress") == "zlib-stream"
        connection = Connection(socket, request, compress=compress)
        self._open.add(connection)
        writer = asyncio.create_task(connection.write())
        try:
            await self._converse(socket, request, connection)
        finally:
            self._open.discard(connection)
            writer.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await writer
        return socket

    async def _converse(
        self, socket: web.WebSocketResponse, request: web.Request, connection: Connection
    ) -> None:
        talk = Talk(self._world, self._hub, connection)
        await self._hub.admit()
        if request.query.get("v") != "10" or request.query.get("encoding", "json") != "json":
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
        if message.type is not WSMsgType.TEXT:
            return
        try:
            talk.hear(message.data)
        except Closed as closed:
            connection.close(closed.code, closed.reason)
