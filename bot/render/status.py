"""How an installation stands ▶ JSON for programs and text for a terminal."""

import json
from dataclasses import asdict
from datetime import datetime, timedelta
from typing import Any

from bot.domain.status import Disk, Failure, OpenDiscussion, Status

_MOST_LISTED = 20
_NOTHING_ON = "Nothing is being discussed: /article add, then /discussion start on your server."
_LONGEST_TITLE = 60
_LONGEST_REASON = 120
_MEGABYTE = 1_000_000


def render_status_json(status: Status) -> str:
    """Give a JSON object with the fields of `Status`; instants in UTC, sizes in bytes."""
    return json.dumps(asdict(status), default=_instant, ensure_ascii=False, indent=2)


def _instant(value: Any) -> str:
    if isinstance(value, datetime):
        return value.isoformat()
    raise TypeError(value)


def render_status_text(status: Status) -> str:
    """Give a page for a person at a terminal; instants in UTC."""
    running = "is running" if status.running else "is not running"
    servers = f"{_count(status.servers, 'server')}{_left(status.servers_left)}"
    counts = (
        servers,
        _count(status.articles, "article"),
        _count(len(status.discussions), "open discussion"),
        f"{status.discussions_ended} ended",
        _count(status.open_polls, "open poll"),
    )
    lines = [
        f"The bot {running}: {', '.join(counts)}.",
        *_discussions(status),
        *_troubles(status),
        _disk(status.disk),
        _copy(status),
    ]
    return "\n".join(lines)


def _discussions(status: Status) -> list[str]:
    if not status.discussions:
        return [_NOTHING_ON]
    shown = [_discussion(one) for one in status.discussions[:_MOST_LISTED]]
    more = len(status.discussions) - len(shown)
    return ["", *shown, *([f"  … and {more} more"] if more else []), ""]


def _discussion(one: OpenDiscussion) -> str:
    if one.state == "paused":
        when = f"paused ({(one.pause_reason or 'unknown').replace('_', ' ')})"
    else:
        when = f"next {_utc(one.next_at)}" if one.next_at else "nothing more to post"
    return (
        f"  {when}: {_plain(one.title, _LONGEST_TITLE)}, section {one.sections_posted} of "
        f"{one.sections}, {_count(one.open_polls, 'open poll')} "
        f"(server {one.guild_id}, channel {one.channel_id}, discussion {one.discussion_id})"
    )


def _troubles(status: Status) -> list[str]:
    lines = []
    if status.overdue_since is not None and status.at - status.overdue_since > timedelta(minutes=1):
        lines.append(
            f"Overdue since {_utc(status.overdue_since)}: "
            + ("see /healthz and the log." if status.running else "start the bot.")
        )
    if status.polls_awaiting_check:
        waiting = _count(status.polls_awaiting_check, "poll")
        lines.append(f"{waiting} to be compared with Discord: the bot is at it while it runs.")
    lines += [_failure(failure) for failure in status.failures]
    return lines


def _failure(failure: Failure) -> str:
    then = (
        f"next try {_utc(failure.next_try_at)}"
        if failure.next_try_at
        else "given up until an organizer types /discussion resume"
    )
    return (
        f"Failed {_count(failure.attempts, 'time')}: section {failure.section + 1} of "
        f"{_plain(failure.title, _LONGEST_TITLE)} (server {failure.guild_id}, post "
        f"{failure.post_id}): {_plain(failure.reason, _LONGEST_REASON)}; {then}."
    )


def _disk(disk: Disk) -> str:
    return (
        f"The database has {_megabytes(disk.database)}, its log {_megabytes(disk.log)}; "
        f"{_megabytes(disk.free)} are free beside it."
    )


def _copy(status: Status) -> str:
    if status.backed_up_at is None:
        return "There is no daily copy of it; python -m bot db backup FILE makes one."
    return f"Its newest daily copy is of {_utc(status.backed_up_at)}."


def _left(number: int) -> str:
    return f" ({number} more left)" if number else ""


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def _megabytes(size: int) -> str:
    return f"{size / _MEGABYTE:,.1f} MB"


def _utc(instant: datetime) -> str:
    return f"{instant:%Y-%m-%d %H:%M} UTC"


def _plain(text: str, most: int) -> str:
    """Give foreign text on one line, without what a terminal would obey."""
    harmless = "".join(sign if sign.isprintable() else " " for sign in text)
    return harmless if len(harmless) <= most else harmless[: most - 1] + "…"
