"""A corrected text goes on from the old one: what is the same keeps its id, its order, its fate."""

from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.article import QuestionKind
from bot.domain.asking import AddQuestion, Ask, MoveQuestion, Reword, SetOptions
from bot.domain.ballot import default_options
from bot.domain.carrying import carry_over, match_questions
from bot.domain.changes import compare
from bot.domain.counterparts import find_counterparts, form_of
from bot.domain.editing import LeaveOut, Merge, MoveSection, Rename, Skip, Split
from bot.domain.preparation import blocks_of
from tests.builders import make_article, make_kept, make_question, make_section
from tests.domain.test_editing_laws import edited

WH = QuestionKind.WH


def write(*sections):
    """Write an article: for each section a heading, its paragraphs, and its questions in them."""
    questions = tuple(
        make_question(section=place, text=text)
        for place, (_, *texts) in enumerate(sections)
        for text in texts
        if text.endswith("?")
    )
    return replace(
        make_article(),
        sections=tuple(make_section(heading, *texts) for heading, *texts in sections),
        questions=questions,
    )


OLD = (
    ("One", "The first words.", "Is it so?"),
    ("Two", "The second words.", "More of them.", "Why is it so?"),
    ("Three", "The third words.", "Was it ever?"),
)


@pytest.fixture
def kept():
    """Give the article as it is before; questions from 100."""
    return make_kept(write(*OLD))


def go_on(kept, *sections):
    """Give the article with another text."""
    new = write(*sections)
    fresh = iter(range(500, 600))
    ids = tuple(one or next(fresh) for one in match_questions(kept, new))
    preparation = carry_over(kept, new, ids)
    return replace(kept, article=new, question_ids=ids, preparation=preparation)


def edit(kept, *edits):
    """Give an article after some edits."""
    for one in edits:
        kept = replace(kept, preparation=one.apply(kept.preparation))
    return kept


def outline(kept):
    """Give for each section its id, heading and what is asked in it."""
    preparation = kept.preparation
    return [
        (one.section_id, one.heading, [asked.words for asked in preparation.posted_in(one)])
        for one in preparation.sections
    ]


def test_the_same_words(kept):
    """Cases, spaces and points make no other text."""
    again = go_on(
        kept,
        ("One", "The first words", "Is it  SO?"),
        *OLD[1:],
    )

    assert outline(again) == outline(kept)
    assert again.question_ids == kept.question_ids
    changes = compare(kept, again)
    assert (changes.kept_sections, changes.kept_questions) == (3, 3)
    assert not changes.changed_sections
    assert not changes.added_questions


def test_a_corrected_section_and_question(kept):
    """The section goes on; the changed question is another one, the others keep their ids."""
    after = go_on(
        kept,
        OLD[0],
        ("Two", "The second words, corrected.", "More of them.", "Why was it so?"),
        OLD[2],
    )

    assert [one[0] for one in outline(after)] == [0, 1, 2]
    assert after.question_ids == (100, 500, 102)
    changes = compare(kept, after)
    assert changes.changed_sections == ("Two",)
    assert changes.changed_questions == (("Why is it so?", "Why was it so?"),)
    assert (changes.kept_questions, changes.added_questions) == (2, ())


def test_added_removed_and_renamed_sections(kept):
    """A new section comes where it stands in the text; a renamed one is known by its words."""
    after = go_on(
        kept,
        ("Begin", "The first words.", "Is it so?"),
        ("New", "New words.", "What is new?"),
        OLD[2],
    )

    assert outline(after) == [
        (0, "Begin", ["Is it so?"]),
        (3, "New", ["What is new?"]),
        (2, "Three", ["Was it ever?"]),
    ]
    changes = compare(kept, after)
    assert changes.added_sections == ("New",)
    assert changes.removed_sections == ("Two",)
    assert changes.removed_questions == ("Why is it so?",)


def test_what_an_organizer_did_goes_on(kept):
    """Headings, order, cuts, merges, skips, words, options, own questions and places."""
    before = edit(
        kept,
        Split(1, 4),
        Rename(3, "Half of Two"),
        Merge(0),
        MoveSection(2, 0),
        Skip(3, skipped=True),
        LeaveOut(0, left_out=True),
        Reword(100, "Is that so?", WH),
        SetOptions(102, default_options(make_question())),
        AddQuestion(2, 200, "Own?", WH),
        Ask(101, posted=False),
        MoveQuestion(100, 2, 0),
    )

    after = go_on(before, ("Zero", "New."), *OLD)

    assert outline(after) == [
        (4, "Zero", []),
        *outline(before),
    ]
    assert after.preparation.section(3).skipped
    assert after.preparation.left_out == {1}
    options = after.preparation.question(102).options
    assert options == default_options(make_question())
    assert not after.preparation.question(101).posted
    assert [len(one.passages) for one in after.preparation.sections] == [
        1,
        *(len(one.passages) for one in before.preparation.sections),
    ]


