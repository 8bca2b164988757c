"""A discussion pack: an organizer's preparation of a text, without the text."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from bot.domain.article import LONGEST_HEADING, LONGEST_QUESTION, QuestionKind, QuestionSource
from bot.domain.asking import LONGEST_LABEL, check_options, require_postable
from bot.domain.ballot import MOST_OPTIONS, Option, letters, normalise_emoji
from bot.domain.ids import QuestionId, SectionId
from bot.domain.library import KeptArticle
from bot.domain.option_words import is_emoji, name_of
from bot.domain.preparation import (
    Passage,
    Preparation,
    PreparedQuestion,
    PreparedSection,
    prepare,
    require_at_most,
)
from bot.domain.rhythm_words import words_of
from bot.domain.schedule import MissedSlot, QuietHours, Schedule
from bot.domain.visibility import is_visible
from bot.errors import (
    InvalidInput,
    PackOfAnotherReading,
    PackOfAnotherText,
    PackWithoutText,
    UnusablePack,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class PackedPassage:
    """A run of blocks under a heading; see `Passage`."""

    heading: str | None
    first: int
    stop: int
    skipped: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class PackedQuestion:
    """A question: `found` is its place among the article's own, None for an organizer's.

    `passage` counts through the passages of all sections; None for nowhere.
    """

    found: int | None
    words: str
    kind: QuestionKind
    alternatives: tuple[str, ...]
    options: tuple[Option, ...] | None
    passage: int | None
    posted: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class PackedSchedule:
    """A rhythm in the words that one is asked for in, and its zone; the dates are the server's own.

    Without `times` the days are a cron line.
    """

    days: str
    times: str | None
    time_zone: str
    quiet: QuietHours | None
    missed: MissedSlot


@dataclass(frozen=True, slots=True, kw_only=True)
class Pack:
    """Cut points, questions and options of the text with these words, and where to find it.

    `reading` tells how the words were read: the pack counts their blocks and questions.
    """

    address: str | None
    words: str
    reading: str
    sections: tuple[tuple[PackedPassage, ...], ...]
    left_out: frozenset[int]
    questions: tuple[PackedQuestion, ...]
    schedule: PackedSchedule | None


def pack(kept: KeptArticle, schedule: Schedule | None) -> Pack:
    """Pack an article's preparation, with the rhythm of a schedule."""
    preparation = kept.preparation
    passages = [one for section in preparation.sections for one in section.passages]
    places = {one.passage_id: place for place, one in enumerate(passages)}
    found = {question_id: place for place, question_id in enumerate(kept.question_ids)}
    return Pack(
        address=kept.article.source,
        words=kept.article.words_hash,
        reading=kept.article.reading_hash,
        sections=tuple(
            tuple(
                PackedPassage(
                    heading=one.heading, first=one.first, stop=one.stop, skipped=one.skipped
                )
                for one in section.passages
            )
            for section in preparation.sections
        ),
        left_out=preparation.left_out,
        questions=tuple(
            PackedQuestion(
                found=found.get(question.question_id),
                words=question.words,
                kind=question.kind,
                alternatives=question.alternatives,
                options=question.options,
                passage=None if question.passage_id is None else places.get(question.passage_id),
                posted=question.posted,
            )
            for question in preparation.questions
        ),
        schedule=None if schedule is None else pack_schedule(schedule),
    )


def pack_schedule(schedule: Schedule) -> PackedSchedule | None:
    """Pack a schedule; None where its rhythm cannot be put in words."""
    words = words_of(schedule.recurrence)
    return words and PackedSchedule(
        days=words.days,
        times=words.times,
        time_zone=schedule.time_zone,
        quiet=schedule.quiet,
        missed=schedule.missed,
    )


def check_pack(given: Pack, kept: KeptArticle) -> None:
    """Raise where a pack does not fit an article.

    That is `PackOfAnotherText`, `PackOfAnotherReading` where the words are the same and were read
    otherwise, `UnusablePack`, or `TooManyToPost`.
    """
    if given.words != kept.article.words_hash:
        raise PackOfAnotherText(title=kept.article.title, address=given.address)
    if given.reading != kept.article.reading_hash:
        raise PackOfAnotherReading(title=kept.article.title)
    size = sum(one.stop - one.first for section in given.sections for one in section)
    if size != len(kept.blocks):
        # Not counted out: numbers may be large in a file that means harm.
        raise UnusablePack
    blocks = [
        number
        for section in given.sections
        for one in section
        for number in range(one.first, one.stop)
    ]
    passages = sum(map(len, given.sections))
    found = [one.found for one in given.questions if one.found is not None]
    fits = (
        sorted(blocks) == list(range(len(kept.blocks)))
        and given.left_out <= set(blocks)
        and all(given.sections)
        and not all(section[0].skipped for section in given.sections)
        and len(set(found)) == len(found)
        and all(0 <= place < len(kept.question_ids) for place in found)
        and all(one.passage is None or 0 <= one.passage < passages for one in given.questions)
        and all(one.passage is not None or not one.posted for one in given.questions)
    )
    if not fits:
        raise UnusablePack
    _check_words(given)
    require_postable(
        sum(not section[0].skipped for section in given.sections),
        [_source(one, kept) for one in given.questions if one.posted],
    )


def _source(packed: PackedQuestion, kept: KeptArticle) -> QuestionSource:
    if packed.found is None:
        return QuestionSource.ORGANIZER
    return kept.article.questions[packed.found].source


