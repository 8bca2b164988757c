"""Exclusions: whose votes on a poll organizers have set aside; the votes themselves stay."""

import json
import secrets
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.dialects.sqlite import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.ballot import PollState, Vote
from bot.domain.exclusion import Exclusion
from bot.domain.ids import ChannelId, GuildId, MemberId, PollId
from bot.domain.poll import Poll
from bot.storage.poll_form import held_within
from bot.storage.tables import exclusions, polls
from bot.storage.votes import Mark

_MOST_LISTED = 200

# CROSS JOIN holds SQLite to this order: a poll's exclusions are few, and each finds its votes by
# key. The plus keeps it from going through all votes up to the newest member instead.
_VOTES = """
SELECT exclusions.poll_id, votes.member_id, votes.position, votes.arrival
FROM (
  SELECT
    json_extract(value, '$[0]') AS guild_id,
    json_extract(value, '$[1]') AS poll_id,
    json_extract(value, '$[2]') AS newest
  FROM json_each(?)
) AS given
CROSS JOIN exclusions
  ON exclusions.poll_id = given.poll_id AND +exclusions.guild_id = given.guild_id
CROSS JOIN votes
  ON votes.poll_id = exclusions.poll_id AND votes.member_id = exclusions.member_id
WHERE +exclusions.member_id <= given.newest
"""

_RECOGNISE = """
UPDATE OR REPLACE exclusions
SET member_id = given.member_id, hash = NULL
FROM (
  SELECT
    json_extract(value, '$[1]') AS poll_id,
    json_extract(value, '$[3]') AS member_id,
    keyed_hash(json_extract(value, '$[0]'), json_extract(value, '$[3]')) AS hash
  FROM json_each(?)
) AS given
WHERE exclusions.poll_id = given.poll_id AND exclusions.hash = given.hash
"""


async def add(
    unit: AsyncConnection,
    *,
    guild_id: GuildId,
    poll_ids: Collection[PollId],
    member_id: MemberId,
    reason: str | None,
    by: MemberId,
    at: datetime,
) -> frozenset[PollId]:
    """Set a member's votes aside on those of these polls that are the server's.

    Gives those on which they were not already.
    """
    chosen = sa.select(
        polls.c.poll_id,
        polls.c.guild_id,
        sa.literal(member_id),
        sa.literal(by),
        sa.literal(at, exclusions.c.excluded_at.type),
        sa.literal(reason, sa.Text),
    ).where(polls.c.guild_id == guild_id, polls.c.poll_id.in_(poll_ids))
    columns = ["poll_id", "guild_id", "member_id", "excluded_by", "excluded_at", "reason"]
    added = await unit.scalars(
        insert(exclusions)
        .from_select(columns, chosen)
        .on_conflict_do_nothing()
        .returning(exclusions.c.poll_id)
    )
    return frozenset(PollId(poll_id) for poll_id in added)


async def remove(
    unit: AsyncConnection,
    *,
    guild_id: GuildId,
    poll_ids: Collection[PollId],
    member_id: MemberId,
) -> frozenset[PollId]:
    """Count a member's votes on these polls again; give those on which they were set aside."""
    removed = await unit.scalars(
        sa.delete(exclusions)
        .where(
            exclusions.c.guild_id == guild_id,
            exclusions.c.poll_id.in_(poll_ids),
            exclusions.c.member_id == member_id,
        )
        .returning(exclusions.c.poll_id)
    )
    return frozenset(PollId(poll_id) for poll_id in removed)


async def list_all(
    unit: AsyncConnection, *, guild_id: GuildId, within: Collection[ChannelId] | None = None
) -> tuple[Exclusion, ...]:
    """List what was set aside on a server's polls, the newest first; `within` some channels."""
    rows = await unit.execute(
        sa.select(exclusions, polls.c.question)
        .join(polls, polls.c.poll_id == exclusions.c.poll_id)
        .where(
            exclusions.c.guild_id == guild_id,
            exclusions.c.excluded_by.is_not(None),
            held_within(guild_id, within),
        )
        .order_by(exclusions.c.excluded_at.desc(), exclusions.c.poll_id)
        .limit(_MOST_LISTED)
    )
    return tuple(
        Exclusion(
            poll_id=PollId(row["poll_id"]),
            question=row["question"],
            member_id=MemberId(row["member_id"]),
            excluded_by=MemberId(row["excluded_by"]),
            excluded_at=row["excluded_at"],
            reason=row["reason"],
        )
        for row in rows.mappings()
    )


