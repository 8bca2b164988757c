"""What was changed and to what, in words, for the history: terms and server settings."""

from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Final

from bot.domain.changed_terms import closing_of
from bot.domain.language import OWN_NAMES, Language
from bot.domain.terms import Placement
from bot.ui.markup import escape_within
from bot.ui.poll_terms import describe_closing, describe_span
from bot.ui.speech import N_, _, ngettext
from bot.ui.terms import PLACEMENTS

_LONGEST: Final = 80
_TERMS: Final[Mapping[str, str]] = {
    "polls": N_("where polls stand"),
    "ping": N_("ping"),
    "closing": N_("closing of polls"),
    "reminder": N_("reminder"),
    "results": N_("line on earlier results"),
    "threads": N_("threads"),
    "pin": N_("pin"),
    "index": N_("index"),
    "publishing": N_("publishing"),
    "tags": N_("tags"),
    "tell_me": N_("direct message to whoever started it"),
    "language": N_("language"),
}
_SETTINGS: Final[Mapping[str, str]] = {
    "organizer_role_id": N_("organizer role"),
    "time_zone": N_("time zone"),
    "channel_id": N_("channel"),
    "log_channel_id": N_("log channel"),
    "language": N_("language"),
    "minimum_account_days": N_("minimum account age"),
}
_VALUES: Final[Mapping[str, Callable[[str], str]]] = {
    "polls": lambda to: _(PLACEMENTS[Placement(to)]),
    "ping": lambda to: f"<@&{int(to)}>",
    "closing": lambda to: describe_closing(closing_of(to)),
    "reminder": lambda to: _(
        "{span} before closing", span=describe_span(timedelta(seconds=int(to)))
    ),
    **dict.fromkeys(("results", "pin", "index", "publishing", "tell_me"), lambda _to: _("on")),
    "language": lambda to: OWN_NAMES[Language(to)],
    "organizer_role_id": lambda to: f"<@&{int(to)}>",
    "channel_id": lambda to: f"<#{int(to)}>",
    "log_channel_id": lambda to: f"<#{int(to)}>",
    "minimum_account_days": lambda to: ngettext("{count} day", "{count} days", int(to)),
}


def describe_change(detail: Mapping[str, str | int]) -> str | None:
    """Say which term or setting was changed and to what; None for a detail of something else.

    Older entries do not say to what.
    """
    if "what" in detail:
        return _("Terms changed: {changed}", changed=_changed(detail))
    if "setting" in detail:
        return _("Server setting changed: {changed}", changed=_changed(detail))
    return None


def _changed(detail: Mapping[str, str | int]) -> str:
    key = str(detail.get("what") or detail.get("setting"))
    words = _TERMS if "what" in detail else _SETTINGS
    name = _(words[key]) if key in words else escape_within(key, _LONGEST)
    if "to" not in detail:
        return name
    return _("{name}, now {value}", name=name, value=_value(key, str(detail["to"])))


def _value(key: str, to: str) -> str:
    if to in {"", "0"}:
        return _("off") if key not in _SETTINGS else _("nothing set")
    try:
        return _VALUES[key](to)
    except (KeyError, ValueError):
        return escape_within(to, _LONGEST)
