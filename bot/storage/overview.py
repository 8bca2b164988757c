"""What the host sees of all servers at once: how much there is, how it stands, what failed."""

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.ballot import PollState
from bot.domain.discussion import OPEN_STATES
from bot.domain.post import PostState
from bot.domain.status import Failure, OpenDiscussion
from bot.storage.instants import Instant
from bot.storage.tables import articles, discussions, guilds, poll_checks, polls, posts

_OPEN = discussions.c.state.in_(OPEN_STATES)
_MOST_FAILURES = 20
_AWAITING = (
    sa.select(sa.func.count())
    .select_from(polls)
    .join(poll_checks, poll_checks.c.poll_id == polls.c.poll_id)
    .where(
        polls.c.state == PollState.OPEN,
        poll_checks.c.asked > poll_checks.c.answered,
        # Those wait until the bot is invited again.
        polls.c.guild_id.not_in(sa.select(guilds.c.guild_id).where(guilds.c.left_at.is_not(None))),
    )
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Overview:
    """How many rows stand in each state, and since when the longest overdue post has waited."""

    discussions: dict[str, int]
    posts: dict[str, int]
    polls: dict[str, int]
    polls_awaiting_check: int
    overdue_since: datetime | None


async def survey(unit: AsyncConnection, *, now: datetime) -> Overview:
    """Count over all servers."""
    return Overview(
        discussions=await _count(unit, discussions.c.state),
        posts=await _count(unit, posts.c.state),
        polls=await _count(unit, polls.c.state),
        polls_awaiting_check=await unit.scalar(_AWAITING) or 0,
        overdue_since=await unit.scalar(
            sa.select(posts.c.attend_at)
            .where(posts.c.attend_at <= now)
            .order_by(posts.c.attend_at)
            .limit(1)
        ),
    )


async def _count(unit: AsyncConnection, state: sa.Column[str]) -> dict[str, int]:
    rows = await unit.execute(sa.select(state, sa.func.count()).group_by(state))
    return {str(name): int(number) for name, number in rows}


async def list_open_discussions(unit: AsyncConnection) -> tuple[OpenDiscussion, ...]:
    """List what is on in all servers, the next to be posted first."""

    def of_posts(*where: sa.ColumnElement[bool]) -> sa.ScalarSelect[int]:
        return (
            sa.select(sa.func.count())
            .where(posts.c.discussion_id == discussions.c.discussion_id, *where)
            .scalar_subquery()
        )

    next_at = (
        sa.select(sa.func.min(posts.c.due_at))
        .where(
            posts.c.discussion_id == discussions.c.discussion_id,
            posts.c.state == PostState.PLANNED,
        )
        .scalar_subquery()
    )
    open_polls = (
        sa.select(sa.func.count())
        .where(
            polls.c.discussion_id == discussions.c.discussion_id, polls.c.state == PollState.OPEN
        )
        .scalar_subquery()
    )
    rows = await unit.execute(
        sa.select(
            discussions.c.guild_id,
            discussions.c.channel_id,
            discussions.c.discussion_id,
            articles.c.title,
            discussions.c.state,
            discussions.c.pause_reason,
            of_posts().label("sections"),
            of_posts(posts.c.posted_at.is_not(None)).label("sections_posted"),
            open_polls.label("open_polls"),
            sa.type_coerce(next_at, Instant).label("next_at"),
        )
        .join_from(discussions, articles, articles.c.article_id == discussions.c.article_id)
        .where(_OPEN)
        .order_by(sa.text("next_at IS NULL, next_at"), discussions.c.discussion_id)
    )
    return tuple(OpenDiscussion(**row) for row in rows.mappings())


async def list_failures(unit: AsyncConnection) -> tuple[Failure, ...]:
    """List the newest sections of open discussions in which something failed."""
    rows = await unit.execute(
        sa.select(
            posts.c.guild_id,
            posts.c.post_id,
            articles.c.title,
            posts.c.section,
            posts.c.failure.label("reason"),
            posts.c.attempts,
            posts.c.attend_at.label("next_try_at"),
        )
        .join_from(posts, discussions, discussions.c.discussion_id == posts.c.discussion_id)
        .join(articles, articles.c.article_id == discussions.c.article_id)
        .where(posts.c.failure.is_not(None), _OPEN)
        .order_by(posts.c.claimed_at.desc(), posts.c.post_id.desc())
        .limit(_MOST_FAILURES)
    )
    return tuple(Failure(**row) for row in rows.mappings())


async def count_servers(unit: AsyncConnection) -> tuple[int, int]:
    """Count the servers with anything of theirs: those the bot is in, and those it has left."""
    gone = sa.select(guilds.c.guild_id).where(guilds.c.left_at.is_not(None))
    known = sa.union(sa.select(articles.c.guild_id), sa.select(guilds.c.guild_id)).subquery()
    here = await unit.scalar(sa.select(sa.func.count()).where(known.c.guild_id.not_in(gone)))
    left = await unit.scalar(sa.select(sa.func.count()).where(known.c.guild_id.in_(gone)))
    return here or 0, left or 0


async def count_articles(unit: AsyncConnection) -> int:
    """Count the articles that servers list."""
    found = sa.select(sa.func.count()).where(articles.c.removed_at.is_(None))
    return await unit.scalar(found) or 0
