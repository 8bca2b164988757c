"""The parts of a message: where components may stand, what shows something, who may add what."""

import pytest

from bot.sandbox import ControlRefusal, permissions
from tests.sandbox.puppet import Rest

V2 = 1 << 15
BUTTON = {"type": 2, "style": 1, "custom_id": "b", "label": "x"}
LINK = {"type": 2, "style": 5, "label": "x", "url": "https://example.org"}
TEXT = {"type": 10, "content": "x"}
PICTURE = {"type": 11, "media": {"url": "https://example.org/a.png"}}
OPTIONS = [{"label": each, "value": each} for each in "abc"]


def _row(*inside):
    return {"content": "x", "components": [{"type": 1, "components": list(inside)}]}


def _select(**more):
    return _row({"type": 3, "custom_id": "s", "options": OPTIONS, **more})


def _section(accessory, *inside):
    return {"type": 9, "components": list(inside), "accessory": accessory}


def _modern(*components):
    return {"flags": V2, "components": list(components)}


def _box(*inside):
    return _modern({"type": 17, "components": list(inside)})


MISPLACED = [
    _modern(BUTTON),
    _modern(PICTURE),
    _modern({"type": 3, "custom_id": "s", "options": OPTIONS}),
    _box({"type": 17, "components": [TEXT]}),
    _box(BUTTON),
    _box(PICTURE),
    _modern(_section(TEXT, TEXT)),
    _modern(_section(BUTTON, BUTTON)),
    _modern(_section({"type": 1, "components": [BUTTON]}, TEXT)),
    _row({"type": 1, "components": [BUTTON]}),
    _row(TEXT),
    _row({"type": 4, "custom_id": "t", "style": 1}),
    _modern({"type": 12, "items": [{}]}),
]
WRONG = [
    _row({"type": 2, "style": 5, "label": "x"}),
    _row({**LINK, "custom_id": "b"}),
    _row({**BUTTON, "url": "https://example.org"}),
    _row({"type": 2, "style": 1, "custom_id": "b"}),
    _row({**BUTTON, "label": " "}),
    _row({"type": 2, "style": 6, "custom_id": "b"}),
    _row({**BUTTON, "style": 6, "sku_id": "1"}),
    _row({**BUTTON, "emoji": {"name": "notanemoji"}}),
    _row({**BUTTON, "emoji": {"name": "✅✅"}}),
    _row({**BUTTON, "emoji": {"id": "123", "name": "owl"}}),
    _select(options=[{**OPTIONS[0], "emoji": {"name": "x"}}]),
    _select(options=[{**each, "default": True} for each in OPTIONS], max_values=2),
    _select(max_values=4),
    _row({**BUTTON, "id": 7}, {**LINK, "id": 7}),
    _row(
        {
            "type": 5,
            "custom_id": "u",
            "default_values": [{"id": str(n), "type": "user"} for n in (1, 2)],
        }
    ),
    _modern({"type": 13, "file": {"url": "attachment://absent.txt"}}),
    _modern({"type": 12, "items": [{"media": {"url": "attachment://absent.png"}}]}),
    _modern(_section({"type": 11, "media": {"url": "attachment://absent.png"}}, TEXT)),
    {"embeds": [{"title": "x", "url": "https://"}]},
    {"embeds": [{"title": "x", "url": "http://not an address"}]},
    {"embeds": [{"title": "x", "image": {"url": "http://["}}]},
]
RIGHT = [
    _row({**BUTTON, "id": 0}, {**LINK, "id": 0}),
    _row({"type": 2, "style": 1, "custom_id": "b", "emoji": {"name": "✅"}}),
    _row(LINK),
    _select(options=[{**each, "default": True} for each in OPTIONS], max_values=3),
    _select(min_values=0),
    _modern({"type": 1, "components": [BUTTON]}, TEXT, {"type": 14}),
    _modern(_section(PICTURE, TEXT), _section(BUTTON, TEXT)),
    _box(TEXT, {"type": 1, "components": [LINK]}, _section(PICTURE, TEXT), {"type": 14}),
    {"embeds": [{"title": "x", "url": "http://127.0.0.1:80/a"}]},
]
EMPTY = [
    {},
    {"embeds": [{}]},
    {"embeds": [{"type": "rich", "color": 5}]},
    {"embeds": [{"author": {"url": "https://example.org"}}]},
    {"embeds": [{"title": " ", "image": {}}]},
]


@pytest.fixture
def rest(sandbox):
    """Make requests as the bot."""
    return Rest(sandbox)


@pytest.fixture
def path(guild):
    """Give the path of the channel's messages."""
    return f"/channels/{guild.channels['general']}/messages"


async def test_wrong_parts(rest, path):
    """What stands in the wrong place, does two things or nothing, is refused and not posted."""
    for body in MISPLACED + WRONG:
        status, code, shown = await rest("POST", path, body)
        assert (status, code) == (400, 50035), (body, shown)
    assert await rest.ok("GET", path) == []


async def test_right_parts(rest, path):
    """Their right counterparts are posted."""
    for body in RIGHT:
        status, _, shown = await rest("POST", path, body)
        assert status == 200, (body, shown)


async def test_nothing_to_see(rest, path):
    """A message of which nothing would be seen is empty."""
    for body in EMPTY:
        status, code, shown = await rest("POST", path, body)
        assert (status, code) == (400, 50006), (body, shown)


