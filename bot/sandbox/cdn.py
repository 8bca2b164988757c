"""The CDN: uploaded files, each at an address of its own that asks for no token but expires."""

from typing import Final

from aiohttp import web

from bot.sandbox.errors import ConnectionDropped
from bot.sandbox.faults import Faults
from bot.sandbox.rest.answers import FaultAnswer, hang_up, strike, suffer, truncate
from bot.sandbox.snowflakes import is_id
from bot.sandbox.state.world import World
from bot.sandbox.wire.links import is_good

ADDRESS: Final = "/cdn/attachments/{channel_id}/{attachment_id}/{filename}"
# What faults are matched with.
_LABEL: Final = f"GET {ADDRESS}"


class Cdn:
    """Serves the files of messages, and suffers the faults that match its address."""

    def __init__(self, world: World, faults: Faults) -> None:
        self._world = world
        self._faults = faults

    async def serve(self, request: web.Request) -> web.StreamResponse:
        """Answer one download."""
        try:
            await suffer(self._faults, _LABEL, "before")
            response = self._find(request)
            cut = await suffer(self._faults, _LABEL, "after")
        except ConnectionDropped:
            return hang_up(request)
        except FaultAnswer as struck:
            return strike(struck.fault)
        return await truncate(request, response) if cut else response

    def _find(self, request: web.Request) -> web.Response:
        given = request.match_info["attachment_id"]
        attachment = self._world.attachments.get(int(given) if is_id(given) else 0)
        if attachment is None or attachment.filename != request.match_info["filename"]:
            return web.Response(status=404)
        if not is_good(self._world, attachment, request.query):
            return web.Response(status=404, text="This content is no longer available.")
        headers = {"Content-Type": attachment.content_type}
        return web.Response(body=self._world.files[attachment.id], headers=headers)
