"""Errors about discussions and their polls."""

from dataclasses import dataclass

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
class DiscussionNotFound(NotFound):
    """No discussion of this server goes by that name."""

    given: str


@dataclass(eq=False)
class PollNotFound(NotFound):
    """No poll of this server goes by that name."""

    given: str


class NoPollThere(NotFound):
    """The message is none of a poll that can be counted."""


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
class SectionStuck(Conflict):
    """A section before could not be posted; the next one has to wait for it."""

    number: int


class NothingToPost(Conflict):
    """Every section of the discussion is out."""
