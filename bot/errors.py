"""Every error Colloquy raises on purpose, in one tree; a leaf that any room may import.

ColloquyError
├─ UserError              the person can mend it: an ephemeral reply, nothing changed
│  ├─ InvalidInput          UnreadableArticle, EmptyArticle, ArticleTooLarge, SeriesTooLong,
│  │                        ReadingTookTooLong, ReadingBroke,
│  │                        UnknownTimeZone, UnknownDays, UnknownTime,
│  │                        UnknownDate, UnknownDates, UnknownRhythm, UnknownMonthDay,
│  │                        UnknownCronLine, UnreadableCalendar, NoSlotLeft, PastTime,
│  │                        DistantDate, NothingToAsk, WrongChannelKind, WordsWanted,
│  │                        WordsTooLong, WrongNumberOfOptions, RepeatedEmoji, UnknownEmoji,
│  │                        PackTooLarge, UnreadablePack, UnusablePack, PackOfAnotherText
│  ├─ NotFound              ArticleNotFound, DiscussionNotFound, PollNotFound, SectionNotFound,
│  │                        QuestionNotFound, TextNotHere
│  └─ Conflict              ArticleAlreadyAdded, ArticleInUse, DiscussionAlreadyRunning,
│                           IllegalMove, ArticleChangedMeanwhile, SectionAlreadyPosted,
│                           SectionUnderWay, SameText, ProposalGone,
│                           NoSectionBelow, NoCutHere, LastSection, NothingToUndo, NothingToRedo,
│                           PollNotOpen
├─ SetupError             an admin can mend it: the reply names permission and channel
│  └─ MissingPermission, NotOrganizer, GuildOnly
├─ DeliveryError          Discord said no
│  ├─ Temporary             try again later, with the same nonce
│  └─ Permanent             no use until somebody changes something: AccessLost, TargetGone,
│                           ThreadArchived, ThreadExists
├─ StorageError           the host can mend it: DatabaseFailed
├─ UpkeepError            what the host asked of the database file cannot be; exit code 1
│  └─ DatabaseMissing, DatabaseDamaged, FileInTheWay, BackupFailed
└─ ConfigurationError     at start only: one plain sentence and exit code 78
   └─ BadSetting, TokenMissing, TokenRefused, ApiUnreachable,
      DatabaseUnreadable, DatabaseTooNew, DatabaseTooOld, DatabaseInUse, PortTaken

Errors carry data, never sentences: the wording for people is in `bot/ui/replies.py`,
for the host in `bot/ui/host_replies.py`.
"""

from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path


@dataclass(eq=False)
class ColloquyError(Exception):
    """The root of everything Colloquy raises on purpose."""

    def __str__(self) -> str:
        """Show the data, for logs and tracebacks; people read `bot/ui/replies.py`."""
        return repr(self)


# ── the person can mend it ────────────────────────────────────────────────────────────────────


class UserError(ColloquyError):
    """Somebody asked for something that cannot be; nothing was changed."""


class InvalidInput(UserError):
    """What was given cannot be used as it is."""


@dataclass(eq=False)
class UnreadableArticle(InvalidInput):
    """The file is not text in an encoding we read."""

    name: str


@dataclass(eq=False)
class EmptyArticle(InvalidInput):
    """The file has no readable words."""

    name: str


@dataclass(eq=False)
class ArticleTooLarge(InvalidInput):
    """The file is larger than we read; sizes in bytes."""

    name: str
    size: int
    limit: int


@dataclass(eq=False)
class SeriesTooLong(InvalidInput):
    """The text has more sections, or asks more, than any community would go through."""

    name: str
    sections: int
    questions: int
    most_sections: int
    most_questions: int


@dataclass(eq=False)
class ReadingTookTooLong(InvalidInput):
    """The text was not read within the seconds given to it."""

    name: str
    seconds: float


@dataclass(eq=False)
class ReadingBroke(InvalidInput):
    """The process that reads ended over the text; its last words are in its own log."""

    name: str


@dataclass(eq=False)
class UnknownTimeZone(InvalidInput):
    """No IANA zone has that name; `suggestions` are near ones, best first."""

    given: str
    suggestions: tuple[str, ...] = ()


@dataclass(eq=False)
class UnknownDays(InvalidInput):
    """The words for the days could not be read."""

    given: str


