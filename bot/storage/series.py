"""A discussion's sections to come: planned, dated and planned anew."""

from collections.abc import Collection, Sequence
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.ids import DiscussionId, GuildId, PostId, SectionId
from bot.domain.post import PostState, SectionLabel
from bot.domain.preparation import PreparedSection
from bot.storage.agenda import Dating, date_all
from bot.storage.post_form import number_in_series
from bot.storage.tables import post_parts, posts


async def add(
    unit: AsyncConnection,
    *,
    guild_id: GuildId,
    discussion_id: DiscussionId,
    series: Sequence[PreparedSection],
    first_due_at: datetime,
) -> tuple[PostId, ...]:
    """Plan one post per section, in order; only the first has a slot yet."""
    owner = {"guild_id": guild_id, "discussion_id": discussion_id, "state": PostState.PLANNED}
    inserted = await unit.execute(
        sa.insert(posts).returning(posts.c.post_id, sort_by_parameter_order=True),
        [
            owner | {"section": place, "section_id": one.section_id, "heading": one.heading}
            for place, one in enumerate(series)
        ],
    )
    post_ids = tuple(PostId(post_id) for post_id in inserted.scalars())
    first = Dating(guild_id=guild_id, discussion_id=discussion_id, due_at=first_due_at)
    await date_all(unit, [first])
    return post_ids


async def replan(
    unit: AsyncConnection,
    *,
    guild_id: GuildId,
    discussion_id: DiscussionId,
    to_come: Sequence[PreparedSection],
    places: Sequence[int],
    first_due_at: datetime | None,
) -> tuple[PostId, ...]:
    """Plan the sections to come anew, in these places; what is past planning stays.

    Planned posts of other sections go; their polls must be gone already.
    """
    owner = {"guild_id": guild_id, "discussion_id": discussion_id}
    planned = sa.and_(
        posts.c.guild_id == guild_id,
        posts.c.discussion_id == discussion_id,
        posts.c.state == PostState.PLANNED,
    )
    section_ids = [section.section_id for section in to_come]
    await unit.execute(sa.delete(posts).where(planned, posts.c.section_id.not_in(section_ids)))
    # Out of the way first: no two posts may ever have the same place.
    await unit.execute(
        sa.update(posts)
        .where(planned)
        .values(section=-1 - posts.c.section, due_at=None, attend_at=None)
    )
    rows = await unit.execute(sa.select(posts.c.section_id, posts.c.post_id).where(planned))
    post_ids: dict[int, int] = {row.section_id: row.post_id for row in rows}
    for place, section in zip(places, to_come, strict=True):
        values = {"section": place, "heading": section.heading}
        post_id = post_ids.get(section.section_id)
        if post_id is not None:
            await unit.execute(
                sa.update(posts).where(planned, posts.c.post_id == post_id).values(values)
            )
        else:
            new = owner | values | {"section_id": section.section_id, "state": PostState.PLANNED}
            result = await unit.execute(sa.insert(posts).values(new).returning(posts.c.post_id))
            post_ids[section.section_id] = result.scalar_one()
    first = Dating(guild_id=guild_id, discussion_id=discussion_id, due_at=first_due_at)
    await date_all(unit, [first])
    return tuple(PostId(post_ids[section_id]) for section_id in section_ids)


async def arrange(
    unit: AsyncConnection,
    *,
    guild_id: GuildId,
    discussion_id: DiscussionId,
    post_ids: Sequence[PostId],
    places: Sequence[int],
) -> None:
    """Put posts that are to come into these places, in order; none of them has a slot then."""
    owned = (posts.c.guild_id == guild_id, posts.c.discussion_id == discussion_id)
    # Out of the way first: no two posts may ever have the same place.
    await unit.execute(
        sa.update(posts)
        .where(*owned, posts.c.post_id.in_(post_ids))
        .values(section=-1 - posts.c.section, due_at=None, attend_at=None)
    )
    for post_id, place in zip(post_ids, places, strict=True):
        await unit.execute(
            sa.update(posts).where(*owned, posts.c.post_id == post_id).values(section=place)
        )


async def release_failed(
    unit: AsyncConnection, *, guild_id: GuildId, discussion_id: DiscussionId
) -> None:
    """Let the posts that failed before any of it stood go where their discussion posts now."""
    stands = sa.exists().where(post_parts.c.post_id == posts.c.post_id)
    await unit.execute(
        sa.update(posts)
        .where(
            posts.c.guild_id == guild_id,
            posts.c.discussion_id == discussion_id,
            posts.c.state == PostState.FAILED,
            ~stands,
        )
        .values(channel_id=None, channel_kind=None)
    )


async def list_labels(
    unit: AsyncConnection,
    *,
    guild_id: GuildId,
    discussion_id: DiscussionId,
    states: Collection[PostState],
) -> tuple[SectionLabel, ...]:
    """List a discussion's sections in those states by number and heading alone, in order."""
    series = (
        sa.select(posts, number_in_series())
        .where(posts.c.guild_id == guild_id, posts.c.discussion_id == discussion_id)
        .subquery()
    )
    rows = await unit.execute(
        sa.select(series.c.section_id, series.c.number, series.c.heading)
        .where(series.c.state.in_(states))
        .order_by(series.c.section)
    )
    return tuple(
        SectionLabel(SectionId(section_id), number, heading) for section_id, number, heading in rows
    )
