"""Carrying over: an organizer's preparation goes on with a corrected text of the same article.

What is the same keeps its ids, and with them its posts, polls and votes.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise

from bot.domain.adding import carry_added
from bot.domain.article import Article, QuestionSource
from bot.domain.counterparts import find_counterparts, form_of
from bot.domain.ids import QuestionId, SectionId
from bot.domain.library import KeptArticle
from bot.domain.preparation import (
    Passage,
    Preparation,
    PreparedQuestion,
    PreparedSection,
    blocks_of,
    prepare,
)


def match_questions(kept: KeptArticle, new: Article) -> tuple[QuestionId | None, ...]:
    """Give for each question of a new text the id of the one with the same words, or None."""
    waiting: dict[str, list[QuestionId]] = {}
    for question, question_id in zip(kept.article.questions, kept.question_ids, strict=True):
        waiting.setdefault(form_of(question.shown), []).append(question_id)
    matched: list[QuestionId | None] = []
    for question in new.questions:
        found = waiting.get(form_of(question.shown))
        matched.append(found.pop(0) if found else None)
    return tuple(matched)


def carry_over(
    kept: KeptArticle,
    new: Article,
    question_ids: Sequence[QuestionId],
    posted: Collection[SectionId] = (),
) -> Preparation:
    """Prepare a new text as the old one was; `question_ids` run along its questions.

    Sections that go on keep their ids and fate, headings and cuts of the organizer's too. They come
    in the new text's order, unless an organizer had moved any: then in theirs, new ones below the
    one they follow in the text. What stands in `posted` sections is never
    put together with what is still to come; where it would be a section by itself, that is skipped,
    and a paragraph of it in a new section is left out, for it would be posted again. Paragraphs
    that an organizer has added go on where they stand.
    """
    old, fresh = kept.preparation, prepare(new, question_ids)
    counterparts = find_counterparts(kept.article, new)
    out = _out(old, counterparts, posted)
    passages = _passages(kept, fresh, counterparts, out)
    sections = _unrepeated(new, _grouped(old, passages), out, posted)
    repeated = {
        number
        for section in sections
        if section.section_id not in posted and not section.skipped
        for number in section.blocks
        if out.get(number)
    }
    left_out = repeated.union(
        number for number, before in counterparts.items() if before in old.left_out
    )
    questions = _questions(old, fresh, passages)
    added = carry_added(old, counterparts, sections, (kept.blocks, blocks_of(new)), posted)
    return Preparation(
        sections=sections, questions=questions, left_out=frozenset(left_out), added=added
    )


# ── passages ──────────────────────────────────────────────────────────────────────────────────


def _out(
    old: Preparation, counterparts: Mapping[int, int], posted: Collection[SectionId]
) -> dict[int, bool]:
    """Say for blocks of the new text that go on whether they are posted already."""
    standing = {
        number
        for section in old.sections
        if section.section_id in posted
        for number in section.blocks
    }
    return {number: before in standing for number, before in counterparts.items()}


def _unrepeated(
    new: Article,
    sections: tuple[PreparedSection, ...],
    out: Mapping[int, bool],
    posted: Collection[SectionId],
) -> tuple[PreparedSection, ...]:
    """Skip sections that have another id than what is posted and little else to say."""
    blocks = blocks_of(new)

    def is_repeated(section: PreparedSection) -> bool:
        sizes = {number: len(blocks[number].text) for number in section.blocks}
        repeated = sum(size for number, size in sizes.items() if out.get(number))
        return section.section_id not in posted and repeated * 2 > sum(sizes.values())

    return tuple(one.with_fate(skipped=True) if is_repeated(one) else one for one in sections)


def _passages(
    kept: KeptArticle,
    fresh: Preparation,
    counterparts: Mapping[int, int],
    out: Mapping[int, bool],
) -> list[Passage]:
    """Give the new text's passages in its order, under the ids of those they go on from."""
    old = [one for section in kept.preparation.sections for one in section.passages]
    known = {one.passage_id for one in old}
    as_read = {
        one.passages[0].first: one.heading
        for one in prepare(kept.article, kept.question_ids).sections
    }
    cuts = {one.first for one in old} - as_read.keys()
    parts = [
        part
        for section in fresh.sections
        for part in _parted(section.passages[0], cuts, counterparts, out)
    ]
    chosen = _chosen(kept, old, parts, counterparts)
    free = max(known) + 1
    passages = []
    for place, part in enumerate(parts):
        before = chosen.get(place)
        if before is None:
            passages.append(replace(part, passage_id=SectionId(free)))
            free += 1
        else:
            # Another heading than stands above it in the text is the organizer's.
            is_as_read = before.first in as_read and as_read[before.first] == before.heading
            heading = part.heading if is_as_read else before.heading
            passages.append(
                replace(
                    part,
                    passage_id=before.passage_id,
                    heading=heading,
                    skipped=before.skipped,
                )
            )
    return passages


