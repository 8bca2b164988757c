"""Edits of a preparation, one by one: sections and questions."""

from dataclasses import replace

import pytest

from bot.domain.article import MOST_QUESTIONS, BlockKind, QuestionKind, QuestionSource
from bot.domain.asking import AddQuestion, Ask, ChangeKind, MoveQuestion, Reword, SetOptions
from bot.domain.ballot import Option, Place
from bot.domain.editing import Cut, LeaveOut, Merge, MoveSection, Rename, Skip, Split, find_heading
from bot.domain.poll import plan_polls
from bot.domain.preparation import compose
from bot.errors import (
    LastSection,
    NoCutHere,
    NoSectionBelow,
    QuestionNotFound,
    RepeatedEmoji,
    SectionNotFound,
    TooManyToPost,
    WordsTooLong,
    WordsWanted,
    WrongNumberOfOptions,
)
from tests.builders import make_article, make_kept, make_question, make_section

YES_NO, WH = QuestionKind.YES_NO, QuestionKind.WH


@pytest.fixture
def kept():
    """Give an article of three sections, of three blocks, two and one, with questions from 100."""
    article = make_article()
    sections = (
        make_section("One", "First.", "Second. Is it?", "Third. Why so?"),
        make_section("Two", "Fourth.", "Fifth. Or not?"),
        make_section("Three", "Sixth."),
    )
    questions = (
        make_question(text="Is it?"),
        make_question(WH, text="Why so?"),
        make_question(section=1, text="Or not?"),
        make_question(section=2, text="Three?", source=QuestionSource.HEADING),
        make_question(section=None, text="Title?", source=QuestionSource.HEADING),
    )
    return make_kept(replace(article, sections=sections, questions=questions))


@pytest.fixture
def prepared(kept):
    """Give its preparation."""
    return kept.preparation


def apply(preparation, edit):
    """Give the preparation as it is after an edit."""
    return edit.apply(preparation)


def headings(preparation):
    """Give the headings of all sections, in order."""
    return [section.heading for section in preparation.sections]


def asked(preparation, place):
    """Give the words asked in the section at a place."""
    return [one.words for one in preparation.posted_in(preparation.sections[place])]


def options(*emoji):
    """Make options with these emoji, the last one neutral."""
    return tuple(
        Option(position=at, label=f"Option {at}", emoji=one, neutral=at + 1 == len(emoji))
        for at, one in enumerate(emoji)
    )


