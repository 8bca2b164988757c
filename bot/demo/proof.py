"""The proof: the sandbox's own books against the bot's rows and tallies.

The reckoning here is made anew from the reactions the sandbox saw, in the order it saw them; it
shares nothing with the bot's counting.
"""

import asyncio
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from bot.app import App
from bot.domain.ids import GuildId
from bot.domain.poll import Poll
from bot.sandbox import Held, Sandbox
from bot.storage import votes

_AGREE_WITHIN_SECONDS = 20.0
_LOOK_EVERY_SECONDS = 0.02
_EPHEMERAL = 1 << 6  # a reply that one member sees, not a message of the series


@dataclass(slots=True)
class Proof:
    """What was compared and what differed."""

    reactions: int = 0
    polls: int = 0
    messages: int = 0
    differences: list[str] = field(default_factory=list)


async def await_votes(app: App, sandbox: Sandbox, polls: Iterable[Poll]) -> None:
    """Wait until the bot's rows hold what members hold in the sandbox; no longer than a while.

    Whatever still differs then is for the proof to tell.
    """
    for poll in polls:
        deadline = asyncio.get_running_loop().time() + _AGREE_WITHIN_SECONDS
        while await _held_rows(app, poll) != _marks(poll, await _held_books(sandbox, poll)):
            if asyncio.get_running_loop().time() > deadline:
                return
            await asyncio.sleep(_LOOK_EVERY_SECONDS)


async def prove_polls(app: App, sandbox: Sandbox, polls: Iterable[Poll], proof: Proof) -> None:
    """Compare rows and tallies of polls with the books."""
    for poll in polls:
        books = await _held_books(sandbox, poll)
        marks = _marks(poll, books)
        proof.polls += 1
        proof.reactions += len(marks)
        if await _held_rows(app, poll) != marks:
            proof.differences.append(f"held reactions differ: {poll.question}")
        counted = await app.services.reporting.tally_poll(GuildId(poll.guild_id), str(poll.poll_id))
        tallied = {count.option.position: count.votes for count in counted.tally.counts}
        if tallied != _reckon(poll, books):
            proof.differences.append(f"tallies differ: {poll.question}")


async def prove_messages(sandbox: Sandbox, channel_ids: Iterable[int], proof: Proof) -> None:
    """Check that nothing the bot sent stands twice: every footer ends with its own reference."""
    footers: Counter[str] = Counter()
    for channel_id in channel_ids:
        for message in await sandbox.control.books.messages(channel_id):
            if message["flags"] & _EPHEMERAL:
                continue
            for embed in message["embeds"]:
                footers[embed["footer"]["text"].split()[-1]] += 1
                proof.messages += 1
    for reference, times in footers.items():
        if times > 1:
            proof.differences.append(f"sent {times} times: {reference}")


async def _held_rows(app: App, poll: Poll) -> set[tuple[int, int]]:
    async with app.database.read() as unit:
        held = await votes.list_of_poll(unit, guild_id=poll.guild_id, poll_id=poll.poll_id)
    return {(vote.position, vote.member_id) for vote in held}


async def _held_books(sandbox: Sandbox, poll: Poll) -> list[Held]:
    if poll.channel_id is None or poll.message_id is None:
        return []
    held = await sandbox.control.books.reactions(poll.channel_id, poll.message_id)
    return [each for each in held if not each.bot and _bare(each.emoji) in _positions(poll)]


def _marks(poll: Poll, held: Iterable[Held]) -> set[tuple[int, int]]:
    positions = _positions(poll)
    return {(positions[_bare(each.emoji)], each.user_id) for each in held}


def _reckon(poll: Poll, held: Iterable[Held]) -> dict[int, int]:
    """Count each member's latest reaction."""
    positions = _positions(poll)
    latest = {
        each.user_id: positions[_bare(each.emoji)]
        for each in sorted(held, key=lambda each: each.order)
    }
    return dict.fromkeys(positions.values(), 0) | Counter(latest.values())


def _positions(poll: Poll) -> dict[str, int]:
    return {_bare(option.emoji): option.position for option in poll.options}


def _bare(emoji: str) -> str:
    return emoji.replace("\ufe0f", "")
