"""Fields that Discord's description lets be null: the sandbox takes them so too."""

import copy
import json
from collections.abc import Iterator
from functools import cache

import pytest

from bot.sandbox.bodies import channels, commands, guilds, messages
from bot.sandbox.errors import Refusal
from bot.sandbox.shapes import Shape, check
from tests.sandbox.openapi import DESCRIPTION

pytestmark = [
    pytest.mark.shared,
    pytest.mark.skipif(not DESCRIPTION.exists(), reason="the description of the API is not here"),
]
_EMOJI = {"id": "1", "name": "owl", "animated": False}
_BUTTON = {"type": 2, "style": 1, "custom_id": "b", "label": "x", "disabled": False, "id": 3}
_SELECT = {
    "type": 3,
    "id": 4,
    "custom_id": "s",
    "placeholder": "x",
    "min_values": 1,
    "max_values": 1,
    "disabled": False,
    "required": True,
    "options": [
        {
            "label": "a",
            "value": "a",
            "description": "x",
            "default": False,
            "emoji": {"id": "1", "name": "owl"},
        }
    ],
}
_MEDIA = {"url": "https://example.org/a.png"}
_SHOWN = [
    {"type": 1, "id": 1, "components": [{**_BUTTON, "url": "https://example.org", "sku_id": "1"}]},
    {"type": 1, "components": [_SELECT]},
    {"type": 1, "components": [{"type": 8, "custom_id": "c", "channel_types": [0], "id": 5}]},
    {
        "type": 9,
        "id": 6,
        "components": [{"type": 10, "content": "x", "id": 7}],
        "accessory": {"type": 11, "media": _MEDIA, "description": "x", "spoiler": False, "id": 8},
    },
    {"type": 12, "items": [{"media": _MEDIA, "description": "x", "spoiler": False}], "id": 9},
    {"type": 13, "file": {"url": "attachment://a.txt"}, "spoiler": False, "id": 10},
    {
        "type": 17,
        "id": 11,
        "components": [{"type": 14, "divider": True, "spacing": 1, "id": 12}],
        "accent_color": 1,
        "spoiler": False,
    },
]
_EMBED = {
    "title": "x",
    "type": "rich",
    "description": "x",
    "url": "https://example.org",
    "timestamp": "2030-01-01T00:00:00+00:00",
    "color": 1,
    "footer": {"text": "x", "icon_url": "https://example.org"},
    "image": {"url": "https://example.org"},
    "thumbnail": {"url": "https://example.org"},
    "author": {"name": "x", "url": "https://example.org", "icon_url": "https://example.org"},
    "fields": [{"name": "x", "value": "x", "inline": True}],
}
_COMMON = {
    "content": "x",
    "embeds": [_EMBED],
    "components": _SHOWN,
    "flags": 0,
    "allowed_mentions": {"parse": [], "users": [], "roles": [], "replied_user": False},
    "attachments": [{"id": "0", "filename": "a.txt", "description": "x"}],
}
_POLL = {
    "question": {"text": "?"},
    "answers": [{"poll_media": {"text": "a", "emoji": _EMOJI}}],
    "duration": 1,
    "allow_multiselect": False,
    "layout_type": 1,
}
_REFERENCE = {
    "type": 0,
    "message_id": "1",
    "channel_id": "1",
    "guild_id": "1",
    "fail_if_not_exists": True,
}
_CREATE = {
    **_COMMON,
    "tts": False,
    "nonce": "n",
    "enforce_nonce": True,
    "message_reference": _REFERENCE,
    "poll": _POLL,
}
_THREAD = {"name": "x", "auto_archive_duration": 60, "rate_limit_per_user": 0}
_TAG = {"id": "1", "name": "x", "moderated": False, "emoji_id": "1", "emoji_name": "x"}
_CHANNEL = {
    "name": "x",
    "type": 0,
    "topic": "x",
    "position": 0,
    "nsfw": False,
    "rate_limit_per_user": 0,
    "parent_id": "1",
    "permission_overwrites": [{"id": "1", "type": 0, "allow": "0", "deny": "0"}],
    "available_tags": [_TAG],
    "default_auto_archive_duration": 60,
}
_OPTION = {
    "type": 3,
    "name": "x",
    "name_localizations": {"de": "x"},
    "description": "x",
    "description_localizations": {"de": "x"},
    "required": False,
    "choices": [{"name": "x", "name_localizations": {"de": "x"}, "value": "x"}],
    "min_length": 1,
    "max_length": 1,
    "autocomplete": False,
}
_COMMAND = {
    "type": 1,
    "name": "x",
    "name_localizations": {"de": "x"},
    "description": "x",
    "description_localizations": {"de": "x"},
    "options": [
        _OPTION,
        {"type": 4, "name": "y", "description": "x", "min_value": 1, "max_value": 1},
        {"type": 7, "name": "z", "description": "x", "channel_types": [0]},
    ],
    "default_member_permissions": "0",
    "dm_permission": True,
    "contexts": [0],
    "integration_types": [0],
}
_ROLE = {"name": "x", "permissions": "0", "color": 0, "hoist": False, "mentionable": False}
_CHANGED_CHANNEL = {name: value for name, value in _CHANNEL.items() if name != "type"}
_CHANGED_THREAD = {
    **_THREAD,
    "archived": False,
    "locked": False,
    "invitable": True,
    "applied_tags": ["1"],
    "flags": 0,
}
# By the description's names: the shape of ours, and a body with all it knows.
BODIES = {
    "MessageCreateRequest": (messages.CREATE, _CREATE),
    "MessageEditRequestPartial": (messages.EDIT, _COMMON),
    "IncomingWebhookUpdateRequestPartial": (messages.ANSWER, {**_COMMON, "poll": _POLL}),
    "CreateGuildChannelRequest": (channels.NEW_CHANNEL, _CHANNEL),
    "UpdateGuildChannelRequestPartial": (channels.EDIT_CHANNEL, _CHANGED_CHANNEL),
    "UpdateThreadRequestPartial": (channels.EDIT_CHANNEL, _CHANGED_THREAD),
    "CreateTextThreadWithMessageRequest": (channels.THREAD_FROM_MESSAGE, _THREAD),
    "CreateTextThreadWithoutMessageRequest": (
        channels.THREAD,
        {**_THREAD, "type": 12, "invitable": True},
    ),
    "CreateForumThreadRequest": (
        channels.THREAD,
        {**_THREAD, "applied_tags": ["1"], "message": _COMMON},
    ),
    "ApplicationCommandCreateRequest": (commands.COMMAND, _COMMAND),
    "CreateRoleRequest": (guilds.ROLE, _ROLE),
    "BulkBanUsersRequest": (
        guilds.BULK_BAN,
        {"user_ids": ["1"], "delete_message_seconds": 1},
    ),
}
Schema = dict
Path = tuple[str | int, ...]