class TestSections:
    """Cut, joined, renamed, skipped, ordered."""

    def test_merging_keeps_the_heading_within(self, kept, prepared):
        """The second heading goes on standing above its text, and its questions come along."""
        merged = apply(prepared, Merge(0))
        whole = compose(kept.article, merged, merged.sections[0])

        assert headings(merged) == ["One", "Three"]
        assert [(block.kind, block.text) for block in whole.blocks[2:5]] == [
            (BlockKind.PARAGRAPH, "Third. Why so?"),
            (BlockKind.HEADING, "Two"),
            (BlockKind.PARAGRAPH, "Fourth."),
        ]
        assert asked(merged, 0) == ["Is it?", "Why so?", "Or not?"]

    def test_merging_what_is_posted_into_what_is_skipped_skips_neither(self, prepared):
        """Text that was to be posted still is; what is skipped comes along, above or below."""
        below_it = apply(apply(prepared, Skip(0, True)), Merge(0))
        above_it = apply(apply(prepared, Skip(1, True)), Merge(0))
        neither = apply(apply(apply(prepared, Skip(0, True)), Skip(1, True)), Merge(0))

        assert [one.sections[0].skipped for one in (below_it, above_it, neither)] == [
            False,
            False,
            True,
        ]

    def test_both_halves_of_what_is_skipped_are_skipped(self, prepared):
        """Nobody asked for the lower one to be posted."""
        halves = apply(apply(prepared, Skip(0, True)), Split(0, 1)).sections[:2]

        assert [half.skipped for half in halves] == [True, True]

    def test_there_must_be_a_section_below(self, prepared):
        """The last section cannot be merged with the next."""
        with pytest.raises(NoSectionBelow):
            apply(prepared, Merge(2))

    def test_splitting_takes_questions_along(self, prepared):
        """Each question stays with its sentence; the new section has no heading yet."""
        split = apply(prepared, Split(0, 2))

        assert headings(split) == ["One", None, "Two", "Three"]
        assert (asked(split, 0), asked(split, 1)) == (["Is it?"], ["Why so?"])

    @pytest.mark.parametrize(
        ("line", "is_heading"),
        [
            ("What comes next", True),
            ("And Then, What?", True),
            ("Three things were asked for:", False),
            ("It ended here.", False),
            ("word " * 15, False),
            ("Is it?", False),
        ],
    )
    def test_a_line_that_is_a_heading(self, line, is_heading):
        """A short line without an end is what the section below it is posted under."""
        section = make_section("One", "First.", line.strip(), "Third.", line.strip())
        questions = (make_question(text="Is it?"),)
        kept = make_kept(replace(make_article(), sections=(section,), questions=questions))
        whole = kept.preparation.sections[0]
        heading = find_heading(kept.blocks, kept.preparation, whole, 1)
        split = apply(kept.preparation, Split(0, 1, heading))

        assert heading == (line if is_heading else None)
        assert headings(split) == ["One", heading]
        assert split.left_out == ({1} if is_heading else set())
        assert find_heading(kept.blocks, kept.preparation, whole, 3) is None
        merged = compose(kept.article, apply(split, Merge(0)), apply(split, Merge(0)).sections[0])
        assert merged.text == section.text

    @pytest.mark.parametrize("block", [0, 3, 9, -1])
    def test_a_section_begins_within_another(self, prepared, block):
        """Neither at the first block nor outside."""
        with pytest.raises(NoCutHere):
            apply(prepared, Split(0, block))

    def test_several_cuts_at_once(self, prepared):
        """Proposed cuts are one edit, wherever they fall."""
        cut = apply(prepared, Cut((4, 1, 2)))

        assert [section.blocks for section in cut.sections] == [(0,), (1,), (2,), (3,), (4,), (5,)]
        with pytest.raises(NoCutHere):
            apply(prepared, Cut((1, 99)))

    def test_renaming(self, prepared):
        """A heading may be changed or go, but not grow beyond what Discord shows."""
        assert headings(apply(prepared, Rename(0, " Another \n one ")))[0] == "Another one"
        assert headings(apply(prepared, Rename(0, "  ")))[0] is None
        with pytest.raises(WordsTooLong):
            apply(prepared, Rename(0, "x" * 257))

    def test_skipping(self, prepared):
        """A skipped section is not in the series; one must be left."""
        skipped = apply(apply(prepared, Skip(0, True)), Skip(1, True))

        assert [section.heading for section in skipped.series] == ["Three"]
        with pytest.raises(LastSection):
            apply(skipped, Skip(2, True))
        assert apply(apply(skipped, Skip(0, False)), Skip(1, False)) == prepared

    def test_moving(self, prepared):
        """A section goes with all that is its own; beyond the end is at the end."""
        moved = apply(prepared, MoveSection(0, 99))

        assert headings(moved) == ["Two", "Three", "One"]
        assert asked(moved, 2) == ["Is it?", "Why so?"]
        assert apply(moved, MoveSection(0, -1)) == prepared

    def test_leaving_a_paragraph_out(self, kept, prepared):
        """What is left out is not posted, and can be taken in again."""
        without = apply(prepared, LeaveOut(1, True))

        assert [one.text for one in compose(kept.article, without, without.sections[0]).blocks] == [
            "First.",
            "Third. Why so?",
        ]
        assert apply(without, LeaveOut(1, False)) == prepared
        with pytest.raises(SectionNotFound):
            apply(prepared, LeaveOut(6, True))

    def test_what_a_paragraph_asks_goes_out_with_it(self, prepared):
        """Its questions are asked no longer, and again once it is back; others as they were."""
        dropped = apply(prepared, Ask(100, False))

        assert asked(apply(prepared, LeaveOut(1, True)), 0) == ["Why so?"]
        assert asked(apply(prepared, LeaveOut(0, True)), 0) == ["Is it?", "Why so?"]
        assert apply(apply(dropped, LeaveOut(1, True)), LeaveOut(1, False)) == dropped

    def test_an_organizer_may_ask_it_all_the_same(self, prepared):
        """Asked again or moved away from its paragraph, a question stays asked."""
        again = apply(apply(prepared, LeaveOut(1, True)), Ask(100, True))
        moved = apply(prepared, MoveQuestion(100, 2, 0))

        assert asked(again, 0) == ["Is it?", "Why so?"]
        assert apply(again, LeaveOut(1, False)) == prepared
        assert asked(apply(moved, LeaveOut(1, True)), 2) == ["Is it?", "Three?"]


