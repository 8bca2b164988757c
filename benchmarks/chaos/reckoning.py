"""The reckoning after a play: what the bot keeps and shows against what Discord's books hold.

It counts by its own reading of docs/counting.md and by plain SQL, so that a mistake in the bot's
counting is not made here as well.
"""

import re
import sqlite3
from collections import Counter, defaultdict
from collections.abc import Container, Iterable, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot.sandbox import GuildView, Held, Sandbox

_EPHEMERAL = 1 << 6
_PLACE = re.compile(r"(\d+) of \d+")
_COUNT = re.compile(r"· (\d+) votes?$", re.MULTILINE)


@dataclass(slots=True)
class Account:
    """What went wrong in a play, each with a line that says what; empty if nothing did."""

    lost: list[str]
    doubled: list[str]
    miscounted: list[str]

    def __bool__(self) -> bool:
        return bool(self.lost or self.doubled or self.miscounted)


@dataclass(frozen=True, slots=True)
class _Row:
    """A vote as the bot keeps it."""

    member_id: int
    position: int
    arrival: int | None


@dataclass(frozen=True, slots=True)
class _PollRows:
    """A poll as the bot keeps it."""

    name: str
    state: str
    message_id: int | None
    emojis: Mapping[int, str]
    rows: Sequence[_Row]


async def reckon(
    sandbox: Sandbox, guild: GuildView, database: Path, *, sections: int, sure: Container[Held]
) -> Account:
    """Settle the account of a play that is over.

    `sure` are marks that were put while all was well: where such a one is a member's latest, it
    counts. What came in the turmoil may be known in its order or not.
    """
    account = Account([], [], [])
    messages = await _public_messages(sandbox, guild)
    _look_for_doubles(messages, account)
    _look_for_sections(messages, sections, account)
    held: dict[int, list[Held]] = defaultdict(list)
    for mark in await sandbox.control.books.all_reactions():
        if not mark.bot:
            held[mark.message_id].append(mark)
    shown = {int(message["id"]): message for message in messages}
    for poll in _read_polls(database):
        if poll.message_id is None or poll.message_id not in shown:
            account.lost.append(f"{poll.name} is not on Discord")
            continue
        _compare(poll, held[poll.message_id], account)
        _recount(poll, held[poll.message_id], sure, shown[poll.message_id], account)
    return account


def list_in_order(database: Path) -> set[tuple[int, str, int]]:
    """Give message, emoji and member of every vote the bot keeps with its order."""
    with closing(sqlite3.connect(database)) as connection:
        return set(
            connection.execute(
                "SELECT message_id, emoji, member_id FROM votes JOIN polls USING (poll_id) "
                "JOIN options USING (poll_id, position) WHERE arrival IS NOT NULL"
            )
        )


async def _public_messages(sandbox: Sandbox, guild: GuildView) -> list[Any]:
    state = await sandbox.control.world.get_guild(guild.id)
    found = []
    for channel_id in (*state.channels.values(), *state.threads.values()):
        found += [
            message
            for message in await sandbox.control.books.messages(channel_id)
            if message["embeds"] and not message["flags"] & _EPHEMERAL
        ]
    return found


def _look_for_doubles(messages: Iterable[Any], account: Account) -> None:
    references = Counter(message["embeds"][0]["footer"]["text"].split()[-1] for message in messages)
    account.doubled += [
        f"{one} stands {times} times" for one, times in references.items() if times > 1
    ]


def _look_for_sections(messages: Iterable[Any], sections: int, account: Account) -> None:
    places = [
        int(found[1])
        for message in messages
        if (found := _PLACE.match(message["embeds"][0].get("author", {}).get("name", "")))
    ]
    account.lost += [f"section {n}" for n in range(1, sections + 1) if n not in places]
    if places != sorted(places):
        account.lost.append(f"the order of the sections: {places}")


def _read_polls(database: Path) -> list[_PollRows]:
    with closing(sqlite3.connect(database)) as connection:
        return [
            _PollRows(
                name=f"poll {poll_id}",
                state=state,
                message_id=message_id,
                emojis=dict(
                    connection.execute(
                        "SELECT position, emoji FROM options WHERE poll_id = ?", (poll_id,)
                    )
                ),
                rows=[
                    _Row(*row)
                    for row in connection.execute(
                        "SELECT member_id, position, arrival FROM votes WHERE poll_id = ?",
                        (poll_id,),
                    )
                ],
            )
            for poll_id, state, message_id in connection.execute(
                "SELECT poll_id, state, message_id FROM polls"
            )
        ]


def _compare(poll: _PollRows, held: Sequence[Held], account: Account) -> None:
    """Hold the rows against the reactions: the very set of option and member."""
    kept = {(poll.emojis[row.position], row.member_id) for row in poll.rows}
    stands = {(mark.emoji, mark.user_id) for mark in held}
    account.lost += [f"{mark} on {poll.name}" for mark in sorted(stands - kept)]
    account.doubled += [f"{mark} on {poll.name} is not held" for mark in sorted(kept - stands)]


def _recount(
    poll: _PollRows,
    held: Sequence[Held],
    sure: Container[Held],
    message: Any,
    account: Account,
) -> None:
    """Hold the result that was published against our own count."""
    if poll.state != "closed":
        account.lost.append(f"{poll.name} is {poll.state}, not closed")
        return
    choices = _choose(poll)
    counts = Counter(choices.values())
    ours = [counts[position] for position in sorted(poll.emojis)]
    published = [int(count) for count in _COUNT.findall(message["embeds"][0]["description"])]
    if published != ours:
        account.miscounted.append(f"{poll.name} shows {published}, which should be {ours}")
    latest = {mark.user_id: mark for mark in sorted(held, key=lambda mark: mark.order)}
    account.miscounted += [
        f"{poll.name} counts another vote of {member_id} than the latest"
        for member_id, mark in latest.items()
        if mark in sure and poll.emojis.get(choices.get(member_id, -1)) != mark.emoji
    ]


def _choose(poll: _PollRows) -> dict[int, int]:
    """Give the option that counts for each member: docs/counting.md, over the rows."""
    choices: dict[int, int] = {}
    for member_id in {row.member_id for row in poll.rows}:
        mine = [row for row in poll.rows if row.member_id == member_id]
        seen = [row for row in mine if row.arrival is not None]
        if seen:
            choices[member_id] = max(seen, key=lambda row: row.arrival or 0).position
        else:
            choices[member_id] = min(row.position for row in mine)
    return choices
