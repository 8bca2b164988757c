"""A link ▶ the text behind it, within bounds of time, size and number of steps."""

import asyncio
import re
from typing import Final

import aiohttp
from yarl import URL

from bot.errors import (
    LinkAnswered,
    LinkNotText,
    LinkTookTooLong,
    TooManyRedirects,
)
from bot.reading.fetching.bodies import read_whole
from bot.reading.fetching.connections import Resolve, open_session
from bot.reading.fetching.links import parse_link, show
from bot.reading.fetching.reach import PUBLIC, Reach
from bot.reading.fetching.robots import MayFetch, Robots
from bot.reading.fetching.visiting import visited
from bot.reading.submission import Submission

FETCHING_SECONDS: Final = 10
MOST_REDIRECTS: Final = 5
MOST_BYTES: Final = 5_000_000
_MOST_AT_ONCE: Final = 4
_REDIRECTS: Final = frozenset({301, 302, 303, 307, 308})
_OK: Final = 200
_TEXTS: Final = frozenset(
    {"text/html", "application/xhtml+xml", "text/plain", "text/markdown", "text/x-markdown"}
)
# What no text has among its first bytes; UTF-16 has, and begins with a mark.
_BINARY: Final = re.compile(rb"[\x00-\x08\x0b\x0e-\x1a\x1c-\x1f]")
_WIDE_MARKS: Final = (b"\xff\xfe", b"\xfe\xff")
_SAMPLE: Final = 1_024


class Fetcher:
    """Fetches pages; a handful at once, so that slow sites hold up nothing but themselves.

    `seconds` are for one fetch with all its steps, its robots.txt included.
    """

    def __init__(
        self,
        resolve: Resolve,
        may_fetch: MayFetch,
        *,
        reach: Reach = PUBLIC,
        seconds: int = FETCHING_SECONDS,
    ) -> None:
        self._resolve = resolve
        self._may_fetch = may_fetch
        self._reach = reach
        self._seconds = seconds
        self._turns = asyncio.Semaphore(_MOST_AT_ONCE)

    async def fetch(self, given: str) -> Submission:
        """Fetch the page behind a link, as somebody wrote it; its `source` is its final address.

        Raises a `LinkRefused` for whatever keeps it from being fetched.
        """
        url = parse_link(given, self._reach)
        async with self._turns:
            try:
                async with (
                    asyncio.timeout(self._seconds),
                    open_session(self._reach, self._resolve) as session,
                ):
                    return await self._follow(session, url)
            except TimeoutError:
                raise LinkTookTooLong(link=show(url), seconds=self._seconds) from None

    async def _follow(self, session: aiohttp.ClientSession, first: URL) -> Submission:
        robots = Robots(session, self._reach, self._may_fetch)
        url = first
        for _ in range(MOST_REDIRECTS + 1):
            await robots.require_allowed(url)
            async with visited(session, url, link=show(url)) as response:
                target = response.headers.get("Location")
                if response.status not in _REDIRECTS or target is None:
                    return await _take(response, url)
            url = parse_link(target, self._reach, base=url)
        raise TooManyRedirects(link=show(first), most=MOST_REDIRECTS)


async def _take(response: aiohttp.ClientResponse, url: URL) -> Submission:
    link = show(url)
    if response.status != _OK:
        raise LinkAnswered(link=link, status=response.status)
    media_type = response.headers.get("Content-Type", "")
    essence = media_type.partition(";")[0].strip().lower()
    if essence and essence not in _TEXTS:
        raise LinkNotText(link=link, media_type=essence)
    data = await read_whole(response, limit=MOST_BYTES, link=link)
    if not essence and _is_binary(data):
        raise LinkNotText(link=link, media_type="")
    return Submission(
        data=data,
        name=url.name or url.host or link,
        media_type=media_type or None,
        source=str(url),
    )


def _is_binary(data: bytes) -> bool:
    return not data.startswith(_WIDE_MARKS) and _BINARY.search(data[:_SAMPLE]) is not None
