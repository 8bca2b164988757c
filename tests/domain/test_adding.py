"""Added paragraphs: they stand where they were put, and the text stays what it is."""

from dataclasses import replace

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from bot.domain.adding import (
    LONGEST_ADDED,
    MOST_ADDED,
    AddParagraphs,
    CorrectParagraph,
    RemoveParagraph,
    TakeBack,
)
from bot.domain.article import BlockKind
from bot.domain.carrying import carry_over, match_questions
from bot.domain.changes import compare
from bot.domain.editing import LeaveOut, Merge, MoveSection, Rename, Split
from bot.domain.length import PromptLength
from bot.domain.pack import pack, unpack
from bot.domain.usage import Usage
from bot.errors import SectionNotFound, TooManyParagraphs, WordsTooLong, WordsWanted
from bot.ui.excerpts import prompt_parts
from bot.ui.markup import escape, plain
from tests.builders import make_article, make_kept, make_section
from tests.domain.test_editing_laws import edited

LINES = ("By Jane Doe", "A crane in the rain", "By Jane Doe")


@pytest.fixture
def kept():
    """Give an article of two sections, of two blocks and one, with three lines left out."""
    sections = (make_section("One", "First.", "Second."), make_section("Two", "Third."))
    return make_kept(replace(make_article(), sections=sections, questions=(), dropped=LINES))


def after(kept, *edits):
    """Give the article after some edits."""
    for edit in edits:
        preparation = edit.apply(kept.preparation)
        kept = replace(kept, preparation=preparation)
    return kept


def texts(kept):
    """Give the words of each section as it is posted."""
    return [
        [block.text for block in kept.compose(section).blocks]
        for section in kept.preparation.sections
    ]


class TestPlaces:
    """Where a paragraph is put."""

    def test_at_first_below_a_block_and_below_another(self, kept):
        """What is added later stands nearer to what it was put below."""
        kept = after(
            kept,
            AddParagraphs(0, None, "A"),
            AddParagraphs(0, 0, "B"),
            AddParagraphs(0, -1, "A2"),
            AddParagraphs(0, 0, "B0"),
            AddParagraphs(0, -2, "B2"),
            AddParagraphs(1, 2, "C"),
        )
        assert texts(kept) == [["A", "A2", "First.", "B0", "B", "B2", "Second."], ["Third.", "C"]]

    def test_lines_are_paragraphs(self, kept):
        """Each line written is one; spaces and empty lines do not matter."""
        kept = after(kept, AddParagraphs(1, 2, "  A \n\n b   c\n"))
        assert texts(kept)[1] == ["Third.", "A", "b c"]
        section = kept.compose(kept.preparation.sections[1])
        assert {block.kind for block in section.blocks} == {BlockKind.PARAGRAPH}

    def test_they_go_where_their_section_goes(self, kept):
        """Split, merged and moved they stay beside the paragraph they were put at."""
        kept = after(kept, AddParagraphs(0, 0, "A"), AddParagraphs(0, 1, "B"))
        assert texts(after(kept, Split(0, 1))) == [["First.", "A"], ["Second.", "B"], ["Third."]]
        merged = after(kept, Merge(0), Rename(0, "All"))
        assert texts(merged) == [["First.", "A", "Second.", "B", "Two", "Third."]]
        assert texts(after(kept, MoveSection(0, 1)))[1] == ["First.", "A", "Second.", "B"]

    def test_left_out_beside_it(self, kept):
        """A paragraph that is left out takes none along, and the section is not empty then."""
        kept = after(kept, AddParagraphs(1, 2, "C"), LeaveOut(2, left_out=True))
        assert texts(kept)[1] == ["C"]
        section = kept.preparation.sections[1]
        assert not kept.preparation.is_left_out(section)
        removed = after(kept, RemoveParagraph(-1))
        assert removed.preparation.is_left_out(section)

    @pytest.mark.parametrize(
        ("edit", "error"),
        [
            (AddParagraphs(0, 0, " \n "), WordsWanted),
            (AddParagraphs(0, 0, "x" * (LONGEST_ADDED + 1)), WordsTooLong),
            (AddParagraphs(0, 0, "x\n" * (MOST_ADDED + 1)), TooManyParagraphs),
            (AddParagraphs(0, 2, "x"), SectionNotFound),
            (AddParagraphs(0, -1, "x"), SectionNotFound),
            (AddParagraphs(9, None, "x"), SectionNotFound),
            (RemoveParagraph(-1), SectionNotFound),
            (CorrectParagraph(-1, "x"), SectionNotFound),
            (CorrectParagraph(-1, " "), WordsWanted),
        ],
    )
    def test_what_cannot_be(self, kept, edit, error):
        """No words, too many, and places that are none of the section's."""
        with pytest.raises(error):
            edit.apply(kept.preparation)