@dataclass(eq=False)
class UnknownTime(InvalidInput):
    """The time of day could not be read."""

    given: str


@dataclass(eq=False)
class UnknownDate(InvalidInput):
    """The date could not be read."""

    given: str


@dataclass(eq=False)
class UnknownDates(InvalidInput):
    """The day or range of days could not be read."""

    given: str


@dataclass(eq=False)
class UnknownRhythm(InvalidInput):
    """The words for every how many days or weeks could not be read, or are too many."""

    given: str


@dataclass(eq=False)
class UnknownMonthDay(InvalidInput):
    """The words for one weekday of each month could not be read."""

    given: str


@dataclass(eq=False)
class UnknownCronLine(InvalidInput):
    """The cron line could not be read or never comes due."""

    given: str


@dataclass(eq=False)
class UnreadableCalendar(InvalidInput):
    """The file is no iCalendar file."""

    name: str


@dataclass(eq=False)
class NoSlotLeft(InvalidInput):
    """The schedule has no slot any more; it may have an end, a local day."""

    ends_on: date | None


@dataclass(eq=False)
class PastTime(InvalidInput):
    """The asked start has already gone by; both instants are aware UTC."""

    given: datetime
    now: datetime


@dataclass(eq=False)
class DistantDate(InvalidInput):
    """The asked first day is years away; somebody has mistyped it."""

    given: date


@dataclass(eq=False)
class NothingToAsk(InvalidInput):
    """The article has no open question, and *prompts only* was not chosen."""

    title: str


@dataclass(eq=False)
class WrongChannelKind(InvalidInput):
    """A discussion cannot be held in that kind of channel."""

    channel_id: int


class WordsWanted(InvalidInput):
    """Words were left out that something cannot be without."""


@dataclass(eq=False)
class WordsTooLong(InvalidInput):
    """Words are longer than can be shown; lengths in characters."""

    given: str
    length: int
    limit: int


@dataclass(eq=False)
class WrongNumberOfOptions(InvalidInput):
    """A poll cannot have so many options, or so few; the neutral one counts."""

    given: int
    least: int
    most: int


@dataclass(eq=False)
class RepeatedEmoji(InvalidInput):
    """Two options have what is one reaction to Discord."""

    emoji: str


@dataclass(eq=False)
class UnknownEmoji(InvalidInput):
    """The server has no such emoji of its own."""

    given: str


@dataclass(eq=False)
class PackTooLarge(InvalidInput):
    """The discussion pack is larger than we read; sizes in bytes."""

    name: str
    size: int
    limit: int


@dataclass(eq=False)
class UnreadablePack(InvalidInput):
    """The file is no discussion pack, or of a version we do not know."""

    name: str


class UnusablePack(InvalidInput):
    """The pack's parts do not fit together, or do not fit the text."""


@dataclass(eq=False)
class PackOfAnotherText(InvalidInput):
    """The pack was made for another text than the article's; it may say where that is."""

    title: str
    address: str | None


class NotFound(UserError):
    """There is no such thing in this server."""


@dataclass(eq=False)
class ArticleNotFound(NotFound):
    """No article of this server goes by that name."""

    given: str


@dataclass(eq=False)
class DiscussionNotFound(NotFound):
    """No discussion of this server goes by that name."""

    given: str


@dataclass(eq=False)
class PollNotFound(NotFound):
    """No poll of this server goes by that name."""

    given: str


@dataclass(eq=False)
class TextNotHere(NotFound):
    """No article of this server has the text a pack was made for."""

    address: str | None


@dataclass(eq=False)
class SectionNotFound(NotFound):
    """The article has no such section, or no longer."""

    given: str


@dataclass(eq=False)
class QuestionNotFound(NotFound):
    """The article has no such question."""

    given: str


class Conflict(UserError):
    """It cannot be done in the present state of things."""


@dataclass(eq=False)
class ArticleAlreadyAdded(Conflict):
    """The server has that very text already."""

    title: str


@dataclass(eq=False)
class ArticleInUse(Conflict):
    """A discussion of the article is still on."""

    title: str
    channel_id: int


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
class ArticleChangedMeanwhile(Conflict):
    """Somebody edited the article after what the asker was shown; `by` is a member's id."""

    title: str
    by: int


@dataclass(eq=False)
class SectionAlreadyPosted(Conflict):
    """The section stands in a discussion that is on, so its text and place stay."""

    heading: str | None
    channel_id: int


