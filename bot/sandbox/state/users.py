"""People and bots, whatever server they are in."""

from dataclasses import dataclass, field

USUAL_LOCALE = "en-US"


@dataclass(slots=True, eq=False)
class User:
    """One account; `blocked` are those it wants to hear nothing of.

    `closed` is whether it takes no direct messages at all, `locale` the language of its client.
    """

    id: int
    name: str
    bot: bool = False
    closed: bool = False
    locale: str = USUAL_LOCALE
    blocked: set[int] = field(default_factory=set)
