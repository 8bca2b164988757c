"""Embeds: their parts, and the sum over all embeds of a message."""

from typing import Final

from bot.sandbox.errors import invalid
from bot.sandbox.jsontypes import Json
from bot.sandbox.shapes import (
    Shape,
    anything,
    array,
    boolean,
    instant,
    integer,
    nullable,
    record,
    text,
    url,
)

MOST_EMBEDS: Final = 10
MOST_CHARACTERS: Final = 6000

_link = nullable(url("http", "https"))
_picture_link = nullable(url("http", "https", "attachment"))
# A client that sends back an embed it received includes what Discord had added.
_received: Final[dict[str, Shape]] = dict.fromkeys(
    ("proxy_url", "height", "width", "placeholder", "placeholder_version", "flags"), anything
)
_picture = nullable(record({"url": _picture_link, **_received}))
_FIELD = record(
    {"name": text(256, 1), "value": text(1024, 1), "inline": nullable(boolean)},
    required=("name", "value"),
)
_FOOTER = record(
    {"text": nullable(text(2048)), "icon_url": _picture_link, "proxy_icon_url": anything}
)
_AUTHOR = record(
    {
        "name": nullable(text(256)),
        "url": _link,
        "icon_url": _picture_link,
        "proxy_icon_url": anything,
    }
)

EMBED: Final = record(
    {
        "title": nullable(text(256)),
        "type": anything,
        "description": nullable(text(4096)),
        "url": _link,
        "timestamp": nullable(instant),
        "color": nullable(integer(0, 0xFFFFFF)),
        "footer": nullable(_FOOTER),
        "image": _picture,
        "thumbnail": _picture,
        "author": nullable(_AUTHOR),
        "fields": nullable(array(_FIELD, 25)),
        "flags": anything,
    }
)
EMBEDS: Final = nullable(array(EMBED, MOST_EMBEDS))


def count_characters(embed: Json) -> int:
    """Add up the parts that count towards the sum of 6000."""
    parts = [
        embed.get("title"),
        embed.get("description"),
        (embed.get("footer") or {}).get("text"),
        (embed.get("author") or {}).get("name"),
    ]
    for each in embed.get("fields") or []:
        parts += [each["name"], each["value"]]
    return sum(len(part.strip()) for part in parts if part)


def shows_something(embed: Json) -> bool:
    """Tell whether there is anything to see of an embed; colour and time are nothing."""
    pictures = [(embed.get(name) or {}).get("url") for name in ("image", "thumbnail")]
    return bool(count_characters(embed) or any(pictures))


def refuse_too_long(embeds: list[Json]) -> None:
    """Refuse embeds whose characters together exceed the message's limit."""
    if sum(map(count_characters, embeds)) > MOST_CHARACTERS:
        words = f"Embed size exceeds maximum size of {MOST_CHARACTERS}"
        raise invalid("embeds", "MAX_EMBED_SIZE_EXCEEDED", words)
