"""Reading the body of a request: JSON, or multipart with `payload_json` and files."""

import json
import re
from typing import Any, Final

from aiohttp import BodyPartReader, web

from bot.sandbox.errors import NotEmulated, Reason, Refusal
from bot.sandbox.rest.call import Endpoint
from bot.sandbox.rules.files import Upload

# As documented, with all files together.
LARGEST_REQUEST: Final = 25 * 1024 * 1024
_FILE_FIELD: Final = re.compile(r"files\[(\d+)\]")


async def read_body(request: web.Request, endpoint: Endpoint) -> tuple[Any, dict[int, Upload]]:
    """Read the JSON part and the files; a route without a body yields None.

    What is too large is heard out, so that the client hears the refusal.
    """
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
    except ValueError:
        raise Refusal(Reason.INVALID_JSON) from None


async def _read_multipart(request: web.Request) -> tuple[Any, dict[int, Upload]]:
    body: Any = {}
    files: dict[int, Upload] = {}
    size = 0
    async for part in await request.multipart():
        if not isinstance(part, BodyPartReader) or part.name is None:
            raise NotEmulated("nested multipart")
        content = bytes(await part.read())
        size += len(content)
        if part.name == "payload_json":
            body = _parse(content)
        elif found := _FILE_FIELD.fullmatch(part.name):
            files[int(found[1])] = Upload(part.filename or "unknown", content, _type_of(part))
        else:
            raise NotEmulated(f"multipart field {part.name}")
    if size > LARGEST_REQUEST:
        raise Refusal(Reason.TOO_LARGE)
    return body, files


def _type_of(part: BodyPartReader) -> str:
    return part.headers.get("Content-Type", "application/octet-stream")
