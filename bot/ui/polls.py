"""Polls as messages: the question with its options, later its result, and a section's results."""

from collections.abc import Sequence
from datetime import datetime

import discord

from bot.domain.ballot import DEFAULT_LABELS, Option, Place, PollState
from bot.domain.poll import Poll
from bot.domain.post import Post
from bot.domain.report import CountedPoll
from bot.domain.tally import Tally, percentages
from bot.ui.bars import bar
from bot.ui.limits import EMBED_DESCRIPTION, length
from bot.ui.markup import escape_within
from bot.ui.speech import N_, _, listing, ngettext

PRESSING = N_("How pressing is this question?")
CORRECTED = N_("The words were *corrected* after voting had begun.")
LATEST_COUNTS = N_(
    "Each member’s latest choice counts. "
    "The icons under a poll also show the bot’s own mark and earlier choices."
)

_PRESSING_LABELS = frozenset({"Pressing", "Worth watching", "Not a concern"})
_PLACES = {Place.CHANNEL: N_("in the channel"), Place.THREAD: N_("in the thread")}
_LONGEST_QUESTION = 400
_LONGEST_LABEL = 120
_SHORTEST_LABEL = 12
_BRIEF_LABEL = 40


def say_recounted(poll: Poll, *, missing: int, stale: int) -> str:
    """Say what counting a poll anew has mended."""
    question = escape_within(poll.question, _BRIEF_LABEL * 2)
    head = _("I read every reaction under “{question}” again.", question=question)
    if not missing and not stale:
        return f"{head} {_('All votes were right.')}"
    added = ngettext(
        "{count} vote added that I had missed", "{count} votes added that I had missed", missing
    )
    dropped = ngettext(
        "{count} vote dropped that had been taken back",
        "{count} votes dropped that had been taken back",
        stale,
    )
    mended = [said for count, said in ((missing, added), (stale, dropped)) if count]
    said = _("Mended: {mended}. See how it stands now with `/tally`.", mended=listing(mended))
    return f"{head} {said}"


# ── a poll's own message ──────────────────────────────────────────────────────────────────────


def poll_embed(
    poll: Poll, *, closes_at: datetime | None, reference: str, tally: Tally | None = None
) -> discord.Embed:
    """Show a poll to vote on, or its result; the footer ends with the reference we know it by.

    Without `closes_at` it closes when the next section comes.
    """
    head = [f"**{_question(poll)}**", ""]
    if asks_how_pressing(poll.options):
        head += [f"**{_(PRESSING)}**", ""]
    if poll.corrected_at:
        head += [f"-# {_(CORRECTED)}", ""]
    foot = ["", *(_result_lines(tally) if tally else _voting_lines(poll, closes_at))]
    room = EMBED_DESCRIPTION - length("\n".join([*head, "", *foot]))
    lines = [*head, *_option_lines(poll.options, tally, room), *foot]
    return discord.Embed(
        title=_title(poll),
        description="\n".join(lines),
    ).set_footer(text=f"ref {reference}")


def _voting_lines(poll: Poll, closes_at: datetime | None) -> list[str]:
    rule = _("You may choose several.") if poll.multiple else _("Your latest choice counts.")
    return [f"{rule} {_('Votes are public.')}", _voting_ends(closes_at)]


def _voting_ends(closes_at: datetime | None) -> str:
    if closes_at is None:
        return _("Closes when the next section comes")
    return _("Closes {when}", when=discord.utils.format_dt(closes_at, "R"))


def _result_lines(tally: Tally) -> list[str]:
    return [
        f"**{_('Voting has closed.')}** {_turnout(tally)}",
        _("The icons below also show the bot’s own mark and earlier choices."),
    ]


