"""The agenda: which posts fall due, over all servers; claiming them, and giving slots to others."""

import json
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import NamedTuple

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.discussion import DiscussionState
from bot.domain.ids import DiscussionId, GuildId, PostId
from bot.domain.post import PostState
from bot.domain.schedule import MissedSlot, Schedule
from bot.storage import schedules
from bot.storage.instants import microseconds
from bot.storage.tables import discussions, posts

# Looked up and not made: ten thousand rows may be read at once.
_STATES = {state.value: state for state in DiscussionState}
_MISSED = {missed.value: missed for missed in MissedSlot}


class DuePost(NamedTuple):
    """A planned post whose slot has come; `state` and `missed` are its discussion's."""

    guild_id: GuildId
    discussion_id: DiscussionId
    post_id: PostId
    due_at: datetime
    state: DiscussionState
    missed: MissedSlot
    kept_schedule: str

    @property
    def schedule(self) -> Schedule:
        """Give the discussion's schedule; it is read only when it is asked for."""
        return _parse_schedule(self.kept_schedule)


class ToAttend(NamedTuple):
    """A post past planning that needs something done; `completed` once polls and seeds stand."""

    guild_id: GuildId
    discussion_id: DiscussionId
    post_id: PostId
    attend_at: datetime
    state: PostState
    completed: bool


class Claim(NamedTuple):
    """A planned post that is sent whatever its slot; `state` is its discussion's."""

    guild_id: GuildId
    discussion_id: DiscussionId
    post_id: PostId
    state: DiscussionState


class Undated(NamedTuple):
    """A discussion whose next section waits for its slot; the one before had this, sent then."""

    guild_id: GuildId
    discussion_id: DiscussionId
    due_at: datetime
    claimed_at: datetime
    schedule: Schedule


@dataclass(frozen=True, slots=True, kw_only=True)
class Dating:
    """The slot that a discussion's next section is given; None where the schedule has ended.

    It is sent in its slot, or at `sends_at` where it is late.
    """

    guild_id: GuildId
    discussion_id: DiscussionId
    due_at: datetime | None
    sends_at: datetime | None = None


async def next_attention_at(unit: AsyncConnection, *, after: datetime) -> datetime | None:
    """Give the next instant after `after` at which a post needs attention, over all servers."""
    found: datetime | None = await unit.scalar(
        sa.select(posts.c.attend_at)
        .where(posts.c.attend_at > after)
        .order_by(posts.c.attend_at)
        .limit(1)
    )
    return found


def _is_ahead(now: datetime) -> sa.ColumnElement[bool]:
    return sa.and_(
        posts.c.attend_at > now,
        posts.c.claimed_at > now,
        posts.c.completed_at.is_(None),
        posts.c.state.in_([PostState.CLAIMED, PostState.POSTED]),
    )


async def is_any_ahead(unit: AsyncConnection, *, now: datetime) -> bool:
    """Say whether a clock that ran ahead has claimed posts that are not complete yet."""
    return bool(await unit.scalar(sa.select(sa.exists().where(_is_ahead(now)))))


async def bring_to_now(unit: AsyncConnection, *, now: datetime) -> None:
    """Have what was claimed by a clock that ran ahead attended to now, as if claimed now."""
    await unit.execute(sa.update(posts).where(_is_ahead(now)).values(claimed_at=now, attend_at=now))


async def list_due(
    unit: AsyncConnection,
    *,
    now: datetime,
    among: Collection[DiscussionId] | None = None,
    limit: int | None = None,
) -> tuple[DuePost, ...]:
    """List the planned posts whose slot has come, over all servers, the longest due first.

    `among` these discussions, if it is given. A section whose forerunner is still on its way to the
    channel waits for it: order before time.
    """
    forerunners = posts.alias()
    on_the_way = (
        sa.exists()
        .where(
            forerunners.c.discussion_id == posts.c.discussion_id,
            forerunners.c.section < posts.c.section,
            forerunners.c.state == PostState.CLAIMED,
        )
        .correlate(posts)
    )
    kept = sa.type_coerce(discussions.c.schedule, sa.Text)
    rows = await unit.execute(
        sa.select(
            posts.c.guild_id,
            posts.c.discussion_id,
            posts.c.post_id,
            posts.c.due_at,
            discussions.c.state,
            sa.func.json_extract(kept, "$.missed"),
            kept,
        )
        .join_from(posts, discussions, discussions.c.discussion_id == posts.c.discussion_id)
        .where(posts.c.attend_at <= now, posts.c.state == PostState.PLANNED, ~on_the_way)
        .where(posts.c.due_at.is_not(None), *_among(among))
        .order_by(posts.c.attend_at, posts.c.post_id)
        .limit(limit)
    )
    return tuple(
        DuePost(guild_id, discussion_id, post_id, due_at, _STATES[state], _MISSED[missed], schedule)
        for guild_id, discussion_id, post_id, due_at, state, missed, schedule in rows.all()
    )


