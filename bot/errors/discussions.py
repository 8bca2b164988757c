"""Errors about discussions and their polls."""

from dataclasses import dataclass
from datetime import datetime

from bot.errors.root import Conflict, InvalidInput, NotFound


@dataclass(eq=False)
class NothingToAsk(InvalidInput):
    """The article has no open question, and *prompts only* was not chosen."""

    title: str


@dataclass(eq=False)
class WrongChannelKind(InvalidInput):
    """A discussion cannot be held in that kind of channel."""

    channel_id: int


@dataclass(eq=False)
class UnknownThreadName(InvalidInput):
    """A name for threads names something other than number, of, heading and title, or nothing."""

    given: str


@dataclass(eq=False)
class EveryonePinged(InvalidInput):
    """The role that a prompt is to mention is everybody."""


@dataclass(eq=False)
class UnknownLanguage(InvalidInput):
    """The bot does not speak that language."""

    given: str


class NotTheStarter(InvalidInput):
    """Somebody else than who started the discussion agreed to be written to about it."""


@dataclass(eq=False)
class ForumTagWanted(InvalidInput):
    """The forum takes no post without a tag."""

    channel_id: int


@dataclass(eq=False)
class NoForum(InvalidInput):
    """Tags were given for a discussion that is not in a forum."""

    channel_id: int


@dataclass(eq=False)
class UnknownForumTag(InvalidInput):
    """The forum has no such tag, or the bot may not use it."""

    given: str
    channel_id: int


@dataclass(eq=False)
class UnknownSpan(InvalidInput):
    """How long a poll is to be open cannot be read."""

    given: str


@dataclass(eq=False)
class UnknownMoment(InvalidInput):
    """Until when a poll is to be open cannot be read, or is too far ahead."""

    given: str


class ClosingWanted(InvalidInput):
    """Neither how much longer nor until when was said, or both were."""


class ClosingRuleWanted(InvalidInput):
    """Nothing was said about when polls close, or several things that exclude each other."""


@dataclass(eq=False)
class MomentGoneBy(InvalidInput):
    """Polls were to close at a moment, aware UTC, that has gone by."""

    closing: datetime


@dataclass(eq=False)
class ClosesSooner(InvalidInput):
    """A poll would close no later than its message says; both instants are aware UTC."""

    question: str
    closing: datetime
    earliest: datetime


@dataclass(eq=False)
class ClosingGoneBy(InvalidInput):
    """A poll was to be opened until an instant, aware UTC, that has gone by."""

    closing: datetime


@dataclass(eq=False)
class DiscussionNotFound(NotFound):
    """No discussion of this server goes by that name."""

    given: str


@dataclass(eq=False)
class PollNotFound(NotFound):
    """No poll of this server goes by that name."""

    given: str


class NoPollThere(NotFound):
    """The message is none of a poll that can be counted."""


class NoSectionThere(NotFound):
    """The message belongs to no section."""


@dataclass(eq=False)
class AlreadyWithdrawn(Conflict):
    """The section was withdrawn before."""

    number: int


@dataclass(eq=False)
class DiscussionAlreadyRunning(Conflict):
    """The article is already being discussed in that channel."""

    title: str
    channel_id: int


@dataclass(eq=False)
class PollNotOpen(Conflict):
    """The poll has closed, so its votes are final."""

    question: str


@dataclass(eq=False)
class PollStillOpen(Conflict):
    """The poll is open, so it cannot be opened again."""

    question: str


@dataclass(eq=False)
class PollFinal(Conflict):
    """Somebody's votes on the poll were erased, so it can only keep its totals."""

    question: str


class NothingToExclude(Conflict):
    """The server has no poll whose votes could be set aside."""


@dataclass(eq=False)
class AlreadyExcluded(Conflict):
    """The member's votes on the poll, or on all there are, are set aside already."""

    member_id: int


@dataclass(eq=False)
class NotExcluded(Conflict):
    """None of the member's votes there are set aside."""

    member_id: int


@dataclass(eq=False)
class IllegalMove(Conflict):
    """The discussion is not in a state from which that can be done."""

    action: str
    state: str


@dataclass(eq=False)
class NoSuchSection(NotFound):
    """The discussion has no section of that number."""

    given: str


@dataclass(eq=False)
class SectionNotToCome(Conflict):
    """The section is not to come, or is already, so that cannot be done with it."""

    heading: str | None
    state: str


@dataclass(eq=False)
class SectionInPlace(Conflict):
    """The section comes in that place already, so that moving it there would change nothing."""

    heading: str | None
    number: int


@dataclass(eq=False)
class SectionStuck(Conflict):
    """A section before could not be posted; the next one has to wait for it."""

    number: int


class NothingToPost(Conflict):
    """Every section of the discussion is out."""


class DraftGone(Conflict):
    """What was shown has been begun or given up, or is a day old."""


class DraftStale(Conflict):
    """Since it was shown, time has gone by or the article was changed: other dates hold now."""


class RedatingGone(Conflict):
    """What was asked of a schedule has been done or left, or is a day old."""


class RedatingStale(Conflict):
    """Since another schedule was shown, other dates hold: of the discussion or the article."""


class ScheduleAsItIs(InvalidInput):
    """What was asked of a schedule is so already, or nothing was asked."""


@dataclass(eq=False)
class MovedApart(InvalidInput):
    """Sections that were moved are merged with none, so at `least` so many are left."""

    least: int


class ChannelWanted(InvalidInput):
    """No channel was given, and the server has set none."""
