"""One gateway connection: a single writer, so that frames keep their order."""

import asyncio
import contextlib
import json
import struct
import time
import zlib
from collections import deque
from dataclasses import dataclass
from typing import Any, Final

from aiohttp import web

from bot.sandbox import assumptions

_TEXT: Final = 0x81
_BINARY: Final = 0x82
_CLOSE: Final = 0x88
_SHORT: Final = 126
_MEDIUM: Final = 1 << 16
# So many frames are handed to the socket at once, and so many bytes may wait there.
_BATCH: Final = 64
_MOST_BUFFERED: Final = 1 << 20
_LOOK_AGAIN_SECONDS: Final = 0.005
# So many frames may wait for a slow client before whoever makes a crowd of them waits too.
_CROWDED: Final = 2_000
# More than a session keeps for RESUME and than 5,000 servers need at once.
_MOST_WAITING: Final = 100_000
# A client that shall be told goodbye may take nothing, or not answer, so long, in real seconds.
_GOODBYE_SECONDS: Final = 5.0


@dataclass(frozen=True, slots=True)
class _Close:
    code: int
    reason: str


class Connection:
    """Queues frames and writes them one after the other, compressed if the client asked."""

    def __init__(
        self, socket: web.WebSocketResponse, request: web.Request, *, compress: bool
    ) -> None:
        self._socket = socket
        self._request = request
        self._outbox: deque[str | _Close] = deque()
        self._filled = asyncio.Event()
        self._roomy = asyncio.Event()
        self._answered = asyncio.Event()
        self._compressor = zlib.compressobj(level=1) if compress else None
        self._mute = False
        self.closing = False
        self.says_goodbye = False

    def send(self, op: int, data: Any = None) -> None:
        """Queue a frame that is no dispatch."""
        self.send_text(json.dumps({"op": op, "d": data, "s": None, "t": None}))

    def send_text(self, frame: str) -> None:
        """Queue a frame that is already JSON; after a close nothing is queued any more.

        A client for whom far too much waits is cut off.
        """
        if self.closing or self._mute:
            return
        self._outbox.append(frame)
        self._filled.set()
        if len(self._outbox) > _MOST_WAITING:
            self.abort()

    def mute(self) -> None:
        """Let nothing through any more, though the line stays open: a zombie."""
        self._mute = True

    async def room(self) -> None:
        """Let frames be written; wait while too many of them wait."""
        await asyncio.sleep(0)
        if len(self._outbox) > _CROWDED and not self.closing:
            self._roomy.clear()
            await self._roomy.wait()

    def close(self, code: int, reason: str = "") -> None:
        """Close after everything queued was written; who does not read it is cut off."""
        if not self.closing:
            self._outbox.append(_Close(code, reason))
            self._filled.set()
            self.says_goodbye = True
        self.closing = True

    def hear_out(self) -> None:
        """Note that nothing more will be heard: the client has answered a close, or is gone."""
        self._answered.set()

    def abort(self) -> None:
        """Cut the line without a word."""
        self.closing, self.says_goodbye = True, False
        if self._request.transport is not None:
            self._request.transport.abort()

    async def write(self) -> None:
        """Write what is queued until the connection closes."""
        try:
            while await self._filled.wait():
                self._filled.clear()
                while self._outbox:
                    if not await self._write_batch():
                        return
                self._roomy.set()
        finally:
            self.closing = True
            self._roomy.set()

    async def _write_batch(self) -> bool:
        """Write some frames in one go; False when the connection has ended."""
        batch: list[bytes] = []
        while self._outbox and len(batch) < _BATCH:
            item = self._outbox.popleft()
            if isinstance(item, _Close):
                await self._hand_over(batch)
                await self._say_goodbye(item)
                return False
            batch.append(self._frame(item))
        return await self._hand_over(batch)

    async def _hand_over(self, batch: list[bytes]) -> bool:
        # The frames are made here and not by aiohttp, whose writer asks the system once for each.
        transport = self._request.transport
        if transport is None or transport.is_closing():
            # The reader sees the end of the connection too, and settles it.
            return False
        transport.write(b"".join(batch))
        return await self._drain(transport, _MOST_BUFFERED)

    async def _drain(self, transport: asyncio.Transport, most: int) -> bool:
        """Wait until so little is left to be sent; cut off who takes nothing, and tell False."""
        left, since = transport.get_write_buffer_size(), time.monotonic()
        # A transport tells nobody but its protocol, which is aiohttp's, that it has room again.
        while left > most:
            await asyncio.sleep(_LOOK_AGAIN_SECONDS)
            now_left = transport.get_write_buffer_size()
            if now_left < left:
                left, since = now_left, time.monotonic()
            elif time.monotonic() - since > self._patience:
                self.abort()
                return False
        return not transport.is_closing()

    @property
    def _patience(self) -> float:
        return _GOODBYE_SECONDS if self.closing else assumptions.STALL_SECONDS

    def _frame(self, text: str) -> bytes:
        """Make a websocket frame of a payload, as RFC 6455 has it: whole and unmasked."""
        payload, kind = text.encode(), _TEXT
        if self._compressor is not None:
            packed = self._compressor.compress(payload)
            payload, kind = packed + self._compressor.flush(zlib.Z_SYNC_FLUSH), _BINARY
        size = len(payload)
        if size < _SHORT:
            return bytes((kind, size)) + payload
        if size < _MEDIUM:
            return struct.pack("!BBH", kind, 126, size) + payload
        return struct.pack("!BBQ", kind, 127, size) + payload

    async def _say_goodbye(self, close: _Close) -> None:
        """Send the close frame, and keep the line until the client has answered it.

        Not by aiohttp's `close`, which hangs up at once where another task is listening: the client
        would then see 1006 in place of the code.
        """
        transport = self._request.transport
        if transport is None or not await self._drain(transport, 0):
            return
        said = struct.pack("!H", close.code) + close.reason.encode()
        transport.write(bytes((_CLOSE, len(said))) + said)
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(_GOODBYE_SECONDS):
                await self._answered.wait()
        transport.close()
