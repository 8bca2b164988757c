"""Finishing: a discussion ends by itself when nothing of it is left to do."""

from datetime import datetime

import structlog

from bot.domain.ballot import PollState
from bot.domain.discussion import OPEN_STATES, Action, move
from bot.domain.history import Deed, HistoryEntry
from bot.domain.ids import DiscussionId, GuildId
from bot.domain.post import Post, PostState
from bot.storage import discussions, history, polls, posts
from bot.storage.database import Unit

_log = structlog.get_logger()


async def finish_if_over(
    unit: Unit, guild_id: GuildId, discussion_id: DiscussionId, *, now: datetime
) -> None:
    """End a discussion once every section is out and no poll is open."""
    discussion = await discussions.get(unit, guild_id=guild_id, discussion_id=discussion_id)
    series = await posts.list_series(unit, guild_id=guild_id, discussion_id=discussion_id)
    found = await polls.list_of_discussion(unit, guild_id=guild_id, discussion_id=discussion_id)
    over = all(_is_out(post) for post in series) and not any(
        poll.state in {PollState.PLANNED, PollState.OPEN} for poll in found
    )
    if not over or discussion.state not in OPEN_STATES:
        return
    await discussions.set_state(
        unit,
        guild_id=guild_id,
        discussion_id=discussion_id,
        state=move(discussion.state, Action.FINISH),
        at=now,
    )
    await history.record(
        unit,
        HistoryEntry(
            guild_id=guild_id,
            discussion_id=discussion_id,
            deed=Deed.FINISHED,
            done_by=None,
            done_at=now,
        ),
    )
    _log.info("discussion finished", guild_id=guild_id, discussion_id=discussion_id)


def _is_out(post: Post) -> bool:
    return post.completed_at is not None or post.state in {
        PostState.SKIPPED,
        PostState.WITHDRAWN,
    }
