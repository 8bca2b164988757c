"""The client that pages are fetched with: no cookies, no proxies, and guarded connections.

The address is checked where the socket for it is made, and the socket is connected to that very
address: between check and connection nothing is looked up again.
"""

import asyncio
import socket
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from typing import Any, Final

import aiohttp
from aiohttp.abc import AbstractResolver, ResolveResult

from bot.reading.fetching.reach import Reach

# To sites and in their robots.txt we go by this name.
AGENT: Final = "Colloquy"
_USER_AGENT: Final = f"{AGENT}/1.0 (Discord bot; reads a page when an organizer asks)"
_BUFFER: Final = 2**16
_MOST_LOOKUPS: Final = 4

# A host's name and the port in, its addresses out; OSError where there are none.
Resolve = Callable[[str, int], Awaitable[Sequence[str]]]


class AddressRefused(OSError):
    """A connection would lead to where none may lead."""


@asynccontextmanager
async def system_names() -> AsyncIterator[Resolve]:
    """Give the system's own look-up, in threads of its own: a slow one holds up nobody else."""
    threads = ThreadPoolExecutor(_MOST_LOOKUPS, thread_name_prefix="names")

    async def resolve(host: str, port: int) -> Sequence[str]:
        loop = asyncio.get_running_loop()
        found = await loop.run_in_executor(threads, _look_up, host, port)
        return list(dict.fromkeys(str(address[0]) for *_, address in found))

    try:
        yield resolve
    finally:
        threads.shutdown(wait=False, cancel_futures=True)


def _look_up(host: str, port: int) -> list[Any]:
    try:
        return list(socket.getaddrinfo(host, port, type=socket.SOCK_STREAM))
    except UnicodeError as error:  # a label too long, or empty
        raise OSError(str(error)) from None


def open_session(reach: Reach, resolve: Resolve) -> aiohttp.ClientSession:
    """Give a client for one fetch; to be called where a loop runs."""
    return aiohttp.ClientSession(
        connector=aiohttp.TCPConnector(
            resolver=_GuardedNames(reach, resolve),
            socket_factory=_GuardedSockets(reach),
            use_dns_cache=False,
        ),
        cookie_jar=aiohttp.DummyCookieJar(),
        headers={
            "User-Agent": _USER_AGENT,
            "Accept": "text/html, application/xhtml+xml, text/markdown, text/plain, */*;q=0.1",
            "Accept-Encoding": "gzip",
        },
        trust_env=False,
        auto_decompress=False,
        read_bufsize=_BUFFER,
        timeout=aiohttp.ClientTimeout(total=None),
    )


class _GuardedNames(AbstractResolver):
    """Refuses a name that has any address where no connection may lead."""

    def __init__(self, reach: Reach, resolve: Resolve) -> None:
        self._reach = reach
        self._resolve = resolve

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_UNSPEC
    ) -> list[ResolveResult]:
        """Give the addresses of a name, all of them allowed; raises OSError."""
        del family
        addresses = await self._resolve(host, port)
        if not all(self._reach.allows(address, port) for address in addresses):
            raise AddressRefused
        return [
            ResolveResult(
                hostname=host,
                host=address,
                port=port,
                family=socket.AF_INET6 if ":" in address else socket.AF_INET,
                proto=socket.IPPROTO_TCP,
                flags=socket.AI_NUMERICHOST,
            )
            for address in addresses
        ]

    async def close(self) -> None:
        """Nothing to close: who handed the look-up in closes it."""


class _GuardedSockets:
    """Makes a socket for an address to be connected to, or refuses; every connection passes here.

    Also those to addresses in the link itself, which no look-up precedes.
    """

    def __init__(self, reach: Reach) -> None:
        self._reach = reach

    def __call__(self, addr_info: tuple[Any, ...]) -> socket.socket:
        family, kind, protocol, _, address = addr_info
        endpoint = (str(address[0]), int(address[1]))
        is_beside = endpoint in self._reach.besides
        if not self._reach.allows(*endpoint) or (not is_beside and leads_back(family, endpoint)):
            raise AddressRefused
        return socket.socket(family, kind, protocol)


def leads_back(family: int, endpoint: tuple[str, int]) -> bool:
    """Say whether an address is this machine's own, which a firewall before it does not shield.

    Nothing is sent: the system only chooses from where it would send.
    """
    with socket.socket(family, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(endpoint)
        except OSError:
            return False
        return bool(probe.getsockname()[0] == endpoint[0])
