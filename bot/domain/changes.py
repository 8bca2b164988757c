"""Changes: what a corrected text would change about an article, said before it is taken."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from bot.domain.counterparts import form_of
from bot.domain.ids import SectionId
from bot.domain.library import KeptArticle
from bot.domain.preparation import PreparedSection

_ALIKE = 0.6


@dataclass(frozen=True, slots=True, kw_only=True)
class Changes:
    """What a new text changes, for whoever decides about it; headings may be None.

    Pairs are of what was and what will be. `moved_sections` come in another place among those that
    go on; `keeps_order` says that the text has them in another order and the organizer's stays.
    Repeated sections are skipped: they are posted already as part of others.
    """

    title: tuple[str | None, str | None] | None
    author: tuple[str | None, str | None] | None
    renamed_sections: tuple[tuple[str | None, str | None], ...]
    moved_sections: tuple[str | None, ...]
    keeps_order: bool
    kept_sections: int
    changed_sections: tuple[str | None, ...]
    added_sections: tuple[str | None, ...]
    repeated_sections: tuple[str | None, ...]
    removed_sections: tuple[str | None, ...]
    kept_questions: int
    changed_questions: tuple[tuple[str, str], ...]
    added_questions: tuple[str, ...]
    removed_questions: tuple[str, ...]
    kept_paragraphs: int
    paragraphs_it_has_itself: tuple[str, ...]
    lost_paragraphs: tuple[str, ...]


def compare(before: KeptArticle, after: KeptArticle) -> Changes:
    """Say what becomes of sections and questions."""
    old = {one.section_id: one for one in before.preparation.sections}
    new = {one.section_id: one for one in after.preparation.sections}
    both = [section_id for section_id in new if section_id in old]
    changed = [
        section_id
        for section_id in both
        if _forms(before, old[section_id]) != _forms(after, new[section_id])
    ]
    asked = {one.question_id: one.words for one in before.preparation.questions}
    asks = {one.question_id: one.words for one in after.preparation.questions}
    gone = [words for question_id, words in asked.items() if question_id not in asks]
    come = [words for question_id, words in asks.items() if question_id not in asked]
    pairs = list(_alike(gone, come))
    renamed = [
        (old[section_id].heading, new[section_id].heading)
        for section_id in both
        if old[section_id].heading != new[section_id].heading
    ]
    added = {one.number for one in after.preparation.added}
    taken_out = [one.text for one in before.preparation.added if one.number not in added]
    has = {form_of(block.text) for block in after.blocks} if taken_out else set()
    moved = _moved([section_id for section_id in old if section_id in new], both)
    return Changes(
        title=_pair(before.article.title, after.article.title),
        author=_pair(before.article.author, after.article.author),
        renamed_sections=tuple(renamed),
        moved_sections=tuple(new[section_id].heading for section_id in moved),
        keeps_order=not moved and _is_in_other_order(old, new, both),
        kept_sections=len(both) - len(changed),
        changed_sections=tuple(new[section_id].heading for section_id in changed),
        added_sections=tuple(
            one.heading for key, one in new.items() if key not in old and not one.skipped
        ),
        repeated_sections=tuple(
            one.heading
            for key, one in new.items()
            if one.skipped and not (key in old and old[key].skipped)
        ),
        removed_sections=tuple(one.heading for key, one in old.items() if key not in new),
        kept_questions=len(asks) - len(come),
        changed_questions=tuple(pairs),
        added_questions=tuple(one for one in come if all(one != new for _, new in pairs)),
        removed_questions=tuple(one for one in gone if all(one != old for old, _ in pairs)),
        kept_paragraphs=len(added),
        paragraphs_it_has_itself=tuple(one for one in taken_out if form_of(one) in has),
        lost_paragraphs=tuple(one for one in taken_out if form_of(one) not in has),
    )


def _forms(kept: KeptArticle, section: PreparedSection) -> str:
    """Give a section's words in the form in which they are the same."""
    forms = (form_of(block.text) for block in kept.compose(section).blocks)
    return " ".join(form for form in forms if form)


def _pair(old: str | None, new: str | None) -> tuple[str | None, str | None] | None:
    return None if old == new else (old, new)


def _moved(before: Sequence[SectionId], after: Sequence[SectionId]) -> list[SectionId]:
    """Give those that must be taken out so that the others come in the order they came in."""
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    staying = {
        section_id
        for match in matcher.get_matching_blocks()
        for section_id in after[match.b : match.b + match.size]
    }
    return [section_id for section_id in after if section_id not in staying]


def _is_in_other_order(
    old: Mapping[SectionId, PreparedSection],
    new: Mapping[SectionId, PreparedSection],
    both: Sequence[SectionId],
) -> bool:
    """Say whether a new text has sections in another order than the old one had."""
    orders = [
        sorted(both, key=lambda section_id: sections[section_id].passages[0].first)
        for sections in (old, new)
    ]
    return orders[0] != orders[1]


def _alike(gone: Sequence[str], come: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Pair questions that are the same but for some words."""
    free = list(come)
    for old in gone:
        ratios = [SequenceMatcher(None, form_of(old), form_of(new)).ratio() for new in free]
        best = max(ratios, default=0.0)
        if best >= _ALIKE:
            yield old, free.pop(ratios.index(best))
