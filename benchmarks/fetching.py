"""What fetching a link costs: memory for answers that are refused, the loop's time for all others.

Pages are served here and fetched in a process of its own, whose peak of memory is its own too.
"""

import asyncio
import contextlib
import gzip
import json
import resource
import sys
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Final

from benchmarks.figures import Bench
from benchmarks.processes import heard, started
from bot.errors import LinkTooLarge
from bot.reading.fetching.fetcher import MOST_BYTES, Fetcher
from bot.reading.fetching.reach import Reach
from bot.reading.worker import ReadingWorker

_HOST: Final = "127.0.0.1"
_REFUSED_BYTES: Final = 200_000_000
_PIECE: Final = b"<p>Is this a page, or is it a flood?</p>\n" * 1_600
_HEAD: Final = b"HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Type: text/html\r\n"
_LARGE: Final = ("/declared", "/streamed", "/chunked", "/packed")
_TEN: Final = 10
_SCRIPT: Final = b"<script>window.settings = {'lamp': 'on'};</script>\n"
_PAGE: Final = Path(__file__).resolve().parents[1] / "tests" / "articles" / "wordpress.html"


# ── the server ────────────────────────────────────────────────────────────────────────────────


@asynccontextmanager
async def _serving() -> AsyncIterator[int]:
    """Serve pages of every size on loopback; gives the port."""
    packed = gzip.compress(bytes(_REFUSED_BYTES), 9)
    page = _PAGE.read_bytes()

    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with contextlib.suppress(ConnectionError, asyncio.IncompleteReadError):
            path = (await reader.readuntil(b"\r\n\r\n")).split()[1].decode()
            async for piece in _answer(path, page, packed):
                writer.write(piece)
                await writer.drain()
        writer.close()

    server = await asyncio.start_server(talk, _HOST, 0)
    try:
        yield server.sockets[0].getsockname()[1]
    finally:
        server.close()


async def _answer(path: str, page: bytes, packed: bytes) -> AsyncIterator[bytes]:
    match path:
        case "/declared":
            yield _HEAD + b"Content-Length: %d\r\n\r\n" % _REFUSED_BYTES
        case "/streamed":
            yield _HEAD + b"\r\n"
        case "/chunked":
            yield _HEAD + b"Transfer-Encoding: chunked\r\n\r\n"
        case "/packed":
            yield _HEAD + b"Content-Encoding: gzip\r\n\r\n" + packed
            return
        case "/page":
            yield _HEAD + b"\r\n" + page
            return
        case "/heavy":  # as large as a page may be
            heavy = page + _SCRIPT * ((MOST_BYTES - len(page)) // len(_SCRIPT))
            yield _HEAD + b"Content-Encoding: gzip\r\n\r\n" + gzip.compress(heavy, 1)
            return
        case _:
            yield b"HTTP/1.1 404 Not Found\r\nConnection: close\r\nContent-Length: 0\r\n\r\n"
            return
    for _ in range(_REFUSED_BYTES // len(_PIECE)):
        yield b"%x\r\n%b\r\n" % (len(_PIECE), _PIECE) if path == "/chunked" else _PIECE


# ── memory ────────────────────────────────────────────────────────────────────────────────────


async def _refused_megabytes() -> float:
    """Give by how much memory rises at most while an answer of 200 MB is refused."""
    rises = {}
    async with _serving() as port:
        for path in _LARGE:
            # In a process for each: what one has had and given back, the next would have for free.
            async with started("-m", "benchmarks.fetching", str(port), path) as process:
                rises[path] = (await heard(process))["megabytes"]
    print(json.dumps(rises), file=sys.stderr)
    return max(rises.values())


async def _rise(port: int, path: str) -> float:
    """Give the rise while one answer is refused; in the process that fetches."""
    fetcher = _fetcher(port, ReadingWorker())
    await fetcher.fetch(f"http://{_HOST}:{port}/page")  # the first one loads what fetching needs
    before = _forget_peak()
    with contextlib.suppress(LinkTooLarge):
        await fetcher.fetch(f"http://{_HOST}:{port}{path}")
        raise RuntimeError(f"{path} was not refused")
    return round((_peak() - before) / 1_000_000, 2)


def _forget_peak() -> int:
    """Begin the peak anew where the system can do that; gives what is held now, in bytes."""
    try:
        Path("/proc/self/clear_refs").write_text("5", "ascii")
    except OSError:
        return _peak()
    return _peak()


def _peak() -> int:
    """Give the most that was held since the peak was last forgotten, in bytes."""
    status = Path("/proc/self/status")
    if not status.exists():
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1_024
    lines = status.read_text("ascii").splitlines()
    return next(int(line.split()[1]) * 1_024 for line in lines if line.startswith("VmHWM"))


# ── the loop ──────────────────────────────────────────────────────────────────────────────────


async def _stall_milliseconds() -> float:
    """Give the longest turn of the loop while ten links are fetched and read, in CPU time.

    Half of the pages are as large as pages may be.
    """
    turns: list[float] = []

    async def watch() -> None:
        while True:
            before = time.thread_time()
            await asyncio.sleep(0)
            turns.append(time.thread_time() - before)

    async with ReadingWorker() as worker, _served_elsewhere() as port:
        fetcher = _fetcher(port, worker)

        async def take(path: str) -> None:
            found = await fetcher.fetch(f"http://{_HOST}:{port}{path}")
            await worker.read(found.data, name=found.name, media_type=found.media_type)

        await take("/page")
        watching = asyncio.create_task(watch())
        await asyncio.gather(*(take(path) for path in ("/page", "/heavy") * (_TEN // 2)))
        watching.cancel()
    return max(turns) * 1_000


@asynccontextmanager
async def _served_elsewhere() -> AsyncIterator[int]:
    async with started("-m", "benchmarks.fetching") as process:
        yield (await heard(process))["port"]


def _fetcher(port: int, worker: ReadingWorker) -> Fetcher:
    return Fetcher(_no_names, worker.may_fetch, reach=Reach(frozenset({(_HOST, port)})))


async def _no_names(host: str, port: int) -> list[str]:
    raise OSError(f"{host}:{port} is not looked up here")


async def _work(port: str = "", path: str = "") -> None:
    """Fetch one page and say what it took, or serve pages until ended."""
    if port:
        print(json.dumps({"megabytes": await _rise(int(port), path)}), flush=True)
        return
    async with _serving() as own_port:
        print(json.dumps({"port": own_port}), flush=True)
        await asyncio.Event().wait()


BENCHES = (
    Bench(name="fetch.refused_mb", unit="MB", bar=8, run=_refused_megabytes),
    Bench(name="fetch.stall", unit="ms", bar=20, run=_stall_milliseconds),
)

if __name__ == "__main__":
    asyncio.run(_work(*sys.argv[1:]))
