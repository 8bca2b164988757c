"""Rate limits: off, real, faster, and scripted; the line beyond which everything is refused."""

from math import ceil

import aiohttp
import discord
import pytest

from bot.sandbox import Sandbox, assumptions
from bot.sandbox.limits import Denial, Grant, Limiter, read_factor
from tests.sandbox.stranger import Stranger

CREATE = "POST /channels/{channel_id}/messages"
REACTION = "/channels/{channel_id}/messages/{message_id}/reactions/{emoji}/@me"


class Clock:
    """A clock that goes when it is told to."""

    def __init__(self):
        self.now = 1000.0

    def __call__(self) -> float:
        """Tell the time."""
        return self.now


@pytest.fixture
def clock():
    """Give a clock moved by hand."""
    return Clock()


def _ask(limiter, label=CREATE, *, exempt=False, **variables):
    return limiter.ask(label, {"channel_id": "1", **variables}, exempt=exempt)


def _granted(limiter, count, label=CREATE, **given):
    return [isinstance(_ask(limiter, label, **given), Grant) for _ in range(count)]


class TestModes:
    """What the modes are called."""

    @pytest.mark.parametrize(
        ("mode", "factor"), [("off", None), ("real", 1), ("x4", 4), ("x.5", 0)]
    )
    def test_names(self, mode, factor):
        """Off, real, or so many times as fast; nothing else."""
        if factor == 0:
            with pytest.raises(ValueError):
                read_factor(mode)
        else:
            assert read_factor(mode) == factor

    @pytest.mark.parametrize("mode", ["", "on", "x", "x0", "4", "X4", "x-1"])
    def test_nonsense(self, mode):
        """Whatever else is given is refused at once."""
        with pytest.raises(ValueError):
            Sandbox(limits=mode)


class TestBuckets:
    """How much each route gives."""

    def test_messages(self, clock):
        """Five messages in five seconds in one channel; another channel has its own five."""
        limiter = Limiter("real", clock)
        assert _granted(limiter, 6) == [True] * 5 + [False]
        assert _granted(limiter, 1, channel_id="2") == [True]
        clock.now += 4
        denied = _ask(limiter)
        assert isinstance(denied, Denial)
        assert (denied.retry_after, denied.scope) == (1.0, "user")
        clock.now += 1
        assert _granted(limiter, 6) == [True] * 5 + [False]

    def test_reactions(self, clock):
        """Adding and taking back share one bucket: one in a quarter of a second."""
        limiter = Limiter("real", clock)
        added, removed = _ask(limiter, "PUT " + REACTION), _ask(limiter, "DELETE " + REACTION)
        assert isinstance(added, Grant)
        assert isinstance(removed, Denial)
        assert added.headers["X-RateLimit-Bucket"] == removed.headers["X-RateLimit-Bucket"]
        clock.now += 0.25
        assert isinstance(_ask(limiter, "DELETE " + REACTION), Grant)

    def test_headers_count_down(self, clock):
        """Each answer tells what is left and for how long."""
        limiter = Limiter("real", clock)
        first = _ask(limiter).headers
        clock.now += 2
        second = _ask(limiter).headers
        assert (first["X-RateLimit-Limit"], first["X-RateLimit-Remaining"]) == ("5", "4")
        assert first["X-RateLimit-Reset-After"] == "5.000"
        assert second["X-RateLimit-Remaining"] == "3"
        assert second["X-RateLimit-Reset-After"] == "3.000"

    def test_everything_together(self, clock):
        """Fifty requests a second in all; those of interactions do not count."""
        limiter = Limiter("real", clock)
        asked = [_ask(limiter, channel_id=str(number)) for number in range(51)]
        assert [type(each) for each in asked] == [Grant] * 50 + [Denial]
        assert asked[-1].scope == "global"
        callback = "POST /interactions/{interaction_id}/{token}/callback"
        assert isinstance(_ask(limiter, callback, exempt=True), Grant)
        clock.now += 1
        assert isinstance(_ask(limiter, channel_id="x"), Grant)

    def test_without_the_token(self, clock):
        """Who has not the bot's token has fifty a second as well, which are not the bot's."""
        limiter = Limiter("real", clock)
        asked = [limiter.ask_unnamed() for _ in range(51)]
        assert asked[:50] == [None] * 50
        assert asked[50].scope == "global"
        assert isinstance(_ask(limiter), Grant)
        assert [Limiter("off", clock).ask_unnamed() for _ in range(100)] == [None] * 100

    def test_scaled(self, clock):
        """At x4 every window is a quarter as long, and grants as much."""
        limiter = Limiter("x4", clock)
        assert _granted(limiter, 6) == [True] * 5 + [False]
        clock.now += 1.25
        assert _granted(limiter, 1) == [True]

    def test_off(self, clock):
        """With limits off everything is granted, and the headers are there all the same."""
        limiter = Limiter("off", clock)
        assert all(_granted(limiter, 1000))
        assert int(_ask(limiter).headers["X-RateLimit-Remaining"]) > 1000


