"""A loopback gateway that only offers votes: `python -m benchmarks.votes.gateway FILE`.

It keeps no books, as the sandbox does of every reaction, and so can offer more than a client takes.
FILE holds the open polls. It prints {"api_url": …, "gateway_url": …}. What it is asked to offer is
posted to `/offer` there, as {"votes": number, "rate": per second, or null for as fast as it goes};
the answer says when each vote went out. `/requests` counts the client's requests from then on.
"""

import asyncio
import json
import struct
import sys
import time
import zlib
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from aiohttp import WSMsgType, web

from benchmarks.votes.crowd import (
    BOT_ID,
    OpenPoll,
    write_bot,
    write_frame,
    write_guild,
    write_ready,
    write_votes,
)

_API = "/api/v10"
_HELLO = {"op": 10, "d": {"heartbeat_interval": 600_000}, "s": None, "t": None}
_HEARTBEAT, _IDENTIFY, _ACKNOWLEDGED = 1, 2, 11
_SHORT, _MEDIUM = 126, 1 << 16
_AT_ONCE = 64
_MOST_BUFFERED = 1 << 20
_TICK_SECONDS = 0.001
_NO_ACCESS = {"code": 50001, "message": "Missing Access"}


class Line:
    """A client's connection: frames are written in one go, past aiohttp's writer."""

    def __init__(self, request: web.Request) -> None:
        self._compressor = zlib.compressobj(level=1) if "compress" in request.query else None
        self._transport = request.transport
        self.sequence = 0

    def tell(self, name: str, data: object) -> None:
        """Tell an event."""
        self.write([self.pack(name, data)])

    def say(self, payload: object) -> None:
        """Say what is no event."""
        self.write([self._frame(json.dumps(payload).encode())])

    def pack(self, name: str, data: object) -> bytes:
        """Make an event's frame; frames must be written in the order in which they were made."""
        self.sequence += 1
        return self._frame(write_frame(self.sequence, name, data))

    def write(self, frames: Sequence[bytes]) -> None:
        """Write frames."""
        if self._transport is not None:
            self._transport.write(b"".join(frames))

    @property
    def buffered(self) -> int:
        """How many bytes wait for the client."""
        return self._transport.get_write_buffer_size() if self._transport else 0

    def _frame(self, payload: bytes) -> bytes:
        kind = 0x81
        if self._compressor is not None:
            packed = self._compressor.compress(payload)
            payload, kind = packed + self._compressor.flush(zlib.Z_SYNC_FLUSH), 0x82
        size = len(payload)
        if size < _SHORT:
            return bytes((kind, size)) + payload
        if size < _MEDIUM:
            return struct.pack("!BBH", kind, 126, size) + payload
        return struct.pack("!BBQ", kind, 127, size) + payload


class Gateway:
    """The gateway, and as much of the API as a bot needs to log in."""

    def __init__(self, polls: Sequence[OpenPoll]) -> None:
        self._polls = polls
        self._guild_ids = sorted({poll.guild_id for poll in polls})
        self._line: Line | None = None
        self._requests = 0
        self.url = ""
        self.app = web.Application()
        self.app.add_routes(
            [
                web.get("/gateway", self._serve),
                web.post(f"{_API}/offer", self._offer),
                web.get(f"{_API}/requests", self._count),
                web.route("*", f"{_API}/{{path:.*}}", self._answer),
            ]
        )

    async def _answer(self, request: web.Request) -> web.Response:
        self._requests += 1
        where = f"{request.method} /{request.match_info['path']}"
        answers: dict[str, Any] = {
            "GET /gateway": {"url": self.url},
            "GET /gateway/bot": {
                "url": self.url,
                "shards": 1,
                "session_start_limit": {
                    "total": 1_000,
                    "remaining": 1_000,
                    "reset_after": 0,
                    "max_concurrency": 1,
                },
            },
            "GET /users/@me": write_bot(),
            "GET /oauth2/applications/@me": {
                "id": str(BOT_ID),
                "name": "Colloquy",
                "icon": None,
                "description": "",
                "bot_public": True,
                "bot_require_code_grant": False,
                "verify_key": "",
                "owner": write_bot(),
                "flags": 0,
            },
            f"PUT /applications/{BOT_ID}/commands": [],
        }
        # Whatever else is asked for is refused for good: no votes can be read back here.
        found = answers.get(where)
        # discord.py takes nothing for JSON that names a character set.
        return web.Response(
            body=json.dumps(_NO_ACCESS if found is None else found).encode(),
            content_type="application/json",
            status=403 if found is None else 200,
        )

    async def _serve(self, request: web.Request) -> web.WebSocketResponse:
        socket = web.WebSocketResponse(max_msg_size=0)
        await socket.prepare(request)
        line = self._line = Line(request)
        line.say(_HELLO)
        async for message in socket:
            if message.type is not WSMsgType.TEXT:
                continue
            op = json.loads(message.data)["op"]
            if op == _HEARTBEAT:
                line.say({"op": _ACKNOWLEDGED, "d": None, "s": None, "t": None})
            elif op == _IDENTIFY:
                line.tell("READY", write_ready(self.url, self._guild_ids))
                for guild_id in self._guild_ids:
                    line.tell("GUILD_CREATE", write_guild(guild_id))
        return socket

    async def _offer(self, request: web.Request) -> web.Response:
        asked = await request.json()
        line = self._line
        if line is None:
            raise web.HTTPConflict
        frames = [line.pack(*event) for event in write_votes(self._polls, asked["votes"])]
        self._requests = 0
        rate = asked["rate"]
        offering = _pour(line, frames) if rate is None else _drip(line, frames, rate)
        return web.json_response({"sent": await offering})

    async def _count(self, _request: web.Request) -> web.Response:
        return web.json_response({"requests": self._requests})


async def _pour(line: Line, frames: Sequence[bytes]) -> list[float]:
    """Write frames as fast as the client takes them."""
    sent: list[float] = []
    for at in range(0, len(frames), _AT_ONCE):
        some = frames[at : at + _AT_ONCE]
        sent += [time.monotonic()] * len(some)
        line.write(some)
        await asyncio.sleep(0)
        while line.buffered > _MOST_BUFFERED:
            await asyncio.sleep(_TICK_SECONDS)
    return sent


async def _drip(line: Line, frames: Sequence[bytes], rate: float) -> list[float]:
    """Write so many frames a second."""
    sent: list[float] = []
    began = time.monotonic()
    while len(sent) < len(frames):
        now = time.monotonic()
        some = frames[len(sent) : int((now - began) * rate) + 1]
        sent += [now] * len(some)
        line.write(some)
        await asyncio.sleep(_TICK_SECONDS)
    return sent


async def main(polls: Sequence[OpenPoll]) -> None:
    """Serve until ended."""
    gateway = Gateway(polls)
    runner = web.AppRunner(gateway.app)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    host, port = runner.addresses[0][:2]
    gateway.url = f"ws://{host}:{port}/gateway"
    told = {"api_url": f"http://{host}:{port}{_API}", "gateway_url": gateway.url}
    print(json.dumps(told), flush=True)
    await asyncio.Event().wait()


if __name__ == "__main__":
    plan = json.loads(Path(sys.argv[1]).read_text("utf-8"))
    asyncio.run(main([OpenPoll(**poll) for poll in plan]))
