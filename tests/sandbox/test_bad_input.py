"""Input that no client sends by intention: Discord refuses it in its own words, and nothing breaks.

The fixture's sandbox raises at its end whatever went wrong inside it, and fails on any 501.
"""

import io
import json

import aiohttp
import pytest
import yarl

HUGE_NUMBER = "9" * 4_400
BEYOND_64_BITS = str(1 << 64)


@pytest.fixture
async def ask(sandbox):
    """Send raw bytes to a path of the REST API; gives status and code."""
    headers = {"Authorization": f"Bot {sandbox.bot_token}"}
    async with aiohttp.ClientSession(headers=headers) as session:

        async def send(method, path, body=b"", kind="application/json"):
            url = yarl.URL(sandbox.api_url + path, encoded=True)
            given = {"Content-Type": kind} if body else None
            async with session.request(method, url, data=io.BytesIO(body), headers=given) as answer:
                return answer.status, (await answer.json()).get("code", 0)

        yield send


class TestNumbers:
    """Ids and counts."""

    @pytest.mark.parametrize("number", ["%C2%B2", "-1", "1e3", HUGE_NUMBER, BEYOND_64_BITS])
    @pytest.mark.parametrize("path", ["/channels/{}", "/users/@me/guilds?limit={}"])
    async def test_in_the_address(self, ask, path, number):
        """What is no number of 64 bits in plain digits is an invalid form."""
        assert await ask("GET", path.format(number)) == (400, 50035)

    @pytest.mark.parametrize("number", ["²", "٣", HUGE_NUMBER, BEYOND_64_BITS, 1 << 64, True])
    async def test_in_a_body(self, ask, guild, number):
        """An id in a body is held to the same."""
        path = f"/channels/{guild.channels['general']}/messages/bulk-delete"
        body = json.dumps({"messages": [number, "2"]}).encode()
        assert await ask("POST", path, body) == (400, 50035)


class TestBodies:
    """What a body may be, before its fields are looked at."""

    @pytest.mark.parametrize("body", [b"[" * 100_000, b"{", b"\xff", HUGE_NUMBER.encode()])
    async def test_that_is_no_json(self, ask, guild, body):
        """What cannot be parsed is refused as JSON that is invalid."""
        path = f"/channels/{guild.channels['general']}/messages"
        assert await ask("POST", path, body) == (400, 50109)

    @pytest.mark.parametrize("kind", ["form-data", "form-data; boundary=b"])
    async def test_that_is_broken_multipart(self, ask, guild, kind):
        """Multipart without its boundary is an invalid form."""
        path = f"/channels/{guild.channels['general']}/messages"
        assert await ask("POST", path, b"--x\r\nnothing", f"multipart/{kind}") == (400, 50035)

    async def test_many_parts(self, ask, guild):
        """It is all parts together that must not be larger than 25 MiB."""
        path = f"/channels/{guild.channels['general']}/messages"
        name = b'Content-Disposition: form-data; name="files[%d]"; filename="x"\r\n\r\n'
        parts = [b"--b\r\n" + name % n + bytes(1 << 20) + b"\r\n" for n in range(26)]
        kind = "multipart/form-data; boundary=b"
        assert await ask("POST", path, b"".join(parts) + b"--b--\r\n", kind) == (413, 40005)

    async def test_beyond_all_bounds(self, ask, guild):
        """What is larger than the sandbox reads at all is refused alike."""
        path = f"/channels/{guild.channels['general']}/messages"
        assert await ask("POST", path, bytes((64 << 20) + 1)) == (413, 40005)

    async def test_a_time_without_a_zone(self, sandbox, ask, guild):
        """It is taken for UTC."""
        ada = guild.members["ada"]
        await sandbox.control.world.invite_bot(guild.id, ["moderate_members"])
        until = sandbox.world.clock.now().replace(tzinfo=None).isoformat()
        body = json.dumps({"communication_disabled_until": until}).encode()
        path = f"/guilds/{guild.id}/members/{ada}"
        assert await ask("PATCH", path, body) == (200, 0)
        member = sandbox.world.guilds[guild.id].members[ada]
        assert member.timed_out_until.isoformat() == until + "+00:00"