class TestInvalidRequests:
    """Too many requests that are not granted."""

    def test_line(self, clock):
        """10,000 answers of 401, 403 and 429 in ten minutes bring the ban, for a while."""
        limiter = Limiter("real", clock)
        for number in range(9_999):
            limiter.note((401, 403, 429)[number % 3])
        limiter.note(404)
        limiter.note(429, "shared")
        assert isinstance(_ask(limiter), Grant)
        limiter.note(403)
        denied = _ask(limiter, exempt=True)
        assert isinstance(denied, Denial)
        assert denied.banned
        assert limiter.ask_unnamed().banned
        clock.now += assumptions.BAN_SECONDS
        assert isinstance(_ask(limiter), Grant)

    def test_ten_minutes_later(self, clock):
        """What is longer ago does not count."""
        limiter = Limiter("real", clock)
        limiter.note(403)
        assert limiter.invalid == 1
        clock.now += 600
        assert limiter.invalid == 0

    def test_off(self, clock):
        """With limits off they are counted, and nobody is banned."""
        limiter = Limiter("off", clock)
        limiter.invalid_limit = 1
        limiter.note(403)
        assert limiter.invalid == 1
        assert isinstance(_ask(limiter), Grant)


@pytest.fixture
async def strict(point_at):
    """Run a sandbox with real limits, discord.py pointed at it."""
    async with Sandbox(limits="real") as sandbox:
        point_at(sandbox)
        yield sandbox


@pytest.fixture
async def rest(strict):
    """Open a bare HTTP session with the bot's token."""
    headers = {"Authorization": f"Bot {strict.bot_token}"}
    async with aiohttp.ClientSession(headers=headers) as session:
        yield session


