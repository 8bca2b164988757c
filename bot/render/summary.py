"""How a played discussion ended, as one JSON object or as a table per server."""

import json
import textwrap
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from bot.domain.report import CountedPoll, Report
from bot.domain.tally import percentages

_WIDTH = 78
_LABEL_WIDTH = 34
_BAR_WIDTH = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class PlayedGuild:
    """One server's part of a played discussion."""

    guild_id: int
    name: str
    sections_posted: int
    report: Report


@dataclass(frozen=True, slots=True, kw_only=True)
class Summary:
    """A played discussion; `database` is the file its rows are in."""

    article: str
    sections: int
    guilds: Sequence[PlayedGuild]
    database: str
    unrouted_requests: int


def render_summary_json(summary: Summary) -> str:
    """Give the summary as one JSON object on one line."""
    return json.dumps(
        {
            "article": summary.article,
            "sections": summary.sections,
            "guilds": [_guild(guild) for guild in summary.guilds],
            "database": summary.database,
            "unrouted_requests": summary.unrouted_requests,
        },
        ensure_ascii=False,
    )


def _guild(guild: PlayedGuild) -> dict[str, Any]:
    return {
        "guild_id": str(guild.guild_id),
        "name": guild.name,
        "sections_posted": guild.sections_posted,
        "polls": len(guild.report.polls),
        "turnout": guild.report.turnout,
        "tallies": [_tally(counted) for counted in guild.report.polls],
    }


def _tally(counted: CountedPoll) -> dict[str, Any]:
    return {
        "question": counted.poll.question,
        "kind": counted.poll.kind,
        "options": [
            {"label": count.option.label, "emoji": count.option.emoji, "votes": count.votes}
            for count in counted.tally.counts
        ],
        "turnout": counted.tally.turnout,
    }


def render_table(guild: PlayedGuild) -> str:
    """Give one server's tallies as a table for a terminal."""
    lines = [
        (
            f"{guild.name}: {guild.sections_posted} sections posted, "
            f"{len(guild.report.polls)} polls, {guild.report.turnout} members voted"
        ),
        "─" * _WIDTH,
    ]
    for number, counted in enumerate(guild.report.polls, start=1):
        lines += textwrap.wrap(
            f"{number:>2}. {counted.poll.question}", _WIDTH, subsequent_indent="    "
        )
        lines += _rows(counted)
    return "\n".join(lines)


def _rows(counted: CountedPoll) -> list[str]:
    rows = []
    shares = percentages(counted.tally)
    for count, percent in zip(counted.tally.counts, shares, strict=True):
        label = textwrap.shorten(count.option.label, _LABEL_WIDTH, placeholder="…")
        bar = "█" * round(percent * _BAR_WIDTH / 100)
        # The emoji comes last: terminals disagree about how wide it is.
        rows.append(
            f"    {label:<{_LABEL_WIDTH}} {bar:<{_BAR_WIDTH}} {percent:>3} % {count.votes:>4}"
            f"  {count.option.emoji}"
        )
    rows.append(f"    {counted.tally.turnout} voted")
    return rows
