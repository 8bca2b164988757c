"""A section with three polls of four options due in many servers at once: all delivered, in time.

A hundred servers in real time, and a thousand with every limit, every window and the pace sped up
four times. What comes when is printed on stderr: sections, polls, seeds.
"""

import asyncio
import json
import sys
import tempfile
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

from benchmarks.figures import Bench, Rounds
from benchmarks.planned import Place, add_places, plan_discussions
from benchmarks.processes import Running, heard, running_sandbox, started
from bot.delivery.pace import REQUESTS_PER_SECOND

_POLLS, _OPTIONS = 3, 4
_SEED = "PUT /channels/{channel_id}/messages/{message_id}/reactions/{emoji}/@me"
_THREAD = "POST /channels/{channel_id}/messages/{message_id}/threads"
_SEND = "POST /channels/{channel_id}/messages"
_LOOK_EVERY_SECONDS = 0.5
# So long nothing may come before it is taken for the end.
_LONGEST_SILENCE_SECONDS = 30.0
_TOO_MANY = 429


class _Round(NamedTuple):
    delivered: float
    answers_429: int
    over_pace: float


async def _play(servers: int, factor: int) -> _Round:
    limits = "real" if factor == 1 else f"x{factor}"
    async with running_sandbox("--guilds", "0", "--limits", limits) as sandbox:
        places = await add_places(sandbox, servers)
        with tempfile.TemporaryDirectory() as folder:
            database = Path(folder) / "colloquy.db"
            await plan_discussions(database, places, questions=_POLLS)
            pace = REQUESTS_PER_SECOND * factor
            given = {**sandbox.told, "database": str(database), "pace": pace, "due": servers}
            async with started("-m", "benchmarks.bot_process", json.dumps(given)) as bot:
                await heard(bot)
                due_at = (await heard(bot))["due_at"]
                await _wait_for_seeds(sandbox, servers * _POLLS * _OPTIONS)
        requests = [
            (datetime.fromisoformat(request["at"]).timestamp() - due_at, request)
            for request in await sandbox.control.books.requests()
        ]
        asked = [(after, request) for after, request in requests if after >= 0]
        _tell_phases(asked)
        took = max(after for after, _ in asked)
        return _Round(
            delivered=await _count_delivered(sandbox, places) / servers,
            answers_429=sum(request["status"] == _TOO_MANY for _, request in requests),
            over_pace=took / (len(asked) / pace),
        )


async def _wait_for_seeds(sandbox: Running, wanted: int) -> None:
    """Wait until so many seeds were put, or nothing was for a while."""
    loop = asyncio.get_running_loop()
    seen, seen_at = -1, loop.time()
    while loop.time() - seen_at < _LONGEST_SILENCE_SECONDS:
        await asyncio.sleep(_LOOK_EVERY_SECONDS)
        counts = await sandbox.control.books.request_counts()
        if sum(counts.values()) != seen:
            seen, seen_at = sum(counts.values()), loop.time()
        refused = [
            request
            for request in await sandbox.control.books.requests(refused=True)
            if f"{request['method']} {request['route']}" == _SEED
        ]
        if counts.get(_SEED, 0) - len(refused) >= wanted:
            return


def _tell_phases(asked: Sequence[tuple[float, Mapping[str, Any]]]) -> None:
    last: dict[str, float] = {}
    for after, request in asked:
        last[f"{request['method']} {request['route']}"] = after
    told = ", ".join(
        f"{what} by {last.get(label, float('nan')):.1f} s"
        for what, label in (("threads", _THREAD), ("polls", _SEND), ("seeds", _SEED))
    )
    print(f"fanout: {len(asked)} requests; {told}", file=sys.stderr, flush=True)


async def _count_delivered(sandbox: Running, places: Sequence[Place]) -> int:
    """Count the servers in which everything stands, and stands once."""
    seeds = Counter(
        mark.message_id for mark in await sandbox.control.books.all_reactions() if mark.bot
    )
    whole = 0
    for place in places:
        state = await sandbox.control.world.get_guild(place.guild_id)
        messages = [
            message
            for channel_id in (place.channel_id, *state.threads.values())
            for message in await sandbox.control.books.messages(channel_id)
            if message["embeds"]
        ]
        seeded = [seeds[int(message["id"])] for message in messages]
        whole += len(state.threads) == 1 and sorted(seeded) == [0] + [_OPTIONS] * _POLLS
    return whole


def _benches(servers: int, factor: int) -> tuple[Bench, ...]:
    rounds = Rounds(partial(_play, servers, factor))
    among = f"{servers:,} servers" + (f", scaled x{factor}" if factor != 1 else "")
    return (
        Bench(
            name="fanout.delivered",
            unit=f"share of {among}",
            bar=1.0,
            run=rounds.figure(lambda played: played.delivered),
            at_least=True,
        ),
        Bench(
            name="fanout.answers_429",
            unit=f"answers, {among}",
            bar=0,
            run=rounds.figure(lambda played: played.answers_429),
        ),
        Bench(
            name="fanout.over_pace",
            unit=f"ratio, {among}",
            bar=1.05,
            run=rounds.figure(lambda played: played.over_pace),
        ),
    )


BENCHES = (*_benches(100, 1), *_benches(1_000, 4))
