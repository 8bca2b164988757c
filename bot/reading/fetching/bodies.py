"""The body of an answer, unpacked piece by piece, so that no answer costs more than its limit."""

import asyncio
import zlib
from collections.abc import AsyncIterator
from typing import Final

import aiohttp

from bot.errors import LinkPacked, LinkTooLarge

_PIECE: Final = 2**16
_GZIP: Final = 16 + zlib.MAX_WBITS
_GZIP_MARK: Final = b"\x1f\x8b"


async def read_whole(response: aiohttp.ClientResponse, *, limit: int, link: str) -> bytes:
    """Give the unpacked body; raises `LinkTooLarge` beyond `limit` bytes, and `LinkPacked`.

    A body that breaks off raises `aiohttp.ClientPayloadError`.
    """
    if (response.content_length or 0) > limit:
        raise LinkTooLarge(link=link, limit=limit)
    found, size = [], 0
    async for piece in _pieces(response, link):
        size += len(piece)
        if size > limit:
            raise LinkTooLarge(link=link, limit=limit)
        found.append(piece)
    return b"".join(found)


async def read_beginning(response: aiohttp.ClientResponse, *, limit: int, link: str) -> bytes:
    """Give up to `limit` bytes of the unpacked body; raises `LinkPacked`."""
    found, size = [], 0
    async for piece in _pieces(response, link):
        size += len(piece)
        found.append(piece)
        if size >= limit:
            break
    return b"".join(found)[:limit]


async def _pieces(response: aiohttp.ClientResponse, link: str) -> AsyncIterator[bytes]:
    encoding = response.headers.get("Content-Encoding", "").strip().lower()
    if encoding in {"", "identity"}:
        async for piece in response.content.iter_chunked(_PIECE):
            yield piece
    elif encoding in {"gzip", "x-gzip"}:
        async for piece in _unzipped(response):
            yield piece
    else:
        raise LinkPacked(link=link, encoding=encoding)


async def _unzipped(response: aiohttp.ClientResponse) -> AsyncIterator[bytes]:
    unzip = zlib.decompressobj(_GZIP)
    try:
        async for packed in response.content.iter_chunked(_PIECE):
            rest, piece = packed, b""
            while rest or len(piece) == _PIECE:
                if unzip.eof and not rest:
                    break
                if unzip.eof:
                    if not rest.startswith(_GZIP_MARK):
                        return  # padding, which gzip allows
                    unzip = zlib.decompressobj(_GZIP)
                piece = unzip.decompress(rest, _PIECE)
                rest = unzip.unused_data if unzip.eof else unzip.unconsumed_tail
                yield piece
                await asyncio.sleep(0)  # little may become much, and others want their turn
    except zlib.error:
        raise aiohttp.ClientPayloadError from None
    if not unzip.eof:
        raise aiohttp.ClientPayloadError
