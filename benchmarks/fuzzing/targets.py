"""What is fuzzed: each target takes bytes, and raises `Broken` where a promise is not kept.

A refusal of our own tree is an answer; anything else that is raised is a finding.
"""

import re
import sys
import time
from collections import Counter
from collections.abc import Callable, Mapping
from datetime import date
from typing import TypeVar

from bot.domain.article import (
    LONGEST_ALTERNATIVE,
    LONGEST_HEADING,
    LONGEST_QUESTION,
    Article,
    QuestionKind,
    QuestionSource,
)
from bot.errors import InvalidInput
from bot.reading import marks
from bot.reading.formats import Format, recognise_format
from bot.reading.holidays import read_holidays
from bot.reading.indirect import find_indirect
from bot.reading.languages import LANGUAGES
from bot.reading.packs import read_pack
from bot.reading.plain import decode_article
from bot.reading.proposals import propose_cuts
from bot.reading.reader import read_article
from bot.reading.sentences import split_sentences

LARGEST = 1_000_000  # bytes of an input
_MOST_SECONDS = 2.0  # of processor time, for whatever is read
_INSTRUMENTED = 4.0  # times as long it may take while atheris counts every branch
_WORD = re.compile(r"\w+")
# A fence may name the language of its code; that name is a word only where no fence closes it.
_FENCE = re.compile(rf"^(?:{marks.FENCE.pattern})", re.MULTILINE)
_TODAY = date(2026, 11, 1)
_LABELLED = re.compile(r"\W{0,40}\w{1,20}\s?:")
_Read = TypeVar("_Read")
_UNDERSCORES = str.maketrans("_", " ")


class Broken(AssertionError):
    """A promise that was not kept, in words."""


def plain(data: bytes) -> None:
    """Read plain text; its words come back once each, in order."""
    article = _read(data, "x.txt")
    if article is None:
        return
    text = decode_article(data, name="x.txt")
    if recognise_format(text, name="x.txt") is Format.PLAIN:
        _require_every_word(text, article)


def markdown(data: bytes) -> None:
    """Read Markdown."""
    _read(data, "x.md")


def page(data: bytes) -> None:
    """Read a web page."""
    _read(data, "x.html")


def pack(data: bytes) -> None:
    """Read a discussion pack."""
    _timed(lambda: read_pack(data, name="x.json"))


def calendar(data: bytes) -> None:
    """Read an iCalendar file."""
    _timed(lambda: read_holidays(data, name="x.ics", time_zone="Europe/Berlin", today=_TODAY))


TARGETS: Mapping[str, Callable[[bytes], None]] = {
    "plain": plain,
    "markdown": markdown,
    "page": page,
    "pack": pack,
    "calendar": calendar,
}


def _timed(read: Callable[[], _Read]) -> _Read | None:
    started = time.process_time()
    try:
        found = read()
    except InvalidInput:
        found = None
    taken = time.process_time() - started
    if taken > _MOST_SECONDS * (_INSTRUMENTED if "atheris" in sys.modules else 1):
        message = f"took {taken:.1f} s"
        raise Broken(message)
    return found


def _read(data: bytes, name: str) -> Article | None:
    article = _timed(lambda: read_article(data, name=name))
    if article is not None:
        _require_sections(article)
        _require_questions(article)
    return article


def _require(kept: object, message: str) -> None:
    if not kept:
        raise Broken(message)


def _require_sections(article: Article) -> None:
    """Hold what every article promises of its sections."""
    _require(article.sections, "no section")
    _require(0 < len(article.title) <= LONGEST_HEADING, "a title of no or too many letters")
    propose_cuts(article)
    for section in article.sections:
        _require(section.blocks, "a section without blocks")
        _require(len(section.heading or "") <= LONGEST_HEADING, "a heading too long")
        for block in section.blocks:
            _require(block.text.strip(), "an empty block")
            for language in LANGUAGES[:2]:
                rejoined = "".join(split_sentences(block.text, language))
                _require(rejoined == block.text, "sentences that do not rejoin")
            list(find_indirect(block.text, LANGUAGES[0]))
    _require(all(section.heading for section in article.sections[1:]), "a section without heading")


def _require_questions(article: Article) -> None:
    """Hold what every article promises of its questions."""
    for question in article.questions:
        place = article.sections[question.section] if question.section is not None else None
        _require(question.text in question.sentence, "a core outside its sentence")
        if question.source is QuestionSource.BODY:
            _require(place and question.sentence in place.text, "a sentence outside its section")
        else:
            heading = place.heading if place else article.title
            _require(question.sentence == heading, "a question that is not its heading's")
        _require(0 < len(question.shown) <= LONGEST_QUESTION, "a question too long to show")
        _require(
            all(0 < len(words) <= LONGEST_ALTERNATIVE for words in question.alternatives),
            "an alternative of no or too many letters",
        )
        is_choice = question.kind is QuestionKind.EITHER_OR
        _require(bool(question.alternatives) == is_choice, "a choice without alternatives")


def _require_every_word(text: str, article: Article) -> None:
    """Hold that title, sections and dropped lines have every word once, sections' in order."""
    every, surely = _words_of(text), _words_of(_FENCE.sub("", text))
    sections = _words_of(*(f"{each.heading or ''}\n{each.text}" for each in article.sections))
    remaining = iter(every)
    _require(all(word in remaining for word in sections), "words out of order")
    held = Counter([*_words_of(article.title, *article.dropped), *sections])
    # The label before a title ("Subject: …") is a word of neither.
    label = every[:1] if _LABELLED.match(text) else []
    _require(Counter(surely) - held <= Counter(label), "words lost")
    # Where a text has no title, the file's name is one; a mail's stands in its head, too, which is
    # dropped as it is.
    twice = Counter(["X", "x", *_words_of(article.title)])
    _require(held - Counter(every) <= twice, "words added")


def _words_of(*texts: str) -> list[str]:
    return [word for text in texts for word in _WORD.findall(text.translate(_UNDERSCORES))]
