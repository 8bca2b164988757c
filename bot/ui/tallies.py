"""Tallies for organizers, and a member's own votes."""

from collections.abc import Sequence

import discord

from bot.domain.ballot import PollState
from bot.domain.report import CountedPoll, OwnVote, Report
from bot.ui.bars import polls
from bot.ui.discussions import say_state, say_where
from bot.ui.markup import escape_within
from bot.ui.pages import paginate
from bot.ui.polls import LATEST_COUNTS, brief_text, jump_url, standing_text, words_of
from bot.ui.speech import _, ngettext

_MOST_IN_FULL = 25
_LONGEST_LABEL = 60
_LONGEST_QUESTION = 300


def tally_embeds(counted_poll: CountedPoll) -> tuple[discord.Embed, ...]:
    """Show how one poll stands."""
    return paginate([_with_state(counted_poll)], title=_("Tally"), foot=_rule())


def report_embeds(report: Report) -> tuple[discord.Embed, ...]:
    """Show how all polls of a discussion stand."""
    discussion = report.discussion
    if not report.polls:
        empty = _(
            "This discussion has no poll yet: polls open when their section is posted. "
            "See with `/discussion status` when that is."
        )
        return paginate([empty], title=discussion.title)
    state = say_where(discussion, say_state(discussion.state))
    head = f"{state} · {polls(len(report.polls))} · {_overall(report.turnout)}"
    in_full = len(report.polls) <= _MOST_IN_FULL
    blocks = [_with_state(one) if in_full else brief_text(one) for one in report.polls]
    return paginate([head, *blocks], title=discussion.title, foot=_rule())


def own_votes_embeds(votes: Sequence[OwnVote]) -> tuple[discord.Embed, ...]:
    """Show a member what they have chosen in each poll."""
    title = _("Your votes in this server")
    if not votes:
        return paginate(
            [_("You have not voted yet. To vote, react to a poll with the emoji of your choice.")],
            title=title,
        )
    foot = _(
        "-# To change a vote, react to the poll anew: your latest choice counts. To take "
        "it back, remove your reaction."
    )
    return paginate(map(_own_vote, votes), title=title, foot=foot)


def _with_state(counted_poll: CountedPoll) -> str:
    return f"{standing_text(counted_poll)}\n{_state(counted_poll)}"


def _state(counted_poll: CountedPoll) -> str:
    poll = counted_poll.poll
    if poll.state is not PollState.OPEN:
        return _("-# Closed")
    if poll.closes_at is None:
        closes = _("-# Open, closes when the next section comes")
    else:
        when = discord.utils.format_dt(poll.closes_at, "R")
        closes = _("-# Open, closes {when}", when=when)
    if counted_poll.exact_until is None:
        return closes
    since = discord.utils.format_dt(counted_poll.exact_until, "R")
    compared = _(
        "-# Being compared with Discord just now: votes since {since} may be missing yet",
        since=since,
    )
    return f"{closes}\n{compared}"


def _overall(turnout: int) -> str:
    if not turnout:
        return _("nobody has voted yet")
    return ngettext("{count} member voted in all", "{count} members voted in all", turnout)


def _rule() -> str:
    base = _("-# Percentages are of those who voted on the question.")
    survey = _("-# Self-chosen voters of this server, not a survey.")
    return f"{base} {_(LATEST_COUNTS)}\n{survey}"


def _own_vote(vote: OwnVote) -> str:
    chosen = ", ".join(
        f"{option.emoji} {escape_within(words_of(option), _LONGEST_LABEL)}"
        for option in vote.chosen
    )
    url = jump_url(vote.poll)
    pieces = [chosen, _("closed") if vote.poll.state is PollState.CLOSED else _("open")]
    if url:
        pieces.append(f"[{_('see the poll')}]({url})")
    if vote.excluded:
        pieces.append(_("organizers set it aside: it does not count"))
    elif vote.too_new:
        pieces.append(_("your account was too new for this poll: it does not count"))
    return f"**{escape_within(vote.poll.question, _LONGEST_QUESTION)}**\n{' · '.join(pieces)}"
