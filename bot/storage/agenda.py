"""The agenda: which posts fall due, over all servers; claiming them, and giving slots to others."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.discussion import DiscussionState
from bot.domain.ids import DiscussionId, GuildId, PostId
from bot.domain.post import PostState
from bot.domain.schedule import Schedule
from bot.storage import schedules
from bot.storage.tables import discussions, posts


@dataclass(frozen=True, slots=True, kw_only=True)
class DuePost:
    """A planned post that is to be sent, with what is needed to date its successor."""

    post_id: PostId
    guild_id: GuildId
    discussion_id: DiscussionId
    section: int
    due_at: datetime
    schedule: Schedule
    state: DiscussionState


class ToAttend(NamedTuple):
    """A post past planning that needs something done; `completed` once polls and seeds stand."""

    guild_id: GuildId
    discussion_id: DiscussionId
    post_id: PostId
    attend_at: datetime
    state: PostState
    completed: bool


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
    rows = await unit.execute(
        sa.select(
            posts.c.post_id,
            posts.c.guild_id,
            posts.c.discussion_id,
            posts.c.section,
            posts.c.due_at,
            discussions.c.schedule,
            discussions.c.state,
        )
        .join_from(posts, discussions, discussions.c.discussion_id == posts.c.discussion_id)
        .where(posts.c.attend_at <= now, posts.c.state == PostState.PLANNED, ~on_the_way)
        .where(*_among(among))
        .order_by(posts.c.attend_at, posts.c.post_id)
        .limit(limit)
    )
    return tuple(
        DuePost(
            post_id=PostId(row["post_id"]),
            guild_id=GuildId(row["guild_id"]),
            discussion_id=DiscussionId(row["discussion_id"]),
            section=row["section"],
            due_at=row["due_at"],
            schedule=schedules.parse(row["schedule"]),
            state=DiscussionState(row["state"]),
        )
        for row in rows.mappings()
    )


async def claim_all(unit: AsyncConnection, due: Collection[DuePost], *, at: datetime) -> None:
    """Claim planned posts: the row says so before anything is sent."""
    if due:
        here = sa.select(discussions).where(discussions.c.discussion_id == posts.c.discussion_id)
        await unit.execute(
            sa.update(posts)
            .where(
                posts.c.guild_id == sa.bindparam("of_guild"),
                posts.c.post_id == sa.bindparam("of_post"),
                posts.c.state == PostState.PLANNED,
            )
            .values(
                state=PostState.CLAIMED,
                claimed_at=at,
                attend_at=at,
                channel_id=here.with_only_columns(discussions.c.channel_id).scalar_subquery(),
                channel_kind=here.with_only_columns(discussions.c.channel_kind).scalar_subquery(),
            ),
            [{"of_guild": post.guild_id, "of_post": post.post_id} for post in due],
        )


async def date_all(unit: AsyncConnection, datings: Iterable[Dating]) -> None:
    """Give the next planned section of each discussion its slot, if one is left."""
    rows = [
        {
            "of_guild": dating.guild_id,
            "of_discussion": dating.discussion_id,
            "slot": dating.due_at,
            "sends_at": dating.sends_at or dating.due_at,
        }
        for dating in datings
    ]
    if rows:
        others = posts.alias()
        planned = sa.select(sa.func.min(others.c.section)).where(
            others.c.guild_id == sa.bindparam("of_guild"),
            others.c.discussion_id == sa.bindparam("of_discussion"),
            others.c.state == PostState.PLANNED,
        )
        await unit.execute(
            sa.update(posts)
            .where(
                posts.c.guild_id == sa.bindparam("of_guild"),
                posts.c.discussion_id == sa.bindparam("of_discussion"),
                posts.c.section == planned.scalar_subquery(),
            )
            .values(
                due_at=sa.bindparam("slot", type_=posts.c.due_at.type),
                attend_at=sa.bindparam("sends_at", type_=posts.c.attend_at.type),
            ),
            rows,
        )


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
