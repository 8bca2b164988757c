"""Planned polls: what a section would be asked with, before anything has started."""

from dataclasses import replace

from bot.domain.article import QuestionKind, QuestionSource
from bot.domain.ballot import Place
from bot.domain.library import KeptArticle
from bot.domain.poll import plan_polls
from tests.builders import make_article, make_question

YES_NO, WH, EITHER_OR = QuestionKind.YES_NO, QuestionKind.WH, QuestionKind.EITHER_OR


def keep(article):
    """Give an article as a library keeps it, with question ids from 100."""
    ids = tuple(range(100, 100 + len(article.questions)))
    return KeptArticle.as_added(1, article, ids)


def planned(kept, place):
    """Give the polls of the section at a place."""
    return plan_polls(kept, kept.preparation.sections[place])


def test_in_order_with_their_places():
    """A section's polls come in reading order, each where its kind belongs, with its options."""
    first, second, third = planned(keep(make_article(kinds=((YES_NO, WH, EITHER_OR),))), 0)

    assert [poll.place for poll in (first, second, third)] == [
        Place.CHANNEL,
        Place.THREAD,
        Place.CHANNEL,
    ]
    assert [option.label for option in third.options[:2]] == ["one", "the other"]
    assert first.question == "Question 0.0 of On reading?"


def test_each_has_its_own_question():
    """A poll bears the id of its question, whichever section it is in."""
    kept = keep(make_article(kinds=((YES_NO,), (), (WH, YES_NO))))

    assert [poll.question_id for poll in planned(kept, 0)] == [100]
    assert planned(kept, 1) == ()
    assert [poll.question_id for poll in planned(kept, 2)] == [101, 102]


def test_headings_and_title():
    """A heading's question is put only where its section asks nothing; the title's never."""
    article = make_article(kinds=((YES_NO,), ()))
    extra = (
        make_question(section=0, text="Heading?", source=QuestionSource.HEADING),
        make_question(section=1, text="Other heading?", source=QuestionSource.HEADING),
        make_question(section=None, text="Title?", source=QuestionSource.HEADING),
    )
    kept = keep(replace(article, questions=article.questions + extra))

    assert [poll.question_id for poll in planned(kept, 0)] == [100]
    assert [poll.question for poll in planned(kept, 1)] == ["Other heading?"]


def test_the_same_question_twice():
    """An article that asks the same twice in a section has two polls."""
    article = make_article(kinds=((YES_NO,),))
    twice = replace(article, questions=article.questions * 2)

    assert len(planned(keep(twice), 0)) == 2
