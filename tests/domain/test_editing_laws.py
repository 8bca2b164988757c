"""The laws of editing: no block is lost or doubled, and what was done can be taken back."""

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.adding import AddParagraphs, CorrectParagraph, RemoveParagraph
from bot.domain.article import QuestionKind
from bot.domain.asking import Ask, ChangeKind, MoveQuestion, Reword, SetOptions
from bot.domain.editing import Cut, LeaveOut, Merge, MoveSection, Rename, Skip, Split
from bot.domain.preparation import blocks_of, compose, prepare
from bot.errors import (
    Conflict,
    InvalidInput,
    NotFound,
)
from tests.builders import make_article, make_question, make_section
from tests.domain.test_editing import apply, options

_small = st.integers(min_value=-1, max_value=7)
_ids = st.integers(min_value=100, max_value=106)
EDITS = st.one_of(
    st.builds(Merge, _small),
    st.builds(Split, _small, _small),
    st.builds(Cut, st.lists(_small, max_size=3).map(tuple)),
    st.builds(Rename, _small, st.text(max_size=5)),
    st.builds(Skip, _small, st.booleans()),
    st.builds(MoveSection, _small, _small),
    st.builds(LeaveOut, _small, st.booleans()),
    st.builds(AddParagraphs, _small, st.none() | st.integers(-4, 8), st.text("ab \n", max_size=9)),
    st.builds(RemoveParagraph, st.integers(-4, -1)),
    st.builds(CorrectParagraph, st.integers(-4, -1), st.text("cd \n", max_size=9)),
    st.builds(Reword, _ids, st.text(max_size=5), st.sampled_from(QuestionKind)),
    st.builds(ChangeKind, _ids, st.sampled_from(QuestionKind)),
    st.builds(SetOptions, _ids, st.sampled_from([None, options("🍎", "❔"), options("🍎")])),
    st.builds(Ask, _ids, st.booleans()),
    st.builds(MoveQuestion, _ids, _small, _small),
)


@st.composite
def edited(draw):
    """Draw an article and a preparation of it after some edits."""
    sizes = draw(st.lists(st.integers(min_value=1, max_value=3), min_size=1, max_size=4))
    sections = tuple(
        make_section(f"Part {at}", *(f"Words {at} {number}." for number in range(size)))
        for at, size in enumerate(sizes)
    )
    places = st.sampled_from([None, *range(len(sizes))])
    questions = tuple(
        make_question(section=draw(places), text=f"Words {at} {at % 3}")
        for at in range(draw(st.integers(min_value=0, max_value=4)))
    )
    article = replace(make_article(), sections=sections, questions=questions)
    preparation = prepare(article, range(100, 100 + len(questions)))
    for edit in draw(st.lists(EDITS, max_size=8)):
        preparation = attempt(preparation, edit)
    return article, preparation


def attempt(preparation, edit):
    """Give the preparation after an edit, the same if it is refused."""
    try:
        return apply(preparation, edit)
    except (NotFound, Conflict, InvalidInput):
        return preparation


@settings(deadline=None, max_examples=60)
@given(edited(), EDITS)
def test_no_block_is_lost_or_doubled(given_edited, edit):
    """Whatever is done, the sections have all the article's blocks, each once."""
    article, preparation = given_edited
    after = attempt(preparation, edit)

    blocks = sorted(block for section in after.sections for block in section.blocks)
    assert blocks == list(range(len(blocks_of(article))))
    ids = [one.passage_id for section in after.sections for one in section.passages]
    assert len(set(ids)) == len(ids)
    assert all(section.passages for section in after.sections)


@settings(deadline=None, max_examples=40)
@given(edited())
def test_no_question_is_lost_or_doubled(given_edited):
    """Every question is still there once, and asked in one section at most."""
    article, preparation = given_edited

    ids = [one.question_id for one in preparation.questions]
    assert sorted(ids) == list(range(100, 100 + len(article.questions)))
    placed = [one for section in preparation.sections for one in preparation.asked_in(section)]
    assert len(placed) == len({one.question_id for one in placed})
    assert all(one in placed for one in preparation.questions if one.posted)


@settings(deadline=None, max_examples=40)
@given(edited())
def test_a_merge_is_split_again(given_edited):
    """Merging two sections and splitting where they met gives back both, to the last question.

    One that was skipped stays in the series, into which the merge has taken it.
    """
    _, preparation = given_edited
    for above, below in zip(preparation.sections, preparation.sections[1:], strict=False):
        merged = apply(preparation, Merge(above.section_id))

        taken_in = above.skipped and not below.skipped
        expected = apply(preparation, Skip(above.section_id, False)) if taken_in else preparation
        assert apply(merged, Split(above.section_id, below.blocks[0])) == expected


@settings(deadline=None, max_examples=40)
@given(edited())
def test_a_split_is_merged_again(given_edited):
    """Splitting and merging leaves text and order of questions as they were."""
    article, preparation = given_edited
    for section in preparation.sections:
        for block in section.blocks[1:]:
            merged = apply(
                apply(preparation, Split(section.section_id, block)), Merge(section.section_id)
            )
            again = merged.section(section.section_id)

            assert compose(article, merged, again) == compose(article, preparation, section)
