"""Closings: the open polls that have no closing time yet, for they close with the next section."""

from collections.abc import Collection
from datetime import datetime
from typing import NamedTuple

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.discussion import OPEN_STATES
from bot.domain.ids import DiscussionId, GuildId, PollId, PostId
from bot.domain.post import Post, PostState
from bot.domain.terms import Terms
from bot.storage import terms
from bot.storage.tables import discussions, polls, posts

_TO_COME = (PostState.PLANNED, PostState.CLAIMED, PostState.FAILED)
# In the words of its index, or SQLite would not use that.
_WAITS = sa.text("polls.state = 'open' AND polls.closes_at IS NULL")


class Waiting(NamedTuple):
    """An open poll that need not wait for a next section any more: `followed` by one, or by none.

    `terms` are its discussion's.
    """

    guild_id: GuildId
    discussion_id: DiscussionId
    post_id: PostId
    poll_id: PollId
    followed: bool
    terms: Terms


async def awaits_next(unit: AsyncConnection, *, post: Post) -> bool:
    """Say whether a section is still to come after this one."""
    rows = await unit.execute(
        sa.select(posts.c.post_id)
        .join(discussions, discussions.c.discussion_id == posts.c.discussion_id)
        .where(
            posts.c.guild_id == post.guild_id,
            posts.c.discussion_id == post.discussion_id,
            posts.c.section > post.section,
            posts.c.state.in_(_TO_COME),
            discussions.c.state.in_(OPEN_STATES),
        )
        .limit(1)
    )
    return rows.first() is not None


async def list_over(
    unit: AsyncConnection, *, among: Collection[DiscussionId] | None = None
) -> tuple[Waiting, ...]:
    """List the polls that have waited long enough for a next section, over all servers.

    `among` these discussions, if it is given.
    """
    own, later = posts.alias("own"), posts.alias("later")
    after = (later.c.discussion_id == own.c.discussion_id, later.c.section > own.c.section)
    followed = sa.exists().where(*after, later.c.posted_at > polls.c.opened_at)
    on = discussions.c.state.in_(OPEN_STATES)
    awaits = sa.and_(on, sa.exists().where(*after, later.c.state.in_(_TO_COME)))
    found = (
        sa.select(
            polls.c.guild_id,
            polls.c.discussion_id,
            polls.c.post_id,
            polls.c.poll_id,
            followed.label("followed"),
            discussions.c.terms,
        )
        .join(own, own.c.post_id == polls.c.post_id)
        .join(discussions, discussions.c.discussion_id == polls.c.discussion_id)
        .where(_WAITS, followed | ~awaits)
    )
    if among is not None:
        found = found.where(polls.c.discussion_id.in_(among))
    rows = await unit.execute(found)
    return tuple(
        Waiting(
            GuildId(guild_id),
            DiscussionId(discussion_id),
            PostId(post_id),
            PollId(poll_id),
            bool(is_followed),
            terms.parse(kept),
        )
        for guild_id, discussion_id, post_id, poll_id, is_followed, kept in rows
    )


async def set_closing(
    unit: AsyncConnection, *, waiting: Waiting, closes_at: datetime, now: datetime
) -> None:
    """Give such a poll its closing time, and have its section looked at."""
    await unit.execute(
        sa.update(polls)
        .where(polls.c.guild_id == waiting.guild_id, polls.c.poll_id == waiting.poll_id, _WAITS)
        .values(closes_at=closes_at)
    )
    await unit.execute(
        sa.update(posts)
        .where(posts.c.guild_id == waiting.guild_id, posts.c.post_id == waiting.post_id)
        .values(attend_at=now)
    )
