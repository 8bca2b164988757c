"""Native polls and who voted for what."""

from dataclasses import dataclass, field
from datetime import datetime

from bot.sandbox.state.emojis import Emoji


@dataclass(slots=True, eq=False)
class Answer:
    """One answer of a poll; `voters` maps users to the world's order number of their vote."""

    id: int
    text: str
    emoji: Emoji | None = None
    voters: dict[int, int] = field(default_factory=dict)


@dataclass(slots=True, eq=False)
class Poll:
    """A poll that hangs on a message; `finalized` once its result is told."""

    question: str
    answers: list[Answer]
    expires_at: datetime
    multiselect: bool = False
    layout: int = 1
    finalized: bool = False
