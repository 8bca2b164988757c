"""Posts: how far each section has come, and when each next needs attention.

`attend_at` is the one column the alarm is set by; whoever changes what must be done next sets it.
What it calls for is in `agenda.py`.
"""

from collections.abc import Collection
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.ballot import PollState
from bot.domain.ids import ChannelId, DiscussionId, GuildId, MessageId, PostId
from bot.domain.post import Pin, Post, PostState
from bot.storage.post_form import change, number_in_series, read, read_one
from bot.storage.tables import polls, post_parts, posts

_WAITS_FOR_ANOTHER_TRY = sa.and_(posts.c.state == PostState.CLAIMED, posts.c.failure.is_not(None))


async def get(unit: AsyncConnection, *, guild_id: GuildId, post_id: PostId) -> Post:
    """Give one post; it must exist."""
    return await read_one(unit, guild_id, post_id)


async def list_series(
    unit: AsyncConnection, *, guild_id: GuildId, discussion_id: DiscussionId
) -> tuple[Post, ...]:
    """List a discussion's posts in section order."""
    return await read(
        unit,
        *(posts.c.guild_id == guild_id, posts.c.discussion_id == discussion_id),
        number=number_in_series(),
    )


async def count_series(
    unit: AsyncConnection, *, guild_id: GuildId, discussion_id: DiscussionId
) -> int:
    """Count a discussion's posts that are not skipped."""
    found = await unit.scalar(
        sa.select(sa.func.count()).where(
            posts.c.guild_id == guild_id,
            posts.c.discussion_id == discussion_id,
            posts.c.state != PostState.SKIPPED,
        )
    )
    return found or 0


async def find_by_message(
    unit: AsyncConnection, *, guild_id: GuildId, message_ids: Collection[MessageId]
) -> tuple[Post, ...]:
    """Find the posts that have a part among these messages."""
    parts = sa.select(post_parts.c.post_id).where(
        post_parts.c.guild_id == guild_id, post_parts.c.message_id.in_(message_ids)
    )
    return await read(unit, posts.c.guild_id == guild_id, posts.c.post_id.in_(parts))


async def find_by_channel(
    unit: AsyncConnection, *, guild_id: GuildId, channel_id: ChannelId
) -> tuple[Post, ...]:
    """Find the posts that were sent to a channel, or were to be."""
    return await read(unit, posts.c.guild_id == guild_id, posts.c.channel_id == channel_id)


async def find_by_results(
    unit: AsyncConnection, *, guild_id: GuildId, message_id: MessageId
) -> tuple[Post, ...]:
    """Find the post whose results stand in this message."""
    return await read(unit, posts.c.guild_id == guild_id, posts.c.result_message_id == message_id)


async def record_part(
    unit: AsyncConnection, *, post: Post, part: int, message_id: MessageId
) -> None:
    """Record that a part of the prompt stands in the channel."""
    await unit.execute(
        sa.insert(post_parts).values(
            guild_id=post.guild_id, post_id=post.post_id, part=part, message_id=message_id
        )
    )


async def record_posted(unit: AsyncConnection, *, post: Post, at: datetime) -> None:
    """Record that every part of the prompt stands; one withdrawn meanwhile stays withdrawn."""
    state = sa.case(
        (posts.c.state == PostState.WITHDRAWN, PostState.WITHDRAWN), else_=PostState.POSTED
    )
    await change(unit, post, state=state, posted_at=at)


async def record_thread(unit: AsyncConnection, *, post: Post, thread_id: ChannelId) -> None:
    """Record the thread under the prompt."""
    await change(unit, post, thread_id=thread_id)


async def record_completed(unit: AsyncConnection, *, post: Post, at: datetime) -> None:
    """Record that thread, polls and seeds stand."""
    await change(unit, post, completed_at=at, attempts=0, failure=None)


async def record_concluded(
    unit: AsyncConnection, *, post: Post, message_id: MessageId | None, at: datetime | None
) -> None:
    """Record that the section's results stand, if `at` is given for good: nothing is left to do."""
    await change(
        unit, post, concluded_at=at, result_message_id=message_id, attend_at=None, attempts=0
    )


async def record_reminded(unit: AsyncConnection, *, post: Post, at: datetime) -> None:
    """Record that the thread was reminded, or is not going to be; it is not tried again."""
    await change(unit, post, reminded_at=at, attempts=0, failure=None)


