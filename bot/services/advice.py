"""Advice: what an organizer may want to change, from the preparation and from the words."""

from collections.abc import Collection, Iterable, Iterator
from itertools import islice

from bot.domain.article import BlockKind, QuestionKind
from bot.domain.counterparts import form_of
from bot.domain.ids import SectionId
from bot.domain.library import KeptArticle
from bot.domain.suggestion import (
    AskAdded,
    AskIndirect,
    CutText,
    LeaveOutCall,
    MergeQuestions,
    OfferScale,
    SkipEmpty,
    Suggestion,
    suggest,
)
from bot.reading.calls import is_call
from bot.reading.indirect import asks_degree, find_indirect
from bot.reading.own_questions import language_of, questions_in
from bot.reading.proposals import propose_cuts

# Nobody does more of them one by one.
MOST_SUGGESTIONS = 60
# Characters of a paragraph; nobody would look for a sentence in a longer one.
_LONGEST_PARAGRAPH = 20_000
_OWN_VOICE = frozenset({BlockKind.PARAGRAPH, BlockKind.ITEM})


def advise(
    kept: KeptArticle, posted: Collection[SectionId] = frozenset()
) -> tuple[Suggestion, ...]:
    """Give the first few suggestions, those about the text before those about questions.

    What would change a section that is `posted` is not suggested.
    """
    open_ones = (one for one in _all(kept) if not _section_ids(kept, one).intersection(posted))
    return tuple(islice(open_ones, MOST_SUGGESTIONS))


def _section_ids(kept: KeptArticle, suggestion: Suggestion) -> frozenset[SectionId]:
    """Give the sections of which a suggestion would have another text or further questions."""
    match suggestion:
        case MergeQuestions(section_id, above):
            return frozenset({section_id, above})
        case LeaveOutCall(block):
            return frozenset({kept.preparation.section_with(block).section_id})
        case SkipEmpty(section_id) | AskIndirect(section_id) | AskAdded(section_id):
            return frozenset({section_id})
        case CutText():
            return frozenset(one.section_id for one in kept.preparation.sections)
        case _:
            return frozenset()


def _all(kept: KeptArticle) -> Iterator[Suggestion]:
    if len(kept.preparation.sections) == 1:
        cuts = propose_cuts(kept.article)
        if cuts:
            yield CutText(cuts)
    yield from _calls(kept)
    yield from suggest(kept)
    yield from asked_in_added(kept)
    yield from questions_of_degree(kept)
    yield from asked_indirectly(kept)


def _calls(kept: KeptArticle) -> Iterator[Suggestion]:
    blocks, left_out = kept.blocks, kept.preparation.left_out
    for section in kept.preparation.series:
        for number in section.blocks:
            if number not in left_out and is_call(blocks[number].text):
                yield LeaveOutCall(number)


def asked_in_added(kept: KeptArticle) -> Iterator[AskAdded]:
    """Give what paragraphs that were added ask, unless a question asks much the same."""
    preparation = kept.preparation
    if not any("?" in one.text for one in preparation.added):
        return
    language = language_of(kept.article)
    known = [_words(question.words) for question in preparation.questions]
    for section in preparation.series:
        for one in preparation.added_to(section):
            for found in questions_in(one.text[:_LONGEST_PARAGRAPH], language):
                if _is_new(found.shown, known):
                    yield AskAdded(section.section_id, one.number, found.shown)


def _words(text: str) -> set[str]:
    return set(form_of(text).split())


def _is_new(question: str, asked: Iterable[set[str]]) -> bool:
    """Say whether no question has half of the words of this one."""
    words = _words(question)
    return all(len(words & others) * 2 < len(words) for others in asked)


def asked_indirectly(kept: KeptArticle) -> Iterator[AskIndirect]:
    """Give what the text asks indirectly, unless its section already asks much the same."""
    preparation, blocks, language = kept.preparation, kept.blocks, language_of(kept.article)
    for section in preparation.series:
        asked = [_words(one.words) for one in preparation.posted_in(section)]
        for number in section.blocks:
            block = blocks[number]
            is_long = len(block.text) > _LONGEST_PARAGRAPH
            if is_long or number in preparation.left_out or block.kind not in _OWN_VOICE:
                continue
            for found in find_indirect(block.text, language):
                if _is_new(found.words, asked):
                    yield AskIndirect(
                        section.section_id, number, found.sentence, found.words, found.kind
                    )


def questions_of_degree(kept: KeptArticle) -> Iterator[OfferScale]:
    """Give the questions without options of their own that a scale could answer."""
    language = language_of(kept.article)
    for section in kept.preparation.series:
        for question in kept.preparation.posted_in(section):
            is_open = question.kind is QuestionKind.WH and question.options is None
            if is_open and asks_degree(question.words, language):
                yield OfferScale(question.question_id)
