"""The bot is killed at seeded points of a discussion; nothing is lost, doubled or miscounted."""

import asyncio
import json
import os
import random
import signal
import sys
from contextlib import suppress
from datetime import datetime, timedelta

import pytest

from bot.domain.ids import GuildId
from bot.sandbox import ConnectionDropped, Sandbox
from bot.storage import discussions, polls, votes
from bot.storage.database import open_database
from tests.e2e.troupe import MONDAY, article, channel_of, is_prompt, is_public, references

KILLS = int(os.environ.get("COLLOQUY_CHAOS_KILLS", "10"))
KILLS_PER_PLAY = 10
FIRST_SEED = int(os.environ.get("COLLOQUY_CHAOS_SEED", "1"))
PATIENCE_SECONDS = 60.0

# What a kill may fall between: a claim and its send, a send and its record, a seed, a reading.
_KILLABLE = ("POST /channels", "PUT /channels", "PATCH /channels", "GET /channels")


class Killer:
    """Ends the bot's process around its n-th request, n drawn anew after each kill."""

    def __init__(self, seed: int, kills: int) -> None:
        self._random = random.Random(seed)
        self.left = kills
        self.victim: asyncio.subprocess.Process | None = None
        self.log: list[str] = []
        self._draw()

    def _draw(self) -> None:
        self._wait = self._random.randint(1, 9)
        self._how = self._random.choice(["before", "after", "a moment after"])

    async def __call__(self, method: str, route: str, phase: str, _count: int) -> None:
        """Stand at a request; called by the sandbox."""
        if not self.left or self.victim is None or not f"{method} {route}".startswith(_KILLABLE):
            return
        if phase != ("before" if self._how == "before" else "after"):
            return
        self._wait -= 1
        if self._wait > 0:
            return
        self.log.append(f"{self._how} {method} {route}")
        self.left -= 1
        victim, self.victim = self.victim, None
        if self._how == "a moment after":
            loop = asyncio.get_running_loop()
            loop.call_later(self._random.uniform(0, 0.02), _kill, victim)
            self._draw()
            return
        _kill(victim)
        self._draw()
        raise ConnectionDropped


def _kill(victim: asyncio.subprocess.Process) -> None:
    with suppress(ProcessLookupError):
        victim.send_signal(signal.SIGKILL)


class Director:
    """Starts the bot again whenever it has been killed, and moves time when it is at rest."""

    def __init__(self, sandbox: Sandbox, database, killer: Killer) -> None:
        self._sandbox = sandbox
        self._database = database
        self._killer = killer
        self._process: asyncio.subprocess.Process | None = None

    async def start(self) -> None:
        """Start the bot and wait until it listens to the gateway."""
        given = self._sandbox.describe() | {"database": str(self._database)}
        self._process = await asyncio.create_subprocess_exec(
            sys.executable,
            "-m",
            "tests.e2e.victim",
            json.dumps(given),
            stdout=asyncio.subprocess.PIPE,
        )

    async def at_rest(self) -> datetime | None:
        """Wait until the bot is at rest, starting it again as often as it is killed."""
        while True:
            if self._process is None:
                await self.start()
            self._killer.victim = self._process
            line = await asyncio.wait_for(self._process.stdout.readline(), PATIENCE_SECONDS)
            if line:
                said = line.decode().strip()
                return None if said == "over" else datetime.fromisoformat(said)
            assert await self._process.wait() == -signal.SIGKILL
            self._process = None

    async def next_rest(self, instant: datetime) -> datetime | None:
        """Move time to `instant` and wait for the rest after it."""
        await self._sandbox.control.world.move_clock(instant, frozen=True)
        return await self.at_rest()

    async def end(self) -> None:
        """End the bot."""
        self._killer.victim = None
        if self._process is not None:
            _kill(self._process)
            await self._process.wait()


async def _vote(sandbox: Sandbox, guild, source: random.Random) -> None:
    """Let every member do something about every poll message: put an emoji, take one back."""
    members = [guild.members[name] for name in ("ada", "ben", "cleo", "dov", "eve")]
    state = await sandbox.control.world.get_guild(guild.id)
    for channel_id in (*state.channels.values(), *state.threads.values()):
        for message in filter(is_public, await sandbox.control.books.messages(channel_id)):
            if not any("Voting has closed" in str(embed) for embed in message["embeds"]):
                await _vote_on(sandbox, members, int(message["id"]), channel_id, source)


