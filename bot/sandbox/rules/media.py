"""What embeds and components show: addresses, and files that came with the message."""

from collections.abc import Sequence
from typing import Final

from bot.sandbox.bodies.components import FILE
from bot.sandbox.jsontypes import Json
from bot.sandbox.state.messages import Attachment
from bot.sandbox.state.world import World

_PICTURES: Final = (("image", "url"), ("thumbnail", "url"))
# What an item of a gallery always shows.
_ITEM: Final[Json] = {"description": None, "spoiler": False}


def finish_embed(world: World, embed: Json, attachments: Sequence[Attachment]) -> Json:
    """Complete an embed as Discord returns it: typed, trimmed, pointing at uploaded files."""
    kept = _without_nulls(embed)
    for name, link in (*_PICTURES, ("footer", "icon_url"), ("author", "icon_url")):
        if url := kept.get(name, {}).get(link):
            kept[name] = {**kept[name], link: _hosted(world, url, attachments)}
    for name, link in _PICTURES:
        if name in kept and link not in kept[name]:
            del kept[name]
    return {**kept, "type": "rich"}


def _without_nulls(given: Json) -> Json:
    """Drop what is null, in the parts too."""
    return {
        name: _without_nulls(value) if isinstance(value, dict) else value
        for name, value in given.items()
        if value is not None
    }


def finish_components(
    world: World, shown: Sequence[Json], attachments: Sequence[Attachment]
) -> list[Json]:
    """Complete the media of components as Discord returns them; their size is never found out."""
    return [_finish_component(world, each, attachments) for each in shown]


def _finish_component(world: World, shown: Json, attachments: Sequence[Attachment]) -> Json:
    done = _fetch(world, shown, attachments)
    if shown["type"] == FILE:
        found = _find(shown["file"]["url"], attachments)
        done = {"name": found and found.filename, "size": found and found.size, **done}
    if "accessory" in done:
        done["accessory"] = _finish_component(world, done["accessory"], attachments)
    if "components" in done:
        done["components"] = finish_components(world, done["components"], attachments)
    if "items" in done:
        done["items"] = [
            {**_ITEM, **_fetch(world, _without_nulls(each), attachments)} for each in done["items"]
        ]
    return done


def _fetch(world: World, bearer: Json, attachments: Sequence[Attachment]) -> Json:
    """Complete media that are still as the bot sent them."""
    done = dict(bearer)
    for name in ("file", "media"):
        if name in done and "id" not in done[name]:
            url = _hosted(world, done[name]["url"], attachments)
            done[name] = {"id": str(world.ids.draw()), "url": url, "proxy_url": url}
    return done


def _find(url: str, attachments: Sequence[Attachment]) -> Attachment | None:
    return next((each for each in attachments if url == f"attachment://{each.filename}"), None)


def _hosted(world: World, url: str, attachments: Sequence[Attachment]) -> str:
    found = _find(url, attachments)
    if found is None:
        return url
    return f"{world.base_url}/cdn/attachments/{found.channel_id}/{found.id}/{found.filename}"
