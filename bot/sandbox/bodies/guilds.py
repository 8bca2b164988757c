"""Bodies about roles, members and channels of a server."""

from typing import Final

from bot.sandbox.shapes import (
    Shape,
    anything,
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
    {"type": one_of(0, 1), "allow": nullable(snowflake), "deny": nullable(snowflake)},
    required=("type",),
)
