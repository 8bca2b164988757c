"""Erasing a member from a server's rows, and who is to be left out when votes are read back.

A closed poll keeps its totals: the choice that counts stays, under a random id that is no
member's, and set aside if it was. On open polls the rows go, and a keyed hash of the member stays
until they react anew or the poll closes. The hashes are made by the
connection (`keyed_hash`, with the ledger's key).
"""

import json
from collections.abc import Collection, Iterable

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.ballot import PollState, anonymise
from bot.domain.eligibility import newest_member_id
from bot.domain.ids import GuildId, MemberId, PollId
from bot.domain.poll import Poll
from bot.storage import discussions, exclusions
from bot.storage import votes as vote_rows
from bot.storage.tables import erased_voters, erasures, metadata, polls, votes
from bot.storage.tables import exclusions as excluded
from bot.storage.votes import Mark

_NOBODY = 0

_REVIVE = """
DELETE FROM erased_voters
WHERE (poll_id, hash) IN (
  SELECT
    json_extract(value, '$[1]'),
    keyed_hash(json_extract(value, '$[0]'), json_extract(value, '$[3]'))
  FROM json_each(?)
)
"""

# Besides votes, members stand in rows as those who did something.
_DOERS = tuple(
    column
    for table in metadata.sorted_tables
    for column in table.columns
    if column.name.endswith("_by")
)


async def erase(unit: AsyncConnection, *, guild_id: GuildId, member_id: MemberId) -> None:
    """Take a member out of every row of a server; nothing they did before counts as theirs."""
    stand_ins, too_new = await _take_out_of_votes(unit, guild_id, member_id)
    excluded = await exclusions.list_of_member(unit, guild_id=guild_id, member_id=member_id)
    await exclusions.erase(unit, guild_id=guild_id, member_id=member_id, stand_ins=stand_ins)
    # A stand-in's id says nothing of its age.
    for poll_id in too_new - excluded:
        await exclusions.stand_in(unit, poll_id, guild_id=guild_id, member_id=stand_ins[poll_id])
    await discussions.write_no_more(unit, guild_id=guild_id, member_id=member_id)
    for doer in _DOERS:
        await unit.execute(
            sa.update(doer.table)
            .where(doer.table.c.guild_id == guild_id, doer == member_id)
            .values({doer: _NOBODY})
        )


async def _take_out_of_votes(
    unit: AsyncConnection, guild_id: GuildId, member_id: MemberId
) -> tuple[dict[PollId, int], set[PollId]]:
    """Give a member's votes on closed polls to stand-ins, and forget the others.

    Gives the stand-ins by poll, and the polls for which the member's account was too new.
    """
    held = await vote_rows.list_of_member(unit, guild_id=guild_id, member_id=member_id)
    closed = await unit.execute(
        sa.select(polls).where(
            polls.c.guild_id == guild_id,
            polls.c.poll_id.in_(held),
            polls.c.state == PollState.CLOSED,
        )
    )
    stand_ins: dict[PollId, int] = {}
    too_new: set[PollId] = set()
    kept = []
    for poll in closed:
        stand_ins[poll.poll_id] = exclusions.random_id()
        if member_id > newest_member_id(poll.minimum_account_days or 0, poll.opened_at):
            too_new.add(poll.poll_id)
        kept += [
            {
                "guild_id": guild_id,
                "poll_id": poll.poll_id,
                "position": vote.position,
                "member_id": vote.member_id,
                "arrival": None,
                "at": poll.closed_at,
            }
            for vote in anonymise(
                held[poll.poll_id], stand_ins[poll.poll_id], multiple=poll.multiple
            )
        ]
    await unit.execute(
        sa.delete(votes).where(
            votes.c.guild_id == guild_id,
            votes.c.member_id == member_id,
            votes.c.poll_id.in_(held),
        )
    )
    if kept:
        await unit.execute(sa.insert(votes), kept)
    return stand_ins, too_new


