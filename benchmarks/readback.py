"""Reading back two thousand polls of which a twentieth changed while the bot was away.

Requests are held against a least: a page for each hundred messages of a channel since its oldest
open poll (also past its newest, where nothing is looked for), and the voters, by hundreds, of each
option whose count changed, normal and super reactions apart. In another twentieth voters were
swapped, so that the counts are equal: only the sweep finds those. Every limit and the pace are sped
up four times (scaled).
"""

import asyncio
import json
import random
import sqlite3
import sys
import tempfile
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from math import ceil
from pathlib import Path
from typing import Any, NamedTuple

from benchmarks.figures import Bench, Rounds
from benchmarks.planned import Place, plan_discussions
from benchmarks.processes import Running, heard, running_sandbox, started
from bot.delivery.pace import REQUESTS_PER_SECOND
from bot.sandbox import GuildView

_SERVERS, _CROWDED_SERVERS, _CHATTY_SERVERS = 100, 2, 10
_POLLS_A_SERVER = 20
_MEMBERS, _CROWD = 12, 150
_CHATTER = 120
_FACTOR = 4
_PAGE = 100
_LONGEST_SWEEP_SECONDS = 900.0
_CHANGED = _SWAPPED = _SERVERS * _POLLS_A_SERVER // 20

_LIST = "GET /channels/{channel_id}/messages"
_ONE = "GET /channels/{channel_id}/messages/{message_id}"
_VOTERS = "GET /channels/{channel_id}/messages/{message_id}/reactions/{emoji}"


class _Round(NamedTuple):
    over_least: float
    readback_wrong: int
    sweep_wrong: int


class _Option(NamedTuple):
    """An option of a poll, by the emoji that means it."""

    message_id: int
    emoji: str


@dataclass(frozen=True, slots=True)
class _Poll:
    """A poll as it stands on Discord, with who may vote on it."""

    channel_id: int
    message_id: int
    emojis: Sequence[str]
    members: Sequence[int]


async def _play() -> _Round:
    source = random.Random(1)
    async with running_sandbox("--guilds", "0", "--limits", f"x{_FACTOR}") as sandbox:
        guilds = await _add_servers(sandbox)
        with tempfile.TemporaryDirectory() as folder:
            database = Path(folder) / "colloquy.db"
            places = [Place(guild.id, guild.channels["reading"]) for guild in guilds]
            await plan_discussions(database, places, questions=_POLLS_A_SERVER)
            polls = await _post(sandbox, database, guilds, source)
            # Nobody listens from here on.
            chosen = source.sample(polls, _CHANGED + _SWAPPED)
            changed = await _change(sandbox, chosen[:_CHANGED], source)
            swapped = await _swap(sandbox, chosen[_CHANGED:])
            await _chat(sandbox, guilds[:_CHATTY_SERVERS])
            least = await _reckon_least(sandbox, polls, changed)
            return await _read_back(sandbox, database, least, swapped)


async def _add_servers(sandbox: Running) -> list[GuildView]:
    """Make servers of a dozen members each; some have a crowd."""
    ids = []
    for servers, members in (
        (_CROWDED_SERVERS, _CROWD),
        (_SERVERS - _CROWDED_SERVERS, _MEMBERS),
    ):
        ids += await sandbox.control.crowd.add_guilds(
            servers, channels=["reading"], members=[f"reader {n}" for n in range(members)]
        )
    return [await sandbox.control.world.get_guild(guild_id) for guild_id in ids]


def _told(sandbox: Running, database: Path, **more: Any) -> str:
    pace = REQUESTS_PER_SECOND * _FACTOR
    return json.dumps({**sandbox.told, "database": str(database), "pace": pace, **more})


