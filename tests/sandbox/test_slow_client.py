"""A client that does not read what it is sent: cut off, and welcome to resume."""

import asyncio
import base64
import json
import os
import socket

import pytest

from bot.sandbox import assumptions
from tests.sandbox.raw import greeted, identity, resumption

READERS = 400
MANY = [chr(0x1F600 + number) for number in range(20)]


@pytest.fixture
async def deaf(sandbox):
    """Identify over a bare socket, hear READY, and read no more; gives READY and a way to speak."""
    writers = []

    async def begin():
        host, port = sandbox._runner.addresses[0]
        plug = socket.socket()
        # So little is kept for it by the system that the sandbox soon has to.
        plug.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        plug.setblocking(False)
        await asyncio.get_running_loop().sock_connect(plug, (host, port))
        reader, writer = await asyncio.open_connection(sock=plug, limit=1024)
        writers.append(writer)
        key = base64.b64encode(os.urandom(16)).decode()
        writer.write(
            f"GET /gateway?v=10 HTTP/1.1\r\nHost: {host}:{port}\r\nUpgrade: websocket\r\n"
            "Connection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
            f"Sec-WebSocket-Key: {key}\r\n\r\n".encode()
        )
        await reader.readuntil(b"\r\n\r\n")
        _say(writer, 2, identity(sandbox))
        await sandbox.until(lambda: bool(sandbox.hub.connected))
        writer.transport.pause_reading()
        return {"d": {"session_id": sandbox.hub.connected[0].id}}, writer

    yield begin
    for each in writers:
        each.transport.abort()


def _say(writer, op, data):
    """Send a masked frame; the mask of zeros changes nothing."""
    payload = json.dumps({"op": op, "d": data}).encode()
    writer.write(bytes((0x81, 0x80 | 126)) + len(payload).to_bytes(2, "big") + bytes(4) + payload)


@pytest.fixture
async def crowd(control):
    """Make many readers and a message; gives what lets all of them react to it."""
    names = [f"reader{number}" for number in range(READERS)]
    guild = await control.world.add_guild("Crowd", channels=["general"], members=names)
    channel = guild.channels["general"]
    sent = await control.members.send(guild.owner_id, channel, "vote")
    users = [guild.members[name] for name in names]

    async def react():
        return await control.crowd.react(users, channel, int(sent["id"]), MANY)

    return react


class TestSlowClient:
    """Whoever reads nothing."""

    async def test_is_cut_off(self, sandbox, dial, monkeypatch, deaf, crowd):
        """It is cut off after a while, holds nobody up for longer, and can resume."""
        with monkeypatch.context() as impatient:
            impatient.setattr(assumptions, "STALL_SECONDS", 0.3)
            ready, _ = await deaf()
            assert await crowd() == READERS * len(MANY)
            await sandbox.until(lambda: not sandbox.hub.connected)
        raw = await greeted(dial)
        await raw.say(6, resumption(sandbox, ready, 2))
        heard = await raw.hear_until("RESUMED")
        assert [each["t"] for each in heard].count("MESSAGE_REACTION_ADD") == READERS * len(MANY)

    async def test_that_is_silent_too(self, sandbox, monkeypatch, deaf, crowd):
        """One that sends no heartbeat is gone, though it never hears that it is closed."""
        monkeypatch.setattr(assumptions, "HEARTBEAT_MILLISECONDS", 1_000)
        await deaf()
        await crowd()
        await sandbox.until(lambda: not sandbox.hub.connected)

    async def test_for_whom_far_too_much_waits(self, sandbox, monkeypatch, deaf, crowd):
        """What waits for it is bounded, whoever makes it."""
        monkeypatch.setattr("bot.sandbox.gateway.connection._MOST_WAITING", 100)
        await deaf()
        await crowd()
        await sandbox.until(lambda: not sandbox.hub.connected)
