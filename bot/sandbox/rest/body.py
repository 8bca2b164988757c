"""Reading the body of a request: JSON, or multipart with `payload_json` and files."""

import json
import re
from typing import Any, Final

from aiohttp import BodyPartReader, web
from aiohttp.http import HttpProcessingError

from bot.sandbox.errors import NotEmulated, Reason, Refusal
from bot.sandbox.rest.call import Endpoint
from bot.sandbox.rules.files import Upload

# As documented, with all files together.
LARGEST_REQUEST: Final = 25 * 1024 * 1024
_FILE_FIELD: Final = re.compile(r"files\[([0-9]{1,9})\]")


async def read_body(request: web.Request, endpoint: Endpoint) -> tuple[Any, dict[int, Upload]]:
    """Read the JSON part and the files; a route without a body yields None.

    What is too large is heard out, so that the client hears the refusal.
    """
    try:
        return await _read(request, endpoint)
    except web.HTTPRequestEntityTooLarge:
        raise Refusal(Reason.TOO_LARGE) from None


async def _read(request: web.Request, endpoint: Endpoint) -> tuple[Any, dict[int, Upload]]:
    if request.content_type.startswith("multipart/"):
        if not endpoint.files:
            raise NotEmulated("multipart where no files belong")
        return await _read_multipart(request)
    raw = await request.read()
    if len(raw) > LARGEST_REQUEST:
        raise Refusal(Reason.TOO_LARGE)
    if not raw:
        return ({} if endpoint.body is not None else None), {}
    return _parse(raw), {}


def _parse(raw: bytes) -> Any:
    try:
        return json.loads(raw)
    except (ValueError, RecursionError):
        raise Refusal(Reason.INVALID_JSON) from None


async def _read_multipart(request: web.Request) -> tuple[Any, dict[int, Upload]]:
    body: Any = {}
    files: dict[int, Upload] = {}
    for part, content in await _read_parts(request):
        if part.name == "payload_json":
            body = _parse(content)
        elif found := _FILE_FIELD.fullmatch(part.name or ""):
            files[int(found[1])] = Upload(part.filename or "unknown", content, _type_of(part))
        else:
            raise NotEmulated(f"multipart field {part.name}")
    return body, files


async def _read_parts(request: web.Request) -> list[tuple[BodyPartReader, bytes]]:
    found: list[tuple[BodyPartReader, bytes]] = []
    size = 0
    try:
        async for part in await request.multipart():
            if not isinstance(part, BodyPartReader) or part.name is None:
                raise NotEmulated("nested multipart")
            found.append((part, bytes(await part.read())))
            size += len(found[-1][1])
            if size > request.client_max_size:
                break
    except (ValueError, HttpProcessingError):
        raise Refusal(Reason.INVALID_FORM) from None
    if size > LARGEST_REQUEST:
        raise Refusal(Reason.TOO_LARGE)
    return found


def _type_of(part: BodyPartReader) -> str:
    return part.headers.get("Content-Type", "application/octet-stream")