async def _post(
    sandbox: Running, database: Path, guilds: Sequence[GuildView], source: random.Random
) -> list[_Poll]:
    """Have the bot post all polls, and members vote on them while it listens."""
    given = _told(sandbox, database, due=_SERVERS)
    async with started("-m", "benchmarks.bot_process", given) as bot:
        for _ in range(3):
            await heard(bot)
        await _until(database, "SELECT count(*) FROM polls WHERE seeded_at IS NULL", 0)
        polls = await _list_polls(sandbox, guilds)
        votes = 0
        for poll in polls:
            for emoji in poll.emojis:
                voters = source.sample(poll.members, source.randint(0, len(poll.members)))
                votes += len(voters)
                await sandbox.control.crowd.react(voters, poll.channel_id, poll.message_id, [emoji])
        await _until(database, "SELECT count(*) FROM votes", votes)
    return polls


async def _until(database: Path, question: str, answer: int) -> None:
    """Wait until the bot's rows answer a question so."""
    async with asyncio.timeout(300):
        while True:
            with closing(sqlite3.connect(database)) as connection:
                (found,) = connection.execute(question).fetchone()
            if found == answer:
                return
            await asyncio.sleep(0.2)


async def _list_polls(sandbox: Running, guilds: Sequence[GuildView]) -> list[_Poll]:
    seeds: dict[int, list[str]] = defaultdict(list)
    for mark in await sandbox.control.books.all_reactions():
        if mark.bot:
            seeds[mark.message_id].append(mark.emoji)
    polls = []
    for guild in guilds:
        state = await sandbox.control.world.get_guild(guild.id)
        members = [state.members[name] for name in state.members if name.startswith("reader")]
        polls += [
            _Poll(channel_id, int(message["id"]), seeds[int(message["id"])], members)
            for channel_id in (*state.channels.values(), *state.threads.values())
            for message in await sandbox.control.books.messages(channel_id)
            if int(message["id"]) in seeds
        ]
    return polls


# ── while the bot is away ─────────────────────────────────────────────────────────────────────


async def _held(sandbox: Running) -> dict[_Option, set[int]]:
    """Give who holds each option, the bot aside."""
    held: dict[_Option, set[int]] = defaultdict(set)
    for mark in await sandbox.control.books.all_reactions():
        if not mark.bot:
            held[_Option(mark.message_id, mark.emoji)].add(mark.user_id)
    return held


async def _change(sandbox: Running, polls: Sequence[_Poll], source: random.Random) -> set[_Option]:
    """Have somebody put or take back a reaction on one or two options of each poll."""
    held = await _held(sandbox)
    act = sandbox.control.members
    changed = set()
    for poll in polls:
        for emoji in source.sample(poll.emojis, source.randint(1, 2)):
            option = _Option(poll.message_id, emoji)
            member_id = source.choice(poll.members)
            if member_id in held[option]:
                await act.unreact(member_id, poll.channel_id, poll.message_id, emoji)
            else:
                burst = source.random() < 1 / 4
                await act.react(member_id, poll.channel_id, poll.message_id, emoji, burst=burst)
            changed.add(option)
    return changed


async def _swap(sandbox: Running, polls: Sequence[_Poll]) -> set[int]:
    """Have one voter of each poll give place to somebody else, where that can be."""
    swapped = set()
    held = await _held(sandbox)
    act = sandbox.control.members
    for poll in polls:
        for emoji in poll.emojis:
            voters = held[_Option(poll.message_id, emoji)]
            others = set(poll.members) - voters
            if voters and others:
                place = poll.channel_id, poll.message_id, emoji
                await act.unreact(min(voters), *place)
                await act.react(min(others), *place)
                swapped.add(poll.message_id)
                break
    return swapped


async def _chat(sandbox: Running, guilds: Sequence[GuildView]) -> None:
    """Have members write so much that a channel's polls are not on its last page."""
    for guild in guilds:
        for number in range(_CHATTER):
            await sandbox.control.members.send(
                guild.owner_id, guild.channels["reading"], f"word {number}"
            )


