"""Withdrawing a section with its polls: rows say so, and its walk deletes what stands."""

from datetime import datetime

from bot.domain.ballot import PollState
from bot.domain.discussion import PauseReason
from bot.domain.poll import Poll
from bot.domain.post import Post
from bot.storage import discussions, polls, posts
from bot.storage.database import Unit


async def take_away(
    unit: Unit, post: Post, *, reason: PauseReason, at: datetime
) -> tuple[Poll, ...]:
    """Record that a section is withdrawn with its polls, and pause its discussion if it is on.

    Gives the polls that were not withdrawn already; intake is to hear them no more. Their votes
    stay and count nowhere.
    """
    guild_id = post.guild_id
    await posts.record_withdrawn(unit, post=post, at=at)
    found = await polls.list_of_post(unit, guild_id=guild_id, post_id=post.post_id)
    withdrawn = tuple(poll for poll in found if poll.state is not PollState.WITHDRAWN)
    for poll in withdrawn:
        await polls.record_withdrawn(unit, poll=poll, at=at)
    await discussions.pause(
        unit, guild_id=guild_id, discussion_id=post.discussion_id, reason=reason, at=at
    )
    return withdrawn