class TestQuestions:
    """Worded, of a kind, with options, asked or not, in an order."""

    def test_rewording(self, prepared):
        """Words and kind change; everything else about the question stays."""
        reworded = apply(prepared, Reword(100, " How  is it? ", WH))

        assert reworded.question(100).words == "How is it?"
        assert reworded.question(100).kind is WH
        assert reworded.questions[1:] == prepared.questions[1:]

    @pytest.mark.parametrize(
        ("words", "error"),
        [(" ", WordsWanted), ("\u200b\u2060", WordsWanted), ("x" * 301, WordsTooLong)],
    )
    def test_words_that_cannot_be(self, prepared, words, error):
        """A question has words, and not too many."""
        with pytest.raises(error):
            apply(prepared, Reword(100, words, WH))
        with pytest.raises(error):
            apply(prepared, AddQuestion(0, 200, words, WH))

    def test_own_options_stand_in_the_channel(self, kept, prepared):
        """Whatever has answers to choose from is voted on beside the prompt."""
        own = apply(prepared, SetOptions(101, options("🍎", "🍐", "❔")))
        by_kind = apply(own, ChangeKind(101, YES_NO))

        polls = plan_polls(replace(kept, preparation=own), own.sections[0])
        assert (polls[1].place, len(polls[1].options)) == (Place.CHANNEL, 3)
        assert by_kind.question(101).options is None
        assert apply(own, SetOptions(101, None)) == prepared

    @pytest.mark.parametrize(
        ("given_options", "error"),
        [
            (options("❔"), WrongNumberOfOptions),
            (options(*(chr(0x1F400 + at) for at in range(21))), WrongNumberOfOptions),
            (options("✌🏽", "✌️", "❔"), RepeatedEmoji),
            (options("<:a:123456>", "<a:b:123456>", "❔"), RepeatedEmoji),
            ((Option(position=0, label=" ", emoji="🍎"), *options("🍐", "❔")), WordsWanted),
            ((Option(position=0, label="\u200b", emoji="🍎"), *options("🍐", "❔")), WordsWanted),
            ((Option(position=0, label="x" * 101, emoji="🍎"), *options("❔")), WordsTooLong),
        ],
    )
    def test_options_that_cannot_be(self, prepared, given_options, error):
        """Two to twenty, each with words and a reaction of its own."""
        with pytest.raises(error):
            apply(prepared, SetOptions(100, given_options))

    def test_adding(self, prepared):
        """A question of one's own is asked last."""
        added = apply(prepared, AddQuestion(0, 200, "And then?", WH))

        assert asked(added, 0) == ["Is it?", "Why so?", "And then?"]
        assert added.question(200).source is QuestionSource.ORGANIZER

    def test_adding_more_than_a_text_may_ask(self, prepared):
        """It is refused until another question is dropped; those of headings do not count."""
        full = prepared
        for at in range(MOST_QUESTIONS - 3):
            full = apply(full, AddQuestion(0, 200 + at, "So?", WH))

        with pytest.raises(TooManyToPost):
            apply(full, AddQuestion(0, 999, "So?", WH))
        assert apply(apply(full, Ask(100, False)), AddQuestion(0, 999, "So?", WH))

    def test_dropping_and_asking_again(self, prepared):
        """A dropped question is only offered; the title's has no section to be asked in."""
        dropped = apply(prepared, Ask(100, False))

        assert asked(dropped, 0) == ["Why so?"]
        assert apply(dropped, Ask(100, True)) == prepared
        with pytest.raises(SectionNotFound):
            apply(prepared, Ask(104, True))

    @pytest.mark.parametrize(
        ("question_id", "place", "order"),
        [
            (101, 0, ["Why so?", "Is it?", "Or not?"]),
            (100, 2, ["Why so?", "Or not?", "Is it?"]),
            (104, 0, ["Title?", "Is it?", "Why so?", "Or not?"]),
            (104, 9, ["Is it?", "Why so?", "Or not?", "Title?"]),
            (103, 1, ["Is it?", "Three?", "Why so?", "Or not?"]),
        ],
    )
    def test_moving(self, prepared, question_id, place, order):
        """A question goes anywhere, the title's too, also among passages that were merged."""
        moved = apply(apply(prepared, Merge(0)), MoveQuestion(question_id, 0, place))

        assert asked(moved, 0) == order

    def test_moving_into_a_section_that_asks_nothing(self, prepared):
        """The first question there is the only one."""
        emptied = apply(prepared, Ask(102, False))

        assert asked(apply(emptied, MoveQuestion(104, 1, 0)), 1) == ["Title?"]

    def test_what_is_not_there(self, prepared):
        """Forged ids find nothing."""
        for edit in (Merge(9), Skip(9, True), MoveSection(9, 0), AddQuestion(9, 200, "So?", WH)):
            with pytest.raises(SectionNotFound):
                apply(prepared, edit)
        for edit in (Ask(9, True), ChangeKind(9, WH), MoveQuestion(9, 0, 0)):
            with pytest.raises(QuestionNotFound):
                apply(prepared, edit)