async def _vote_on(sandbox, members, message_id, channel_id, source) -> None:
    held = await sandbox.control.books.reactions(channel_id, message_id)
    for seed in [each for each in held if each.bot]:
        for member in members:
            mine = [each for each in held if each.user_id == member and each.emoji == seed.emoji]
            act = source.random()
            if mine and act < 0.3:
                await sandbox.control.members.unreact(member, channel_id, message_id, seed.emoji)
            elif not mine and act < 0.3:
                await sandbox.control.members.react(member, channel_id, message_id, seed.emoji)


async def _begin(sandbox: Sandbox, guild) -> None:
    act = sandbox.control.members.run_command
    await sandbox.control.books.commands("discussion")
    await act(guild.owner_id, channel_of(guild), "article add", attachments={"file": article()})
    await act(
        guild.owner_id,
        channel_of(guild),
        "discussion start",
        {
            "article": "A Short Walk Through Open Questions",
            "channel": channel_of(guild),
            "days": "mon, thu",
            "time": "09:00",
            "zone": "UTC",
        },
    )


@pytest.mark.chaos
@pytest.mark.parametrize("seed", range(FIRST_SEED, FIRST_SEED + max(1, KILLS // KILLS_PER_PLAY)))
async def test_a_killed_bot_loses_and_doubles_nothing(seed, tmp_path):
    """After ten kills each section stands once, and the rows are what members hold."""
    killer = Killer(seed, min(KILLS, KILLS_PER_PLAY))
    source = random.Random(seed)
    async with Sandbox(seed=seed, start=MONDAY) as sandbox:
        # Time stands still but for the director.
        await sandbox.control.world.move_clock(advance=timedelta(seconds=1), frozen=True)
        guild = await sandbox.control.world.add_guild(
            "Readers", channels=["reading"], members=["ada", "ben", "cleo", "dov", "eve"]
        )
        sandbox.on_request(killer)
        director = Director(sandbox, tmp_path / "colloquy.db", killer)
        try:
            assert await director.at_rest() is None
            await _begin(sandbox, guild)
            next_at = await director.next_rest(MONDAY + timedelta(seconds=30))
            while next_at is not None:
                next_at = await director.next_rest(next_at)
                await _vote(sandbox, guild, source)
        finally:
            await director.end()

        assert killer.left == 0, "the play was over before the last kill"
        assert sandbox.unrouted == []
        await _check(sandbox, guild, tmp_path / "colloquy.db", killer.log)


async def _check(sandbox, guild, database, log) -> None:
    state = await sandbox.control.world.get_guild(guild.id)
    standing = []
    for channel_id in (*state.channels.values(), *state.threads.values()):
        standing += await sandbox.control.books.messages(channel_id)
    own = [message for message in standing if is_public(message)]
    assert len(set(references(own))) == len(own), f"doubled; killed {log}"
    headed = [m["embeds"][0]["author"]["name"] for m in standing if is_prompt(m)]
    assert headed == ["1 of 3", "2 of 3", "3 of 3"], f"lost or out of order; killed {log}"

    guild_id = GuildId(guild.id)
    async with open_database(database) as opened, opened.read() as unit:
        (discussion,) = await discussions.list_all(unit, guild_id=guild_id)
        assert discussion.state == "finished"
        for poll in await polls.list_of_discussion(
            unit, guild_id=guild_id, discussion_id=discussion.discussion_id
        ):
            rows = await votes.list_of_poll(unit, guild_id=guild_id, poll_id=poll.poll_id)
            held = await sandbox.control.books.reactions(poll.channel_id, poll.message_id)
            emoji = {option.position: option.emoji for option in poll.options}
            assert {(emoji[row.position], row.member_id) for row in rows} == {
                (each.emoji, each.user_id) for each in held if not each.bot
            }, f"votes differ on {poll.question}; killed {log}"