class TestCorrections:
    """Other words for a paragraph that was added."""

    def test_it_stays_where_it_stands(self, kept):
        """Only its words change; further lines follow it as paragraphs of their own."""
        kept = after(kept, AddParagraphs(0, 0, "A\nB"), AddParagraphs(0, None, "C"))
        corrected = after(kept, CorrectParagraph(-1, " a  1 \n\na 2"))
        assert texts(corrected)[0] == ["C", "First.", "a 1", "a 2", "B", "Second."]
        assert after(kept, CorrectParagraph(-1, "A")) == kept

    def test_as_many_as_there_may_be(self, kept):
        """Where there is no room for more, the words can still be corrected."""
        kept = after(kept, AddParagraphs(0, 0, "x\n" * MOST_ADDED))
        assert texts(after(kept, CorrectParagraph(-7, "y")))[0].count("y") == 1
        with pytest.raises(TooManyParagraphs):
            after(kept, CorrectParagraph(-7, "y\nz"))

    def test_a_line_taken_back_and_corrected(self, kept):
        """The line as the text has it is in no section then, and is listed as left out again."""
        kept = after(kept, TakeBack(1, 0, below=0).out_of(kept.article, kept.preparation))
        assert 1 not in kept.still_dropped
        assert 1 in after(kept, CorrectParagraph(-1, "A crane")).still_dropped


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=30), st.sampled_from(list(PromptLength)))
def test_what_is_added_is_posted_as_a_paragraph(words, length):
    """However short or whatever it looks like: never as a heading, a list or a quotation."""
    words = " ".join(plain(words).split())
    assume(words)
    kept = make_kept(replace(make_article(), sections=(make_section("One", "x"),), questions=()))
    kept = after(kept, AddParagraphs(0, 0, words))
    (section,) = kept.preparation.sections
    (part,) = prompt_parts(kept, section, length)
    if length is not PromptLength.QUESTIONS:
        assert f"x\n\n{escape(words)}" in part


class TestLines:
    """What the reader left out."""

    def test_taken_back(self, kept):
        """A line is back once, and no longer among those that are left out."""
        assert kept.still_dropped == dict(enumerate(LINES))
        kept = after(kept, TakeBack(1, 0, below=0).out_of(kept.article, kept.preparation))
        kept = after(kept, TakeBack(0, 1, at_end=True).out_of(kept.article, kept.preparation))
        assert texts(kept) == [
            ["First.", "A crane in the rain", "Second."],
            ["Third.", "By Jane Doe"],
        ]
        assert kept.still_dropped == {2: "By Jane Doe"}
        with pytest.raises(SectionNotFound):
            TakeBack(1, 0, below=0).out_of(kept.article, kept.preparation)

    def test_they_are_none_of_the_texts_words(self, kept):
        """A pack made with them fits the text without them, and leaves those of the other."""
        mine = after(kept, AddParagraphs(0, 0, "Mine"), Rename(0, "Another"))
        theirs = after(kept, AddParagraphs(1, 2, "Theirs"))
        packed = pack(mine, None)
        assert packed.words == kept.article.words_hash
        unpacked = replace(theirs, preparation=unpack(packed, theirs, (), {}))
        assert texts(unpacked) == [["First.", "Second."], ["Third.", "Theirs"]]


def test_what_is_posted_has_what_was_added(kept):
    """To add to a posted section is to change its text."""
    usage = Usage(posted={0: 5})
    before = kept.preparation
    changed = AddParagraphs(0, 0, "A").apply(before)
    assert usage.find_changed(before, changed) == 0
    assert usage.find_changed(before, AddParagraphs(1, 2, "A").apply(before)) is None
    assert usage.find_changed(changed, RemoveParagraph(-1).apply(changed)) == 0


def updated(kept, *sections, posted=()):
    """Give the article with another text."""
    new = replace(kept.article, sections=sections)
    preparation = carry_over(kept, new, match_questions(kept, new), posted)
    return replace(kept, article=new, preparation=preparation)


