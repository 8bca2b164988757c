"""What is stored about a member, in words for that member."""

from datetime import datetime

import discord

from bot.domain.holdings import Holdings
from bot.ui.bars import counted
from bot.ui.markup import escape_within

_LONGEST_TITLE = 80
_MOST_TITLES = 5
_NEVER = (
    "Never stored: what you write, your name, who you are. Votes are reactions, which everybody in "
    "the channel sees; taking a reaction away takes the vote away while the poll is open."
)
_WHAT_IT_MEANS = (
    "Your votes on open polls no longer count until you react anew. Polls that have closed keep "
    "their totals, without you. Your reactions on Discord stay: take them away yourself if others "
    "are not to see them. This cannot be undone."
)
_A_CODE = (
    "Until you react anew or the poll closes, a code is kept for that which only this bot can "
    "compare with your id."
)
ERASE, KEEP = "Erase", "Keep"
KEPT = "Nothing was erased."


def show_holdings(holdings: Holdings) -> str:
    """Say what is stored about a member here, and how to have it erased."""
    if not holdings:
        return "\n".join(
            ["Nothing about you is stored in this server.", *_left_out(holdings), _NEVER]
        )
    lines = ["**Stored about you in this server:**", *_list(holdings), *_left_out(holdings)]
    return "\n".join(
        [*lines, _NEVER, "`/myvotes` lists the votes, `/privacy erase` erases all of it."]
    )


def ask_to_erase(holdings: Holdings) -> str:
    """Ask whether all of it is to be erased, and say what that means."""
    return "\n".join(
        [
            "**Erase what is stored about you in this server?**",
            *_list(holdings),
            _WHAT_IT_MEANS,
        ]
    )


def say_erased(holdings: Holdings) -> str:
    """Confirm an erasure."""
    polls = counted(holdings.open_polls + holdings.closed_polls, "poll")
    return (
        f"**Erased.** Your votes on {polls} are no longer stored as yours. "
        "To vote again on an open poll, take your reaction away and react anew."
    )


def _list(holdings: Holdings) -> list[str]:
    lines = []
    if holdings.open_polls or holdings.closed_polls:
        lines.append(
            "• your Discord id with your votes on "
            f"{counted(holdings.open_polls, 'open poll')} and "
            f"{counted(holdings.closed_polls, 'closed poll')}{_since(holdings.since)}"
        )
    if holdings.articles:
        lines.append(f"• that you added {_titles(holdings.articles)}")
    if holdings.edits:
        lines.append(
            f"• that you made {counted(holdings.edits, 'change')} to how articles are posted"
        )
    if holdings.discussions:
        lines.append(f"• that you started the discussion of {_titles(holdings.discussions)}")
    if holdings.excluded:
        lines.append(
            "• that organizers set your votes aside on "
            f"{counted(holdings.excluded, 'poll')}; on open polls that lasts, under a code in "
            "place of your id"
        )
    return lines


def _left_out(holdings: Holdings) -> list[str]:
    if not holdings.left_out:
        return []
    where = counted(holdings.left_out, "open poll")
    return [
        f"On {where} your earlier reactions are left out, because you had them erased. {_A_CODE}"
    ]


def _since(since: datetime | None) -> str:
    return f", the first of {discord.utils.format_dt(since, 'D')}" if since else ""


def _titles(titles: tuple[str, ...]) -> str:
    shown = ", ".join(
        f"“{escape_within(title, _LONGEST_TITLE)}”" for title in titles[:_MOST_TITLES]
    )
    more = len(titles) - _MOST_TITLES
    return f"{shown} and {counted(more, 'other')}" if more > 0 else shown
