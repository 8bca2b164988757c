"""What is stored about a member, in words for that member."""

import discord

from bot.domain.holdings import Holdings
from bot.ui.bars import polls
from bot.ui.markup import escape_within
from bot.ui.speech import N_, _, ngettext

_LONGEST_TITLE = 80
_MOST_TITLES = 5
_NEVER = N_(
    "Never stored: what you write, your name, who you are. Votes are reactions, which "
    "everybody in the channel sees; taking a reaction away takes the vote away while the "
    "poll is open."
)
_WHAT_IT_MEANS = N_(
    "Your votes on open polls no longer count until you react anew. Polls that have "
    "closed keep their totals, without you. Your reactions on Discord stay: take them "
    "away yourself if others are not to see them. This cannot be undone."
)
_A_CODE = N_(
    "Until you react anew or the poll closes, a code is kept for that which only this "
    "bot can compare with your id."
)
ERASE, KEEP = N_("Erase"), N_("Keep")
KEPT = N_("Nothing was erased.")


def show_holdings(holdings: Holdings) -> str:
    """Say what is stored about a member here, and how to have it erased."""
    if not holdings:
        nothing = _("Nothing about you is stored in this server.")
        return "\n".join([nothing, *_left_out(holdings), _(_NEVER)])
    lines = [_("**Stored about you in this server:**"), *_list(holdings), *_left_out(holdings)]
    return "\n".join(
        [*lines, _(_NEVER), _("`/myvotes` lists the votes, `/privacy erase` erases all of it.")]
    )


def ask_to_erase(holdings: Holdings) -> str:
    """Ask whether all of it is to be erased, and say what that means."""
    return "\n".join(
        [
            _("**Erase what is stored about you in this server?**"),
            *_list(holdings),
            _(_WHAT_IT_MEANS),
        ]
    )


def say_erased(holdings: Holdings) -> str:
    """Confirm an erasure."""
    voted_on = polls(holdings.open_polls + holdings.closed_polls)
    return _(
        "**Erased.** Your votes on {voted_on} are no longer stored as yours. To vote "
        "again on an open poll, take your reaction away and react anew.",
        voted_on=voted_on,
    )


def _list(holdings: Holdings) -> list[str]:
    lines = []
    if holdings.open_polls or holdings.closed_polls:
        open_polls = _open_polls(holdings.open_polls)
        closed_polls = ngettext(
            "{count} closed poll", "{count} closed polls", holdings.closed_polls
        )
        words = _(
            "• your Discord id with your votes on {open_polls} and {closed_polls}",
            open_polls=open_polls,
            closed_polls=closed_polls,
        )
        if holdings.since:
            first = discord.utils.format_dt(holdings.since, "D")
            words = _("{words}, the first of {first}", words=words, first=first)
        lines.append(words)
    if holdings.articles:
        lines.append(_("• that you added {articles}", articles=_titles(holdings.articles)))
    if holdings.edits:
        lines.append(
            ngettext(
                "• that you made {count} change to how articles are posted",
                "• that you made {count} changes to how articles are posted",
                holdings.edits,
            )
        )
    if holdings.discussions:
        lines.append(
            _(
                "• that you started the discussion of {discussions}",
                discussions=_titles(holdings.discussions),
            )
        )
    if holdings.excluded:
        lines.append(
            _(
                "• that organizers set your votes aside on {polls}; on open polls that lasts, "
                "under a code in place of your id",
                polls=polls(holdings.excluded),
            )
        )
    return lines


def _left_out(holdings: Holdings) -> list[str]:
    if not holdings.left_out:
        return []
    left_out = _(
        "On {left_out} your earlier reactions are left out, because you had them erased.",
        left_out=_open_polls(holdings.left_out),
    )
    return [f"{left_out} {_(_A_CODE)}"]


def _open_polls(number: int) -> str:
    return ngettext("{count} open poll", "{count} open polls", number)


def _titles(titles: tuple[str, ...]) -> str:
    shown = ", ".join(
        _("“{given}”", given=escape_within(title, _LONGEST_TITLE))
        for title in titles[:_MOST_TITLES]
    )
    more = len(titles) - _MOST_TITLES
    if more <= 0:
        return shown
    return ngettext("{titles} and {count} other", "{titles} and {count} others", more, titles=shown)
