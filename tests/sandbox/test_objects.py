"""Every object that REST answers has the keys discord.py needs."""

from bot.sandbox import intents, permissions
from tests.sandbox.keys import (
    CHANNEL,
    FILE,
    GUILD,
    MEMBER,
    MESSAGE,
    POLL,
    ROLE,
    TAGS,
    THREAD,
    USER,
    lacking,
    within,
)
from tests.sandbox.puppet import Rest

OBJECTS = [
    ("/users/@me", USER),
    ("/users/{ada}", USER),
    (
        "/oauth2/applications/@me",
        "id name description icon bot_public bot_require_code_grant verify_key flags "
        + within("owner", USER),
    ),
    (
        "/gateway/bot",
        (
            "url shards session_start_limit.total session_start_limit.remaining "
            "session_start_limit.reset_after session_start_limit.max_concurrency"
        ),
    ),
    ("/guilds/{guild}", GUILD),
    ("/guilds/{guild}?with_counts=1", "approximate_member_count approximate_presence_count"),
    (
        "/guilds/{guild}/channels",
        CHANNEL.replace("permission_overwrites[].", "").replace(" id type", "")
        + " permission_overwrites",
    ),
    ("/guilds/{guild}/roles", ROLE),
    ("/guilds/{guild}/members?limit=10", MEMBER),
    ("/guilds/{guild}/members/{ada}", MEMBER),
    ("/guilds/{guild}/threads/active", within("threads[]", THREAD) + " members[].join_timestamp"),
    ("/channels/{forum}", TAGS + " default_reaction_emoji"),
    ("/channels/{voice}", "bitrate user_limit"),
    ("/channels/{thread}", THREAD + " member.join_timestamp member.flags"),
    ("/channels/{dm}", "id type " + within("recipients[]", USER)),
    (
        "/channels/{general}/messages/{message}",
        MESSAGE + f" {within('attachments[]', FILE)} {within('thread', THREAD)} reactions[].me",
    ),
    ("/channels/{general}/messages?limit=5", MESSAGE),
    (
        "/channels/{general}/messages/pins",
        "items[].pinned_at has_more " + within("items[].message", MESSAGE),
    ),
    ("/channels/{general}/messages/{message}/reactions/%E2%9C%85", USER),
    (
        "/channels/{general}/messages/{poll}",
        (
            "poll.question.text poll.answers[].answer_id poll.answers[].poll_media.text "
            "poll.expiry poll.allow_multiselect poll.layout_type poll.results.is_finalized "
            "poll.results.answer_counts[].count"
        ),
    ),
    ("/channels/{general}/polls/{poll}/answers/1", within("users[]", USER)),
    (
        "/applications/{bot}/commands",
        (
            "id application_id name description type version "
            "options[].type options[].name options[].description options[].choices[].name "
            "options[].choices[].value"
        ),
    ),
]


async def test_objects(sandbox, control, guild):
    """Every object that REST answers has every key that discord.py needs."""
    sandbox.world.privileged_intents = intents.GUILD_MEMBERS
    bits = permissions.ALL & ~permissions.ADMINISTRATOR
    await control.world.invite_bot(guild.id, bits)
    await control.world.add_emoji(guild.id, "owl")
    rest, ada, general = Rest(sandbox), guild.members["ada"], guild.channels["general"]
    path, bot = f"/channels/{general}/messages", sandbox.world.bot.id
    message = (await rest.ok("POST", path, {"content": "x"}, files=[("a.txt", b"a")]))["id"]
    poll = (await rest.ok("POST", path, {"poll": POLL}))["id"]
    await control.members.vote(ada, general, int(poll), [1])
    await rest.ok("PUT", f"{path}/{message}/reactions/%E2%9C%85/@me")
    await rest.ok("PUT", f"{path}/pins/{message}")
    choices = [{"name": "a", "value": "b"}]
    option = {"type": 3, "name": "a", "description": "x", "choices": choices}
    command = {"name": "go", "description": "x", "options": [option]}
    await rest.ok("PUT", f"/applications/{bot}/commands", [command])
    names = {
        "bot": bot,
        "ada": ada,
        "guild": guild.id,
        "general": general,
        "message": message,
        "poll": poll,
        "thread": (await rest.ok("POST", f"{path}/{message}/threads", {"name": "t"}))["id"],
        "forum": await control.world.add_channel(guild.id, "forum", "forum", tags=["a"]),
        "voice": await control.world.add_channel(guild.id, "voice", "voice"),
        "dm": (await rest.ok("POST", "/users/@me/channels", {"recipient_id": str(ada)}))["id"],
    }
    missing = {}
    for template, keys in OBJECTS:
        shown = await rest.ok("GET", template.format(**names))
        if found := lacking(shown if isinstance(shown, list) else [shown], keys):
            missing[template] = found
    assert missing == {}
