"""Autocomplete offers what fits what was typed, as much as Discord takes."""

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.ballot import PollState
from bot.domain.library import ArticleSummary
from bot.ui.choices import (
    article_choices,
    day_choices,
    discussion_choices,
    poll_choices,
    zone_choices,
)
from bot.ui.limits import CHOICE_NAME, CHOICES, length
from tests.ui.samples import NOW, make_poll
from tests.ui.test_tallies import DISCUSSION


def make_summary(title, article_id=1):
    """Make an article's line of the list."""
    return ArticleSummary(article_id=article_id, title=title, sections=1, questions=1, added_at=NOW)


def test_finds_articles_by_part_of_the_title():
    """In any case; the value is the article's id."""
    summaries = [make_summary("Meta and AI", 4), make_summary("Another", 5)]

    (choice,) = article_choices(summaries, "meta")

    assert (choice.name, choice.value) == ("Meta and AI", "4")


def test_tells_discussions_of_one_article_apart():
    """State, day of the start and channel stand beside the title, also a long one."""
    (choice,) = discussion_choices([DISCUSSION], "", lambda _: "reading")

    assert choice.name == "A *title* (running, from 2026-03-02, #reading)"
    assert choice.value == "3"
    long = replace(DISCUSSION, title="word " * 60)
    (choice,) = discussion_choices([long], "", lambda _: "c" * 100)
    assert "… (running, from 2026-03-02, #ccc" in choice.name
    (choice,) = discussion_choices([DISCUSSION], "", lambda _: None)
    assert choice.name.endswith(", channel gone)")


def test_tells_polls_of_one_question_apart():
    """An article that was begun once more has each question twice."""
    polls = [make_poll(poll_id=1, state=PollState.CLOSED), make_poll(poll_id=2, channel_id=12)]

    named = [one.name for one in poll_choices(polls, "is it", {10: "old", 12: "new"}.get)]

    assert named == ["Is it so? (open, 2026-03-02, #new)", "Is it so? (closed, 2026-03-02, #old)"]


def test_offers_open_polls_first():
    """Then the newest."""
    polls = [
        make_poll(poll_id=1, state=PollState.CLOSED),
        make_poll(poll_id=2),
        make_poll(poll_id=3, state=PollState.CLOSED),
    ]

    assert [choice.value for choice in poll_choices(polls, "", str)] == ["2", "3", "1"]


def test_offers_days_as_typed_and_common_ones():
    """What was typed comes first, with what it is understood as."""
    typed = day_choices("mon thu")

    assert (typed[0].name, typed[0].value) == (
        "mon thu (every Monday and Thursday)",
        "mon thu",
    )
    assert "Weekdays" in [choice.value for choice in day_choices("")]
    assert day_choices("every other year") == []


def test_offers_zones_by_place():
    """The value is a zone that can be used."""
    assert zone_choices("berlin")[0].value == "Europe/Berlin"


@settings(deadline=None)
@given(title=st.text() | st.just("word " * 99), typed=st.text(max_size=20) | st.just("m" * 200))
def test_never_exceeds_what_discord_takes(title, typed):
    """Neither in number nor in length, whatever is typed."""
    summaries = [make_summary(title, article_id) for article_id in range(40)]
    polls = [make_poll(poll_id=poll_id, question=title) for poll_id in range(40)]

    for choices in (
        article_choices(summaries, typed),
        poll_choices(polls, typed, lambda _: title[:90] or None),
        day_choices(typed),
        zone_choices(typed),
    ):
        assert len(choices) <= CHOICES
        assert all(0 < length(choice.name) <= CHOICE_NAME for choice in choices)
        assert all(0 < length(choice.value) <= CHOICE_NAME for choice in choices)