async def reopen(unit: AsyncConnection, *, post: Post) -> None:
    """Record that the section's results are to be shown anew, in the message that has them."""
    await change(unit, post, concluded_at=None)


async def record_pin(unit: AsyncConnection, *, post: Post, pin: Pin | None) -> None:
    """Record whether the prompt is pinned, or cannot be; None if it no longer is."""
    await change(unit, post, pin=pin)


async def record_published(unit: AsyncConnection, *, post: Post, published: int) -> None:
    """Record how many of its messages have been published or given up."""
    await change(unit, post, published=published, attempts=0, failure=None)


async def record_archived(unit: AsyncConnection, *, post: Post, archived: bool) -> None:
    """Record whether the thread is archived although a poll in it is open."""
    await change(unit, post, archived=archived)


async def note_archived(
    unit: AsyncConnection,
    *,
    guild_id: GuildId,
    thread_ids: Collection[ChannelId],
    at: datetime,
) -> None:
    """Have the posts looked at again whose threads were archived while a poll in them is open."""
    held = sa.exists().where(
        polls.c.post_id == posts.c.post_id,
        polls.c.channel_id == posts.c.thread_id,
        polls.c.state == PollState.OPEN,
    )
    await unit.execute(
        sa.update(posts)
        .where(posts.c.guild_id == guild_id, posts.c.thread_id.in_(thread_ids), held)
        .values(archived=True, attend_at=at)
    )


async def list_threads_with_open_polls(
    unit: AsyncConnection,
) -> dict[GuildId, frozenset[ChannelId]]:
    """List the threads of all servers in which a poll is open, server by server."""
    rows = await unit.execute(
        sa.select(polls.c.guild_id, polls.c.channel_id)
        .join(posts, posts.c.post_id == polls.c.post_id)
        .where(polls.c.state == PollState.OPEN, polls.c.channel_id == posts.c.thread_id)
        .distinct()
    )
    found: dict[GuildId, set[ChannelId]] = {}
    for guild_id, thread_id in rows:
        found.setdefault(GuildId(guild_id), set()).add(ChannelId(thread_id))
    return {guild_id: frozenset(thread_ids) for guild_id, thread_ids in found.items()}


async def find_newest(
    unit: AsyncConnection, *, guild_id: GuildId, discussion_id: DiscussionId
) -> int | None:
    """Give the place of the last section that stands; None where none does."""
    newest: int | None = await unit.scalar(
        sa.select(sa.func.max(posts.c.section)).where(
            posts.c.guild_id == guild_id,
            posts.c.discussion_id == discussion_id,
            posts.c.state == PostState.POSTED,
        )
    )
    return newest


async def list_pinned(
    unit: AsyncConnection, *, guild_id: GuildId, discussion_id: DiscussionId
) -> tuple[Post, ...]:
    """List the posts of a discussion that are pinned, in section order."""
    return await read(
        unit,
        posts.c.guild_id == guild_id,
        posts.c.discussion_id == discussion_id,
        posts.c.pin == Pin.PINNED,
        posts.c.state == PostState.POSTED,
    )


async def attend_pins(
    unit: AsyncConnection, *, guild_id: GuildId, discussion_id: DiscussionId, at: datetime
) -> None:
    """Have the last section that stands, and whatever is pinned, looked at again."""
    newest = await find_newest(unit, guild_id=guild_id, discussion_id=discussion_id)
    await unit.execute(
        sa.update(posts)
        .where(
            posts.c.guild_id == guild_id,
            posts.c.discussion_id == discussion_id,
            posts.c.state == PostState.POSTED,
            (posts.c.section == newest) | posts.c.pin.is_not(None),
        )
        .values(attend_at=at, pin=sa.case((posts.c.pin == Pin.PINNED, posts.c.pin)))
    )


async def attend(unit: AsyncConnection, *, post: Post, at: datetime | None) -> None:
    """Say when the post next needs attention; None for never by itself."""
    await change(unit, post, attend_at=at)


async def rest(unit: AsyncConnection, *, post: Post, until: datetime | None) -> None:
    """Record that all is done for the post that could be; what it took is forgotten."""
    if post.state is PostState.POSTED:
        await change(unit, post, attend_at=until, attempts=0, failure=None)
    else:
        await attend(unit, post=post, at=until)


