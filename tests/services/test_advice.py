"""What an organizer is advised to look at before an article is posted."""

from dataclasses import replace

import pytest

from bot.domain.adding import AddParagraphs
from bot.domain.article import QuestionKind, QuestionSource
from bot.domain.asking import AddQuestion, Ask, ChangeKind, SetOptions
from bot.domain.ballot import default_options, scale
from bot.domain.editing import AskTwice, Cut, LeaveOut, Merge, Skip
from bot.domain.suggestion import (
    AskAdded,
    AskIndirect,
    AskTitle,
    CutText,
    LeaveOutCall,
    MergeQuestions,
    OfferScale,
    SkipEmpty,
    WriteOptions,
)
from bot.services.advice import (
    MOST_SUGGESTIONS,
    advise,
    asked_in_added,
    asked_indirectly,
    questions_of_degree,
)
from tests.builders import make_article, make_kept, make_question, make_section


def keep(*sections, questions=()):
    """Keep an article of these sections."""
    return make_kept(replace(make_article(), sections=sections, questions=questions))


def edited(kept, edit):
    """Give an article after an edit."""
    return replace(kept, preparation=edit.apply(kept.preparation))


def test_options_for_open_questions():
    """Until options are written, or the question is not asked."""
    kept = keep(
        make_section("One", "Long enough to be more than its question. Why so? And on and on."),
        questions=(make_question(QuestionKind.WH, text="Why so?"), make_question(text="Is it?")),
    )
    options = default_options(make_question())

    assert advise(kept) == (WriteOptions(100),)
    assert advise(edited(kept, SetOptions(100, options))) == ()
    assert advise(edited(kept, Ask(100, posted=False))) == ()


def test_options_for_a_choice_between_nothing():
    """An either/or question without alternatives is answered like an open one, and it is said."""
    kept = keep(
        make_section("One", "Long enough to be more than its question. Is it? And on and on."),
        questions=(make_question(text="Is it?"),),
    )

    assert advise(edited(kept, ChangeKind(100, QuestionKind.EITHER_OR))) == (WriteOptions(100),)


def test_sections_that_only_ask():
    """A section that is mostly its own questions goes with the one above, if there is one."""
    kept = keep(
        make_section("One", "Is it?"),
        make_section("Two", "So?", "Or is it not so after all?"),
        make_section("Three", "There is a lot to be said before anything is asked. Is it?"),
        questions=(
            make_question(text="Is it?"),
            make_question(section=1, text="So?"),
            make_question(section=1, text="Or is it not so after all?"),
            make_question(section=2, text="Is it?"),
        ),
    )

    assert advise(kept) == (MergeQuestions(1, 0),)
    assert advise(edited(kept, Merge(0))) == ()


def test_a_section_below_a_skipped_one_has_nothing_to_be_merged_with():
    """The merge would be with the skipped one, and have it posted."""
    kept = keep(
        make_section("One", "There is a lot to be said before anything is asked. Is it?"),
        make_section("Two", "Nothing is asked here, and nobody is to read it."),
        make_section("Three", "So?", "Or is it not so after all?"),
        questions=(
            make_question(text="Is it?"),
            make_question(section=2, text="So?"),
            make_question(section=2, text="Or is it not so after all?"),
        ),
    )

    assert advise(kept) == (MergeQuestions(2, 1),)
    assert advise(edited(kept, Skip(1, True))) == ()


@pytest.mark.parametrize(
    "call",
    [
        "Did you enjoy this article? Subscribe to our newsletter!",
        "What did I miss? Tell me in the comments.",
        "Jane writes on grids. Tell her more at jane@example.org.",
    ],
)
def test_calls_on_readers(call):
    """A paragraph that calls to subscribe or comment is suggested, until it is left out."""
    kept = keep(make_section("One", "Words.", call))

    assert advise(kept) == (LeaveOutCall(1),)
    assert advise(edited(kept, LeaveOut(1, left_out=True))) == ()


def test_sections_of_which_nothing_is_left():
    """They are suggested for skipping, unless the series has nothing else."""
    kept = keep(make_section("One", "Words."), make_section("Two", "Subscribe to our newsletter!"))
    emptied = edited(kept, LeaveOut(1, left_out=True))

    assert advise(emptied) == (SkipEmpty(1),)
    assert advise(edited(emptied, Skip(1, skipped=True))) == ()
    alone = keep(make_section("One", "Subscribe to our newsletter!"))
    assert advise(edited(alone, LeaveOut(0, left_out=True))) == ()


