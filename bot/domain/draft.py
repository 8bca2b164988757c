"""A draft: a discussion as an organizer asked for it, shown and not yet begun."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from bot.domain.ids import ArticleId, ChannelId, DiscussionId, DraftId, GuildId, MemberId
from bot.domain.length import PromptLength
from bot.domain.schedule import Schedule
from bot.domain.schedule_words import ScheduleWords
from bot.domain.terms import DEFAULT_TERMS, Terms

GOOD_FOR: Final = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Redates:
    """What was asked of a discussion that is on, in `words`.

    `until_now` is the schedule to which they were applied; `shown` stands for the dates that came
    of it.
    """

    discussion_id: DiscussionId
    words: ScheduleWords
    until_now: Schedule
    shown: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """What would begin; `seen` is the article's version, `first_due_at` the first slot, as shown.

    With `fit` neighbours are merged into so many sections at most. With `redates` nothing would
    begin: a discussion that is on would be held by the schedule.
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
    redates: Redates | None = None
    seen: int
    first_due_at: datetime
    made_by: MemberId
    made_at: datetime
