"""What a message may hold, whom it mentions, and who may change or delete it."""

import warnings

import aiohttp
import pytest

from bot.sandbox import File, permissions
from tests.sandbox.puppet import Rest

BUTTON = {"type": 2, "style": 1, "custom_id": "a", "label": "A"}
OPTION = {"label": "a", "value": "a"}
V2 = 1 << 15


def _row(*components):
    return {"type": 1, "components": list(components)}


def _select(**more):
    return _row({"type": 3, "custom_id": "s", "options": [OPTION], **more})


def _buttons(count, first=0):
    return [{**BUTTON, "custom_id": str(n)} for n in range(first, first + count)]


def _text(content="x"):
    return {"type": 10, "content": content}


def _section(texts, accessory):
    return {"type": 9, "components": [_text()] * texts, "accessory": accessory}


def _embed(**parts):
    return {"embeds": [parts]}


def _fields(count, name="n", value="v"):
    return {"fields": [{"name": name, "value": value}] * count}


PICTURE = {"type": 11, "media": {"url": "https://example.org/a.png"}}
FITS = [
    {"content": "x" * 2000},
    {"content": " " * 50 + "x" * 2000},
    {"embeds": [{"title": "x"}] * 10},
    _embed(title="x" * 256, description="x" * 4096),
    _embed(**_fields(25)),
    _embed(**_fields(1, "n" * 256, "v" * 1024)),
    _embed(footer={"text": "x" * 2048}, author={"name": "x" * 256}),
    _embed(description="x" * 4096, **_fields(1, "n" * 256, "v" * 1024), title="x" * 256)
    | {"content": "beside"},
    {"embeds": [{"description": "x" * 3000}, {"description": "x" * 3000}]},
    {"components": [_row(*_buttons(5, 5 * n)) for n in range(5)]},
    {"components": [_row({**BUTTON, "custom_id": "x" * 100, "label": "x" * 80})]},
    {"components": [_select(options=[{**OPTION, "value": str(n)} for n in range(25)])]},
    {"components": [_select(placeholder="x" * 150, min_values=0, max_values=1)]},
    {"components": [_row({"type": 2, "style": 5, "url": "https://example.org", "label": "x"})]},
    {"flags": V2, "components": [_text("x" * 4000)]},
    {"flags": V2, "components": [_text()] * 40},
    {"flags": V2, "components": [_section(3, BUTTON), _section(1, PICTURE)]},
    {"flags": V2, "components": [{"type": 17, "components": [_row(BUTTON), {"type": 14}]}]},
    {"flags": V2, "components": [{"type": 12, "items": [{"media": PICTURE["media"]}] * 10}]},
    {"content": "x", "nonce": "n" * 25, "enforce_nonce": True},
]
DOES_NOT_FIT = [
    {"content": "x" * 2001},
    {"content": 5},
    {"embeds": [{"title": "x"}] * 11},
    _embed(title="x" * 257),
    _embed(description="x" * 4097),
    _embed(**_fields(26)),
    _embed(**_fields(1, "n" * 257)),
    _embed(**_fields(1, "n", "v" * 1025)),
    _embed(**_fields(1, "")),
    _embed(**_fields(1, "n", "")),
    _embed(fields=[{"name": "n"}]),
    _embed(footer={"text": "x" * 2049}),
    _embed(author={"name": "x" * 257}),
    _embed(title="x", url="ftp://example.org"),
    _embed(title="x", url="https://example.org/" + "x" * 2048),
    _embed(title="x", color=0x1000000),
    _embed(title="x", timestamp="yesterday"),
    {"embeds": [{"description": "x" * 3000}, {"description": "x" * 3001}]},
    {"embeds": [{"description": "x" * 4000, **_fields(2, "n", "v" * 1000)}]},
    {"components": [_row(BUTTON)] * 6},
    {"components": [_row(*_buttons(6))]},
    {"components": [_row()]},
    {"components": [_row(BUTTON, _select()["components"][0])]},
    {"components": [BUTTON]},
    {"components": [_row(BUTTON, BUTTON)]},
    {"components": [_row(BUTTON), _row(BUTTON)]},
    {"components": [_row({**BUTTON, "custom_id": ""})]},
    {"components": [_row({**BUTTON, "custom_id": "x" * 101})]},
    {"components": [_row({**BUTTON, "label": "x" * 81})]},
    {"components": [_row({"type": 2, "style": 1, "label": "no id"})]},
    {"components": [_row({"type": 2, "style": 7, "custom_id": "a"})]},
    {"components": [_row({"type": 2, "style": 5, "url": "https://e.org/" + "x" * 512})]},
    {"components": [_select(options=[])]},
    {"components": [_select(options=[{**OPTION, "value": str(n)} for n in range(26)])]},
    {"components": [_select(options=[OPTION, OPTION])]},
    {"components": [_select(options=[{**OPTION, "label": "x" * 101}])]},
    {"components": [_select(options=[{**OPTION, "value": "x" * 101}])]},
    {"components": [_select(options=[{**OPTION, "description": "x" * 101}])]},
    {"components": [_select(placeholder="x" * 151)]},
    {"components": [_select(min_values=26)]},
    {"components": [_select(max_values=0)]},
    {"components": [_select(min_values=2, max_values=1)]},
    {"components": [_text()]},
    {"components": [{"type": 99}]},
    {"flags": V2, "components": [_text("x" * 4001)]},
    {"flags": V2, "components": [_text("x" * 2001)] * 2},
    {"flags": V2, "components": [_text("")]},
    {"flags": V2, "components": [_text()] * 41},
    {"flags": V2, "components": [{"type": 17, "components": [_text()] * 40}]},
    {"flags": V2, "components": [_section(4, BUTTON)]},
    {"flags": V2, "components": [{"type": 9, "components": [_text()]}]},
    {"flags": V2, "components": [{"type": 12, "items": []}]},
    {"flags": V2, "components": [{"type": 12, "items": [{"media": PICTURE["media"]}] * 11}]},
    {"flags": V2, "components": [_row(BUTTON), _row(BUTTON)]},
    {"flags": V2, "components": [_text()], "content": "x"},
    {"flags": V2, "components": [_text()], "embeds": [{"title": "x"}]},
    {"content": "x", "nonce": "n" * 26},
    {"content": "x", "nonce": 1 << 63},
    {"content": "x", "allowed_mentions": {"parse": ["users"], "users": ["1"]}},
    {"content": "x", "allowed_mentions": {"parse": ["cats"]}},
    {"content": "x", "allowed_mentions": {"users": [str(n) for n in range(101)]}},
    {"content": "x", "attachments": [{"id": 0, "filename": "absent.txt"}]},
    {"content": "x", "message_reference": {"message_id": "1"}},
    {"content": "x", "tts": "loudly"},
]