@lru_cache(maxsize=4096)
def _parse_schedule(kept: str) -> Schedule:
    """Read a schedule; many communities meet at the same hour."""
    return schedules.parse(json.loads(kept))


# A batch is one statement, given its rows as one JSON array. Each is looked up by its key: SQLite
# keeps to the order in which CROSS JOIN is written.
_CLAIM = """
WITH given AS (
  SELECT json_extract(value, '$[0]') AS guild_id, json_extract(value, '$[1]') AS post_id
  FROM json_each(?1)
)
UPDATE posts SET state = 'claimed', claimed_at = ?2, attend_at = ?2,
  (channel_id, channel_kind) = (
    SELECT channel_id, channel_kind FROM discussions
    WHERE discussions.discussion_id = posts.discussion_id
  )
WHERE post_id IN (
  SELECT posts.post_id
  FROM given
  CROSS JOIN posts ON posts.post_id = given.post_id AND +posts.guild_id = given.guild_id
  WHERE posts.state = 'planned'
)
"""

# Due already and without a slot: that is how a section waits to be given one.
_HAVE_DATED = """
WITH given AS (
  SELECT json_extract(value, '$[0]') AS guild_id, json_extract(value, '$[1]') AS discussion_id
  FROM json_each(?1)
)
UPDATE posts SET due_at = NULL, attend_at = ?2
WHERE post_id IN (
  SELECT (
    SELECT post_id FROM posts
    WHERE posts.discussion_id = given.discussion_id
      AND +posts.guild_id = given.guild_id
      AND posts.state = 'planned'
    ORDER BY posts.section LIMIT 1
  )
  FROM given
)
"""

_DATE = """
WITH given AS (
  SELECT
    json_extract(value, '$[0]') AS guild_id,
    json_extract(value, '$[1]') AS discussion_id,
    json_extract(value, '$[2]') AS due_at,
    json_extract(value, '$[3]') AS sends_at
  FROM json_each(?1)
), dated AS (
  SELECT
    given.due_at,
    given.sends_at,
    (
      SELECT post_id FROM posts
      WHERE posts.discussion_id = given.discussion_id
        AND +posts.guild_id = given.guild_id
        AND posts.state = 'planned'
      ORDER BY posts.section LIMIT 1
    ) AS post_id
  FROM given
)
UPDATE posts SET due_at = dated.due_at, attend_at = dated.sends_at
FROM dated WHERE posts.post_id = dated.post_id
"""


async def claim_all(
    unit: AsyncConnection, due: Collection[DuePost] | Collection[Claim], *, at: datetime
) -> None:
    """Claim planned posts: the row says so before anything is sent.

    What comes next in their discussions is to be dated, as `list_undated` says; in a pause nothing
    follows what an organizer has posted by hand.
    """
    if not due:
        return
    claimed = [(post.guild_id, post.post_id) for post in due]
    await unit.exec_driver_sql(_CLAIM, (json.dumps(claimed), microseconds(at)))
    following = [
        (post.guild_id, post.discussion_id) for post in due if post.state is DiscussionState.RUNNING
    ]
    await unit.exec_driver_sql(_HAVE_DATED, (json.dumps(following), microseconds(at)))


