"""What is said when a section is posted: the line on the section before, and the section itself."""

import discord

from bot.domain.ballot import PollState
from bot.domain.poll import Poll
from bot.domain.prompt import Prompt
from bot.domain.report import CountedPoll
from bot.domain.tally import Count, percentages
from bot.ui.excerpts import link_of
from bot.ui.headings import unheaded
from bot.ui.limits import EMBED_TITLE
from bot.ui.markup import clip, escape_within
from bot.ui.polls import jump_url, words_of
from bot.ui.speech import _, listing, ngettext

_LONGEST_QUESTION = 300
_LONGEST_ANSWERS = 300
# Together with a full description these stay far below what an embed may have in all.
_LONGEST_NAME = 200


def prompt_content(prompt: Prompt) -> str | None:
    """Give whom it concerns and how the section before stands; None if there is nothing to say."""
    if prompt.part:
        return None
    lines = [f"<@&{prompt.ping_role_id}>"] if prompt.ping_role_id else []
    if prompt.standing is not None and prompt.standing.tally.leading:
        lines.append(_standing_line(prompt.standing))
    return "\n".join(lines) or None


def prompt_embed(prompt: Prompt, *, reference: str) -> discord.Embed:
    """Show one part of a section; the footer ends with the reference we know the message by."""
    place = _("{number} of {of}", number=prompt.number, of=prompt.of)
    return (
        discord.Embed(
            title=escape_within(prompt.heading or "", EMBED_TITLE) or unheaded(prompt.number),
            description=prompt.text,
            url=link_of(prompt.source),
        )
        .set_author(name=_("{place}, continued", place=place) if prompt.part else place)
        .set_footer(text=_footer(prompt, reference))
    )


def _standing_line(standing: CountedPoll) -> str:
    over = standing.poll.state is PollState.CLOSED
    question = escape_within(standing.poll.question, _LONGEST_QUESTION)
    pieces = [
        _in_the_end(standing, question) if over else _so_far(standing, question),
        ngettext("{count} voted", "{count} voted", standing.tally.turnout),
        *_links(standing.poll),
    ]
    return " · ".join(pieces)


def _so_far(standing: CountedPoll, question: str) -> str:
    labels, percent = _leading(standing)
    if len(labels) == 1:
        return _(
            "So far **{percent} % {label}** on “{question}”",
            percent=percent,
            label=labels[0],
            question=question,
        )
    return _(
        "So far **{labels}** are level at **{percent} %** on “{question}”",
        labels=listing(labels),
        percent=percent,
        question=question,
    )


def _in_the_end(standing: CountedPoll, question: str) -> str:
    labels, percent = _leading(standing)
    if len(labels) == 1:
        return _(
            "In the end **{percent} % {label}** on “{question}”",
            percent=percent,
            label=labels[0],
            question=question,
        )
    return _(
        "In the end **{labels}** are level at **{percent} %** on “{question}”",
        labels=listing(labels),
        percent=percent,
        question=question,
    )


def _leading(standing: CountedPoll) -> tuple[list[str], int]:
    leading = standing.tally.leading
    percent = percentages(standing.tally)[standing.tally.counts.index(leading[0])]
    return [_label(count, _LONGEST_ANSWERS // len(leading)) for count in leading], percent


def _label(count: Count, limit: int) -> str:
    return escape_within(words_of(count.option), limit)


def _links(poll: Poll) -> list[str]:
    url = jump_url(poll)
    return [f"[{_('see the poll')}]({url})"] if url else []


def _footer(prompt: Prompt, reference: str) -> str:
    pieces = [prompt.title]
    if prompt.author:
        pieces.append(_("by {author}", author=prompt.author))
    if prompt.source:
        pieces.append(prompt.source)
    named = [clip(piece, _LONGEST_NAME) for piece in pieces]
    return " · ".join([*filter(None, named), f"ref {reference}"])
