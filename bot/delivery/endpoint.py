"""Where the API is: discord.py is pointed at another base, such as a REST proxy or the sandbox.

The gateway's address is asked of that API, so that the token never goes anywhere else.
"""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from urllib.parse import urlsplit

import aiohttp
import discord.gateway
import discord.http
import yarl

from bot.errors import ApiUnreachable, BadSetting
from bot.settings import is_loopback

_ANSWER_WITHIN = aiohttp.ClientTimeout(total=5)
_SETTING = "COLLOQUY_API_URL"


@asynccontextmanager
async def api_at(api_url: str | None) -> AsyncIterator[None]:
    """Point discord.py at `api_url` while the context lasts; None leaves it at Discord.

    discord.py keeps the addresses on its classes, so one process speaks to one API at a time.
    Raises `ApiUnreachable`, or `BadSetting` where the API names an unsafe gateway.
    """
    if api_url is None:
        yield
        return
    gateway = await _ask_gateway(api_url)
    before = discord.http.Route.BASE, discord.gateway.DiscordWebSocket.DEFAULT_GATEWAY
    discord.http.Route.BASE = api_url
    discord.gateway.DiscordWebSocket.DEFAULT_GATEWAY = gateway
    try:
        yield
    finally:
        discord.http.Route.BASE, discord.gateway.DiscordWebSocket.DEFAULT_GATEWAY = before


async def _ask_gateway(api_url: str) -> yarl.URL:
    try:
        async with (
            aiohttp.ClientSession(timeout=_ANSWER_WITHIN) as session,
            session.get(f"{api_url}/gateway", allow_redirects=False) as answer,
        ):
            answer.raise_for_status()
            gateway = str((await answer.json(content_type=None))["url"])
    except (aiohttp.ClientError, OSError, TimeoutError, ValueError, KeyError, TypeError) as error:
        raise ApiUnreachable(url=api_url) from error
    parts = urlsplit(gateway)
    if parts.scheme != "wss" and not is_loopback(parts.hostname or ""):
        raise BadSetting(name=_SETTING, reason="its gateway is neither encrypted nor on loopback")
    return yarl.URL(gateway)
