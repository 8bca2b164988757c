"""A gateway client written by hand, to say what discord.py never says."""

import json
import zlib

import aiohttp

from tests.patience import PATIENCE_SECONDS


class Raw:
    """One connection, frame by frame."""

    def __init__(self, socket: aiohttp.ClientWebSocketResponse, *, compressed: bool = False):
        self.socket = socket
        self._inflate = zlib.decompressobj() if compressed else None

    async def hear(self) -> dict:
        """Read one frame."""
        frame = await self.socket.receive(timeout=PATIENCE_SECONDS)
        if frame.type is aiohttp.WSMsgType.BINARY:
            return json.loads(self._inflate.decompress(frame.data))
        assert frame.type is aiohttp.WSMsgType.TEXT, frame
        return json.loads(frame.data)

    async def hear_until(self, name: str) -> list[dict]:
        """Read frames until an event of this name has come; gives all of them."""
        heard = [await self.hear()]
        while heard[-1]["t"] != name:
            heard.append(await self.hear())
        return heard

    async def say(self, op: int, data: object) -> None:
        """Send one frame."""
        await self.socket.send_json({"op": op, "d": data})

    async def hear_close(self) -> int | None:
        """Wait for the connection to end; gives its close code."""
        ends = {aiohttp.WSMsgType.CLOSE, aiohttp.WSMsgType.CLOSING, aiohttp.WSMsgType.CLOSED}
        while (await self.socket.receive(timeout=PATIENCE_SECONDS)).type not in ends:
            pass
        return self.socket.close_code


def identity(sandbox, **changes) -> dict:
    """Give what IDENTIFY carries, valid but for the changes."""
    return {
        "token": sandbox.bot_token,
        "properties": {"os": "linux", "browser": "raw", "device": "raw"},
        "intents": 1537,
        **changes,
    }


def resumption(sandbox, ready: dict, sequence: int) -> dict:
    """Give what RESUME carries."""
    session_id = ready["d"]["session_id"]
    return {"token": sandbox.bot_token, "session_id": session_id, "seq": sequence}


async def greeted(dial, query="v=10", **options) -> Raw:
    """Connect and hear HELLO."""
    raw = await dial(query, **options)
    assert (await raw.hear())["op"] == 10
    return raw


async def identified(sandbox, dial, **changes) -> tuple[Raw, dict]:
    """Connect and say who one is; gives the answer too."""
    raw = await greeted(dial, of=sandbox)
    await raw.say(2, identity(sandbox, **changes))
    return raw, await raw.hear()
