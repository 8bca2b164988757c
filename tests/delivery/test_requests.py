"""Requests as Discord gets them: paced whoever asks, counted, and stopped before a ban."""

import asyncio
from contextlib import asynccontextmanager
from functools import partial

import discord
import pytest

from bot.delivery import breaker as breaker_module
from bot.delivery.breaker import Breaker
from bot.delivery.pace import Pace, Priority
from bot.delivery.refusals import translated
from bot.delivery.requests import Requests, never_repeated
from bot.errors import Temporary
from bot.sandbox import Sandbox
from tests.delivery.stepped import SteppedLoop

_ONE_USER = r"^GET /users/\{user_id\}$"


class Stand:
    """A client that is logged in, and what watches over its requests."""

    def __init__(self, *, most=5_000):
        self.pace = Pace()
        self.breaker = Breaker(self.pace, most=most)
        self.requests = Requests(self.pace, self.breaker)
        self.client = discord.Client(intents=discord.Intents.none(), http_trace=self.requests.trace)


@asynccontextmanager
async def standing(monkeypatch, *, limits="off", **options):
    """Log a client in at a sandbox."""
    async with Sandbox(limits=limits) as sandbox:
        monkeypatch.setattr(discord.http.Route, "BASE", sandbox.api_url)
        stand = Stand(**options)
        await stand.client.login(sandbox.bot_token)
        try:
            yield sandbox, stand
        finally:
            await stand.client.close()


async def test_a_burst_that_nobody_paces(monkeypatch):
    """What takes no turn is paced all the same: a burst draws no refusal."""
    async with standing(monkeypatch, limits="real") as (sandbox, stand):
        guilds = [await sandbox.control.world.add_guild(f"Server {n}") for n in range(60)]
        await asyncio.gather(*(stand.client.fetch_guild(guild.id) for guild in guilds))

        assert await sandbox.control.books.requests(refused=True) == []
        assert stand.requests.answered == {"200": 62}


async def test_answers_to_people_are_free(monkeypatch):
    """What is under no global limit waits for nobody."""
    async with standing(monkeypatch) as (_, stand):
        stand.pace.hold(600)
        before = stand.pace._free_at
        response = stand.client.http.request(
            discord.http.Route("GET", "/webhooks/1/unknown/messages/1")
        )
        with pytest.raises(discord.HTTPException):
            await response

        assert stand.pace._free_at == before


async def test_stops_before_a_ban(monkeypatch):
    """After so many refusals nothing has its turn any more; shared limits do not count."""
    async with standing(monkeypatch, most=3) as (sandbox, stand):
        fault = partial(sandbox.control.trouble.add_fault, _ONE_USER)
        await fault("limit", scope="shared", count=4)
        await stand.client.fetch_user(stand.client.user.id)
        assert stand.breaker.invalid == 0
        await fault("status", status=403, count=3)
        for _ in range(3):
            assert stand.pace._held_until == 0
            with pytest.raises(discord.Forbidden):
                await stand.client.fetch_user(stand.client.user.id)
        assert stand.requests.answered["403"] == 3

        waiting = asyncio.create_task(stand.pace.turn(Priority.RECOUNT))
        await asyncio.sleep(0.05)
        assert not waiting.done()
        waiting.cancel()
        # What Discord is asked for a person goes on.
        await stand.client.fetch_user(stand.client.user.id)


def test_refusals_are_forgotten(monkeypatch):
    """Refusals of more than ten minutes ago do not count."""
    monkeypatch.setattr(breaker_module, "WINDOW_SECONDS", 600.0)

    async def story():
        pace = Pace()
        breaker = Breaker(pace, most=3)
        loop = asyncio.get_running_loop()
        for _ in range(4):
            breaker.note(401)
            breaker.note(200)
            loop.go_on(301)
        return breaker.invalid, pace._held_until

    with asyncio.Runner(loop_factory=SteppedLoop) as runner:
        assert runner.run(story()) == (1, 0)


@pytest.mark.parametrize("phase", ["before", "after"])
async def test_is_not_asked_again_without_looking(monkeypatch, phase):
    """What bears no nonce may have been done: discord.py's own second try does not get out."""
    async with standing(monkeypatch) as (sandbox, stand):
        await sandbox.control.trouble.add_fault(_ONE_USER, "status", status=500, phase=phase)

        with pytest.raises(Temporary), never_repeated():
            await stand.client.fetch_user(stand.client.user.id)
        counts = await sandbox.control.books.request_counts()
        assert counts["GET /users/{user_id}"] == 1


async def test_is_asked_again_where_it_was_put_off(monkeypatch):
    """A request that Discord put off was not done, and so is made again."""
    async with standing(monkeypatch) as (sandbox, stand):
        await sandbox.control.trouble.add_fault(_ONE_USER, "limit", seconds=0.01)

        with never_repeated():
            await stand.client.fetch_user(stand.client.user.id)
        # The next is another request, with tries of its own.
        await stand.client.fetch_user(stand.client.user.id)


async def test_a_page_that_says_all_is_well(monkeypatch):
    """What stands before Discord may answer anything: it is taken for a line that broke."""
    async with standing(monkeypatch) as (sandbox, stand):
        await sandbox.control.trouble.add_fault(_ONE_USER, "html", status=200)

        with pytest.raises(Temporary), translated():
            await stand.client.fetch_user(stand.client.user.id)
        await stand.client.fetch_user(stand.client.user.id)
