"""Which keys discord.py needs in what Discord sends, and how to find those that are missing.

A path is dotted; `x[]` is each item of a list, `x?` may be absent or null. Whatever else is written
here stands in every payload.
"""


def within(prefix, keys):
    """Put keys under another."""
    return " ".join(f"{prefix}.{each}" for each in keys.split())


USER = "id username discriminator avatar"
ROLE = "id name permissions"
EMOJI = "id name"
PLAIN_CHANNEL = "id type name position guild_id"
CHANNEL = f"{PLAIN_CHANNEL} permission_overwrites[].id permission_overwrites[].type"
# What some kinds of channels alone have; `test_objects.py` looks at one of each.
SOME_CHANNELS = (
    "bitrate? user_limit? available_tags?[].id available_tags?[].name available_tags?[].emoji_name"
)
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
# What some messages alone have.
SOME_MESSAGES = " ".join(
    (
        within("attachments[]", FILE),
        "embeds?[].fields?[].name embeds?[].fields?[].value",
        "reactions?[].emoji.name reactions?[].me reactions?[].count",
        "member?.roles poll?.question.text thread?.id message_reference?.channel_id",
        within("interaction_metadata?", f"id type {within('user', USER)}"),
        "referenced_message?.id referenced_message?.type referenced_message?.content",
        within("referenced_message?.attachments[]", FILE),
    )
)
OWN_THREAD = "member?.flags member?.join_timestamp"
GUILD = f"id name owner_id roles emojis {within('roles[]', ROLE)} {within('emojis[]', EMOJI)}"
WHERE = "channel_id message_id guild_id"
REACTION = f"user_id {WHERE} emoji.id emoji.name type burst"
INTERACTION = (
    "id application_id type token version attachment_size_limit data guild_id guild.id "
    "data.component_type? data.custom_id? data.components? "
    "channel.id channel.type channel_id member.permissions locale guild_locale app_permissions "
    "entitlements authorizing_integration_owners context " + within("member", MEMBER)
)
EVENTS = {
    "READY": f"guilds[].id session_id resume_gateway_url shard application.flags application.id "
    f"{within('user', USER)}",
    "GUILD_CREATE": f"{GUILD} channels members threads {within('channels[]', CHANNEL)} "
    f"{within('channels[]', SOME_CHANNELS)} "
    f"{within('members[]', MEMBER)} "
    f"{within('threads[]', THREAD)} threads[].member?.join_timestamp threads[].member?.flags "
    "voice_states member_count joined_at unavailable?",
    "GUILD_DELETE": "id unavailable?",
    "GUILD_MEMBERS_CHUNK": f"guild_id chunk_index chunk_count {within('members[]', MEMBER)}",
    "GUILD_UPDATE": GUILD,
    "GUILD_BAN_ADD": f"guild_id {within('user', USER)}",
    "GUILD_BAN_REMOVE": f"guild_id {within('user', USER)}",
    "GUILD_ROLE_CREATE": f"guild_id {within('role', ROLE)}",
    "GUILD_ROLE_UPDATE": f"guild_id {within('role', ROLE)}",
    "GUILD_ROLE_DELETE": "guild_id role_id",
    "GUILD_EMOJIS_UPDATE": f"guild_id {within('emojis[]', EMOJI)}",
    "GUILD_MEMBER_ADD": f"guild_id {MEMBER}",
    "GUILD_MEMBER_UPDATE": f"guild_id {MEMBER}",
    "GUILD_MEMBER_REMOVE": f"guild_id {within('user', USER)}",
    "CHANNEL_CREATE": f"id type name position permission_overwrites guild_id {SOME_CHANNELS}",
    "CHANNEL_UPDATE": f"{CHANNEL} {SOME_CHANNELS}",
    "CHANNEL_DELETE": "id guild_id type",
    "CHANNEL_PINS_UPDATE": "channel_id guild_id last_pin_timestamp",
    "THREAD_CREATE": f"{THREAD} guild_id newly_created? {OWN_THREAD}",
    "THREAD_UPDATE": f"{THREAD} guild_id",
    "THREAD_DELETE": "id type guild_id parent_id",
    "THREAD_MEMBER_UPDATE": "id user_id guild_id join_timestamp flags",
    "THREAD_MEMBERS_UPDATE": (
        "id guild_id member_count added_members[].user_id added_members[].flags "
        "added_members[].join_timestamp removed_member_ids?"
    ),
    "THREAD_LIST_SYNC": (
        f"guild_id channel_ids {within('threads[]', f'{THREAD} {OWN_THREAD}')} "
        "members[].id members[].user_id members[].flags members[].join_timestamp"
    ),
    "MESSAGE_CREATE": f"{MESSAGE} {SOME_MESSAGES} "
    f"guild_id member.roles {within('mentions[]', USER)} mentions[].member?.roles "
    "mentions[].member?.flags "
    f"{within('attachments[]', FILE)}",
    "MESSAGE_UPDATE": f"{MESSAGE} {SOME_MESSAGES} "
    f"guild_id {within('reactions[].emoji', EMOJI)} reactions[].me reactions[].count",
    "MESSAGE_DELETE": "id channel_id guild_id",
    "MESSAGE_DELETE_BULK": "ids channel_id guild_id",
    "MESSAGE_REACTION_ADD": f"{REACTION} message_author_id {within('member', MEMBER)}",
    "MESSAGE_REACTION_REMOVE": REACTION,
    "MESSAGE_REACTION_REMOVE_ALL": WHERE,
    "MESSAGE_REACTION_REMOVE_EMOJI": f"{WHERE} emoji.id emoji.name",
    "MESSAGE_POLL_VOTE_ADD": f"user_id answer_id {WHERE}",
    "MESSAGE_POLL_VOTE_REMOVE": f"user_id answer_id {WHERE}",
    "INVITE_CREATE": "code channel_id guild_id max_age max_uses uses temporary created_at "
    + within("inviter", USER),
    "INVITE_DELETE": "code channel_id guild_id",
    "INTERACTION_CREATE": INTERACTION,
    "APPLICATION_COMMAND_PERMISSIONS_UPDATE": (
        "id application_id guild_id permissions[].id permissions[].type permissions[].permission"
    ),
}
# What REST answers to GET, with ids in the places of names.
OBJECTS = {
    "/users/@me": USER,
    "/users/{ada}": USER,
    "/oauth2/applications/@me": (
        "id name description icon bot_public bot_require_code_grant verify_key flags "
        + within("owner", USER)
    ),
    "/gateway/bot": (
        "url shards session_start_limit.total session_start_limit.remaining "
        "session_start_limit.reset_after session_start_limit.max_concurrency"
    ),
    "/guilds/{guild}": GUILD,
    "/guilds/{guild}?with_counts=1": GUILD + " approximate_member_count approximate_presence_count",
    "/guilds/{guild}/channels": (f"{PLAIN_CHANNEL} permission_overwrites {SOME_CHANNELS}"),
    "/guilds/{guild}/roles": ROLE,
    "/guilds/{guild}/members?limit=10": MEMBER,
    "/guilds/{guild}/members/{ada}": MEMBER,
    "/guilds/{guild}/threads/active": within("threads[]", f"{THREAD} {OWN_THREAD}")
    + " members[].id members[].flags members[].join_timestamp",
    "/channels/{forum}": f"{PLAIN_CHANNEL} {TAGS} default_reaction_emoji",
    "/channels/{voice}": f"{PLAIN_CHANNEL} bitrate user_limit",
    "/channels/{thread}": THREAD + " guild_id member.join_timestamp member.flags",
    "/channels/{dm}": "id type " + within("recipients[]", USER),
    "/channels/{general}/messages/{message}": (
        f"{MESSAGE} {SOME_MESSAGES} {within('attachments[]', FILE)} {within('thread', THREAD)} "
        "reactions[].me"
    ),
    "/channels/{general}/messages?limit=5": f"{MESSAGE} {SOME_MESSAGES}",
    "/channels/{general}/messages/pins": (
        "items[].pinned_at has_more " + within("items[].message", f"{MESSAGE} {SOME_MESSAGES}")
    ),
    "/channels/{general}/messages/{message}/reactions/%E2%9C%85": USER,
    "/channels/{general}/messages/{poll}": (
        f"{MESSAGE} poll.question.text poll.answers[].answer_id poll.answers[].poll_media.text "
        "poll.expiry poll.allow_multiselect poll.layout_type poll.results.is_finalized "
        "poll.results.answer_counts[].count"
    ),
    "/channels/{general}/polls/{poll}/answers/1": within("users[]", USER),
    "/applications/{bot}/commands": (
        "id application_id name description type version "
        "options[].type options[].name options[].description options[].choices[].name "
        "options[].choices[].value"
    ),
}