async def list_members(unit: AsyncConnection, poll: Poll) -> frozenset[int]:
    """List whose votes on a poll are set aside."""
    rows = await unit.scalars(
        sa.select(exclusions.c.member_id).where(
            exclusions.c.guild_id == poll.guild_id, exclusions.c.poll_id == poll.poll_id
        )
    )
    return frozenset(rows)


async def list_of_member(
    unit: AsyncConnection, *, guild_id: GuildId, member_id: MemberId
) -> frozenset[PollId]:
    """List the polls of a server on which a member's votes are set aside."""
    rows = await unit.scalars(
        sa.select(exclusions.c.poll_id).where(
            exclusions.c.guild_id == guild_id, exclusions.c.member_id == member_id
        )
    )
    return frozenset(PollId(poll_id) for poll_id in rows)


async def list_votes(unit: AsyncConnection, some: Sequence[Poll]) -> dict[PollId, list[Vote]]:
    """List the votes on polls that are set aside because of who holds them.

    Without those whose accounts are too new: these do not count anyway.
    """
    given = json.dumps([(poll.guild_id, poll.poll_id, poll.newest_member_id) for poll in some])
    held: dict[PollId, list[Vote]] = {}
    found = await unit.exec_driver_sql(_VOTES, (given,))
    for poll_id, member_id, position, arrival in map(tuple, found):
        held.setdefault(PollId(poll_id), []).append(Vote(member_id, position, arrival))
    return held


# ── members who are erased ────────────────────────────────────────────────────────────────────


async def stand_in(
    unit: AsyncConnection, poll_id: PollId, *, guild_id: GuildId, member_id: int
) -> None:
    """Set the votes aside that somebody whose account was too new has left on a closed poll."""
    await unit.execute(
        sa.insert(exclusions).values(poll_id=poll_id, guild_id=guild_id, member_id=member_id)
    )


async def erase(
    unit: AsyncConnection,
    *,
    guild_id: GuildId,
    member_id: MemberId,
    stand_ins: Mapping[PollId, int],
) -> None:
    """Take a member out: where they left votes, or may vote again, stand-ins stay excluded."""
    of_member = (exclusions.c.guild_id == guild_id, exclusions.c.member_id == member_id)
    rows = await unit.execute(
        sa.select(exclusions.c.poll_id, polls.c.state)
        .join(polls, polls.c.poll_id == exclusions.c.poll_id)
        .where(*of_member)
    )
    for poll_id, state in rows.all():
        is_open = state == PollState.OPEN
        if poll_id not in stand_ins and not is_open:
            continue
        await unit.execute(
            sa.update(exclusions)
            .where(*of_member, exclusions.c.poll_id == poll_id)
            .values(
                member_id=stand_ins.get(poll_id) or random_id(),
                # Whoever wrote it may have named the member.
                reason=None,
                hash=sa.func.keyed_hash(guild_id, member_id) if is_open else None,
            )
        )
    await unit.execute(sa.delete(exclusions).where(*of_member))


def recognise(unit: sa.Connection, marks: Iterable[Mark]) -> None:
    """Know those again who put these marks, if they were excluded and then erased."""
    unit.exec_driver_sql(_RECOGNISE, (json.dumps(list(marks)),))


async def forget(unit: AsyncConnection, poll: Poll) -> None:
    """Forget who was excluded and then erased, for a poll that takes no more votes."""
    await unit.execute(
        sa.delete(exclusions).where(
            exclusions.c.guild_id == poll.guild_id,
            exclusions.c.poll_id == poll.poll_id,
            exclusions.c.hash.is_not(None),
        )
    )


def random_id() -> int:
    """Give an id for a stand-in: below every id of Discord's, and never the same twice."""
    return -1 - secrets.randbits(62)