def _option_lines(options: Sequence[Option], tally: Tally | None, room: int) -> list[str]:
    """Give a line per option, words beside the emoji; long words are cut to share the room."""
    if tally is None:
        around = [(f"{option.emoji} ", "") for option in options]
    else:
        around = [
            # In code all characters are equally wide, so that the bars of several lines compare.
            (
                f"`{bar(percent)} {percent:>3} %` {count.option.emoji} ",
                f" · {_votes(count.votes)}",
            )
            for count, percent in zip(tally.counts, percentages(tally), strict=True)
        ]
    taken = max(length(f"{before}{after}\n") for before, after in around)
    limit = max(min(room // len(options) - taken, _LONGEST_LABEL), _SHORTEST_LABEL)
    return [
        f"{before}{escape_within(words_of(option), limit)}{after}"
        for option, (before, after) in zip(options, around, strict=True)
    ]


# ── several polls ─────────────────────────────────────────────────────────────────────────────


def results_embed(post: Post, results: Sequence[CountedPoll], *, reference: str) -> discord.Embed:
    """Show how all polls of a section ended; the footer ends with the reference."""
    room = EMBED_DESCRIPTION - length(f"\n\n{_(LATEST_COUNTS)}")
    body = _fullest(results, room)
    return discord.Embed(
        title=_("Section {number}: how you voted", number=post.number),
        description=f"{body}\n\n{_(LATEST_COUNTS)}",
    ).set_footer(text=f"ref {reference}")


def reminder_embed(polls: Sequence[Poll], *, reference: str) -> discord.Embed:
    """Remind of the open polls of a section; the footer ends with the reference."""
    room = EMBED_DESCRIPTION
    lines: list[str] = []
    for poll in polls:
        when = _voting_ends(poll.closes_at)
        line = f"**{_question(poll)}**\n{when} · [{_('See the poll')}]({jump_url(poll)})"
        room -= length(f"{line}\n\n")
        if room < 0:
            break
        lines.append(line)
    return discord.Embed(title=_("Voting closes soon"), description="\n\n".join(lines)).set_footer(
        text=f"ref {reference}"
    )


def standing_text(counted_poll: CountedPoll) -> str:
    """Give a poll's question, a bar per option, and how many voted."""
    poll, tally = counted_poll.poll, counted_poll.tally
    lines = [_asked(poll)]
    if tally.turnout:
        lines += _option_lines(poll.options, tally, EMBED_DESCRIPTION * 3 // 4)
    return "\n".join([*lines, _base(counted_poll)])


def brief_text(counted_poll: CountedPoll) -> str:
    """Give a poll's question, its leading answer and how many voted, in two lines."""
    tally = counted_poll.tally
    percents = dict(zip(tally.counts, percentages(tally), strict=True))
    ahead = [
        f"{percents[count]} % {count.option.emoji} "
        f"{escape_within(words_of(count.option), _BRIEF_LABEL)}"
        for count in tally.leading
    ]
    return "\n".join([_asked(counted_poll.poll), " · ".join([*ahead, _base(counted_poll)])])


def _title(poll: Poll) -> str:
    if poll.of > 1:
        return _("Question {number} of {of}", number=poll.number, of=poll.of)
    return _("Question")


def _votes(votes: int) -> str:
    return ngettext("{count} vote", "{count} votes", votes)


def voted(turnout: int) -> str:
    """Say how many voted, the base of the percentages."""
    if not turnout:
        return _("Nobody voted.")
    return ngettext("{count} member voted.", "{count} members voted.", turnout)


def _turnout(tally: Tally) -> str:
    """Say how many voted, and how many besides do not count."""
    if not tally.set_aside:
        return voted(tally.turnout)
    return f"{voted(tally.turnout)} {_set_aside(tally)}"


def _set_aside(tally: Tally) -> str:
    return ngettext(
        "The votes of {count} member were set aside.",
        "The votes of {count} members were set aside.",
        tally.set_aside,
    )


def words_of(option: Option) -> str:
    """Give an option's words: the bot's own in the language spoken, an organizer's as written."""
    return _(option.label) if option.label in DEFAULT_LABELS else option.label


def place_words(place: Place) -> str:
    """Say where a poll stands."""
    return _(_PLACES[place])


def asks_how_pressing(options: Sequence[Option]) -> bool:
    """Say whether options tell how pressing a question is rather than answer it."""
    return {option.label for option in options} >= _PRESSING_LABELS


def jump_url(poll: Poll) -> str | None:
    """Give the address of a poll's message; None while it has none."""
    if poll.channel_id is None or poll.message_id is None:
        return None
    return f"https://discord.com/channels/{poll.guild_id}/{poll.channel_id}/{poll.message_id}"


def _fullest(results: Sequence[CountedPoll], room: int) -> str:
    """Show all polls as fully as the room allows, saying so where some are left out."""
    text = "\n\n".join(map(standing_text, results))
    blocks = [brief_text(result) for result in results] if length(text) > room else []
    for left_out in range(len(blocks)):
        kept = blocks[: len(blocks) - left_out]
        if left_out:
            kept.append(
                ngettext(
                    "…and {count} more poll: its result stands in its own message.",
                    "…and {count} more polls: their results stand in their own messages.",
                    left_out,
                )
            )
        text = "\n\n".join(kept)
        if length(text) <= room:
            break
    return text


def _asked(poll: Poll) -> str:
    return f"**{_question(poll)}**" + (f" {_(PRESSING)}" if asks_how_pressing(poll.options) else "")


def _base(counted_poll: CountedPoll) -> str:
    url = jump_url(counted_poll.poll)
    link = f" [{_('See the poll')}]({url})" if url else ""
    tally = counted_poll.tally
    if tally.turnout or counted_poll.poll.state is not PollState.OPEN:
        return f"{_turnout(tally)}{link}"
    aside = f" {_set_aside(tally)}" if tally.set_aside else ""
    return f"{_('Nobody has voted yet.')}{aside}{link}"


def _question(poll: Poll) -> str:
    return escape_within(poll.question, _LONGEST_QUESTION)
