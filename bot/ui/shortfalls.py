"""What a discussion goes without, in words: what, why, and what to do about it."""

from collections.abc import Mapping
from typing import Final

from bot.domain.nicety import Nicety, Why
from bot.ui.speech import N_, _

# `{channel}` is filled in.
_WITHOUT: Final[Mapping[Nicety, str]] = {
    Nicety.THREAD: N_("no thread under sections"),
    Nicety.PING: N_("nobody is pinged"),
    Nicety.TAGS: N_("posts without some of their tags"),
    Nicety.PIN: N_("the section is not pinned"),
    Nicety.INDEX_PIN: N_("the index is not pinned"),
    Nicety.PUBLISH: N_("sections are not published"),
}
_ALLOW: Final[Mapping[Nicety, str]] = {
    Nicety.THREAD: (
        N_("allow me **Create Public Threads** and **Send Messages in Threads** in {channel}")
    ),
    Nicety.PING: N_(
        "let anyone mention the role (Server Settings ▸ Roles), or allow me **Mention "
        "@everyone, @here, and All Roles** in {channel}"
    ),
    **dict.fromkeys(
        (Nicety.PIN, Nicety.INDEX_PIN),
        N_("allow me **Pin Messages** in {channel} (in a forum: **Manage Posts**)"),
    ),
    Nicety.PUBLISH: N_("allow me **Send Messages** in {channel}"),
}
_GONE: Final[Mapping[Nicety, str]] = {
    Nicety.PING: N_("the role was deleted: choose another with `/discussion set ping`"),
    Nicety.TAGS: (
        N_("a tag was deleted or is for moderators: choose others with `/discussion set tags`")
    ),
}
_FULL: Final = N_("{channel} has as many pins as it can have: take some away")
_BUSY: Final = N_("Discord did not take it in time; nothing is to be done")
_REFUSED: Final = N_("Discord refused it")
_NEXT: Final = N_("The next section tries it again.")
_NEXT_FOR_INDEX: Final = N_(
    "I try it again as soon as I am allowed, or by `/discussion set index` with `on: True`."
)


def describe_shortfall(nicety: Nicety, why: Why, channel: str) -> str:
    """Say what a discussion goes without, and how to mend it."""
    without, said = _(_WITHOUT[nicety]), _(_reason(nicety, why), channel=channel)
    again = _(_NEXT_FOR_INDEX if nicety is Nicety.INDEX_PIN else _NEXT)
    return f"{without[0].upper()}{without[1:]}: {said}. {again}"


def _reason(nicety: Nicety, why: Why) -> str:
    match why:
        case Why.PERMISSION:
            return _ALLOW.get(nicety, _REFUSED)
        case Why.GONE:
            return _GONE.get(nicety, _REFUSED)
        case Why.FULL:
            return _FULL
        case Why.BUSY:
            return _BUSY
        case Why.REFUSED:
            return _REFUSED