async def test_named_files(rest, path):
    """Components show files that come with the message, or stay on it; edits are held to that."""
    body = _modern({"type": 13, "file": {"url": "attachment://a.txt"}})
    sent = await rest.ok("POST", path, body, files=[("a.txt", b"a")])
    here, (shown,) = f"{path}/{sent['id']}", sent["components"]
    assert (shown["name"], shown["size"]) == ("a.txt", 1)
    assert shown["file"]["url"] == sent["attachments"][0]["url"]
    await rest.ok("PATCH", here, {"components": body["components"]})
    change = {"components": body["components"], "attachments": []}
    assert (await rest("PATCH", here, change))[:2] == (400, 50035)
    renamed = {"attachments": [{"id": "0", "filename": "b.txt"}]}
    answer = await rest("POST", path, {**body, **renamed}, files=[("a.txt", b"a")])
    assert answer[:2] == (400, 50035)


async def test_custom_emoji(rest, path, control, guild):
    """A button bears a custom emoji of a server the bot is in, and none of another's."""
    elsewhere = await control.world.add_guild("Elsewhere", bot=False)
    for server, status in ((guild, 200), (elsewhere, 400)):
        name, _, number = (await control.world.add_emoji(server.id, "owl")).partition(":")
        emoji = {"id": number, "name": name}
        assert (await rest("POST", path, _row({**BUTTON, "emoji": emoji})))[0] == status


@pytest.mark.parametrize(
    ("denied", "message", "form"),
    [
        ("embed_links", {"embeds": [{"title": "x"}]}, {}),
        ("attach_files", {"content": "x"}, {"files": [("a.txt", b"a")]}),
    ],
)
async def test_parts_of_a_forum_post(rest, control, guild, sandbox, denied, message, form):
    """A post's first message asks for the permissions its parts ask for everywhere."""
    forum = await control.world.add_channel(guild.id, "ideas", "forum")
    body = {"name": "x", "message": message}
    await control.world.set_overwrite(forum, "bot", deny=[denied])
    assert (await rest("POST", f"/channels/{forum}/threads", body, **form))[:2] == (403, 50013)
    assert sandbox.world.guilds[guild.id].threads == {}
    await control.world.set_overwrite(forum, "bot")
    await rest.ok("POST", f"/channels/{forum}/threads", body, **form)


class TestSystemMessages:
    """What Discord itself posts."""

    async def test_left_alone(self, rest, path, control, guild):
        """A notice is not pinned, edited, answered or given a thread; it is reacted to."""
        bits = permissions.ALL & ~permissions.ADMINISTRATOR
        await control.world.invite_bot(guild.id, bits)
        sent = await rest.ok("POST", path, {"content": "x"})
        await rest.ok("PUT", f"{path}/pins/{sent['id']}")
        notice = (await rest.ok("GET", f"{path}?limit=1"))[0]
        assert notice["type"] == 6
        here = f"{path}/{notice['id']}"
        for method, where, body in (
            ("PUT", f"{path}/pins/{notice['id']}", None),
            ("PATCH", here, {"content": "mine"}),
            ("POST", f"{here}/threads", {"name": "x"}),
        ):
            assert (await rest(method, where, body))[:2] == (403, 50021)
        reply = {"content": "x", "message_reference": {"message_id": notice["id"]}}
        assert (await rest("POST", path, reply))[:2] == (400, 50035)
        await rest.ok("PUT", f"{here}/reactions/%E2%9C%85/@me")


class TestTimedOut:
    """Members who are timed out read, and do nothing else."""

    async def test_members(self, rest, path, control, guild):
        """They add to no reaction, press no button and vote in no poll until it is over."""
        ada, ben, general = guild.members["ada"], guild.members["ben"], guild.channels["general"]
        poll = {"question": {"text": "?"}, "answers": [{"poll_media": {"text": "a"}}]}
        pressed = int((await rest.ok("POST", path, _row(BUTTON)))["id"])
        asked = int((await rest.ok("POST", path, {"poll": poll}))["id"])
        await control.members.react(ben, general, pressed, "✅")
        await control.members.time_out(guild.owner_id, guild.id, ada, seconds=60)
        for attempt in (
            control.members.react(ada, general, pressed, "✅"),
            control.members.click(ada, general, pressed, "b"),
            control.members.vote(ada, general, asked, [1]),
        ):
            with pytest.raises(ControlRefusal) as refused:
                await attempt
            assert (refused.value.status, refused.value.code) == (403, 50013)
        assert len(await control.members.read(ada, general)) == 2
        await control.members.time_out(guild.owner_id, guild.id, ada, seconds=None)
        await control.members.react(ada, general, pressed, "✅")

    async def test_the_bot(self, rest, path, control, guild, sandbox):
        """The bot is bound by it too, where no permission is asked for."""
        sent = await control.members.send(guild.members["ada"], guild.channels["general"], "?")
        await control.members.react(
            guild.members["ada"], guild.channels["general"], int(sent["id"]), "✅"
        )
        await control.members.time_out(guild.owner_id, guild.id, sandbox.world.bot.id, seconds=60)
        answer = await rest("PUT", f"{path}/{sent['id']}/reactions/%E2%9C%85/@me")
        assert answer[:2] == (403, 50013)