@pytest.fixture
async def rest(sandbox):
    """Make requests as the bot."""
    return Rest(sandbox)


@pytest.fixture
def path(guild):
    """Give the path of a channel's messages."""
    return f"/channels/{guild.channels['general']}/messages"


class TestLimits:
    """Sizes, numbers and kinds."""

    async def test_fits(self, rest, path):
        """What is within every limit is accepted, the limits included."""
        for body in FITS:
            status, _, shown = await rest("POST", path, body)
            assert status == 200, (body, shown)

    async def test_does_not_fit(self, rest, path, control, guild):
        """What exceeds one limit is an invalid form, and nothing is posted."""
        for body in DOES_NOT_FIT:
            status, code, shown = await rest("POST", path, body)
            assert (status, code) == (400, 50035), (body, shown)
            assert shown["errors"]
        assert await control.books.messages(guild.channels["general"]) == []

    @pytest.mark.parametrize(
        "body", [{}, {"content": ""}, {"content": "  "}, {"content": None, "embeds": []}]
    )
    async def test_empty(self, rest, path, body):
        """A message without anything in it is refused with 50006."""
        assert (await rest("POST", path, body))[:2] == (400, 50006)

    async def test_edits_have_the_same_limits(self, rest, path):
        """An edit is held to the limits of what would stand there afterwards."""
        message = await rest.ok("POST", path, {"content": "x", "embeds": [{"title": "t"}]})
        here = f"{path}/{message['id']}"
        assert (await rest("PATCH", here, {"content": "x" * 2001}))[1] == 50035
        assert (await rest("PATCH", here, {"content": "", "embeds": []}))[1] == 50006
        assert (await rest.ok("PATCH", here, {"content": ""}))["embeds"][0]["title"] == "t"

    async def test_v2_is_for_ever(self, rest, path):
        """A message becomes v2 only without content and embeds, and never goes back."""
        message = await rest.ok("POST", path, {"content": "x"})
        here = f"{path}/{message['id']}"
        modern = {"flags": V2, "components": [_text()]}
        assert (await rest("PATCH", here, modern))[1] == 50035
        await rest.ok("PATCH", here, {**modern, "content": None, "poll": None})
        changed = await rest.ok("PATCH", here, {"flags": 0})
        assert changed["flags"] & V2
        assert (await rest("PATCH", here, {"content": "back"}))[1] == 50035