def _split(path):
    head, _, rest = path.partition(".")
    return head.removesuffix("[]").removesuffix("?"), head.removesuffix("[]")[-1], rest


def _inner(data, path):
    """Give what stands under the first part of a path: each item, if that is a list."""
    name, _, _ = _split(path)
    found = data.get(name) if isinstance(data, dict) else None
    return found if isinstance(found, list) else [found]


def _missing(data, path):
    """Give the first part of a path that a payload lacks; an empty or absent list lacks nothing."""
    name, mark, rest = _split(path)
    absent = not isinstance(data, dict) or name not in data
    if absent or (mark == "?" and data[name] is None):
        listed = path.partition(".")[0].endswith("[]") and isinstance(data, dict)
        return None if listed or mark == "?" else name
    if not rest:
        return None
    return next((found for each in _inner(data, path) if (found := _missing(each, rest))), None)


def _reached(data, path):
    """Tell whether a payload has something at the end of a path with lists."""
    name, mark, rest = _split(path)
    if mark == "?":
        return True
    if not rest:
        return isinstance(data, dict) and name in data
    return any(_reached(each, rest) for each in _inner(data, path))


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


def covers(keys, path):
    """Tell whether a path, or something within it, is among some keys."""
    given = [each.replace("?", "") for each in keys.split()]
    return any(each == path or each.startswith((f"{path}.", f"{path}[]")) for each in given)
