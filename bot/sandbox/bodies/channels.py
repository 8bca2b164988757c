"""Bodies about channels, threads and forum posts."""

from typing import Final

from bot.sandbox.bodies.messages import FORUM_MESSAGE
from bot.sandbox.shapes import (
    Shape,
    array,
    boolean,
    integer,
    nullable,
    one_of,
    record,
    snowflake,
    text,
)

_archive_minutes = one_of(60, 1440, 4320, 10080)
_NEW_THREAD: Final[dict[str, Shape]] = {
    "name": text(100, 1),
    "auto_archive_duration": nullable(_archive_minutes),
    "rate_limit_per_user": nullable(integer(0, 21_600)),
}
THREAD_FROM_MESSAGE: Final = record(_NEW_THREAD, required=("name",))
THREAD: Final = record(
    {
        **_NEW_THREAD,
        "type": one_of(10, 11, 12),
        "invitable": boolean,
        "applied_tags": nullable(array(snowflake, 5)),
        "message": FORUM_MESSAGE,
    },
    required=("name",),
)
EDIT_CHANNEL: Final = record(
    {
        "name": text(100, 1),
        "archived": boolean,
        "locked": boolean,
        "invitable": boolean,
        "auto_archive_duration": _archive_minutes,
        "rate_limit_per_user": nullable(integer(0, 21_600)),
        "applied_tags": array(snowflake, 5),
        "flags": integer(0),
        "topic": nullable(text(1024)),
    }
)
PRIVATE_CHANNEL: Final = record({"recipient_id": snowflake}, required=("recipient_id",))