@dataclass(eq=False)
class SectionUnderWay(Conflict):
    """A section of the article is just being posted, and still needs its text."""

    channel_id: int


@dataclass(eq=False)
class SameText(Conflict):
    """The text given for an update is the one the article has."""

    title: str


class ProposalGone(Conflict):
    """The text that was to be taken is no longer kept: another was given since."""


class NoSectionBelow(Conflict):
    """The section is the last: there is none to merge it with."""


class NoCutHere(Conflict):
    """No section can begin there."""


class LastSection(Conflict):
    """Nothing would be left to post."""


class NothingToUndo(Conflict):
    """The article stands as it was added, or as far back as is remembered."""


class NothingToRedo(Conflict):
    """The last thing done was not an undoing."""


# ── an admin can mend it ──────────────────────────────────────────────────────────────────────


class SetupError(ColloquyError):
    """The server is not set up for what was asked."""


@dataclass(eq=False)
class MissingPermission(SetupError):
    """The bot lacks permissions in a channel; names as Discord's client shows them."""

    channel_id: int
    permissions: tuple[str, ...]


class NotOrganizer(SetupError):
    """The member may not do this: neither Manage Server nor the organizer role."""


class GuildOnly(SetupError):
    """The command works in a server only."""


# ── Discord said no ───────────────────────────────────────────────────────────────────────────


@dataclass(eq=False)
class DeliveryError(ColloquyError):
    """Discord did not do what was asked; `reason` is Discord's own word or ours."""

    reason: str


class Temporary(DeliveryError):
    """It may work later; ask again with the same nonce."""


class Permanent(DeliveryError):
    """It will not work until somebody changes something."""


class AccessLost(Permanent):
    """A permission is missing (Discord's 403)."""


class TargetGone(Permanent):
    """The channel, thread or message no longer exists (Discord's 404)."""


class ThreadArchived(Permanent):
    """The thread is archived: nothing in it can be edited or reacted to."""


class ThreadExists(Permanent):
    """The message has its thread already."""


# ── the host can mend it ──────────────────────────────────────────────────────────────────────


class StorageError(ColloquyError):
    """The database could not do its work."""


@dataclass(eq=False)
class DatabaseFailed(StorageError):
    """The database refused a statement: disk full, locked, damaged."""

    reason: str


class UpkeepError(ColloquyError):
    """What was asked of the database file cannot be; nothing was changed."""


@dataclass(eq=False)
class DatabaseMissing(UpkeepError):
    """There is no such file."""

    path: Path


@dataclass(eq=False)
class DatabaseDamaged(UpkeepError):
    """The file is ours and something in it is wrong; `problem` in SQLite's words."""

    path: Path
    problem: str


@dataclass(eq=False)
class FileInTheWay(UpkeepError):
    """There is a file already where one was to be written."""

    path: Path


@dataclass(eq=False)
class BackupFailed(UpkeepError):
    """The copy could not be written."""

    path: Path
    reason: str


class ConfigurationError(ColloquyError):
    """The process cannot start as it is set up; exit code 78."""


@dataclass(eq=False)
class BadSetting(ConfigurationError):
    """A setting has a value that cannot be used; `name` as in the environment."""

    name: str
    reason: str


class TokenMissing(ConfigurationError):
    """No bot token was given."""


class TokenRefused(ConfigurationError):
    """Discord did not accept the bot token."""


@dataclass(eq=False)
class ApiUnreachable(ConfigurationError):
    """Nobody answers at the API's address."""

    url: str


@dataclass(eq=False)
class PortTaken(ConfigurationError):
    """The loopback port for health cannot be had."""

    port: int
    reason: str


@dataclass(eq=False)
class DatabaseUnreadable(ConfigurationError):
    """The file cannot be opened as our database."""

    path: Path
    reason: str


@dataclass(eq=False)
class DatabaseTooNew(ConfigurationError):
    """The file was written by a later version of Colloquy."""

    path: Path
    revision: str


@dataclass(eq=False)
class DatabaseTooOld(ConfigurationError):
    """The file is of an earlier revision and was opened for reading alone."""

    path: Path


@dataclass(eq=False)
class DatabaseInUse(ConfigurationError):
    """Another process of ours holds the file."""

    path: Path