@cache
def _schemas() -> dict[str, Schema]:
    return json.loads(DESCRIPTION.read_text("utf-8"))["components"]["schemas"]


def _readings(schema: Schema, given: object) -> list[Schema]:
    """Give what a schema may mean for a value: through references and alternatives."""
    if "$ref" in schema:
        return _readings(_schemas()[schema["$ref"].rpartition("/")[2]], given)
    if not (alternatives := schema.get("oneOf") or schema.get("anyOf") or schema.get("allOf")):
        return [schema]
    return [found for each in alternatives for found in _readings(each, given)]


def _fits(schema: Schema, given: object) -> bool:
    """Tell whether a reading is of the kind of component, option or channel that is given."""
    if not isinstance(given, dict) or "type" not in given or "type" not in schema["properties"]:
        return True
    own = schema["properties"]["type"]
    kinds = own.get("enum") or [each.get("const") for each in _readings(own, None)]
    return kinds == [None] or given["type"] in kinds


def _nullable(schema: Schema, given: object, path: Path = ()) -> Iterator[Path]:
    """Walk through what a body has and the description lets be null."""
    for reading in _readings(schema, given):
        if isinstance(given, dict) and "properties" in reading and _fits(reading, given):
            for name, value in given.items():
                inner = reading["properties"].get(name, {})
                if any("null" in each.get("type", ()) for each in _readings(inner, None)):
                    yield (*path, name)
                yield from _nullable(inner, value, (*path, name))
        elif isinstance(given, list) and "items" in reading:
            for position, value in enumerate(given):
                yield from _nullable(reading["items"], value, (*path, position))


@pytest.mark.parametrize("name", BODIES)
def test_nulls(name):
    """What may be null is accepted as null, wherever in a body that is accepted it stands."""
    shape, body = BODIES[name]
    check(shape, body)
    paths = [
        each for each in dict.fromkeys(_nullable(_schemas()[name], body)) if not _of_poll(each)
    ]
    assert paths
    assert [each for each in paths if _is_refused(shape, body, each)] == []


def _of_poll(path: Path) -> bool:
    """Tell whether it is the text of a poll, which Discord says must be there today."""
    return path[0] == "poll" and path[-1] == "text"


def _is_refused(shape: Shape, body: dict, path: Path) -> bool:
    changed = copy.deepcopy(body)
    holder = changed
    for part in path[:-1]:
        holder = holder[part]
    holder[path[-1]] = None
    try:
        check(shape, changed)
    except Refusal:
        return True
    return False