async def leave_out(unit: AsyncConnection, *, guild_id: GuildId, hash: str) -> None:  # noqa: A002
    """Have whoever that hash stands for left out of every poll now open, until they react anew."""
    still_open = sa.select(polls.c.poll_id, polls.c.guild_id, sa.literal(hash)).where(
        polls.c.guild_id == guild_id, polls.c.state == PollState.OPEN
    )
    await unit.execute(
        sa.insert(erased_voters)
        .prefix_with("OR IGNORE")
        .from_select(["poll_id", "guild_id", "hash"], still_open)
    )


def revive(unit: sa.Connection, marks: Collection[Mark]) -> None:
    """Leave out no longer who put these marks: they reacted anew."""
    unit.exec_driver_sql(_REVIVE, (json.dumps(list(marks)),))
    exclusions.recognise(unit, marks)


async def list_left_out(
    unit: AsyncConnection, *, guild_id: GuildId, poll_id: PollId, member_ids: Iterable[int]
) -> set[int]:
    """List those of these members whose marks on a poll are not to be read back."""
    of_poll = sa.select(erased_voters.c.hash).where(
        erased_voters.c.guild_id == guild_id, erased_voters.c.poll_id == poll_id
    )
    # Hashing takes a while where there are many, and hardly ever is anybody left out.
    if await unit.scalar(of_poll.limit(1)) is None:
        return set()
    given = sa.func.json_each(json.dumps(list(member_ids))).table_valued("value")
    rows = await unit.scalars(
        sa.select(given.c.value).where(sa.func.keyed_hash(guild_id, given.c.value).in_(of_poll))
    )
    return set(rows)


async def forget(unit: AsyncConnection, poll: Poll) -> None:
    """Forget who was left out of a poll that votes are no longer read for."""
    await unit.execute(
        sa.delete(erased_voters).where(
            erased_voters.c.guild_id == poll.guild_id, erased_voters.c.poll_id == poll.poll_id
        )
    )
    await exclusions.forget(unit, poll)


async def leaves_out(unit: AsyncConnection, poll: Poll) -> bool:
    """Say whether somebody is left out of a poll."""
    found: int | None = await unit.scalar(
        sa.select(sa.func.count()).where(
            erased_voters.c.guild_id == poll.guild_id, erased_voters.c.poll_id == poll.poll_id
        )
    )
    return bool(found)


async def list_polls(unit: AsyncConnection) -> set[PollId]:
    """List the polls of all servers that somebody is left out of."""
    rows = await unit.scalars(sa.select(erased_voters.c.poll_id).distinct())
    return {PollId(poll_id) for poll_id in rows}


async def count_left_out(unit: AsyncConnection, *, guild_id: GuildId, member_id: MemberId) -> int:
    """Count the open polls of a server that a member is left out of."""
    found: int | None = await unit.scalar(
        sa.select(sa.func.count()).where(
            erased_voters.c.guild_id == guild_id,
            erased_voters.c.hash == sa.func.keyed_hash(guild_id, member_id),
        )
    )
    return found or 0


# ── the ledger's erasures ─────────────────────────────────────────────────────────────────────


async def record(unit: AsyncConnection, erasure_id: str) -> None:
    """Record that an erasure of the ledger has been done in these rows."""
    await unit.execute(sa.insert(erasures).values(erasure_id=erasure_id))


async def list_recorded(unit: AsyncConnection) -> set[str]:
    """List the erasures that have been done in these rows."""
    return set(await unit.scalars(sa.select(erasures.c.erasure_id)))


async def find_member(unit: AsyncConnection, *, guild_id: GuildId, hash: str) -> MemberId | None:  # noqa: A002
    """Find the member whom a hash stands for among those with rows in a server."""
    named = [
        sa.select(votes.c.member_id.label("member_id")).where(
            votes.c.guild_id == guild_id, votes.c.member_id > _NOBODY
        ),
        sa.select(excluded.c.member_id).where(
            excluded.c.guild_id == guild_id, excluded.c.member_id > _NOBODY
        ),
        *(
            sa.select(doer.label("member_id")).where(doer.table.c.guild_id == guild_id)
            for doer in _DOERS
        ),
    ]
    people = sa.union(*named).subquery()
    found: int | None = await unit.scalar(
        sa.select(people.c.member_id).where(
            sa.func.keyed_hash(guild_id, people.c.member_id) == hash
        )
    )
    return None if found is None else MemberId(found)