def test_another_order(kept):
    """Sections come as the new text has them, and it is said which come elsewhere."""
    after = go_on(kept, OLD[2], OLD[0], OLD[1])

    assert [one[:2] for one in outline(after)] == [(2, "Three"), (0, "One"), (1, "Two")]
    changes = compare(kept, after)
    assert (changes.kept_sections, changes.moved_sections) == (3, ("Three",))
    assert not changes.keeps_order


def test_an_order_of_the_organizers_stays(kept):
    """Where an organizer has moved a section, the text's new order is told of and not taken."""
    before = edit(kept, MoveSection(2, 0))
    after = go_on(before, OLD[1], OLD[0], OLD[2])

    assert outline(after) == outline(before)
    changes = compare(before, after)
    assert (changes.moved_sections, changes.keeps_order) == ((), True)
    assert not compare(before, go_on(before, *OLD)).keeps_order


def test_another_title_author_and_heading(kept):
    """What stands above the text is among the changes; a heading of the organizer's stays."""
    before = edit(kept, Rename(0, "Mine"))
    after = go_on(before, ("First", *OLD[0][1:]), ("Second", *OLD[1][1:]), OLD[2])
    article = replace(after.article, title="Another", author="Ada")
    changes = compare(before, replace(after, article=article))

    assert changes.title == (kept.article.title, "Another")
    assert changes.author == (kept.article.author, "Ada")
    assert changes.renamed_sections == (("Two", "Second"),)
    assert compare(kept, kept).title is None


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("The lamp_post — it is  LIT.", "the lamp post: it is lit"),
        ("Éclairée, l’Île…", "eclairee l'ile"),
        ("(Straße)", "STRASSE"),
    ],
)
def test_words_that_are_the_same(one, other):
    """Case, accents, spaces and points make no other words."""
    assert form_of(one) == form_of(other)


def test_two_long_paragraphs_are_told_apart_by_how_they_begin():
    """A paragraph of thousands of words goes on from the one that begins as it does."""
    rest = " ".join(f"word{at}" for at in range(3_000))
    begins = [" ".join(f"{name}{at}" for at in range(64)) for name in ("one", "two")]
    old = write(*((None, f"{begin} {rest}") for begin in begins))
    new = write(*((None, f"Anew {begin} {rest}") for begin in reversed(begins)))

    assert find_counterparts(old, new) == {0: 1, 1: 0}


def test_a_whole_book_in_other_words():
    """Where every one of many paragraphs is changed, each goes on from the one in its place."""
    texts = [f"Paragraph {at} says what a{at} and b{at} and c{at} are." for at in range(300)]
    old = write(*((None, text) for text in texts))
    new = write(*((None, f"{text} Now.") for text in texts))

    assert find_counterparts(old, new) == {at: at for at in range(300)}


def test_a_section_whose_fellows_are_gone(kept):
    """What was merged with a section that is gone stands alone; its questions come along."""
    before = edit(kept, Merge(0), AddQuestion(0, 200, "Own?", WH))

    after = go_on(before, OLD[1], OLD[2])

    assert [one[0] for one in outline(after)] == [1, 2]
    assert "Own?" in outline(after)[0][2]


def test_something_is_always_left_to_post(kept):
    """If all that was posted is gone, nothing stays skipped."""
    before = edit(kept, Skip(1, skipped=True), Skip(2, skipped=True))

    assert go_on(before, OLD[1], OLD[2]).preparation.series


_texts = st.lists(
    st.tuples(
        st.sampled_from(["One", "Two", "Three", None]),
        st.sampled_from(["Words 0 0.", "Words 0 1.", "Words 1 0.", "Other.", "Is it?"]),
        st.sampled_from(["Words 2 0.", "More.", "Why?"]),
    ),
    min_size=1,
    max_size=5,
)


@given(edited(), _texts)
@settings(max_examples=80, deadline=None)
def test_every_block_and_question_of_the_new_text_is_there_once(given_edited, sections):
    """Whatever was edited and however the text changed, nothing of the new text is lost."""
    article, preparation = given_edited
    before = replace(make_kept(article), preparation=preparation)

    after = go_on(before, *sections)

    blocks = sorted(block for one in after.preparation.sections for block in one.blocks)
    assert blocks == list(range(len(blocks_of(after.article))))
    passages = [
        one.passage_id for section in after.preparation.sections for one in section.passages
    ]
    assert len(set(passages)) == len(passages)
    ids = [question.question_id for question in after.preparation.questions]
    assert len(set(ids)) == len(ids)
    assert set(after.question_ids) <= set(ids)
    assert after.preparation.series
    for question in after.preparation.questions:
        assert not question.posted or after.preparation.section_of(question)
    compare(before, after)


