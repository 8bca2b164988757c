"""Discussions with their schedules, kept per server."""

from collections.abc import Collection
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.channel import ChannelKind
from bot.domain.discussion import (
    OPEN_STATES,
    Discussion,
    DiscussionLabel,
    DiscussionState,
    PauseReason,
    takes_over,
)
from bot.domain.history import Deed, HistoryEntry
from bot.domain.ids import ArticleId, ChannelId, DiscussionId, GuildId, MemberId
from bot.domain.length import PromptLength
from bot.domain.schedule import Schedule
from bot.domain.terms import DEFAULT_TERMS, Terms
from bot.errors import ArticleNotFound, DiscussionAlreadyRunning, DiscussionNotFound
from bot.storage import history, posts, schedules
from bot.storage import terms as kept_terms
from bot.storage.tables import articles, discussions

_TITLED = sa.select(discussions, articles.c.title).join_from(
    discussions, articles, articles.c.article_id == discussions.c.article_id
)
# Made once, since every section that walks reads it.
_BY_ID = _TITLED.where(
    discussions.c.guild_id == sa.bindparam("guild_id"),
    discussions.c.discussion_id == sa.bindparam("discussion_id"),
)


async def add(  # noqa: PLR0913 - as many as the row has columns to choose
    unit: AsyncConnection,
    *,
    guild_id: GuildId,
    channel_id: ChannelId,
    channel_kind: ChannelKind = ChannelKind.TEXT,
    article_id: ArticleId,
    prompts_only: bool,
    length: PromptLength = PromptLength.FULL,
    schedule: Schedule,
    terms: Terms = DEFAULT_TERMS,
    started_by: MemberId,
    at: datetime,
) -> DiscussionId:
    """Keep a new, running discussion; raise `DiscussionAlreadyRunning` if the channel has it.

    Raises `ArticleNotFound` where the server has no such article (any more).
    """
    title = await unit.scalar(
        sa.select(articles.c.title).where(
            articles.c.guild_id == guild_id,
            articles.c.article_id == article_id,
            articles.c.removed_at.is_(None),
        )
    )
    if title is None:
        raise ArticleNotFound(given=str(article_id))
    try:
        result = await unit.execute(
            sa.insert(discussions)
            .values(
                guild_id=guild_id,
                channel_id=channel_id,
                channel_kind=channel_kind,
                article_id=article_id,
                state=DiscussionState.RUNNING,
                prompts_only=prompts_only,
                length=length,
                schedule=schedules.dump(schedule),
                terms=kept_terms.dump(terms),
                started_by=started_by,
                started_at=at,
            )
            .returning(discussions.c.discussion_id)
        )
    except IntegrityError:
        raise DiscussionAlreadyRunning(title=title, channel_id=channel_id) from None
    return DiscussionId(result.scalar_one())


async def get(
    unit: AsyncConnection, *, guild_id: GuildId, discussion_id: DiscussionId
) -> Discussion:
    """Give one discussion; raise `DiscussionNotFound`."""
    rows = await unit.execute(_BY_ID, {"guild_id": guild_id, "discussion_id": discussion_id})
    row = rows.mappings().first()
    if row is None:
        raise DiscussionNotFound(given=str(discussion_id))
    return _discussion(row)


async def find_id(
    unit: AsyncConnection, *, guild_id: GuildId, discussion_id: int
) -> DiscussionId | None:
    """Say whether a server has a discussion of such an id: give it, or None."""
    found: DiscussionId | None = await unit.scalar(
        sa.select(discussions.c.discussion_id).where(
            discussions.c.guild_id == guild_id, discussions.c.discussion_id == discussion_id
        )
    )
    return found


