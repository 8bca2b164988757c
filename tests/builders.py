"""Articles, schedules, posts and polls with readable defaults."""

from datetime import UTC, datetime, time, timedelta

from bot.domain.article import (
    Article,
    Block,
    BlockKind,
    Question,
    QuestionKind,
    QuestionSource,
    Section,
)
from bot.domain.ballot import Place, PollState, default_options
from bot.domain.library import KeptArticle
from bot.domain.poll import Poll
from bot.domain.post import Post, PostState
from bot.domain.preparation import prepare
from bot.domain.recurrence import Weekly
from bot.domain.schedule import Schedule

# A Monday, an hour before the default schedule's slot.
NOW = datetime(2026, 3, 2, 8, tzinfo=UTC)
FIRST_SLOT = datetime(2026, 3, 2, 9, tzinfo=UTC)
DAY = timedelta(days=1)
WEEK = timedelta(days=7)

# As large as Discord's ids are, and in different shards of two.
GUILD = (1_100_000_000_000_000_000 >> 23) << 23
OTHER_GUILD = GUILD + (1 << 22)
CHANNEL = GUILD + 11
OTHER_CHANNEL = OTHER_GUILD + 12
ORGANIZER = 1_200_000_000_000_000_001


def make_question(
    kind=QuestionKind.YES_NO,
    *,
    section=0,
    text="Is it so?",
    source=QuestionSource.BODY,
    alternatives=(),
):
    """Make a question of the article's body."""
    return Question(
        text=text,
        shown=text,
        sentence=text,
        section=section,
        kind=kind,
        source=source,
        alternatives=alternatives,
    )


def make_section(heading="A heading", *paragraphs):
    """Make a section of paragraphs."""
    words = paragraphs or ("Some words.",)
    return Section(
        heading=heading,
        blocks=tuple(Block(kind=BlockKind.PARAGRAPH, text=text) for text in words),
    )


def make_article(title="On reading", *, kinds=((QuestionKind.YES_NO,), (QuestionKind.WH,))):
    """Make an article with a section for each item of `kinds`, which asks such questions."""
    return Article(
        title=title,
        author="A. Writer",
        sections=tuple(
            make_section(f"Part {number}", f"Words of part {number}.")
            for number in range(1, len(kinds) + 1)
        ),
        questions=tuple(
            make_question(
                kind,
                section=section,
                text=f"Question {section}.{place} of {title}?",
                alternatives=("one", "the other") if kind is QuestionKind.EITHER_OR else (),
            )
            for section, asked in enumerate(kinds)
            for place, kind in enumerate(asked)
        ),
    )


def make_kept(article=None):
    """Make an article as a library keeps it, with question ids from 100."""
    article = article or make_article()
    return KeptArticle.as_added(1, article, range(100, 100 + len(article.questions)))


def make_series(number):
    """Make sections that are posted, one after the other."""
    return prepare(make_article(kinds=((),) * number), ()).series


def make_schedule(*, days=range(7), times=(time(9),), time_zone="UTC", **more):
    """Make a schedule: every day at nine, unless told otherwise."""
    recurrence = Weekly(days=frozenset(days), times=tuple(times))
    return Schedule(recurrence=recurrence, time_zone=time_zone, **more)


def make_post(**changes):
    """Make a claimed post of which nothing has been sent."""
    values = {
        "post_id": 4,
        "guild_id": GUILD,
        "discussion_id": 3,
        "channel_id": CHANNEL,
        "section": 0,
        "number": changes.get("section", 0) + 1,
        "section_id": 0,
        "heading": None,
        "state": PostState.CLAIMED,
        "due_at": FIRST_SLOT,
        "claimed_at": FIRST_SLOT,
        "posted_at": None,
        "completed_at": None,
        "concluded_at": None,
        "message_ids": (),
        "thread_id": None,
        "attempts": 0,
        "result_message_id": None,
    }
    return Post(**values | changes)


def make_poll(poll_id=5, **changes):
    """Make a planned yes/no poll."""
    values = {
        "poll_id": poll_id,
        "guild_id": GUILD,
        "discussion_id": 3,
        "post_id": 4,
        "question_id": 6,
        "number": 1,
        "of": 1,
        "question": "Is it so?",
        "kind": QuestionKind.YES_NO,
        "options": default_options(make_question()),
        "multiple": False,
        "place": Place.CHANNEL,
        "state": PollState.PLANNED,
        "channel_id": None,
        "message_id": None,
        "seeded_at": None,
        "opened_at": None,
        "closes_at": None,
        "closed_at": None,
        "shown_at": None,
    }
    return Poll(**values | changes)


def make_open_poll(poll_id=5, **changes):
    """Make a poll that stands in the channel and can be voted on."""
    values = {
        "state": PollState.OPEN,
        "channel_id": CHANNEL,
        "message_id": 1000 + poll_id,
        "seeded_at": FIRST_SLOT,
        "opened_at": FIRST_SLOT,
        "closes_at": FIRST_SLOT + WEEK,
    }
    values |= changes
    return make_poll(poll_id, **{"printed_closes_at": values["closes_at"]} | values)
