"""Posts between rows and values: how one is read with its parts, and how its row is changed."""

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.channel import ChannelKind
from bot.domain.ids import ChannelId, GuildId, MessageId, PostId, SectionId
from bot.domain.post import Pin, Post, PostState
from bot.storage.tables import discussions, post_parts, posts


def _number() -> sa.Label[int]:
    """Count a post among those of its discussion that are not skipped."""
    others = posts.alias()
    counted = (
        sa.select(sa.func.count())
        .where(
            others.c.discussion_id == posts.c.discussion_id,
            others.c.section <= posts.c.section,
            others.c.state != PostState.SKIPPED,
        )
        .scalar_subquery()
    )
    return sa.case((posts.c.state == PostState.SKIPPED, 0), else_=counted).label("number")


def number_in_series() -> sa.Label[int]:
    """Count each post so in one go, where all posts of one discussion are selected."""
    counts = sa.case((posts.c.state == PostState.SKIPPED, 0), else_=1)
    counted = sa.func.sum(counts).over(order_by=posts.c.section)
    return sa.case((posts.c.state == PostState.SKIPPED, 0), else_=counted).label("number")


# In one statement, since every step of a walk reads its post anew.
_WITH_PARTS = (
    sa.select(
        posts,
        sa.func.coalesce(posts.c.channel_id, discussions.c.channel_id).label("stands_in"),
        sa.func.coalesce(posts.c.channel_kind, discussions.c.channel_kind).label("kind"),
        sa.select(
            sa.func.json_group_array(
                sa.func.json_array(post_parts.c.part, post_parts.c.message_id), type_=sa.JSON
            )
        )
        .where(post_parts.c.guild_id == posts.c.guild_id, post_parts.c.post_id == posts.c.post_id)
        .scalar_subquery()
        .label("parts"),
    )
    .join_from(posts, discussions, discussions.c.discussion_id == posts.c.discussion_id)
    .order_by(posts.c.discussion_id, posts.c.section)
)
_NUMBERED = _WITH_PARTS.add_columns(_number())
# Made once: to find that a new statement is like one before takes longer than SQLite does.
_BY_ID = _NUMBERED.where(
    posts.c.guild_id == sa.bindparam("guild_id"), posts.c.post_id == sa.bindparam("post_id")
)


async def read_one(unit: AsyncConnection, guild_id: GuildId, post_id: PostId) -> Post:
    """Give one post; it must exist."""
    rows = await unit.execute(_BY_ID, {"guild_id": guild_id, "post_id": post_id})
    (row,) = rows.mappings().all()
    return _post(row)


async def read(
    unit: AsyncConnection, *where: sa.ColumnElement[bool], number: sa.Label[int] | None = None
) -> tuple[Post, ...]:
    """List the posts whose rows are so, in section order; `number` is how each is counted."""
    numbered = _NUMBERED if number is None else _WITH_PARTS.add_columns(number)
    rows = await unit.execute(numbered.where(*where))
    return tuple(map(_post, rows.mappings().all()))


async def change(unit: AsyncConnection, post: Post, **values: object) -> None:
    """Set values of the post's row."""
    await unit.execute(
        sa.update(posts)
        .where(posts.c.guild_id == post.guild_id, posts.c.post_id == post.post_id)
        .values(**values)
    )


def _post(row: sa.RowMapping) -> Post:
    return Post(
        post_id=row["post_id"],
        guild_id=row["guild_id"],
        discussion_id=row["discussion_id"],
        channel_id=ChannelId(row["stands_in"]),
        channel_kind=ChannelKind(row["kind"]),
        section=row["section"],
        number=row["number"],
        section_id=SectionId(row["section_id"]),
        heading=row["heading"],
        state=PostState(row["state"]),
        due_at=row["due_at"],
        claimed_at=row["claimed_at"],
        posted_at=row["posted_at"],
        completed_at=row["completed_at"],
        concluded_at=row["concluded_at"],
        message_ids=tuple(MessageId(message_id) for _, message_id in sorted(row["parts"])),
        thread_id=row["thread_id"],
        attempts=row["attempts"],
        result_message_id=row["result_message_id"],
        pin=None if row["pin"] is None else Pin(row["pin"]),
        published=row["published"],
        archived=row["archived"],
        reminded_at=row["reminded_at"],
        attend_at=row["attend_at"],
        taken_down_at=row["taken_down_at"],
    )
