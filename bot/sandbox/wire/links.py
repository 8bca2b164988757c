"""Addresses of uploaded files: signed, and good for a while from when they were given out."""

import hashlib
import hmac
from collections.abc import Mapping
from typing import Any

from bot.sandbox import assumptions
from bot.sandbox.snowflakes import is_id
from bot.sandbox.state.messages import Attachment
from bot.sandbox.state.world import World


def link(world: World, attachment: Attachment) -> str:
    """Give a file's address as it is good from now on, by the virtual clock."""
    now = int(world.clock.now().timestamp())
    issued = now - now % assumptions.LINK_STEP_SECONDS
    until = issued + assumptions.LINK_SECONDS
    signature = _sign(world, attachment, f"{until:x}", f"{issued:x}")
    where = f"{attachment.channel_id}/{attachment.id}/{attachment.filename}"
    return f"{_base(world)}{where}?ex={until:x}&is={issued:x}&hm={signature}&"


def is_good(world: World, attachment: Attachment, query: Mapping[str, str]) -> bool:
    """Tell whether an address with this query was given out for the file, not too long ago."""
    until, issued = query.get("ex", ""), query.get("is", "")
    signature = _sign(world, attachment, until, issued)
    if not hmac.compare_digest(signature.encode(), query.get("hm", "").encode()):
        return False
    return world.clock.now().timestamp() < int(until, 16)


def renewed(world: World, shown: Any, name: str = "") -> Any:
    """Sign anew the addresses of files in what embeds and components show."""
    if isinstance(shown, dict):
        return {name: renewed(world, value, name) for name, value in shown.items()}
    if isinstance(shown, list):
        return [renewed(world, each) for each in shown]
    if name.endswith("url") and isinstance(shown, str) and shown.startswith(_base(world)):
        _, given, *_ = (*shown.removeprefix(_base(world)).split("/"), "")
        found = world.attachments.get(int(given) if is_id(given) else 0)
        return shown if found is None else link(world, found)
    return shown


def _base(world: World) -> str:
    return f"{world.base_url}/cdn/attachments/"


def _sign(world: World, attachment: Attachment, until: str, issued: str) -> str:
    signed = f"{attachment.id} {until} {issued}".encode()
    return hmac.new(world.bot_token.encode(), signed, hashlib.sha256).hexdigest()
