"""One play: an article is discussed from its first section to its last result, whatever breaks."""

import asyncio
import random
import re
import sqlite3
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from benchmarks.chaos.adversity import LARGEST_SKEW, Adversity
from benchmarks.chaos.reckoning import Account, list_in_order, reckon
from benchmarks.chaos.stage import Stage
from bot.sandbox import File, GuildView, Held, Sandbox

START = datetime(2026, 1, 5, 8, 45, tzinfo=UTC)
_MEMBERS = [f"reader {number}" for number in range(1, 13)]
SECTIONS = 3
_VOTES_A_ROUND = 8
_CLOSES = re.compile(r"Closes <t:(\d+):R>")
_ARTICLE = """\
A Short Walk Through Open Questions

Somebody has to begin. But is anybody ready to listen?

Who Carries the Weight

Every plan has a cost, and most plans hide it. Who pays for the parts that fail?

Two Roads

Some want speed and some want care. Should the town build fast, or should it build slowly?
"""


async def play(seed: int, folder: Path, log: list[str]) -> Account:
    """Play once, in an empty folder; what goes wrong on purpose is noted in `log`."""
    async with Sandbox(seed=seed, start=START) as sandbox:
        await sandbox.control.world.move_clock(advance=timedelta(seconds=1), frozen=True)
        guild = await sandbox.control.world.add_guild(
            "Readers", channels=["reading"], members=_MEMBERS
        )
        stage = Stage(sandbox, folder / "colloquy.db", await sandbox.control.world.now())
        adversity = Adversity(stage, seed, log)
        voting = _Voting(stage, guild, random.Random(seed))
        try:
            await stage.rest()
            await begin(sandbox, guild)
            await adversity.prepare()
            await _play(stage, guild, adversity, voting)
        finally:
            await asyncio.to_thread(stage.end)
        return await reckon(sandbox, guild, stage.database, sections=SECTIONS, sure=voting.sure)


async def begin(sandbox: Sandbox, guild: GuildView) -> None:
    """Add the article and start its discussion, as an organizer would."""
    channel_id = guild.channels["reading"]
    act = sandbox.control.members.run_command
    article = File("walk.txt", _ARTICLE.encode())
    await act(guild.owner_id, channel_id, "article add", attachments={"file": article})
    plan = {
        "article": "A Short Walk Through Open Questions",
        "channel": channel_id,
        "days": "mon, thu",
        "time": "09:00",
        "zone": "UTC",
    }
    shown = await act(guild.owner_id, channel_id, "discussion start", plan)
    if shown.message is None:
        raise RuntimeError("the discussion was not shown")
    await sandbox.control.members.click(
        guild.owner_id, channel_id, int(shown.message["id"]), shown.button("Start")
    )


async def _play(stage: Stage, guild: GuildView, adversity: Adversity, voting: "_Voting") -> None:
    async with asyncio.TaskGroup() as group:
        disturbing = [group.create_task(adversity.run()), group.create_task(voting.run())]
        while True:
            next_at = await stage.rest()
            if next_at is None:
                if not _paused(stage.database):
                    break
                await _resume(stage, guild)
            else:
                async with voting.pausing, adversity.pausing:
                    await voting.vote_calmly()
                    await stage.move(next_at - stage.skew)
        for task in disturbing:
            task.cancel()


def _paused(database: Path) -> bool:
    with closing(sqlite3.connect(database)) as connection:
        return ("paused",) in connection.execute("SELECT state FROM discussions").fetchall()


async def _resume(stage: Stage, guild: GuildView) -> None:
    """Do what an organizer does who finds the discussion paused."""
    await stage.sandbox.control.members.run_command(
        guild.owner_id,
        guild.channels["reading"],
        "discussion resume",
        {"discussion": "A Short Walk Through Open Questions"},
    )
    stage.tell_time()


class _Voting:
    """Members who put and take back reactions on whatever poll is open, all the time."""

    def __init__(self, stage: Stage, guild: GuildView, source: random.Random) -> None:
        self._stage = stage
        self._guild = guild
        self._members = [guild.members[name] for name in _MEMBERS]
        self._random = source
        # Marks put while all was well, as the books hold them.
        self.sure: set[Held] = set()
        # Held while time moves: nobody votes at the very instant at which a poll closes.
        self.pausing = asyncio.Lock()

    async def run(self) -> None:
        """Vote until cancelled."""
        while True:
            async with self.pausing:
                await self._vote_around()
            await asyncio.sleep(0.02)

    async def vote_calmly(self) -> None:
        """Vote while all is well, and wait until the bot has these votes with their order."""
        self._stage.start()
        control = self._stage.sandbox.control
        await control.books.state(connected=1)
        await self._stage.rest()
        before = set(await control.books.all_reactions())
        await self._vote_around()
        put = {mark for mark in await control.books.all_reactions() if mark not in before}
        wanted = {(mark.message_id, mark.emoji, mark.user_id) for mark in put}
        await self._stage.until(lambda: wanted <= list_in_order(self._stage.database))
        self.sure |= put

    async def _vote_around(self) -> None:
        """Let some members each do something about some option of some poll."""
        control = self._stage.sandbox.control
        places = await self._list_open()
        marks = [mark for mark in await control.books.all_reactions() if mark.message_id in places]
        held = {(mark.message_id, mark.emoji, mark.user_id) for mark in marks}
        seeds = [(mark.message_id, mark.emoji) for mark in marks if mark.bot]
        for message_id, emoji in self._random.sample(seeds, min(len(seeds), _VOTES_A_ROUND)):
            member_id = self._random.choice(self._members)
            holds = (message_id, emoji, member_id) in held
            act = control.members.unreact if holds else control.members.react
            await act(member_id, places[message_id], message_id, emoji)

    async def _list_open(self) -> dict[int, int]:
        """Give the channels of the messages whose polls are open for some while yet."""
        control = self._stage.sandbox.control
        state = await control.world.get_guild(self._guild.id)
        return {
            int(message["id"]): channel_id
            for channel_id in (*state.channels.values(), *state.threads.values())
            for message in await control.books.messages(channel_id)
            if self._is_open(message)
        }

    def _is_open(self, message: Any) -> bool:
        texts = [embed.get("description", "") for embed in message["embeds"]]
        closes_at = [
            datetime.fromtimestamp(int(found[1]), UTC)
            for text in texts
            if (found := _CLOSES.search(text))
        ]
        return bool(closes_at) and closes_at[0] > self._stage.now + 2 * LARGEST_SKEW
