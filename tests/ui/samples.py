"""Polls, posts and prompts with readable defaults, for tests of how they are shown."""

from datetime import UTC, datetime

from bot.domain.article import Question, QuestionKind, QuestionSource
from bot.domain.ballot import Place, PollState, Vote, default_options
from bot.domain.poll import Poll
from bot.domain.post import Post, PostState
from bot.domain.prompt import Prompt
from bot.domain.report import CountedPoll
from bot.domain.tally import tally

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
REFERENCE = "4f7k2m9qabcdefgh"


def make_question(kind=QuestionKind.YES_NO, *, shown="Is it so?", alternatives=(), section=0):
    """Make a question of the article's body."""
    return Question(
        text=shown,
        shown=shown,
        sentence=shown,
        section=section,
        kind=kind,
        source=QuestionSource.BODY,
        alternatives=alternatives,
    )


def make_poll(kind=QuestionKind.YES_NO, *, question="Is it so?", options=None, **changes):
    """Make an open poll."""
    values = {
        "poll_id": 5,
        "guild_id": 1,
        "discussion_id": 3,
        "post_id": 4,
        "question_id": 6,
        "number": 1,
        "of": 2,
        "question": question,
        "kind": kind,
        "options": options or default_options(make_question(kind)),
        "multiple": False,
        "place": Place.CHANNEL,
        "state": PollState.OPEN,
        "channel_id": 10,
        "message_id": 11,
        "seeded_at": NOW,
        "opened_at": NOW,
        "closes_at": NOW,
        "closed_at": None,
        "shown_at": None,
    }
    return Poll(**values | changes)


def count(poll, *votes):
    """Count a poll with so many votes for each of its options."""
    cast = [position for position, number in enumerate(votes) for _ in range(number)]
    held = [Vote(member_id, position, member_id) for member_id, position in enumerate(cast)]
    return CountedPoll(poll=poll, tally=tally(poll.options, held, multiple=poll.multiple))


def make_post(**changes):
    """Make the post of the third section."""
    values = {
        "post_id": 4,
        "guild_id": 1,
        "discussion_id": 3,
        "channel_id": 10,
        "section": 2,
        "number": changes.get("section", 2) + 1,
        "section_id": 2,
        "heading": "A heading",
        "state": PostState.POSTED,
        "due_at": NOW,
        "claimed_at": NOW,
        "posted_at": NOW,
        "completed_at": None,
        "concluded_at": None,
        "message_ids": (),
        "thread_id": None,
        "attempts": 0,
        "result_message_id": None,
    }
    return Post(**values | changes)


def make_prompt(**changes):
    """Make the only part of the third section of seven."""
    values = {
        "post": make_post(),
        "part": 0,
        "parts": 1,
        "text": "The text.",
        "title": "A title",
        "author": "An Author",
        "source": None,
        "heading": "A heading",
        "number": 3,
        "of": 7,
        "standing": None,
    }
    return Prompt(**values | changes)
