"""A discussion's terms as one JSON value in its row; the only place that knows the form.

What is not kept has its default, so that a new term needs no migration.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from bot.domain.language import Language
from bot.domain.terms import (
    DEFAULT_TERMS,
    ClosesAfter,
    ClosesAt,
    ClosesWithNext,
    Closing,
    Placement,
    Terms,
)


def dump(terms: Terms) -> dict[str, Any]:
    """Give the JSON value that is kept of a discussion's terms."""
    return {
        "placement": terms.placement.value,
        "ping_role_id": terms.ping_role_id,
        "pins": terms.pins,
        "index": terms.index,
        "publishes": terms.publishes,
        "thread_name": terms.thread_name,
        "auto_archive": _dump_span(terms.auto_archive),
        "slow_mode": _dump_span(terms.slow_mode),
        "forum_tag_ids": list(terms.forum_tag_ids),
        "closing": _dump_closing(terms.closing),
        "remind_before": terms.remind_before and _dump_span(terms.remind_before),
        "hides_results": terms.hides_results,
        "language": terms.language and terms.language.value,
        "tells_starter": terms.tells_starter,
    }


def parse(kept: Mapping[str, Any]) -> Terms:
    """Read a discussion's terms from their JSON value."""
    value = dump(DEFAULT_TERMS) | dict(kept)
    return Terms(
        placement=Placement(value["placement"]),
        ping_role_id=value["ping_role_id"],
        pins=value["pins"],
        index=value["index"],
        publishes=value["publishes"],
        thread_name=value["thread_name"],
        auto_archive=timedelta(seconds=value["auto_archive"]),
        slow_mode=timedelta(seconds=value["slow_mode"]),
        forum_tag_ids=tuple(value["forum_tag_ids"]),
        closing=_parse_closing(value["closing"]),
        remind_before=value["remind_before"] and timedelta(seconds=value["remind_before"]),
        hides_results=value["hides_results"],
        language=value["language"] and Language(value["language"]),
        tells_starter=value["tells_starter"],
    )


def _dump_closing(closing: Closing) -> dict[str, Any]:
    match closing:
        case ClosesAfter(span):
            return {"kind": "after", "span": _dump_span(span)}
        case ClosesAt(instant):
            return {"kind": "at", "instant": instant.isoformat()}
        case ClosesWithNext(last):
            return {"kind": "with next", "last": _dump_span(last)}


def _parse_closing(kept: Mapping[str, Any]) -> Closing:
    match kept["kind"]:
        case "after":
            return ClosesAfter(timedelta(seconds=kept["span"]))
        case "at":
            return ClosesAt(datetime.fromisoformat(kept["instant"]))
        case "with next":
            return ClosesWithNext(timedelta(seconds=kept["last"]))
        case kind:
            raise ValueError(kind)


def _dump_span(span: timedelta) -> int:
    return int(span.total_seconds())
