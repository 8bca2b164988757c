"""Tallies name their base, and what they are not."""

import dataclasses

from bot.domain.article import QuestionKind
from bot.domain.ballot import PollState
from bot.domain.discussion import Discussion, DiscussionState
from bot.domain.report import OwnVote, Report
from bot.ui.limits import EMBED_DESCRIPTION, length
from bot.ui.tallies import own_votes_embeds, report_embeds, tally_embeds
from tests.ui.samples import NOW, count, make_poll

SECONDS = int(NOW.timestamp())
DISCUSSION = Discussion(
    discussion_id=3,
    guild_id=1,
    channel_id=10,
    article_id=2,
    title="A *title*",
    state=DiscussionState.RUNNING,
    pause_reason=None,
    prompts_only=False,
    started_by=7,
    started_at=NOW,
)


def text_of(pages):
    """Give the text of all pages."""
    return "\n".join(page.description for page in pages)


def test_says_how_many_votes_are_set_aside():
    """Of members, not of marks; also where nobody else has voted, never where there are none."""
    counted = count(make_poll(), 2, 1, 1)
    aside = dataclasses.replace(counted, tally=dataclasses.replace(counted.tally, set_aside=2))
    nobody = count(make_poll())
    alone = dataclasses.replace(nobody, tally=dataclasses.replace(nobody.tally, set_aside=1))

    assert "4 members voted. The votes of 2 members were set aside." in text_of(tally_embeds(aside))
    assert "Nobody has voted yet. The votes of 1 member were set aside." in text_of(
        tally_embeds(alone)
    )
    assert "set aside" not in text_of(tally_embeds(counted))


def test_tells_members_that_a_vote_of_theirs_does_not_count():
    """And why: an organizer, or the age of their account."""
    own = OwnVote(poll=make_poll(), chosen=make_poll().options[:1])

    assert "does not count" not in text_of(own_votes_embeds([own]))
    excluded = text_of(own_votes_embeds([dataclasses.replace(own, excluded=True)]))
    assert "organizers set it aside: it does not count" in excluded
    too_new = text_of(own_votes_embeds([dataclasses.replace(own, too_new=True)]))
    assert "your account was too new for this poll" in too_new


def test_shows_an_open_poll():
    """Bars, counts, turnout, the way to the poll, when it closes, and the counting rule."""
    text = text_of(tally_embeds(count(make_poll(), 2, 1, 1)))

    assert "`█████░░░░░  50 %` ✅ Yes · 2 votes" in text
    assert "4 members voted. [See the poll](https://discord.com/channels/1/10/11)" in text
    assert f"Open, closes <t:{SECONDS}:R>" in text
    assert "Each member’s latest choice counts." in text
    assert "Self-chosen voters of this server, not a survey." in text


def test_says_that_votes_may_be_missing():
    """While a poll is compared with Discord it says since when; otherwise it says nothing of it."""
    sure = count(make_poll(), 1)
    doubted = dataclasses.replace(sure, exact_until=NOW)

    assert "may be missing" not in text_of(tally_embeds(sure))
    assert f"votes since <t:{SECONDS}:R> may be missing" in text_of(tally_embeds(doubted))


def test_says_that_nobody_has_voted_yet():
    """An open poll without votes shows no bars, a closed one says that it stayed so."""
    nobody_yet = text_of(tally_embeds(count(make_poll())))
    nobody = text_of(tally_embeds(count(make_poll(state=PollState.CLOSED))))

    assert "Nobody has voted yet." in nobody_yet
    assert "█" not in nobody_yet
    assert "Nobody voted." in nobody


def test_shows_a_whole_discussion():
    """Every poll in order, and how many members voted in all."""
    polls = (count(make_poll(), 2), count(make_poll(QuestionKind.WH, question="Why?"), 1))

    pages = report_embeds(Report(discussion=DISCUSSION, polls=polls, turnout=2))

    assert pages[0].title == r"A \*title\*"
    assert "Running in <#10> · 2 polls · 2 members voted in all" in pages[0].description
    assert text_of(pages).index("Is it so?") < text_of(pages).index("Why?")


def test_says_what_to_do_where_there_is_no_poll_yet():
    """A discussion that has not begun names the command that says when it does."""
    text = text_of(report_embeds(Report(discussion=DISCUSSION, polls=(), turnout=0)))

    assert "no poll yet" in text
    assert "`/discussion status`" in text


def test_shows_many_polls_in_brief():
    """A hundred polls are still readable: the leading answer and the turnout of each."""
    polls = (count(make_poll(question="*" * 250), 3, 1),) * 100

    pages = report_embeds(Report(discussion=DISCUSSION, polls=polls, turnout=4))

    assert all(length(page.description) <= EMBED_DESCRIPTION for page in pages)
    assert "75 % ✅ Yes · 4 members voted." in pages[0].description


def test_shows_a_members_own_votes():
    """Each with its choice, whether it is open, and the way to it."""
    poll = make_poll(question="Is it *so*?")
    closed = dataclasses.replace(poll, state=PollState.CLOSED, message_id=None)
    votes = [
        OwnVote(poll=poll, chosen=poll.options[:1]),
        OwnVote(poll=closed, chosen=poll.options[1:]),
    ]

    text = text_of(own_votes_embeds(votes))

    assert (
        "**Is it \\*so\\*?**\n✅ Yes · open · [see the poll](https://discord.com/channels/1/10/11)"
    ) in text
    assert "❌ No, ❔ Unsure · closed" in text
    assert "your latest choice counts" in text


def test_tells_a_member_without_votes_how_to_vote():
    """An empty answer says what to do."""
    assert "react to a poll" in text_of(own_votes_embeds([]))
