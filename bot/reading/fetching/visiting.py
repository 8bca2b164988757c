"""One request and its answer, whose troubles become errors of ours that name no secrets."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import aiohttp
from yarl import URL

from bot.errors import LinkNotPublic, LinkUnreachable
from bot.reading.fetching.connections import AddressRefused


@asynccontextmanager
async def visited(
    session: aiohttp.ClientSession, url: URL, *, link: str
) -> AsyncIterator[aiohttp.ClientResponse]:
    """Ask for a URL and follow nothing; errors are those of `link`.

    Raises `LinkNotPublic` where no connection may lead, or no name is found, and `LinkUnreachable`.
    None is raised from its cause, which may name the query.
    """
    try:
        async with session.get(url, allow_redirects=False) as response:
            yield response
    except aiohttp.ClientConnectorDNSError:
        raise LinkNotPublic(link=link) from None
    except aiohttp.ClientConnectorError as error:
        if isinstance(error.os_error, AddressRefused):
            raise LinkNotPublic(link=link) from None
        raise LinkUnreachable(link=link) from None
    except (aiohttp.ClientError, ConnectionError):
        raise LinkUnreachable(link=link) from None