class TestOverTheWire:
    """What a client gets to see."""

    async def test_denial(self, strict, rest):
        """A 429 carries everything a client reads, its body too; the books have it."""
        guild = await strict.control.world.add_guild("Readers")
        url = f"{strict.api_url}/channels/{guild.channels['general']}/messages"
        for _ in range(5):
            async with rest.post(url, json={"content": "x"}) as answer:
                assert answer.status == 200
        async with rest.post(url, json={"content": "x"}) as answer:
            body = await answer.json()
        assert answer.status == 429
        assert answer.headers["Content-Type"] == "application/json"
        assert answer.headers["Via"]
        assert answer.headers["X-RateLimit-Scope"] == "user"
        assert answer.headers["X-RateLimit-Remaining"] == "0"
        assert "X-RateLimit-Global" not in answer.headers
        assert body.keys() == {"message", "retry_after", "global"}
        assert 0 < body["retry_after"] <= 5
        assert int(answer.headers["Retry-After"]) == ceil(body["retry_after"])
        assert len(await strict.control.books.messages(guild.channels["general"])) == 5
        assert (await strict.control.books.requests(refused=True))[0]["status"] == 429
        assert (await strict.control.books.state())["invalid_requests"] == 1

    async def test_ban(self, strict, rest):
        """Beyond the line there is a page instead of an answer, for the right token too."""
        strict.limiter.invalid_limit = 3
        url = strict.api_url + "/users/@me"
        for _ in range(3):
            async with rest.get(url, headers={"Authorization": "Bot wrong"}) as answer:
                assert answer.status == 401
        async with rest.get(url) as answer:
            assert answer.status == 429
            assert answer.content_type == "text/html"
            assert "Via" not in answer.headers
        async with Stranger() as bot:
            with pytest.raises(discord.HTTPException) as refused:
                await bot.login(strict.bot_token)
        assert refused.value.status == 429

    async def test_strangers_cost_the_bot_nothing(self, strict, rest):
        """Who has not its token uses up neither its buckets nor its second."""
        url = strict.api_url + "/users/@me"
        wrong = {"Authorization": "Bot wrong"}
        for _ in range(3):
            async with rest.get(url, headers=wrong) as answer:
                assert answer.status == 401
                assert "X-RateLimit-Bucket" not in answer.headers
        assert (await strict.control.books.state())["invalid_requests"] == 3
        async with rest.get(url) as answer:
            assert answer.status == 200
            assert answer.headers["X-RateLimit-Remaining"] == "9"

    async def test_interactions_go_on(self, sandbox, bot, guild, control):
        """When everything together is used up, interactions are answered still."""
        strict = Limiter("real")
        strict._everything.limit = 0
        sandbox._api.limiter = strict
        outcome = await control.members.run_command(
            guild.members["ada"], guild.channels["general"], "library count"
        )
        assert outcome.content == "three books"
        url = sandbox.api_url + "/users/@me"
        async with (
            aiohttp.ClientSession(headers={"Authorization": f"Bot {sandbox.bot_token}"}) as rest,
            rest.get(url) as answer,
        ):
            assert (answer.status, answer.headers["X-RateLimit-Scope"]) == (429, "global")
            assert answer.headers["X-RateLimit-Global"] == "true"
            assert (await answer.json())["global"] is True
        assert bot.is_ready()

    async def test_a_client_that_reads_the_headers_is_never_denied(self, point_at):
        """discord.py paces itself by what it is told."""
        async with Sandbox(limits="x20") as sandbox:
            point_at(sandbox)
            guild = await sandbox.control.world.add_guild("Readers")
            async with discord.Client(intents=discord.Intents.none()) as client:
                await client.login(sandbox.bot_token)
                channel = client.get_partial_messageable(guild.channels["general"])
                sent = [await channel.send(str(number)) for number in range(11)]
                for emoji in "🇦🇧🇨🇩":
                    await sent[0].add_reaction(emoji)
                await sent[0].remove_reaction("🇦", discord.Object(sandbox.world.bot.id))
            assert await sandbox.control.books.requests(refused=True) == []


class TestScripted:
    """Answers that a test decides about, one by one."""

    async def test_in_turn(self, bot, guild, control):
        """Each request of the route takes the next answer; afterwards all is as before."""
        channel = bot.get_channel(guild.channels["general"])
        await control.trouble.script_limits(
            "^POST /channels/.*/messages$",
            [
                {"retry_after": 0.01, "scope": "shared"},
                {"retry_after": 0.01, "scope": "global"},
                {"bucket": "b", "limit": 7, "remaining": 3, "reset_after": 1.5},
            ],
        )
        await channel.send("one")
        await channel.send("two")
        statuses = [
            each["status"] for each in await control.books.requests() if "POST" in each["method"]
        ]
        assert statuses == [429, 429, 200, 200]
        assert (await control.books.state())["invalid_requests"] == 1
        assert len(await control.books.messages(channel.id)) == 2

    async def test_headers(self, sandbox, control):
        """What is told of a bucket is what the script says."""
        await control.trouble.script_limits(
            "users/@me$", [{"limit": 7, "remaining": 0, "reset_after": 1.5}]
        )
        headers = {"Authorization": f"Bot {sandbox.bot_token}"}
        async with (
            aiohttp.ClientSession(headers=headers) as rest,
            rest.get(sandbox.api_url + "/users/@me") as answer,
        ):
            assert answer.headers["X-RateLimit-Limit"] == "7"
            assert answer.headers["X-RateLimit-Remaining"] == "0"
            assert answer.headers["X-RateLimit-Reset-After"] == "1.500"