async def list_labels(
    unit: AsyncConnection,
    *,
    guild_id: GuildId,
    states: Collection[DiscussionState] = tuple(DiscussionState),
) -> tuple[DiscussionLabel, ...]:
    """List a server's discussions in those states by their titles, the newest first."""
    rows = await unit.execute(
        sa.select(
            discussions.c.discussion_id,
            articles.c.title,
            discussions.c.state,
            discussions.c.started_at,
            discussions.c.channel_id,
        )
        .join_from(discussions, articles, articles.c.article_id == discussions.c.article_id)
        .where(discussions.c.guild_id == guild_id, discussions.c.state.in_(states))
        .order_by(discussions.c.discussion_id.desc())
    )
    return tuple(
        DiscussionLabel(
            DiscussionId(discussion_id),
            title,
            DiscussionState(state),
            started_at,
            ChannelId(channel_id),
        )
        for discussion_id, title, state, started_at, channel_id in rows
    )


async def list_all(
    unit: AsyncConnection,
    *,
    guild_id: GuildId,
    states: Collection[DiscussionState] = tuple(DiscussionState),
    channel_id: ChannelId | None = None,
    article_id: ArticleId | None = None,
) -> tuple[Discussion, ...]:
    """List a server's discussions in those states, the newest first."""
    chosen = _TITLED.where(discussions.c.guild_id == guild_id, discussions.c.state.in_(states))
    if channel_id is not None:
        chosen = chosen.where(discussions.c.channel_id == channel_id)
    if article_id is not None:
        chosen = chosen.where(discussions.c.article_id == article_id)
    rows = await unit.execute(chosen.order_by(discussions.c.discussion_id.desc()))
    return tuple(_discussion(row) for row in rows.mappings())


async def get_schedule(
    unit: AsyncConnection, *, guild_id: GuildId, discussion_id: DiscussionId
) -> Schedule:
    """Give a discussion's schedule; raise `DiscussionNotFound`."""
    kept = await unit.scalar(
        sa.select(discussions.c.schedule).where(
            discussions.c.guild_id == guild_id, discussions.c.discussion_id == discussion_id
        )
    )
    if kept is None:
        raise DiscussionNotFound(given=str(discussion_id))
    return schedules.parse(kept)


async def set_schedule(
    unit: AsyncConnection, *, guild_id: GuildId, discussion_id: DiscussionId, schedule: Schedule
) -> None:
    """Keep another schedule; re-dating what is to come is the caller's."""
    await unit.execute(
        sa.update(discussions)
        .where(discussions.c.guild_id == guild_id, discussions.c.discussion_id == discussion_id)
        .values(schedule=schedules.dump(schedule))
    )


async def set_terms(
    unit: AsyncConnection, *, guild_id: GuildId, discussion_id: DiscussionId, terms: Terms
) -> None:
    """Keep other terms; they hold for what is not posted yet."""
    await unit.execute(
        sa.update(discussions)
        .where(discussions.c.guild_id == guild_id, discussions.c.discussion_id == discussion_id)
        .values(terms=kept_terms.dump(terms))
    )


async def write_no_more(unit: AsyncConnection, *, guild_id: GuildId, member_id: MemberId) -> None:
    """Forget that a member agreed to be written to about discussions they started."""
    agreed = sa.func.json_set(discussions.c.terms, "$.tells_starter", sa.func.json("false"))
    await unit.execute(
        sa.update(discussions)
        .where(discussions.c.guild_id == guild_id, discussions.c.started_by == member_id)
        .values(terms=agreed)
    )


async def set_channel(
    unit: AsyncConnection,
    *,
    guild_id: GuildId,
    discussion_id: DiscussionId,
    title: str,
    channel_id: ChannelId,
    channel_kind: ChannelKind,
    terms: Terms,
) -> None:
    """Have a discussion post elsewhere; raise `DiscussionAlreadyRunning` if its article is there.

    What has been claimed stands where it was sent. The `title` is for the error.
    """
    try:
        await unit.execute(
            sa.update(discussions)
            .where(
                discussions.c.guild_id == guild_id,
                discussions.c.discussion_id == discussion_id,
            )
            .values(
                channel_id=channel_id,
                channel_kind=channel_kind,
                terms=kept_terms.dump(terms),
            )
        )
    except IntegrityError:
        raise DiscussionAlreadyRunning(title=title, channel_id=channel_id) from None


