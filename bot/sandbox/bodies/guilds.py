"""Bodies about a server, its roles, members and bans, and overwrites."""

from typing import Final

from bot.sandbox.shapes import (
    Shape,
    anything,
    apart_from,
    array,
    boolean,
    instant,
    integer,
    nullable,
    one_of,
    record,
    snowflake,
    text,
)

_ROLE: Final[dict[str, Shape]] = {
    "name": nullable(text(100)),
    "permissions": nullable(snowflake),
    "color": nullable(integer(0, 0xFFFFFF)),
    "colors": anything,
    "hoist": nullable(boolean),
    "mentionable": nullable(boolean),
}
ROLE: Final = record(_ROLE)
ROLE_POSITIONS: Final = array(
    record({"id": snowflake, "position": nullable(integer(0))}, required=("id",))
)
MEMBER: Final = record(
    {
        "nick": nullable(text(32)),
        "roles": nullable(array(snowflake)),
        "communication_disabled_until": nullable(instant),
    }
)
SELF: Final = record({"nick": nullable(text(32))})
OVERWRITE: Final = record(
    {
        # discord.py says it again; the path says whose it is.
        "id": snowflake,
        "type": one_of(0, 1),
        "allow": nullable(snowflake),
        "deny": nullable(snowflake),
    },
    required=("type",),
)
_SECONDS: Final = nullable(integer(0, 604_800))
BAN: Final = record(
    {"delete_message_seconds": _SECONDS, "delete_message_days": nullable(integer(0, 7))}
)
BULK_BAN: Final = record(
    {"user_ids": array(snowflake, 200), "delete_message_seconds": _SECONDS},
    required=("user_ids",),
)
INVITE: Final = record(
    {
        "max_age": nullable(integer(0, 5_184_000)),
        "max_uses": nullable(integer(0, 100)),
        "temporary": nullable(boolean),
        "unique": nullable(boolean),
    }
)
COMMAND_PERMISSIONS: Final = array(
    record(
        {"id": snowflake, "type": one_of(1, 2, 3), "permission": boolean},
        required=("id", "type", "permission"),
    )
)
_choice = nullable(integer(0, 4))
_channel = nullable(snowflake)
# A picture has no bytes here, so it can only be taken away.
_no_picture = apart_from("pictures of servers", None, one_of(None))
GUILD: Final = record(
    {
        "name": text(100, 2),
        "description": nullable(text(300)),
        "icon": _no_picture,
        "splash": _no_picture,
        "discovery_splash": _no_picture,
        "banner": _no_picture,
        "verification_level": _choice,
        "default_message_notifications": nullable(one_of(0, 1)),
        "explicit_content_filter": nullable(one_of(0, 1, 2)),
        "preferred_locale": nullable(text(10, 2)),
        "afk_timeout": nullable(one_of(60, 300, 900, 1800, 3600)),
        "afk_channel_id": _channel,
        "system_channel_id": _channel,
        "system_channel_flags": nullable(integer(0)),
        "rules_channel_id": _channel,
        "public_updates_channel_id": _channel,
        "safety_alerts_channel_id": _channel,
        "premium_progress_bar_enabled": nullable(boolean),
    }
)