async def list_undated(
    unit: AsyncConnection,
    *,
    now: datetime,
    among: Collection[DiscussionId] | None = None,
    limit: int | None = None,
) -> tuple[Undated, ...]:
    """List the planned posts that wait for their slot, over all servers, `among` discussions."""
    before = posts.alias()
    last = posts.alias()
    forerunner = (
        sa.select(sa.func.max(last.c.section))
        .where(
            last.c.discussion_id == posts.c.discussion_id,
            last.c.section < posts.c.section,
            last.c.claimed_at.is_not(None),
        )
        .correlate(posts)
        .scalar_subquery()
    )
    rows = await unit.execute(
        sa.select(
            posts.c.guild_id,
            posts.c.discussion_id,
            # What was posted by hand in a pause had no slot.
            sa.func.coalesce(before.c.due_at, before.c.claimed_at),
            before.c.claimed_at,
            sa.type_coerce(discussions.c.schedule, sa.Text),
        )
        .join_from(posts, discussions, discussions.c.discussion_id == posts.c.discussion_id)
        .join(
            before,
            sa.and_(
                before.c.discussion_id == posts.c.discussion_id, before.c.section == forerunner
            ),
        )
        .where(posts.c.attend_at <= now, posts.c.state == PostState.PLANNED)
        .where(posts.c.due_at.is_(None), *_among(among))
        .order_by(posts.c.attend_at, posts.c.post_id)
        .limit(limit)
    )
    return tuple(
        Undated(guild_id, discussion_id, due_at, claimed_at, _parse_schedule(schedule))
        for guild_id, discussion_id, due_at, claimed_at, schedule in rows.all()
    )


async def date_all(unit: AsyncConnection, datings: Iterable[Dating]) -> None:
    """Give the next planned section of each discussion its slot, if one is left."""
    given = [
        (
            dating.guild_id,
            dating.discussion_id,
            dating.due_at and microseconds(dating.due_at),
            sends_at and microseconds(sends_at),
        )
        for dating in datings
        for sends_at in (dating.sends_at or dating.due_at,)
    ]
    if given:
        await unit.exec_driver_sql(_DATE, (json.dumps(given),))


async def find_last_sent(
    unit: AsyncConnection, *, guild_id: GuildId, discussion_id: DiscussionId
) -> tuple[datetime, datetime] | None:
    """Give the slot of the section that was last sent, and when it was; None if none was."""
    row = (
        await unit.execute(
            sa.select(posts.c.due_at, posts.c.posted_at)
            .where(
                posts.c.guild_id == guild_id,
                posts.c.discussion_id == discussion_id,
                posts.c.posted_at.is_not(None),
                posts.c.due_at.is_not(None),
            )
            .order_by(posts.c.posted_at.desc())
            .limit(1)
        )
    ).first()
    return None if row is None else (row[0], row[1])


async def count_planned(
    unit: AsyncConnection, *, guild_id: GuildId, discussion_id: DiscussionId
) -> int:
    """Count the sections of a discussion that are still to come."""
    found = await unit.scalar(
        sa.select(sa.func.count()).where(
            posts.c.guild_id == guild_id,
            posts.c.discussion_id == discussion_id,
            posts.c.state == PostState.PLANNED,
        )
    )
    return found or 0


async def list_to_attend(
    unit: AsyncConnection,
    *,
    now: datetime,
    among: Collection[DiscussionId] | None = None,
    after: ToAttend | None = None,
    limit: int | None = None,
) -> tuple[ToAttend, ...]:
    """List the posts past planning that need something done now, over all servers, in order.

    `among` these discussions, if it is given; those that come `after` one of them, page by page.
    """
    place = sa.tuple_(posts.c.attend_at, posts.c.post_id)
    following = [] if after is None else [place > (after.attend_at, after.post_id)]
    rows = await unit.execute(
        sa.select(
            posts.c.guild_id,
            posts.c.discussion_id,
            posts.c.post_id,
            posts.c.attend_at,
            posts.c.state,
            posts.c.completed_at.is_not(None),
        )
        .where(posts.c.attend_at <= now, posts.c.state != PostState.PLANNED)
        .where(*_among(among), *following)
        .order_by(posts.c.attend_at, posts.c.post_id)
        .limit(limit)
    )
    return tuple(
        ToAttend(
            GuildId(guild_id),
            DiscussionId(discussion_id),
            PostId(post_id),
            attend_at,
            PostState(state),
            bool(completed),
        )
        for guild_id, discussion_id, post_id, attend_at, state, completed in rows
    )


def _among(discussion_ids: Collection[DiscussionId] | None) -> list[sa.ColumnElement[bool]]:
    return [] if discussion_ids is None else [posts.c.discussion_id.in_(discussion_ids)]
