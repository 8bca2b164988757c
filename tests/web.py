"""A web server on loopback that answers as it is told, honestly or not."""

import asyncio
import contextlib
import ssl
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from bot.reading.fetching.reach import Reach

PAGE = """<!doctype html><html><head><title>On Lamps</title></head><body><article>
<h1>On Lamps</h1><p>Every street has lamps, and every lamp has a cost that somebody pays.</p>
<h2>Who Pays</h2><p>The town pays for most of them. Should the town dim them at night?</p>
<h2>Who Sees</h2><p>Walkers see by them, and so do thieves. Are the streets any safer?</p>
</article></body></html>"""
HTML = "text/html; charset=utf-8"


@dataclass(frozen=True)
class Request:
    """What was asked for."""

    host: str
    target: str
    headers: dict[str, str]

    @property
    def path(self) -> str:
        """The target without its query."""
        return self.target.partition("?")[0]


@dataclass
class Web:
    """A server at work; `answers` are by path, or by host and path, and begin with a status."""

    address: str
    port: int
    answers: dict[str, bytes | Callable[[], AsyncIterator[bytes]]] = field(default_factory=dict)
    requests: list[Request] = field(default_factory=list)
    connections: int = 0
    speaks_tls: bool = False

    @property
    def reach(self) -> Reach:
        """What lets a fetcher come here, and nowhere else on this machine."""
        return Reach(frozenset({(self.address, self.port)}))

    @property
    def asked(self) -> list[str]:
        """The paths asked for, in order."""
        return [request.path for request in self.requests]

    def url(self, path: str = "/", host: str | None = None) -> str:
        """Give a page's address."""
        scheme = "https" if self.speaks_tls else "http"
        return f"{scheme}://{host or self.address}:{self.port}{path}"

    def serve(
        self, path: str, body: bytes | str = PAGE, *, status: int = 200, **headers: str
    ) -> str:
        """Answer a path; headers by name, `_` for `-`, empty for none; gives the address."""
        data = body.encode() if isinstance(body, str) else body
        given = {"content-type": HTML, "content-length": str(len(data)), "connection": "close"}
        given |= {name.replace("_", "-"): value for name, value in headers.items()}
        lines = [f"{name}: {value}" for name, value in given.items() if value]
        head = "\r\n".join([f"HTTP/1.1 {status} Said", *lines, "", ""])
        self.answers[path] = head.encode("latin-1") + data
        return self.url(path)

    def redirect(self, path: str, to: str, status: int = 302) -> str:
        """Send whoever asks for a path on to another."""
        return self.serve(path, b"", status=status, location=to)

    def stream(self, path: str, chunks: Callable[[], AsyncIterator[bytes]]) -> str:
        """Answer a path with bytes as they come, head included, until the other side has enough."""
        self.answers[path] = chunks
        return self.url(path)

    async def _talk(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.connections += 1
        try:
            begun = await reader.readexactly(1)
            if begun == b"\x16":
                return  # TLS, which is not spoken here
            head = (begun + await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
            first, *lines = head.split("\r\n")[:-2]
            headers = dict(line.lower().split(": ", 1) for line in lines)
            request = Request(headers["host"].rpartition(":")[0], first.split(" ")[1], headers)
            self.requests.append(request)
            await self._answer(request, writer)
        except (ConnectionError, asyncio.IncompleteReadError):
            pass  # whoever asked has had enough
        finally:
            writer.close()

    async def _answer(self, request: Request, writer: asyncio.StreamWriter) -> None:
        missing = b"HTTP/1.1 404 Not Found\r\ncontent-length: 0\r\nconnection: close\r\n\r\n"
        answer = self.answers.get(
            f"//{request.host}{request.path}", self.answers.get(request.path, missing)
        )
        if isinstance(answer, bytes):
            writer.write(answer)
            await writer.drain()
            return
        async for chunk in answer():
            writer.write(chunk)
            await writer.drain()


@asynccontextmanager
async def serving(
    address: str = "127.0.0.1", port: int = 0, *, tls: ssl.SSLContext | None = None
) -> AsyncIterator[Web]:
    """Serve on loopback until the context ends, with `tls` over TLS."""
    talks: set[asyncio.Task] = set()
    web: Web | None = None

    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        talks.add(asyncio.current_task())
        await web._talk(reader, writer)
        talks.discard(asyncio.current_task())

    server = await asyncio.start_server(talk, address, port, ssl=tls)
    web = Web(address, server.sockets[0].getsockname()[1], speaks_tls=tls is not None)
    try:
        yield web
    finally:
        server.close()
        for task in talks:
            task.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await asyncio.gather(*talks, return_exceptions=True)


class Names:
    """A name server that answers as it is told, each time another answer if there are several."""

    def __init__(self, **answers: list[list[str]]) -> None:
        self.answers = answers
        self.asked: list[str] = []

    def know(self, host: str, *answers: list[str]) -> None:
        """Answer a name with these addresses, one list after the other, the last for ever."""
        self.answers[host] = list(answers)

    async def __call__(self, host: str, port: int) -> list[str]:
        """Look a name up."""
        del port
        self.asked.append(host)
        answers = self.answers.get(host)
        if not answers:
            raise OSError("no such name")
        return answers.pop(0) if len(answers) > 1 else answers[0]