def _parted(
    whole: Passage,
    cuts: set[int],
    counterparts: Mapping[int, int],
    out: Mapping[int, bool],
) -> Iterator[Passage]:
    """Part a section where an organizer had cut it, and what is posted from what is to come."""
    known = [number for number in range(whole.first, whole.stop) if number in out]
    seams = {after for before, after in pairwise(known) if out[before] != out[after]}
    inner = [
        number
        for number in range(whole.first + 1, whole.stop)
        if counterparts.get(number) in cuts or number in seams
    ]
    for first, stop in pairwise([whole.first, *inner, whole.stop]):
        is_first = first == whole.first
        yield replace(whole, first=first, stop=stop, heading=whole.heading if is_first else None)


def _chosen(
    kept: KeptArticle,
    old: Sequence[Passage],
    parts: Sequence[Passage],
    counterparts: Mapping[int, int],
) -> dict[int, Passage]:
    """Give for parts of the new text the old passage each goes on from, the surest first."""
    blocks = kept.blocks
    holder = {number: one for one in old for number in range(one.first, one.stop)}
    scores: dict[tuple[int, SectionId], int] = {}
    for place, part in enumerate(parts):
        for number in range(part.first, part.stop):
            before = counterparts.get(number)
            if before is not None:
                key = place, holder[before].passage_id
                scores[key] = scores.get(key, 0) + len(blocks[before].text) + 1
        for one in old:
            if part.heading and one.heading and form_of(part.heading) == form_of(one.heading):
                key = place, one.passage_id
                scores[key] = scores.get(key, 0) + len(one.heading)
    by_id = {one.passage_id: one for one in old}
    chosen: dict[int, Passage] = {}
    taken: set[SectionId] = set()
    for place, passage_id in sorted(scores, key=lambda key: (-scores[key], key)):
        if place not in chosen and passage_id not in taken:
            chosen[place] = by_id[passage_id]
            taken.add(passage_id)
    return chosen


def _grouped(old: Preparation, passages: Sequence[Passage]) -> tuple[PreparedSection, ...]:
    """Put passages into sections, in the text's order or the one an organizer gave them."""
    by_id = {one.passage_id: one for one in passages}
    sections = [
        [by_id[one.passage_id] for one in section.passages if one.passage_id in by_id]
        for section in old.sections
    ]
    sections = [section for section in sections if section]
    placed = {one.passage_id for section in sections for one in section}
    for place, passage in enumerate(passages):
        if passage.passage_id in placed:
            continue
        above = passages[place - 1].passage_id if place else None
        at = next(
            (
                number + 1
                for number, section in enumerate(sections)
                if any(one.passage_id == above for one in section)
            ),
            0,
        )
        sections.insert(at, [passage])
        placed.add(passage.passage_id)
    if is_in_text_order(old.sections):
        sections.sort(key=lambda section: section[0].first)
    grouped = tuple(PreparedSection(passages=tuple(section)) for section in sections)
    if all(section.skipped for section in grouped):
        # What was posted alone is gone: something must be left to post.
        return tuple(section.with_fate(skipped=False) for section in grouped)
    return grouped


def is_in_text_order(sections: Sequence[PreparedSection]) -> bool:
    """Say whether sections begin one after the other in the text, as nobody has moved any."""
    return all(
        one.passages[0].first <= next_.passages[0].first for one, next_ in pairwise(sections)
    )


# ── questions ─────────────────────────────────────────────────────────────────────────────────


def _questions(
    old: Preparation, fresh: Preparation, passages: Sequence[Passage]
) -> tuple[PreparedQuestion, ...]:
    """Give the questions that go on, as the organizer had them, and then the new ones."""
    found = {one.question_id: _placed(one, fresh, passages) for one in fresh.questions}
    going_on = [
        _going_on(question, found.get(question.question_id), old, passages)
        for question in old.questions
        if question.question_id in found or question.source is QuestionSource.ORGANIZER
    ]
    known = {question.question_id for question in going_on}
    return (*going_on, *(one for question_id, one in found.items() if question_id not in known))


def _placed(
    question: PreparedQuestion, fresh: Preparation, passages: Sequence[Passage]
) -> PreparedQuestion:
    """Give a question of the new text the passage it stands in; the title's stands in none."""
    if question.passage_id is None:
        return question
    number = question.block
    if number is None:
        number = fresh.section(question.passage_id).passages[0].first
    holder = next(one for one in passages if one.first <= number < one.stop)
    return replace(question, passage_id=holder.passage_id)


def _going_on(
    question: PreparedQuestion,
    found: PreparedQuestion | None,
    old: Preparation,
    passages: Sequence[Passage],
) -> PreparedQuestion:
    if found is not None and _stands_where_found(question, old):
        return replace(question, passage_id=found.passage_id, block=found.block)
    block = found.block if found else None
    if question.passage_id is None or any(
        one.passage_id == question.passage_id for one in passages
    ):
        # An organizer said where it is asked.
        return replace(question, block=block)
    home = found.passage_id if found else passages[-1].passage_id
    return replace(question, passage_id=home, block=block)


def _stands_where_found(question: PreparedQuestion, old: Preparation) -> bool:
    number = question.block
    return number is not None and any(
        one.passage_id == question.passage_id and one.first <= number < one.stop
        for section in old.sections
        for one in section.passages
    )
