"""People and bots, whatever server they are in."""

from dataclasses import dataclass


@dataclass(slots=True, eq=False)
class User:
    """One account."""

    id: int
    name: str
    bot: bool = False
