"""The control API asked for nonsense: refused with 422 and a sentence, and nothing has changed."""

import io
import json

import aiohttp
import pytest

from bot.sandbox import ControlRefusal, Sandbox
from bot.sandbox.control.ask import ROUTES


@pytest.fixture
async def ask(sandbox, guild):
    """Ask something about the server, with ids in the places of their names."""
    headers = {"Authorization": f"Bearer {sandbox.control_token}"}
    ids = {
        "guild": guild.id,
        "general": guild.channels["general"],
        "ada": guild.members["ada"],
        "bot": sandbox.world.bot.id,
    }

    async with aiohttp.ClientSession(headers=headers) as session:

        async def send(method, path, body):
            text = json.dumps(body)
            for name, found in ids.items():
                path, text = (
                    path.replace(f"<{name}>", str(found)),
                    text.replace(f"<{name}>", str(found)),
                )
            url = sandbox.control_url + path
            async with session.request(method, url, data=io.BytesIO(text.encode())) as answer:
                return answer.status, await answer.json()

        yield send


ADA = {"user_id": "<ada>", "channel_id": "<general>"}
NONSENSE = [
    ("POST", "/guilds", {"name": "x", "chanels": ["typo"]}),
    ("POST", "/guilds", {"name": "x", "channels": [{}]}),
    ("POST", "/guilds", {"name": "x", "channels": [{"name": "a", "kind": []}]}),
    ("POST", "/guilds", {"name": "x", "channels": [{"name": "a", "colour": "red"}]}),
    ("POST", "/guilds", {"name": "x", "channels": "general"}),
    ("POST", "/guilds", {"name": "x", "members": [None]}),
    ("POST", "/guilds", {"name": "x", "members": ["1"]}),
    ("POST", "/guilds", {"name": "x", "bot": "perhaps"}),
    ("POST", "/guilds", {"name": 5}),
    ("POST", "/guilds/<guild>/channels", {"name": "x", "parent_id": "1"}),
    ("POST", "/guilds/<guild>/channels", {"name": "x", "tags": [1]}),
    ("POST", "/guilds/<guild>/members", {"user": "x", "roles": ["zz"]}),
    ("POST", "/guilds/<guild>/members", {"user": "x", "roles": [1]}),
    ("POST", "/guilds/<guild>/roles", {"name": "x", "permissions": "1" * 30}),
    ("POST", "/users", {"name": "x", "days_old": 1e20}),
    ("POST", "/users", {"name": "x", "days_old": 9_999}),
    ("POST", "/channels/<general>/overwrites", {"target": ["bot"]}),
    ("GET", "/channels/<general>/messages?user_id=%C2%B2", {}),
    ("GET", "/channels/<general>/messages?user_id=--5", {}),
    ("GET", "/channels/<general>/messages?user_id=<ada>&limit=-1", {}),
    ("POST", "/channels/<general>/messages", {"user_id": "<ada>", "files": [{"filename": "x"}]}),
    ("PUT", "/channels/<general>/messages/1/votes", {"user_id": "<ada>", "answers": ["x"]}),
    ("POST", "/commands", {**ADA, "command": "x", "options": []}),
    ("POST", "/commands", {**ADA, "command": "x", "attachments": [1]}),
    ("POST", "/commands", {**ADA, "command": "x", "seconds": "nan"}),
    ("POST", "/clicks", {**ADA, "user_id": "<bot>", "message_id": 1, "custom_id": "x"}),
    ("PUT", "/as/<ada>/guilds/<guild>/members/<ada>/timeout", {"seconds": 1e20}),
    ("POST", "/crowd/guilds", {"name": "x", "count": -1}),
    ("POST", "/crowd/reactions", {"user_ids": [[]], "channel_id": "<general>"}),
    ("POST", "/clock", {"advance": 1e20}),
    ("POST", "/clock", {"advance": 1e13}),
    ("POST", "/clock", {"advance": "nan"}),
    ("POST", "/clock", {"instant": "2101-01-01T00:00:00Z"}),
    ("POST", "/clock", {"instant": "2001-01-01T00:00:00Z"}),
    ("POST", "/clock", {"instant": "2050-01-01T00:00:00"}),
    ("POST", "/faults", {"fault": {"match": ".", "kind": []}}),
    ("POST", "/faults", {"fault": {"match": "(", "kind": "drop"}}),
    ("POST", "/faults", {"fault": [1]}),
    ("POST", "/limits", {"match": "(", "answers": [{"retry_after": 1}]}),
    ("POST", "/limits", {"match": ".", "answers": ["x"]}),
    ("POST", "/limits", {"match": ".", "answers": [{"retry_after": "soon"}]}),
    ("POST", "/limits", {"match": ".", "answers": [{"retry_after": 1, "scope": "us"}]}),
    ("POST", "/limits", {"match": ".", "answers": [{"limit": "x", "remaining": 1}]}),
    ("POST", "/gateway", {"action": "explode"}),
    ("POST", "/gateway", {"action": "close", "code": 99_999}),
    ("POST", "/gateway", {"action": ["close"]}),
    ("POST", "/gateway", []),
]


class TestNonsense:
    """What cannot be read."""

    @pytest.mark.parametrize(("method", "path", "body"), NONSENSE)
    async def test_is_refused(self, sandbox, ask, method, path, body):
        """It is refused as the person's client would have refused it, in words."""
        before = await sandbox.control.books.state()
        status, answer = await ask(method, path, body)
        assert (status, answer["code"]) == (422, None)
        assert answer["message"].endswith(".")
        after = await sandbox.control.books.state()
        assert {**after, "now": ""} == {**before, "now": ""}
        assert not sandbox.limiter._scripts

    async def test_no_json(self, sandbox):
        """A body that is no JSON is refused alike, however deep it goes."""
        headers = {"Authorization": f"Bearer {sandbox.control_token}"}
        url = sandbox.control_url + "/guilds"
        async with (
            aiohttp.ClientSession(headers=headers) as session,
            session.post(url, data="[" * 100_000) as answer,
        ):
            assert answer.status == 422

    async def test_every_route_knows_its_fields(self, sandbox, ask):
        """A field that a route has nothing to do with is refused, whichever route it is."""
        for method, template, entry in ROUTES.entries:
            assert "glitter" not in entry.fields
            path = template.replace("{", "<").replace("}", ">")
            status, answer = await ask(method, path, {"glitter": 1})
            assert (status, "'glitter'" in answer["message"]) == (422, True), template
        assert sandbox.unrouted == []


class TestOwnFailure:
    """What is the sandbox's own fault."""

    async def test_is_told_and_raised_at_the_end(self):
        """It answers 500 in JSON and cannot be overlooked when the sandbox stops."""
        sandbox = await Sandbox().__aenter__()
        guild = await sandbox.control.world.add_guild("Readers")
        del sandbox.world.guilds[guild.id].roles[guild.id]
        with pytest.raises(ControlRefusal) as refused:
            await sandbox.control.world.get_permissions(guild.channels["general"])
        assert (refused.value.status, "crashed" in refused.value.message) == (500, True)
        with pytest.raises(ExceptionGroup, match="sandbox itself failed"):
            await sandbox.__aexit__(None, None, None)
