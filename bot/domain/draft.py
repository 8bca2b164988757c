"""A draft: a discussion as an organizer asked for it, shown and not yet begun."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from bot.domain.discussion import Discussion
from bot.domain.ids import ArticleId, ChannelId, DiscussionId, DraftId, GuildId, MemberId
from bot.domain.length import PromptLength
from bot.domain.schedule import Schedule
from bot.domain.terms import DEFAULT_TERMS, Terms

GOOD_FOR: Final = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """What would begin; `seen` is the article's version, `first_due_at` the first slot, as shown.

    With `fit` neighbours are merged into so many sections at most. With `redates` nothing would
    begin: that discussion, which is on, would be held by the schedule.
    """

    draft_id: DraftId
    guild_id: GuildId
    article_id: ArticleId
    channel_id: ChannelId
    schedule: Schedule
    length: PromptLength
    prompts_only: bool
    terms: Terms = DEFAULT_TERMS
    fit: int | None = None
    redates: DiscussionId | None = None
    seen: int
    first_due_at: datetime
    made_by: MemberId
    made_at: datetime


def draft_redating(
    discussion: Discussion,
    schedule: Schedule,
    *,
    fit: int | None,
    seen: int,
    first_due_at: datetime,
    made_by: MemberId,
    made_at: datetime,
) -> Draft:
    """Make a draft, not kept yet, of the discussion that is on going on by another schedule."""
    return Draft(
        draft_id=DraftId(0),
        guild_id=discussion.guild_id,
        article_id=discussion.article_id,
        channel_id=discussion.channel_id,
        schedule=schedule,
        length=discussion.length,
        prompts_only=discussion.prompts_only,
        terms=discussion.terms,
        fit=fit,
        redates=discussion.discussion_id,
        seen=seen,
        first_due_at=first_due_at,
        made_by=made_by,
        made_at=made_at,
    )