@given(edited())
@settings(max_examples=40, deadline=None)
def test_the_same_text_changes_nothing(given_edited):
    """Reading the same text again leaves every edit as it was."""
    article, preparation = given_edited
    texts = [block.text for block in blocks_of(article)]
    before = replace(make_kept(article), preparation=preparation)

    ids = match_questions(before, article)
    if len(set(texts)) == len(texts) and None not in ids:
        assert carry_over(before, article, ids).sections == preparation.sections


class TestWhatIsPosted:
    """No word that is posted comes again under another section's id."""

    @pytest.mark.parametrize(
        "first",
        [
            pytest.param(("One", "The first wods.", "Is it so?"), id="a paragraph corrected"),
            pytest.param((None, "The first words indeed.", "Is it so?"), id="without its heading"),
        ],
    )
    def test_a_corrected_section_goes_on(self, first):
        """Also where nothing of it is quite the same, it is the section it was."""
        kept = make_kept(
            write((None, "The first words, and what they say.", "Is it so?"), *OLD[1:])
        )
        after = kept_after(kept, {0}, (first[0], "The first words and what they say!!", *first[2:]))

        assert outline(after)[0][0] == 0

    def test_a_posted_section_that_is_cut(self):
        """The longer half goes on as what it was; the other is skipped and told of."""
        kept = make_kept(write(*OLD))
        after = kept_after(
            kept, {1}, OLD[0], ("Two", "The second words."), ("New", "More of them.", OLD[1][3])
        )

        assert [one.section_id for one in after.preparation.series] == [0, 1, 2]
        assert compare(kept, after).repeated_sections == ("Two",)

    def test_two_sections_made_one(self):
        """What is posted and what is to come stay apart, whichever is longer."""
        kept = make_kept(write(*OLD))
        for posted in ({0}, {1}):
            after = kept_after(kept, posted, ("One", *OLD[0][1:], *OLD[1][1:]))
            blocks = blocks_of(after.article)
            to_come = [
                blocks[number].text
                for one in after.preparation.series
                if one.section_id not in posted
                for number in one.blocks
            ]
            expected = OLD[1] if posted == {0} else OLD[0]
            assert to_come == [*expected[1:], *OLD[2][1:]]

    def test_sections_that_change_places(self):
        """A section is known by its words, wherever it stands."""
        kept = make_kept(write(*((None, *texts) for _, *texts in OLD)))
        after = kept_after(kept, {0}, (None, *OLD[1][1:]), (None, *OLD[0][1:]))

        assert {one.section_id for one in after.preparation.series} == {0, 1, 2}


def kept_after(kept, posted, *sections):
    """Give the article with another text that ends as the old one did, some of it being posted."""
    heading = kept.article.sections[2].heading
    new = write(*sections, (heading, *OLD[2][1:]))
    fresh = iter(range(500, 600))
    ids = tuple(one or next(fresh) for one in match_questions(kept, new))
    preparation = carry_over(kept, new, ids, posted)
    return replace(kept, article=new, question_ids=ids, preparation=preparation)


PARAGRAPHS = [" ".join(f"{word}{at}" for word in ("one", "two", "three")) for at in range(8)]
TEXTS = st.lists(st.lists(st.sampled_from(PARAGRAPHS), min_size=1), min_size=1, max_size=5)
CUTS = st.frozensets(st.integers(1, len(PARAGRAPHS) - 1))


@given(CUTS, TEXTS, st.frozensets(st.integers(0, 7)))
@settings(max_examples=100, deadline=None)
def test_no_posted_paragraph_is_to_come(cuts, after, posted):
    """However a text is cut anew, a paragraph that is posted is in no section still to come."""
    bounds = [0, *sorted(cuts), len(PARAGRAPHS)]
    kept = make_kept(write(*((None, *PARAGRAPHS[a:b]) for a, b in pairwise(bounds))))
    new = write(*((None, *texts) for texts in after))
    preparation = carry_over(kept, new, (), posted)

    old = blocks_of(kept.article)
    standing = [
        old[number].text
        for one in kept.preparation.sections
        if one.section_id in posted
        for number in one.blocks
    ]
    coming = [
        blocks_of(new)[number].text
        for one in preparation.series
        if one.section_id not in posted
        for number in one.blocks
        if number not in preparation.left_out
    ]
    written = [block.text for block in blocks_of(new)]
    for text in set(standing):
        # As often as the new text repeats it beyond what the old one had.
        extra = written.count(text) - standing.count(text)
        assert coming.count(text) <= max(extra, 0)
