"""A poll: one question put to a server, voted on by a ballot of options."""

from dataclasses import dataclass
from datetime import datetime

from bot.domain.article import QuestionKind
from bot.domain.ballot import (
    Option,
    Place,
    PollState,
    default_options,
    place_of,
    questions_to_post,
)
from bot.domain.ids import ChannelId, DiscussionId, GuildId, MessageId, PollId, PostId, QuestionId
from bot.domain.library import KeptArticle


@dataclass(frozen=True, slots=True, kw_only=True)
class Poll:
    """A question with its options in one discussion; `number` of `of` counts from 1.

    `channel_id` and `message_id` say where it stands once it is open (the channel or the thread);
    `shown_at` is set when its message bears the result.
    """

    poll_id: PollId
    guild_id: GuildId
    discussion_id: DiscussionId
    post_id: PostId
    question_id: QuestionId
    number: int
    of: int
    question: str
    kind: QuestionKind
    options: tuple[Option, ...]
    multiple: bool
    place: Place
    state: PollState
    channel_id: ChannelId | None
    message_id: MessageId | None
    seeded_at: datetime | None
    opened_at: datetime | None
    closes_at: datetime | None
    closed_at: datetime | None
    shown_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedPoll:
    """A question as it would be put, before any discussion has started."""

    question_id: QuestionId
    question: str
    place: Place
    options: tuple[Option, ...]


def plan_polls(kept: KeptArticle, section: int) -> tuple[PlannedPoll, ...]:
    """Give the polls a section would be posted with, in order."""
    ids = dict(zip(kept.article.questions, kept.question_ids, strict=True))
    return tuple(
        PlannedPoll(
            question_id=ids[question],
            question=question.shown,
            place=place_of(question.kind),
            options=default_options(question),
        )
        for question in questions_to_post(kept.article.questions, section)
    )