class TestFiles:
    """Attachments."""

    async def test_named_and_described(self, rest, path, sandbox):
        """Files are named and described by the body, and served from their address."""
        body = {"attachments": [{"id": 0, "filename": "owl.txt", "description": "An owl"}]}
        message = await rest.ok("POST", path, body, files=[("raw", b"hoo"), ("two.txt", b"2")])
        owl, two = message["attachments"]
        assert (owl["filename"], owl["description"], owl["size"]) == ("owl.txt", "An owl", 3)
        assert two["filename"] == "two.txt"
        assert owl["url"].startswith(sandbox.cdn_url)

    async def test_embeds_show_them(self, rest, path, sandbox):
        """An embed can show an uploaded file."""
        body = _embed(image={"url": "attachment://a.png"})
        message = await rest.ok("POST", path, body, files=[("a.png", b"png")])
        assert message["embeds"][0]["image"]["url"].startswith(sandbox.cdn_url)

    async def test_edits_keep_what_they_list(self, rest, path):
        """An edit drops the files its list leaves out, and one without a list keeps all."""
        sent = await rest.ok("POST", path, {}, files=[("a.txt", b"a"), ("b.txt", b"b")])
        here = f"{path}/{sent['id']}"
        assert len((await rest.ok("PATCH", here, {"content": "x"}))["attachments"]) == 2
        kept = {"attachments": [{"id": sent["attachments"][1]["id"]}]}
        (left,) = (await rest.ok("PATCH", here, kept))["attachments"]
        assert left["filename"] == "b.txt"

    async def test_limits(self, rest, path):
        """Ten files at most, also with those that an edit keeps, of ten megabytes at most."""
        eleven = [(f"{n}.txt", b"x") for n in range(11)]
        assert (await rest("POST", path, {}, files=eleven))[:2] == (400, 50035)
        sent = await rest.ok("POST", path, {}, files=eleven[:6])
        kept = {"attachments": [{"id": each["id"]} for each in sent["attachments"]]}
        here = f"{path}/{sent['id']}"
        assert (await rest("PATCH", here, kept, files=eleven[:5]))[:2] == (400, 50035)
        assert len((await rest.ok("PATCH", here, kept, files=eleven[:4]))["attachments"]) == 10
        large = [("a.bin", b"x" * (10 * 1024 * 1024 + 1))]
        assert (await rest("POST", path, {}, files=large))[:2] == (413, 40005)

    @pytest.mark.parametrize("files", [True, False])
    async def test_whole_request(self, rest, path, files):
        """All parts of a request together are at most twenty-five megabytes."""
        size = 9 * 1024 * 1024
        form = {"files": [(f"{n}.bin", bytes(size)) for n in range(3)]} if files else {}
        body = {"content": "x" if files else "x" * 3 * size}
        with warnings.catch_warnings():
            # The bare client sends its JSON in one piece, which aiohttp warns of.
            warnings.simplefilter("ignore", ResourceWarning)
            assert (await rest("POST", path, body, **form))[:2] == (413, 40005)

    async def test_from_members(self, control, guild):
        """A member attaches a large file, too, which is served whole."""
        content = bytes(range(256)) * 4096 * 8
        general, ada = guild.channels["general"], guild.members["ada"]
        sent = await control.members.send(ada, general, files=[File("a.bin", content)])
        async with (
            aiohttp.ClientSession() as session,
            session.get(sent["attachments"][0]["url"]) as answer,
        ):
            assert await answer.read() == content


class TestNonce:
    """The same message once."""

    @pytest.mark.parametrize("files", [None, [("a.txt", b"a")]])
    async def test_enforced(self, rest, path, files):
        """A repeated enforced nonce gives the first message, in any form; it is not read later."""
        body = {"content": "one", "nonce": "n", "enforce_nonce": True}
        form = {"files": files} if files else {}
        first = await rest.ok("POST", path, body, **form)
        again = await rest.ok("POST", path, {**body, "content": "two"}, **form)
        assert (again["id"], again["content"]) == (first["id"], "one")
        assert (first["nonce"], again["nonce"]) == ("n", "n")
        assert "nonce" not in await rest.ok("GET", f"{path}/{first['id']}")
        await rest.ok("DELETE", f"{path}/{first['id']}")
        assert (await rest("POST", path, body, **form))[:2] == (404, 10008)

    async def test_not_enforced(self, rest, path):
        """A nonce alone enforces nothing."""
        body = {"content": "one", "nonce": "n"}
        first, second = [await rest.ok("POST", path, body) for _ in range(2)]
        assert first["id"] != second["id"]

    async def test_other_author(self, rest, path, control, guild):
        """Somebody else's messages have nothing to do with it."""
        body = {"content": "one", "nonce": "n", "enforce_nonce": True}
        first = await rest.ok("POST", path, body)
        theirs = await control.members.send(guild.members["ada"], guild.channels["general"], "one")
        assert theirs["id"] != first["id"]

    async def test_other_window(self, rest, path, sandbox):
        """After the window in real time the nonce is new, also that of a deleted message."""
        body = {"content": "one", "nonce": "n", "enforce_nonce": True}
        first = await rest.ok("POST", path, body)
        await rest.ok("DELETE", f"{path}/{first['id']}")
        real = sandbox.world.monotonic
        sandbox.world.monotonic = lambda: real() + 301
        assert (await rest.ok("POST", path, body))["id"] != first["id"]


