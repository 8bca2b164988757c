"""The line to the control API: one HTTP session, answers as JSON, refusals as exceptions."""

import io
import json
from typing import Any

import aiohttp


class ControlRefusal(Exception):
    """The control API refused: `code` is Discord's, or None where a client would have refused."""

    def __init__(self, status: int, code: int | None, message: str) -> None:
        super().__init__(status, code, message)
        self.status = status
        self.code = code
        self.message = message


class Line:
    """Carries requests to the control API."""

    def __init__(self, url: str, token: str) -> None:
        self._url = url
        self._token = token
        self._session: aiohttp.ClientSession | None = None

    async def open(self) -> None:
        """Open the HTTP session."""
        headers = {"Authorization": f"Bearer {self._token}"}
        self._session = aiohttp.ClientSession(headers=headers)

    async def close(self) -> None:
        """Close the HTTP session."""
        if self._session is not None:
            await self._session.close()

    async def call(self, method: str, path: str, **fields: Any) -> Any:
        """Make a request; fields that are None are left out."""
        if self._session is None:
            raise RuntimeError("the control client has not been entered")
        given = {name: value for name, value in fields.items() if value is not None}
        query = method == "GET"
        # As a stream, since a file may make it large.
        body = None if query else io.BytesIO(json.dumps(given).encode())
        async with self._session.request(
            method,
            self._url + path,
            params={name: str(value) for name, value in given.items()} if query else None,
            data=body,
            headers=None if query else {"Content-Type": "application/json"},
        ) as response:
            answer = await response.json()
            if response.status >= 400:  # noqa: PLR2004 - HTTP
                raise ControlRefusal(response.status, answer["code"], answer["message"])
            return answer