async def set_own_order(
    unit: AsyncConnection, *, guild_id: GuildId, discussion_id: DiscussionId
) -> None:
    """Record that what is to come has an order of its own, other than the article's."""
    await unit.execute(
        sa.update(discussions)
        .where(discussions.c.guild_id == guild_id, discussions.c.discussion_id == discussion_id)
        .values(own_order=True)
    )


async def set_channel_kind(
    unit: AsyncConnection, *, guild_id: GuildId, channel_id: ChannelId, kind: ChannelKind
) -> None:
    """Record the kind of a channel for the discussions in it."""
    await unit.execute(
        sa.update(discussions)
        .where(discussions.c.guild_id == guild_id, discussions.c.channel_id == channel_id)
        .values(channel_kind=kind)
    )


async def set_state(
    unit: AsyncConnection,
    *,
    guild_id: GuildId,
    discussion_id: DiscussionId,
    state: DiscussionState,
    at: datetime,
    pause_reason: PauseReason | None = None,
) -> None:
    """Record where a discussion stands now, and when it ended if it did."""
    await unit.execute(
        sa.update(discussions)
        .where(discussions.c.guild_id == guild_id, discussions.c.discussion_id == discussion_id)
        .values(
            state=state,
            pause_reason=pause_reason,
            ended_at=None if state in OPEN_STATES else at,
        )
    )
    if state not in OPEN_STATES:
        # Nothing stays pinned once it has ended.
        await posts.attend_pins(unit, guild_id=guild_id, discussion_id=discussion_id, at=at)


async def pause(
    unit: AsyncConnection,
    *,
    guild_id: GuildId,
    discussion_id: DiscussionId,
    reason: PauseReason,
    by: MemberId | None = None,
    lacking: Collection[str] = (),
    at: datetime,
) -> None:
    """Pause a discussion that is on, and put it on record; one that has ended stays as it is.

    One that is paused already stays so, for the reason that `takes_over`. `lacking` names the
    permissions for want of which it pauses, where they are known.
    """
    discussion = await get(unit, guild_id=guild_id, discussion_id=discussion_id)
    if discussion.state not in OPEN_STATES or not takes_over(reason, discussion.pause_reason):
        return
    await set_state(
        unit,
        guild_id=guild_id,
        discussion_id=discussion_id,
        state=DiscussionState.PAUSED,
        at=at,
        pause_reason=reason,
    )
    await posts.halt(unit, guild_id=guild_id, discussion_id=discussion_id)
    await history.record(
        unit,
        HistoryEntry(
            guild_id=guild_id,
            discussion_id=discussion_id,
            deed=Deed.PAUSED,
            done_by=by,
            done_at=at,
            detail={"reason": reason.value} | ({"lacking": ", ".join(lacking)} if lacking else {}),
        ),
    )


def _discussion(row: sa.RowMapping) -> Discussion:
    reason = row["pause_reason"]
    return Discussion(
        discussion_id=DiscussionId(row["discussion_id"]),
        guild_id=GuildId(row["guild_id"]),
        channel_id=ChannelId(row["channel_id"]),
        channel_kind=ChannelKind(row["channel_kind"]),
        article_id=ArticleId(row["article_id"]),
        title=row["title"],
        state=DiscussionState(row["state"]),
        pause_reason=None if reason is None else PauseReason(reason),
        prompts_only=row["prompts_only"],
        length=PromptLength(row["length"]),
        terms=kept_terms.parse(row["terms"]),
        own_order=row["own_order"],
        started_by=MemberId(row["started_by"]),
        started_at=row["started_at"],
    )