def test_cuts_where_there_are_no_headings():
    """A long text is cut as proposed, once."""
    kept = keep(make_section(None, *(f"{at} " + "Many words. " * 60 for at in range(6))))
    (suggestion,) = advise(kept)
    assert isinstance(suggestion, CutText)
    cut = edited(kept, Cut(suggestion.blocks))

    assert len(cut.preparation.sections) == len(suggestion.blocks) + 1
    assert advise(cut) == ()


def test_the_titles_question():
    """It may open and close the discussion."""
    kept = keep(
        make_section("One", "Words."),
        make_section("Two", "Words."),
        questions=(make_question(section=None, text="Why?", source=QuestionSource.HEADING),),
    )
    assert advise(kept) == (AskTitle(100),)
    asked = edited(kept, AskTwice(100, 200))

    first, last = asked.preparation.sections
    assert [one.question_id for one in asked.preparation.posted_in(first)] == [100]
    assert [(one.question_id, one.words) for one in asked.preparation.posted_in(last)] == [
        (200, "Why?")
    ]
    assert advise(asked) == ()


def test_only_the_first_few():
    """More could not be shown."""
    questions = tuple(
        make_question(QuestionKind.WH, text=f"Why {at}?") for at in range(3 * MOST_SUGGESTIONS)
    )

    assert len(advise(keep(make_section("One", "Words."), questions=questions))) == MOST_SUGGESTIONS


def test_what_is_asked_indirectly():
    """A sentence that leaves something open may be asked; asked in other words, it is done."""
    sentence = "It remains unclear whether the council will pay for the lamps."
    kept = keep(make_section("One", "Words.", f"More words. {sentence} And more of them."))
    words = "Will the council pay for the lamps?"
    own = AddQuestion(0, 200, "Will the council really pay for lamps?", QuestionKind.YES_NO)

    assert list(asked_indirectly(kept)) == [AskIndirect(0, 1, sentence, words, QuestionKind.YES_NO)]
    assert list(asked_indirectly(edited(kept, LeaveOut(1, left_out=True)))) == []
    assert list(asked_indirectly(edited(kept, own))) == []


def test_what_added_paragraphs_ask():
    """It is suggested until it, or much the same, is asked; not where it is posted or skipped."""
    kept = keep(make_section("One", "Words."), make_section("Two", "More."))
    added = edited(kept, AddParagraphs(0, 0, "So be it. But who pays for it?\nNothing is asked."))
    own = AddQuestion(1, 200, "But who pays for that?", QuestionKind.WH)

    assert list(asked_in_added(kept)) == []
    assert list(asked_in_added(added)) == [AskAdded(0, -1, "Who pays for it?")]
    assert advise(added) == (AskAdded(0, -1, "Who pays for it?"),)
    assert advise(added, posted={0}) == ()
    assert list(asked_in_added(edited(added, Skip(0, skipped=True)))) == []
    assert list(asked_in_added(edited(added, own))) == []


def test_what_would_change_a_posted_section():
    """It is not suggested, for it would be refused."""
    call = "Subscribe to our newsletter!"
    kept = keep(
        make_section("One", "Words.", call),
        make_section("Two", "It remains unclear whether the council will pay for the lamps."),
    )
    assert [type(one) for one in advise(kept)] == [LeaveOutCall, AskIndirect]
    assert [type(one) for one in advise(kept, posted={0})] == [AskIndirect]
    assert advise(kept, posted={0, 1}) == ()


def test_a_scale_for_questions_of_degree():
    """Until options are written; the scale has a neutral option as every poll has."""
    kept = keep(
        make_section("One", "Long enough to be more than its questions. And on and on."),
        questions=(
            make_question(QuestionKind.WH, text="How far should it go?"),
            make_question(QuestionKind.WH, text="Why so?"),
        ),
    )

    assert list(questions_of_degree(kept)) == [OfferScale(100)]
    assert list(questions_of_degree(edited(kept, SetOptions(100, scale())))) == []
    assert [option.neutral for option in scale()].count(True) == 1
