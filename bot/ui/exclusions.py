"""Votes set aside, in words: what an organizer did, and whose votes are."""

from collections.abc import Sequence
from typing import Final

import discord

from bot.domain.ballot import PollState
from bot.domain.exclusion import LONGEST_REASON, Exclusion, ExclusionChange
from bot.ui.markup import escape_within
from bot.ui.pages import paginate
from bot.ui.poll_control import name_of
from bot.ui.speech import _, ngettext

_LONGEST_QUESTION: Final = 80


def say_excluded(change: ExclusionChange) -> str:
    """Confirm that a member's votes no longer count, and say how to undo it."""
    member = _mention(change.member_id)
    if len(change.polls) == 1:
        question = name_of(change.polls[0])
        head = _(
            "**Set aside.** Votes of {member} on “{question}” do not count any more.",
            member=member,
            question=question,
        )
    else:
        head = ngettext(
            "**Set aside.** Votes of {member} on {count} poll do not count any more.",
            "**Set aside.** Votes of {member} on {count} polls do not count any more.",
            len(change.polls),
            member=member,
        )
    later = (
        []
        if change.voted
        else [_("They have not voted there yet; if they do, it does not count either.")]
    )
    undo = _(
        "Nothing is deleted: `/poll readmit` has the votes count again. Polls that open later are "
        "not concerned."
    )
    return " ".join([head, *later, *_say_results(change), undo])


def say_readmitted(change: ExclusionChange) -> str:
    """Confirm that a member's votes count again."""
    member = _mention(change.member_id)
    if len(change.polls) == 1:
        question = name_of(change.polls[0])
        head = _(
            "**Counted again:** the votes of {member} on “{question}”.",
            member=member,
            question=question,
        )
    else:
        head = ngettext(
            "**Counted again:** the votes of {member} on {count} poll.",
            "**Counted again:** the votes of {member} on {count} polls.",
            len(change.polls),
            member=member,
        )
    return " ".join([head, *_say_results(change)])


def _say_results(change: ExclusionChange) -> list[str]:
    if any(poll.state is PollState.CLOSED for poll in change.voted):
        return [_("Results that were shown already are written anew in a moment.")]
    return []


def exclusion_embeds(exclusions: Sequence[Exclusion]) -> tuple[discord.Embed, ...]:
    """List whose votes are set aside, where, by whom and why."""
    title = _("Votes set aside")
    if not exclusions:
        empty = _(
            "No member’s votes are set aside here. `/poll exclude` does it, where somebody votes "
            "against your rules."
        )
        return paginate([empty], title=title)
    return paginate(list(map(_line, exclusions)), title=title)


def _line(exclusion: Exclusion) -> str:
    question = escape_within(exclusion.question, _LONGEST_QUESTION)
    when = discord.utils.format_dt(exclusion.excluded_at, "d")
    pieces = [f"{_mention(exclusion.member_id)} · **{question}**"]
    pieces.append(f"-# {_mention(exclusion.excluded_by)} · {when}")
    if exclusion.reason:
        pieces.append(f"-# {escape_within(exclusion.reason, LONGEST_REASON)}")
    return "\n".join(pieces)


def _mention(member_id: int) -> str:
    # Of members who were erased nobody's id is left.
    return f"<@{member_id}>" if member_id > 0 else _("a member since erased")
