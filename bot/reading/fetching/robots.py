"""Whether a site lets programs have a page: its robots.txt, as RFC 9309 has it.

The file is fetched by the guarded client, once for each origin of one fetch, and read in the
reading process, for its rules may be made to take for ever.
"""

from collections.abc import Awaitable, Callable
from typing import Final

import aiohttp
from yarl import URL

from bot.errors import LinkRefused, RobotsForbid, RobotsUnreachable, UserError
from bot.reading.fetching.bodies import read_beginning
from bot.reading.fetching.connections import AGENT
from bot.reading.fetching.links import parse_link, show
from bot.reading.fetching.reach import Reach
from bot.reading.fetching.visiting import visited

# The text of a robots.txt, a program's name and an address in, whether it may be fetched out.
MayFetch = Callable[[bytes, str, str], Awaitable[bool]]

_MOST_REDIRECTS: Final = 5
_MOST_BYTES: Final = 500 * 1024  # what must be read at least; we read no more
_NO_RULES: Final = b""
_SUCCESS, _REDIRECTION, _SERVER_ERROR = 2, 3, 5  # an HTTP status, in hundreds


class Robots:
    """The robots.txt files of one fetch."""

    def __init__(self, session: aiohttp.ClientSession, reach: Reach, may_fetch: MayFetch) -> None:
        self._session = session
        self._reach = reach
        self._may_fetch = may_fetch
        self._found: dict[URL, bytes] = {}

    async def require_allowed(self, url: URL) -> None:
        """Raise `RobotsForbid` or `RobotsUnreachable` where a page is not to be fetched.

        Raises what `visited` raises where the site itself cannot be reached.
        """
        link, origin = show(url), url.origin()
        if origin not in self._found:
            self._found[origin] = await self._fetch(origin / "robots.txt", link)
        rules = self._found[origin]
        if rules and not await self._ask(rules, url, link):
            raise RobotsForbid(link=link)

    async def _ask(self, rules: bytes, url: URL, link: str) -> bool:
        try:
            return await self._may_fetch(rules, AGENT, str(url))
        except UserError:
            # Rules that cannot be read in time are no rules that we could keep.
            raise RobotsUnreachable(link=link) from None

    async def _fetch(self, url: URL, link: str) -> bytes:
        """Give a site's rules; `link` is the page they are wanted for."""
        rules, target = await self._look(url, link)  # raises where the site is not to be reached
        try:
            for _ in range(_MOST_REDIRECTS):
                if target is None:
                    break
                url = parse_link(target, self._reach, base=url)
                rules, target = await self._look(url, link)
        except LinkRefused:
            raise RobotsUnreachable(link=link) from None
        return rules

    async def _look(self, url: URL, link: str) -> tuple[bytes, str | None]:
        """Give rules, or where else to look for them."""
        async with visited(self._session, url, link=link) as response:
            hundreds = response.status // 100
            if hundreds == _SERVER_ERROR:
                raise RobotsUnreachable(link=link)
            if hundreds == _REDIRECTION:
                return _NO_RULES, response.headers.get("Location")
            if hundreds == _SUCCESS:
                return await read_beginning(response, limit=_MOST_BYTES, link=link), None
            return _NO_RULES, None  # "unavailable": nothing is forbidden