async def _reckon_least(
    sandbox: Running, polls: Sequence[_Poll], changed: Collection[_Option]
) -> int:
    """Reckon the least: what is shown of each channel to its end, and who changed.

    Who reads no further than the newest open poll needs a little less.
    """
    oldest: dict[int, int] = {}
    for poll in polls:
        oldest[poll.channel_id] = min(poll.message_id, oldest.get(poll.channel_id, poll.message_id))
    pages = 0
    for channel_id, message_id in oldest.items():
        messages = await sandbox.control.books.messages(channel_id)
        pages += ceil(sum(int(message["id"]) >= message_id for message in messages) / _PAGE)
    voters: Counter[tuple[_Option, bool]] = Counter()
    for mark in await sandbox.control.books.all_reactions():
        option = _Option(mark.message_id, mark.emoji)
        if option in changed and not mark.bot:
            voters[option, mark.burst] += 1
    return pages + sum(max(1, ceil(count / _PAGE)) for count in voters.values())


# ── the bot comes back ────────────────────────────────────────────────────────────────────────


async def _read_back(
    sandbox: Running, database: Path, least: int, swapped: Collection[int]
) -> _Round:
    """Have the bot read back, and then sweep all polls at once instead of one each second."""
    before = (await sandbox.control.books.requests())[-1]["number"]
    async with started("-m", "benchmarks.bot_process", _told(sandbox, database, sweep=1)) as bot:
        await heard(bot)
        await heard(bot)
        asked = [
            request
            for request in await sandbox.control.books.requests()
            if request["number"] > before
        ]
        after_reading = await _list_wrong(sandbox, database)
        # It may take long, and says nothing meanwhile.
        await heard(bot, seconds=_LONGEST_SWEEP_SECONDS)
        after_sweep = await _list_wrong(sandbox, database)
    print(
        f"readback: {_count_reading(asked)} requests, {least} at least; of {len(swapped)} polls "
        f"with swapped voters {len(after_reading & set(swapped))} were still to be found",
        file=sys.stderr,
        flush=True,
    )
    return _Round(
        over_least=_count_reading(asked) / least,
        readback_wrong=len(after_reading - set(swapped)),
        sweep_wrong=len(after_sweep),
    )


def _count_reading(asked: Iterable[Mapping[str, Any]]) -> int:
    """Count the requests for reading back; the sweep begins beside it, each poll by its message."""
    swept: set[str] = set()
    reading = 0
    for request in asked:
        label = f"{request['method']} {request['route']}"
        if label == _ONE:
            swept.add(request["path"])
        elif label == _LIST:
            reading += 1
        elif label == _VOTERS:
            reading += request["path"].partition("/reactions/")[0] not in swept
    return reading


async def _list_wrong(sandbox: Running, database: Path) -> set[int]:
    """List the polls whose votes are not the very reactions that members hold."""
    held: dict[int, set[tuple[str, int]]] = defaultdict(set)
    for mark in await sandbox.control.books.all_reactions():
        if not mark.bot:
            held[mark.message_id].add((mark.emoji, mark.user_id))
    kept: dict[int, set[tuple[str, int]]] = defaultdict(set)
    with closing(sqlite3.connect(database)) as connection:
        for message_id, emoji, member_id in connection.execute(
            "SELECT message_id, emoji, member_id FROM votes JOIN polls USING (poll_id) "
            "JOIN options USING (poll_id, position)"
        ):
            kept[message_id].add((emoji, member_id))
    return {
        message_id
        for message_id in held.keys() | kept.keys()
        if held[message_id] != kept[message_id]
    }


_ROUNDS = Rounds(_play)
_AMONG = f"of 2,000 polls, scaled x{_FACTOR}"

BENCHES = (
    Bench(
        name="readback.over_least",
        unit=f"ratio, {_AMONG}",
        bar=1.15,
        run=_ROUNDS.figure(lambda played: played.over_least),
    ),
    Bench(
        name="readback.wrong",
        unit=f"polls {_AMONG}",
        bar=0,
        run=_ROUNDS.figure(lambda played: played.readback_wrong),
    ),
    Bench(
        name="sweep.wrong",
        unit=f"polls {_AMONG}",
        bar=0,
        run=_ROUNDS.figure(lambda played: played.sweep_wrong),
    ),
)
