"""Requests of which one part is refused: none of the others has taken effect."""

import pytest

from bot.sandbox import permissions

MANAGE_ROLES = str(permissions.MANAGE_ROLES)
ADMINISTRATOR = str(permissions.ADMINISTRATOR)


@pytest.fixture
async def ids(rest, guild):
    """Give the ids of what is changed: a channel, a thread, a message and a member."""
    general = guild.channels["general"]
    path = f"/channels/{general}/messages"
    message = await rest.ok("POST", path, {"content": "x"}, files=[("a.txt", b"a")])
    thread = await rest.ok("POST", f"{path}/{message['id']}/threads", {"name": "talk"})
    return {
        "guild": guild.id,
        "general": general,
        "message": message["id"],
        "thread": thread["id"],
        "ada": guild.members["ada"],
        "everyone": guild.id,
    }


CASES = [
    (
        "PATCH",
        "/channels/{thread}",
        {"name": "new", "applied_tags": ["999"]},
        (400, 50035),
        "/channels/{thread}",
    ),
    (
        "PATCH",
        "/guilds/{guild}/members/{ada}",
        {"nick": "Bo", "roles": ["999"]},
        (404, 10011),
        "/guilds/{guild}/members/{ada}",
    ),
    (
        "PATCH",
        "/guilds/{guild}/members/{ada}",
        {"nick": "Bo", "communication_disabled_until": "2999-01-01T00:00:00+00:00"},
        (400, 50035),
        "/guilds/{guild}/members/{ada}",
    ),
    (
        "PATCH",
        "/channels/{general}",
        {"topic": "new", "parent_id": "999"},
        (400, 50035),
        "/channels/{general}",
    ),
    (
        "PATCH",
        "/channels/{general}",
        {"topic": "new", "available_tags": []},
        (400, 50024),
        "/channels/{general}",
    ),
    (
        "PATCH",
        "/channels/{general}",
        {"topic": "new", "permission_overwrites": [{"id": "999", "type": 0, "deny": "2048"}]},
        (404, 10009),
        "/channels/{general}",
    ),
    (
        "POST",
        "/guilds/{guild}/channels",
        {"name": "new", "parent_id": "999"},
        (400, 50035),
        "/guilds/{guild}/channels",
    ),
    (
        "PATCH",
        "/channels/{general}/messages/{message}",
        {"content": "new", "attachments": [{"id": "7"}]},
        (400, 50035),
        "/channels/{general}/messages/{message}",
    ),
    (
        "PATCH",
        "/channels/{general}/messages/{message}",
        {"content": "new", "allowed_mentions": {"parse": ["users"], "users": ["1"]}},
        (400, 50035),
        "/channels/{general}/messages/{message}",
    ),
]


@pytest.mark.parametrize(("method", "path", "body", "refusal", "looked_at"), CASES)
async def test_all_or_nothing(rest, ids, method, path, body, refusal, looked_at):
    """What was before a refused request is after it."""
    before = await rest.ok("GET", looked_at.format(**ids))
    assert (await rest(method, path.format(**ids), body))[:2] == refusal
    assert await rest.ok("GET", looked_at.format(**ids)) == before


async def test_a_refused_post_opens_no_thread(rest, control, guild):
    """A forum post whose message cannot be made does not begin; an archived thread stays so."""
    forum = await control.world.add_channel(guild.id, "ideas", "forum")
    wrong = {"content": "x", "attachments": [{"id": "7"}]}
    body = {"name": "x", "message": wrong}
    assert (await rest("POST", f"/channels/{forum}/threads", body))[:2] == (400, 50035)
    assert (await rest.ok("GET", f"/guilds/{guild.id}/threads/active"))["threads"] == []

    opened = await rest.ok(
        "POST", f"/channels/{forum}/threads", {**body, "message": {"content": "x"}}
    )
    here = f"/channels/{opened['id']}"
    await rest.ok("PATCH", here, {"archived": True})
    assert (await rest("POST", f"{here}/messages", wrong))[:2] == (400, 50035)
    assert (await rest.ok("GET", here))["thread_metadata"]["archived"]


OVERWRITES = [
    ({"id": "{everyone}", "type": 0, "allow": ADMINISTRATOR}, (403, 50013)),
    ({"id": "{everyone}", "type": 0, "deny": MANAGE_ROLES}, (403, 50013)),
    ({"id": "{ada}", "type": 0, "deny": "2048"}, (404, 10009)),
    ({"id": "{everyone}", "type": 1, "deny": "2048"}, (404, 10009)),
    ({"id": "1", "type": 1, "deny": "2048"}, (404, 10009)),
]


@pytest.mark.parametrize(("overwrite", "refusal"), OVERWRITES)
async def test_overwrites_have_one_rule(rest, ids, overwrite, refusal):
    """However an overwrite is set: for whom there is, and only of what one may give away."""
    overwrite = {**overwrite, "id": overwrite["id"].format(**ids)}
    rest_of_it = {name: value for name, value in overwrite.items() if name != "id"}
    wanted = {"permission_overwrites": [overwrite]}
    general = f"/channels/{ids['general']}"
    for method, path, body in (
        ("PUT", f"{general}/permissions/{overwrite['id']}", rest_of_it),
        ("PATCH", general, wanted),
        ("POST", f"/guilds/{ids['guild']}/channels", {"name": "new", **wanted}),
    ):
        assert (await rest(method, path, body))[:2] == refusal


@pytest.mark.parametrize(
    ("kind", "refusal"),
    [(1, (400, 50035)), (3, (400, 50035)), (10, (400, 50035)), (12, (400, 50035))],
)
async def test_kinds_that_are_not_made(rest, guild, kind, refusal):
    """Threads and private channels are not made as channels of a server."""
    body = {"name": "x", "type": kind}
    assert (await rest("POST", f"/guilds/{guild.id}/channels", body))[:2] == refusal


@pytest.mark.parametrize(
    ("kind", "name"), [(0, "my-nice-channel"), (15, "my-nice-channel"), (2, "My Nice  Channel")]
)
async def test_names_of_channels(rest, guild, kind, name):
    """Text channels and forums are written small and without spaces, others as they are."""
    body = {"name": " My Nice  Channel ", "type": kind}
    made = await rest.ok("POST", f"/guilds/{guild.id}/channels", body)
    assert made["name"] == name
    changed = await rest.ok("PATCH", f"/channels/{made['id']}", {"name": "My Nice  Channel"})
    assert changed["name"] == name
