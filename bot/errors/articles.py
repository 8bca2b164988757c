"""Errors about articles: files, words, edits, packs."""

from dataclasses import dataclass

from bot.errors.root import Conflict, InvalidInput, NotFound


@dataclass(eq=False)
class UnreadableArticle(InvalidInput):
    """The file is not text in an encoding we read."""

    name: str


class SeveralTexts(InvalidInput):
    """A file and an address were given; which of both is the article is not for us to choose."""


@dataclass(eq=False)
class AttachmentLost(InvalidInput):
    """Discord does not hand out a file that was attached, or not just now."""

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


class WordsWanted(InvalidInput):
    """Words were left out that something cannot be without."""


@dataclass(eq=False)
class OptionWithoutWords(InvalidInput):
    """A line of options has nothing behind its emoji, the `sign`."""

    sign: str


@dataclass(eq=False)
class WordsTooLong(InvalidInput):
    """Words are longer than can be shown; lengths in characters."""

    given: str
    length: int
    limit: int


@dataclass(eq=False)
class TooManyParagraphs(InvalidInput):
    """An article would have more paragraphs of its organizers' than it may have."""

    wanted: int
    most: int


@dataclass(eq=False)
class TooManyToPost(InvalidInput):
    """An article would be posted in more sections, or with more questions, than it may be."""

    sections: int
    questions: int
    most_sections: int
    most_questions: int


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
class PageOfAnotherText(InvalidInput):
    """The page a pack names has another text than the one the pack was made for."""

    title: str
    address: str


@dataclass(eq=False)
class PackTooNew(InvalidInput):
    """The pack is of a later form than this version knows."""

    name: str


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


@dataclass(eq=False)
class PackWithoutText(InvalidInput):
    """All that the pack would have posted is what its organizer added, which packs do not have."""

    title: str


@dataclass(eq=False)
class PackOfAnotherReading(InvalidInput):
    """The pack was made where the same words were read otherwise, so its numbers do not fit."""

    title: str


@dataclass(eq=False)
class ArticleNotFound(NotFound):
    """No article of this server goes by that name; `given` is empty for one that was removed."""

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
