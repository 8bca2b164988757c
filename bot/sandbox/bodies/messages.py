"""Bodies about messages: create, edit, bulk delete."""

from typing import Any, Final

from bot.sandbox.bodies.components import COMPONENTS
from bot.sandbox.bodies.embeds import EMBEDS
from bot.sandbox.bodies.polls import POLL
from bot.sandbox.errors import NotEmulated
from bot.sandbox.shapes import (
    Path,
    Problems,
    Shape,
    anything,
    apart_from,
    array,
    boolean,
    either,
    integer,
    nullable,
    one_of,
    record,
    snowflake,
    text,
)

MOST_CONTENT: Final = 2000
MOST_NONCE: Final = 25
MOST_ATTACHMENTS: Final = 10
VOICE_MESSAGE: Final = 1 << 13
_INT64: Final = 1 << 63

ALLOWED_MENTIONS: Final = nullable(
    record(
        {
            "parse": nullable(array(one_of("users", "roles", "everyone"))),
            "users": nullable(array(snowflake, 100)),
            "roles": nullable(array(snowflake, 100)),
            "replied_user": nullable(boolean),
        }
    )
)
ATTACHMENT: Final = record(
    {
        "id": snowflake,
        "filename": nullable(text(1024)),
        "description": nullable(text(1024)),
        # What an edit sends back of a file that shall stay.
        "size": anything,
        "url": anything,
        "proxy_url": anything,
        "content_type": anything,
        "spoiler": nullable(boolean),
    },
    required=("id",),
)
REFERENCE: Final = nullable(
    record(
        {
            "type": apart_from("forwarding", [1], nullable(one_of(0))),
            "message_id": snowflake,
            "channel_id": nullable(snowflake),
            "guild_id": nullable(snowflake),
            "fail_if_not_exists": nullable(boolean),
        },
        required=("message_id",),
    )
)


def _flags(value: Any, path: Path, problems: Problems) -> None:
    """Accept flags; a voice message is more than the sandbox knows."""
    integer(0)(value, path, problems)
    if isinstance(value, int) and value & VOICE_MESSAGE:
        raise NotEmulated("voice messages")


_COMMON: Final[dict[str, Shape]] = {
    "content": nullable(text(MOST_CONTENT)),
    "embeds": EMBEDS,
    "components": COMPONENTS,
    "flags": nullable(_flags),
    "tts": nullable(boolean),
    "allowed_mentions": ALLOWED_MENTIONS,
    "attachments": nullable(array(ATTACHMENT, MOST_ATTACHMENTS)),
}
CREATE_FIELDS: Final[dict[str, Shape]] = {
    **_COMMON,
    "nonce": nullable(either(integer(-_INT64, _INT64 - 1), text(MOST_NONCE, strip=False))),
    "enforce_nonce": nullable(boolean),
    "message_reference": REFERENCE,
    "poll": POLL,
}
CREATE: Final = record(CREATE_FIELDS)
EDIT: Final = record({**_COMMON, "poll": one_of(None)})
ANSWER: Final = record({**_COMMON, "poll": POLL})
FORUM_MESSAGE: Final = record(_COMMON)
BULK_DELETE: Final = record({"messages": array(snowflake)}, required=("messages",))
