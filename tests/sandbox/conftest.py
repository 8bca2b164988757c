"""A sandbox per test, and the real discord.py client connected to it."""

import asyncio
import warnings
from contextlib import asynccontextmanager

import aiohttp
import pytest
import yarl

with warnings.catch_warnings():
    # Its voice support imports audioop, deprecated in Python 3.11 and 3.12; we have no voice.
    warnings.filterwarnings("ignore", message="'audioop' is deprecated")
    import discord

from bot.sandbox import Sandbox, permissions
from tests.sandbox.openapi import conforms  # noqa: F401 - a fixture that looks on by itself
from tests.sandbox.puppet import ROW, Puppet, Rest, post_components
from tests.sandbox.raw import Raw
from tests.sandbox.scribe import ALL, Scribe, play
from tests.sandbox.stranger import Stranger


@pytest.fixture
async def sandbox():
    """Run a sandbox; whatever it does not understand fails the test."""
    async with Sandbox(seed=7) as running:
        yield running
        assert running.unrouted == []


@pytest.fixture
async def control(sandbox):
    """Give the control client."""
    return sandbox.control


@pytest.fixture
def point_at(monkeypatch):
    """Point discord.py at a sandbox."""

    def redirect(running: Sandbox) -> None:
        monkeypatch.setattr(discord.http.Route, "BASE", running.api_url)
        gateway = yarl.URL(running.gateway_url)
        monkeypatch.setattr(discord.gateway.DiscordWebSocket, "DEFAULT_GATEWAY", gateway)
        monkeypatch.setattr(discord.asset.Asset, "BASE", running.cdn_url)

    return redirect


async def _ready(sandbox: Sandbox, bot: discord.Client, started: asyncio.Task) -> None:
    """Wait until a client has become ready; raise what ended it if it ends before that."""

    async def become_ready() -> None:
        await sandbox.until(lambda: bool(sandbox.hub.connected))
        await bot.wait_until_ready()

    ready = asyncio.ensure_future(become_ready())
    await asyncio.wait({ready, started}, return_when=asyncio.FIRST_COMPLETED)
    if started.done():
        ready.cancel()
        started.result()
    await ready


@pytest.fixture
def connect(sandbox, point_at):
    """Offer a context manager in which a client is connected and ready."""
    point_at(sandbox)

    @asynccontextmanager
    async def running(bot: discord.Client):
        started = asyncio.create_task(bot.start(sandbox.bot_token))
        try:
            await _ready(sandbox, bot, started)
            yield bot
        finally:
            await bot.close()
            await asyncio.wait({started})
        started.result()

    return running


@pytest.fixture
async def guild(control):
    """Make a server with three members and two channels."""
    return await control.world.add_guild(
        "Readers", owner="olga", channels=["general", "books"], members=["ada", "ben", "cleo"]
    )


@pytest.fixture
async def rest(sandbox, guild):
    """Make requests as the bot, which may do everything an administrator gives away."""
    await sandbox.control.world.invite_bot(guild.id, permissions.ALL & ~permissions.ADMINISTRATOR)
    return Rest(sandbox)


@pytest.fixture
def general(guild):
    """Give the channel's id."""
    return guild.channels["general"]


@pytest.fixture
async def message(rest, general):
    """Let the bot post a message; give its id."""
    return int((await rest.ok("POST", f"/channels/{general}/messages", {"content": "x"}))["id"])


@pytest.fixture
async def puppet(connect, guild):  # noqa: ARG001 - the server must be there first
    """Connect a client that answers as told."""
    async with connect(Puppet()) as connected:
        yield connected


@pytest.fixture
async def buttons(sandbox, puppet, guild):  # noqa: ARG001 - the bot is connected
    """Let the bot post buttons; give the message's id."""
    return await post_components(sandbox, guild, [ROW])


@pytest.fixture
def click(control, guild, buttons):
    """Let a member press a button of that message."""

    async def press(custom_id="go", member="ada", **more):
        return await control.members.click(
            guild.members[member], guild.channels["general"], buttons, custom_id, **more
        )

    return press


@pytest.fixture
async def bot(connect, guild):  # noqa: ARG001 - the server must be there first
    """Connect the stranger and wait until it is ready."""
    async with connect(Stranger()) as connected:
        yield connected


@pytest.fixture
async def dial(sandbox):
    """Open raw gateway connections."""
    async with aiohttp.ClientSession() as session:

        async def connect(query="v=10&encoding=json", *, of=sandbox):
            socket = await session.ws_connect(f"{of.gateway_url}?{query}")
            return Raw(socket, compressed="zlib" in query)

        yield connect


@pytest.fixture
async def played(sandbox, connect, control, guild):
    """Let everything happen once while a scribe listens; the module's sandbox is open to it."""
    await control.world.invite_bot(guild.id, ALL)
    await Rest(sandbox).ok("PATCH", f"/guilds/{guild.id}/members/@me", {"nick": "Scribe"})
    async with connect(Scribe()) as scribe:
        await play(sandbox, scribe, control, guild)
        yield scribe
