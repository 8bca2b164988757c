"""`python -m benchmarks.soak restarts|memory [--minutes N]`: a long load, one JSON line per figure.

*restarts*: members vote and take votes back by the hundred each second while the bot is started
anew every half minute, killed and ended in turns; then the account is settled. *memory*: the same
load without restarts; how much the bot's memory grew after it had warmed up.
"""

import argparse
import asyncio
import json
import random
import statistics
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

from benchmarks.chaos.play import SECTIONS, START, begin
from benchmarks.chaos.reckoning import reckon
from benchmarks.chaos.stage import Stage
from benchmarks.processes import resident_kilobytes
from bot.sandbox import GuildView, Sandbox

_NAMES = [f"reader {number}" for number in range(1, 1_001)]
_TICK_SECONDS = 0.1
_VOTES_A_TICK = 50
# Of five hundred, which nothing but a machine that is too slow keeps away.
_LEAST_RATE = 490.0
_RESTART_EVERY_SECONDS = 30.0
_MOST_PRINTED = 10
_SAMPLE_EVERY_SECONDS = 5.0


@dataclass(frozen=True, slots=True)
class _OpenPoll:
    """Where a poll stands, and the emoji to choose from."""

    channel_id: int
    message_id: int
    emojis: Sequence[str]


def main() -> int:
    """Run one of the two; 1 where its bar was missed."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.soak", description=__doc__)
    parser.add_argument("which", choices=["restarts", "memory"])
    parser.add_argument("--minutes", type=float, help="10 for restarts, 30 for memory")
    given = parser.parse_args()
    minutes = given.minutes or (10.0 if given.which == "restarts" else 30.0)
    return asyncio.run(_soak(given.which, minutes * 60))


async def _soak(which: str, seconds: float) -> int:
    with tempfile.TemporaryDirectory() as folder:
        async with Sandbox(seed=1, start=START) as sandbox:
            await sandbox.control.world.move_clock(advance=timedelta(seconds=1), frozen=True)
            guild = await sandbox.control.world.add_guild(
                "Readers", channels=["reading"], members=_NAMES
            )
            now = await sandbox.control.world.now()
            stage = Stage(sandbox, Path(folder) / "colloquy.db", now)
            try:
                await _post_all(stage, guild)
                if which == "memory":
                    return await _measure_memory(stage, guild, seconds)
                await _restart_under_load(stage, guild, seconds)
                return await _settle(stage, guild)
            finally:
                await asyncio.to_thread(stage.end)


async def _post_all(stage: Stage, guild: GuildView) -> None:
    """Have all sections posted, so that all polls are open."""
    await stage.rest()
    await begin(stage.sandbox, guild)
    for _ in range(SECTIONS):
        next_at = await stage.rest()
        if next_at is None:
            raise RuntimeError("the discussion did not begin")
        await stage.move(next_at)
    await stage.rest()


# ── load ──────────────────────────────────────────────────────────────────────────────────────


async def _vote(stage: Stage, guild: GuildView, until: float) -> None:
    """Have members vote and take votes back: who holds an emoji lets it go, who does not puts it.

    So each is a true change, which the gateway tells. Prints how many came each second.
    """
    source = random.Random(1)
    polls = await _list_polls(stage.sandbox, guild)
    members = [guild.members[name] for name in _NAMES]
    crowd = stage.sandbox.control.crowd
    held: dict[tuple[int, str], set[int]] = defaultdict(set)
    votes = 0
    began = due = time.monotonic()
    while due < until:
        poll = source.choice(polls)
        emoji = source.choice(poll.emojis)
        some = set(source.sample(members, _VOTES_A_TICK))
        holding = held[poll.message_id, emoji]
        place = poll.channel_id, poll.message_id, [emoji]
        if leaving := sorted(some & holding):
            votes += await crowd.unreact(leaving, *place)
        if coming := sorted(some - holding):
            votes += await crowd.react(coming, *place)
        holding ^= some
        due += _TICK_SECONDS
        await asyncio.sleep(max(0.0, due - time.monotonic()))
    rate = round(votes / (time.monotonic() - began), 1)
    print(f"{votes} votes", file=sys.stderr, flush=True)
    _print_figure("soak.votes_per_s", rate, "votes/s", _LEAST_RATE, at_least=True)


async def _list_polls(sandbox: Sandbox, guild: GuildView) -> list[_OpenPoll]:
    state = await sandbox.control.world.get_guild(guild.id)
    seeds: dict[int, list[str]] = {}
    for mark in await sandbox.control.books.all_reactions():
        if mark.bot:
            seeds.setdefault(mark.message_id, []).append(mark.emoji)
    return [
        _OpenPoll(channel_id, int(message["id"]), seeds[int(message["id"])])
        for channel_id in (*state.channels.values(), *state.threads.values())
        for message in await sandbox.control.books.messages(channel_id)
        if int(message["id"]) in seeds and _is_open(message)
    ]


def _is_open(message: Any) -> bool:
    return not any(
        "Voting has closed" in embed.get("description", "") for embed in message["embeds"]
    )


# ── restarts ──────────────────────────────────────────────────────────────────────────────────


async def _restart_under_load(stage: Stage, guild: GuildView, seconds: float) -> None:
    until = time.monotonic() + seconds
    voting = asyncio.create_task(_vote(stage, guild, until))
    gently = False
    restarts = 0
    while (left := until - time.monotonic()) > 0:
        await asyncio.sleep(min(_RESTART_EVERY_SECONDS, left))
        await asyncio.to_thread(stage.end, gently=gently)
        stage.start()
        gently = not gently
        restarts += 1
    await voting
    print(f"{restarts} restarts", file=sys.stderr, flush=True)


async def _settle(stage: Stage, guild: GuildView) -> int:
    """Play out the discussion in peace and settle the account."""
    while (next_at := await stage.rest()) is not None:
        await stage.move(next_at)
    await asyncio.to_thread(stage.end)
    account = await reckon(
        stage.sandbox, guild, stage.database, sections=SECTIONS, sure=frozenset()
    )
    figures = {name: len(getattr(account, name)) for name in ("lost", "doubled", "miscounted")}
    for name, value in figures.items():
        _print_figure(f"soak.{name}", value, "", 0)
        for line in getattr(account, name)[:_MOST_PRINTED]:
            print(f"{name}: {line}", file=sys.stderr, flush=True)
    return 1 if account else 0


# ── memory ────────────────────────────────────────────────────────────────────────────────────


async def _measure_memory(stage: Stage, guild: GuildView, seconds: float) -> int:
    began = time.monotonic()
    voting = asyncio.create_task(_vote(stage, guild, began + seconds))
    samples: dict[float, int] = {}
    while not voting.done():
        await asyncio.sleep(_SAMPLE_EVERY_SECONDS)
        if stage.process_id is None:
            raise RuntimeError("the bot ended by itself")
        samples[time.monotonic() - began] = await resident_kilobytes(stage.process_id)
    await voting
    growth = _growth(samples, seconds)
    _print_figure("memory.growth", round(growth, 4), "share", 0.02)
    return 0 if growth <= 0.02 else 1  # noqa: PLR2004 - the bar itself


def _growth(samples: Mapping[float, int], seconds: float) -> float:
    """Compare the last sixth of the time with the second: the first is for warming up."""
    sixth = seconds / 6
    early = statistics.median(kb for at, kb in samples.items() if sixth <= at < 2 * sixth)
    late = statistics.median(kb for at, kb in samples.items() if at >= 5 * sixth)
    print(f"{early:,.0f} kB, later {late:,.0f} kB", file=sys.stderr, flush=True)
    return late / early - 1


def _print_figure(
    name: str, value: float, unit: str, bar: float, *, at_least: bool = False
) -> None:
    is_kept = value >= bar if at_least else value <= bar
    line = {"bench": name, "value": value, "unit": unit, "bar": bar, "ok": is_kept}
    print(json.dumps(line), flush=True)


if __name__ == "__main__":
    sys.exit(main())
