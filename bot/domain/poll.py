"""A poll: one question put to a server, voted on by a ballot of options."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import NamedTuple

from bot.domain.article import QuestionKind
from bot.domain.ballot import (
    Option,
    Place,
    PollState,
    options_for,
    place_of,
)
from bot.domain.eligibility import newest_member_id
from bot.domain.ids import (
    ChannelId,
    DiscussionId,
    GuildId,
    MemberId,
    MessageId,
    PollId,
    PostId,
    QuestionId,
)
from bot.domain.library import KeptArticle
from bot.domain.preparation import PreparedQuestion, PreparedSection
from bot.errors import PollNotFound

_LONGEST_ID = 18  # digits; longer ones do not fit the database's integers


@dataclass(frozen=True, slots=True, kw_only=True)
class Poll:
    """A question with its options in one discussion; `number` of `of` counts from 1.

    `channel_id` and `message_id` say where it stands once it is open (the channel or the thread);
    `shown_at` is set when its message bears the result. The words are those it is put in, whatever
    becomes of the question; `corrected_at` is when they were last corrected after it had opened.
    `new_options` are to take the place of `options`, unless somebody votes before they stand.
    An open one without `closes_at` closes when the next section comes; `printed_closes_at` is when
    its message says that it closes. One that is `final` stays closed:
    somebody was erased from it while it was open, and reading back would count them again.
    `minimum_account_days` is the server's until it closes, then stays what it was.
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
    corrected_at: datetime | None = None
    correction_shown_at: datetime | None = None
    printed_closes_at: datetime | None = None
    final: bool = False
    new_options: tuple[Option, ...] | None = None
    minimum_account_days: int = 0

    @property
    def newest_member_id(self) -> MemberId:
        """Give the greatest id of an account that is old enough for its votes to count."""
        return newest_member_id(self.minimum_account_days, self.opened_at)

    @property
    def address(self) -> tuple[ChannelId, MessageId]:
        """Give where the poll stands; only for one that has been sent."""
        if self.channel_id is None or self.message_id is None:
            raise AssertionError(self)
        return self.channel_id, self.message_id

    @property
    def is_misprinted(self) -> bool:
        """Whether its message has other words or another closing time than it has."""
        return (self.corrected_at, self.closes_at) != (
            self.correction_shown_at,
            self.printed_closes_at,
        )

    def offers(self, options: Sequence[Option]) -> bool:
        """Say whether it offers these options, or is about to; positions do not matter."""
        offered = self.options if self.new_options is None else self.new_options
        return [_answer(one) for one in offered] == [_answer(one) for one in options]

    def positioned(self, options: Sequence[Option]) -> tuple[Option, ...]:
        """Give options positions that the poll has never had.

        A late mark for an option that was replaced then counts for none of the new ones.
        """
        free = 1 + max(one.position for one in (*self.options, *(self.new_options or ())))
        return tuple(replace(one, position=free + place) for place, one in enumerate(options))


def _answer(option: Option) -> tuple[str, str, bool]:
    return option.emoji, option.label, option.neutral


class PollLabel(NamedTuple):
    """As much of a poll as it takes to choose it from a list."""

    poll_id: PollId
    question: str
    state: PollState
    channel_id: ChannelId
    opened_at: datetime | None


def parse_poll_id(given: str) -> PollId:
    """Read a poll's id from what an option of a command was given; raises `PollNotFound`."""
    if not given.isascii() or not given.isdigit() or len(given) > _LONGEST_ID:
        raise PollNotFound(given=given)
    return PollId(int(given))


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedPoll:
    """A question as it would be put, before any discussion has started."""

    question_id: QuestionId
    question: str
    kind: QuestionKind
    place: Place
    options: tuple[Option, ...]


def plan_polls(kept: KeptArticle, section: PreparedSection) -> tuple[PlannedPoll, ...]:
    """Give the polls a section would be posted with, in order."""
    return tuple(plan_poll(question) for question in kept.preparation.posted_in(section))


def plan_poll(question: PreparedQuestion) -> PlannedPoll:
    """Give the poll a question would be put as.

    Whatever an organizer has written options for has answers to choose from.
    """
    written = question.options
    return PlannedPoll(
        question_id=question.question_id,
        question=question.words,
        kind=question.kind,
        place=Place.CHANNEL if written else place_of(question.kind),
        options=written or options_for(question.kind, question.alternatives),
    )