class TestMentions:
    """Who is called."""

    @pytest.mark.parametrize(
        ("allowed", "users", "roles", "everyone"),
        [
            (None, {"ada", "ben"}, True, True),
            ({"parse": []}, set(), False, False),
            ({"parse": ["users"]}, {"ada", "ben"}, False, False),
            ({"parse": ["roles"]}, set(), True, False),
            ({"parse": ["everyone"]}, set(), False, True),
            ({"parse": [], "users": ["ada"]}, {"ada"}, False, False),
            ({"parse": ["users"], "roles": ["team"]}, {"ada", "ben"}, True, False),
            ({}, set(), False, False),
        ],
    )
    async def test_allowed(self, rest, path, control, guild, allowed, users, roles, everyone):
        """Only what is allowed is mentioned, whatever the words say."""
        await control.world.invite_bot(
            guild.id, ["view_channel", "send_messages", "mention_everyone"]
        )
        team = await control.world.add_role(guild.id, "team")
        ids = {**guild.members, "team": team}
        body = {"content": f"@everyone <@{ids['ada']}> <@!{ids['ben']}> <@&{team}> <@1>"}
        if allowed is not None:
            named = {k: [str(ids[n]) for n in v] for k, v in allowed.items() if k != "parse"}
            body["allowed_mentions"] = {**allowed, **named}
        message = await rest.ok("POST", path, body)
        assert {each["username"] for each in message["mentions"]} == users
        assert bool(message["mention_roles"]) is roles
        assert message["mention_everyone"] is everyone

    async def test_texts_of_components(self, rest, path, guild):
        """Words call people wherever they stand, in a box too; what is not allowed they do not."""
        words = {"type": 10, "content": f"@everyone <@{guild.members['ada']}>"}
        body = {"flags": V2, "components": [{"type": 17, "components": [words]}]}
        message = await rest.ok("POST", path, body)
        assert [each["username"] for each in message["mentions"]] == ["ada"]
        assert message["mention_everyone"]
        message = await rest.ok("POST", path, {**body, "allowed_mentions": {"parse": []}})
        assert not message["mentions"]
        assert not message["mention_everyone"]

    @pytest.mark.parametrize(("replied", "called"), [(True, ["ada"]), (False, [])])
    async def test_replied_user(self, rest, path, control, guild, replied, called):
        """A reply calls its author only if it is to."""
        sent = await control.members.send(guild.members["ada"], guild.channels["general"], "?")
        body = {
            "content": "!",
            "message_reference": {"message_id": sent["id"]},
            "allowed_mentions": {"parse": [], "replied_user": replied},
        }
        message = await rest.ok("POST", path, body)
        assert message["type"] == 19
        assert message["referenced_message"]["id"] == sent["id"]
        assert [each["username"] for each in message["mentions"]] == called

    async def test_edit_without_them_parses_all(self, rest, path, guild):
        """An edit that allows nothing explicitly falls back to parsing everything."""
        body = {"content": "x", "allowed_mentions": {"parse": []}}
        message = await rest.ok("POST", path, body)
        words = f"<@{guild.members['ada']}>"
        edited = await rest.ok("PATCH", f"{path}/{message['id']}", {"content": words})
        assert len(edited["mentions"]) == 1

    async def test_everyone_needs_the_permission(self, rest, path, control, guild):
        """Without Mention Everyone the words stay words."""
        await control.world.set_role(guild.id, guild.id, ["view_channel", "send_messages"])
        message = await rest.ok("POST", path, {"content": "@everyone"})
        assert not message["mention_everyone"]

    async def test_roles_that_are_not_mentionable(self, rest, path, control, guild):
        """Without Mention Everyone only roles are mentioned that anybody may mention."""
        role = await control.world.add_role(guild.id, "shy")
        await control.world.set_role(guild.id, guild.id, 0)
        bits = permissions.mask("view_channel", "send_messages")
        words = {"content": f"<@&{role}>"}
        await control.world.invite_bot(guild.id, bits)
        assert (await rest.ok("POST", path, words))["mention_roles"] == []
        await control.members.edit_role(guild.owner_id, guild.id, role, mentionable=True)
        assert (await rest.ok("POST", path, words))["mention_roles"] == [str(role)]
        await control.members.edit_role(guild.owner_id, guild.id, role, mentionable=False)
        await control.world.invite_bot(guild.id, bits | permissions.MENTION_EVERYONE)
        assert (await rest.ok("POST", path, words))["mention_roles"] == [str(role)]
