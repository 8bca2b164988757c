"""What is stored about one member of one server."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Holdings:
    """How many polls bear the member's votes, since when, and what they added, edited or started.

    `left_out` counts open polls from which the member was erased and on which they have not
    reacted since; `excluded` counts polls on which organizers set their votes aside.
    """

    open_polls: int
    closed_polls: int
    since: datetime | None
    articles: tuple[str, ...]
    edits: int
    discussions: tuple[str, ...]
    left_out: int
    excluded: int = 0

    def __bool__(self) -> bool:
        """Say whether there is anything that could be erased."""
        votes = self.open_polls or self.closed_polls
        return bool(votes or self.articles or self.edits or self.discussions or self.excluded)
