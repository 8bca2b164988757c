"""One gateway connection: a single writer, so that frames keep their order."""

import asyncio
import json
import zlib
from dataclasses import dataclass
from typing import Any

from aiohttp import ClientConnectionError, web


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
        self._outbox: asyncio.Queue[str | _Close] = asyncio.Queue()
        self._compressor = zlib.compressobj() if compress else None
        self.closing = False

    def send(self, op: int, data: Any = None) -> None:
        """Queue a frame that is no dispatch."""
        self.send_text(json.dumps({"op": op, "d": data, "s": None, "t": None}))

    def send_text(self, frame: str) -> None:
        """Queue a frame that is already JSON; after a close nothing is queued any more."""
        if not self.closing:
            self._outbox.put_nowait(frame)

    def close(self, code: int, reason: str = "") -> None:
        """Close after everything queued was written."""
        if not self.closing:
            self._outbox.put_nowait(_Close(code, reason))
        self.closing = True

    def abort(self) -> None:
        """Cut the line without a word."""
        self.closing = True
        if self._request.transport is not None:
            self._request.transport.abort()

    async def write(self) -> None:
        """Write what is queued until the connection closes."""
        while True:
            item = await self._outbox.get()
            try:
                if isinstance(item, _Close):
                    await self._socket.close(code=item.code, message=item.reason.encode())
                    return
                await self._write_frame(item)
            except (ConnectionError, ClientConnectionError):
                # The reader sees the end of the connection too, and settles it.
                return

    async def _write_frame(self, frame: str) -> None:
        if self._compressor is None:
            await self._socket.send_str(frame)
            return
        compressed = self._compressor.compress(frame.encode())
        await self._socket.send_bytes(compressed + self._compressor.flush(zlib.Z_SYNC_FLUSH))
