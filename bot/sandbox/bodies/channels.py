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
        "type": nullable(one_of(10, 11, 12)),
        "invitable": nullable(boolean),
        "applied_tags": nullable(array(snowflake, 5)),
        "message": FORUM_MESSAGE,
    },
    required=("name",),
)
_TAG = record(
    {
        "id": nullable(snowflake),
        "name": text(50, 1),
        "moderated": nullable(boolean),
        "emoji_id": nullable(snowflake),
        "emoji_name": nullable(text(100)),
    },
    required=("name",),
)
_OVERWRITE = record(
    {
        "id": snowflake,
        "type": nullable(one_of(0, 1)),
        "allow": nullable(snowflake),
        "deny": nullable(snowflake),
    },
    required=("id",),
)
_CHANNEL: Final[dict[str, Shape]] = {
    "name": text(100, 1),
    "topic": nullable(text(4096)),
    "position": nullable(integer(0)),
    "nsfw": nullable(boolean),
    "rate_limit_per_user": nullable(integer(0, 21_600)),
    "parent_id": nullable(snowflake),
    "permission_overwrites": nullable(array(_OVERWRITE, 100)),
    "available_tags": nullable(array(_TAG, 20)),
    "default_auto_archive_duration": nullable(_archive_minutes),
    "default_thread_rate_limit_per_user": nullable(integer(0, 21_600)),
    "default_reaction_emoji": nullable(
        record({"emoji_id": nullable(snowflake), "emoji_name": nullable(text(100))})
    ),
    "default_sort_order": nullable(one_of(0, 1)),
    "default_forum_layout": nullable(one_of(0, 1, 2)),
    "default_tag_setting": nullable(one_of("match_all", "match_some")),
    "bitrate": nullable(integer(8000, 384_000)),
    "user_limit": nullable(integer(0, 99)),
    "rtc_region": nullable(text(50)),
    "video_quality_mode": nullable(one_of(1, 2)),
    "flags": integer(0),
}
NEW_CHANNEL: Final = record({**_CHANNEL, "type": nullable(integer(0, 16))}, required=("name",))
EDIT_CHANNEL: Final = record(
    {
        **_CHANNEL,
        "name": nullable(text(100, 1)),
        "flags": nullable(integer(0)),
        "type": nullable(one_of(0, 5)),
        "archived": nullable(boolean),
        "locked": nullable(boolean),
        "invitable": nullable(boolean),
        "auto_archive_duration": nullable(_archive_minutes),
        "applied_tags": nullable(array(snowflake, 5)),
    }
)
CHANNEL_PLACES: Final = array(
    record(
        {
            "id": snowflake,
            "position": nullable(integer(0)),
            "lock_permissions": nullable(boolean),
            "parent_id": nullable(snowflake),
        },
        required=("id",),
    )
)
PRIVATE_CHANNEL: Final = record({"recipient_id": snowflake}, required=("recipient_id",))