class TestUpdates:
    """What becomes of them with another text."""

    def test_they_stay_where_they_stand(self, kept):
        """Also where paragraphs come before; what the new text has itself is not added again."""
        kept = after(
            kept, AddParagraphs(0, 0, "A"), AddParagraphs(0, 1, "B"), AddParagraphs(1, None, "C")
        )
        kept = updated(
            kept,
            make_section("One", "New.", "First.", "Second.", "b"),
            make_section("Two", "Third."),
        )
        assert texts(kept) == [["New.", "First.", "A", "Second.", "b"], ["C", "Third."]]

    def test_beside_the_nearest_that_goes_on(self, kept):
        """Where their paragraph is gone, else at the end of a section with other words."""
        kept = after(kept, AddParagraphs(0, 1, "A"), AddParagraphs(1, 2, "B"))
        shorter = updated(kept, make_section("One", "First."), make_section("Two", "Else."))
        assert texts(shorter) == [["First.", "A"], ["Else.", "B"]]
        last = updated(kept, make_section("One", "Second."), make_section("Two", "Third."))
        above = after(kept, AddParagraphs(0, None, "Top"))
        top = updated(above, make_section("One", "Second."), make_section("Two", "Third."))
        assert texts(last)[0] == ["Second.", "A"]
        assert texts(top)[0] == ["Top", "Second.", "A"]

    def test_what_the_text_has_had_all_along_takes_nothing_away(self, kept):
        """Words of another section's may be added to one, and signs without words anywhere."""
        kept = after(kept, AddParagraphs(1, 2, "First."), AddParagraphs(0, 1, "***"))
        longer = updated(
            kept, make_section("One", "First.", "Second.", "* * *"), make_section("Two", "Third.")
        )
        assert texts(longer) == [["First.", "Second.", "***", "* * *"], ["Third.", "First."]]

    def test_each_that_the_text_has_now_takes_one_away(self, kept):
        """Of two with the same words one stays."""
        kept = after(kept, AddParagraphs(0, 0, "A"), AddParagraphs(1, 2, "A"))
        new = updated(kept, make_section("One", "First.", "a", "Second."), kept.article.sections[1])
        assert texts(new) == [["First.", "a", "Second."], ["Third.", "A"]]

    def test_they_keep_their_order_where_a_block_between_them_goes(self, kept):
        """As they stood, in whichever order they were added."""
        for edits in (
            (AddParagraphs(0, 0, "A"), AddParagraphs(0, 1, "B")),
            (AddParagraphs(0, 1, "B"), AddParagraphs(0, 0, "A")),
        ):
            new = updated(
                after(kept, *edits), make_section("One", "First."), kept.article.sections[1]
            )
            assert texts(new)[0] == ["First.", "A", "B"]

    def test_they_go_with_their_section(self, kept):
        """A section that is gone is gone whole."""
        kept = after(kept, AddParagraphs(1, 2, "B"))
        assert texts(updated(kept, make_section("One", "First.", "Second."))) == [
            ["First.", "Second."]
        ]

    def test_each_is_told_of_beforehand(self, kept):
        """The changes say how many stay, which the text has itself, and which are gone."""
        notes = [AddParagraphs(0, 0, "A\nB"), AddParagraphs(0, 1, "C"), AddParagraphs(1, 2, "D")]
        kept = after(kept, *notes)
        changes = compare(kept, updated(kept, make_section("One", "First.", "B!", "Second.")))
        assert changes.kept_paragraphs == 2
        assert changes.paragraphs_it_has_itself == ("B",)
        assert changes.lost_paragraphs == ("D",)

    def test_what_is_posted_is_not_to_come_again(self, kept):
        """Of a posted section nothing added goes to another."""
        kept = after(kept, AddParagraphs(0, 1, "A"))
        parted = updated(
            kept,
            make_section("One", "First."),
            make_section("More", "Second.", "And much that is new to everybody."),
            make_section("Two", "Third."),
            posted={0},
        )
        assert "A" not in [
            text
            for section in parted.preparation.sections
            if section.section_id != 0
            for block in parted.compose(section).blocks
            for text in [block.text]
        ]


@settings(max_examples=60, deadline=None)
@given(edited(), st.integers(0, 3), st.integers(0, 8), st.text("xyz", min_size=1, max_size=4))
def test_what_was_added_is_posted_once_and_taken_away_again(given_edited, section, below, words):
    """Whatever was done before, exactly one paragraph more stands there, and then none."""
    article, preparation = given_edited
    kept = replace(make_kept(article), preparation=preparation)
    before = [text for one in texts(kept) for text in one]
    try:
        more = after(kept, AddParagraphs(section, below, words))
    except (SectionNotFound, TooManyParagraphs):
        return
    now = [text for one in texts(more) for text in one]
    assert sorted(now) == sorted([*before, words])
    number = min(one.number for one in more.preparation.added)
    assert after(more, RemoveParagraph(number)).preparation == preparation
