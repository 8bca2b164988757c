"""Which keys discord.py needs in what Discord sends, and how to find those that are missing.

A path is dotted; `x[]` is each item of a list. What is written here stands in every payload.
"""


def within(prefix, keys):
    """Put keys under another."""
    return " ".join(f"{prefix}.{each}" for each in keys.split())


USER = "id username discriminator avatar"
ROLE = "id name permissions"
EMOJI = "id name"
CHANNEL = "id type name position permission_overwrites[].id permission_overwrites[].type guild_id"
TAGS = "available_tags[].id available_tags[].name available_tags[].emoji_name"
THREAD = (
    "id type parent_id owner_id name message_count member_count thread_metadata.archived "
    "thread_metadata.auto_archive_duration thread_metadata.archive_timestamp"
)
MEMBER = "roles flags joined_at " + within("user", USER)
MESSAGE = (
    "id channel_id type content timestamp edited_timestamp mentions mention_roles attachments "
    "embeds components flags tts pinned mention_everyone " + within("author", USER)
)
FILE = "id filename size url proxy_url"
GUILD = f"id name owner_id roles emojis {within('roles[]', ROLE)} {within('emojis[]', EMOJI)}"


def _missing(data, path):
    """Give the first part of a path that a payload lacks; an empty or absent list lacks nothing."""
    head, _, rest = path.partition(".")
    name = head.removesuffix("[]")
    if not isinstance(data, dict) or name not in data:
        return None if head != name and isinstance(data, dict) else name
    if not rest:
        return None
    inner = data[name] if head.endswith("[]") else [data[name]]
    return next((found for each in inner if (found := _missing(each, rest))), None)


def _reached(data, path):
    """Tell whether a payload has something at the end of a path with lists."""
    head, _, rest = path.partition(".")
    inner = data.get(head.removesuffix("[]")) if isinstance(data, dict) else None
    if not rest:
        return inner is not None or (isinstance(data, dict) and head in data)
    return any(_reached(each, rest) for each in (inner if head.endswith("[]") else [inner]))


def lacking(samples, keys):
    """List what any of the samples lacks, and what none of them shows."""
    found = []
    for path in keys.split():
        found += [path for each in samples if _missing(each, path)]
        if not any(_reached(each, path) for each in samples):
            found.append(f"{path} (never seen)")
    return found


POLL = {
    "question": {"text": "?"},
    "answers": [
        {"poll_media": {"text": "a", "emoji": {"name": "🦉"}}},
        {"poll_media": {"text": "b"}},
    ],
}
