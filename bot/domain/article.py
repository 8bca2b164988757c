"""What a community reads together: an article, its sections and its open questions.

First in the stream; `bot/reading/` makes articles, everything downstream only reads them.
"""

import hashlib
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from bot.domain.folding import sliced

# What Discord can show: an embed's title, a poll message's first line, an option beside its emoji.
LONGEST_HEADING = 256
LONGEST_QUESTION = 300
MOST_SECTIONS, MOST_QUESTIONS = 100, 200  # of a series; headings' questions are not counted
LONGEST_ALTERNATIVE = 100


class QuestionKind(StrEnum):
    """What sort of answer a question asks for."""

    YES_NO = "yes_no"
    EITHER_OR = "either_or"
    WH = "wh"


class QuestionSource(StrEnum):
    """Where a question comes from; one from a heading is offered, not posted."""

    BODY = "body"
    HEADING = "heading"
    ORGANIZER = "organizer"


class BlockKind(StrEnum):
    """What a block of text is; quotes and code hold no questions of the article's own.

    `HEADING` stands within a section that an organizer has merged with another; no reader makes it.
    """

    PARAGRAPH = "paragraph"
    ITEM = "item"
    QUOTE = "quote"
    CODE = "code"
    HEADING = "heading"


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """A paragraph, list item, quotation or piece of code, never empty.

    The text of an item keeps its bullet or number, for numbers are words. A quotation keeps its
    quotation marks but not a `>` at the margin; code comes without its fences. Only quotations,
    code and tables have line breaks inside.
    """

    kind: BlockKind
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """One heading's worth of the article; without a heading it is the article's opening.

    A heading has at most `LONGEST_HEADING` characters.
    """

    heading: str | None
    blocks: tuple[Block, ...]

    @property
    def text(self) -> str:
        """The section's words as they stand in the article, a block to a line."""
        return "\n".join(block.text for block in self.blocks)


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """An open question in the article's own voice, with where it came from.

    `text` is the core clause as it stands in the article; `shown` is what may be posted, at most
    `LONGEST_QUESTION` characters: the core with its first letter raised, or the whole sentence
    where the core cannot stand alone. `section` counts from 0 and is None for the title's
    question. `alternatives` belong to either/or questions only, without neutral ones, each at
    most `LONGEST_ALTERNATIVE` characters.
    """

    text: str
    shown: str
    sentence: str
    section: int | None
    kind: QuestionKind
    source: QuestionSource
    alternatives: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """A text cut into sections, with its questions: the body's in reading order, then headings'.

    `dropped` are lines that are in the file but not in the series (byline, teaser, comments), so
    that title, sections and dropped lines together hold every word of the file. `source` is the
    address it came from, if any.
    """

    title: str
    author: str | None = None
    source: str | None = None
    dropped: tuple[str, ...] = ()
    sections: tuple[Section, ...]
    questions: tuple[Question, ...] = ()

    @property
    def quotes(self) -> tuple[str, ...]:
        """The texts of the block quotations, in order."""
        return tuple(
            block.text
            for section in self.sections
            for block in section.blocks
            if block.kind is BlockKind.QUOTE
        )

    @property
    def revision(self) -> str:
        """A fingerprint of the words: the same however spaces, line ends or encoding differ.

        Reckoned anew each time, which takes a tenth of a second for a book: not on the event loop.
        """
        parts: list[Iterable[str]] = [[self.title]]
        for section in self.sections:
            parts += [[], [section.heading or ""], [block.text for block in section.blocks]]
        return _hash(parts)

    @property
    def words_hash(self) -> str:
        """A fingerprint of the words below the title, the same wherever they are cut."""
        parts = [
            text
            for section in self.sections
            for text in (section.heading or "", *(block.text for block in section.blocks))
        ]
        return _hash([parts])

    @property
    def reading_hash(self) -> str:
        """A fingerprint of how the words were read: the same blocks, and the same questions."""
        blocks = [block.text for section in self.sections for block in section.blocks]
        questions = [question.shown for question in self.questions]
        return _hash([part] for part in (*blocks, "", *questions))


def _hash(lines: Iterable[Iterable[str]]) -> str:
    """Hash lines of texts, with a blank between words, piece by piece: a text may be a book."""
    digest = hashlib.sha256()
    for place, texts in enumerate(lines):
        between = "\n" if place else ""
        for words in (piece.split() for text in texts for piece in sliced(text)):
            if words:
                line = f"{between}{' '.join(words)}"
                digest.update(unicodedata.normalize("NFC", line).encode())
                between = " "
        if between == "\n":
            digest.update(b"\n")
    return digest.hexdigest()