async def record_retry(
    unit: AsyncConnection, *, post: Post, attend_at: datetime, reason: str
) -> None:
    """Record a failed try and when the next one is due."""
    await change(unit, post, attempts=post.attempts + 1, attend_at=attend_at, failure=reason)


async def record_failed(
    unit: AsyncConnection, *, post: Post, reason: str, attend_at: datetime | None = None
) -> None:
    """Record that the post is given up until its discussion is resumed.

    At `attend_at`, if any, a poll of it is to close all the same.
    """
    # By the row and not by `post`: a moderator may have withdrawn it meanwhile.
    state = sa.case((posts.c.state == PostState.CLAIMED, PostState.FAILED), else_=posts.c.state)
    # What comes then is tried as often as anything.
    attempts = post.attempts if attend_at is None else 0
    await change(unit, post, state=state, attend_at=attend_at, attempts=attempts, failure=reason)


async def record_withdrawn(unit: AsyncConnection, *, post: Post, at: datetime) -> None:
    """Record that the section was taken away; what stands of it is to be deleted at once."""
    await change(unit, post, state=PostState.WITHDRAWN, attend_at=at, attempts=0, failure=None)


async def record_taken_down(unit: AsyncConnection, *, post: Post, at: datetime) -> None:
    """Record that nothing stands any more of a withdrawn section, or cannot be deleted."""
    await change(unit, post, taken_down_at=at, attempts=0, failure=None)


async def record_skipped(unit: AsyncConnection, *, post: Post) -> None:
    """Record that the post will not be sent."""
    await change(unit, post, state=PostState.SKIPPED, due_at=None, attend_at=None, failure=None)


async def record_planned(unit: AsyncConnection, *, post: Post) -> None:
    """Record that the post is to be sent after all; it has no slot yet."""
    await change(unit, post, state=PostState.PLANNED, due_at=None, attend_at=None, attempts=0)


async def halt(unit: AsyncConnection, *, guild_id: GuildId, discussion_id: DiscussionId) -> None:
    """Take the posts of a discussion that are not out yet off the alarm; polls go on.

    One that was refused and waits for another try has failed, until the discussion is resumed.
    """
    of_discussion = (posts.c.guild_id == guild_id, posts.c.discussion_id == discussion_id)
    await unit.execute(
        sa.update(posts)
        .where(*of_discussion, posts.c.state == PostState.PLANNED)
        .values(attend_at=None, due_at=None)
    )
    await unit.execute(
        sa.update(posts)
        .where(*of_discussion, _WAITS_FOR_ANOTHER_TRY)
        .values(state=PostState.FAILED, attend_at=None)
    )


async def skip_planned(
    unit: AsyncConnection, *, guild_id: GuildId, discussion_id: DiscussionId
) -> None:
    """Record that what is not out yet of a discussion will not be sent, failed or planned."""
    await unit.execute(
        sa.update(posts)
        .where(
            posts.c.guild_id == guild_id,
            posts.c.discussion_id == discussion_id,
            posts.c.state.in_([PostState.PLANNED, PostState.FAILED]) | _WAITS_FOR_ANOTHER_TRY,
        )
        .values(state=PostState.SKIPPED, attend_at=None)
    )


async def attend_open(
    unit: AsyncConnection, *, guild_id: GuildId, discussion_id: DiscussionId, at: datetime
) -> None:
    """Have every section of a discussion that is out looked at again, withdrawn ones too."""
    await unit.execute(
        sa.update(posts)
        .where(
            posts.c.guild_id == guild_id,
            posts.c.discussion_id == discussion_id,
            posts.c.state.in_([PostState.POSTED, PostState.WITHDRAWN]),
        )
        .values(attend_at=at)
    )


async def revive(
    unit: AsyncConnection, *, guild_id: GuildId, discussion_id: DiscussionId, at: datetime
) -> None:
    """Put the failed posts of a discussion back to work."""
    stuck = (
        posts.c.guild_id == guild_id,
        posts.c.discussion_id == discussion_id,
        posts.c.failure.is_not(None),
    )
    await unit.execute(
        sa.update(posts)
        .where(*stuck, posts.c.state == PostState.FAILED)
        .values(state=PostState.CLAIMED)
    )
    await unit.execute(
        sa.update(posts).where(*stuck).values(attend_at=at, attempts=0, failure=None)
    )