def _check_words(given: Pack) -> None:
    try:
        for section in given.sections:
            for one in section:
                require_at_most(one.heading or "", LONGEST_HEADING)
        for question in given.questions:
            for words in question.alternatives:
                require_at_most(words, LONGEST_LABEL)
            require_at_most(question.words, LONGEST_QUESTION)
            if not all(map(is_visible, (question.words, *question.alternatives))):
                raise UnusablePack
            if question.options is not None:
                check_options(question.options)
                if not any(option.neutral for option in question.options):
                    raise UnusablePack
    except InvalidInput:
        raise UnusablePack from None


def unpack(
    given: Pack,
    kept: KeptArticle,
    own_ids: Sequence[QuestionId],
    own_emoji: Mapping[str, str],
) -> Preparation:
    """Prepare an article as a pack that fits it says.

    Passages that the article has now keep their ids, and so what is posted stays known; paragraphs
    that were added to it stay, for a pack has none. A section that has nothing else is skipped, and
    `find_missing` tells of it. `own_ids` are for the organizer's own questions, in order. Another
    server's emoji becomes this server's of the same name, else a letter. Raises `PackWithoutText`
    where nothing would be left to post.
    """
    sections, ids = _sections(given, kept)
    as_found = {one.question_id: one for one in prepare(kept.article, kept.question_ids).questions}
    fresh_ids = iter(own_ids)
    questions = tuple(
        _left_out(_question(one, kept, as_found, fresh_ids, ids, own_emoji), given.left_out)
        for one in given.questions
    )
    taken = {one.question_id for one in questions}
    others = (
        replace(one, posted=False, passage_id=None)
        for one in as_found.values()
        if one.question_id not in taken
    )
    preparation = Preparation(
        sections=tuple(sections),
        questions=(*questions, *others),
        left_out=given.left_out,
        added=kept.preparation.added,
    )
    preparation = replace(preparation, sections=tuple(_unless_empty(preparation)))
    if not preparation.series:
        raise PackWithoutText(title=kept.article.title)
    return preparation


def find_missing(given: Pack, preparation: Preparation) -> tuple[PreparedSection, ...]:
    """Give the sections that a pack posts and that are skipped, for their text did not come along.

    `preparation` is what has just been made of the pack.
    """
    return tuple(
        section
        for packed, section in zip(given.sections, preparation.sections, strict=True)
        if section.skipped and not packed[0].skipped
    )


def _unless_empty(preparation: Preparation) -> Iterator[PreparedSection]:
    """Skip the sections of which every block is left out; a mere heading is the text's own."""
    for section in preparation.sections:
        is_empty = bool(section.blocks) and preparation.is_left_out(section)
        yield section.with_fate(skipped=True) if is_empty else section


def _sections(given: Pack, kept: KeptArticle) -> tuple[list[PreparedSection], list[SectionId]]:
    """Give the sections that a pack says, and the ids of all its passages in order."""
    known = {
        one.first: one.passage_id
        for section in kept.preparation.sections
        for one in section.passages
        if one.first < one.stop
    }
    fresh = max(one.passage_id for one in _passages(kept.preparation)) + 1
    sections: list[PreparedSection] = []
    ids: list[SectionId] = []
    for packed in given.sections:
        passages = []
        for one in packed:
            passage_id = known.pop(one.first, None) if one.first < one.stop else None
            if passage_id is None:
                passage_id, fresh = SectionId(fresh), fresh + 1
            ids.append(passage_id)
            passages.append(
                Passage(
                    passage_id=passage_id,
                    heading=one.heading,
                    first=one.first,
                    stop=one.stop,
                    skipped=one.skipped,
                )
            )
        sections.append(PreparedSection(passages=tuple(passages)))
    return sections, ids


def _passages(preparation: Preparation) -> list[Passage]:
    return [one for section in preparation.sections for one in section.passages]


def _question(
    packed: PackedQuestion,
    kept: KeptArticle,
    as_found: Mapping[QuestionId, PreparedQuestion],
    own_ids: Iterator[QuestionId],
    passage_ids: Sequence[SectionId],
    own_emoji: Mapping[str, str],
) -> PreparedQuestion:
    is_own = packed.found is None
    question_id = next(own_ids) if packed.found is None else kept.question_ids[packed.found]
    return PreparedQuestion(
        question_id=question_id,
        words=" ".join(packed.words.split()),
        kind=packed.kind,
        source=_source(packed, kept),
        passage_id=None if packed.passage is None else passage_ids[packed.passage],
        posted=packed.posted,
        alternatives=packed.alternatives,
        options=None if packed.options is None else _at_home(packed.options, own_emoji),
        block=None if is_own else as_found[question_id].block,
    )


def _left_out(question: PreparedQuestion, blocks: frozenset[int]) -> PreparedQuestion:
    """Have a question come back with its paragraph, for a pack does not say why it is not asked."""
    waits = not question.posted and question.passage_id is not None and question.block in blocks
    return replace(question, left_out=waits)


def _at_home(options: Sequence[Option], own_emoji: Mapping[str, str]) -> tuple[Option, ...]:
    """Give options with emoji that this server can react with, each its own.

    Emoji that two options share by name go to the first; the others get letters.
    """
    used: set[str] = set()
    kept: list[str | None] = []
    for option in options:
        emoji = option.emoji if is_emoji(option.emoji) else own_emoji.get(name_of(option.emoji))
        form = emoji and normalise_emoji(emoji)
        kept.append(None if form in used else emoji)
        if form:
            used.add(form)
    spare = (letter for letter in letters(MOST_OPTIONS) if letter not in used)
    return tuple(
        replace(option, emoji=emoji or next(spare))
        for option, emoji in zip(options, kept, strict=True)
    )
